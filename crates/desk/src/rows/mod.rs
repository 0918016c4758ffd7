//! The rows of a case: searched, filtered, sorted, added up, and sent a page at a time.
//!
//! Belongs here: what an open session keeps of a case's rows, and finding among them. Does not: what a row counts as, which the
//! analysis says.

mod find;
mod fold;
mod show;
mod table;

use std::sync::Arc;

use firstline_core::ContentHash;
use firstline_store::{cases, corrections};
use tokio::sync::Mutex;

use crate::queue::parse_case_id;
use crate::wire::{AppError, RowName, RowsPage, RowsQuery};
use crate::{Desk, assess, cases as shown, inputs, view};

use find::Wanted;
use table::RowTable;

/// The most rows of one answer.
const ROWS_MAX: u32 = 2_000;

/// How many cases' rows a session keeps: the one on screen and the one before it.
const TABLES_KEPT: usize = 2;

/// The row tables an open session keeps, by assessment. They go with the session, and are overwritten as they go.
#[derive(Default)]
pub(crate) struct RowShelf {
    // Held while a table is made, so that two who ask at once make one.
    kept: Mutex<Vec<Arc<RowTable>>>,
}

impl RowShelf {
    async fn get(
        &self,
        assessment: ContentHash,
        make: impl Future<Output = Result<RowTable, AppError>>,
    ) -> Result<Arc<RowTable>, AppError> {
        let mut kept = self.kept.lock().await;
        if let Some(at) = kept.iter().position(|table| table.assessment() == assessment) {
            let table = kept.remove(at);
            kept.push(Arc::clone(&table));
            return Ok(table);
        }
        let table = Arc::new(make.await?);
        if kept.len() == TABLES_KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&table));
        Ok(table)
    }
}

impl Desk {
    /// Rows of a case, `limit` of them from the place `from` among those found, with the sums of all found; and the place of one
    /// row among them, where one is named.
    pub async fn case_rows(
        &self,
        case_id: String,
        query: RowsQuery,
        from: u32,
        limit: u32,
        find: Option<RowName>,
    ) -> Result<RowsPage, AppError> {
        let open = self.open().await?;
        let id = parse_case_id(&case_id)?;
        let wanted = Wanted::read(query)?;
        let mut reader = open.store.read().await?;
        let case = cases::load(&mut reader, id).await?;
        let assessment = shown::current_assessment(&case)?;
        let table = open
            .rows
            .get(assessment.assessment, async {
                let dossier = shown::dossier(&open, &mut reader, case).await?;
                let inputs = inputs::of_assessment(&mut reader, id, &dossier.assessment).await?;
                let standing = corrections::of_case(&mut reader, id).await?;
                let work = move || {
                    let analysis =
                        assess::analyse(&inputs, &dossier.pack).map_err(assess::AssessError::from)?;
                    let corrected = view::corrections::entries(&analysis, &inputs.corrections, &standing);
                    let (hash, statements) = (assessment.assessment, inputs.statements);
                    RowTable::new(hash, statements, analysis, &dossier.pack.categories, &corrected)
                };
                tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?
            })
            .await?;
        show::page(&table, &wanted, from, limit.min(ROWS_MAX), find.as_ref())
    }
}
