//! Golden files: `tests/golden/<folder>/<case>.<extension>` is read and compared with the `.json` beside it.
//!
//! A folder named after a layout holds statements, `errors` statements that are refused; `applications` and `vendor_results`
//! hold those, good and bad. To add a case, add the file and run the tests with `FIRSTLINE_BLESS=1`; then read what was written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use firstline_intake::statement::{ReadOptions, inspect, read};
use firstline_intake::{FileKind, application, detect, vendor_result};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn cases() -> Vec<(String, PathBuf)> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder()).unwrap().map(Result::unwrap) {
        if !entry.file_type().unwrap().is_dir() {
            continue;
        }
        for file in std::fs::read_dir(entry.path()).unwrap().map(|file| file.unwrap().path()) {
            if file.extension().is_some_and(|extension| extension != "json") {
                cases.push((entry.file_name().into_string().unwrap(), file));
            }
        }
    }
    cases.sort();
    let beside: BTreeSet<PathBuf> = cases.iter().map(|(_, file)| file.with_extension("json")).collect();
    assert_eq!(beside.len(), cases.len(), "two files of a folder differ in more than their extension");
    cases
}

fn statement(name: &str, bytes: &[u8]) -> Value {
    let options = ReadOptions::default();
    match (inspect(name, bytes, &options), read(name, bytes, &options)) {
        (Ok(inspections), Ok(reading)) => match (&*inspections, &*reading.statements) {
            ([inspection], [statement]) => json!({ "inspection": inspection, "statement": statement }),
            (inspections, statements) => json!({ "inspections": inspections, "statements": statements }),
        },
        (Err(error), Err(again)) => {
            assert_eq!(error, again, "inspecting and reading refuse for the same reason");
            json!({ "said": error.to_string(), "error": error })
        }
        (inspected, read) => panic!("{name}: inspected {inspected:?}, read {read:?}"),
    }
}

fn outcome(folder: &str, name: &str, bytes: &[u8]) -> Value {
    match folder {
        "applications" => {
            let read =
                if name.ends_with(".csv") { application::read_csv } else { application::read_json_lines };
            match read(name, bytes) {
                Ok(received) => received
                    .iter()
                    .map(|one| json!({ "line": one.line, "statements": one.statements, "application": one.application }))
                    .collect(),
                Err(errors) => json!({ "said": errors.to_string().lines().collect::<Vec<_>>() }),
            }
        }
        "vendor_results" => match vendor_result::read_json_lines(name, bytes) {
            Ok(results) => json!(results),
            Err(errors) => json!({ "said": errors.to_string().lines().collect::<Vec<_>>() }),
        },
        _ => statement(name, bytes),
    }
}

#[test]
fn golden_files_read_as_written_beside_them() {
    let bless = std::env::var_os("FIRSTLINE_BLESS").is_some();
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() >= 20, "the golden files are where they are looked for");
    for (folder, file) in cases {
        let name = file.file_name().unwrap().to_str().unwrap();
        let mut found = outcome(&folder, name, &std::fs::read(&file).unwrap());
        found.sort_all_objects();
        let beside = file.with_extension("json");
        let found = format!("{found:#}\n");
        if bless {
            std::fs::write(&beside, &found).unwrap();
        } else if std::fs::read_to_string(&beside).ok().as_ref() != Some(&found) {
            wrong.push(format!("{folder}/{name} reads as\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_golden_statement_is_recognised_as_its_folder_says_whatever_its_name() {
    let mut layouts = BTreeSet::new();
    for (folder, file) in cases() {
        let bytes = std::fs::read(&file).unwrap();
        let kind = detect(&bytes);
        match folder.as_str() {
            "errors" | "applications" | "vendor_results" => {}
            // What a workbook is, is told by opening it.
            layout if file.extension().is_some_and(|ending| ending == "xls" || ending == "xlsx") => {
                let found = inspect("workbook", &bytes, &ReadOptions::default()).unwrap();
                assert_eq!(found[0].layout, layout, "{file:?}");
                layouts.insert(folder);
            }
            layout => {
                assert!(
                    matches!(kind, FileKind::Statement(found) if found == layout),
                    "{file:?} is {kind:?}"
                );
                layouts.insert(folder);
            }
        }
    }
    assert!(layouts.len() >= 20, "every layout has files of its own: {layouts:?}");
}
