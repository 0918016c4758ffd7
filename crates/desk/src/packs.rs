//! Packs as the workspace holds them, read once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use firstline_core::ContentHash;
use firstline_policy::Pack;
use firstline_store::{Read, packs};

use crate::assess::LoadedPack;
use crate::wire::{AppError, ErrorCode};

/// Packs read so far, by hash.
#[derive(Default)]
pub(crate) struct PackShelf {
    read: Mutex<HashMap<ContentHash, Arc<LoadedPack>>>,
}

impl PackShelf {
    /// The pack with this hash, from the workspace.
    pub(crate) async fn get(
        &self,
        from: &mut impl Read,
        hash: ContentHash,
    ) -> Result<Arc<LoadedPack>, AppError> {
        let known = self.read.lock().ok().and_then(|read| read.get(&hash).cloned());
        if let Some(pack) = known {
            return Ok(pack);
        }
        let files: BTreeMap<String, Vec<u8>> = packs::files(from, hash).await?.into_iter().collect();
        let pack = Pack::from_files(files).map_err(crate::assess::LoadPackError::from)?;
        if pack.hash() != hash {
            return Err(AppError::new(
                ErrorCode::PackRefused,
                format!("the pack stored as {hash} hashes to {}", pack.hash()),
            ));
        }
        let loaded = Arc::new(LoadedPack::new(pack)?);
        if let Ok(mut read) = self.read.lock() {
            read.insert(hash, Arc::clone(&loaded));
        }
        Ok(loaded)
    }

    /// The pack in force for a product.
    pub(crate) async fn active(
        &self,
        from: &mut impl Read,
        product: &str,
    ) -> Result<Arc<LoadedPack>, AppError> {
        let Some(active) = packs::active(from, product).await? else {
            return Err(AppError::new(
                ErrorCode::PackRefused,
                format!("no pack is in force for the product {product:?}"),
            ));
        };
        self.get(from, active.name.hash).await
    }
}
