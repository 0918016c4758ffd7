//! Transfers between own accounts of which one side does not say so.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::statement::Direction;

use crate::spending::Treatment;
use crate::spending::rows::{Row, account};

use super::in_time;

/// Pairs a move out of one account that is between own accounts with a row into another of the same amount a few days either way
/// that names nobody, and the reverse: banks name the other side on one end and leave it out on the other.
pub(super) fn pair_transfers(rows: &mut [Row<'_>], days: i64) {
    let opposite = |direction: Direction| match direction {
        Direction::In => Some(Direction::Out),
        Direction::Out => Some(Direction::In),
        Direction::Neutral => None,
    };
    let order = in_time(rows);
    let mut nameless: HashMap<(Direction, i64), Vec<(NaiveDate, usize)>> = HashMap::new();
    for index in &order {
        let row = &rows[*index];
        let can_be = matches!(row.treatment, Treatment::OtherInflow | Treatment::Spending);
        let says_nothing = row.because == "direction" || row.because.starts_with("pattern:transfer_");
        let names_nobody = row.transaction.counterparty.expose().is_empty()
            && row.transaction.counterparty_account.expose().is_empty();
        if can_be && says_nothing && names_nobody && !row.is_wallet() {
            let key = (row.transaction.direction, row.transaction.amount.fen());
            nameless.entry(key).or_default().push((row.day(), *index));
        }
    }
    for index in order {
        let row = &rows[index];
        if row.treatment != Treatment::OwnTransfer || row.because != "own_name" {
            continue;
        }
        let Some(wanted) = opposite(row.transaction.direction) else { continue };
        let Some(waiting) = nameless.get_mut(&(wanted, row.transaction.amount.fen())) else { continue };
        let (day, of) = (row.day(), account(row.statement));
        let fits = |(waiting, other): &(NaiveDate, usize)| {
            (*waiting - day).num_days().abs() <= days && account(rows[*other].statement) != of
        };
        let Some(place) = waiting.iter().position(fits) else { continue };
        let (_, other) = waiting.remove(place);
        let (name, other_name) = (rows[index].name(), rows[other].name());
        rows[other].leave_out(Treatment::OwnTransfer, "paired_own", Some(name));
        rows[index].paired_with.get_or_insert(other_name);
    }
}
