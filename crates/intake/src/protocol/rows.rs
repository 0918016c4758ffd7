//! Rows as bytes. There may be hundreds of thousands in a file, so they have a form of their own, without names.

use chrono::{DateTime, NaiveDateTime};
use firstline_core::applicant::Personal;
use firstline_core::money::Money;
use firstline_core::statement::{Direction, RowStatus, Transaction};
use serde::{Deserialize, Serialize};

use super::answer::AnswerFault;

/// A transaction in order: every field of it, so that a field more does not compile until it has its place here.
#[derive(Serialize, Deserialize)]
struct Row<T> {
    line: u32,
    seconds: i64,
    nanoseconds: u32,
    has_time: bool,
    direction: Direction,
    amount: Money,
    refunded: Money,
    balance: Option<Money>,
    status: RowStatus,
    counterparty: T,
    counterparty_account: T,
    description: T,
    provider_type: T,
    method: T,
    order_id: T,
    merchant_order_id: T,
}

/// Appends a row to some bytes.
pub(super) fn append(bytes: Vec<u8>, transaction: &Transaction) -> Result<Vec<u8>, postcard::Error> {
    let Transaction {
        line,
        at,
        has_time,
        direction,
        amount,
        refunded,
        balance,
        status,
        counterparty,
        counterparty_account,
        description,
        provider_type,
        method,
        order_id,
        merchant_order_id,
    } = transaction;
    let row = Row {
        line: *line,
        seconds: at.and_utc().timestamp(),
        nanoseconds: at.and_utc().timestamp_subsec_nanos(),
        has_time: *has_time,
        direction: *direction,
        amount: *amount,
        refunded: *refunded,
        balance: *balance,
        status: *status,
        counterparty: counterparty.expose(),
        counterparty_account: counterparty_account.expose(),
        description: description.expose(),
        provider_type: provider_type.as_str(),
        method,
        order_id,
        merchant_order_id,
    };
    postcard::to_extend(&row, bytes)
}

/// Reads the rows that some bytes hold, to their end, and takes them off those that may still come.
pub(super) fn read(
    mut bytes: &[u8],
    transactions: &mut Vec<Transaction>,
    left: &mut usize,
) -> Result<(), AnswerFault> {
    while !bytes.is_empty() {
        *left = left.checked_sub(1).ok_or(AnswerFault::TooLong)?;
        let (row, rest) =
            postcard::take_from_bytes::<Row<String>>(bytes).map_err(|_| AnswerFault::Malformed)?;
        transactions.push(transaction(row).ok_or(AnswerFault::Malformed)?);
        bytes = rest;
    }
    Ok(())
}

fn transaction(row: Row<String>) -> Option<Transaction> {
    Some(Transaction {
        line: row.line,
        at: moment(row.seconds, row.nanoseconds)?,
        has_time: row.has_time,
        direction: row.direction,
        amount: row.amount,
        refunded: row.refunded,
        balance: row.balance,
        status: row.status,
        counterparty: Personal(row.counterparty),
        counterparty_account: Personal(row.counterparty_account),
        description: Personal(row.description),
        provider_type: row.provider_type,
        method: row.method,
        order_id: row.order_id,
        merchant_order_id: row.merchant_order_id,
    })
}

fn moment(seconds: i64, nanoseconds: u32) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(seconds, nanoseconds).map(|moment| moment.naive_utc())
}
