//! What each event does to its case. States move only as `firstline_core::lifecycle` allows.

use firstline_core::decision::{Decision, DecisionKind};
use firstline_core::lifecycle::{CaseMove, CaseState, IllegalMove};
use firstline_core::{CaseId, ContentHash, Currency};
use serde::Serialize;

use super::Occurrence;
use crate::cases::{self, CaseRow, OverrideMark};
use crate::codec;
use crate::connection::Read;
use crate::corrections;
use crate::error::{Result, StoreError, is_unique_violation};
use crate::event::{ApplicationReceived, AssessmentMade, CaseReferred, CaseTaken, Event, StatementImported};
use crate::transaction::WriteTransaction;

pub(super) async fn apply(
    tx: &mut WriteTransaction,
    occurrence: &Occurrence,
    case: CaseId,
    event: &Event,
) -> Result<()> {
    let found = cases::row_by_id(tx.connection(), case).await?;
    if let Event::ApplicationReceived(received) = event {
        if found.is_some() {
            return Err(StoreError::duplicate("case", case));
        }
        let row = begin(occurrence, case, received);
        return cases::put_row(tx.connection(), &row).await;
    }
    let mut row = found.ok_or_else(|| StoreError::missing("case", case))?;
    change(&mut row, occurrence, event)?;
    row.changed_ms = occurrence.at.timestamp_millis();
    match event {
        Event::StatementImported(imported) => link_statement(tx, occurrence, &row, imported).await?,
        Event::VendorResultReceived(received) => {
            let (case, result) = (&row.id, received.result.0.as_slice());
            let position = codec::signed("vendor result", occurrence.position)?;
            let done = sqlx::query!(
                "INSERT INTO case_vendor_result (case_id, result, position) VALUES (?, ?, ?)",
                case,
                result,
                position
            )
            .execute(tx.connection())
            .await;
            once("vendor result", received.result, done)?;
        }
        Event::SpendingReclassified(made) => {
            corrections::put(tx, occurrence, case, &made.correction).await?;
        }
        Event::ReclassificationUndone(undone) => {
            corrections::remove(tx, case, undone.reclassification).await?;
        }
        _ => {}
    }
    cases::put_row(tx.connection(), &row).await
}

fn begin(occurrence: &Occurrence, case: CaseId, received: &ApplicationReceived) -> CaseRow {
    CaseRow {
        id: case.0.as_bytes().to_vec(),
        number: received.number.clone(),
        application: received.application.0.to_vec(),
        product: received.product.clone(),
        scene: received.scene.clone(),
        state: codec::code(&CaseState::Received),
        received_ms: received.received_at.timestamp_millis(),
        due_ms: received.due_at.timestamp_millis(),
        changed_ms: occurrence.at.timestamp_millis(),
        currency: received.line_requested.currency().code().to_owned(),
        requested_fen: received.line_requested.fen(),
        triggers: "[]".to_owned(),
        knock_outs: "[]".to_owned(),
        overrides: "[]".to_owned(),
        ..CaseRow::default()
    }
}

/// Changes a case's row as an event demands, or refuses.
fn change(row: &mut CaseRow, occurrence: &Occurrence, event: &Event) -> Result<()> {
    match event {
        Event::StatementImported(_) | Event::VendorResultReceived(_) => must_be_open(row),
        Event::AssessmentMade(made) => assess(row, made),
        Event::SpendingReclassified(made) => correct(row, occurrence, made.assessment),
        Event::ReclassificationUndone(undone) => correct(row, occurrence, undone.assessment),
        Event::CaseTaken(taken) => take(row, occurrence, taken),
        Event::CaseReleased(_) => hand_back(row, occurrence, CaseMove::Release),
        Event::InformationRequested(asked) => {
            must_be(DecisionKind::RequestInformation, &asked.decision)?;
            hand_back(row, occurrence, CaseMove::RequestInformation)
        }
        Event::InformationReceived(_) => advance(row, CaseMove::ReceiveInformation),
        Event::CaseReferred(referred) => refer(row, occurrence, referred),
        Event::DecisionMade(made) => {
            conclude(row, occurrence, &made.decision, CaseMove::Decide)?;
            let (kind, fen) = outcome(row, &made.decision)?;
            decide(row, occurrence, kind, fen, occurrence.actor.0.as_bytes().to_vec())
        }
        Event::ProposalMade(made) => {
            conclude(row, occurrence, &made.decision, CaseMove::Propose)?;
            let (kind, fen) = outcome(row, &made.decision)?;
            row.proposal = Some(codec::signed("proposal", occurrence.position)?);
            (row.proposed_kind, row.proposed_fen) = (Some(kind), Some(fen));
            row.proposed_by = Some(occurrence.actor.0.as_bytes().to_vec());
            Ok(())
        }
        Event::ApprovalGranted(granted) => {
            let proposer = second_signature(row, occurrence, granted.proposal, CaseMove::Grant)?;
            let (Some(kind), Some(fen)) = (row.proposed_kind.clone(), row.proposed_fen) else {
                return Err(StoreError::damaged("case", "a proposal without a line"));
            };
            decide(row, occurrence, kind, fen, proposer)
        }
        Event::ApprovalRejected(rejected) => {
            let proposer = second_signature(row, occurrence, rejected.proposal, CaseMove::Reject)?;
            (row.proposal, row.proposed_kind, row.proposed_fen, row.proposed_by) = (None, None, None, None);
            row.overrides = "[]".to_owned();
            row.referred_user = Some(proposer);
            Ok(())
        }
        Event::ApplicationWithdrawn(_) => {
            advance(row, CaseMove::Withdraw)?;
            (row.owner, row.owner_until_ms) = (None, None);
            Ok(())
        }
        Event::ApplicationReceived(_)
        | Event::WorkspaceCreated(_)
        | Event::UserEnrolled(_)
        | Event::PackActivated(_)
        | Event::ColumnMappingSaved(_)
        | Event::ExportMade(_)
        | Event::SessionOpened(_)
        | Event::CaseOpened(_)
        | Event::FieldRevealed(_)
        | Event::AuditViewed(_) => Err(StoreError::refused("event", "it does not change a case")),
    }
}

fn state(row: &CaseRow) -> Result<CaseState> {
    codec::from_code("case", &row.state)
}

fn advance(row: &mut CaseRow, attempted: CaseMove) -> Result<()> {
    row.state = codec::code(&state(row)?.after(attempted)?);
    Ok(())
}

/// Evidence joins a case only before it is closed.
fn must_be_open(row: &CaseRow) -> Result<()> {
    match state(row)? {
        from @ (CaseState::Decided | CaseState::Withdrawn) => {
            Err(IllegalMove { from, attempted: CaseMove::ReceiveInformation }.into())
        }
        CaseState::Received
        | CaseState::Ready
        | CaseState::InReview
        | CaseState::WaitingOnApplicant
        | CaseState::AwaitingApproval => Ok(()),
    }
}

fn assess(row: &mut CaseRow, made: &AssessmentMade) -> Result<()> {
    advance(row, CaseMove::Assess)?;
    let line = made.recommendation.line_recommended;
    row.assessment = Some(made.assessment.0.to_vec());
    row.pack = Some(made.pack.0.to_vec());
    row.recommended_kind = Some(codec::code(&made.recommendation.kind));
    row.recommended_fen = Some(fen(row, line)?);
    row.risk_grade = made.risk_grade.clone();
    row.points = made.points.map(i64::from);
    row.triggers = json(&made.review_triggers)?;
    row.knock_outs = json(&made.knock_outs)?;
    Ok(())
}

/// Corrections are the owner's, like the decision that rests on them, and are made over what stands.
fn correct(row: &CaseRow, occurrence: &Occurrence, seen: ContentHash) -> Result<()> {
    state(row)?.after(CaseMove::Correct)?;
    if row.owner.as_deref() != Some(occurrence.actor.0.as_bytes().as_slice()) {
        return Err(StoreError::NotOwner);
    }
    if row.assessment.as_deref() != Some(seen.0.as_slice()) {
        return Err(StoreError::StaleAssessment);
    }
    Ok(())
}

/// Takes a case that is ready, that the actor already has, or whose owner let the time run out.
fn take(row: &mut CaseRow, occurrence: &Occurrence, taken: &CaseTaken) -> Result<()> {
    let actor = occurrence.actor.0.as_bytes().as_slice();
    if state(row)? == CaseState::InReview {
        let mine = row.owner.as_deref() == Some(actor);
        let ran_out = row.owner_until_ms.is_some_and(|until| until < occurrence.at.timestamp_millis());
        if !mine && !ran_out {
            return Err(StoreError::CaseLocked);
        }
        advance(row, CaseMove::Release)?;
    }
    advance(row, CaseMove::Take)?;
    row.owner = Some(actor.to_vec());
    row.owner_until_ms = Some(taken.until.timestamp_millis());
    (row.referred_role, row.referred_user) = (None, None);
    Ok(())
}

/// A move that only the owner makes, and that ends the ownership.
fn hand_back(row: &mut CaseRow, occurrence: &Occurrence, attempted: CaseMove) -> Result<()> {
    state(row)?.after(attempted)?;
    if row.owner.as_deref() != Some(occurrence.actor.0.as_bytes().as_slice()) {
        return Err(StoreError::NotOwner);
    }
    advance(row, attempted)?;
    (row.owner, row.owner_until_ms) = (None, None);
    Ok(())
}

fn refer(row: &mut CaseRow, occurrence: &Occurrence, referred: &CaseReferred) -> Result<()> {
    must_be(DecisionKind::Refer, &referred.decision)?;
    hand_back(row, occurrence, CaseMove::Refer)?;
    row.referred_role = referred.to_role.as_ref().map(codec::code);
    row.referred_user = referred.to_user.map(|user| user.0.as_bytes().to_vec());
    Ok(())
}

/// What deciding and proposing share: the owner, the assessment they saw, the departures.
fn conclude(
    row: &mut CaseRow,
    occurrence: &Occurrence,
    decision: &Decision,
    attempted: CaseMove,
) -> Result<()> {
    state(row)?.after(attempted)?;
    if row.assessment.as_deref() != Some(decision.assessment.0.as_slice()) {
        return Err(StoreError::StaleAssessment);
    }
    hand_back(row, occurrence, attempted)?;
    let marks: Vec<_> = decision
        .overrides
        .iter()
        .map(|departure| OverrideMark {
            kind: departure.kind,
            side: departure.side,
            reason_code: departure.reason_code.clone(),
        })
        .collect();
    row.overrides = json(&marks)?;
    Ok(())
}

/// The kind and the line of a decision that ends a case; a decline has none, which is zero in the row.
fn outcome(row: &CaseRow, decision: &Decision) -> Result<(String, i64)> {
    let fen = match (decision.kind, decision.line_approved) {
        (DecisionKind::Approve | DecisionKind::Counteroffer, Some(line)) => fen(row, line)?,
        (DecisionKind::Decline, None) => 0,
        (DecisionKind::RequestInformation | DecisionKind::Refer, _) => {
            return Err(StoreError::refused("decision", "asking and referring are events of their own"));
        }
        _ => return Err(StoreError::refused("decision", "its line does not fit its kind")),
    };
    Ok((codec::code(&decision.kind), fen))
}

fn must_be(kind: DecisionKind, decision: &Decision) -> Result<()> {
    if decision.kind == kind {
        Ok(())
    } else {
        Err(StoreError::refused("decision", "its kind is not that of the event"))
    }
}

fn decide(
    row: &mut CaseRow,
    occurrence: &Occurrence,
    kind: String,
    fen: i64,
    decided_by: Vec<u8>,
) -> Result<()> {
    row.decision = Some(codec::signed("decision", occurrence.position)?);
    (row.decided_kind, row.decided_fen) = (Some(kind), Some(fen));
    row.decided_by = Some(decided_by);
    row.decided_ms = Some(occurrence.at.timestamp_millis());
    Ok(())
}

/// The second person's move; gives the proposer.
fn second_signature(
    row: &mut CaseRow,
    occurrence: &Occurrence,
    proposal: u64,
    attempted: CaseMove,
) -> Result<Vec<u8>> {
    state(row)?.after(attempted)?;
    if row.proposal != Some(codec::signed("proposal", proposal)?) {
        return Err(StoreError::missing("proposal", proposal));
    }
    let proposer =
        row.proposed_by.clone().ok_or_else(|| StoreError::damaged("case", "a proposal of nobody"))?;
    if proposer == occurrence.actor.0.as_bytes() {
        return Err(StoreError::SamePerson);
    }
    advance(row, attempted)?;
    Ok(proposer)
}

fn fen(row: &CaseRow, amount: firstline_core::Money) -> Result<i64> {
    let currency: Currency = codec::currency("case", &row.currency)?;
    if amount.currency() == currency && !amount.is_negative() {
        Ok(amount.fen())
    } else {
        Err(StoreError::refused("line", "it is below zero or in another currency than the one asked for"))
    }
}

fn json<T: Serialize>(list: &[T]) -> Result<String> {
    serde_json::to_string(list).map_err(|error| StoreError::refused("case", error))
}

async fn link_statement(
    tx: &mut WriteTransaction,
    occurrence: &Occurrence,
    row: &CaseRow,
    imported: &StatementImported,
) -> Result<()> {
    let (case, file) = (&row.id, imported.file.0.as_slice());
    let position = codec::signed("statement", occurrence.position)?;
    let at = occurrence.at.timestamp_millis();
    let done = sqlx::query!(
        "INSERT INTO case_statement (case_id, file, position, imported_ms) VALUES (?, ?, ?, ?)",
        case,
        file,
        position,
        at
    )
    .execute(tx.connection())
    .await;
    once("statement", imported.file, done)
}

/// The same thing joins a case once.
fn once<T>(what: &'static str, hash: ContentHash, done: sqlx::Result<T>) -> Result<()> {
    match done {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(StoreError::duplicate(what, hash)),
        Err(error) => Err(error.into()),
    }
}
