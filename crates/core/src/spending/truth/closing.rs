//! Whether the rows lead from the opening balance that the file states to the closing one.

use crate::statement::{RowStatus, Statement, TruthTest};

use super::Finding;
use super::balances::effect;
use super::totals::fen_text;

/// `None` where the file does not state both. Rows that were not carried out are in no booked balance.
pub(super) fn closing_balance(statement: &Statement) -> Option<TruthTest> {
    let opening = statement.preamble.opening_balance?;
    let closing = statement.preamble.closing_balance?;
    let carried_out = statement.transactions.iter().filter(|row| match row.status {
        RowStatus::Settled | RowStatus::Refunded => true,
        RowStatus::Pending | RowStatus::Closed => false,
    });
    let moved: i128 = carried_out.map(effect).sum();
    let expected = i128::from(opening.amount.fen()) + moved;
    let stated = i128::from(closing.amount.fen());
    let finding = Finding::of(expected == stated)
        .with("opening", opening.amount)
        .with("moved", fen_text(moved))
        .with("closing", closing.amount)
        .with("difference", fen_text(stated - expected));
    Some(finding.named(statement, "closing_balance"))
}
