//! What an import says of each file: how much of it was new.

use firstline_core::period::Window;
use firstline_core::spending::Overlap;

use crate::wire::ImportedFile;

/// How many case numbers a file's line of the receipt names.
const CASES_NAMED_MAX: usize = 10;

/// What recording a statement came to.
pub(super) struct Recorded {
    /// Whether the case did not have it.
    pub(super) is_new: bool,
    pub(super) rows: u32,
    /// What it repeats of the case's other statements.
    pub(super) overlap: Overlap,
}

/// Counts of one file.
#[derive(Default)]
pub(super) struct Count {
    pub(super) records: u32,
    new: u32,
    cases: Vec<String>,
    /// Rows that other statements have, and the days they are of.
    repeated: u32,
    days: Option<Window>,
    counts_rows: bool,
}

impl Count {
    /// Counts the rows of a file of statements given to one case.
    pub(super) fn of_rows(case_number: &str, recorded: &[Recorded]) -> Self {
        let mut count = Count { cases: vec![case_number.to_owned()], counts_rows: true, ..Count::default() };
        for recorded in recorded {
            count.records += recorded.rows;
            if recorded.is_new {
                count.new += recorded.rows.saturating_sub(recorded.overlap.rows);
                count.overlap(recorded);
            }
        }
        count
    }

    pub(super) fn add(&mut self, is_new: bool, case_number: &str) {
        self.records += 1;
        self.new += u32::from(is_new);
        let named = self.cases.last().is_some_and(|last| last == case_number);
        if !named && self.cases.len() < CASES_NAMED_MAX {
            self.cases.push(case_number.to_owned());
        }
    }

    /// Counts the rows that a statement repeats.
    pub(super) fn overlap(&mut self, recorded: &Recorded) {
        self.repeated += recorded.overlap.rows;
        if let Some(days) = recorded.overlap.days {
            let all = self.days.get_or_insert(days);
            (all.first, all.last) = (all.first.min(days.first), all.last.max(days.last));
        }
    }

    /// The file's line of the receipt.
    pub(super) fn line(self, file: &str, kind: &str) -> ImportedFile {
        let message = self.message();
        ImportedFile {
            file: file.to_owned(),
            kind: kind.to_owned(),
            records: self.records,
            new: self.new,
            repeated_rows: self.repeated,
            repeated_from: self.days.map(|days| days.first.to_string()),
            repeated_to: self.days.map(|days| days.last.to_string()),
            cases: self.cases,
            message,
        }
    }

    fn message(&self) -> String {
        let (new, records, repeated) = (self.new, self.records, self.repeated);
        let days = self.days.map(|days| format!("({} to {})", days.first, days.last)).unwrap_or_default();
        if self.counts_rows && repeated > 0 {
            return format!(
                "{new} of {records} rows new; {repeated} were in statements imported before {days}"
            );
        }
        let message = match (new, records) {
            (0, _) => "nothing new: it was imported before".to_owned(),
            (new, records) if new == records => "all new".to_owned(),
            (new, records) => format!("{new} of {records} new; the others were here already"),
        };
        if repeated == 0 {
            return message;
        }
        format!("{message}; {repeated} rows are in several statements of their case {days} and count once")
    }
}
