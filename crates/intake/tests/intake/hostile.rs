//! Files made to break the reader: it answers with a value or with words, and never panics.

use std::path::Path;

use firstline_intake::statement::{self, ReadOptions, Reading};
use firstline_intake::{IntakeCode, IntakeError, application, detect, vendor_result};
use proptest::prelude::*;

/// The golden files of the layouts and of applications, as seeds for mutation.
fn seeds() -> Vec<Vec<u8>> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<_> = std::fs::read_dir(golden)
        .unwrap()
        .map(|folder| folder.unwrap().path())
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()))
        .filter(|file| file.extension().is_some_and(|extension| extension != "json"))
        .collect();
    files.sort();
    files.into_iter().map(|file| std::fs::read(file).unwrap()).collect()
}

fn read<'a>(name: &str, bytes: &'a [u8]) -> Result<Reading<'a>, IntakeError> {
    statement::read(name, bytes, &ReadOptions::default())
}

/// Reads bytes in every way there is; every error has words.
fn read_all_ways(bytes: &[u8]) {
    detect(bytes);
    if let Err(error) = statement::inspect("x", bytes, &ReadOptions::default()) {
        let quoted = error.values.values().any(|value| value.contains('?'));
        assert!(
            !error.message.is_empty() && (quoted || !error.message.contains('?')),
            "a value is missing: {error}"
        );
    }
    for read in [application::read_csv, application::read_json_lines] {
        if let Err(errors) = read("x", bytes) {
            assert!(!errors.0.is_empty() && errors.0.len() <= 101);
            assert!(errors.0.iter().all(|error| !error.message.is_empty()), "{errors}");
        }
    }
    if let Err(errors) = vendor_result::read_json_lines("x", bytes) {
        assert!(!errors.0.is_empty() && errors.0.len() <= 101);
    }
}

#[test]
fn a_file_cut_at_any_byte_is_read_or_refused_with_words() {
    for seed in seeds().into_iter().filter(|seed| seed.len() < 1_500) {
        // Five is no multiple of a character's bytes, so that longer files are cut within characters too.
        for end in (0..seed.len()).step_by(if seed.len() < 400 { 1 } else { 5 }) {
            read_all_ways(&seed[..end]);
        }
    }
}

#[test]
fn a_row_cut_before_its_last_column_is_never_lost_in_silence() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for file in [
        "cmb_debit/balance_closes.csv",
        "icbc_debit/first_version_closes_and_adds_up.csv",
        "jd/part_refunds.csv",
    ] {
        let bytes = std::fs::read(golden.join(file)).unwrap();
        let whole = read(file, &bytes).unwrap();
        for row in &whole.statements[0].transactions[1..] {
            let begins = line_start(&bytes, row.line);
            let ends = line_start(&bytes, row.line + 1);
            let last_comma = begins + bytes[begins..ends].iter().rposition(|&byte| byte == b',').unwrap();
            let needed = if file.starts_with("jd") { begins + 40 } else { last_comma - 60 };
            for end in begins + 1..needed.max(begins + 1) {
                let error = read(file, &bytes[..end]).unwrap_err();
                assert_eq!(error.line, Some(row.line), "{file} cut at {end}: {error}");
            }
        }
    }
}

fn line_start(bytes: &[u8], line: u32) -> usize {
    let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(place, _)| place + 1);
    std::iter::once(0).chain(breaks).nth(line as usize - 1).unwrap()
}

#[test]
fn giant_lines_files_and_lists_are_refused() {
    let long = [b"a,".repeat(40_000), b"\n".to_vec()].concat();
    assert_eq!(read("x", &long).unwrap_err().code, IntakeCode::LineTooLong);
    let large = vec![b'a'; 64 * 1024 * 1024 + 1];
    assert_eq!(read("x", &large).unwrap_err().code, IntakeCode::FileTooLarge);
    let header = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n";
    let row = "2026-03-01,CNY,1.00,,,,\n";
    let many = format!("{header}{}", row.repeat(500_001));
    let error = read("x", many.as_bytes()).unwrap_err();
    assert_eq!((error.code, error.line), (IntakeCode::TooManyRows, Some(500_002)));
}

#[test]
fn a_quote_opened_on_every_line_costs_no_more_than_reading() {
    let header = "交易时间,商户名称,交易说明,金额,交易状态,收/支\n";
    for filling in ["\",", "\"\",", "\" ,", "\"a", ",\"\"\"", "\"\t"] {
        let line = format!("{}\n", filling.repeat(60_000 / filling.len()));
        let text = format!("{header}{}", line.repeat(40));
        assert!(read("x", text.as_bytes()).is_err());
        assert!(application::read_csv("x", text.as_bytes()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read_or_refused_with_words(
        which in any::<proptest::sample::Index>(),
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0_u8..6), 1..8),
    ) {
        let seeds = seeds();
        let mut bytes = which.get(&seeds).clone();
        for (place, byte, kind) in damage {
            if bytes.is_empty() {
                break;
            }
            let place = place.index(bytes.len());
            match kind {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                2 => drop(bytes.remove(place)),
                3 => bytes.insert(place, b"\",\n\r\t0-.(\xEF"[usize::from(byte) % 10]),
                4 => bytes.truncate(place),
                _ => {
                    let end = (place + usize::from(byte)).min(bytes.len());
                    let part = bytes[place..end].to_vec();
                    bytes.extend(part);
                }
            }
        }
        read_all_ways(&bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused_with_words(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read_all_ways(&bytes);
    }
}
