//! Packs as the workspace holds them, read once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use firstline_core::ContentHash;
use firstline_policy::Pack;
use firstline_store::packs;

use crate::assess::LoadedPack;
use crate::session::Open;
use crate::wire::{AppError, ErrorCode};

/// Packs read so far, by hash.
#[derive(Default)]
pub(crate) struct PackShelf {
    read: Mutex<HashMap<ContentHash, Arc<LoadedPack>>>,
}

impl PackShelf {
    /// The pack with this hash, from the workspace.
    pub(crate) async fn get(&self, open: &Open, hash: ContentHash) -> Result<Arc<LoadedPack>, AppError> {
        let known = self.read.lock().ok().and_then(|read| read.get(&hash).cloned());
        if let Some(pack) = known {
            return Ok(pack);
        }
        let mut reader = open.store.read().await?;
        let files: BTreeMap<String, Vec<u8>> = packs::files(&mut reader, hash).await?.into_iter().collect();
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
    pub(crate) async fn active(&self, open: &Open, product: &str) -> Result<Arc<LoadedPack>, AppError> {
        let active = {
            let mut reader = open.store.read().await?;
            packs::active(&mut reader, product).await?
        };
        let Some(active) = active else {
            return Err(AppError::new(
                ErrorCode::PackRefused,
                format!("no pack is in force for the product {product:?}"),
            ));
        };
        self.get(open, active.name.hash).await
    }
}
