//! Tables for people, JSON for programs.

use std::io::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table};
use firstline_desk::wire::AppError;
use serde::Serialize;

/// Where results go.
pub struct Output {
    json: bool,
}

impl Output {
    /// Output as JSON, or as tables.
    pub fn new(json: bool) -> Self {
        Output { json }
    }

    /// Whether JSON was asked for.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a value as JSON, or what `table` writes for people.
    pub fn show<T: Serialize>(&mut self, value: &T, table: impl FnOnce(&T) -> String) {
        let text = if self.json {
            serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
        } else {
            table(value)
        };
        self.line(&text);
    }

    /// Prints a line on standard output; a reader that has gone away is not an error.
    pub fn line(&mut self, text: &str) {
        let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
    }

    /// Prints why a command did nothing.
    pub fn problem(&mut self, code: &str, message: &str) {
        let text = if self.json {
            serde_json::json!({ "error": { "code": code, "message": message } }).to_string()
        } else {
            format!("firstline: {message}")
        };
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Prints the desk's refusal with its code.
    pub fn refused(&mut self, error: &AppError) {
        let text = if self.json {
            serde_json::json!({ "error": error }).to_string()
        } else {
            let code = serde_json::to_value(error.code).unwrap_or_default();
            let code = code.as_str().unwrap_or("internal");
            let field = error.field.as_ref().map(|field| format!(" [{field}]")).unwrap_or_default();
            format!("firstline: refused ({code}){field}: {} (reference {})", error.message, error.reference)
        };
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

/// Lays out rows under a header; columns named in `right` are right-aligned.
pub fn table(header: &[&str], right: &[usize], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row);
    }
    for column in right {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

/// A value or a dash.
pub fn dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.to_string())
}
