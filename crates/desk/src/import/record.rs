//! Recording a plan: whole cases, some at a time under one transaction.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::{Datelike, TimeDelta};
use firstline_core::lifecycle::CaseState;
use firstline_core::statement::Statement;
use firstline_core::vendor_result::VendorResult;
use firstline_store::event::{
    ApplicationReceived, InformationReceived, StatementImported, VendorResultReceived,
};
use firstline_store::transaction::WriteTransaction;
use firstline_store::{CaseId, applications, cases, documents, statements, vendor_results};

use crate::clock;
use crate::progress::Progress;
use crate::reader::{Readers, StatementFile};
use crate::session::Open;
use crate::wire::{AppError, ErrorCode, ImportReceipt, ImportedFile};

use super::source;
use super::survey::{Content, Plan, PlannedApplication, PlannedFile, PlannedStatements};

/// How many applications are recorded under one transaction.
const BATCH_APPLICATIONS: usize = 64;

/// How many vendor results are recorded under one transaction.
const BATCH_RESULTS: usize = 2_000;

/// How many case numbers a file's line of the receipt names.
const CASES_NAMED_MAX: usize = 10;

/// Counts of one file.
#[derive(Default)]
struct Count {
    records: u32,
    new: u32,
    cases: Vec<String>,
}

impl Count {
    fn add(&mut self, is_new: bool, case_number: &str) {
        self.records += 1;
        self.new += u32::from(is_new);
        let named = self.cases.last().is_some_and(|last| last == case_number);
        if !named && self.cases.len() < CASES_NAMED_MAX {
            self.cases.push(case_number.to_owned());
        }
    }

    fn line(self, file: &str, kind: &str) -> ImportedFile {
        let message = match (self.new, self.records) {
            (0, _) => "nothing new: it was imported before".to_owned(),
            (new, records) if new == records => "all new".to_owned(),
            (new, records) => format!("{new} of {records} new; the others were here already"),
        };
        ImportedFile {
            file: file.to_owned(),
            kind: kind.to_owned(),
            records: self.records,
            new: self.new,
            cases: self.cases,
            message,
        }
    }
}

/// Goes through a plan and records it.
pub(super) struct Recorder<'a> {
    open: &'a Arc<Open>,
    plan: &'a Plan,
    readers: &'a Readers,
    touched: BTreeSet<CaseId>,
    receipt: ImportReceipt,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(open: &'a Arc<Open>, plan: &'a Plan, readers: &'a Readers) -> Self {
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
        Recorder { open, plan, readers, touched: BTreeSet::new(), receipt }
    }

    /// The cases that something was added to.
    pub(super) fn touched(&self) -> &BTreeSet<CaseId> {
        &self.touched
    }

    pub(super) fn receipt(&self) -> ImportReceipt {
        self.receipt.clone()
    }

    /// Applications first, wherever they stand among the files, so that vendor results find their cases.
    pub(super) async fn run(&mut self, progress: &mut dyn Progress) -> Result<(), AppError> {
        let plan = self.plan;
        for file in &plan.files {
            if let Content::Applications(applications) = &file.content {
                self.applications(file, applications, progress).await?;
            }
        }
        for file in &plan.files {
            match &file.content {
                Content::Applications(_) => {}
                Content::VendorResults(results) => self.results(file, results, progress).await?,
                Content::Statements { layout, planned } => self.lone(file, layout, planned).await?,
            }
        }
        Ok(())
    }

    async fn applications(
        &mut self,
        file: &PlannedFile,
        planned: &[PlannedApplication],
        progress: &mut dyn Progress,
    ) -> Result<(), AppError> {
        let (mut count, mut named, mut done) = (Count::default(), Count::default(), 0);
        for batch in planned.chunks(BATCH_APPLICATIONS) {
            let mut files = read_again(batch, self.readers)?.into_iter();
            let mut tx = self.open.store.begin().await?;
            for planned in batch {
                let (case, number, is_new) = self.application(&mut tx, planned).await?;
                count.add(is_new, &number);
                for _ in &planned.statements {
                    let Some(read) = files.next() else {
                        return Err(AppError::internal("a file was read for each statement of the batch"));
                    };
                    for is_new in self.statements(&mut tx, case, &read).await? {
                        named.add(is_new, &number);
                    }
                }
            }
            tx.commit().await?;
            done += batch.len() as u64;
            progress.report("import", done, planned.len() as u64);
        }
        self.receipt.files.push(count.line(&file.name, "applications"));
        if named.records > 0 {
            let name = format!("statements named in {}", file.name);
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

    /// Records the statements of a file, and whether each is new to the case.
    async fn statements(
        &mut self,
        tx: &mut WriteTransaction,
        case: CaseId,
        read: &StatementFile,
    ) -> Result<Vec<bool>, AppError> {
        let mut new = Vec::with_capacity(read.statements.len());
        for statement in &read.statements {
            new.push(self.statement(tx, case, statement).await?);
        }
        if new.contains(&true) {
            for document in &read.documents {
                documents::insert(tx, document).await?;
            }
        }
        Ok(new)
    }

    async fn statement(
        &mut self,
        tx: &mut WriteTransaction,
        case: CaseId,
        statement: &Statement,
    ) -> Result<bool, AppError> {
        if statements::is_in_case(tx, case, statement.file).await? {
            return Ok(false);
        }
        let (hash, _) = statements::insert(tx, statement).await?;
        let rows = u32::try_from(statement.transactions.len()).map_err(AppError::internal)?;
        let event = StatementImported {
            file: statement.file,
            document: statement.part.map(|part| part.of),
            mapping: self.readers.mapping_of(&statement.layout),
            statement: hash,
            layout: statement.layout.clone(),
            rows,
        };
        self.open.record(tx, clock::now(), Some(case), event.into()).await?;
        self.answered(tx, case).await?;
        self.receipt.statements += 1;
        self.receipt.statement_rows += rows;
        Ok(true)
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
        file: &PlannedFile,
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
        self.receipt.files.push(count.line(&file.name, "vendor_results"));
        Ok(())
    }

    async fn lone(
        &mut self,
        file: &PlannedFile,
        layout: &str,
        planned: &PlannedStatements,
    ) -> Result<(), AppError> {
        let number = self.plan.case_number.as_deref().unwrap_or_default();
        let read = checked(planned, self.readers)?;
        let mut tx = self.open.store.begin().await?;
        let case = cases::find_by_number(&mut tx, number).await?;
        let case = case.ok_or_else(|| AppError::internal("the case was checked to be here"))?;
        let new = self.statements(&mut tx, case.id, &read).await?;
        tx.commit().await?;
        let mut count = Count { cases: vec![number.to_owned()], ..Count::default() };
        for (statement, is_new) in read.statements.iter().zip(new) {
            let rows = u32::try_from(statement.transactions.len()).map_err(AppError::internal)?;
            count.records += rows;
            count.new += if is_new { rows } else { 0 };
        }
        self.receipt.files.push(count.line(&file.name, layout));
        Ok(())
    }
}

/// Reads the statement files of a batch again, which must be what they were when they were checked.
fn read_again(batch: &[PlannedApplication], readers: &Readers) -> Result<Vec<StatementFile>, AppError> {
    let planned: Vec<&PlannedStatements> = batch.iter().flat_map(|planned| &planned.statements).collect();
    let paths: Vec<&Path> = planned.iter().map(|statement| statement.path.as_path()).collect();
    let read = source::each(&paths, |path| readers.statements(path))?;
    for (read, planned) in read.iter().zip(planned) {
        same_file(read, planned)?;
    }
    Ok(read)
}

fn checked(planned: &PlannedStatements, readers: &Readers) -> Result<StatementFile, AppError> {
    let read = readers.statements(&planned.path)?;
    same_file(&read, planned)?;
    Ok(read)
}

fn same_file(read: &StatementFile, planned: &PlannedStatements) -> Result<(), AppError> {
    if read.received == planned.received {
        return Ok(());
    }
    let message = format!("{}: it changed while it was being imported; import again", planned.path.display());
    Err(AppError::new(ErrorCode::ImportRefused, message).about("files"))
}
