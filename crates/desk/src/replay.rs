//! Proving that what was stored can be had again: assessments replayed to the byte, projections rebuilt to the row.

use std::time::Instant;

use firstline_core::canonical;
use firstline_store::{assessments, projections};

use crate::progress::Progress;
use crate::session::{self, Open};
use crate::wire::{AppError, ReplayReceipt};
use crate::{Desk, assess, inputs, runs};

/// How many assessments are read at once.
const PAGE_ASSESSMENTS: u32 = 200;

/// The most differing assessments that are named.
const NAMED_MAX: usize = 100;

impl Desk {
    /// Replays every stored assessment and rebuilds the projections from the ledger on the side; says where either differs.
    pub async fn replay(&self, progress: &mut dyn Progress) -> Result<ReplayReceipt, AppError> {
        let open = self.open().await?;
        open.require(session::audits(open.session.role))?;
        let start = Instant::now();
        let (replayed, different) = replay_assessments(&open, progress).await?;
        let rebuilt = projections::check(&open.store).await?;
        Ok(ReplayReceipt {
            assessments: replayed,
            different,
            projections_identical: rebuilt.is_identical(),
            tables: rebuilt.tables.iter().map(|table| table.table.to_owned()).collect(),
            took_ms: runs::milliseconds(start.elapsed()),
        })
    }
}

async fn replay_assessments(
    open: &Open,
    progress: &mut dyn Progress,
) -> Result<(u32, Vec<String>), AppError> {
    let mut reader = open.store.read().await?;
    let total = assessments::count(&mut reader).await?;
    let (mut replayed, mut different, mut after) = (0_u32, Vec::new(), None);
    loop {
        let page = assessments::page(&mut reader, after, PAGE_ASSESSMENTS).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.sequence);
        for stored in &page {
            let assessment = stored.assessment()?;
            let pack = open.shelf.get(&mut reader, assessment.pack).await?;
            let inputs = inputs::of_assessment(&mut reader, stored.case, &assessment).await?;
            let again = canonical::to_bytes(&assess::assess(&inputs, &pack, assessment.as_of)?);
            if again != stored.bytes && different.len() < NAMED_MAX {
                different.push(stored.hash.to_string());
            }
            replayed += 1;
        }
        progress.report("replay", u64::from(replayed), total);
    }
    Ok((replayed, different))
}
