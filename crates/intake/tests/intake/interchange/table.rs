//! Every file of the published formats among the reference data: its statements' counts and sums, or why it is refused.
//!
//! The tables hold only these, and are blessed like any golden file; a file that a table does not name is only not to panic.

use std::path::Path;

use firstline_core::Money;
use firstline_core::statement::{Direction, RowStatus, Statement};
use firstline_intake::statement::{ReadOptions, read};
use serde_json::{Map, Value, json};

use super::{files, name};

fn statement(statement: &Statement) -> Value {
    let sum = |direction| {
        let rows =
            statement.transactions.iter().filter(|row| row.direction == direction).map(|row| row.amount);
        Money::sum(rows, statement.currency).unwrap().to_string()
    };
    let preamble = &statement.preamble;
    let pending = statement.transactions.iter().filter(|row| row.status == RowStatus::Pending).count();
    let lines: Vec<u32> = statement.transactions.iter().map(|row| row.line).collect();
    assert!(lines.is_sorted_by(|before, after| before < after), "lines rise: {lines:?}");
    json!({
        "layout": statement.layout,
        "encoding": statement.encoding,
        "kind": statement.kind,
        "currency": statement.currency,
        "rows": statement.transactions.len(),
        "pending": pending,
        "in": sum(Direction::In),
        "out": sum(Direction::Out),
        "opening": preamble.opening_balance.map(|balance| balance.amount.to_string()),
        "closing": preamble.closing_balance.map(|balance| balance.amount.to_string()),
        "first": statement.window().map(|window| window.first),
        "last": statement.window().map(|window| window.last),
        "unknown_words": preamble.unknown_words.len(),
    })
}

fn outcome(file: &Path) -> Value {
    match read(name(file), &std::fs::read(file).unwrap(), &ReadOptions::default()) {
        Ok(reading) => reading.statements.iter().map(statement).collect(),
        Err(error) => json!({ "refused": error.code, "line": error.line, "column": error.column }),
    }
}

#[test]
fn every_file_has_its_counts_and_sums_or_its_reason() {
    let bless = std::env::var_os("FIRSTLINE_BLESS").is_some();
    for (format, extension) in [("camt", "xml"), ("mt940", "sta"), ("ofx", "ofx"), ("qif", "qif")] {
        let files = files(format, extension);
        if files.is_empty() {
            continue;
        }
        let mut found: Value = files
            .iter()
            .map(|file| (name(file).to_owned(), outcome(file)))
            .collect::<Map<String, Value>>()
            .into();
        let table =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/interchange/{format}.json"));
        if bless {
            found.sort_all_objects();
            std::fs::create_dir_all(table.parent().unwrap()).unwrap();
            std::fs::write(&table, format!("{found:#}\n")).unwrap();
            continue;
        }
        let expected: Value = serde_json::from_str(&std::fs::read_to_string(&table).unwrap()).unwrap();
        for (file, expected) in expected.as_object().unwrap() {
            assert_eq!(&found[file], expected, "{file}");
        }
    }
}
