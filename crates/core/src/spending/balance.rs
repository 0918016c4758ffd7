//! Balances of debit accounts, day by day.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::ContentHash;
use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::period::Window;
use crate::statement::{RowRef, Statement, StatementKind, Transaction};

use super::LowestBalance;
use super::coverage::rows_window;
use super::rows::account;
use super::truth;

/// What balances say.
#[derive(Default)]
pub(crate) struct Balances {
    pub(crate) lowest: Option<(LowestBalance, RowRef)>,
    pub(crate) below_zero: Option<(u32, Vec<RowRef>)>,
    /// End-of-day balances of the account with the most days.
    pub(crate) daily: Vec<(NaiveDate, Money)>,
    /// The rows those balances come from.
    pub(crate) rows: Vec<RowRef>,
    /// The lowest balance of any account on each day, carried over days without rows.
    pub(crate) lows: BTreeMap<NaiveDate, (Money, RowRef)>,
    /// The days on which an account was below zero.
    pub(crate) below: BTreeMap<NaiveDate, RowRef>,
}

/// A statement's rows in the order they happened: files run either way, and some give the rows of a day in none.
fn in_order(statement: &Statement) -> Vec<&Transaction> {
    let mut rows = truth::read(statement).rows;
    rows.sort_by_key(|row| row.at.date());
    rows
}

/// End-of-day balances with the row each comes from.
type Ends = BTreeMap<NaiveDate, (Money, RowRef)>;

/// Reads the balances of debit statements within a window. Statements of one account are read together; one that states no
/// account is read by itself.
pub(crate) fn read(statements: &[&Statement], window: Window) -> Balances {
    let mut balances = Balances::default();
    let mut accounts: BTreeMap<(&str, &str, Option<ContentHash>), Vec<&Statement>> = BTreeMap::new();
    for statement in statements.iter().filter(|statement| statement.kind == StatementKind::BankDebit) {
        let (layout, stated) = account(statement);
        let alone = stated.is_empty().then_some(statement.file);
        accounts.entry((layout, stated, alone)).or_default().push(statement);
    }
    let mut below: BTreeMap<NaiveDate, RowRef> = BTreeMap::new();
    for mut statements in accounts.into_values() {
        // Where two cover a day, the one that goes on longer has seen the whole of it.
        statements.sort_by_key(|statement| (rows_window(statement).map(|days| days.last), statement.file));
        let mut daily: Ends = BTreeMap::new();
        for statement in statements {
            daily.extend(every_day(statement, window, &mut balances, &mut below));
        }
        if daily.is_empty() {
            continue;
        }
        balances.below_zero.get_or_insert_default();
        for (day, (balance, row)) in &daily {
            note_low(&mut balances.lows, *day, *balance, *row);
            if balance.is_negative() {
                below.entry(*day).or_insert(*row);
            }
        }
        if daily.len() > balances.daily.len() {
            balances.rows = distinct(daily.values().map(|(_, row)| *row));
            balances.daily = daily.into_iter().map(|(day, (balance, _))| (day, balance)).collect();
        }
    }
    if let Some((days, rows)) = &mut balances.below_zero {
        *days = u32::try_from(below.len()).unwrap_or(u32::MAX);
        *rows = distinct(below.values().copied());
    }
    balances.below = below;
    balances
}

fn distinct(rows: impl Iterator<Item = RowRef>) -> Vec<RowRef> {
    let mut rows: Vec<RowRef> = rows.collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn note_low(lows: &mut BTreeMap<NaiveDate, (Money, RowRef)>, day: NaiveDate, balance: Money, row: RowRef) {
    let low = lows.entry(day).or_insert((balance, row));
    if balance < low.0 {
        *low = (balance, row);
    }
}

/// One statement's end-of-day balances from its first row with a balance to its last day, carried over days without rows.
/// Notes the lowest balance and the first row below zero of each day on the way: an account that is below zero at noon and covered
/// by night was below zero.
fn every_day(
    statement: &Statement,
    window: Window,
    balances: &mut Balances,
    below: &mut BTreeMap<NaiveDate, RowRef>,
) -> Ends {
    let mut ends: Ends = BTreeMap::new();
    for transaction in in_order(statement) {
        let day = transaction.at.date();
        let Some(balance) = transaction.balance.filter(|_| window.contains(day)) else { continue };
        let row = RowRef { file: statement.file, line: transaction.line };
        ends.insert(day, (balance, row));
        if balance.is_negative() {
            below.entry(day).or_insert(row);
        }
        note_low(&mut balances.lows, day, balance, row);
        if balances.lowest.as_ref().is_none_or(|(lowest, _)| balance < lowest.amount) {
            balances.lowest = Some((LowestBalance { amount: balance, day }, row));
        }
    }
    let (Some(first), Some(covered)) = (ends.keys().next(), rows_window(statement)) else { return ends };
    let mut day = *first;
    let mut carried = None;
    let mut daily: Ends = BTreeMap::new();
    while day <= covered.last.min(window.last) {
        carried = ends.get(&day).copied().or(carried);
        if let Some(end) = carried {
            daily.insert(day, end);
        }
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
    }
    daily
}

/// The mean of the daily balances; `None` without any.
pub(crate) fn mean(daily: &[(NaiveDate, Money)]) -> Result<Option<Money>, MoneyError> {
    if daily.is_empty() {
        return Ok(None);
    }
    let sum = Money::sum(daily.iter().map(|(_, balance)| *balance), Currency::Cny)?;
    sum.checked_div(Decimal::from(daily.len()), Rounding::HalfUp).map(Some)
}
