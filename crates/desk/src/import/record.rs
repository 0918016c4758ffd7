//! Recording a plan: whole cases, some at a time under one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, TimeDelta};
use firstline_core::lifecycle::CaseState;
use firstline_core::spending::{self, Overlap};
use firstline_core::vendor_result::VendorResult;
use firstline_store::event::{
    ApplicationReceived, InformationReceived, StatementImported, VendorResultReceived,
};
use firstline_store::statements::PreparedStatement;
use firstline_store::transaction::WriteTransaction;
use firstline_store::{CaseId, applications, cases, documents, statements, vendor_results};

use crate::clock;
use crate::progress::Progress;
use crate::reader::Readers;
use crate::session::Open;
use crate::wire::{AppError, ImportReceipt};

use super::count::{Count, Recorded};
use super::ready::{Coming, ReadyApplication, ReadyFile};
use super::survey::{Content, Plan, PlannedApplication, PlannedFile, PlannedStatements};

/// How many applications are recorded under one transaction.
const BATCH_APPLICATIONS: usize = 64;

/// How many vendor results are recorded under one transaction.
const BATCH_RESULTS: usize = 2_000;

/// Goes through a plan and records it.
pub(super) struct Recorder<'a> {
    open: &'a Arc<Open>,
    readers: &'a Arc<Readers>,
    touched: BTreeSet<CaseId>,
    receipt: ImportReceipt,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(open: &'a Arc<Open>, readers: &'a Arc<Readers>) -> Self {
        let receipt = ImportReceipt {
            files: Vec::new(),
            applications: 0,
            statements: 0,
            statement_rows: 0,
            vendor_results: 0,
            assessed: 0,
            took_ms: 0,
            statement_rows_per_second: 0,
        };
        Recorder { open, readers, touched: BTreeSet::new(), receipt }
    }

    /// The cases that something was added to.
    pub(super) fn touched(&self) -> &BTreeSet<CaseId> {
        &self.touched
    }

    pub(super) fn receipt(&self) -> ImportReceipt {
        self.receipt.clone()
    }

    /// Applications first, wherever they stand among the files, so that vendor results find their cases.
    pub(super) async fn run(&mut self, plan: Plan, progress: &mut dyn Progress) -> Result<(), AppError> {
        let mut others = Vec::new();
        for PlannedFile { name, content } in plan.files {
            match content {
                Content::Applications(planned) => self.applications(&name, planned, progress).await?,
                Content::VendorResults(_) | Content::Statements { .. } => others.push((name, content)),
            }
        }
        let number = plan.case_number.unwrap_or_default();
        for (name, content) in others {
            match content {
                Content::Applications(_) => {}
                Content::VendorResults(results) => self.results(&name, &results, progress).await?,
                Content::Statements { layout, planned } => {
                    self.lone(&name, &number, &layout, planned).await?;
                }
            }
        }
        Ok(())
    }

    /// Records applications with their statements. While a batch is written, the next is made ready: never more than two are held.
    async fn applications(
        &mut self,
        name: &str,
        planned: Vec<PlannedApplication>,
        progress: &mut dyn Progress,
    ) -> Result<(), AppError> {
        let (mut count, mut named) = (Count::default(), Count::default());
        let (mut done, total) = (0, planned.len() as u64);
        let mut left = planned.into_iter();
        let readers = self.readers;
        let mut begin = || {
            let batch: Vec<_> = left.by_ref().take(BATCH_APPLICATIONS).collect();
            (!batch.is_empty()).then(|| Coming::begin(batch, readers))
        };
        let mut coming = begin();
        while let Some(batch) = coming {
            let batch = batch.ready().await?;
            coming = begin();
            let mut tx = self.open.store.begin().await?;
            for ReadyApplication { planned, files } in &batch {
                let (case, number, is_new) = self.application(&mut tx, planned).await?;
                count.add(is_new, &number);
                for read in files {
                    for recorded in self.statements(&mut tx, case, read).await? {
                        named.add(recorded.is_new, &number);
                        named.overlap(&recorded);
                    }
                }
            }
            tx.commit().await?;
            done += batch.len() as u64;
            progress.report("import", done, total);
        }
        self.receipt.files.push(count.line(name, "applications"));
        if named.records > 0 {
            let name = format!("statements named in {name}");
            self.receipt.files.push(named.line(&name, "statements"));
        }
        Ok(())
    }

    async fn application(
        &mut self,
        tx: &mut WriteTransaction,
        planned: &PlannedApplication,
    ) -> Result<(CaseId, String, bool), AppError> {
        let application = &planned.application;
        if let Some(found) = applications::find_by_ref(tx, &application.application_ref).await? {
            let case = cases::load(tx, found.case).await?;
            return Ok((case.id, case.number, false));
        }
        let moment = clock::now();
        let case = CaseId(clock::new_id());
        let number = cases::next_number(tx, moment.at.year()).await?;
        let (hash, _) = applications::insert(tx, case, application).await?;
        let pack = self.open.shelf.active(tx, &application.product).await?;
        let hours = i64::from(pack.pack.terms().review_hours);
        let event = ApplicationReceived {
            number: number.clone(),
            application: hash,
            product: application.product.clone(),
            scene: application.scene.clone(),
            line_requested: application.line_requested,
            received_at: application.received_at,
            due_at: application.received_at + TimeDelta::hours(hours),
        };
        self.open.record(tx, moment, Some(case), event.into()).await?;
        self.touched.insert(case);
        self.receipt.applications += 1;
        Ok((case, number, true))
    }

    /// Records the statements of a file, and what each came to.
    async fn statements(
        &mut self,
        tx: &mut WriteTransaction,
        case: CaseId,
        read: &ReadyFile,
    ) -> Result<Vec<Recorded>, AppError> {
        let mut recorded = Vec::with_capacity(read.statements.len());
        for statement in &read.statements {
            recorded.push(self.statement(tx, case, statement).await?);
        }
        if recorded.iter().any(|recorded| recorded.is_new) {
            for document in &read.documents {
                documents::insert_prepared(tx, document).await?;
            }
        }
        Ok(recorded)
    }

    async fn statement(
        &mut self,
        tx: &mut WriteTransaction,
        case: CaseId,
        statement: &PreparedStatement,
    ) -> Result<Recorded, AppError> {
        let rows = statement.rows();
        if statements::is_in_case(tx, case, statement.file()).await? {
            return Ok(Recorded { is_new: false, rows, overlap: Overlap::default() });
        }
        let (hash, _) = statements::insert_prepared(tx, statement).await?;
        let event = StatementImported {
            file: statement.file(),
            document: statement.part().map(|part| part.of),
            mapping: self.readers.mapping_of(statement.layout()),
            statement: hash,
            layout: statement.layout().to_owned(),
            rows,
        };
        self.open.record(tx, clock::now(), Some(case), event.into()).await?;
        self.answered(tx, case).await?;
        self.receipt.statements += 1;
        self.receipt.statement_rows += rows;
        Ok(Recorded { is_new: true, rows, overlap: overlap(tx, case, statement).await? })
    }

    /// New evidence for a case that waits on the applicant is the answer it waits for.
    async fn answered(&mut self, tx: &mut WriteTransaction, case: CaseId) -> Result<(), AppError> {
        if cases::load(tx, case).await?.state == CaseState::WaitingOnApplicant {
            let event = InformationReceived { note: String::new() };
            self.open.record(tx, clock::now(), Some(case), event.into()).await?;
        }
        self.touched.insert(case);
        Ok(())
    }

    async fn results(
        &mut self,
        name: &str,
        results: &[VendorResult],
        progress: &mut dyn Progress,
    ) -> Result<(), AppError> {
        let (mut count, mut done) = (Count::default(), 0);
        for batch in results.chunks(BATCH_RESULTS) {
            let mut tx = self.open.store.begin().await?;
            for result in batch {
                let found = applications::find_by_ref(&mut tx, &result.application_ref).await?;
                let Some(found) = found else {
                    return Err(AppError::internal(
                        "every vendor result was checked to have its application",
                    ));
                };
                let number = cases::load(&mut tx, found.case).await?.number;
                let (hash, insertion) = vendor_results::insert(&mut tx, found.case, result).await?;
                if insertion.is_new() {
                    let event = VendorResultReceived {
                        result: hash,
                        kind: result.kind,
                        vendor: result.vendor.clone(),
                        verdict: result.verdict,
                        obtained_at: result.obtained_at,
                    };
                    self.open.record(&mut tx, clock::now(), Some(found.case), event.into()).await?;
                    self.answered(&mut tx, found.case).await?;
                    self.receipt.vendor_results += 1;
                }
                count.add(insertion.is_new(), &number);
            }
            tx.commit().await?;
            done += batch.len() as u64;
            progress.report("vendor results", done, results.len() as u64);
        }
        self.receipt.files.push(count.line(name, "vendor_results"));
        Ok(())
    }

    async fn lone(
        &mut self,
        name: &str,
        number: &str,
        layout: &str,
        planned: PlannedStatements,
    ) -> Result<(), AppError> {
        let read = ReadyFile::again(planned, self.readers)?;
        let mut tx = self.open.store.begin().await?;
        let case = cases::find_by_number(&mut tx, number).await?;
        let case = case.ok_or_else(|| AppError::internal("the case was checked to be here"))?;
        let recorded = self.statements(&mut tx, case.id, &read).await?;
        tx.commit().await?;
        self.receipt.files.push(Count::of_rows(number, &recorded).line(name, layout));
        Ok(())
    }
}

/// What a statement repeats of the others its case has from the same provider.
async fn overlap(
    tx: &mut WriteTransaction,
    case: CaseId,
    statement: &PreparedStatement,
) -> Result<Overlap, AppError> {
    let provider = |layout: &str| layout.split('_').next().unwrap_or_default().to_owned();
    let mut before = Vec::new();
    for known in statements::of_case(tx, case).await? {
        if known.file != statement.file() && provider(&known.layout) == provider(statement.layout()) {
            before.push(statements::load(tx, known.file).await?);
        }
    }
    if before.is_empty() {
        return Ok(Overlap::default());
    }
    let statement = statements::load(tx, statement.file()).await?;
    Ok(spending::overlap(&statement, &before))
}
