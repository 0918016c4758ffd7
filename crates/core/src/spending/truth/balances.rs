//! Whether each balance follows from the one before.

use crate::money::Money;
use crate::statement::{Direction, Statement, Transaction, TruthTest};

use super::Finding;

/// The row's effect on the balance.
fn effect(row: &Transaction) -> i128 {
    let fen = i128::from(row.amount.fen());
    match row.direction {
        Direction::In => fen,
        Direction::Out => -fen,
        Direction::Neutral => 0,
    }
}

/// The lines whose balance does not follow from the balance before, and how many pairs were compared. Rows whose balance is
/// not shown are bridged.
fn breaks<'t>(rows: impl Iterator<Item = &'t Transaction>) -> (Vec<u32>, u32) {
    let mut known: Option<i128> = None;
    let mut since = 0;
    let mut compared = 0;
    let mut lines = Vec::new();
    for row in rows {
        since += effect(row);
        let Some(balance) = row.balance.map(Money::fen).map(i128::from) else { continue };
        if let Some(before) = known {
            compared += 1;
            if before + since != balance {
                lines.push(row.line);
            }
        }
        known = Some(balance);
        since = 0;
    }
    (lines, compared)
}

pub(super) fn running_balance(statement: &Statement) -> TruthTest {
    let rows = &statement.transactions;
    let shown = rows.iter().filter(|row| row.balance.is_some()).count();
    if shown < 2 {
        return Finding::cannot_tell().with("balances", shown).named(statement, "running_balance");
    }
    let (down, compared) = breaks(rows.iter());
    let (up, _) = breaks(rows.iter().rev());
    let (order, broken) = if up.len() < down.len() { ("newest_first", up) } else { ("oldest_first", down) };
    Finding::of(broken.is_empty())
        .with("balances", shown)
        .with("compared", compared)
        .with("breaks", broken.len())
        .with("order", order)
        .rows(broken)
        .named(statement, "running_balance")
}

/// Whether a statement's rows run from the newest to the oldest: as its days do, or on one day as its balances do.
pub(crate) fn runs_backwards(statement: &Statement) -> bool {
    let rows = &statement.transactions;
    let days = rows.first().zip(rows.last()).map(|(first, last)| first.at.cmp(&last.at));
    match days {
        Some(std::cmp::Ordering::Greater) => true,
        Some(std::cmp::Ordering::Less) | None => false,
        Some(std::cmp::Ordering::Equal) => breaks(rows.iter().rev()).0.len() < breaks(rows.iter()).0.len(),
    }
}
