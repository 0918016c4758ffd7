//! Files that banks give in published formats: CAMT, MT940 and MT942, OFX (and QFX), QIF.
//!
//! A format is told from how a file begins. Each reads its messages as they state themselves, then makes rows of them: one
//! statement for each account and currency.

pub mod camt;
mod draft;
mod element;
mod encoding;
mod moment;
pub mod mt940;
mod number;

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::ReadStatement;
use crate::error::Fault;

/// How many bytes at the beginning of a file tell its format.
const HEAD_BYTES: usize = 16 * 1024;

/// How many lines of it are tried.
const LINES_TRIED_MAX: usize = 60;
/// Tags that an MT940, or a piece of one, has near its beginning.
const MT940_TAGS: [&str; 11] =
    [":20:", ":25:", ":25P:", ":28C:", ":28:", ":60F:", ":60M:", ":61:", ":86:", ":NS:", ":34F:"];

/// A published format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Camt,
    Mt940,
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
        Format::Mt940 if head.contains("\n:34F:") && !head.contains("\n:60") => Some("mt942"),
        Format::Mt940 => Some("mt940"),
    }
}

/// Reads a file of a published format; `None` where it is of none.
pub(super) fn read(bytes: &[u8]) -> Option<Result<Vec<ReadStatement>, Fault>> {
    let format = format(&head(bytes))?;
    Some(match format {
        Format::Camt => encoding::decode(bytes, camt::declared(bytes).as_deref())
            .and_then(|decoded| camt::drafts(&camt::document(&decoded.text)?)?.finish(&decoded)),
        Format::Mt940 => encoding::decode(bytes, None)
            .and_then(|decoded| mt940::drafts(&mt940::messages(&decoded.text)?)?.finish(&decoded)),
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
    let begins_message = |line: &str| {
        let line = line.trim_start_matches(char::is_control);
        line.starts_with("{1:F01") || MT940_TAGS.iter().any(|tag| line.starts_with(tag))
    };
    head.lines().take(LINES_TRIED_MAX).any(begins_message).then_some(Format::Mt940)
}
