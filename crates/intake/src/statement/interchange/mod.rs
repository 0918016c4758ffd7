//! Files that banks give in published formats: CAMT, MT940 and MT942, OFX (and QFX), QIF.
//!
//! A format is told from how a file begins. Each reads its messages as they state themselves, then makes rows of them: one
//! statement for each account and currency.

pub mod camt;
mod draft;
mod element;
mod encoding;
mod moment;
mod number;

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::ReadStatement;
use crate::error::Fault;

/// How many bytes at the beginning of a file tell its format.
const HEAD_BYTES: usize = 16 * 1024;

/// A published format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Camt,
}

/// The layout's name, if the bytes are of a published format. Of a CAMT message the head tells which it is.
pub(crate) fn layout_of(bytes: &[u8]) -> Option<&'static str> {
    let head = head(bytes);
    match format(&head)? {
        Format::Camt => Some(match () {
            () if head.contains("BkToCstmrStmt") => "camt053",
            () if head.contains("BkToCstmrAcctRpt") => "camt052",
            () => "camt054",
        }),
    }
}

/// Reads a file of a published format; `None` where it is of none.
pub(super) fn read(bytes: &[u8]) -> Option<Result<Vec<ReadStatement>, Fault>> {
    let format = format(&head(bytes))?;
    Some(match format {
        Format::Camt => encoding::decode(bytes, camt::declared(bytes).as_deref())
            .and_then(|decoded| camt::drafts(&camt::document(&decoded.text)?)?.finish(&decoded)),
    })
}

/// The beginning of a file as text, read as well as it goes.
fn head(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    match head {
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        head => String::from_utf8_lossy(head).into_owned(),
    }
}

fn format(head: &str) -> Option<Format> {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('<') && (head.contains("BkToCstmr") || head.contains(":camt.05")) {
        return Some(Format::Camt);
    }
    None
}
