//! Layouts that people have described: a projection. What a mapping says is the reader's of files to know; here it is text.

use chrono::{DateTime, Utc};
use firstline_core::ContentHash;

use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError};
use crate::ids::UserId;

/// A mapping in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMapping {
    /// The layout's name.
    pub layout: String,
    /// The hash of the mapping's canonical bytes.
    pub hash: ContentHash,
    /// The mapping, as canonical JSON.
    pub content: String,
    /// Who described it.
    pub saved_by: UserId,
    /// When.
    pub saved_at: DateTime<Utc>,
}

struct Row {
    layout: String,
    hash: Vec<u8>,
    mapping: String,
    saved_by: Vec<u8>,
    saved_ms: i64,
}

impl TryFrom<Row> for SavedMapping {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(SavedMapping {
            layout: row.layout,
            hash: codec::hash("column mapping", &row.hash)?,
            content: row.mapping,
            saved_by: codec::user_id(&row.saved_by)?,
            saved_at: codec::time("column mapping", row.saved_ms)?,
        })
    }
}

/// Every mapping in force, by the layout's name.
pub async fn all(from: &mut impl Read) -> Result<Vec<SavedMapping>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT layout, hash, mapping, saved_by, saved_ms FROM column_mapping ORDER BY layout"
    )
    .fetch_all(from.connection())
    .await?;
    rows.into_iter().map(SavedMapping::try_from).collect()
}
