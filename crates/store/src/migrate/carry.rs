//! Carrying rows over from the table of before format 8, which had a table row for each, into chunks.

use std::borrow::Cow;

use chrono::NaiveDateTime;
use firstline_core::applicant::Personal;
use firstline_core::statement::{Direction, RowStatus, Transaction};
use firstline_core::{Currency, Money};
use serde::Deserialize;
use sqlx::{Connection, SqliteConnection};

use crate::codec;
use crate::error::{Result, StoreError};
use crate::statements::chunks_of;

/// The format in which rows stand in both tables: after it they are carried over, before the next migration.
pub(super) const BOTH_TABLES: i64 = 7;

/// The columns of the old table after `statement`, in order.
#[derive(Deserialize)]
struct OldRow<'a>(
    u32,
    NaiveDateTime,
    u8,
    Direction,
    i64,
    i64,
    Option<i64>,
    RowStatus,
    #[serde(borrow)] [Cow<'a, str>; 7],
);

/// Carries every statement's rows over, all or none; what was carried before a power cut is not carried twice.
pub(super) async fn rows(connection: &mut SqliteConnection) -> Result<()> {
    let mut tx = connection.begin().await?;
    let statements: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, currency FROM statement_made_anew
         WHERE NOT EXISTS (SELECT 1 FROM statement_rows WHERE statement = id) ORDER BY id",
    )
    .fetch_all(&mut *tx)
    .await?;
    for (statement, currency) in statements {
        let rows: String = sqlx::query_scalar(
            "SELECT json_group_array(json_array(line, at, has_time, direction, amount_fen, refunded_fen, balance_fen, status,
                json_array(counterparty, counterparty_account, description, provider_type, method, order_id,
                    merchant_order_id)) ORDER BY line)
             FROM transaction_row WHERE statement = ?",
        )
        .bind(statement)
        .fetch_one(&mut *tx)
        .await?;
        let rows = read(&rows, codec::currency("statement", &currency)?)?;
        for chunk in chunks_of(&rows, codec::currency("statement", &currency)?)? {
            sqlx::query(
                "INSERT INTO statement_rows (statement, first_line, last_line, row_count, length, stored)
                 VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(statement)
            .bind(chunk.first_line)
            .bind(chunk.last_line)
            .bind(chunk.rows)
            .bind(chunk.length)
            .bind(chunk.stored)
            .execute(&mut *tx)
            .await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

fn read(rows: &str, currency: Currency) -> Result<Vec<Transaction>> {
    let rows: Vec<OldRow<'_>> =
        serde_json::from_str(rows).map_err(|error| StoreError::damaged("statement row", error))?;
    Ok(rows.into_iter().map(|row| transaction(row, currency)).collect())
}

fn transaction(row: OldRow<'_>, currency: Currency) -> Transaction {
    let OldRow(line, at, has_time, direction, amount, refunded, balance, status, texts) = row;
    let [counterparty, counterparty_account, description, provider_type, method, order_id, merchant_order_id] =
        texts.map(Cow::into_owned);
    Transaction {
        line,
        at,
        // The table allowed 0 and 1.
        has_time: has_time == 1,
        direction,
        amount: Money::from_fen(amount, currency),
        refunded: Money::from_fen(refunded, currency),
        balance: balance.map(|fen| Money::from_fen(fen, currency)),
        status,
        counterparty: Personal(counterparty),
        counterparty_account: Personal(counterparty_account),
        description: Personal(description),
        provider_type,
        method,
        order_id,
        merchant_order_id,
    }
}
