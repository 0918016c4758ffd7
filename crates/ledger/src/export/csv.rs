//! The CSV for people: RFC 4180 with a byte order mark, no cell of which a spreadsheet takes for a formula.
//!
//! Every cell follows from the entries, the keys and the names, so that verification renders it again.

use std::collections::HashMap;

use uuid::Uuid;

use super::files::{Keys, Names, PersonKey};
use super::lines::PayloadState;
use crate::entry::Entry;
use crate::hash::Hash;

/// The byte order mark and the header line.
pub(crate) const HEAD: &str = "\u{feff}index,at,event,title_zh,title_en,case,case_number,actor,login,name,role,signed,references,leaf,payload\r\n";

/// Renders rows.
pub(crate) struct Rows<'a> {
    persons: HashMap<Uuid, &'a PersonKey>,
    names: &'a Names,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(keys: &'a Keys, names: &'a Names) -> Self {
        Rows { persons: keys.persons.iter().map(|person| (person.actor, person)).collect(), names }
    }

    /// The row of an entry, with its line's end.
    pub(crate) fn row(&self, entry: &Entry, leaf: &Hash, payload: &PayloadState) -> String {
        let fields = &entry.fields;
        let title = self.names.events.get(&fields.event);
        let person = self.persons.get(&fields.actor);
        let person_text = |field: fn(&PersonKey) -> &String| person.map_or("", |person| field(person));
        let references: Vec<String> =
            fields.references.iter().map(|(name, hash)| format!("{name} {}", hex::encode(hash))).collect();
        let at = fields.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let payload = match payload {
            PayloadState::Present { bytes, .. } => String::from_utf8_lossy(bytes).into_owned(),
            PayloadState::Erased => "(erased)".to_owned(),
            PayloadState::LeftOut => "(left out)".to_owned(),
        };
        let cells: [&str; 15] = [
            &fields.index.to_string(),
            &at,
            &format!("{}/{}", fields.event, fields.event_version),
            title.map_or("", |text| &text.zh),
            title.map_or("", |text| &text.en),
            &fields.case.map_or_else(String::new, |case| case.to_string()),
            fields.case.and_then(|case| self.names.cases.get(&case)).map_or("", String::as_str),
            &fields.actor.to_string(),
            person_text(|person| &person.login),
            person_text(|person| &person.name),
            person_text(|person| &person.role),
            if entry.signature.is_some() { "yes" } else { "no" },
            &references.join(" "),
            &hex::encode(leaf),
            &payload,
        ];
        let cells: Vec<String> = cells.into_iter().map(cell).collect();
        format!("{}\r\n", cells.join(","))
    }
}

/// A cell: an apostrophe before what a spreadsheet would run, quotation marks where the text needs them.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_is_one_cell() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("+86"), "'+86");
        assert_eq!(cell("-3"), "'-3");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("\t=1"), "'\t=1");
        assert_eq!(cell("\r=1"), "\"'\r=1\"");
        assert_eq!(cell("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
        assert_eq!(cell("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
    }
}
