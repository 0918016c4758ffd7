//! The one write transaction: what is appended and what it changes commit together, under one signed checkpoint a log.

use std::sync::Arc;

use sqlx::SqliteConnection;
use tokio::sync::OwnedMutexGuard;

use crate::connection::{Read, Shared, Writer};
use crate::error::{Result, StoreError};
use crate::ledger::{CheckpointMade, Pending, PendingMark};

/// A write transaction. Dropped without [`WriteTransaction::commit`], it changes nothing.
pub struct WriteTransaction {
    shared: Arc<Shared>,
    writer: OwnedMutexGuard<Writer>,
    pub(crate) pending: Pending,
    savepoints: u32,
}

/// A place in a transaction to go back to, so that one bad file does not lose the batch.
#[derive(Debug)]
#[must_use = "a savepoint is kept or gone back to"]
pub struct Savepoint {
    depth: u32,
    mark: PendingMark,
}

impl WriteTransaction {
    pub(crate) fn new(shared: Arc<Shared>, writer: OwnedMutexGuard<Writer>) -> Self {
        WriteTransaction { shared, writer, pending: Pending::default(), savepoints: 0 }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(crate) fn blind_index_key(&self) -> &[u8; 32] {
        &self.shared.blind_index_key
    }

    /// Commits everything, with a signed checkpoint for each log that grew.
    ///
    /// Where the disk fails in the commit itself, the database is opened again and its head read: if the new head is there, the
    /// commit happened and is reported as such; else the old state stands and the error is returned.
    pub async fn commit(mut self) -> Result<Vec<CheckpointMade>> {
        let made = self.pending_checkpoints().await?;
        let committed = sqlx::query("COMMIT").execute(self.connection()).await;
        match committed.map_err(StoreError::from) {
            Ok(_) => {
                self.writer.abandoned = false;
                Ok(made)
            }
            Err(error) if error.spoils_connection() => {
                let shared = Arc::clone(&self.shared);
                let connection = shared.trusted(&mut self.writer).await?;
                let stands = !made.is_empty() && crate::ledger::have_checkpoints(connection, &made).await?;
                if stands { Ok(made) } else { Err(error) }
            }
            Err(error) => Err(error),
        }
    }

    /// Gives everything up.
    pub async fn rollback(mut self) -> Result<()> {
        sqlx::query("ROLLBACK").execute(self.connection()).await?;
        self.writer.abandoned = false;
        Ok(())
    }

    /// Sets a place to go back to.
    pub async fn savepoint(&mut self) -> Result<Savepoint> {
        self.flush().await?;
        self.savepoints += 1;
        let depth = self.savepoints;
        self.control(format!("SAVEPOINT place_{depth}")).await?;
        Ok(Savepoint { depth, mark: self.pending.mark() })
    }

    /// Keeps what was done since a savepoint.
    pub async fn keep(&mut self, savepoint: Savepoint) -> Result<()> {
        self.end(savepoint.depth);
        self.control(format!("RELEASE place_{}", savepoint.depth)).await
    }

    /// Undoes what was done since a savepoint.
    pub async fn go_back(&mut self, savepoint: Savepoint) -> Result<()> {
        self.end(savepoint.depth);
        let depth = savepoint.depth;
        self.control(format!("ROLLBACK TO place_{depth}; RELEASE place_{depth}")).await?;
        self.pending.return_to(savepoint.mark);
        Ok(())
    }

    fn end(&mut self, depth: u32) {
        assert!(depth == self.savepoints, "savepoints end in the reverse order they were set in");
        self.savepoints -= 1;
    }

    async fn control(&mut self, sql: String) -> Result<()> {
        // The text holds a counter and nothing from outside.
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(self.connection()).await?;
        Ok(())
    }
}

impl Read for WriteTransaction {
    fn connection(&mut self) -> &mut SqliteConnection {
        self.writer.connection.as_mut().expect("a write transaction holds the connection it began on")
    }
}

impl std::fmt::Debug for WriteTransaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WriteTransaction").field("savepoints", &self.savepoints).finish_non_exhaustive()
    }
}
