//! Corrections that stand in a case, in the order they were made.

use chrono::{DateTime, Utc};
use firstline_core::CaseId;
use firstline_core::spending::{CorrectionScope, DataCorrection};
use firstline_core::statement::RowRef;

use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError, is_unique_violation};
use crate::ids::UserId;
use crate::projections::Occurrence;
use crate::transaction::WriteTransaction;

const WHAT: &str = "correction";

/// A correction that nobody undid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingCorrection {
    /// The position of its entry in the decision log.
    pub position: u64,
    /// What it puts right.
    pub correction: DataCorrection,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

struct Row {
    position: i64,
    scope: String,
    file: Vec<u8>,
    line: i64,
    category: String,
    corrected_by: Vec<u8>,
    corrected_ms: i64,
}

impl TryFrom<Row> for StandingCorrection {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let scope: CorrectionScope = codec::from_code(WHAT, &row.scope)?;
        let line = u32::try_from(row.line).map_err(|error| StoreError::damaged(WHAT, error))?;
        let named = RowRef { file: codec::hash(WHAT, &row.file)?, line };
        Ok(StandingCorrection {
            position: codec::unsigned(WHAT, row.position)?,
            correction: DataCorrection { scope, row: named, category: row.category },
            by: codec::user_id(&row.corrected_by)?,
            at: codec::time(WHAT, row.corrected_ms)?,
        })
    }
}

/// The corrections that stand in a case, the first made first.
pub async fn of_case(from: &mut impl Read, case: CaseId) -> Result<Vec<StandingCorrection>> {
    let id = case.0.as_bytes().as_slice();
    let rows = sqlx::query_as!(
        Row,
        "SELECT position, scope, file, line, category, corrected_by, corrected_ms
         FROM case_correction WHERE case_id = ? ORDER BY position",
        id
    )
    .fetch_all(from.connection())
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Puts a correction in the place of an earlier one of the same row and scope.
pub(crate) async fn put(
    tx: &mut WriteTransaction,
    occurrence: &Occurrence,
    case: CaseId,
    correction: &DataCorrection,
) -> Result<()> {
    let (id, actor) = (case.0.as_bytes().as_slice(), occurrence.actor.0.as_bytes().as_slice());
    let (scope, file) = (codec::code(&correction.scope), correction.row.file.0.as_slice());
    let (position, line) = (codec::signed(WHAT, occurrence.position)?, i64::from(correction.row.line));
    let (category, at) = (&correction.category, occurrence.at.timestamp_millis());
    sqlx::query!(
        "DELETE FROM case_correction WHERE case_id = ? AND scope = ? AND file = ? AND line = ?",
        id,
        scope,
        file,
        line
    )
    .execute(tx.connection())
    .await?;
    let done = sqlx::query!(
        "INSERT INTO case_correction (case_id, position, scope, file, line, category, corrected_by, corrected_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        position,
        scope,
        file,
        line,
        category,
        actor,
        at
    )
    .execute(tx.connection())
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(StoreError::duplicate(WHAT, occurrence.position)),
        Err(error) => Err(error.into()),
    }
}

/// Takes back the correction of an entry, which must stand in the case.
pub(crate) async fn remove(tx: &mut WriteTransaction, case: CaseId, position: u64) -> Result<()> {
    let (id, entry) = (case.0.as_bytes().as_slice(), codec::signed(WHAT, position)?);
    let done = sqlx::query!("DELETE FROM case_correction WHERE case_id = ? AND position = ?", id, entry)
        .execute(tx.connection())
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::missing(WHAT, position)) }
}
