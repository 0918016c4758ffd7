//! The schema document, and that its own examples are accepted.

use std::path::Path;

use firstline_intake::{FileKind, application, detect, vendor_result};

fn block(text: &str, language: &str, index: usize) -> String {
    let opening = format!("```{language}\n");
    let blocks: Vec<&str> =
        text.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    blocks[index].to_owned()
}

#[test]
fn the_document_is_what_the_program_prints() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/application-schema.md");
    let printed = application::schema();
    if std::env::var_os("FIRSTLINE_BLESS").is_some() {
        std::fs::write(&file, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == printed,
        "docs/application-schema.md is stale: run the tests of firstline-intake with FIRSTLINE_BLESS=1"
    );
}

#[test]
fn the_examples_of_the_document_are_accepted_and_mean_the_same() {
    let printed = application::schema();
    let csv = block(&printed, "csv", 0);
    assert_eq!(detect(csv.as_bytes()), FileKind::ApplicationsCsv);
    let from_csv = application::read_csv("x", csv.as_bytes()).unwrap();
    let lines = block(&printed, "json", 0);
    assert_eq!(detect(lines.as_bytes()), FileKind::ApplicationsJsonLines);
    let from_lines = application::read_json_lines("x", lines.as_bytes()).unwrap();
    assert_eq!(from_csv[0].application, from_lines[0].application);
    assert_eq!(from_csv[0].statements, from_lines[0].statements);
    assert_eq!(from_csv[0].application.consents.len(), 2);
}

#[test]
fn the_vendor_example_says_why_it_is_refused() {
    // It shows every field at once, which no single answer has: months belong to another kind.
    let lines = block(&application::schema(), "json", 1);
    assert_eq!(detect(lines.as_bytes()), FileKind::VendorResults);
    let errors = vendor_result::read_json_lines("x", lines.as_bytes()).unwrap_err();
    assert_eq!(errors.0.len(), 1);
    assert_eq!(errors.0[0].column.as_deref(), Some("months"));
}
