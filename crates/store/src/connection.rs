//! The open database: one writer, which alone checkpoints, and readers that cannot write.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, Connection, Sqlite, Transaction};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};
use crate::ledger::Logs;
use crate::transaction::WriteTransaction;

const READERS_MAX: u32 = 4;
const CLOSING_TIME_MAX: Duration = Duration::from_secs(1);
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Where a database is and what opens it.
pub(crate) struct Access {
    pub(crate) path: PathBuf,
    pub(crate) key: Zeroizing<[u8; 32]>,
    /// No growth beyond so many pages, where given.
    pub(crate) page_count_max: Option<u32>,
}

impl Access {
    fn options(&self) -> SqliteConnectOptions {
        let key = Zeroizing::new(hex::encode(self.key.as_slice()));
        SqliteConnectOptions::new()
            .filename(&self.path)
            // Statement logging would put the key itself into a log.
            .disable_statement_logging()
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true)
            .pragma("key", format!("\"x'{}'\"", key.as_str()))
            .pragma("temp_store", "MEMORY")
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
    }

    /// Opens the connection that writes and checkpoints.
    pub(crate) async fn open_writer(&self, create: bool) -> Result<SqliteConnection> {
        let mut options = self
            .options()
            .create_if_missing(create)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("secure_delete", "ON")
            // REPLACE deletes without a trigger otherwise, and so past the guard of the entries.
            .pragma("recursive_triggers", "ON")
            .pragma("wal_autocheckpoint", "1000")
            .pragma("journal_size_limit", "67108864")
            .pragma("cache_size", "-65536");
        if let Some(pages) = self.page_count_max {
            options = options.pragma("max_page_count", pages.to_string());
        }
        Ok(options.connect().await?)
    }

    fn readers(&self) -> SqlitePool {
        let options = self
            .options()
            .read_only(true)
            .pragma("query_only", "ON")
            .pragma("wal_autocheckpoint", "0")
            .pragma("cache_size", "-16384");
        SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .test_before_acquire(false)
            .connect_lazy_with(options)
    }
}

/// The connection that writes; absent while it is in doubt.
pub(crate) struct Writer {
    pub(crate) connection: Option<SqliteConnection>,
    /// A transaction was left without commit or rollback.
    pub(crate) abandoned: bool,
}

pub(crate) struct Shared {
    pub(crate) access: Access,
    pub(crate) writer: Arc<Mutex<Writer>>,
    pub(crate) readers: SqlitePool,
    pub(crate) logs: Logs,
    pub(crate) blind_index_key: Zeroizing<[u8; 32]>,
    /// Held while the store is open; a second process is refused.
    pub(crate) _lock: File,
}

/// A store that was not closed closes itself, and waits for it: the database's threads must not outlive the store, or they
/// would still be closing while OpenSSL's exit handlers take its state away.
impl Drop for Shared {
    fn drop(&mut self) {
        let connection = self.writer.try_lock().ok().and_then(|mut writer| writer.connection.take());
        if connection.is_none() && self.readers.is_closed() {
            return;
        }
        let readers = self.readers.clone();
        let closing = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
            // Nothing can be reported from here, and a reader still in use elsewhere is not waited for.
            let _ = runtime.map(|runtime| {
                runtime.block_on(async {
                    let _ = tokio::time::timeout(CLOSING_TIME_MAX, readers.close()).await;
                    if let Some(connection) = connection {
                        let _ = connection.close().await;
                    }
                })
            });
        });
        let _ = closing.join();
    }
}

/// An open workspace database. Cloning shares it.
#[derive(Clone)]
pub struct Store {
    pub(crate) shared: Arc<Shared>,
}

impl Store {
    pub(crate) async fn new(access: Access, mut connection: SqliteConnection, lock: File) -> Result<Self> {
        let logs = Logs::load(&mut connection).await?;
        let blind_index_key = crate::secrets::read(&mut connection, "blind_index_key").await?;
        let readers = access.readers();
        let writer = Arc::new(Mutex::new(Writer { connection: Some(connection), abandoned: false }));
        Ok(Store { shared: Arc::new(Shared { access, writer, readers, logs, blind_index_key, _lock: lock }) })
    }

    /// Begins writing. There is one writer: this waits for the transaction before it to end.
    ///
    /// A transaction that is dropped without [`WriteTransaction::commit`] changes nothing.
    pub async fn begin(&self) -> Result<WriteTransaction> {
        let mut writer = Arc::clone(&self.shared.writer).lock_owned().await;
        let connection = self.shared.trusted(&mut writer).await?;
        sqlx::query!("BEGIN IMMEDIATE").execute(connection).await?;
        writer.abandoned = true;
        Ok(WriteTransaction::new(Arc::clone(&self.shared), writer))
    }

    /// Begins reading one unchanging state of the workspace.
    pub async fn read(&self) -> Result<Reader> {
        Ok(Reader { transaction: self.shared.readers.begin().await? })
    }

    /// The logs of this device.
    pub fn logs(&self) -> &Logs {
        &self.shared.logs
    }

    /// Closes the database: readers first, then the writer, which folds the write-ahead log into the file.
    ///
    /// Clones of this store can no longer read or write. The keys are wiped when the last of them is dropped.
    pub async fn close(self) -> Result<()> {
        self.shared.readers.close().await;
        let mut writer = self.shared.writer.lock().await;
        if let Some(connection) = writer.connection.take() {
            connection.close().await?;
        }
        Ok(())
    }
}

impl Shared {
    /// The writer's connection, opened again where the one before it is in doubt.
    pub(crate) async fn trusted<'w>(&self, writer: &'w mut Writer) -> Result<&'w mut SqliteConnection> {
        if writer.abandoned
            && let Some(connection) = writer.connection.take()
        {
            // Closing rolls back; an error while closing a connection in doubt says nothing new.
            let _ = connection.close().await;
        }
        writer.abandoned = false;
        let connection = match writer.connection.take() {
            Some(connection) => connection,
            None if self.readers.is_closed() => {
                return Err(StoreError::Database(sqlx::Error::PoolClosed));
            }
            None => self.access.open_writer(false).await?,
        };
        Ok(writer.connection.insert(connection))
    }
}

/// A reader of one unchanging state.
pub struct Reader {
    transaction: Transaction<'static, Sqlite>,
}

/// Anything that can be read from: a [`Reader`], or a [`WriteTransaction`] with its own changes.
///
/// Sealed; there are these two.
pub trait Read: Send + sealed::Sealed {
    #[doc(hidden)]
    fn connection(&mut self) -> &mut SqliteConnection;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Reader {}
    impl Sealed for crate::transaction::WriteTransaction {}
}

impl Read for Reader {
    fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}
