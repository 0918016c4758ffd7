//! The sections and records of a QIF file.

use crate::error::{Fault, IntakeCode};

/// What the records of a section are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Section {
    /// Transactions of an account of a type: `Bank`, `Cash`, `CCard`, `Oth A`, `Oth L`.
    Transactions(String),
    /// Transactions of an investment account.
    Investments,
    /// Accounts.
    Accounts,
    /// Lists that say nothing of an account: categories, classes, securities.
    Lists,
}

/// One record: its fields in order, each with its letter and line.
#[derive(Debug, Default)]
pub(super) struct Record<'t> {
    pub(super) line: u32,
    pub(super) fields: Vec<(char, &'t str)>,
}

impl<'t> Record<'t> {
    /// The first field of a letter, before any split.
    pub(super) fn field(&self, letter: char) -> Option<&'t str> {
        let before_splits = self.fields.iter().take_while(|(found, _)| *found != 'S' || letter == 'S');
        let mut found = before_splits.filter(|(found, _)| *found == letter).map(|(_, text)| *text);
        found.find(|text| !text.is_empty())
    }
}

/// Calls `each` with every record and its section.
pub(super) fn read<'t>(
    text: &'t str,
    mut each: impl FnMut(&Section, Record<'t>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut section = Section::Lists;
    let mut record = Record::default();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let line = line.trim_end();
        if let Some(header) = line.trim_start().strip_prefix('!') {
            // A record may lack its end before the next section; before the file's it may be cut.
            finish(&section, &mut record, &mut each)?;
            section = section_of(header.trim(), section, number)?;
            continue;
        }
        let Some(letter) = line.chars().next() else { continue };
        match letter {
            '^' if line.len() == 1 => finish(&section, &mut record, &mut each)?,
            '#' if record.fields.is_empty() => {}
            _ => {
                if record.fields.is_empty() {
                    record.line = number;
                }
                record.fields.push((letter, line[letter.len_utf8()..].trim()));
            }
        }
    }
    let is_cut = !record.fields.is_empty() && section != Section::Lists;
    if is_cut {
        let fault = Fault::new(IntakeCode::NotWellFormed).at(record.line);
        return Err(fault.with("problem", "its last record does not end"));
    }
    Ok(())
}

fn finish<'t>(
    section: &Section,
    record: &mut Record<'t>,
    each: &mut impl FnMut(&Section, Record<'t>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let record = std::mem::take(record);
    if record.fields.is_empty() { Ok(()) } else { each(section, record) }
}

fn section_of(header: &str, before: Section, line: u32) -> Result<Section, Fault> {
    let lower = header.to_ascii_lowercase();
    if lower.starts_with("option:") || lower.starts_with("clear:") {
        return Ok(before);
    }
    if lower == "account" {
        return Ok(Section::Accounts);
    }
    let kind = lower.strip_prefix("type:").map(str::trim).unwrap_or_default();
    // A date format may stand behind the type.
    let kind = kind.split(['\t', ';']).next().unwrap_or_default().trim();
    match kind {
        "bank" | "cash" | "ccard" | "oth a" | "oth l" | "oth_a" | "oth_l" | "invoice" => {
            Ok(Section::Transactions(kind.to_owned()))
        }
        "invst" | "port" | "401(k)" | "mutual" => Ok(Section::Investments),
        "cat" | "class" | "memorized" | "security" | "prices" | "budget" | "tag" | "tax" | "template" => {
            Ok(Section::Lists)
        }
        _ => {
            let fault = Fault::new(IntakeCode::NotAllowed).at(line).with("found", header);
            Err(fault.with("expected", "a section such as !Type:Bank or !Account"))
        }
    }
}
