//! Tests of a statement itself, never of the person: do its own totals, balances and dates agree with its rows.

use crate::statement::{Statement, TruthTest};

/// Tests one statement.
pub fn test_statement(_statement: &Statement) -> Vec<TruthTest> {
    Vec::new()
}
