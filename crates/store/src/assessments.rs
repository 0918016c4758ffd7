//! Assessments, immutable, named by the hash of their canonical bytes.

use firstline_core::assessment::Assessment;
use firstline_core::{CaseId, ContentHash, canonical};

use crate::codec;
use crate::connection::Read;
use crate::documents::Insertion;
use crate::error::{Result, StoreError};
use crate::transaction::WriteTransaction;

/// One stored assessment with its name and its bytes, as a replay must give them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAssessment {
    /// The order it was made in; the key to page by.
    pub sequence: i64,
    /// The case.
    pub case: CaseId,
    /// The hash of the bytes.
    pub hash: ContentHash,
    /// The canonical bytes.
    pub bytes: Vec<u8>,
}

impl StoredAssessment {
    /// The assessment itself.
    pub fn assessment(&self) -> Result<Assessment> {
        canonical::from_bytes(&self.bytes).map_err(|error| StoreError::damaged("assessment", error))
    }
}

/// Inserts a case's assessment; the same one again changes nothing.
pub async fn insert(
    tx: &mut WriteTransaction,
    case: CaseId,
    assessment: &Assessment,
) -> Result<(ContentHash, Insertion)> {
    let bytes = canonical::to_bytes(assessment);
    let hash = ContentHash::of(&bytes);
    let stored = codec::deflate(&bytes)?;
    let (name, id) = (hash.0.as_slice(), case.0.as_bytes().as_slice());
    let (as_of, pack) = (assessment.as_of.timestamp_millis(), assessment.pack.0.as_slice());
    let length = codec::signed("assessment", bytes.len() as u64)?;
    let done = sqlx::query!(
        "INSERT INTO assessment (hash, case_id, as_of_ms, pack, length, stored) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (hash) DO NOTHING",
        name,
        id,
        as_of,
        pack,
        length,
        stored
    )
    .execute(tx.connection())
    .await?;
    Ok((hash, Insertion::of(done.rows_affected())))
}

struct Row {
    sequence: i64,
    hash: Vec<u8>,
    case_id: Vec<u8>,
    length: i64,
    stored: Vec<u8>,
}

impl TryFrom<Row> for StoredAssessment {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let hash = codec::hash("assessment", &row.hash)?;
        let bytes = codec::inflate("assessment", &row.stored, row.length)?;
        if ContentHash::of(&bytes) != hash {
            return Err(StoreError::damaged("assessment", format!("its bytes are not those of {hash}")));
        }
        Ok(StoredAssessment { sequence: row.sequence, case: codec::case_id(&row.case_id)?, hash, bytes })
    }
}

/// Reads one assessment, checked against its hash.
pub async fn load(from: &mut impl Read, hash: ContentHash) -> Result<StoredAssessment> {
    let name = hash.0.as_slice();
    sqlx::query_as!(
        Row,
        "SELECT sequence, hash, case_id, length, stored FROM assessment WHERE hash = ?",
        name
    )
    .fetch_optional(from.connection())
    .await?
    .ok_or_else(|| StoreError::missing("assessment", hash))?
    .try_into()
}

/// A case's assessments, the newest first.
pub async fn of_case(from: &mut impl Read, case: CaseId) -> Result<Vec<StoredAssessment>> {
    let id = case.0.as_bytes().as_slice();
    let rows = sqlx::query_as!(
        Row,
        "SELECT sequence, hash, case_id, length, stored FROM assessment WHERE case_id = ? ORDER BY sequence DESC",
        id
    )
    .fetch_all(from.connection())
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// All assessments in the order made, after one, at most `limit`: for replaying them.
pub async fn page(from: &mut impl Read, after: Option<i64>, limit: u32) -> Result<Vec<StoredAssessment>> {
    let after = after.unwrap_or(i64::MIN);
    let rows = sqlx::query_as!(
        Row,
        "SELECT sequence, hash, case_id, length, stored FROM assessment
         WHERE sequence > ? ORDER BY sequence LIMIT ?",
        after,
        limit
    )
    .fetch_all(from.connection())
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many assessments there are.
pub async fn count(from: &mut impl Read) -> Result<u64> {
    let row = sqlx::query!(r#"SELECT count(*) AS "count!: i64" FROM assessment"#)
        .fetch_one(from.connection())
        .await?;
    codec::unsigned("assessments", row.count)
}

/// How many assessments a case has had.
pub async fn count_of_case(from: &mut impl Read, case: CaseId) -> Result<u64> {
    let id = case.0.as_bytes().as_slice();
    let row = sqlx::query!(r#"SELECT count(*) AS "count!: i64" FROM assessment WHERE case_id = ?"#, id)
        .fetch_one(from.connection())
        .await?;
    codec::unsigned("assessments", row.count)
}
