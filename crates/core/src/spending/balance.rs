//! Balances of debit accounts, day by day.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::money::{Currency, Money, MoneyError};
use crate::period::Window;
use crate::statement::{RowRef, Statement, StatementKind, Transaction};

use super::LowestBalance;

/// What balances say.
#[derive(Default)]
pub(crate) struct Balances {
    pub(crate) lowest: Option<(LowestBalance, RowRef)>,
    pub(crate) below_zero: Option<(u32, Vec<RowRef>)>,
    /// End-of-day balances of the account with the most days, without a day left out.
    pub(crate) daily: Vec<(NaiveDate, Money)>,
    /// The rows with a balance of that account.
    pub(crate) rows: Vec<RowRef>,
}

/// A statement's rows in the order they happened: files run either way.
fn in_order(statement: &Statement) -> Vec<&Transaction> {
    let mut rows: Vec<&Transaction> = statement.transactions.iter().collect();
    let falls = rows.first().zip(rows.last()).is_some_and(|(first, last)| first.at > last.at);
    if falls {
        rows.reverse();
    }
    rows.sort_by_key(|row| row.at.date());
    rows
}

/// Reads the balances of every yuan debit statement within a window.
pub(crate) fn read(statements: &[&Statement], window: Window) -> Balances {
    let mut balances = Balances::default();
    let mut below: BTreeMap<NaiveDate, RowRef> = BTreeMap::new();
    for statement in statements {
        if statement.kind != StatementKind::BankDebit || statement.currency != Currency::Cny {
            continue;
        }
        let mut ends: BTreeMap<NaiveDate, (Money, RowRef)> = BTreeMap::new();
        let mut rows = Vec::new();
        for transaction in in_order(statement) {
            let day = transaction.at.date();
            let Some(balance) = transaction.balance.filter(|_| window.contains(day)) else { continue };
            let row = RowRef { file: statement.file, line: transaction.line };
            rows.push(row);
            ends.insert(day, (balance, row));
            if balances.lowest.as_ref().is_none_or(|(lowest, _)| balance < lowest.amount) {
                balances.lowest = Some((LowestBalance { amount: balance, day }, row));
            }
        }
        if ends.is_empty() {
            continue;
        }
        let daily = every_day(&ends);
        for (day, balance, row) in &daily {
            if balance.is_negative() {
                below.insert(*day, *row);
            }
        }
        balances.below_zero.get_or_insert_default();
        if daily.len() > balances.daily.len() {
            balances.daily = daily.into_iter().map(|(day, balance, _)| (day, balance)).collect();
            balances.rows = rows;
        }
    }
    if let Some((days, rows)) = &mut balances.below_zero {
        *days = u32::try_from(below.len()).unwrap_or(u32::MAX);
        *rows = below.into_values().collect();
        rows.sort_unstable();
        rows.dedup();
    }
    balances
}

/// Carries each day's last balance over the days without rows.
fn every_day(ends: &BTreeMap<NaiveDate, (Money, RowRef)>) -> Vec<(NaiveDate, Money, RowRef)> {
    let mut days = Vec::new();
    let (Some(first), Some(last)) = (ends.keys().next(), ends.keys().next_back()) else { return days };
    let mut carried = None;
    let mut day = *first;
    while day <= *last {
        carried = ends.get(&day).copied().or(carried);
        if let Some((balance, row)) = carried {
            days.push((day, balance, row));
        }
        match day.checked_add_days(Days::new(1)) {
            Some(next) => day = next,
            None => break,
        }
    }
    days
}

/// The mean of the daily balances; `None` without any.
pub(crate) fn mean(daily: &[(NaiveDate, Money)]) -> Result<Option<Money>, MoneyError> {
    if daily.is_empty() {
        return Ok(None);
    }
    let sum = Money::sum(daily.iter().map(|(_, balance)| *balance), Currency::Cny)?;
    sum.checked_div(rust_decimal::Decimal::from(daily.len()), crate::money::Rounding::HalfUp).map(Some)
}
