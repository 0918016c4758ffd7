//! Bringing a database up to date: forward only, backed up first, never a newer one than this program knows.

mod carry;

use std::borrow::Cow;
use std::path::PathBuf;

use sqlx::migrate::Migrator;
use sqlx::{Connection, SqliteConnection};

use crate::connection::Access;
use crate::error::{Result, StoreError, sqlite_code};
use crate::file;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// SQLite's code for a file that is not a database, which is what a wrong key makes of it.
const NOTADB: u32 = 26;

/// Opens an existing database, backing it up and migrating it where it is older.
pub(crate) async fn open_current(access: &Access) -> Result<SqliteConnection> {
    open_with(access, &MIGRATIONS).await
}

async fn open_with(access: &Access, migrations: &Migrator) -> Result<SqliteConnection> {
    let mut connection = access.open_writer(false).await.map_err(explain)?;
    let found = format(&mut connection).await?;
    let known = newest(migrations);
    if found > known {
        connection.close().await?;
        return Err(StoreError::WorkspaceNewer { found, known });
    }
    if found < known {
        // Closing folds the write-ahead log into the file, so that the copy of the file is the whole database.
        connection.close().await?;
        file::copy(&access.path, &backup_path(access, found))?;
        connection = access.open_writer(false).await?;
        bring_up_to_date(&mut connection, migrations).await?;
    }
    Ok(connection)
}

/// Where the copy made before migrating from a format lies.
fn backup_path(access: &Access, found: i64) -> PathBuf {
    access.path.with_extension(format!("db.format-{found}"))
}

/// Runs the migrations that are missing.
pub(crate) async fn bring_up_to_date(connection: &mut SqliteConnection, migrations: &Migrator) -> Result<()> {
    if format(connection).await? <= carry::BOTH_TABLES && newest(migrations) > carry::BOTH_TABLES {
        run(connection, &up_to(migrations, carry::BOTH_TABLES)).await?;
        carry::rows(connection).await?;
    }
    run(connection, migrations).await
}

/// The migrations up to a format.
fn up_to(migrations: &Migrator, format: i64) -> Migrator {
    let first: Vec<_> = migrations.iter().filter(|migration| migration.version <= format).cloned().collect();
    Migrator { migrations: Cow::Owned(first), ..Migrator::DEFAULT }
}

async fn run(connection: &mut SqliteConnection, migrations: &Migrator) -> Result<()> {
    // Not `Migrator::run`: its future is not `Send` for every lifetime, and the window runs commands on several threads.
    migrations.run_direct(None, connection, false).await.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => StoreError::damaged("workspace", other),
    })?;
    let format = format(connection).await?;
    assert!(format == newest(migrations), "each migration ends by setting user_version to its own number");
    Ok(())
}

fn newest(migrations: &Migrator) -> i64 {
    migrations.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The format a file says it has.
async fn format(connection: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("PRAGMA user_version").fetch_one(connection).await?)
}

fn explain(error: StoreError) -> StoreError {
    match &error {
        StoreError::Database(inner) if sqlite_code(inner) == Some(NOTADB) => {
            StoreError::KeyFileDamaged("its key does not open this database".to_owned())
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use firstline_core::Currency;

    use super::*;
    use crate::{codec, random};

    fn access_in(folder: &tempfile::TempDir) -> Access {
        let key = random::secret().unwrap();
        Access { path: folder.path().join("workspace.db"), key, page_count_max: None }
    }

    #[tokio::test]
    async fn an_older_file_is_copied_before_it_is_migrated() {
        let folder = tempfile::tempdir().unwrap();
        let access = access_in(&folder);
        let mut old = access.open_writer(true).await.unwrap();
        bring_up_to_date(&mut old, &up_to(&MIGRATIONS, 1)).await.unwrap();
        sqlx::query("INSERT INTO workspace VALUES (1, zeroblob(16), 7)").execute(&mut old).await.unwrap();
        old.close().await.unwrap();

        let mut current = open_current(&access).await.unwrap();
        assert_eq!(format(&mut current).await.unwrap(), newest(&MIGRATIONS));
        current.close().await.unwrap();

        let copy = Access { path: backup_path(&access, 1), key: access.key.clone(), page_count_max: None };
        let mut copy = open_with(&copy, &up_to(&MIGRATIONS, 1)).await.unwrap();
        assert_eq!(format(&mut copy).await.unwrap(), 1);
        let kept: i64 =
            sqlx::query_scalar("SELECT created_ms FROM workspace").fetch_one(&mut copy).await.unwrap();
        assert_eq!(kept, 7);
    }

    #[tokio::test]
    async fn rows_of_an_older_file_are_all_here_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let access = access_in(&folder);
        let mut old = access.open_writer(true).await.unwrap();
        bring_up_to_date(&mut old, &up_to(&MIGRATIONS, 6)).await.unwrap();
        sqlx::raw_sql(
            "INSERT INTO statement (id, file, canonical_hash, layout, encoding, header_line, kind, currency, preamble, row_count)
             VALUES (7, zeroblob(32), zeroblob(32), 'jd', 'utf-8', 1, 'wallet', 'CNY', '{}', 2500),
                    (8, randomblob(32), zeroblob(32), 'hsbc', 'utf-8', 1, 'bank_debit', 'HKD', '{}', 0);
             WITH RECURSIVE count (line) AS (SELECT 2 UNION ALL SELECT line + 2 FROM count WHERE line < 5000)
             INSERT INTO transaction_row
             SELECT 7, line, '2026-11-20T08:15:0' || (line % 10) || iif(line % 3, '', '.250'), line % 4 = 0,
                iif(line % 3, 'out', 'neutral'), line * 100, line % 7, iif(line % 5, line, NULL), 'settled',
                '店' || (line % 9), '', 'a\"b', '日用百货', '零钱', 'order ' || line, ''
             FROM count;",
        )
        .execute(&mut old)
        .await
        .unwrap();
        let before: Vec<String> = old_rows(&mut old).await;
        old.close().await.unwrap();

        let mut current = open_current(&access).await.unwrap();
        assert_eq!(format(&mut current).await.unwrap(), newest(&MIGRATIONS));
        let chunks: Vec<(i64, i64, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT last_line, row_count, length, stored FROM statement_rows WHERE statement = 7 ORDER BY last_line",
        )
        .fetch_all(&mut current)
        .await
        .unwrap();
        assert_eq!(
            chunks.iter().map(|chunk| (chunk.0, chunk.1)).collect::<Vec<_>>(),
            [(2_000, 1_000), (4_000, 1_000), (5_000, 500)]
        );
        let carried: Vec<String> = chunks
            .iter()
            .flat_map(|(_, rows, length, stored)| {
                let bytes = codec::inflate("statement rows", stored, *length).unwrap();
                crate::statements::rows_of(&bytes, *rows as usize, Currency::Cny).unwrap()
            })
            .map(|row| serde_json::to_string(&row).unwrap())
            .collect();
        assert!(carried == before, "every row as it was");
        let names: Vec<(i64, String)> = sqlx::query_as("SELECT id, currency FROM statement ORDER BY id")
            .fetch_all(&mut current)
            .await
            .unwrap();
        assert_eq!(names, [(7, "CNY".to_owned()), (8, "HKD".to_owned())]);
        let faults: Vec<(String,)> =
            sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut current).await.unwrap();
        assert_eq!(faults, []);
        let of: String =
            sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_list('statement_rows')")
                .fetch_one(&mut current)
                .await
                .unwrap();
        assert_eq!(of, "statement");
    }

    /// The rows of the old table, each as the JSON a transaction has.
    async fn old_rows(old: &mut SqliteConnection) -> Vec<String> {
        sqlx::query_scalar(
            r#"SELECT json_object('line', line, 'at', at, 'has_time', json(iif(has_time, 'true', 'false')),
                'direction', direction, 'amount', json_object('currency', 'CNY', 'fen', amount_fen),
                'refunded', json_object('currency', 'CNY', 'fen', refunded_fen),
                'balance', iif(balance_fen IS NULL, NULL, json_object('currency', 'CNY', 'fen', balance_fen)),
                'status', status, 'counterparty', counterparty, 'counterparty_account', counterparty_account,
                'description', description, 'provider_type', provider_type, 'method', method, 'order_id', order_id,
                'merchant_order_id', merchant_order_id)
               FROM transaction_row ORDER BY line"#,
        )
        .fetch_all(old)
        .await
        .unwrap()
    }

    #[tokio::test]
    async fn a_newer_file_is_refused_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let access = access_in(&folder);
        let mut new = access.open_writer(true).await.unwrap();
        bring_up_to_date(&mut new, &MIGRATIONS).await.unwrap();
        sqlx::query("PRAGMA user_version = 999").execute(&mut new).await.unwrap();
        new.close().await.unwrap();
        let before = std::fs::read(&access.path).unwrap();
        assert_eq!(open_current(&access).await.unwrap_err().code(), "workspace_newer");
        assert_eq!(std::fs::read(&access.path).unwrap(), before);
    }

    #[tokio::test]
    async fn another_key_does_not_open_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut access = access_in(&folder);
        let mut made = access.open_writer(true).await.unwrap();
        bring_up_to_date(&mut made, &MIGRATIONS).await.unwrap();
        made.close().await.unwrap();
        access.key = random::secret().unwrap();
        assert_eq!(open_current(&access).await.unwrap_err().code(), "key_file_damaged");
    }
}
