//! Some rows of a statement as one blob, column by column.
//!
//! The form is frozen: workspaces hold it. It is the postcard form of [`Columns`]; numbers that rise are kept as steps, and each
//! column of text names every different text once, in order of first appearance.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime};
use firstline_core::applicant::Personal;
use firstline_core::statement::{Direction, RowStatus, Transaction};
use firstline_core::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};

/// How many rows a chunk has, except a statement's last.
pub(super) const CHUNK_ROWS: usize = 1_000;

/// How many texts a row has.
const TEXTS: usize = 7;

/// Frozen: its postcard form is what workspaces hold.
#[derive(Serialize, Deserialize)]
struct Columns<'a> {
    /// The first line, then by how much each line is further on.
    line_steps: Vec<u32>,
    /// Seconds of local time since 1970: the first, then the differences.
    second_steps: Vec<i64>,
    /// Nanoseconds within the second; empty where all are zero.
    nanoseconds: Vec<u32>,
    /// See [`mark`].
    marks: Vec<u8>,
    amounts: Vec<i64>,
    /// Empty where all are zero.
    refunded: Vec<i64>,
    /// Empty where no row has one.
    balances: Vec<Option<i64>>,
    /// Counterparty, its account, description, the provider's type, method, order, merchant's order.
    #[serde(borrow)]
    texts: [Texts<'a>; TEXTS],
}

/// A column of text: every different text once, and for each row which of them it has.
#[derive(Serialize, Deserialize)]
struct Texts<'a> {
    #[serde(borrow)]
    words: Vec<&'a str>,
    /// Empty where every row has a text of its own.
    places: Vec<u32>,
}

impl<'a> Texts<'a> {
    fn of(texts: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let rows = texts.len();
        let mut known: HashMap<&str, u32> = HashMap::new();
        let (mut words, mut places) = (Vec::new(), Vec::with_capacity(rows));
        let mut before: Option<(&str, u32)> = None;
        for text in texts {
            let place = match before {
                Some((same, place)) if same == text => place,
                _ => *known.entry(text).or_insert_with(|| {
                    words.push(text);
                    (words.len() - 1) as u32
                }),
            };
            before = Some((text, place));
            places.push(place);
        }
        if words.len() == rows {
            places.clear();
        }
        Texts { words, places }
    }

    fn get(&self, row: usize) -> Option<String> {
        let place = if self.places.is_empty() { row } else { *self.places.get(row)? as usize };
        self.words.get(place).map(|&word| word.to_owned())
    }

    fn fits(&self, rows: usize) -> bool {
        self.places.len() == rows || (self.places.is_empty() && self.words.len() == rows)
    }
}

/// Whether it has a time of day, its direction and its status, as one byte.
fn mark(row: &Transaction) -> u8 {
    let direction = match row.direction {
        Direction::In => 0,
        Direction::Out => 1,
        Direction::Neutral => 2,
    };
    let status = match row.status {
        RowStatus::Settled => 0,
        RowStatus::Refunded => 1,
        RowStatus::Pending => 2,
        RowStatus::Closed => 3,
    };
    u8::from(row.has_time) | direction << 1 | status << 3
}

fn marked(mark: u8) -> Option<(bool, Direction, RowStatus)> {
    let direction = match mark >> 1 & 3 {
        0 => Direction::In,
        1 => Direction::Out,
        2 => Direction::Neutral,
        _ => return None,
    };
    let status = match mark >> 3 {
        0 => RowStatus::Settled,
        1 => RowStatus::Refunded,
        2 => RowStatus::Pending,
        3 => RowStatus::Closed,
        _ => return None,
    };
    Some((mark & 1 == 1, direction, status))
}

/// Encodes rows whose lines rise. Refused: a row in another currency, an amount below zero.
pub(super) fn encode(rows: &[Transaction], currency: Currency) -> Result<Vec<u8>> {
    let mut columns = Columns {
        line_steps: Vec::with_capacity(rows.len()),
        second_steps: Vec::with_capacity(rows.len()),
        nanoseconds: rows.iter().map(|row| row.at.and_utc().timestamp_subsec_nanos()).collect(),
        marks: rows.iter().map(mark).collect(),
        amounts: Vec::with_capacity(rows.len()),
        refunded: Vec::with_capacity(rows.len()),
        balances: Vec::with_capacity(rows.len()),
        texts: texts(rows),
    };
    let (mut line, mut second) = (0, 0);
    for row in rows {
        let fen = |amount: Money| checked_fen(row, amount, currency);
        let not_negative = |amount: Money| match fen(amount)? {
            below if below < 0 => Err(refused(row, "an amount below zero")),
            fen => Ok(fen),
        };
        let at = row.at.and_utc().timestamp();
        columns.line_steps.push(row.line - line);
        columns.second_steps.push(at - second);
        (line, second) = (row.line, at);
        columns.amounts.push(not_negative(row.amount)?);
        columns.refunded.push(not_negative(row.refunded)?);
        columns.balances.push(row.balance.map(fen).transpose()?);
    }
    empty_where(&mut columns.nanoseconds, |nanoseconds| *nanoseconds == 0);
    empty_where(&mut columns.refunded, |refunded| *refunded == 0);
    empty_where(&mut columns.balances, Option::is_none);
    postcard::to_stdvec(&columns).map_err(|error| StoreError::refused("statement row", error))
}

fn empty_where<T>(column: &mut Vec<T>, is_nothing: impl Fn(&T) -> bool) {
    if column.iter().all(is_nothing) {
        column.clear();
    }
}

fn refused(row: &Transaction, detail: &str) -> StoreError {
    StoreError::refused("statement row", format!("line {}: {detail}", row.line))
}

fn checked_fen(row: &Transaction, amount: Money, currency: Currency) -> Result<i64> {
    if amount.currency() == currency { Ok(amount.fen()) } else { Err(refused(row, "another currency")) }
}

fn texts(rows: &[Transaction]) -> [Texts<'_>; TEXTS] {
    let column = |text: fn(&Transaction) -> &str| Texts::of(rows.iter().map(text));
    [
        column(|row| row.counterparty.expose()),
        column(|row| row.counterparty_account.expose()),
        column(|row| row.description.expose()),
        column(|row| &row.provider_type),
        column(|row| &row.method),
        column(|row| &row.order_id),
        column(|row| &row.merchant_order_id),
    ]
}

/// Decodes rows, to exactly so many.
pub(crate) fn decode(bytes: &[u8], rows: usize, currency: Currency) -> Result<Vec<Transaction>> {
    let damaged = || StoreError::damaged("statement rows", "their columns do not fit together");
    let (columns, rest) = postcard::take_from_bytes::<Columns<'_>>(bytes)
        .map_err(|error| StoreError::damaged("statement rows", error))?;
    let full = |length: usize| length == rows;
    let full_or_empty = |length: usize| length == rows || length == 0;
    let fit = rest.is_empty()
        && [columns.line_steps.len(), columns.second_steps.len()].into_iter().all(full)
        && [columns.marks.len(), columns.amounts.len()].into_iter().all(full)
        && [columns.nanoseconds.len(), columns.refunded.len(), columns.balances.len()]
            .into_iter()
            .all(full_or_empty)
        && columns.texts.iter().all(|texts| texts.fits(rows));
    if !fit {
        return Err(damaged());
    }
    let mut decoded = Vec::with_capacity(rows);
    let (mut line, mut second) = (0_u32, 0_i64);
    for row in 0..rows {
        line = line.checked_add(columns.line_steps[row]).ok_or_else(damaged)?;
        second = second.checked_add(columns.second_steps[row]).ok_or_else(damaged)?;
        decoded.push(columns.row(row, line, second, currency).ok_or_else(damaged)?);
    }
    Ok(decoded)
}

impl Columns<'_> {
    fn row(&self, row: usize, line: u32, second: i64, currency: Currency) -> Option<Transaction> {
        let [counterparty, account, description, provider_type, method, order_id, merchant_order_id] =
            &self.texts;
        let (has_time, direction, status) = marked(self.marks[row])?;
        let money = |fen: i64| Money::from_fen(fen, currency);
        Some(Transaction {
            line,
            at: time(second, self.nanoseconds.get(row).copied().unwrap_or_default())?,
            has_time,
            direction,
            amount: money(self.amounts[row]),
            refunded: money(self.refunded.get(row).copied().unwrap_or_default()),
            balance: self.balances.get(row).copied().flatten().map(money),
            status,
            counterparty: Personal(counterparty.get(row)?),
            counterparty_account: Personal(account.get(row)?),
            description: Personal(description.get(row)?),
            provider_type: provider_type.get(row)?,
            method: method.get(row)?,
            order_id: order_id.get(row)?,
            merchant_order_id: merchant_order_id.get(row)?,
        })
    }
}

fn time(second: i64, nanoseconds: u32) -> Option<NaiveDateTime> {
    Some(DateTime::from_timestamp(second, nanoseconds)?.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, at: &str, text: &str) -> Transaction {
        let text = text.to_owned();
        Transaction {
            line,
            at: at.parse().unwrap(),
            has_time: line % 2 == 1,
            direction: [Direction::In, Direction::Out, Direction::Neutral][line as usize % 3],
            amount: Money::cny(i64::from(line) * 1_001),
            refunded: Money::cny(0),
            balance: (line.is_multiple_of(2)).then(|| Money::cny(-5)),
            status: [RowStatus::Settled, RowStatus::Refunded, RowStatus::Pending, RowStatus::Closed]
                [line as usize % 4],
            counterparty: Personal("店".to_owned()),
            counterparty_account: Personal(String::new()),
            description: Personal(text.clone()),
            provider_type: "a\0b".to_owned(),
            method: text,
            order_id: line.to_string(),
            merchant_order_id: String::new(),
        }
    }

    fn rows() -> [Transaction; 3] {
        [
            row(7, "2026-11-20T08:15:00", "x"),
            row(8, "2026-11-20T08:15:00.25", "x"),
            row(u32::MAX, "1969-12-31T23:59:59", "y"),
        ]
    }

    #[test]
    fn the_form_is_frozen() {
        let bytes = encode(&rows(), Currency::Cny).unwrap();
        let expected = concat!(
            "030701f7ffffff0f03888680b00d00898680b00d030080e59a7700031b041903be6d907daef0ffff9ffa010003000109000103e5ba970300",
            "000001000300000002017801790300000101036100620300000002017801790300000103013701380a343239343936373239350001000300",
            "0000"
        );
        assert_eq!(hex::encode(&bytes), expected);
        assert_eq!(decode(&bytes, 3, Currency::Cny).unwrap(), rows());
    }

    #[test]
    fn bytes_that_are_not_so_many_rows_are_damaged() {
        let bytes = encode(&rows(), Currency::Cny).unwrap();
        for cut in 0..bytes.len() {
            assert_eq!(decode(&bytes[..cut], 3, Currency::Cny).unwrap_err().code(), "damaged", "{cut}");
        }
        let longer = [bytes.as_slice(), b"\0"].concat();
        assert_eq!(decode(&longer, 3, Currency::Cny).unwrap_err().code(), "damaged");
        for count in [0, 2, 4] {
            assert_eq!(decode(&bytes, count, Currency::Cny).unwrap_err().code(), "damaged");
        }
        // No change of a byte does more than give other rows or an error.
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 0x81;
            let _ = decode(&changed, 3, Currency::Cny);
        }
    }
}
