//! Whether each balance follows from the one before, and the order of rows in which it does.

use std::cmp::Ordering;

use crate::money::Money;
use crate::statement::{Direction, Statement, Transaction, TruthTest};

use super::Finding;
use super::moments::reorder;

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

/// A tenth of a yuan in fen.
const TENTH: i128 = 10;

/// How far a balance may be off because the file prints tenths of what was booked: banks that do so round each amount and each
/// balance by itself. Nothing where any amount or balance has hundredths, or where none has tenths.
fn rounding(statement: &Statement) -> i128 {
    let rows = statement.transactions.iter();
    let printed = rows.flat_map(|row| [Some(i128::from(row.amount.fen())), stated(row)]).flatten();
    let mut tenths = false;
    for fen in printed {
        if fen % TENTH != 0 {
            return 0;
        }
        tenths |= fen % (10 * TENTH) != 0;
    }
    if tenths { TENTH } else { 0 }
}

/// How balances follow on one another: the lines of those that do not, how many were compared, and how many of them follow only
/// within the rounding.
struct Breaks {
    lines: Vec<u32>,
    compared: u32,
    rounded: u32,
}

/// Compares each balance with the one before. Rows whose balance is not shown are bridged.
fn breaks<'t>(rows: impl Iterator<Item = &'t Transaction>, rounding: i128) -> Breaks {
    let mut known: Option<i128> = None;
    let mut since = 0;
    let mut found = Breaks { lines: Vec::new(), compared: 0, rounded: 0 };
    for row in rows {
        since += effect(row);
        let Some(balance) = stated(row) else { continue };
        if let Some(before) = known {
            found.compared += 1;
            let off = (before + since - balance).abs();
            if off > rounding {
                found.lines.push(row.line);
            } else if off > 0 {
                found.rounded += 1;
            }
        }
        known = Some(balance);
        since = 0;
    }
    found
}

/// A statement's rows in the order in which their balances close best.
pub(crate) struct Reading<'t> {
    /// The rows.
    pub(crate) rows: Vec<&'t Transaction>,
    /// `oldest_first` or `newest_first` as the file stands, `within_moments` where rows of one moment had to change places.
    order: &'static str,
    breaks: Breaks,
}

/// Reads a statement's rows: as they stand, from below, or, since rows of one day have no order where the file gives none, with
/// the rows of each day (of each second, where rows carry a time) in an order in which they close. As they stand is preferred.
pub(crate) fn read(statement: &Statement) -> Reading<'_> {
    let rounding = rounding(statement);
    let mut rows: Vec<&Transaction> = statement.transactions.iter().collect();
    let down = breaks(rows.iter().copied(), rounding);
    let up = breaks(rows.iter().rev().copied(), rounding);
    let backwards = match up.lines.len().cmp(&down.lines.len()) {
        Ordering::Less => true,
        Ordering::Equal => days_fall(statement),
        Ordering::Greater => false,
    };
    let (order, breaks) = if backwards { ("newest_first", up) } else { ("oldest_first", down) };
    if backwards {
        rows.reverse();
    }
    if breaks.lines.is_empty() {
        return Reading { rows, order, breaks };
    }
    let (reordered, lines) = reorder(&rows, rounding);
    if lines.len() < breaks.lines.len() {
        let rounded = self::breaks(reordered.iter().copied(), rounding).rounded;
        let breaks = Breaks { lines, rounded, ..breaks };
        return Reading { rows: reordered, order: "within_moments", breaks };
    }
    Reading { rows, order, breaks }
}

fn days_fall(statement: &Statement) -> bool {
    let rows = &statement.transactions;
    let ends = rows.first().zip(rows.last());
    ends.is_some_and(|(first, last)| first.at > last.at)
}

pub(super) fn running_balance(statement: &Statement) -> TruthTest {
    let shown = statement.transactions.iter().filter(|row| row.balance.is_some()).count();
    if shown < 2 {
        return Finding::cannot_tell().with("balances", shown).named(statement, "running_balance");
    }
    let Reading { order, breaks, .. } = read(statement);
    let mut finding = Finding::of(breaks.lines.is_empty());
    if breaks.rounded > 0 && breaks.lines.is_empty() {
        finding = finding.with("case", "rounded");
    }
    finding
        .with("balances", shown)
        .with("compared", breaks.compared)
        .with("breaks", breaks.lines.len())
        .with("rounded", breaks.rounded)
        .with("order", order)
        .rows(breaks.lines)
        .named(statement, "running_balance")
}
