//! What is written, read back by the intake that reads anybody's files.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{TimeZone, Utc};
use firstline_core::statement::TruthOutcome;
use firstline_intake::statement::{self, ReadOptions};

use super::*;
use crate::progress::Unwatched;

fn as_of() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 25, 1, 30, 0).unwrap()
}

fn written(applicants: u32, seed: u64) -> (tempfile::TempDir, DemoFiles) {
    let directory = tempfile::tempdir().unwrap();
    let files = write(directory.path(), applicants, seed, as_of(), &mut Unwatched).unwrap();
    (directory, files)
}

fn every_file(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(directory).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_seed_gives_the_same_bytes_and_more_applicants_change_nobody() {
    let (first, files) = written(20, 7);
    let (second, _) = written(20, 7);
    let (more, _) = written(25, 7);
    let (other, _) = written(20, 8);
    let (first, second) = (every_file(first.path()), every_file(second.path()));
    assert_eq!(first, second);
    assert_eq!(first.values().map(|bytes| bytes.len() as u64).sum::<u64>(), files.bytes);
    let more = every_file(more.path());
    for (path, bytes) in &first {
        assert!(more[path].starts_with(bytes), "{}", path.display());
    }
    assert_ne!(first, every_file(other.path()));
}

#[test]
fn every_file_is_read_and_every_statement_holds_but_the_altered_ones() {
    let (directory, files) = written(100, 2026);
    assert!(!files.altered.is_empty());
    let (mut rows, mut statements, mut layouts) = (0, 0, BTreeMap::new());
    for (path, bytes) in every_file(directory.path()) {
        if !path.starts_with("statements") {
            continue;
        }
        let name = path.display().to_string();
        let read = statement::inspect(&name, &bytes, &ReadOptions::default()).unwrap().remove(0);
        rows += u64::from(read.rows);
        statements += 1;
        *layouts.entry((read.layout.clone(), read.encoding.clone())).or_insert(0) += 1;
        let altered = files.altered.contains(&directory.path().join(&path));
        for test in &read.truth_tests {
            let expected = match test.code.as_str() {
                "running_balance" if altered => &[TruthOutcome::Fail][..],
                "running_balance" if name.ends_with("cmb.csv") || name.ends_with("icbc.csv") => {
                    &[TruthOutcome::Pass]
                }
                "running_balance" | "deleted_records" => &[TruthOutcome::CannotTell],
                // Some banks state neither totals nor days.
                "stated_totals" | "stated_rows" | "stated_window" => {
                    &[TruthOutcome::Pass, TruthOutcome::CannotTell]
                }
                "row_order" if read.rows == 1 => &[TruthOutcome::CannotTell],
                _ => &[TruthOutcome::Pass],
            };
            assert!(expected.contains(&test.outcome), "{name} {test:?}");
            let wallet = !name.ends_with("cmb.csv") && !name.ends_with("icbc.csv");
            if wallet && test.code.starts_with("stated_") {
                assert_eq!(test.outcome, TruthOutcome::Pass, "{name} {test:?}");
            }
        }
    }
    assert_eq!((rows, statements), (files.statement_rows, files.statements));
    let found: Vec<_> = layouts.keys().map(|(layout, encoding)| format!("{layout} {encoding}")).collect();
    let expected = [
        "alipay_mobile gb18030",
        "cmb_debit gb18030",
        "cmb_debit utf-8",
        "icbc_debit utf-8",
        "jd utf-8-sig",
        "wechat_csv utf-8-sig",
    ];
    assert_eq!(found, expected);
}

#[test]
fn applications_and_vendor_results_are_read_and_name_nobody_real() {
    let (directory, files) = written(100, 2026);
    let read = |path: &PathBuf| std::fs::read(path).unwrap();
    let applications =
        firstline_intake::application::read_json_lines("applications", &read(&files.applications[0]))
            .unwrap();
    let results =
        firstline_intake::vendor_result::read_json_lines("results", &read(&files.vendor_results[0])).unwrap();
    assert_eq!(applications.len(), 100);
    let mut mobiles = BTreeMap::new();
    for received in &applications {
        let application = &received.application;
        let applicant = &application.applicant;
        assert!(applicant.id_number.expose().starts_with(SPECIMEN_REGION));
        assert_eq!(&applicant.mobile.expose()[3..6], "000");
        assert!(applicant.employer.as_ref().is_none_or(|employer| employer.expose().contains("样例")));
        assert!(application.received_at < as_of());
        assert_eq!(application.line_requested.fen() % 50_000, 0);
        for file in &received.statements {
            assert!(file.starts_with(&format!("statements/{}/", application.application_ref)), "{file}");
            assert!(directory.path().join(file).is_file(), "{file}");
        }
        *mobiles.entry(applicant.mobile.expose().to_owned()).or_insert(0) += 1;
    }
    assert!(mobiles.values().any(|count| *count == 2), "somebody borrows a telephone");
    let factor = results.iter().find(|result| result.factor.as_deref() == Some("mobile")).unwrap();
    assert_eq!(factor.application_ref, "DEMO-000002");
    let known: Vec<_> = applications.iter().map(|received| &received.application.application_ref).collect();
    assert!(results.iter().all(|result| known.contains(&&result.application_ref)));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let (directory, _) = written(1, 1);
    let again = write(directory.path(), 1, 1, as_of(), &mut Unwatched);
    assert!(matches!(again, Err(DemoError::NotEmpty(_))));
    let none = write(&directory.path().join("none"), 0, 1, as_of(), &mut Unwatched);
    assert!(matches!(none, Err(DemoError::Applicants(0))));
}
