//! What is done with the bytes, and what has to hold of it whatever they are.

use std::io::Cursor;

use firstline_core::ContentHash;
use firstline_core::statement::Statement;
use firstline_intake::protocol::{Answer, Request, Wanted, read_answer, write_answer};
use firstline_intake::statement::{self, ReadOptions};
use firstline_intake::{IntakeError, IntakeErrors, application, detect, vendor_result};
use firstline_ledger::{entry, export};

/// Does something with bytes and panics where it comes out wrong.
pub type Door = fn(&[u8]);

/// The targets by their names.
pub const DOORS: &[(&str, Door)] = &[
    ("detect", detected),
    ("statement", statements),
    ("interchange", interchange),
    ("workbook", workbooks),
    ("archive", archives),
    ("preview", previews),
    ("applications_csv", applications_csv),
    ("applications_json", applications_json),
    ("vendor_results", vendor_results),
    ("request", requests),
    ("answer", answers),
    ("round_trip", round_trip),
    ("entry", entries),
    ("export", exports),
];

const NAME: &str = "fuzzed";

fn detected(bytes: &[u8]) {
    assert_eq!(detect(bytes), detect(bytes));
}

fn statements(bytes: &[u8]) {
    match statement::read(NAME, bytes, &ReadOptions::default()) {
        Ok(reading) => {
            assert!(!reading.statements.is_empty());
            let documents: Vec<_> =
                reading.documents.iter().map(|document| ContentHash::of(document)).collect();
            for statement in &reading.statements {
                assert!(documents.contains(&statement.document()));
                sound(statement);
            }
            let inspected = statement::inspect(NAME, bytes, &ReadOptions::default()).expect("it was read");
            assert_eq!(inspected.len(), reading.statements.len());
        }
        Err(error) => says(&error),
    }
}

/// OFX, QFX, QIF, MT940, MT942 and CAMT: whatever has no comma in its first line.
fn interchange(bytes: &[u8]) {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if !first.contains(&b',') {
        statements(bytes);
    }
}

/// A workbook is told by its first bytes, which a run would have to find by chance.
fn workbooks(bytes: &[u8]) {
    let (Some(first), rest) = (bytes.first(), bytes.get(4..).unwrap_or_default()) else { return };
    let magic: &[u8] = if first % 2 == 0 { b"PK\x03\x04" } else { b"\xD0\xCF\x11\xE0" };
    statements(&[magic, rest].concat());
}

/// Archives, with the password that the seeds have.
fn archives(bytes: &[u8]) {
    let options = ReadOptions { password: Some("123456"), ..ReadOptions::default() };
    if let Err(error) = statement::read(NAME, bytes, &options) {
        says(&error);
    }
}

fn previews(bytes: &[u8]) {
    let request = Request {
        wanted: Wanted::Preview,
        bytes: bytes.len() as u64,
        password: None,
        mappings: Vec::new(),
        tried: None,
    };
    let mut written = Vec::new();
    write_answer(&request, bytes, &mut written).expect("bytes can always be written");
    read_answer(NAME, &mut Cursor::new(written)).expect("an answer that was written is one");
}

/// What the analysis relies on.
fn sound(statement: &Statement) {
    for row in &statement.transactions {
        assert_eq!(row.amount.currency(), statement.currency);
        assert!(!row.amount.is_negative() && !row.refunded.is_negative());
        assert!(row.balance.is_none_or(|balance| balance.currency() == statement.currency));
    }
    assert!(statement.transactions.windows(2).all(|rows| rows[0].line != rows[1].line));
}

/// A refusal is a sentence, not a page.
fn says(error: &IntakeError) {
    let said = error.to_string();
    assert!(said.starts_with(NAME) && said.len() < 4_096, "{said}");
}

fn all_say(errors: &IntakeErrors) {
    assert!(!errors.0.is_empty());
    errors.0.iter().for_each(says);
}

fn applications_csv(bytes: &[u8]) {
    match application::read_csv(NAME, bytes) {
        Ok(received) => assert!(!received.is_empty()),
        Err(errors) => all_say(&errors),
    }
}

fn applications_json(bytes: &[u8]) {
    match application::read_json_lines(NAME, bytes) {
        Ok(received) => assert!(!received.is_empty()),
        Err(errors) => all_say(&errors),
    }
}

fn vendor_results(bytes: &[u8]) {
    match vendor_result::read_json_lines(NAME, bytes) {
        Ok(results) => assert!(!results.is_empty()),
        Err(errors) => all_say(&errors),
    }
}

fn requests(bytes: &[u8]) {
    if let Ok(Some(request)) = Request::read(&mut Cursor::new(bytes)) {
        let mut written = Vec::new();
        request.write(&mut written).expect("what was read is no longer than what may be");
        let again = Request::read(&mut Cursor::new(written)).expect("it was written").expect("it is there");
        assert_eq!((again.wanted, again.bytes), (request.wanted, request.bytes));
        assert!(again.password == request.password && again.mappings == request.mappings);
    }
}

fn answers(bytes: &[u8]) {
    if let Ok(Answer::Refused(errors)) = read_answer(NAME, &mut Cursor::new(bytes)) {
        all_say(&errors);
    }
}

/// Whatever a file is, its answer says the same as reading it does.
fn round_trip(bytes: &[u8]) {
    let request = Request {
        wanted: Wanted::Statements,
        bytes: bytes.len() as u64,
        password: None,
        mappings: Vec::new(),
        tried: None,
    };
    let mut written = Vec::new();
    write_answer(&request, bytes, &mut written).expect("bytes can always be written");
    let answer = read_answer(NAME, &mut Cursor::new(written)).expect("an answer that was written is one");
    match statement::read(NAME, bytes, &ReadOptions::default()) {
        Ok(reading) => {
            let Answer::Statements(read) = answer else { panic!("it was read, and refused on the way") };
            assert!(read.statements == reading.statements);
        }
        Err(error) => {
            let Answer::Refused(errors) = answer else { panic!("it was refused, and read on the way") };
            assert_eq!(errors.0[0].code, error.code);
        }
    }
}

fn entries(bytes: &[u8]) {
    if let Ok(parsed) = entry::parse(bytes) {
        assert!(parsed == entry::parse(bytes).expect("it was parsed"));
    }
}

/// Nothing that was not exported verifies: a run has no key to sign with.
fn exports(bytes: &[u8]) {
    if let Ok(source) = export::Source::from_zip(bytes.to_vec()) {
        let _ = export::verify(&source);
    }
}
