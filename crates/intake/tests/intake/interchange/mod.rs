//! The published formats against parses made by other programs, and against their own counts and sums.

mod camt;
mod hostile;
mod mt940;
mod table;

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The files of a format among the reference data, or nothing after saying that the test is skipped.
fn files(format: &str, extension: &str) -> Vec<PathBuf> {
    let folder = std::env::var_os("FIRSTLINE_REFERENCE_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let folder = folder.join("statements_intl").join(format);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: reference data absent");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    assert!(!files.is_empty(), "{folder:?} holds files of {format}");
    files
}

fn name(file: &Path) -> &str {
    file.file_name().unwrap().to_str().unwrap()
}

/// Where two values differ, a line for each place.
fn differences(place: &str, found: &Value, expected: &Value, wrong: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for key in found.keys().chain(expected.keys().filter(|key| !found.contains_key(*key))) {
                let of = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                differences(&format!("{place}.{key}"), &of(found), &of(expected), wrong);
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
                differences(&format!("{place}[{index}]"), found, expected, wrong);
            }
        }
        _ if found == expected => {}
        _ => wrong.push(format!("{place} is {found}, expected {expected}")),
    }
}
