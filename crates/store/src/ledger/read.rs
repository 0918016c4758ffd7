//! Reading entries: one, a case's, page by page backward, and all of them in batches.

use chrono::{DateTime, Utc};
use firstline_core::CaseId;
use firstline_ledger::entry::{self, Entry};

use super::LogClass;
use crate::codec;
use crate::connection::{Read, Reader};
use crate::error::{Result, StoreError};
use crate::event::Event;
use crate::ids::UserId;

/// A payload and the salt of the commitment to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPayload {
    /// The salt.
    pub salt: [u8; 32],
    /// The payload's bytes.
    pub bytes: Vec<u8>,
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Which log.
    pub class: LogClass,
    /// Its position, counted from 0.
    pub position: u64,
    /// The verbatim bytes.
    pub bytes: Vec<u8>,
    /// The event's name.
    pub event: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: UserId,
    /// Which case.
    pub case: Option<CaseId>,
    /// The payload, unless it was erased.
    pub payload: Option<StoredPayload>,
}

impl StoredEntry {
    /// The fields and the signature that the bytes hold.
    pub fn parse(&self) -> Result<Entry> {
        entry::parse(&self.bytes).map_err(|error| StoreError::damaged("entry", error))
    }

    /// The event, read from the payload; `missing` where that was erased.
    pub fn event(&self) -> Result<Event> {
        let payload =
            self.payload.as_ref().ok_or_else(|| StoreError::missing("payload of entry", self.position))?;
        // Every event is at version 1; verification compares this with what the entry's bytes state.
        Event::decode(&self.event, 1, &payload.bytes)
    }
}

/// What narrows a list of entries. An empty one narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// The event's name.
    pub event: Option<String>,
    /// Who.
    pub actor: Option<UserId>,
    /// Which case.
    pub case: Option<CaseId>,
    /// Not before this time.
    pub from: Option<DateTime<Utc>>,
    /// Before this time.
    pub to: Option<DateTime<Utc>>,
}

/// A checkpoint as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// Which log.
    pub class: LogClass,
    /// How many entries it covers.
    pub size: u64,
    /// The signed note, verbatim.
    pub note: Vec<u8>,
}

pub(super) struct Row {
    pub(super) log: i64,
    pub(super) position: i64,
    pub(super) bytes: Vec<u8>,
    pub(super) event: String,
    pub(super) at_ms: i64,
    pub(super) actor: Vec<u8>,
    pub(super) case_id: Option<Vec<u8>>,
    pub(super) salt: Option<Vec<u8>>,
    pub(super) payload: Option<Vec<u8>>,
}

impl TryFrom<Row> for StoredEntry {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let payload = match (row.salt, row.payload) {
            (Some(salt), Some(bytes)) => {
                Some(StoredPayload { salt: codec::hash("payload", &salt)?.0, bytes })
            }
            _ => None,
        };
        Ok(StoredEntry {
            class: LogClass::from_id(row.log)?,
            position: codec::unsigned("entry", row.position)?,
            bytes: row.bytes,
            event: row.event,
            at: codec::time("entry", row.at_ms)?,
            actor: codec::user_id(&row.actor)?,
            case: row.case_id.as_deref().map(codec::case_id).transpose()?,
            payload,
        })
    }
}

/// Repeats the one entry query with another condition. An index is named where a list must run on it: the planner, which knows
/// no numbers, would go over the log in its order.
macro_rules! entries_where {
    ($index:literal, $($condition:literal)+, $connection:expr, $($bound:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT entry.log, entry.position, entry.bytes, entry.event, entry.at_ms, entry.actor, entry.case_id,
                payload.salt AS "salt?", payload.bytes AS "payload?"
               FROM entry "# + $index + r#" LEFT JOIN payload ON payload.log = entry.log AND payload.position = entry.position
               WHERE "# $(+ $condition)+,
            $($bound),*
        )
        .fetch_all($connection)
        .await?
    };
}

/// Reads one entry.
pub async fn load(from: &mut Reader, class: LogClass, position: u64) -> Result<StoredEntry> {
    let (log, row_position) = (class.id(), codec::signed("entry", position)?);
    let rows =
        entries_where!("", "entry.log = ? AND entry.position = ?", from.connection(), log, row_position);
    let row = rows.into_iter().next();
    row.ok_or_else(|| StoreError::missing("entry", position))?.try_into()
}

/// A case's entries of one log, the latest first, at most `limit`.
pub async fn of_case(
    from: &mut Reader,
    class: LogClass,
    case: CaseId,
    limit: u32,
) -> Result<Vec<StoredEntry>> {
    let (log, id) = (class.id(), case.0.as_bytes().as_slice());
    let rows = entries_where!(
        "INDEXED BY entry_by_case",
        "entry.case_id = ? AND entry.log = ? ORDER BY entry.position DESC LIMIT ?",
        from.connection(),
        id,
        log,
        limit
    );
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Entries from a position on, in order, at most `limit`: for going over a whole log in batches.
pub async fn batch(
    from: &mut impl Read,
    class: LogClass,
    start: u64,
    limit: u32,
) -> Result<Vec<StoredEntry>> {
    let (log, start) = (class.id(), codec::signed("entry", start)?);
    let rows = entries_where!(
        "",
        "entry.log = ? AND entry.position >= ? ORDER BY entry.position LIMIT ?",
        from.connection(),
        log,
        start,
        limit
    );
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Repeats the one list query with another driver, each of which has its index in position order.
macro_rules! page_where {
    ($index:literal, $driver:literal, $connection:expr, $log:expr, $before:expr, $limit:expr, $filter:expr) => {{
        let Filter { event, actor, case, from_ms, to_ms } = $filter;
        let (log, before, limit) = ($log, $before, $limit);
        entries_where!(
            $index,
            "entry.log = ?1 AND entry.position < ?2 AND (?4 IS NULL OR entry.event = ?4)
               AND (?5 IS NULL OR entry.actor = ?5) AND (?6 IS NULL OR entry.case_id = ?6)
               AND (?7 IS NULL OR entry.at_ms >= ?7) AND (?8 IS NULL OR entry.at_ms < ?8)"
            $driver
            " ORDER BY entry.position DESC LIMIT ?3",
            $connection,
            log,
            before,
            limit,
            event,
            actor,
            case,
            from_ms,
            to_ms,
        )
    }};
}

/// The filter's values as columns have them.
struct Filter {
    event: Option<String>,
    actor: Option<Vec<u8>>,
    case: Option<Vec<u8>>,
    from_ms: Option<i64>,
    to_ms: Option<i64>,
}

/// A page of entries, the newest first, before a position (`None`: from the end).
pub async fn page(
    from: &mut Reader,
    class: LogClass,
    filter: &EntryFilter,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<StoredEntry>> {
    let log = class.id();
    let before = before.map_or(Ok(i64::MAX), |position| codec::signed("entry", position))?;
    let columns = Filter {
        event: filter.event.clone(),
        actor: filter.actor.map(|actor| actor.0.as_bytes().to_vec()),
        case: filter.case.map(|case| case.0.as_bytes().to_vec()),
        from_ms: filter.from.map(|at| at.timestamp_millis()),
        to_ms: filter.to.map(|at| at.timestamp_millis()),
    };
    let connection = from.connection();
    let rows = if columns.case.is_some() {
        page_where!(
            "INDEXED BY entry_by_case",
            " AND entry.case_id = ?6",
            connection,
            log,
            before,
            limit,
            columns
        )
    } else if columns.event.is_some() {
        page_where!(
            "INDEXED BY entry_by_event",
            " AND entry.event = ?4",
            connection,
            log,
            before,
            limit,
            columns
        )
    } else if columns.actor.is_some() {
        page_where!(
            "INDEXED BY entry_by_actor",
            " AND entry.actor = ?5",
            connection,
            log,
            before,
            limit,
            columns
        )
    } else {
        page_where!("", "", connection, log, before, limit, columns)
    };
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many entries a log has.
pub async fn count(from: &mut impl Read, class: LogClass) -> Result<u64> {
    let log = class.id();
    let row = sqlx::query!(r#"SELECT max(position) AS "last?: i64" FROM entry WHERE log = ?"#, log)
        .fetch_one(from.connection())
        .await?;
    row.last.map_or(Ok(0), |last| Ok(codec::unsigned("log", last)? + 1))
}

struct CheckpointRow {
    size: i64,
    note: Vec<u8>,
}

impl CheckpointRow {
    fn read(self, class: LogClass) -> Result<StoredCheckpoint> {
        Ok(StoredCheckpoint { class, size: codec::unsigned("checkpoint", self.size)?, note: self.note })
    }
}

/// The newest checkpoint of a log.
pub async fn latest_checkpoint(from: &mut impl Read, class: LogClass) -> Result<Option<StoredCheckpoint>> {
    let log = class.id();
    sqlx::query_as!(
        CheckpointRow,
        "SELECT size, note FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT 1",
        log
    )
    .fetch_optional(from.connection())
    .await?
    .map(|row| row.read(class))
    .transpose()
}

/// Checkpoints of a log in order, those that cover more than `after` and at most `up_to` entries.
pub async fn checkpoints(
    from: &mut Reader,
    class: LogClass,
    after: u64,
    up_to: u64,
) -> Result<Vec<StoredCheckpoint>> {
    let log = class.id();
    let (after, up_to) = (codec::signed("checkpoint", after)?, codec::signed("checkpoint", up_to)?);
    let rows = sqlx::query_as!(
        CheckpointRow,
        "SELECT size, note FROM checkpoint WHERE log = ? AND size > ? AND size <= ? ORDER BY size",
        log,
        after,
        up_to
    )
    .fetch_all(from.connection())
    .await?;
    rows.into_iter().map(|row| row.read(class)).collect()
}

/// How many entries the newest checkpoint covers that somebody else holds; what comes after is the unwitnessed tail.
pub async fn witnessed_size(from: &mut impl Read, class: LogClass) -> Result<u64> {
    let log = class.id();
    let row = sqlx::query!(r#"SELECT max(size) AS "size?: i64" FROM witness WHERE log = ?"#, log)
        .fetch_one(from.connection())
        .await?;
    row.size.map_or(Ok(0), |size| codec::unsigned("witness", size))
}
