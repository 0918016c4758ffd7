//! Words of a statement's rows that its layout does not know.

use crate::statement::{Statement, TruthTest};

use super::{Finding, ROWS_SHOWN_MAX};

pub(super) fn unknown_words(statement: &Statement) -> TruthTest {
    let unknown = &statement.preamble.unknown_words;
    let mut words: Vec<&str> = unknown.iter().map(|unknown| unknown.word.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    words.truncate(ROWS_SHOWN_MAX);
    let mut finding = Finding::of(unknown.is_empty());
    if !unknown.is_empty() {
        finding = finding.with("words", words.join("、"));
    }
    finding.rows(unknown.iter().map(|unknown| unknown.line)).named(statement, "unknown_words")
}
