//! Rebuilding every projection from the ledger, and showing that it gives the same rows.

use firstline_core::ContentHash;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, TypeInfo, ValueRef};

use super::{Occurrence, apply};
use crate::connection::{Read, Store};
use crate::error::{Result, StoreError};
use crate::ledger::{self, LogClass};
use crate::transaction::WriteTransaction;

const BATCH: u32 = 1_000;

/// One projection table before and after it was rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebuiltTable {
    /// The table.
    pub table: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// The hash of its rows as they were.
    pub before: ContentHash,
    /// The hash of its rows as the ledger gives them.
    pub after: ContentHash,
}

/// Every projection table before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebuildReport {
    /// By table.
    pub tables: Vec<RebuiltTable>,
}

impl RebuildReport {
    /// Whether the ledger gives exactly the rows that stood there.
    pub fn is_identical(&self) -> bool {
        self.tables.iter().all(|table| table.before == table.after)
    }
}

/// Empties every projection and applies every entry of the decision log again.
pub async fn rebuild(tx: &mut WriteTransaction) -> Result<()> {
    tx.flush().await?;
    for statement in [
        "DELETE FROM case_correction",
        "DELETE FROM case_vendor_result",
        "DELETE FROM case_statement",
        "DELETE FROM case_file",
        "DELETE FROM active_pack",
        "DELETE FROM column_mapping",
        "DELETE FROM user_account",
    ] {
        sqlx::query(statement).execute(tx.connection()).await?;
    }
    let mut start = 0;
    loop {
        let entries = ledger::batch(tx, LogClass::Decision, start, BATCH).await?;
        let Some(last) = entries.last() else { return Ok(()) };
        start = last.position + 1;
        for entry in &entries {
            let event = entry.event()?;
            let occurrence =
                Occurrence { position: entry.position, at: entry.at, actor: entry.actor, case: entry.case };
            apply(tx, &occurrence, &event).await?;
        }
    }
}

/// Rebuilds every projection beside the current state, compares, and leaves the current state as it was.
pub async fn check(store: &Store) -> Result<RebuildReport> {
    let mut tx = store.begin().await?;
    let before = snapshot(&mut tx).await?;
    rebuild(&mut tx).await?;
    let after = snapshot(&mut tx).await?;
    tx.rollback().await?;
    let tables = before
        .into_iter()
        .zip(after)
        .map(|(before, after)| RebuiltTable {
            table: before.table,
            rows: after.rows,
            before: before.hash,
            after: after.hash,
        })
        .collect();
    Ok(RebuildReport { tables })
}

struct TableState {
    table: &'static str,
    rows: u64,
    hash: ContentHash,
}

/// The projection tables, each with the statement that reads it whole in key order.
const TABLES: [(&str, &str); 7] = [
    ("user_account", "SELECT * FROM user_account ORDER BY 1, 2"),
    ("active_pack", "SELECT * FROM active_pack ORDER BY 1, 2"),
    ("column_mapping", "SELECT * FROM column_mapping ORDER BY 1, 2"),
    ("case_file", "SELECT * FROM case_file ORDER BY 1, 2"),
    ("case_statement", "SELECT * FROM case_statement ORDER BY 1, 2"),
    ("case_vendor_result", "SELECT * FROM case_vendor_result ORDER BY 1, 2"),
    ("case_correction", "SELECT * FROM case_correction ORDER BY 1, 2"),
];

async fn snapshot(tx: &mut WriteTransaction) -> Result<Vec<TableState>> {
    let mut states = Vec::with_capacity(TABLES.len());
    for (table, statement) in TABLES {
        let rows = sqlx::query(statement).fetch_all(tx.connection()).await?;
        let mut hasher = Sha256::new();
        for row in &rows {
            for column in 0..row.len() {
                hash_value(&mut hasher, row, column)?;
            }
        }
        states.push(TableState {
            table,
            rows: rows.len() as u64,
            hash: ContentHash(hasher.finalize().into()),
        });
    }
    Ok(states)
}

/// Hashes a column's value with its type and length, so that no two rows look alike that are not.
fn hash_value(hasher: &mut Sha256, row: &SqliteRow, column: usize) -> Result<()> {
    let value = row.try_get_raw(column)?;
    let (tag, bytes) = match value.type_info().name() {
        _ if value.is_null() => (0_u8, Vec::new()),
        "INTEGER" => (1, row.try_get::<i64, _>(column)?.to_be_bytes().to_vec()),
        "TEXT" => (2, row.try_get::<String, _>(column)?.into_bytes()),
        "BLOB" => (3, row.try_get::<Vec<u8>, _>(column)?),
        other => return Err(StoreError::damaged("projection", format!("a column holds {other}"))),
    };
    hasher.update([tag]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(&bytes);
    Ok(())
}
