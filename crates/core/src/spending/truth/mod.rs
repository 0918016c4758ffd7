//! Tests of a statement itself, never of the person: do its own totals, balances and dates agree with its rows.
//!
//! A test that fails is a question for the underwriter. Statements trimmed by their owner, or exported by a provider that
//! counts otherwise than it lists, fail without any fraud; the values say by how much and the rows say where.

mod balances;
mod closing;
mod moments;
mod order;
mod sentences;
mod totals;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::statement::{RowRef, Statement, TruthOutcome, TruthTest};

use balances::running_balance;
use closing::closing_balance;
use order::{duplicate_rows, row_order};
use totals::{stated_rows, stated_totals, stated_window};
use words::unknown_words;

pub(crate) use balances::read;
pub use sentences::{SENTENCES, sentence};

/// The most rows a test names.
const ROWS_SHOWN_MAX: usize = 20;

/// Tests one statement. The tests, in this order; each rests on its own evidence and says `cannot_tell` where the file has none:
///
/// - `stated_totals`: the sums the file states for money in and out are those of its rows. Providers differ in what they add
///   up, so each of these is tried and the one that holds is named in `basis`: `gross` (amounts as stated), `net_of_refunds`
///   (less the parts the rows themselves say were refunded), `without_closed` (gross, closed rows left out),
///   `net_without_closed`, `without_repayments` (gross, repayments of the provider's own credit counted as rows only). Money
///   counted as neither is compared too (`neutral_*`) but decides nothing: providers say themselves that they count it by
///   another logic.
/// - `stated_rows`: as many rows as the file says.
/// - `stated_window`: every row lies in the days the file says it covers.
/// - `running_balance`: each balance is the one before with the row's amount, read upwards or downwards, or with the rows of one
///   day in any order where they carry no time of day.
/// - `row_order`: the rows' moments only rise or only fall. Where they do not it cannot tell for a card, whose bill is in groups.
/// - `duplicate_rows`: no row stands there twice. Rows without an order number, a balance or a time of day may be alike by
///   chance: then it cannot tell.
/// - `unknown_words`: every direction and status word is known; a row with an unknown one counts as not carried out.
/// - `closing_balance`: the opening balance with the rows that were carried out is the closing balance; present where the file
///   states both beside its rows.
/// - `deleted_records`: present, and always `cannot_tell`, where the file says that deleted records are not shown.
pub fn test_statement(statement: &Statement) -> Vec<TruthTest> {
    let mut tests = vec![
        stated_totals(statement),
        stated_rows(statement),
        stated_window(statement),
        running_balance(statement),
        row_order(statement),
        duplicate_rows(statement),
        unknown_words(statement),
    ];
    tests.extend(closing_balance(statement));
    if statement.preamble.omits_deleted {
        tests.push(Finding::cannot_tell().named(statement, "deleted_records"));
    }
    tests
}

/// A test's outcome while its evidence is gathered.
struct Finding {
    outcome: TruthOutcome,
    values: BTreeMap<String, String>,
    lines: Vec<u32>,
}

impl Finding {
    fn new(outcome: TruthOutcome) -> Self {
        Finding { outcome, values: BTreeMap::new(), lines: Vec::new() }
    }

    fn cannot_tell() -> Self {
        Self::new(TruthOutcome::CannotTell)
    }

    fn of(holds: bool) -> Self {
        Self::new(if holds { TruthOutcome::Pass } else { TruthOutcome::Fail })
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }

    fn rows(mut self, lines: impl IntoIterator<Item = u32>) -> Self {
        self.lines = lines.into_iter().take(ROWS_SHOWN_MAX).collect();
        self
    }

    fn named(self, statement: &Statement, code: &str) -> TruthTest {
        TruthTest {
            code: code.to_owned(),
            file: Some(statement.file),
            outcome: self.outcome,
            values: self.values,
            rows: self.lines.into_iter().map(|line| RowRef { file: statement.file, line }).collect(),
        }
    }
}
