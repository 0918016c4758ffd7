//! Importing: files from outside become cases, evidence and entries. Everything is read and checked before anything is written;
//! a case is written whole, with its statements, in one transaction.

mod count;
mod given;
mod ready;
mod record;
mod source;
mod survey;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use firstline_core::lifecycle::CaseState;
use firstline_store::queue::{self, QueueFilter, QueueView};
use firstline_store::{CaseId, Reader, cases, links};
use zeroize::Zeroizing;

use crate::progress::Progress;
use crate::reader::Readers;
use crate::session::{self, Open};
use crate::wire::{AppError, ImportReceipt};
use crate::{Desk, mappings, runs};

pub(crate) use given::seen;

use record::Recorder;
use survey::Plan;

impl Desk {
    /// Imports files, or the files of folders: applications with the statements they name, vendor results, and statements for the
    /// case named. What a file is, is told from its content. The same file again changes nothing and says so.
    ///
    /// Refused, with nothing written, where any file is not as it should be or does not fit what is already here. A large import
    /// is committed some cases at a time: one that is cut off leaves whole cases, and importing again goes on from there.
    pub async fn import(
        &self,
        files: &[PathBuf],
        case_number: Option<&str>,
        progress: &mut dyn Progress,
    ) -> Result<ImportReceipt, AppError> {
        self.import_protected(files, case_number, None, progress).await
    }

    /// Imports likewise files of which some are protected; the password opens them and is kept nowhere.
    pub async fn import_protected(
        &self,
        files: &[PathBuf],
        case_number: Option<&str>,
        password: Option<Zeroizing<String>>,
        progress: &mut dyn Progress,
    ) -> Result<ImportReceipt, AppError> {
        let open = self.open().await?;
        open.require(session::imports(open.session.role))?;
        let start = Instant::now();
        let mappings = mappings::in_force(&mut open.store.read().await?).await?;
        let readers = Arc::new(Readers::new(self.reader.clone()).knowing(password, mappings));
        let plan = Plan::read(files, case_number, &readers, progress)?;
        record_plan(&open, plan, &readers, start, progress).await
    }
}

/// Checks a plan against what is here, records it, and assesses what it touches.
async fn record_plan(
    open: &Arc<Open>,
    plan: Plan,
    readers: &Arc<Readers>,
    start: Instant,
    progress: &mut dyn Progress,
) -> Result<ImportReceipt, AppError> {
    plan.check(open).await?;
    let mut recorder = Recorder::new(open, readers);
    recorder.run(plan, progress).await?;
    let took_importing = start.elapsed();
    let mut receipt = recorder.receipt();
    let affected = affected(open, recorder.touched()).await?;
    let tally = runs::assess_cases(open, &affected, progress).await?;
    receipt.assessed = tally.cases;
    receipt.took_ms = runs::milliseconds(start.elapsed());
    receipt.statement_rows_per_second = runs::per_second(receipt.statement_rows, took_importing);
    Ok(receipt)
}

/// The cases to assess: those touched, those that share something with them and wait for nobody, and those never assessed, as after
/// an import that was cut off.
async fn affected(open: &Arc<Open>, touched: &BTreeSet<CaseId>) -> Result<Vec<CaseId>, AppError> {
    let mut reader = open.store.read().await?;
    let mut affected = touched.clone();
    for case in touched {
        let shared = links::of_case(&mut reader, *case).await?;
        for number in shared.same_id.iter().chain(&shared.same_mobile).chain(&shared.same_card) {
            if let Some(other) = cases::find_by_number(&mut reader, number).await?
                && other.state == CaseState::Ready
            {
                affected.insert(other.id);
            }
        }
    }
    affected.extend(never_assessed(&mut reader).await?);
    Ok(affected.into_iter().collect())
}

async fn never_assessed(reader: &mut Reader) -> Result<Vec<CaseId>, AppError> {
    const PAGE: u32 = 1_000;
    let (view, filter) = (QueueView::In(CaseState::Received), QueueFilter::default());
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = queue::page(reader, view, &filter, after, PAGE).await?;
        after = page.last().map(|item| item.key());
        found.extend(page.iter().map(|item| item.case.id));
        if page.len() < PAGE as usize {
            return Ok(found);
        }
    }
}
