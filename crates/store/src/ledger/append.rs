//! Appending: entries gather in memory and go to the database in few statements; the checkpoint is signed at the commit.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use firstline_core::{CaseId, ContentHash};
use firstline_ledger::checkpoint::Checkpoint;
use firstline_ledger::entry::{ENTRY_LENGTH_MAX, EntryDraft};
use firstline_ledger::hash::leaf_hash;
use firstline_ledger::key::SigningKey;
use firstline_ledger::payload;
use firstline_ledger::tree::Frontier;
use serde::Serialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::{AppendedEntry, CheckpointMade, LogClass, case_bytes, nodes};
use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError};
use crate::event::References;
use crate::ids::UserId;
use crate::transaction::WriteTransaction;

/// So many entries wait in memory before they are written.
const PENDING_MAX: usize = 512;

/// What is to be appended.
pub(crate) struct NewEntry<'a> {
    pub(crate) class: LogClass,
    pub(crate) event: &'static str,
    pub(crate) event_version: u32,
    pub(crate) at: DateTime<Utc>,
    pub(crate) monotonic_ms: u64,
    pub(crate) boot: Uuid,
    pub(crate) actor: UserId,
    pub(crate) case: Option<CaseId>,
    pub(crate) references: References,
    pub(crate) payload: Vec<u8>,
    pub(crate) salt: [u8; 32],
    pub(crate) signer: Option<&'a SigningKey>,
}

/// An entry whose bytes are settled and that waits to be appended at its position.
pub(crate) struct Prepared {
    class: LogClass,
    case: Option<CaseId>,
    leaf: [u8; 32],
    row: EntryRow,
    payload: PayloadRow,
    position: u64,
}

impl Prepared {
    pub(crate) fn position(&self) -> u64 {
        self.position
    }
}

/// Columns of `entry`; bytes as hexadecimal text, since they travel as JSON.
#[derive(Serialize)]
struct EntryRow(i64, i64, String, &'static str, i64, String, Option<String>);

/// Columns of `payload`.
#[derive(Serialize)]
struct PayloadRow(i64, i64, String, String);

/// Columns of `merkle_node`.
#[derive(Serialize)]
struct NodeRow(i64, u32, i64, String);

/// The end of a log, as this transaction sees it.
#[derive(Debug, Clone)]
struct Tail {
    committed: u64,
    frontier: Frontier,
}

/// What waits in memory.
#[derive(Default)]
pub(crate) struct Pending {
    tails: [Option<Tail>; 2],
    entries: Vec<EntryRow>,
    payloads: Vec<PayloadRow>,
    nodes: Vec<NodeRow>,
    /// The last leaf of each case, of entries that are not written yet.
    heads: HashMap<(LogClass, CaseId), [u8; 32]>,
}

/// The state of a transaction's logs at a savepoint.
#[derive(Debug)]
pub(crate) struct PendingMark {
    tails: [Option<Tail>; 2],
}

impl Pending {
    /// Notes where the logs stand. Nothing may wait in memory.
    pub(crate) fn mark(&self) -> PendingMark {
        assert!(self.entries.is_empty(), "a savepoint is set after everything was written");
        PendingMark { tails: self.tails.clone() }
    }

    /// Goes back to where the logs stood; what was written since is undone by the database.
    pub(crate) fn return_to(&mut self, mark: PendingMark) {
        *self = Pending { tails: mark.tails, ..Pending::default() };
    }
}

impl WriteTransaction {
    /// Settles an entry's bytes: its position, its parents and the commitment to its payload.
    pub(crate) async fn prepare(&mut self, new: NewEntry<'_>) -> Result<Prepared> {
        let class = new.class;
        let position = self.tail(class).await?.frontier.size();
        let parents = match new.case {
            Some(case) => self.case_head(class, case).await?.into_iter().collect(),
            None => Vec::new(),
        };
        let draft = EntryDraft {
            log: self.shared().logs.origin(class).to_owned(),
            index: position,
            event: new.event.to_owned(),
            event_version: new.event_version,
            at: new.at,
            monotonic_ms: new.monotonic_ms,
            boot: new.boot,
            actor: new.actor.0,
            case: new.case.map(|case| case.0),
            parents,
            references: new.references.iter().map(|(name, hash)| (name.clone(), hash.0)).collect(),
            commitment: payload::commit(&new.salt, &new.payload),
        };
        let bytes = new.signer.map_or_else(|| draft.to_bytes(), |signer| draft.sign(signer));
        if bytes.len() > ENTRY_LENGTH_MAX {
            return Err(StoreError::refused("entry", "it is too long"));
        }
        let (log, row_position) = (class.id(), codec::signed("entry", position)?);
        Ok(Prepared {
            class,
            case: new.case,
            leaf: leaf_hash(&bytes),
            row: EntryRow(
                log,
                row_position,
                hex::encode(&bytes),
                new.event,
                new.at.timestamp_millis(),
                hex::encode(new.actor.0.as_bytes()),
                case_bytes(new.case).map(hex::encode),
            ),
            payload: PayloadRow(log, row_position, hex::encode(new.salt), hex::encode(&new.payload)),
            position,
        })
    }

    /// Appends a prepared entry. Nothing else may have been appended to its log in between.
    pub(crate) async fn append(&mut self, prepared: Prepared) -> Result<AppendedEntry> {
        let Prepared { class, case, leaf, row, payload, position } = prepared;
        let tail = self.pending.tails[class.index()].as_mut().expect("preparing read the tail of the log");
        assert!(tail.frontier.size() == position, "an entry is appended at the position it was prepared for");
        let completed = tail.frontier.append(leaf);
        for node in completed {
            let position = codec::signed("node", node.position)?;
            self.pending.nodes.push(NodeRow(class.id(), node.level, position, hex::encode(node.hash)));
        }
        self.pending.entries.push(row);
        self.pending.payloads.push(payload);
        if let Some(case) = case {
            self.pending.heads.insert((class, case), leaf);
        }
        if self.pending.entries.len() >= PENDING_MAX {
            self.flush().await?;
        }
        Ok(AppendedEntry { class, position, leaf: ContentHash(leaf) })
    }

    /// Writes everything that waits in memory to the database.
    pub(crate) async fn flush(&mut self) -> Result<()> {
        let entries = json(&std::mem::take(&mut self.pending.entries))?;
        let payloads = json(&std::mem::take(&mut self.pending.payloads))?;
        let nodes = json(&std::mem::take(&mut self.pending.nodes))?;
        self.pending.heads.clear();
        if entries == "[]" {
            return Ok(());
        }
        let connection = self.connection();
        sqlx::query!(
            "INSERT INTO entry (log, position, bytes, event, at_ms, actor, case_id)
             SELECT value ->> 0, value ->> 1, unhex(value ->> 2), value ->> 3, value ->> 4, unhex(value ->> 5),
                unhex(value ->> 6) FROM json_each(?)",
            entries
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query!(
            "INSERT INTO payload (log, position, salt, bytes)
             SELECT value ->> 0, value ->> 1, unhex(value ->> 2), unhex(value ->> 3) FROM json_each(?)",
            payloads
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query!(
            "INSERT INTO merkle_node (log, level, position, hash)
             SELECT value ->> 0, value ->> 1, value ->> 2, unhex(value ->> 3) FROM json_each(?)",
            nodes
        )
        .execute(&mut *connection)
        .await?;
        Ok(())
    }

    /// Writes what waits and a signed checkpoint for each log that grew.
    pub(crate) async fn pending_checkpoints(&mut self) -> Result<Vec<CheckpointMade>> {
        self.flush().await?;
        let mut made = Vec::new();
        for class in LogClass::ALL {
            let Some(tail) = &self.pending.tails[class.index()] else { continue };
            let size = tail.frontier.size();
            if size == tail.committed {
                continue;
            }
            let root = tail.frontier.root();
            let logs = &self.shared().logs;
            let checkpoint = Checkpoint { origin: logs.origin(class).to_owned(), size, root };
            let note = checkpoint.sign(&logs.key);
            let (log, row_size, bytes) = (class.id(), codec::signed("checkpoint", size)?, note.as_bytes());
            sqlx::query!("INSERT INTO checkpoint (log, size, note) VALUES (?, ?, ?)", log, row_size, bytes)
                .execute(self.connection())
                .await?;
            made.push(CheckpointMade { class, size, root: ContentHash(root), note });
        }
        Ok(made)
    }

    async fn tail(&mut self, class: LogClass) -> Result<&Tail> {
        if self.pending.tails[class.index()].is_none() {
            let frontier = nodes::frontier(self.connection(), class).await?;
            let tail = Tail { committed: frontier.size(), frontier };
            self.pending.tails[class.index()] = Some(tail);
        }
        Ok(self.pending.tails[class.index()].as_ref().expect("it was read just now"))
    }

    /// The leaf of a case's last entry in a log: the only head there is on one device.
    async fn case_head(&mut self, class: LogClass, case: CaseId) -> Result<Option<[u8; 32]>> {
        if let Some(head) = self.pending.heads.get(&(class, case)) {
            return Ok(Some(*head));
        }
        let (log, id) = (class.id(), case.0.as_bytes().as_slice());
        let row = sqlx::query!(
            "SELECT merkle_node.hash FROM merkle_node
             WHERE log = ?1 AND level = 0
               AND position = (SELECT max(position) FROM entry WHERE case_id = ?2 AND log = ?1)",
            log,
            id
        )
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| Ok(codec::hash("node", &row.hash)?.0)).transpose()
    }
}

/// Whether the database holds exactly these checkpoints: whether the commit that wrote them happened.
pub(crate) async fn have_checkpoints(
    connection: &mut SqliteConnection,
    made: &[CheckpointMade],
) -> Result<bool> {
    for checkpoint in made {
        let (log, size) = (checkpoint.class.id(), codec::signed("checkpoint", checkpoint.size)?);
        let row = sqlx::query!("SELECT note FROM checkpoint WHERE log = ? AND size = ?", log, size)
            .fetch_optional(&mut *connection)
            .await?;
        if row.is_none_or(|row| row.note != checkpoint.note.as_bytes()) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn json<T: Serialize>(rows: &[T]) -> Result<String> {
    serde_json::to_string(rows).map_err(|error| StoreError::refused("entry", error))
}
