//! Assessing: one case, some, or all that are open, in batches.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use firstline_core::assessment::Assessment;
use firstline_core::decision::DecisionKind;
use firstline_core::lifecycle::CaseState;
use firstline_store::cases::CaseFile;
use firstline_store::event::AssessmentMade;
use firstline_store::transaction::WriteTransaction;
use firstline_store::{CaseId, assessments, cases};

use crate::progress::Progress;
use crate::queue::parse_case_id;
use crate::session::{self, Open};
use crate::wire::{AppError, AssessReceipt, CaseView, ErrorCode};
use crate::{Desk, assess, clock, inputs};

/// How many cases are assessed under one transaction.
const BATCH_CASES: usize = 256;

/// How many case ids are read at once.
const PAGE_CASES: u32 = 1_000;

/// Whether an assessment of a case in this state can be made.
pub(crate) fn is_assessable(state: CaseState) -> bool {
    match state {
        CaseState::Received | CaseState::Ready | CaseState::InReview => true,
        CaseState::WaitingOnApplicant
        | CaseState::AwaitingApproval
        | CaseState::Decided
        | CaseState::Withdrawn => false,
    }
}

/// What a run came to so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) cases: u32,
    approve: u32,
    counteroffer: u32,
    decline: u32,
    refer: u32,
}

impl Tally {
    fn count(&mut self, kind: DecisionKind) {
        self.cases += 1;
        match kind {
            DecisionKind::Approve => self.approve += 1,
            DecisionKind::Counteroffer => self.counteroffer += 1,
            DecisionKind::Decline => self.decline += 1,
            DecisionKind::RequestInformation | DecisionKind::Refer => self.refer += 1,
        }
    }

    fn receipt(self, took: Duration) -> AssessReceipt {
        AssessReceipt {
            cases: self.cases,
            approve: self.approve,
            counteroffer: self.counteroffer,
            decline: self.decline,
            refer: self.refer,
            took_ms: milliseconds(took),
            applicants_per_second: per_second(self.cases, took),
        }
    }
}

/// A duration in whole milliseconds, as far as the wire carries it.
pub(crate) fn milliseconds(took: Duration) -> u32 {
    u32::try_from(took.as_millis()).unwrap_or(u32::MAX)
}

/// A count over a duration, in whole things a second.
pub(crate) fn per_second(count: u32, took: Duration) -> u32 {
    let microseconds = took.as_micros().max(1);
    u32::try_from(u128::from(count) * 1_000_000 / microseconds).unwrap_or(u32::MAX)
}

/// Reads a case's inputs and assesses them; `None` where the case's state allows no assessment.
async fn work_out(
    open: Arc<Open>,
    id: CaseId,
    as_of: DateTime<Utc>,
) -> Result<Option<(CaseId, Assessment)>, AppError> {
    let mut reader = open.store.read().await?;
    let case = cases::load(&mut reader, id).await?;
    if !is_assessable(case.state) {
        return Ok(None);
    }
    let inputs = inputs::current(&mut reader, id).await?;
    let pack = open.shelf.active(&mut reader, &case.product).await?;
    drop(reader);
    Ok(Some((id, assess::assess(&inputs, &pack, as_of)?)))
}

/// Assesses a case again within a transaction, on what the transaction has changed so far.
pub(crate) async fn assess_within(
    open: &Open,
    tx: &mut WriteTransaction,
    case: &CaseFile,
) -> Result<Assessment, AppError> {
    let inputs = inputs::current(tx, case.id).await?;
    let pack = open.shelf.active(tx, &case.product).await?;
    let assessment = assess::assess(&inputs, &pack, clock::now().at)?;
    record_assessment(open, tx, case.id, &assessment).await?;
    Ok(assessment)
}

/// Works a batch out on every core, in the order given.
async fn work_out_batch(
    open: &Arc<Open>,
    ids: &[CaseId],
    as_of: DateTime<Utc>,
) -> Result<Vec<(CaseId, Assessment)>, AppError> {
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4));
    let share = ids.len().div_ceil(workers).max(1);
    let tasks: Vec<_> = ids
        .chunks(share)
        .map(|chunk| {
            let (open, chunk) = (Arc::clone(open), chunk.to_vec());
            tokio::spawn(async move {
                let mut made = Vec::with_capacity(chunk.len());
                for id in chunk {
                    made.extend(work_out(Arc::clone(&open), id, as_of).await?);
                }
                Ok::<_, AppError>(made)
            })
        })
        .collect();
    let mut made = Vec::with_capacity(ids.len());
    for task in tasks {
        made.extend(task.await.map_err(AppError::internal)??);
    }
    Ok(made)
}

async fn record_assessment(
    open: &Open,
    tx: &mut WriteTransaction,
    case: CaseId,
    assessment: &Assessment,
) -> Result<(), AppError> {
    let (hash, _) = assessments::insert(tx, case, assessment).await?;
    let codes = |hits: &[firstline_core::policy::RuleHit]| {
        hits.iter().map(|hit| hit.code.clone()).collect::<Vec<_>>()
    };
    let event = AssessmentMade {
        assessment: hash,
        pack: assessment.pack,
        as_of: assessment.as_of,
        recommendation: assessment.recommendation.clone(),
        risk_grade: assessment.score.as_ref().map(|score| score.risk_grade.clone()),
        points: assessment.score.as_ref().map(|score| score.points),
        review_triggers: codes(&assessment.policy.review_triggers),
        knock_outs: codes(&assessment.policy.knock_outs),
    };
    open.record(tx, clock::now(), Some(case), event.into()).await?;
    Ok(())
}

/// Assesses cases, a batch a transaction; those whose state allows no assessment are passed over.
pub(crate) async fn assess_cases(
    open: &Arc<Open>,
    ids: &[CaseId],
    progress: &mut dyn Progress,
) -> Result<Tally, AppError> {
    let mut tally = Tally::default();
    let total = ids.len() as u64;
    let mut done = 0;
    for batch in ids.chunks(BATCH_CASES) {
        // Begun before anything is read: nobody else can write until the batch is recorded, so it rests on what it read.
        let mut tx = open.store.begin().await?;
        let made = work_out_batch(open, batch, clock::now().at).await?;
        for (case, assessment) in &made {
            record_assessment(open, &mut tx, *case, assessment).await?;
        }
        tx.commit().await?;
        made.iter().for_each(|(_, assessment)| tally.count(assessment.recommendation.kind));
        done += batch.len() as u64;
        progress.report("assess", done, total);
    }
    Ok(tally)
}

/// Whether a role may have cases assessed.
fn assesses(open: &Open) -> bool {
    session::decides(open.session.role) || session::imports(open.session.role)
}

impl Desk {
    /// Assesses a case again, on what is known of it now.
    pub async fn assess_case(&self, case_id: String) -> Result<CaseView, AppError> {
        let open = self.open().await?;
        open.require(assesses(&open))?;
        let id = parse_case_id(&case_id)?;
        let tally = assess_cases(&open, &[id], &mut crate::Unwatched).await?;
        if tally.cases == 0 {
            let message =
                "the case is decided, or waits for an answer or a signature: it is not assessed again";
            return Err(AppError::new(ErrorCode::IllegalMove, message));
        }
        self.case_show(case_id).await
    }

    /// Assesses cases by their numbers.
    pub async fn assess_numbers(
        &self,
        numbers: &[String],
        progress: &mut dyn Progress,
    ) -> Result<AssessReceipt, AppError> {
        let open = self.open().await?;
        open.require(assesses(&open))?;
        let start = Instant::now();
        let mut ids = Vec::with_capacity(numbers.len());
        for number in numbers {
            ids.push(parse_case_id(&self.case_id(number).await?)?);
        }
        Ok(assess_cases(&open, &ids, progress).await?.receipt(start.elapsed()))
    }

    /// Assesses every case that can be.
    pub async fn assess_all(&self, progress: &mut dyn Progress) -> Result<AssessReceipt, AppError> {
        let open = self.open().await?;
        open.require(assesses(&open))?;
        let start = Instant::now();
        let mut ids = Vec::new();
        loop {
            let mut reader = open.store.read().await?;
            let page = cases::page(&mut reader, ids.last().copied(), PAGE_CASES).await?;
            let full = page.len() == PAGE_CASES as usize;
            ids.extend(page);
            if !full {
                break;
            }
        }
        Ok(assess_cases(&open, &ids, progress).await?.receipt(start.elapsed()))
    }
}
