//! CAMT.052, CAMT.053 and CAMT.054: the account messages of ISO 20022, of any version.
//!
//! The versions differ in where a few things stand, not in what they are called; so a reader looks in each place and never asks
//! for the version. What is not looked at is passed over.

mod document;
mod extract;
mod reader;
mod rows;

pub use document::*;
pub(super) use rows::drafts;

use super::element::Element;
use super::encoding;
use crate::error::{Fault, IntakeCode, IntakeError};
use crate::text::ROWS_MAX;
use reader::{Step, Stream};

/// The message and what its record is called, by the beginning of the message's element: the first version has its number
/// behind it.
const MESSAGES: [(&str, Kind, &str); 3] = [
    ("BkToCstmrAcctRpt", Kind::Report, "Rpt"),
    ("BkToCstmrStmt", Kind::Statement, "Stmt"),
    ("BkToCstmrDbtCdtNtfctn", Kind::Notification, "Ntfctn"),
];

/// Reads a message as it states itself. `name` is used for errors only.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, IntakeError> {
    let read =
        encoding::decode(bytes, declared(bytes).as_deref()).and_then(|decoded| document(&decoded.text));
    read.map_err(|fault| fault.in_file(name))
}

/// The encoding that the XML declaration names.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).into_owned();
    // The end is looked for behind the beginning: bytes that are no XML may hold the one before the other.
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// Reads decoded text. A file with several messages, one after the other in an envelope, is one document of the first's kind.
pub(super) fn document(text: &str) -> Result<Document, Fault> {
    let mut stream = Stream::new(text);
    let mut document: Option<Document> = None;
    let mut record_name = "";
    let mut entries = 0;
    loop {
        let element = match stream.next()? {
            Step::Begins(element) => element,
            Step::Ends | Step::Text(_) => continue,
            Step::Over => break,
        };
        if let Some((_, kind, name)) = MESSAGES.iter().find(|(begins, _, _)| element.name.starts_with(begins))
        {
            record_name = name;
            document.get_or_insert(Document {
                kind: *kind,
                message_id: None,
                created: None,
                additional_information: None,
                records: Vec::new(),
            });
        } else if let Some(document) = &mut document {
            if element.name == "GrpHdr" {
                let header = stream.take(element)?;
                document.message_id = header.said(&["MsgId"]);
                document.created = extract::moment(header.child("CreDtTm"))?;
                document.additional_information = header.said(&["AddtlInf"]);
            } else if element.name == record_name {
                document.records.push(record(&mut stream, element.line, &mut entries)?);
            } else {
                stream.skip()?;
            }
        }
    }
    document.ok_or_else(|| Fault::new(IntakeCode::NoStatement).with("problem", "it holds no account message"))
}

fn record(stream: &mut Stream<'_>, line: u32, entries: &mut usize) -> Result<Record, Fault> {
    let mut record = Record { line, ..Record::default() };
    loop {
        let element = match stream.next()? {
            Step::Begins(element) => stream.take(element)?,
            Step::Text(_) => continue,
            Step::Ends | Step::Over => return Ok(record),
        };
        match element.name.as_str() {
            "Ntry" => {
                *entries += 1;
                if *entries > ROWS_MAX {
                    return Err(Fault::new(IntakeCode::TooManyRows).at(element.line).with("limit", ROWS_MAX));
                }
                record.entries.push(extract::entry(&element)?);
            }
            "Bal" => record.balances.push(extract::balance(&element)?),
            _ => head(&mut record, &element)?,
        }
    }
}

/// What a record says of itself beside its balances and entries.
fn head(record: &mut Record, element: &Element) -> Result<(), Fault> {
    let own = || Some(element.text.clone()).filter(|text| !text.is_empty());
    match element.name.as_str() {
        "Id" => record.id = own(),
        "ElctrncSeqNb" => record.electronic_sequence = own(),
        "LglSeqNb" => record.legal_sequence = own(),
        "CreDtTm" => record.created = extract::moment(Some(element))?,
        "FrToDt" => {
            record.from = extract::moment(element.child("FrDtTm"))?;
            record.to = extract::moment(element.child("ToDtTm"))?;
        }
        "CpyDplctInd" => record.copy_duplicate = own(),
        "Acct" => record.account = extract::account(element),
        "StmtPgntn" | "RptPgntn" | "NtfctnPgntn" => record.page = element.said(&["PgNb"]),
        "AddtlStmtInf" | "AddtlRptInf" | "AddtlNtfctnInf" => record.additional_information = own(),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by fuzzing: a declaration that ends before it begins.
    #[test]
    fn regression_0001_a_declaration_that_ends_before_it_begins_is_none() {
        assert_eq!(declared(b"a,b?>\n<?xml version=\"1.0\""), None);
        assert_eq!(declared(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>").as_deref(), Some("UTF-8"));
    }
}
