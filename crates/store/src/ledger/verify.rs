//! Verification of the whole store's ledger: every leaf, node, commitment, checkpoint and signature worked out again.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use firstline_core::ContentHash;
use firstline_ledger::checkpoint::Checkpoint;
use firstline_ledger::entry::{self, Entry, EntryDraft};
use firstline_ledger::hash::{Hash, leaf_hash};
use firstline_ledger::payload;
use firstline_ledger::tree::{Frontier, NodePlace};

use super::read::{StoredCheckpoint, StoredEntry};
use super::{LogClass, Nodes, nodes, read};
use crate::connection::{Read, Reader, Store};
use crate::error::Result;
use crate::event::Event;
use crate::ids::UserId;
use crate::{codec, users};

const BATCH: u32 = 1_000;

/// Where in the store something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The log itself: its name, its key, its end.
    Log,
    /// The entry at a position, or a column beside its bytes.
    Entry(u64),
    /// The payload of the entry at a position.
    Payload(u64),
    /// The signature of the entry at a position.
    Signature(u64),
    /// A node of the tree.
    Node {
        /// Its level, leaves 0.
        level: u32,
        /// Its place in the level.
        position: u64,
    },
    /// The checkpoint over so many entries.
    Checkpoint(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Log => f.write_str("log"),
            Place::Entry(position) => write!(f, "entry {position}"),
            Place::Payload(position) => write!(f, "payload of entry {position}"),
            Place::Signature(position) => write!(f, "signature of entry {position}"),
            Place::Node { level, position } => write!(f, "node {level}/{position}"),
            Place::Checkpoint(size) => write!(f, "checkpoint {size}"),
        }
    }
}

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} log, {place}: {what}", class.code())]
pub struct LedgerFault {
    /// Which log.
    pub class: LogClass,
    /// Where.
    pub place: Place,
    /// What is wrong there.
    pub what: String,
}

/// What was found of one log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogReport {
    /// How many entries were verified.
    pub entries: u64,
    /// The root over all of them; `None` for an empty log.
    pub root: Option<ContentHash>,
    /// How many payloads matched their commitment.
    pub payloads: u64,
    /// How many payloads have been erased.
    pub payloads_erased: u64,
    /// How many signatures of persons were verified.
    pub signatures: u64,
    /// How many checkpoints were verified.
    pub checkpoints: u64,
    /// How many entries a checkpoint covers that somebody else holds.
    pub witnessed: u64,
}

/// What was found of each log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerReport {
    /// By log.
    pub logs: BTreeMap<LogClass, LogReport>,
}

/// Verifies both logs of an open workspace, or names the first thing that is wrong.
///
/// `progress` is told how many entries of how many are done.
pub async fn verify(
    store: &Store,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<std::result::Result<LedgerReport, LedgerFault>> {
    let mut reader = store.read().await?;
    let mut total = 0;
    for class in LogClass::ALL {
        total += read::count(&mut reader, class).await?;
    }
    let mut report = LedgerReport::default();
    let mut done = 0;
    for class in LogClass::ALL {
        let mut walk = Walk::new(store, class);
        match walk.run(&mut reader, &mut |entries| progress(done + entries, total)).await? {
            Ok(log) => {
                done += log.entries;
                report.logs.insert(class, log);
            }
            Err(fault) => return Ok(Err(fault)),
        }
    }
    Ok(Ok(report))
}

type Finding<T> = std::result::Result<T, LedgerFault>;

/// Going through one log.
struct Walk<'s> {
    store: &'s Store,
    class: LogClass,
    frontier: Frontier,
    report: LogReport,
    nodes: u64,
    last_checkpoint: u64,
    /// Public keys by user, as the entries so far enrolled them.
    keys: HashMap<UserId, [u8; 32]>,
}

impl<'s> Walk<'s> {
    fn new(store: &'s Store, class: LogClass) -> Self {
        Walk {
            store,
            class,
            frontier: Frontier::default(),
            report: LogReport::default(),
            nodes: 0,
            last_checkpoint: 0,
            keys: HashMap::new(),
        }
    }

    fn fault<T>(&self, place: Place, what: impl Into<String>) -> Finding<T> {
        Err(LedgerFault { class: self.class, place, what: what.into() })
    }

    async fn run(
        &mut self,
        reader: &mut Reader,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<Finding<LogReport>> {
        if let Err(fault) = self.check_log(reader).await? {
            return Ok(Err(fault));
        }
        loop {
            let start = self.frontier.size();
            let entries = match read::batch(reader, self.class, start, BATCH).await {
                Ok(entries) => entries,
                Err(error) => return self.unreadable(Place::Entry(start), error),
            };
            let Some(end) = entries.last().map(|entry| entry.position + 1) else { break };
            let end = end.min(start + entries.len() as u64);
            let checkpoints = read::checkpoints(reader, self.class, start, end).await?;
            let stored = nodes::completed_between(reader.connection(), self.class, start, end).await?;
            if let Err(fault) = self.check_batch(&entries, &checkpoints, &stored) {
                return Ok(Err(fault));
            }
            progress(self.frontier.size());
        }
        self.check_end(reader).await
    }

    /// A row that does not make an entry is a fault of that row; anything else is an error of reading.
    fn unreadable(&self, place: Place, error: crate::StoreError) -> Result<Finding<LogReport>> {
        match error {
            crate::StoreError::Damaged { detail, .. } => Ok(self.fault(place, detail)),
            other => Err(other),
        }
    }

    async fn check_log(&mut self, reader: &mut Reader) -> Result<Finding<()>> {
        let log = self.class.id();
        let row = sqlx::query!("SELECT origin, public_key FROM log WHERE id = ?", log)
            .fetch_one(reader.connection())
            .await?;
        if row.origin != super::origin(self.store.logs().workspace(), self.class) {
            return Ok(self.fault(Place::Log, "its name is not this workspace's"));
        }
        if row.public_key != self.store.logs().public_key() {
            return Ok(self.fault(Place::Log, "its public key is not that of the device's signing key"));
        }
        if self.class == LogClass::Access {
            // Persons are enrolled in the decision log, which was verified before this one.
            self.keys =
                users::all(reader).await?.into_iter().map(|user| (user.id, user.public_key)).collect();
        }
        Ok(Ok(()))
    }

    fn check_batch(
        &mut self,
        entries: &[StoredEntry],
        checkpoints: &[StoredCheckpoint],
        stored: &Nodes,
    ) -> Finding<()> {
        let mut checkpoints = checkpoints.iter().peekable();
        let mut completed = 0;
        for entry in entries {
            let leaf = self.check_entry(entry, stored)?;
            for node in self.frontier.append(leaf) {
                let place = Place::Node { level: node.level, position: node.position };
                match stored.get(&NodePlace { level: node.level, position: node.position }) {
                    Some(hash) if *hash == node.hash => completed += 1,
                    Some(_) if node.level == 0 => {
                        return self
                            .fault(Place::Entry(entry.position), "its bytes are not those of its leaf");
                    }
                    Some(_) => return self.fault(place, "it is not the hash of the two below it"),
                    None => return self.fault(place, "it is missing"),
                }
            }
            while let Some(checkpoint) = checkpoints.next_if(|next| next.size == self.frontier.size()) {
                self.check_checkpoint(checkpoint)?;
            }
        }
        if stored.len() != completed {
            return self.fault(Place::Log, "there are nodes that no entry completes");
        }
        self.nodes += completed as u64;
        match checkpoints.next() {
            Some(checkpoint) => self.fault(Place::Checkpoint(checkpoint.size), "it is out of order"),
            None => Ok(()),
        }
    }

    /// Checks an entry and what stands beside it; gives its leaf hash.
    fn check_entry(&mut self, stored: &StoredEntry, nodes: &Nodes) -> Finding<Hash> {
        let expected = self.frontier.size();
        let place = Place::Entry(expected);
        if stored.position != expected {
            return self.fault(place, format!("it is missing; entry {} follows", stored.position));
        }
        let leaf = leaf_hash(&stored.bytes);
        // First of all, so that whatever a changed byte says is not blamed on what it speaks of.
        match nodes.get(&NodePlace { level: 0, position: expected }) {
            Some(found) if *found == leaf => {}
            Some(_) => return self.fault(place, "its bytes and its leaf hash do not agree"),
            None => return self.fault(place, "its leaf hash is missing"),
        }
        let entry = match entry::parse(&stored.bytes) {
            Ok(entry) => entry,
            Err(error) => return self.fault(place, error.to_string()),
        };
        let fields = &entry.fields;
        if fields.log != self.store.logs().origin(self.class) || fields.index != expected {
            return self.fault(place, "its bytes name another log or position");
        }
        let columns = (stored.event.as_str(), stored.at, stored.actor.0, stored.case.map(|case| case.0));
        if columns != (fields.event.as_str(), fields.at, fields.actor, fields.case) {
            return self.fault(place, "a column beside its bytes says something else than they do");
        }
        let event = self.check_payload(stored, fields)?;
        self.check_signature(stored, &entry)?;
        if let Some(Event::UserEnrolled(user)) = &event {
            self.keys.insert(user.user, user.public_key);
        }
        self.report.entries += 1;
        Ok(leaf)
    }

    fn check_payload(&mut self, stored: &StoredEntry, fields: &EntryDraft) -> Finding<Option<Event>> {
        let place = Place::Payload(stored.position);
        let Some(found) = &stored.payload else {
            self.report.payloads_erased += 1;
            return Ok(None);
        };
        if payload::commit(&found.salt, &found.bytes) != fields.commitment {
            return self.fault(place, "it is not what the entry commits to");
        }
        self.report.payloads += 1;
        match Event::decode(&fields.event, fields.event_version, &found.bytes) {
            Ok(event) if !refers_to(fields, &event) => {
                self.fault(place, "it speaks of other things than the entry refers to")
            }
            Ok(event) => Ok(Some(event)),
            Err(error) => self.fault(place, error.to_string()),
        }
    }

    /// Reading the entry showed that its signature is that of the key it names; the key must be the acting person's.
    fn check_signature(&mut self, stored: &StoredEntry, entry: &Entry) -> Finding<()> {
        let place = Place::Signature(stored.position);
        match (&entry.signature, Event::needs_signature(&stored.event)) {
            (None, false) => Ok(()),
            (None, true) => self.fault(place, "it is missing"),
            (Some(_), false) => self.fault(place, "an event of this kind has none"),
            (Some(signature), true) => {
                if self.keys.get(&stored.actor) != Some(&signature.key) {
                    return self.fault(place, "it is not made with the acting person's enrolled key");
                }
                self.report.signatures += 1;
                Ok(())
            }
        }
    }

    fn check_checkpoint(&mut self, stored: &StoredCheckpoint) -> Finding<()> {
        let place = Place::Checkpoint(stored.size);
        let logs = self.store.logs();
        let origin = logs.origin(self.class);
        let Ok(note) = std::str::from_utf8(&stored.note) else {
            return self.fault(place, "it is not text");
        };
        let checkpoint = match Checkpoint::parse(note, origin, &logs.public_key()) {
            Ok(checkpoint) => checkpoint,
            Err(error) => return self.fault(place, error.to_string()),
        };
        if checkpoint.size != stored.size || checkpoint.root != self.frontier.root() {
            return self.fault(place, "it is signed over other entries than these");
        }
        self.report.checkpoints += 1;
        self.last_checkpoint = stored.size;
        Ok(())
    }

    /// What is left when all entries were read: nothing may lie beyond them.
    async fn check_end(&mut self, reader: &mut Reader) -> Result<Finding<LogReport>> {
        let log = self.class.id();
        let size = self.frontier.size();
        let row = sqlx::query!(
            r#"SELECT (SELECT count(*) FROM merkle_node WHERE log = ?1) AS "nodes!: i64",
                (SELECT count(*) FROM payload WHERE log = ?1) AS "payloads!: i64",
                (SELECT count(*) FROM entry WHERE log = ?1) AS "entries!: i64",
                (SELECT count(*) FROM checkpoint WHERE log = ?1) AS "checkpoints!: i64""#,
            log
        )
        .fetch_one(reader.connection())
        .await?;
        let found = (row.nodes, row.payloads, row.entries, row.checkpoints);
        let seen = |count: u64| codec::signed("log", count);
        let expected =
            (seen(self.nodes)?, seen(self.report.payloads)?, seen(size)?, seen(self.report.checkpoints)?);
        if found != expected {
            return Ok(self.fault(Place::Log, "there are rows that belong to no entry of it"));
        }
        if self.last_checkpoint != size {
            let first = Place::Entry(self.last_checkpoint);
            return Ok(self.fault(first, "no checkpoint covers it and the entries after it"));
        }
        self.report.root = (size > 0).then(|| ContentHash(self.frontier.root()));
        self.report.witnessed = read::witnessed_size(reader, self.class).await?;
        Ok(Ok(self.report.clone()))
    }
}

fn refers_to(fields: &EntryDraft, event: &Event) -> bool {
    let references = event.references();
    let named = references.iter().map(|(name, hash)| (name, &hash.0));
    fields.references.iter().eq(named)
}
