//! Where each case stands: a projection of the decision log, read here and written only by [`crate::projections`].

mod row;

use chrono::{DateTime, Utc};
use firstline_core::decision::{DecisionKind, OverrideKind, OverrideSide, Role};
use firstline_core::lifecycle::CaseState;
use firstline_core::{CaseId, ContentHash, Money};
use serde::{Deserialize, Serialize};

pub(crate) use self::row::{CaseRow, by_id as row_by_id, put as put_row};
use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError};
use crate::ids::UserId;
use crate::transaction::WriteTransaction;

/// Who has a case, and until when nobody else may take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ownership {
    /// The person.
    pub owner: UserId,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// What the machine last said, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentAssessment {
    /// The assessment's hash.
    pub assessment: ContentHash,
    /// The pack's hash.
    pub pack: ContentHash,
    /// What it recommends.
    pub kind: DecisionKind,
    /// The line it recommends.
    pub line_recommended: Money,
    /// The grade, where there is a score.
    pub risk_grade: Option<String>,
    /// The points, where there is a score.
    pub points: Option<i32>,
    /// Codes of the review triggers.
    pub review_triggers: Vec<String>,
    /// Codes of the knock-outs.
    pub knock_outs: Vec<String>,
}

/// A proposal that waits for, or had, a second signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingProposal {
    /// The position of its entry in the decision log.
    pub position: u64,
    /// What is proposed.
    pub kind: DecisionKind,
    /// The line proposed.
    pub line: Money,
    /// By whom.
    pub by: UserId,
}

/// The decision that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingDecision {
    /// The position of its entry in the decision log: the decision's own, or the approval's.
    pub position: u64,
    /// What was decided.
    pub kind: DecisionKind,
    /// The line approved.
    pub line_approved: Money,
    /// By whom: the person who decided, or who proposed.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A departure of the standing decision, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideMark {
    /// Which track.
    pub kind: OverrideKind,
    /// Which side.
    pub side: OverrideSide,
    /// The reason's code.
    pub reason_code: String,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The random id.
    pub id: CaseId,
    /// The number people use.
    pub number: String,
    /// The hash of the application.
    pub application: ContentHash,
    /// The product.
    pub product: String,
    /// What it is for.
    pub scene: String,
    /// The state.
    pub state: CaseState,
    /// When the request reached the lender.
    pub received_at: DateTime<Utc>,
    /// When it is to be decided.
    pub due_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// The line asked for.
    pub line_requested: Money,
    /// Who has it, while in review.
    pub ownership: Option<Ownership>,
    /// What the machine last said.
    pub assessment: Option<CurrentAssessment>,
    /// A proposal, while it waits and after it was agreed to.
    pub proposal: Option<StandingProposal>,
    /// The decision.
    pub decision: Option<StandingDecision>,
    /// The departures of the decision or the proposal.
    pub overrides: Vec<OverrideMark>,
    /// To which role it was referred, while it waits for one.
    pub referred_role: Option<Role>,
    /// To which person it was referred, while it waits for them.
    pub referred_user: Option<UserId>,
}

/// Finds a case.
pub async fn find(from: &mut impl Read, id: CaseId) -> Result<Option<CaseFile>> {
    row_by_id(from.connection(), id).await?.map(TryInto::try_into).transpose()
}

/// Reads a case that must be there.
pub async fn load(from: &mut impl Read, id: CaseId) -> Result<CaseFile> {
    find(from, id).await?.ok_or_else(|| StoreError::missing("case", id))
}

/// Finds a case by its number.
pub async fn find_by_number(from: &mut impl Read, number: &str) -> Result<Option<CaseFile>> {
    let row = sqlx::query!("SELECT id FROM case_file WHERE number = ?", number)
        .fetch_optional(from.connection())
        .await?;
    match row {
        Some(row) => find(from, codec::case_id(&row.id)?).await,
        None => Ok(None),
    }
}

/// The next free case number of a year, such as `FL-2026-000128`. Taken inside the transaction that uses it.
pub async fn next_number(tx: &mut WriteTransaction, year: i32) -> Result<String> {
    let (from, to) = (format!("FL-{year:04}-"), format!("FL-{year:04}."));
    let row = sqlx::query!(
        r#"SELECT max(number) AS "last?: String" FROM case_file WHERE number >= ?1 AND number < ?2"#,
        from,
        to
    )
    .fetch_one(tx.connection())
    .await?;
    let last = match &row.last {
        None => 0,
        Some(last) => last
            .strip_prefix(&from)
            .and_then(|counter| counter.parse::<u32>().ok())
            .ok_or_else(|| StoreError::damaged("case number", last))?,
    };
    match last {
        0..=999_998 => Ok(format!("{from}{:06}", last + 1)),
        _ => Err(StoreError::refused("case", format!("{year} has no more case numbers"))),
    }
}

/// The lines granted in this workspace to the same person (same identity number) in other cases, in yuan fen.
pub async fn granted_exposure(from: &mut impl Read, case: CaseId) -> Result<Money> {
    let id = case.0.as_bytes().as_slice();
    let row = sqlx::query!(
        r#"SELECT coalesce(sum(case_file.decided_fen), 0) AS "granted!: i64"
           FROM case_link AS mine
           CROSS JOIN case_link AS other ON other.kind = mine.kind AND other.digest = mine.digest
           CROSS JOIN case_file ON case_file.id = other.case_id
           WHERE mine.case_id = ?1 AND mine.kind = 'id_number' AND other.case_id <> ?1
             AND case_file.state = 'decided' AND case_file.currency = 'CNY'
             AND case_file.decided_kind IN ('approve', 'counteroffer')"#,
        id
    )
    .fetch_one(from.connection())
    .await?;
    Ok(Money::cny(row.granted))
}

/// How many cases there are.
pub async fn count(from: &mut impl Read) -> Result<u64> {
    let row = sqlx::query!(r#"SELECT count(*) AS "count!: i64" FROM case_file"#)
        .fetch_one(from.connection())
        .await?;
    codec::unsigned("cases", row.count)
}

/// Case ids in id order, after one, at most `limit`: for work over all cases.
pub async fn page(from: &mut impl Read, after: Option<CaseId>, limit: u32) -> Result<Vec<CaseId>> {
    let after = after.map(|id| id.0.as_bytes().to_vec()).unwrap_or_default();
    let rows = sqlx::query!("SELECT id FROM case_file WHERE id > ? ORDER BY id LIMIT ?", after, limit)
        .fetch_all(from.connection())
        .await?;
    rows.iter().map(|row| codec::case_id(&row.id)).collect()
}
