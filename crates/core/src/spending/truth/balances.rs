//! Whether each balance follows from the one before, and the order of rows in which it does.

use std::cmp::Ordering;

use crate::money::Money;
use crate::statement::{Direction, Statement, Transaction, TruthTest};

use super::Finding;
use super::moments::{Known, reorder};

/// The row's effect on the balance.
pub(super) fn effect(row: &Transaction) -> i128 {
    let fen = i128::from(row.amount.fen());
    match row.direction {
        Direction::In => fen,
        Direction::Out => -fen,
        Direction::Neutral => 0,
    }
}

/// The balance a row states, in fen.
pub(super) fn stated(row: &Transaction) -> Option<i128> {
    row.balance.map(Money::fen).map(i128::from)
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
        let Some(balance) = stated(row) else { continue };
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

/// A statement's rows in the order in which their balances close best.
pub(crate) struct Reading<'t> {
    /// The rows.
    pub(crate) rows: Vec<&'t Transaction>,
    /// `oldest_first` or `newest_first` as the file stands, `within_moments` where rows of one moment had to change places.
    order: &'static str,
    broken: Vec<u32>,
    compared: u32,
}

/// Reads a statement's rows: as they stand, from below, or, since rows of one day have no order where the file gives none, with
/// the rows of each day (of each second, where rows carry a time) in an order in which they close. As they stand is preferred.
pub(crate) fn read(statement: &Statement) -> Reading<'_> {
    let mut rows: Vec<&Transaction> = statement.transactions.iter().collect();
    let (down, compared) = breaks(rows.iter().copied());
    let (up, _) = breaks(rows.iter().rev().copied());
    let backwards = up.len() < down.len() || (up.len() == down.len() && days_fall(statement));
    let (order, broken) = if backwards { ("newest_first", up) } else { ("oldest_first", down) };
    if backwards {
        rows.reverse();
    }
    if broken.is_empty() {
        return Reading { rows, order, broken, compared };
    }
    let (reordered, still_broken) = reorder(&rows, &mut Known::default());
    if still_broken.len() < broken.len() {
        return Reading { rows: reordered, order: "within_moments", broken: still_broken, compared };
    }
    Reading { rows, order, broken, compared }
}

fn days_fall(statement: &Statement) -> bool {
    let rows = &statement.transactions;
    let ends = rows.first().zip(rows.last());
    ends.is_some_and(|(first, last)| first.at.cmp(&last.at) == Ordering::Greater)
}

pub(super) fn running_balance(statement: &Statement) -> TruthTest {
    let shown = statement.transactions.iter().filter(|row| row.balance.is_some()).count();
    if shown < 2 {
        return Finding::cannot_tell().with("balances", shown).named(statement, "running_balance");
    }
    let reading = read(statement);
    Finding::of(reading.broken.is_empty())
        .with("balances", shown)
        .with("compared", reading.compared)
        .with("breaks", reading.broken.len())
        .with("order", reading.order)
        .rows(reading.broken)
        .named(statement, "running_balance")
}
