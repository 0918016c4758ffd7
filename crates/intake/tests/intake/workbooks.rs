//! Workbooks made to break the reader, and those that are only unusual.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use firstline_core::statement::Statement;
use firstline_intake::statement::{ReadOptions, read};
use firstline_intake::{IntakeCode, IntakeError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEADER: [&str; 7] = ["记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息", "客户摘要"];

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// A workbook of the sheets' cells and the texts that they share, as XML.
fn workbook(sheets: &[&str], texts: Option<&str>) -> Vec<u8> {
    let (mut list, mut relations) = (String::new(), String::new());
    for number in 1..=sheets.len() {
        write!(list, r#"<sheet name="S{number}" sheetId="{number}" r:id="rId{number}"/>"#).unwrap();
        write!(relations, r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#).unwrap();
    }
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), TYPES.to_owned()),
        ("_rels/.rels".to_owned(), RELATIONS.to_owned()),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
            ),
        ),
    ];
    for (number, rows) in sheets.iter().enumerate() {
        parts.push((
            format!("xl/worksheets/sheet{}.xml", number + 1),
            format!(
                r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
            ),
        ));
    }
    if let Some(texts) = texts {
        parts.push(("xl/sharedStrings.xml".to_owned(), texts.to_owned()));
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A row of texts; a cell that begins with `=` is a number.
fn row(number: u32, cells: &[&str]) -> String {
    let mut row = format!(r#"<row r="{number}">"#);
    for (cell, letter) in cells.iter().zip('A'..) {
        match cell.strip_prefix('=') {
            Some(value) => write!(row, r#"<c r="{letter}{number}"><v>{value}</v></c>"#).unwrap(),
            None => {
                write!(row, r#"<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#).unwrap();
            }
        }
    }
    row + "</row>"
}

fn rows(amount: &str) -> String {
    row(1, &HEADER) + &row(2, &["=45383", "CNY", amount, "=7900", "转账汇款", "示例房东", ""])
}

fn with(bytes: &[u8]) -> Result<Vec<Statement>, IntakeError> {
    let reading = read("book.xlsx", bytes, &ReadOptions::default())?;
    assert_eq!(reading.documents, [bytes], "a workbook is one document, whatever it holds");
    Ok(reading.statements)
}

fn refusal(bytes: &[u8]) -> IntakeError {
    let error = with(bytes).unwrap_err();
    assert!(!error.message.is_empty() && !error.message.contains("\"?\""), "{error}");
    error
}

#[test]
fn numbers_are_exact_and_only_amounts_are_brought_to_two_places() {
    let read =
        with(&workbook(&[&rows("=-0.30000000000000004")], None)).unwrap_or_else(|error| panic!("{error}"));
    let row = &read[0].transactions[0];
    assert_eq!(
        (row.amount.to_string(), row.at.to_string()),
        ("0.30".to_owned(), "2024-04-01 00:00:00".to_owned())
    );
    assert_eq!((row.line, row.has_time), (2, false));
    let error = refusal(&workbook(&[&rows("=-0.305")], None));
    assert_eq!((error.code, error.line), (IntakeCode::TooManyDecimals, Some(2)));
    assert_eq!(refusal(&workbook(&[&rows("=1E+300")], None)).code, IntakeCode::AmountOutOfRange);
}

#[test]
fn a_sheet_once_more_counts_once_and_another_account_is_another_part() {
    let (one, other) = (rows("=-1"), rows("=-2"));
    let notes = row(1, &["说明"]);
    let read = with(&workbook(&[&notes, &one, &one], None)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((read.len(), read[0].part), (1, None));
    let read = with(&workbook(&[&one, &other], None)).unwrap_or_else(|error| panic!("{error}"));
    let numbers: Vec<_> = read.iter().map(|statement| statement.part.unwrap().number).collect();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn a_formula_refuses_the_file_and_names_its_cell() {
    let cells = rows("=-1").replace("<v>-1</v>", "<f>A1+1</f><v>-1</v>");
    let error = refusal(&workbook(&[&cells], None));
    assert_eq!((error.code, error.line), (IntakeCode::FormulaCell, Some(2)));
    assert_eq!(error.column.as_deref(), Some("C2"));
    let notes = row(1, &["说明"]).replace("<is>", "<f>1+1</f><is>");
    assert!(
        with(&workbook(&[&notes, &rows("=-1")], None)).is_ok(),
        "a sheet that is not read may hold anything"
    );
}

#[test]
fn a_cell_at_the_far_corner_costs_nothing() {
    let far = rows("=-1") + r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let error = refusal(&workbook(&[&far], None));
    assert_eq!((error.code, error.line), (IntakeCode::SheetTooLarge, Some(1_048_576)));
    let low =
        rows("=-1") + r#"<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>合计</t></is></c></row>"#;
    assert_eq!(with(&workbook(&[&low], None)).unwrap()[0].transactions.len(), 1);
}

#[test]
fn shared_texts_that_grow_where_they_are_used_are_refused() {
    let texts = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>"#,
        "x".repeat(32_000)
    );
    let mut cells = String::new();
    for number in 1..=3_000 {
        write!(cells, r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>"#).unwrap();
    }
    assert_eq!(refusal(&workbook(&[&cells], Some(&texts))).code, IntakeCode::SheetTooLarge);
    for count in ["4000000000", "18446744073709551615", "0099999999999999999999999"] {
        let texts = format!(
            r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount = '{count}'><si><t>x</t></si></sst>"#
        );
        assert_eq!(refusal(&workbook(&[&cells], Some(&texts))).code, IntakeCode::DamagedFile, "{count}");
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let blank = " ".repeat(65 * 1024 * 1024);
    let bytes = workbook(&[&blank], None);
    assert!(bytes.len() < 1024 * 1024);
    assert_eq!(refusal(&bytes).code, IntakeCode::ArchiveTooLarge);
    let deep = "<a>".repeat(2_000_000);
    refusal(&workbook(&[&deep], None));
}

#[test]
fn sheets_that_make_no_sense_are_refused_with_words() {
    for cells in [
        r#"<row r="1"><c r="ZZZZZZZZZZ1"><v>1</v></c></row>"#,
        r#"<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>7</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v>"#,
        r#"<row r="0"><c r="A0"><v>1</v></c></row>"#,
        "",
    ] {
        refusal(&workbook(&[cells], None));
    }
}
