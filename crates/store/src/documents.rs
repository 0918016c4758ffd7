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

/// A document hashed and deflated, which any thread can do; [`insert_prepared`] writes it.
#[derive(Debug)]
pub struct PreparedDocument {
    hash: ContentHash,
    length: i64,
    encoding: &'static str,
    stored: Vec<u8>,
}

impl PreparedDocument {
    /// Prepares a document.
    pub fn new(bytes: Vec<u8>) -> Result<Self> {
        let hash = ContentHash::of(&bytes);
        let length = codec::signed("document", bytes.len() as u64)?;
        let deflated = if bytes.len() < DEFLATE_FROM { None } else { Some(codec::deflate(&bytes)?) };
        let (encoding, stored) = match deflated {
            Some(deflated) if deflated.len() < bytes.len() => ("deflate", deflated),
            _ => ("plain", bytes),
        };
        Ok(PreparedDocument { hash, length, encoding, stored })
    }

    /// The hash of its bytes.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// How many bytes it takes up.
    pub fn size(&self) -> usize {
        self.stored.len()
    }
}

/// Inserts bytes under their hash.
pub async fn insert(tx: &mut WriteTransaction, bytes: &[u8]) -> Result<(ContentHash, Insertion)> {
    insert_prepared(tx, &PreparedDocument::new(bytes.to_vec())?).await
}

/// Inserts what was made ready before.
pub async fn insert_prepared(
    tx: &mut WriteTransaction,
    document: &PreparedDocument,
) -> Result<(ContentHash, Insertion)> {
    let name = document.hash.0.as_slice();
    let done = sqlx::query!(
        "INSERT INTO document (hash, length, encoding, stored) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        name,
        document.length,
        document.encoding,
        document.stored
    )
    .execute(tx.connection())
    .await?;
    Ok((document.hash, Insertion::of(done.rows_affected())))
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
