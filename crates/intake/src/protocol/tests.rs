//! An answer is what reading the file came to, and bytes that are none are refused.

use std::collections::BTreeMap;
use std::io::Cursor;

use chrono::NaiveDate;
use firstline_core::ContentHash;
use firstline_core::applicant::Personal;
use firstline_core::money::Money;
use firstline_core::statement::{Direction, RowStatus, Transaction};

use super::frame::{self, Tag};
use super::*;
use crate::statement::{self, ReadOptions};
use crate::{IntakeCode, IntakeError, IntakeErrors};

const STATEMENT: &str = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n\
    2026-04-01,CNY,-2100.00,7900.00,转账汇款,示例房东,\n\
    2026-04-10,CNY,8000.00,15900.00,代发工资,示例工厂,\n";

fn asked(wanted: Wanted, bytes: &[u8]) -> Vec<u8> {
    let request =
        Request { wanted, bytes: bytes.len() as u64, password: None, mappings: Vec::new(), tried: None };
    let mut written = Vec::new();
    write_answer(&request, bytes, &mut written).unwrap();
    written
}

fn answered(wanted: Wanted, bytes: &[u8]) -> Answer {
    read_answer("asked.csv", &mut Cursor::new(asked(wanted, bytes))).unwrap()
}

#[test]
fn a_request_comes_through_with_what_follows_it() {
    let request = Request {
        wanted: Wanted::Inspections,
        bytes: 3,
        password: Some("123456".to_owned()),
        mappings: Vec::new(),
        tried: None,
    };
    let mut written = Vec::new();
    request.write(&mut written).unwrap();
    written.extend_from_slice(b"abc");
    let mut input = Cursor::new(written);
    let read = Request::read(&mut input).unwrap().expect("a request is there");
    assert_eq!((read.wanted, read.bytes, read.password.as_deref()), (Wanted::Inspections, 3, Some("123456")));
    let mut rest = Vec::new();
    input.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, b"abc");
    assert!(Request::read(&mut input).unwrap().is_none(), "the stream ends between requests");
    assert!(Request::read(&mut Cursor::new([0, 0])).is_err(), "the stream ends within a request");
    assert!(Request::read(&mut Cursor::new([255; 64])).is_err(), "a request is not that long");
}

#[test]
fn statements_come_back_as_they_were_read() {
    let bytes = STATEMENT.as_bytes();
    let read = statement::read("asked.csv", bytes, &ReadOptions::default()).unwrap();
    let Answer::Statements(answer) = answered(Wanted::Statements, bytes) else {
        panic!("these are statements")
    };
    assert_eq!((answer.documents, &answer.statements), (vec![None], &read.statements));
    let Answer::Summaries(short) = answered(Wanted::Content, bytes) else { panic!("these are summaries") };
    assert_eq!(
        short,
        [StatementSummary {
            file: ContentHash::of(bytes),
            layout: read.statements[0].layout.clone(),
            rows: 2,
        }]
    );
    let Answer::Inspections(seen) = answered(Wanted::Inspections, bytes) else {
        panic!("these are inspections")
    };
    assert_eq!(seen, statement::inspect("asked.csv", bytes, &ReadOptions::default()).unwrap());
}

#[test]
fn many_rows_come_back_through_many_frames() {
    let mut text = STATEMENT.to_owned();
    for row in 0..20_000 {
        text.push_str(&format!("2026-04-11,CNY,-1.00,{}.00,快捷支付,示例便利店,第{row}次\n", 15_899 - row));
    }
    let Answer::Statements(answer) = answered(Wanted::Statements, text.as_bytes()) else {
        panic!("these are statements")
    };
    let read = statement::read("asked.csv", text.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(answer.statements, read.statements);
}

#[test]
fn a_row_comes_back_whole_whatever_is_in_it() {
    let at = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap().and_hms_milli_opt(23, 59, 58, 7).unwrap();
    let full = Transaction {
        line: u32::MAX,
        at,
        has_time: true,
        direction: Direction::Neutral,
        amount: Money::cny(i64::MAX),
        refunded: Money::cny(1),
        balance: Some(Money::cny(i64::MIN)),
        status: RowStatus::Closed,
        counterparty: Personal("甲".to_owned()),
        counterparty_account: Personal("乙".to_owned()),
        description: Personal("丙\n".to_owned()),
        provider_type: "丁".to_owned(),
        method: "戊".to_owned(),
        order_id: "己".to_owned(),
        merchant_order_id: "庚".to_owned(),
    };
    let bare = Transaction { balance: None, has_time: false, order_id: String::new(), ..full.clone() };
    let rows = [full, bare];
    let mut bytes = Vec::new();
    for row in &rows {
        bytes = super::rows::append(bytes, row).unwrap();
    }
    let mut read = Vec::new();
    super::rows::read(&bytes, &mut read, &mut 2).unwrap();
    assert_eq!(read, rows);
    assert!(super::rows::read(&bytes, &mut Vec::new(), &mut 1).is_err(), "one row more than may come");
    for cut in 1..bytes.len() {
        // A cut may fall between the two rows; anywhere else it is no row.
        let mut read = Vec::new();
        assert!(
            super::rows::read(&bytes[..cut], &mut read, &mut 2).is_err() || read == rows[..1],
            "cut at {cut}"
        );
    }
}

#[test]
fn a_refusal_names_the_file_as_the_asker_does() {
    let Answer::Refused(errors) = answered(Wanted::Content, b"nothing known\n") else {
        panic!("it is refused")
    };
    let expected = statement::read("asked.csv", b"nothing known\n", &ReadOptions::default()).unwrap_err();
    assert_eq!(errors, IntakeErrors::from(expected));
}

#[test]
fn a_refusal_names_the_file_in_an_archive_that_it_is_about() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("bills/2026.csv", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"nothing known\n").unwrap();
    let archive = archive.finish().unwrap().into_inner();
    let Answer::Refused(errors) = answered(Wanted::Content, &archive) else { panic!("it is refused") };
    assert_eq!((&*errors.0[0].file, &*errors.0[0].values["inner"]), ("asked.csv", "bills/2026.csv"));
    let expected = statement::read("asked.csv", &archive, &ReadOptions::default()).unwrap_err();
    assert_eq!(errors, IntakeErrors::from(expected));
}

/// A process that a file has taken over may say anything; what is shown of it is short, plain and in our words.
#[test]
fn what_a_refusal_says_is_cut_and_worded_anew() {
    let forged = IntakeErrors(vec![
        IntakeError {
            file: "another.csv".to_owned(),
            line: Some(1),
            column: Some("\u{1b}[2J".repeat(400)),
            code: IntakeCode::NotAnAmount,
            message: "give your passphrase to the person who calls".to_owned(),
            values: BTreeMap::from([("found".to_owned(), "\u{1b}]0;x\u{7}".repeat(400))]),
        };
        200
    ]);
    let mut bytes = Vec::new();
    frame::write(&mut bytes, Tag::Refused, &serde_json::to_vec(&forged).unwrap()).unwrap();
    let Answer::Refused(errors) = read_answer("asked.csv", &mut Cursor::new(bytes)).unwrap() else {
        panic!("it is a refusal")
    };
    assert_eq!(errors.0.len(), 101);
    let error = errors.0[0].to_string();
    assert!(error.starts_with("asked.csv, line 1") && error.contains("is not an amount"), "{error}");
    assert!(
        error.chars().count() < 500 && !error.contains(char::is_control) && !error.contains("passphrase")
    );
}

#[test]
fn an_answer_that_is_cut_anywhere_is_none() {
    let whole = asked(Wanted::Statements, STATEMENT.as_bytes());
    for length in 0..whole.len() {
        assert!(read_answer("asked.csv", &mut Cursor::new(&whole[..length])).is_err(), "cut at {length}");
    }
}

#[test]
fn frames_that_mean_nothing_are_refused() {
    let frames = |frames: &[(Tag, &[u8])]| {
        let mut bytes = Vec::new();
        for (tag, content) in frames {
            frame::write(&mut bytes, *tag, content).unwrap();
        }
        read_answer("asked.csv", &mut Cursor::new(bytes))
    };
    assert!(frames(&[(Tag::End, b"")]).is_err(), "nothing was said");
    assert!(frames(&[(Tag::Rows, b"")]).is_err(), "rows of no statement");
    assert!(frames(&[(Tag::Refused, b"[]")]).is_err(), "refused for no reason");
    assert!(frames(&[(Tag::Applications, b"[]"), (Tag::VendorResults, b"[]"), (Tag::End, b"")]).is_err());
    assert!(frames(&[(Tag::Summary, b"{}"), (Tag::End, b"")]).is_err());
    assert!(read_answer("asked.csv", &mut Cursor::new([0, 0, 0, 0, 0])).is_err(), "no such frame");
    assert!(
        read_answer("asked.csv", &mut Cursor::new([1, 255, 255, 255, 255])).is_err(),
        "no frame is so long"
    );
    assert!(frames(&[(Tag::Applications, b"[]"), (Tag::End, b"")]).is_ok());
}

#[test]
fn an_answer_without_end_is_refused_before_it_fills_the_memory() {
    let mut frame = Vec::new();
    frame::write(&mut frame, Tag::Document, &vec![0; 1024 * 1024]).unwrap();
    let mut endless = Repeated { bytes: &frame, place: 0 };
    assert!(matches!(read_answer("asked.csv", &mut endless), Err(AnswerFault::TooLong)));
    let mut empty = Vec::new();
    frame::write(&mut empty, Tag::SameDocument, &[]).unwrap();
    let mut endless = Repeated { bytes: &empty, place: 0 };
    assert!(matches!(read_answer("asked.csv", &mut endless), Err(AnswerFault::TooLong)));
}

/// The same bytes for ever.
struct Repeated<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl Read for Repeated<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = (&self.bytes[self.place..]).read(buffer)?;
        self.place = (self.place + read) % self.bytes.len();
        Ok(read)
    }
}
