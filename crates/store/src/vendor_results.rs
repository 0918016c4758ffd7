//! Vendors' answers, immutable.

use firstline_core::vendor_result::VendorResult;
use firstline_core::{CaseId, ContentHash, canonical};

use crate::codec;
use crate::connection::Read;
use crate::documents::Insertion;
use crate::error::{Result, StoreError};
use crate::transaction::WriteTransaction;

/// Inserts an answer for a case; the same answer again changes nothing.
pub async fn insert(
    tx: &mut WriteTransaction,
    case: CaseId,
    result: &VendorResult,
) -> Result<(ContentHash, Insertion)> {
    let bytes = canonical::to_bytes(result);
    let hash = ContentHash::of(&bytes);
    let (name, id) = (hash.0.as_slice(), case.0.as_bytes().as_slice());
    let kind = codec::code(&result.kind);
    let obtained = result.obtained_at.timestamp_millis();
    let done = sqlx::query!(
        "INSERT INTO vendor_result (hash, case_id, kind, obtained_ms, bytes) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (hash) DO NOTHING",
        name,
        id,
        kind,
        obtained,
        bytes
    )
    .execute(tx.connection())
    .await?;
    Ok((hash, Insertion::of(done.rows_affected())))
}

/// A case's answers with their hashes, by the time obtained, then kind, then hash: the order an assessment reads them in.
pub async fn of_case(from: &mut impl Read, case: CaseId) -> Result<Vec<(ContentHash, VendorResult)>> {
    let id = case.0.as_bytes().as_slice();
    let rows = sqlx::query!("SELECT hash, bytes FROM vendor_result WHERE case_id = ?", id)
        .fetch_all(from.connection())
        .await?;
    let mut results = rows
        .into_iter()
        .map(|row| read(codec::hash("vendor result", &row.hash)?, &row.bytes))
        .collect::<Result<Vec<_>>>()?;
    results.sort_by_key(|(hash, result)| (result.obtained_at, result.kind, *hash));
    Ok(results)
}

/// Reads one answer by its hash.
pub async fn load(from: &mut impl Read, hash: ContentHash) -> Result<VendorResult> {
    let name = hash.0.as_slice();
    let row = sqlx::query!("SELECT bytes FROM vendor_result WHERE hash = ?", name)
        .fetch_optional(from.connection())
        .await?
        .ok_or_else(|| StoreError::missing("vendor result", hash))?;
    Ok(read(hash, &row.bytes)?.1)
}

fn read(hash: ContentHash, bytes: &[u8]) -> Result<(ContentHash, VendorResult)> {
    if ContentHash::of(bytes) != hash {
        return Err(StoreError::damaged("vendor result", format!("its bytes are not those of {hash}")));
    }
    let result = canonical::from_bytes(bytes).map_err(|error| StoreError::damaged("vendor result", error))?;
    Ok((hash, result))
}
