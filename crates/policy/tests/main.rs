//! The shipped packs as they are, and packs that are refused, each with its place.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeMap;

use firstline_core::facts::{FactValue, Facts};
use firstline_policy::{Pack, PackError};

const PRODUCT: &str = "cn-instalment-first-line";

fn shipped_files() -> BTreeMap<String, Vec<u8>> {
    let pack = Pack::shipped(PRODUCT).unwrap();
    pack.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

/// The refusal of the shipped pack with one text in one file replaced.
fn refusal(file: &str, from: &str, to: &str) -> String {
    let mut files = shipped_files();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from), "{file} does not contain {from:?}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    match Pack::from_files(files) {
        Ok(_) => panic!("{file} with {to:?} instead of {from:?} was not refused"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_shipped_pack_loads_with_all_its_cases() {
    let pack = Pack::shipped(PRODUCT).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((pack.name(), pack.version()), (PRODUCT, "2026.11"));
    assert!(pack.terms().line_min < pack.terms().line_max);
}

#[test]
fn the_hash_depends_on_every_file() {
    let whole = Pack::shipped(PRODUCT).unwrap().hash();
    let mut files = shipped_files();
    files.insert("texts/extra.txt".to_owned(), b"x".to_vec());
    let more = Pack::from_files(files.clone()).unwrap().hash();
    assert_ne!(whole, more);
    files.insert("texts/extra.txt".to_owned(), b"y".to_vec());
    assert_ne!(more, Pack::from_files(files).unwrap().hash());
}

#[test]
fn a_folder_loads_to_the_same_pack() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("packs").join(PRODUCT).join("2026.11");
    assert_eq!(Pack::load(&folder).unwrap().hash(), Pack::shipped(PRODUCT).unwrap().hash());
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    let tries = [
        ("policy/knock_outs.json", "\"field\": \"check_age\"", "\"field\": \"check_agee\"", "no such fact"),
        ("policy/knock_outs.json", "$ > 0.70", "$ > rand(1)", "row K-05, column debt_to_income"),
        ("policy/knock_outs.json", "$ > 0.70", "$ > d('now')", "row K-05, column debt_to_income"),
        ("policy/knock_outs.json", "$ > 0.70", "$ > 'much'", "row K-05, column debt_to_income"),
        ("policy/knock_outs.json", "'K-06'", "'K-99'", "row K-06, column code"),
        ("policy/review_triggers.json", "$ > 0.30", "$ > 0.31", "no case stands on the boundary 0.31"),
        ("policy/line_matrix.json", "[3000..6000)", "[3500..6000)", "no row for grade A"),
        ("policy/line_matrix.json", "$ == null or $ < 3000", "$ == null or $ < 6000", "never first"),
        ("policy/line_matrix.json", "$ == null or $ < 3000", "$ < 3000", "the value is missing"),
        ("pack.toml", "grades = [\"A\", \"B\", \"C\"]", "grades = [\"Z\"]", "no grade \"Z\""),
        ("pack.toml", "line_max = \"20000\"", "line_max = \"100\"", "pack.toml, row terms"),
        ("pack.toml", "payment_to_income_max = \"0.36\"", "payment_to_income_max = \"36\"", "outside 0 to 1"),
        ("reasons.toml", "code = \"L2\"", "code = \"L1\"", "reasons.toml, row L1"),
        (
            "categories.toml",
            "category = \"rent\"",
            "category = \"rend\"",
            "categories.toml, row rule rent: there is no",
        ),
        (
            "categories.toml",
            "lender = \"huabei\"",
            "lender = \"huabai\"",
            "row rule huabei: there is no lender",
        ),
        ("categories.toml", "\nincome = \"salary\"", "", "row rule salary: an income kind goes with income"),
        ("categories.toml", ", income = \"salary\"", "", "row category salary money_in: an income kind goes"),
        (
            "categories.toml",
            "money_in = { treatment = \"refund\" }",
            "money_out = { treatment = \"refund\" }",
            "row category refund money_out: money of this",
        ),
        (
            "categories.toml",
            "category = \"mortgage\"",
            "category = \"rent\"",
            "row rule mortgage: a category of the group",
        ),
        (
            "categories.toml",
            "code = \"rent\"\nany",
            "code = \"refund\"\nany",
            "row rule refund: the code is used twice",
        ),
        ("categories.toml", "\"房东\"", "\" \"", "row rule rent: a word of it is empty"),
        ("categories.toml", "en = \"Rent\"", "en = \"\"", "row category rent: it lacks"),
        (
            "categories.toml",
            "stream_months_ratio_min = \"0.6\"",
            "stream_months_ratio_min = \"6\"",
            "row thresholds",
        ),
        ("categories.toml", "pairing_days = 3", "pairing_dais = 3", "unknown field"),
        ("calendar.toml", "last = \"2026-10-07\"", "last = \"2026-09-07\"", "calendar.toml, row year 2026: "),
        ("calendar.toml", "\"2026-10-10\"", "\"2026-10-12\"", "2026-10-12 is no weekend day of it"),
        ("scorecard.json", "\"grades\"", "\"gradez\"", "scorecard.json"),
    ];
    for (file, from, to, expected) in tries {
        let error = refusal(file, from, to);
        assert!(error.contains(expected), "{file}: {from:?} to {to:?} gave {error:?}, expected {expected:?}");
    }
}

#[test]
fn a_table_without_cases_is_refused() {
    let mut files = shipped_files();
    files.remove("policy/knock_outs.cases.json");
    let error = Pack::from_files(files).unwrap_err();
    assert!(matches!(error, PackError::Refused { .. }), "{error}");
}

#[test]
fn files_cut_anywhere_are_refused_or_whole() {
    for file in ["policy/line_matrix.json", "policy/knock_outs.cases.json", "policy/baseline.json"] {
        let whole = shipped_files();
        let bytes = &whole[file];
        for cut in (0..bytes.len().saturating_sub(2)).step_by(97) {
            let mut files = whole.clone();
            files.insert(file.to_owned(), bytes[..cut].to_vec());
            assert!(Pack::from_files(files).is_err(), "{file} cut at {cut}");
        }
    }
}

#[test]
fn an_unknown_fact_is_an_error_and_not_a_miss() {
    let pack = Pack::shipped(PRODUCT).unwrap();
    let result = pack.evaluate(&Facts::default());
    assert!(result.knock_outs.is_empty());
    assert!(!result.errors.is_empty());
    assert_eq!(result.matrix, None);
}

#[test]
fn the_trace_names_row_cell_and_value() {
    let pack = Pack::shipped(PRODUCT).unwrap();
    let mut facts = Facts::default();
    facts.set("check_id_number", FactValue::Text("fail".to_owned()));
    let trace = pack.trace(&facts);
    let row = trace[0].rows.iter().find(|row| row.row == "K-01").unwrap();
    assert_eq!(row.hit, Some(true));
    assert_eq!((row.cells[0].fact.as_str(), row.cells[0].cell.as_str()), ("check_id_number", "'fail'"));
}
