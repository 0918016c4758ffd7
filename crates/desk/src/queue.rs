//! The queue: what waits, in the order it is due, and taking the next.

use chrono::TimeDelta;
use firstline_core::lifecycle::CaseState;
use firstline_core::policy::Severity;
use firstline_store::cases::CaseFile;
use firstline_store::event::CaseTaken;
use firstline_store::ids::UserId;
use firstline_store::queue::{self, QueueFilter as StoreFilter, QueueItem, QueueKey, QueueView};
use firstline_store::{CaseId, applications, assessments, users};

use crate::session::{self, Open};
use crate::wire::{
    AppError, Chip, ErrorCode, LockView, QueueCounts, QueueFilter, QueuePage, QueuePreview, QueueRow,
    QueueWork,
};
use crate::{Desk, clock, mask, view};

/// How long a taken case is kept from others.
pub const LOCK_MINUTES: i64 = 30;

/// The most rows of one page.
const PAGE_ROWS_MAX: u32 = 200;

/// Parses a case id from the wire.
pub(crate) fn parse_case_id(text: &str) -> Result<CaseId, AppError> {
    text.parse().map_err(|_| AppError::new(ErrorCode::NotFound, format!("{text:?} is not a case")))
}

fn key_text(key: QueueKey) -> String {
    format!("{}.{}", key.due_ms, key.id)
}

fn parse_key(text: &str) -> Result<QueueKey, AppError> {
    text.split_once('.')
        .and_then(|(due, id)| Some(QueueKey { due_ms: due.parse().ok()?, id: id.parse().ok()? }))
        .ok_or_else(|| {
            AppError::new(ErrorCode::BadInput, format!("{text:?} is not a place in the queue")).about("after")
        })
}

/// Who has the case, unless the time has run out.
pub(crate) async fn lock_view(
    open: &Open,
    reader: &mut firstline_store::Reader,
    case: &CaseFile,
) -> Result<Option<LockView>, AppError> {
    let Some(ownership) = case.ownership.filter(|_| case.state == CaseState::InReview) else {
        return Ok(None);
    };
    if ownership.until < clock::now().at {
        return Ok(None);
    }
    let owner = users::find(reader, ownership.owner).await?;
    Ok(owner.map(|owner| LockView {
        mine: owner.id == open.session.user,
        user: owner.login,
        display_name: owner.display_name,
        until: view::moment(ownership.until),
    }))
}

async fn row(
    open: &Open,
    reader: &mut firstline_store::Reader,
    item: QueueItem,
) -> Result<QueueRow, AppError> {
    let case = item.case;
    let application = applications::load(reader, case.id).await?;
    let lock = lock_view(open, reader, &case).await?;
    let mut chips = Vec::new();
    if let Some(assessment) = &case.assessment {
        let pack = open.shelf.get(reader, assessment.pack).await?;
        let chip = |code: &String, severity| view::rules::chip(&pack.pack, code, severity);
        chips.extend(assessment.knock_outs.iter().map(|code| chip(code, Severity::Fail)));
        chips.extend(assessment.review_triggers.iter().map(|code| chip(code, Severity::Warn)));
    }
    let assessment = case.assessment.as_ref();
    Ok(QueueRow {
        case_id: case.id.to_string(),
        number: case.number,
        state: view::same(&case.state),
        applicant: mask::name(item.applicant_name.expose()),
        scene: application.scene,
        channel: application.channel,
        line_requested: view::money(case.line_requested),
        recommendation: assessment.map(|assessment| view::same(&assessment.kind)),
        line_recommended: assessment
            .filter(|assessment| assessment.line_recommended.is_positive())
            .map(|assessment| view::money(assessment.line_recommended)),
        risk_grade: assessment.and_then(|assessment| assessment.risk_grade.clone()),
        decided: case.decision.as_ref().map(|decision| view::same(&decision.kind)),
        line_approved: case
            .decision
            .as_ref()
            .filter(|decision| decision.line_approved.is_positive())
            .map(|decision| view::money(decision.line_approved)),
        chips: tones_first(chips),
        lock,
        received_at: view::moment(case.received_at),
        due_at: view::moment(case.due_at),
    })
}

/// The gravest chips first, otherwise in rule order.
fn tones_first(mut chips: Vec<Chip>) -> Vec<Chip> {
    chips.sort_by_key(|chip| chip.tone != crate::wire::Tone::Fail);
    chips
}

fn queue_view(work: QueueWork, person: UserId) -> QueueView {
    match work {
        QueueWork::Review => QueueView::Review,
        QueueWork::SecondSignature => QueueView::In(CaseState::AwaitingApproval),
        QueueWork::Waiting => QueueView::In(CaseState::WaitingOnApplicant),
        QueueWork::Mine => QueueView::OwnedBy(person),
        QueueWork::Decided => QueueView::In(CaseState::Decided),
    }
}

impl Desk {
    /// How many cases wait for what.
    pub async fn queue_counts(&self) -> Result<QueueCounts, AppError> {
        let open = self.open().await?;
        let mut reader = open.store.read().await?;
        let counts = queue::counts(&mut reader, clock::now().at, open.session.user).await?;
        let of = |state: CaseState| {
            counts.by_state.get(&state).map_or(0, |count| u32::try_from(*count).unwrap_or(u32::MAX))
        };
        Ok(QueueCounts {
            review: of(CaseState::Received) + of(CaseState::Ready) + of(CaseState::InReview),
            second_signature: of(CaseState::AwaitingApproval),
            waiting: of(CaseState::WaitingOnApplicant),
            mine: u32::try_from(counts.owned).unwrap_or(u32::MAX),
            decided: of(CaseState::Decided),
        })
    }

    /// A page of the queue, in the order cases are due.
    pub async fn queue_list(
        &self,
        filter: QueueFilter,
        after: Option<String>,
        limit: u32,
    ) -> Result<QueuePage, AppError> {
        let open = self.open().await?;
        let mut reader = open.store.read().await?;
        let limit = limit.clamp(1, PAGE_ROWS_MAX);
        let after = after.as_deref().map(parse_key).transpose()?;
        let narrowed = StoreFilter {
            product: None,
            risk_grades: filter.grades,
            scene: filter.scene,
            code: filter.trigger,
            text: filter.text,
        };
        let view = queue_view(filter.work, open.session.user);
        let items = queue::page(&mut reader, view, &narrowed, after, limit).await?;
        let full = items.len() == limit as usize;
        let next = items.last().filter(|_| full).map(|item| key_text(item.key()));
        let mut rows = Vec::with_capacity(items.len());
        for item in items {
            rows.push(row(&open, &mut reader, item).await?);
        }
        let total = queue::count(&mut reader, view, &narrowed).await?;
        Ok(QueuePage { rows, next, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }

    /// What the queue shows beside the list.
    pub async fn queue_preview(&self, case_id: String) -> Result<QueuePreview, AppError> {
        let open = self.open().await?;
        let id = parse_case_id(&case_id)?;
        let mut reader = open.store.read().await?;
        let item = queue::item(&mut reader, id).await?;
        let current = item.case.assessment.clone();
        let row = row(&open, &mut reader, item).await?;
        let Some(current) = current else {
            return Err(AppError::new(ErrorCode::NotFound, "the case has not been assessed"));
        };
        let pack = open.shelf.get(&mut reader, current.pack).await?;
        let assessment = assessments::load(&mut reader, current.assessment).await?.assessment()?;
        let timeline = crate::cases::timeline(&mut reader, id, 4, &pack.categories).await?;
        let mut triggers = view::rules::views(&pack.pack, &assessment.policy.knock_outs);
        triggers.extend(view::rules::views(&pack.pack, &assessment.policy.review_triggers));
        let mut caps = view::line::caps(&assessment.line);
        caps.truncate(2);
        let mut reasons = assessment
            .score
            .as_ref()
            .map(|score| view::score::reasons(&pack.scorecard, score))
            .unwrap_or_default();
        most_telling(&mut reasons, 5);
        Ok(QueuePreview {
            row,
            age_years: crate::cases::age_years(&assessment),
            points: assessment.score.as_ref().map(|score| score.points),
            probability_of_default: assessment
                .score
                .as_ref()
                .map(|score| view::ratio(score.probability_of_default)),
            income_monthly: assessment.spending.income_monthly.map(view::money),
            debt_to_income: assessment.spending.debt_to_income.map(view::ratio),
            triggers,
            caps,
            reasons,
            checks: view::checks::counts(&assessment.checks),
            timeline,
        })
    }

    /// Takes the case that is due next and that this person may take; `None` when nothing waits.
    pub async fn take_next(&self) -> Result<Option<String>, AppError> {
        let open = self.open().await?;
        open.require(session::decides(open.session.role))?;
        let moment = clock::now();
        let mut tx = open.store.begin().await?;
        let next = queue::next(&mut tx, moment.at, open.session.user, open.session.role).await?;
        let Some(case) = next else {
            tx.rollback().await?;
            return Ok(None);
        };
        let until = moment.at + TimeDelta::minutes(LOCK_MINUTES);
        open.record(&mut tx, moment, Some(case.id), CaseTaken { until }.into()).await?;
        tx.commit().await?;
        Ok(Some(case.id.to_string()))
    }
}

/// Keeps the reasons with the widest distances, adverse first.
fn most_telling(reasons: &mut Vec<crate::wire::ReasonView>, keep: usize) {
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.distance.unsigned_abs()));
    reasons.truncate(keep);
    reasons.sort_by_key(|reason| reason.distance);
}
