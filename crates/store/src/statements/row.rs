//! One statement row as it travels to and from the database: an array of its columns, amounts in fen.

use std::borrow::Cow;

use chrono::NaiveDateTime;
use firstline_core::applicant::Personal;
use firstline_core::statement::{Direction, RowStatus, Statement, Transaction};
use firstline_core::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};

/// The columns of `transaction_row` after `statement`, in order.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredRow<'a>(
    u32,
    NaiveDateTime,
    u8,
    Direction,
    i64,
    i64,
    Option<i64>,
    RowStatus,
    Cow<'a, str>,
    Cow<'a, str>,
    Cow<'a, str>,
    Cow<'a, str>,
    Cow<'a, str>,
    Cow<'a, str>,
    Cow<'a, str>,
);

/// The rows of a statement, checked: lines rise, one currency, no text that the database would cut.
pub(super) fn to_stored(statement: &Statement) -> Result<Vec<StoredRow<'_>>> {
    let lines = || statement.transactions.iter().map(|row| row.line);
    if !lines().zip(lines().skip(1)).all(|(line, next)| line < next) {
        return Err(StoreError::refused("statement", "its lines do not rise"));
    }
    statement.transactions.iter().map(|row| to_row(row, statement.currency)).collect()
}

fn to_row(row: &Transaction, currency: Currency) -> Result<StoredRow<'_>> {
    let refused = |detail: &str| StoreError::refused("statement row", format!("line {}: {detail}", row.line));
    let fen = |amount: Money| {
        if amount.currency() == currency { Ok(amount.fen()) } else { Err(refused("another currency")) }
    };
    let not_negative = |fen: i64| if fen < 0 { Err(refused("an amount below zero")) } else { Ok(fen) };
    let text = |text: &'_ str| -> Result<()> {
        if text.contains('\0') { Err(refused("a NUL character")) } else { Ok(()) }
    };
    let texts: [&str; 7] = [
        row.counterparty.expose(),
        row.counterparty_account.expose(),
        row.description.expose(),
        &row.provider_type,
        &row.method,
        &row.order_id,
        &row.merchant_order_id,
    ];
    texts.into_iter().try_for_each(text)?;
    let [counterparty, account, description, provider_type, method, order_id, merchant_order_id] =
        texts.map(Cow::Borrowed);
    Ok(StoredRow(
        row.line,
        row.at,
        u8::from(row.has_time),
        row.direction,
        not_negative(fen(row.amount)?)?,
        not_negative(fen(row.refunded)?)?,
        row.balance.map(fen).transpose()?,
        row.status,
        counterparty,
        account,
        description,
        provider_type,
        method,
        order_id,
        merchant_order_id,
    ))
}

/// Rows back from the database's JSON array.
pub(super) fn from_stored(rows: &str, currency: Currency) -> Result<Vec<Transaction>> {
    let rows: Vec<StoredRow<'_>> =
        serde_json::from_str(rows).map_err(|error| StoreError::damaged("statement row", error))?;
    rows.into_iter().map(|row| from_row(row, currency)).collect()
}

fn from_row(row: StoredRow<'_>, currency: Currency) -> Result<Transaction> {
    let StoredRow(line, at, has_time, direction, amount, refunded, balance, status, ..) = row;
    let has_time = match has_time {
        0 => false,
        1 => true,
        _ => return Err(StoreError::damaged("statement row", format!("line {line}: has_time"))),
    };
    Ok(Transaction {
        line,
        at,
        has_time,
        direction,
        amount: Money::from_fen(amount, currency),
        refunded: Money::from_fen(refunded, currency),
        balance: balance.map(|fen| Money::from_fen(fen, currency)),
        status,
        counterparty: Personal(row.8.into_owned()),
        counterparty_account: Personal(row.9.into_owned()),
        description: Personal(row.10.into_owned()),
        provider_type: row.11.into_owned(),
        method: row.12.into_owned(),
        order_id: row.13.into_owned(),
        merchant_order_id: row.14.into_owned(),
    })
}

/// A row's time as its column has it, such as `2026-11-20T08:15:00`.
pub(super) fn time_text(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// A row's time from its column.
pub(super) fn time(text: &str) -> Result<NaiveDateTime> {
    text.parse().map_err(|error| StoreError::damaged("statement", format!("{text:?}: {error}")))
}
