//! Product packs by their hash, kept so that every pack a case was assessed with can be loaded again.

use chrono::{DateTime, Utc};
use firstline_core::ContentHash;

use crate::codec;
use crate::connection::Read;
use crate::documents::{self, Insertion};
use crate::error::{Result, StoreError};
use crate::transaction::WriteTransaction;

/// A pack's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackName {
    /// The pack's hash, as `firstline-policy` works it out.
    pub hash: ContentHash,
    /// The product.
    pub product: String,
    /// The version.
    pub version: String,
}

/// The pack in force for a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivePack {
    /// The pack.
    pub name: PackName,
    /// Since when.
    pub activated_at: DateTime<Utc>,
}

/// One file of a pack: its path within the pack's folder, with `/`, and its bytes.
pub type PackFile = (String, Vec<u8>);

/// Inserts a pack and its files; a pack that is here already is left as it is.
pub async fn insert(tx: &mut WriteTransaction, name: &PackName, files: &[PackFile]) -> Result<Insertion> {
    let hash = name.hash.0.as_slice();
    let (product, version) = (&name.product, &name.version);
    let done = sqlx::query!(
        "INSERT INTO pack (hash, product, version) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        hash,
        product,
        version
    )
    .execute(tx.connection())
    .await?;
    let insertion = Insertion::of(done.rows_affected());
    if insertion.is_new() {
        for (path, bytes) in files {
            let (document, _) = documents::insert(tx, bytes).await?;
            let document = document.0.as_slice();
            sqlx::query!(
                "INSERT INTO pack_file (pack, path, document) VALUES (?, ?, ?)",
                hash,
                path,
                document
            )
            .execute(tx.connection())
            .await?;
        }
    }
    Ok(insertion)
}

/// A pack's files, by path. The caller works out the hash anew and compares it.
pub async fn files(from: &mut impl Read, pack: ContentHash) -> Result<Vec<PackFile>> {
    let name = pack.0.as_slice();
    let rows = sqlx::query!("SELECT path, document FROM pack_file WHERE pack = ? ORDER BY path", name)
        .fetch_all(from.connection())
        .await?;
    if rows.is_empty() {
        return Err(StoreError::missing("pack", pack));
    }
    let mut files = Vec::with_capacity(rows.len());
    for row in rows {
        files.push((row.path, documents::load(from, codec::hash("pack file", &row.document)?).await?));
    }
    Ok(files)
}

/// Every pack here, by product and version.
pub async fn all(from: &mut impl Read) -> Result<Vec<PackName>> {
    let rows = sqlx::query!("SELECT hash, product, version FROM pack ORDER BY product, version, hash")
        .fetch_all(from.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PackName { hash: codec::hash("pack", &row.hash)?, product: row.product, version: row.version })
        })
        .collect()
}

/// The pack in force for a product.
pub async fn active(from: &mut impl Read, product: &str) -> Result<Option<ActivePack>> {
    let row = sqlx::query!("SELECT pack, version, activated_ms FROM active_pack WHERE product = ?", product)
        .fetch_optional(from.connection())
        .await?;
    row.map(|row| {
        let name = PackName {
            hash: codec::hash("active pack", &row.pack)?,
            product: product.to_owned(),
            version: row.version,
        };
        Ok(ActivePack { name, activated_at: codec::time("active pack", row.activated_ms)? })
    })
    .transpose()
}
