//! What kind of file some bytes are, told from their content.

use serde::Serialize;

use crate::application::{RESULT_FIELDS, is_application};
use crate::statement;
use crate::table::{Quotes, Records};
use crate::{json, text};

/// The kind of a file that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Applications as CSV.
    ApplicationsCsv,
    /// Applications as JSON Lines.
    ApplicationsJsonLines,
    /// Vendor results as JSON Lines.
    VendorResults,
    /// A statement, with its layout's name.
    Statement(&'static str),
    /// None of these, or not readable as text at all: a workbook and an archive are only told by opening them, which reading
    /// them as statements does, and says why where it cannot.
    Unknown,
}

/// Tells a file's kind from its content, never from its name; says nothing about whether it will be accepted.
pub fn detect(bytes: &[u8]) -> FileKind {
    if let Some(layout) = statement::interchange::layout_of(bytes) {
        return FileKind::Statement(layout);
    }
    let Ok(text) = text::decode(bytes) else { return FileKind::Unknown };
    if text.text.trim_start().starts_with('{') {
        return json_lines(&text.text);
    }
    let mut cells = Vec::new();
    let mut records = Records::new(&text.text, Quotes::Lenient);
    while let Ok(Some(_)) = records.next(&mut cells) {
        if cells.iter().any(|cell| !cell.is_empty()) {
            if is_application(cells.iter().map(|cell| cell.as_ref())) {
                return FileKind::ApplicationsCsv;
            }
            break;
        }
    }
    statement::layout_of(&text.text).map_or(FileKind::Unknown, FileKind::Statement)
}

/// The kind of the first line that can be read as an object.
fn json_lines(text: &str) -> FileKind {
    const LINES_TRIED_MAX: usize = 20;
    let Some(object) = json::objects(text).take(LINES_TRIED_MAX).find_map(|(_, object)| object.ok()) else {
        return FileKind::Unknown;
    };
    let has = |wanted: &str| object.iter().any(|(name, _)| name == wanted);
    let results_only = ["vendor", "kind", "verdict"];
    debug_assert!(results_only.iter().all(|name| RESULT_FIELDS.iter().any(|field| field.name == *name)));
    if results_only.iter().filter(|name| has(name)).count() >= 2 {
        return FileKind::VendorResults;
    }
    if is_application(object.iter().map(|(name, _)| name.as_str())) {
        return FileKind::ApplicationsJsonLines;
    }
    FileKind::Unknown
}
