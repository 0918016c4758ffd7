//! The columns of `case_file`, and the value they make.

use firstline_core::{CaseId, Money};
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use super::{CaseFile, CurrentAssessment, Ownership, StandingDecision, StandingProposal};
use crate::codec;
use crate::error::{Result, StoreError, is_unique_violation};

const WHAT: &str = "case";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CaseRow {
    pub(crate) id: Vec<u8>,
    pub(crate) number: String,
    pub(crate) application: Vec<u8>,
    pub(crate) product: String,
    pub(crate) scene: String,
    pub(crate) state: String,
    pub(crate) received_ms: i64,
    pub(crate) due_ms: i64,
    pub(crate) changed_ms: i64,
    pub(crate) currency: String,
    pub(crate) requested_fen: i64,
    pub(crate) owner: Option<Vec<u8>>,
    pub(crate) owner_until_ms: Option<i64>,
    pub(crate) assessment: Option<Vec<u8>>,
    pub(crate) pack: Option<Vec<u8>>,
    pub(crate) recommended_kind: Option<String>,
    pub(crate) recommended_fen: Option<i64>,
    pub(crate) risk_grade: Option<String>,
    pub(crate) points: Option<i64>,
    pub(crate) triggers: String,
    pub(crate) knock_outs: String,
    pub(crate) proposal: Option<i64>,
    pub(crate) proposed_kind: Option<String>,
    pub(crate) proposed_fen: Option<i64>,
    pub(crate) proposed_by: Option<Vec<u8>>,
    pub(crate) decision: Option<i64>,
    pub(crate) decided_kind: Option<String>,
    pub(crate) decided_fen: Option<i64>,
    pub(crate) decided_by: Option<Vec<u8>>,
    pub(crate) decided_ms: Option<i64>,
    pub(crate) overrides: String,
    pub(crate) referred_role: Option<String>,
    pub(crate) referred_user: Option<Vec<u8>>,
}

pub(crate) async fn by_id(connection: &mut SqliteConnection, id: CaseId) -> Result<Option<CaseRow>> {
    let id = id.0.as_bytes().as_slice();
    Ok(sqlx::query_as!(CaseRow, "SELECT * FROM case_file WHERE id = ?", id)
        .fetch_optional(connection)
        .await?)
}

/// Writes every column: inserts the row, or changes the one with its id. Another case's number is refused.
pub(crate) async fn put(connection: &mut SqliteConnection, row: &CaseRow) -> Result<()> {
    let done = sqlx::query!(
        "INSERT INTO case_file (
            id, number, application, product, scene, state, received_ms, due_ms, changed_ms, currency,
            requested_fen, owner, owner_until_ms, assessment, pack, recommended_kind, recommended_fen,
            risk_grade, points, triggers, knock_outs, proposal, proposed_kind, proposed_fen, proposed_by,
            decision, decided_kind, decided_fen, decided_by, decided_ms, overrides, referred_role,
            referred_user)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET (
            number, application, product, scene, state, received_ms, due_ms, changed_ms, currency, requested_fen,
            owner, owner_until_ms, assessment, pack, recommended_kind, recommended_fen, risk_grade, points,
            triggers, knock_outs, proposal, proposed_kind, proposed_fen, proposed_by, decision,
            decided_kind, decided_fen, decided_by, decided_ms, overrides, referred_role, referred_user)
         = (
            excluded.number, excluded.application, excluded.product, excluded.scene, excluded.state, excluded.received_ms,
            excluded.due_ms, excluded.changed_ms, excluded.currency, excluded.requested_fen, excluded.owner,
            excluded.owner_until_ms, excluded.assessment, excluded.pack, excluded.recommended_kind,
            excluded.recommended_fen, excluded.risk_grade, excluded.points, excluded.triggers,
            excluded.knock_outs, excluded.proposal, excluded.proposed_kind, excluded.proposed_fen,
            excluded.proposed_by, excluded.decision, excluded.decided_kind, excluded.decided_fen,
            excluded.decided_by, excluded.decided_ms, excluded.overrides, excluded.referred_role,
            excluded.referred_user)",
        row.id,
        row.number,
        row.application,
        row.product,
        row.scene,
        row.state,
        row.received_ms,
        row.due_ms,
        row.changed_ms,
        row.currency,
        row.requested_fen,
        row.owner,
        row.owner_until_ms,
        row.assessment,
        row.pack,
        row.recommended_kind,
        row.recommended_fen,
        row.risk_grade,
        row.points,
        row.triggers,
        row.knock_outs,
        row.proposal,
        row.proposed_kind,
        row.proposed_fen,
        row.proposed_by,
        row.decision,
        row.decided_kind,
        row.decided_fen,
        row.decided_by,
        row.decided_ms,
        row.overrides,
        row.referred_role,
        row.referred_user
    )
    .execute(connection)
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(StoreError::duplicate("case", &row.number)),
        Err(error) => Err(error.into()),
    }
}

impl TryFrom<CaseRow> for CaseFile {
    type Error = StoreError;

    fn try_from(row: CaseRow) -> Result<Self> {
        Ok(CaseFile {
            id: codec::case_id(&row.id)?,
            application: codec::hash(WHAT, &row.application)?,
            state: codec::from_code(WHAT, &row.state)?,
            received_at: codec::time(WHAT, row.received_ms)?,
            due_at: codec::time(WHAT, row.due_ms)?,
            changed_at: codec::time(WHAT, row.changed_ms)?,
            line_requested: money(&row, Some(row.requested_fen))?,
            ownership: ownership(&row)?,
            assessment: assessment(&row)?,
            proposal: proposal(&row)?,
            decision: decision(&row)?,
            overrides: list(&row.overrides)?,
            referred_role: row
                .referred_role
                .as_deref()
                .map(|role| codec::from_code(WHAT, role))
                .transpose()?,
            referred_user: row.referred_user.as_deref().map(codec::user_id).transpose()?,
            number: row.number,
            product: row.product,
            scene: row.scene,
        })
    }
}

fn ownership(row: &CaseRow) -> Result<Option<Ownership>> {
    let Some(owner) = &row.owner else { return Ok(None) };
    let until = codec::time(WHAT, present(row.owner_until_ms)?)?;
    Ok(Some(Ownership { owner: codec::user_id(owner)?, until }))
}

fn assessment(row: &CaseRow) -> Result<Option<CurrentAssessment>> {
    let Some(assessment) = &row.assessment else { return Ok(None) };
    let points =
        row.points.map(i32::try_from).transpose().map_err(|error| StoreError::damaged(WHAT, error))?;
    Ok(Some(CurrentAssessment {
        assessment: codec::hash(WHAT, assessment)?,
        pack: codec::hash(WHAT, present(row.pack.as_deref())?)?,
        kind: codec::from_code(WHAT, present(row.recommended_kind.as_deref())?)?,
        line_recommended: money(row, row.recommended_fen)?,
        risk_grade: row.risk_grade.clone(),
        points,
        review_triggers: list(&row.triggers)?,
        knock_outs: list(&row.knock_outs)?,
    }))
}

fn proposal(row: &CaseRow) -> Result<Option<StandingProposal>> {
    let Some(position) = row.proposal else { return Ok(None) };
    Ok(Some(StandingProposal {
        position: codec::unsigned(WHAT, position)?,
        kind: codec::from_code(WHAT, present(row.proposed_kind.as_deref())?)?,
        line: money(row, row.proposed_fen)?,
        by: codec::user_id(present(row.proposed_by.as_deref())?)?,
    }))
}

fn decision(row: &CaseRow) -> Result<Option<StandingDecision>> {
    let Some(position) = row.decision else { return Ok(None) };
    Ok(Some(StandingDecision {
        position: codec::unsigned(WHAT, position)?,
        kind: codec::from_code(WHAT, present(row.decided_kind.as_deref())?)?,
        line_approved: money(row, row.decided_fen)?,
        by: codec::user_id(present(row.decided_by.as_deref())?)?,
        at: codec::time(WHAT, present(row.decided_ms)?)?,
    }))
}

fn money(row: &CaseRow, fen: Option<i64>) -> Result<Money> {
    codec::money(WHAT, present(fen)?, &row.currency)
}

fn present<T>(column: Option<T>) -> Result<T> {
    column.ok_or_else(|| StoreError::damaged(WHAT, "a column is empty beside one that is not"))
}

fn list<T: DeserializeOwned>(json: &str) -> Result<Vec<T>> {
    serde_json::from_str(json).map_err(|error| StoreError::damaged(WHAT, error))
}
