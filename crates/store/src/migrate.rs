//! Bringing a database up to date: forward only, backed up first, never a newer one than this program knows.

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
    // Not `run`: its future is not `Send` for every lifetime, and the window runs commands on several threads.
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
    use std::borrow::Cow;

    use super::*;
    use crate::random;

    fn access_in(folder: &tempfile::TempDir) -> Access {
        let key = random::secret().unwrap();
        Access { path: folder.path().join("workspace.db"), key, page_count_max: None }
    }

    fn first_only() -> Migrator {
        let first = MIGRATIONS.iter().take(1).cloned().collect::<Vec<_>>();
        Migrator { migrations: Cow::Owned(first), ..Migrator::DEFAULT }
    }

    #[tokio::test]
    async fn an_older_file_is_copied_before_it_is_migrated() {
        let folder = tempfile::tempdir().unwrap();
        let access = access_in(&folder);
        let mut old = access.open_writer(true).await.unwrap();
        bring_up_to_date(&mut old, &first_only()).await.unwrap();
        sqlx::query("INSERT INTO workspace VALUES (1, zeroblob(16), 7)").execute(&mut old).await.unwrap();
        old.close().await.unwrap();

        let mut current = open_current(&access).await.unwrap();
        assert_eq!(format(&mut current).await.unwrap(), newest(&MIGRATIONS));
        current.close().await.unwrap();

        let copy = Access { path: backup_path(&access, 1), key: access.key.clone(), page_count_max: None };
        let mut copy = open_with(&copy, &first_only()).await.unwrap();
        assert_eq!(format(&mut copy).await.unwrap(), 1);
        let kept: i64 =
            sqlx::query_scalar("SELECT created_ms FROM workspace").fetch_one(&mut copy).await.unwrap();
        assert_eq!(kept, 7);
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
