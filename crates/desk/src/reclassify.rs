//! Re-classifying: a person puts rows into another category, and score, reasons and line follow in the same go.

use firstline_core::ContentHash;
use firstline_core::assessment::{Assessment, AssessmentInputs};
use firstline_core::spending::{CorrectionScope, DataCorrection, rows_reached};
use firstline_core::statement::{RowRef, Transaction};
use firstline_store::cases::{self, CaseFile};
use firstline_store::corrections::{self, StandingCorrection};
use firstline_store::event::{Event, ReclassificationUndone, SpendingReclassified};
use firstline_store::ledger::{self, LogClass};
use firstline_store::transaction::WriteTransaction;
use firstline_store::{CaseId, Reader, assessments, statements};

use crate::assess::{self, LoadedPack};
use crate::queue::parse_case_id;
use crate::session::{self, Open};
use crate::view::corrections::Corrected;
use crate::wire::{AppError, AssessmentMark, ErrorCode, ReclassifyReceipt, ReclassifyRequest};
use crate::{Desk, clock, decide, inputs, runs, view};

/// The most characters of a note.
const NOTE_LENGTH_MAX: usize = 500;

/// The corrections that stand in a case, with who made them and why.
pub(crate) async fn corrected(reader: &mut Reader, case: CaseId) -> Result<Vec<Corrected>, AppError> {
    let mut shown = Vec::new();
    for standing in corrections::of_case(reader, case).await? {
        let entry = ledger::load(reader, LogClass::Decision, standing.position).await?;
        // A note that was erased is gone; the correction stands all the same.
        let note = match entry.event() {
            Ok(Event::SpendingReclassified(made)) => made.note,
            Ok(_) | Err(_) => String::new(),
        };
        shown.push(Corrected {
            counterparty: counterparty(reader, standing.correction.row).await?,
            by: crate::audit::user_name(reader, standing.by).await?,
            entry: session::position(standing.position)?,
            note,
            standing,
        });
    }
    Ok(shown)
}

/// Whose row it is; the row alone is read, not the statement round it.
async fn counterparty(reader: &mut Reader, row: RowRef) -> Result<String, AppError> {
    let before = row.line.checked_sub(1);
    let found = statements::page(reader, row.file, before, 1).await?;
    let named = found.first().filter(|transaction| transaction.line == row.line);
    Ok(named.map(|transaction| transaction.counterparty.expose().to_owned()).unwrap_or_default())
}

fn mark(assessment: &Assessment) -> AssessmentMark {
    AssessmentMark {
        points: assessment.score.as_ref().map(|score| score.points),
        risk_grade: assessment.score.as_ref().map(|score| score.risk_grade.clone()),
        line: view::money(assessment.line.line),
        line_recommended: view::money(assessment.recommendation.line_recommended),
    }
}

/// What a re-classification came to, before the case is shown.
struct Moved {
    entry: u32,
    rows: u32,
    other_rows: u32,
    before: AssessmentMark,
    after: AssessmentMark,
}

/// The case and the assessment that the person saw.
struct Seen {
    case: CaseFile,
    hash: ContentHash,
    assessment: Assessment,
}

impl Seen {
    async fn read(tx: &mut WriteTransaction, id: CaseId) -> Result<Self, AppError> {
        let case = cases::load(tx, id).await?;
        let Some(current) = &case.assessment else {
            return Err(AppError::new(ErrorCode::NotFound, "the case has not been assessed"));
        };
        let hash = current.assessment;
        let assessment = assessments::load(tx, hash).await?.assessment()?;
        Ok(Seen { case, hash, assessment })
    }
}

/// The row as the case's statements have it.
fn find(inputs: &AssessmentInputs, row: RowRef) -> Option<&Transaction> {
    let statement = inputs.statements.iter().find(|statement| statement.file == row.file)?;
    statement.transactions.iter().find(|transaction| transaction.line == row.line)
}

/// The correction that a request asks for, or why it cannot be made.
fn correction(
    request: &ReclassifyRequest,
    inputs: &AssessmentInputs,
    standing: &[StandingCorrection],
    pack: &LoadedPack,
) -> Result<DataCorrection, AppError> {
    let file = request.file.parse().ok();
    let row = file.map(|file| RowRef { file, line: request.line });
    let Some((row, transaction)) = row.and_then(|row| Some((row, find(inputs, row)?))) else {
        return Err(AppError::new(ErrorCode::NotFound, "the case has no such row").about("line"));
    };
    let reached = rows_reached(&inputs.statements, row, CorrectionScope::Row);
    if reached.is_empty() {
        let message = "the row has no effect or is a refund: there is nothing to put into a category";
        return Err(AppError::new(ErrorCode::BadInput, message).about("line"));
    }
    if pack.categories.meaning(&request.category, transaction.direction).is_none() {
        let message = format!("{:?} is no category that money of this direction can be", request.category);
        return Err(AppError::new(ErrorCode::BadInput, message).about("category"));
    }
    let scope: CorrectionScope = view::same(&request.scope);
    // One counterparty is corrected under one name, however many of its rows were pointed at.
    let together = rows_reached(&inputs.statements, row, scope);
    let before = standing.iter().map(|standing| &standing.correction).find(|correction| {
        correction.scope == scope
            && scope == CorrectionScope::Counterparty
            && together.contains(&correction.row)
    });
    let row = before.map_or(row, |correction| correction.row);
    Ok(DataCorrection { scope, row, category: request.category.clone() })
}

fn note(text: &str) -> Result<String, AppError> {
    let note = text.trim().to_owned();
    if note.chars().count() > NOTE_LENGTH_MAX {
        let message = format!("a note has at most {NOTE_LENGTH_MAX} characters");
        return Err(AppError::new(ErrorCode::BadInput, message).about("note"));
    }
    Ok(note)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many rows a correction decides in the analysis of some inputs.
fn rows_decided(
    inputs: &AssessmentInputs,
    pack: &LoadedPack,
    correction: &DataCorrection,
) -> Result<u32, AppError> {
    let analysis =
        assess::analyse(inputs, pack).map_err(|error| AppError::from(assess::AssessError::from(error)))?;
    let index = inputs.corrections.iter().position(|given| given == correction);
    let rows = index.and_then(|index| analysis.figures.get(&format!("correction:{index}")));
    Ok(rows.map_or(0, |rows| count(rows.len())))
}

async fn reclassify(
    open: &Open,
    tx: &mut WriteTransaction,
    id: CaseId,
    request: &ReclassifyRequest,
) -> Result<Moved, AppError> {
    let seen = Seen::read(tx, id).await?;
    let pack = open.shelf.active(tx, &seen.case.product).await?;
    let known = inputs::current(tx, id).await?;
    let standing = corrections::of_case(tx, id).await?;
    let correction = correction(request, &known, &standing, &pack)?;
    let event = SpendingReclassified {
        correction: correction.clone(),
        assessment: seen.hash,
        note: note(&request.note)?,
    };
    let entry = open.record(tx, clock::now(), Some(id), event.into()).await?;
    let after = runs::assess_within(open, tx, &seen.case).await?;
    let now = inputs::current(tx, id).await?;
    let together = rows_reached(&now.statements, correction.row, CorrectionScope::Counterparty);
    let other_rows = match correction.scope {
        CorrectionScope::Row => count(together.len()).saturating_sub(1),
        CorrectionScope::Counterparty => 0,
    };
    let rows = rows_decided(&now, &pack, &correction)?;
    Ok(Moved { entry, rows, other_rows, before: mark(&seen.assessment), after: mark(&after) })
}

async fn undo(
    open: &Open,
    tx: &mut WriteTransaction,
    id: CaseId,
    entry: u32,
    note: String,
) -> Result<Moved, AppError> {
    let seen = Seen::read(tx, id).await?;
    let pack = open.shelf.active(tx, &seen.case.product).await?;
    let known = inputs::current(tx, id).await?;
    let standing = corrections::of_case(tx, id).await?;
    let Some(standing) = standing.into_iter().find(|standing| standing.position == u64::from(entry)) else {
        let message = format!("entry {entry} is not a re-classification that stands in this case");
        return Err(AppError::new(ErrorCode::NotFound, message).about("entry"));
    };
    let rows = rows_decided(&known, &pack, &standing.correction)?;
    let event = ReclassificationUndone { reclassification: standing.position, assessment: seen.hash, note };
    let entry = open.record(tx, clock::now(), Some(id), event.into()).await?;
    let after = runs::assess_within(open, tx, &seen.case).await?;
    Ok(Moved { entry, rows, other_rows: 0, before: mark(&seen.assessment), after: mark(&after) })
}

impl Desk {
    /// Puts a row, or all rows of its counterparty, into another category: recorded under the person's signature, and the case is
    /// assessed again on it under the same transaction. Only the person who has the case may.
    pub async fn reclassify(
        &self,
        case_id: String,
        request: ReclassifyRequest,
    ) -> Result<ReclassifyReceipt, AppError> {
        let open = self.open().await?;
        open.require(session::decides(open.session.role))?;
        let id = parse_case_id(&case_id)?;
        let mut tx = open.store.begin().await?;
        let moved = reclassify(&open, &mut tx, id, &request).await;
        let moved = decide::end(tx, moved).await?;
        self.moved(case_id, moved).await
    }

    /// Takes back a re-classification by the index of its entry; what the rules say holds again, or an earlier correction.
    pub async fn undo_reclassification(
        &self,
        case_id: String,
        entry: u32,
        note: String,
    ) -> Result<ReclassifyReceipt, AppError> {
        let open = self.open().await?;
        open.require(session::decides(open.session.role))?;
        let id = parse_case_id(&case_id)?;
        let note = self::note(&note)?;
        let mut tx = open.store.begin().await?;
        let moved = undo(&open, &mut tx, id, entry, note).await;
        let moved = decide::end(tx, moved).await?;
        self.moved(case_id, moved).await
    }

    async fn moved(&self, case_id: String, moved: Moved) -> Result<ReclassifyReceipt, AppError> {
        let Moved { entry, rows, other_rows, before, after } = moved;
        let case = self.case_show(case_id).await?;
        Ok(ReclassifyReceipt { entry, rows, other_rows, before, after, case })
    }
}
