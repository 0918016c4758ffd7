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
mod ofx;
mod qif;

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

/// How the sections of a QIF file begin.
const QIF_SECTIONS: [&str; 4] = ["!TYPE:", "!ACCOUNT", "!OPTION:", "!CLEAR:"];

/// A published format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Camt,
    Mt940,
    Ofx,
    Qif,
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
        Format::Ofx => Some("ofx"),
        Format::Qif => Some("qif"),
    }
}

/// Reads a file of a published format; `None` where it is of none.
pub(super) fn read(bytes: &[u8]) -> Option<Result<Vec<ReadStatement>, Fault>> {
    let format = format(&head(bytes))?;
    Some(match format {
        Format::Camt => encoding::decode(bytes, camt::declared(bytes).as_deref())
            .and_then(|decoded| camt::drafts(&camt::document(&decoded.text)?)?.finish(&decoded)),
        Format::Ofx => encoding::decode(bytes, ofx::declared(bytes).as_deref())
            .and_then(|decoded| ofx::drafts(&decoded.text)?.finish(&decoded)),
        Format::Qif => {
            encoding::decode(bytes, None).and_then(|decoded| qif::drafts(&decoded.text)?.finish(&decoded))
        }
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
    let upper = |line: &str| line.trim().to_ascii_uppercase();
    let has_header = head.lines().take(LINES_TRIED_MAX).map(upper).any(|line| line.starts_with("OFXHEADER:"));
    if has_header || head.starts_with('<') && upper(head).contains("<OFX>") {
        return Some(Format::Ofx);
    }
    // Comments and empty records may stand above the first section.
    let mut sections = head.lines().take(LINES_TRIED_MAX).map(str::trim);
    let first = sections.find(|line| !(line.is_empty() || line.starts_with('#') || *line == "^")).map(upper);
    if first.is_some_and(|first| QIF_SECTIONS.iter().any(|section| first.starts_with(section))) {
        return Some(Format::Qif);
    }
    let begins_message = |line: &str| {
        let line = line.trim_start_matches(char::is_control);
        line.starts_with("{1:F01") || MT940_TAGS.iter().any(|tag| line.starts_with(tag))
    };
    head.lines().take(LINES_TRIED_MAX).any(begins_message).then_some(Format::Mt940)
}
