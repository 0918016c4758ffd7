//! The logs in the database: appended to within a transaction, read, paged and verified.
//!
//! What an entry, a leaf, a node and a checkpoint *are* is `firstline-ledger`'s; this module keeps their bytes.

mod append;
mod nodes;
mod read;
mod verify;

use chrono::{DateTime, Utc};
use firstline_core::{CaseId, ContentHash};
use firstline_ledger::key::SigningKey;
use sqlx::SqliteConnection;
use uuid::Uuid;

pub(crate) use self::append::{NewEntry, Pending, PendingMark, have_checkpoints};
pub use self::nodes::{Nodes, all_nodes, nodes_at};
pub use self::read::{
    EntryFilter, StoredCheckpoint, StoredEntry, StoredPayload, batch, checkpoints, count, latest_checkpoint,
    load, of_case, page, witnessed_size,
};
pub use self::verify::{LedgerFault, LedgerReport, LogReport, Place, verify};
use crate::codec;
use crate::error::{Result, StoreError};
use crate::secrets;

/// The two logs of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogClass {
    /// What was done to cases, packs and users.
    Decision,
    /// Who looked at what.
    Access,
}

impl LogClass {
    /// Both.
    pub const ALL: [LogClass; 2] = [LogClass::Decision, LogClass::Access];

    /// The class as text.
    pub fn code(self) -> &'static str {
        match self {
            LogClass::Decision => "decision",
            LogClass::Access => "access",
        }
    }

    /// The class by its text.
    pub fn from_code(code: &str) -> Option<Self> {
        LogClass::ALL.into_iter().find(|class| class.code() == code)
    }

    pub(crate) fn id(self) -> i64 {
        match self {
            LogClass::Decision => 1,
            LogClass::Access => 2,
        }
    }

    fn from_id(id: i64) -> Result<Self> {
        LogClass::ALL
            .into_iter()
            .find(|class| class.id() == id)
            .ok_or_else(|| StoreError::damaged("log", format!("unknown id {id}")))
    }

    fn index(self) -> usize {
        match self {
            LogClass::Decision => 0,
            LogClass::Access => 1,
        }
    }
}

/// The name of a log, as its checkpoints state it.
pub(crate) fn origin(workspace: Uuid, class: LogClass) -> String {
    format!("firstline/{workspace}/{}", class.code())
}

/// An entry that was appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppendedEntry {
    /// Which log.
    pub class: LogClass,
    /// Its position, counted from 0.
    pub position: u64,
    /// Its leaf hash.
    pub leaf: ContentHash,
}

/// A checkpoint that a commit wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointMade {
    /// Which log.
    pub class: LogClass,
    /// How many entries it covers.
    pub size: u64,
    /// The root over them.
    pub root: ContentHash,
    /// The signed note, verbatim.
    pub note: String,
}

/// The logs of this device: their names and the key that signs their checkpoints.
pub struct Logs {
    workspace: Uuid,
    origins: [String; 2],
    key: SigningKey,
}

impl Logs {
    pub(crate) async fn load(connection: &mut SqliteConnection) -> Result<Self> {
        let row = sqlx::query!("SELECT id FROM workspace").fetch_one(&mut *connection).await?;
        let workspace = codec::uuid("workspace", &row.id)?;
        let rows =
            sqlx::query!("SELECT class, origin FROM log ORDER BY id").fetch_all(&mut *connection).await?;
        let origins: Vec<_> = rows.into_iter().map(|row| row.origin).collect();
        let origins: [String; 2] =
            origins.try_into().map_err(|_| StoreError::damaged("log", "there are not two logs"))?;
        let seed = secrets::read(connection, "device_signing_seed").await?;
        Ok(Logs { workspace, origins, key: SigningKey::from_seed(&seed) })
    }

    /// The workspace's id.
    pub fn workspace(&self) -> Uuid {
        self.workspace
    }

    /// The name of a log, as its checkpoints state it.
    pub fn origin(&self, class: LogClass) -> &str {
        &self.origins[class.index()]
    }

    /// The public key that checkpoints are verified with.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.public_key()
    }
}

/// Makes the two empty logs of a new workspace.
pub(crate) async fn create_logs(
    connection: &mut SqliteConnection,
    workspace: Uuid,
    at: DateTime<Utc>,
    seed: &[u8; 32],
) -> Result<()> {
    let (id, created) = (workspace.as_bytes().as_slice(), at.timestamp_millis());
    sqlx::query!("INSERT INTO workspace (one, id, created_ms) VALUES (1, ?, ?)", id, created)
        .execute(&mut *connection)
        .await?;
    let public_key = SigningKey::from_seed(seed).public_key();
    for class in LogClass::ALL {
        let (log, code, origin) = (class.id(), class.code(), origin(workspace, class));
        let public_key = public_key.as_slice();
        sqlx::query!(
            "INSERT INTO log (id, class, origin, public_key) VALUES (?, ?, ?, ?)",
            log,
            code,
            origin,
            public_key
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A case reference as entries hold it.
fn case_bytes(case: Option<CaseId>) -> Option<[u8; 16]> {
    case.map(|case| *case.0.as_bytes())
}
