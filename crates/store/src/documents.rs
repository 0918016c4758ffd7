//! Bytes as they came in, named by their hash: statement files and pack files.

use firstline_core::ContentHash;

use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError};
use crate::transaction::WriteTransaction;

/// Whether what was inserted is new here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insertion {
    /// It was not here before.
    New,
    /// The same is already here; nothing was changed.
    Same,
}

impl Insertion {
    /// Whether it was not here before.
    pub fn is_new(self) -> bool {
        self == Insertion::New
    }

    pub(crate) fn of(rows_affected: u64) -> Self {
        if rows_affected == 0 { Insertion::Same } else { Insertion::New }
    }
}

/// Below this many bytes deflating is not worth it.
const DEFLATE_FROM: usize = 256;

/// Inserts bytes under their hash.
pub async fn insert(tx: &mut WriteTransaction, bytes: &[u8]) -> Result<(ContentHash, Insertion)> {
    let hash = ContentHash::of(bytes);
    if exists(tx, hash).await? {
        return Ok((hash, Insertion::Same));
    }
    let deflated = if bytes.len() < DEFLATE_FROM { None } else { Some(codec::deflate(bytes)?) };
    let (encoding, stored) = match &deflated {
        Some(deflated) if deflated.len() < bytes.len() => ("deflate", deflated.as_slice()),
        _ => ("plain", bytes),
    };
    let name = hash.0.as_slice();
    let length = codec::signed("document", bytes.len() as u64)?;
    sqlx::query!(
        "INSERT INTO document (hash, length, encoding, stored) VALUES (?, ?, ?, ?)",
        name,
        length,
        encoding,
        stored
    )
    .execute(tx.connection())
    .await?;
    Ok((hash, Insertion::New))
}

/// Whether a document is here.
pub async fn exists(from: &mut impl Read, hash: ContentHash) -> Result<bool> {
    let name = hash.0.as_slice();
    let row = sqlx::query!("SELECT length FROM document WHERE hash = ?", name)
        .fetch_optional(from.connection())
        .await?;
    Ok(row.is_some())
}

/// Reads a document, checked against its hash.
pub async fn load(from: &mut impl Read, hash: ContentHash) -> Result<Vec<u8>> {
    let name = hash.0.as_slice();
    let row = sqlx::query!("SELECT length, encoding, stored FROM document WHERE hash = ?", name)
        .fetch_optional(from.connection())
        .await?
        .ok_or_else(|| StoreError::missing("document", hash))?;
    let bytes = match row.encoding.as_str() {
        "plain" => row.stored,
        "deflate" => codec::inflate("document", &row.stored, row.length)?,
        other => return Err(StoreError::damaged("document", format!("unknown encoding {other:?}"))),
    };
    if ContentHash::of(&bytes) == hash {
        Ok(bytes)
    } else {
        Err(StoreError::damaged("document", format!("its bytes are not those of {hash}")))
    }
}
