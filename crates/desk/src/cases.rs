//! One case: showing it, taking it, giving it back, revealing what is masked.

use chrono::TimeDelta;
use firstline_core::assessment::Assessment;
use firstline_core::facts::FactValue;
use firstline_core::lifecycle::CaseState;
use firstline_core::spending::Categories;
use firstline_core::{Application, ContentHash};
use firstline_store::cases::{self, CaseFile, CurrentAssessment};
use firstline_store::event::{CaseOpened, CaseReleased, CaseTaken, Event, FieldRevealed};
use firstline_store::ledger::{self, LogClass};
use firstline_store::{CaseId, Reader, applications, assessments, statements};
use rust_decimal::prelude::ToPrimitive;

use crate::assess::LoadedPack;
use crate::queue::{LOCK_MINUTES, lock_view, parse_case_id};
use crate::session::{self, Open};
use crate::sheet::{self, Bench};
use crate::wire::{
    AppError, AssessmentHead, CaseHeader, CaseView, DecidedView, ErrorCode, MaskedField, OverrideView,
    ProposalView, SecondSignatureView, Text, TimelineRow,
};
use crate::{Desk, clock, inputs, mask, reclassify, view, wording};

/// The fewest characters of a purpose for revealing a masked field.
const PURPOSE_LENGTH_MIN: usize = 4;

/// The most timeline rows sent with a case.
const TIMELINE_ROWS_MAX: u32 = 50;

/// The applicant's age as the assessment read it.
pub(crate) fn age_years(assessment: &Assessment) -> Option<u32> {
    match assessment.facts.get("age_years") {
        Some(FactValue::Number(age)) => age.to_u32(),
        _ => None,
    }
}

/// A case with everything it is shown and decided from. Its rows are not among that: an assessment says what they came to.
pub(crate) struct Dossier {
    pub(crate) case: CaseFile,
    pub(crate) assessment: Assessment,
    pub(crate) application: Application,
    pub(crate) pack: std::sync::Arc<LoadedPack>,
    pub(crate) sequence: u32,
}

/// The assessment a case stands on now.
pub(crate) fn current_assessment(case: &CaseFile) -> Result<CurrentAssessment, AppError> {
    let missing = || AppError::new(ErrorCode::NotFound, "the case has not been assessed");
    case.assessment.clone().ok_or_else(missing)
}

pub(crate) async fn dossier(open: &Open, reader: &mut Reader, case: CaseFile) -> Result<Dossier, AppError> {
    let current = current_assessment(&case)?;
    let pack = open.shelf.get(reader, current.pack).await?;
    let assessment = assessments::load(reader, current.assessment).await?.assessment()?;
    let application = inputs::application_of(reader, case.id, &assessment).await?;
    let sequence = assessments::count_of_case(reader, case.id).await?;
    let sequence = u32::try_from(sequence).map_err(AppError::internal)?;
    Ok(Dossier { case, assessment, application, pack, sequence })
}

/// What happened to a case, the latest first.
pub(crate) async fn timeline(
    reader: &mut Reader,
    case: CaseId,
    limit: u32,
    categories: &Categories,
) -> Result<Vec<TimelineRow>, AppError> {
    let entries = ledger::of_case(reader, LogClass::Decision, case, limit).await?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let actor = crate::audit::user_name(reader, entry.actor).await?;
        rows.push(TimelineRow {
            at: view::moment(entry.at),
            actor,
            text: happened(&entry, categories),
            event: entry.event.clone(),
            entry: session::position(entry.position)?,
        });
    }
    Ok(rows)
}

/// What an entry of the timeline says: of a re-classification also the category.
fn happened(entry: &ledger::StoredEntry, categories: &Categories) -> Text {
    let said = wording::label(&format!("event.{}", entry.event));
    // Where the payload was erased, that it happened is all there is to say.
    let Ok(Event::SpendingReclassified(made)) = entry.event() else { return said };
    let category = view::spending::category_label(categories, &made.correction.category);
    Text { zh: format!("{}：{}", said.zh, category.zh), en: format!("{}: {}", said.en, category.en) }
}

fn header(
    application: &Application,
    assessment: &Assessment,
    case: &CaseFile,
    lock: Option<crate::wire::LockView>,
) -> Result<CaseHeader, AppError> {
    let applicant = &application.applicant;
    let exposure = application.known_exposure.checked_add(assessment.inputs.granted_exposure)?;
    Ok(CaseHeader {
        name: mask::name(applicant.name.expose()),
        id_number: mask::id_number(applicant.id_number.expose()),
        mobile: mask::mobile(applicant.mobile.expose()),
        bank_card: applicant.bank_card.as_ref().map(|card| mask::bank_card(card.expose())),
        employer: applicant.employer.as_ref().map(|employer| mask::organisation(employer.expose())),
        address: applicant.address.as_ref().map(|address| mask::address(address.expose())),
        age_years: age_years(assessment),
        channel: application.channel.clone(),
        scene: application.scene.clone(),
        line_requested: view::money(application.line_requested),
        instalments: application.instalments,
        known_exposure: view::money(exposure),
        declared_income_monthly: application.declared_income_monthly.map(view::money),
        consents: application.consents.iter().map(|consent| consent.code.clone()).collect(),
        received_at: view::moment(application.received_at),
        due_at: view::moment(case.due_at),
        lock,
    })
}

fn head(dossier: &Dossier) -> AssessmentHead {
    let pack = &dossier.pack.pack;
    let hash = dossier.case.assessment.as_ref().map(|current| current.assessment);
    AssessmentHead {
        hash: hash.map(|hash: ContentHash| hash.to_string()).unwrap_or_default(),
        sequence: dossier.sequence,
        as_of: view::moment(dossier.assessment.as_of),
        pack: pack.name().to_owned(),
        pack_version: pack.version().to_owned(),
        pack_hash: dossier.assessment.pack.to_string(),
        scorecard: dossier.pack.scorecard.name().to_owned(),
        scorecard_version: dossier.pack.scorecard.version().to_owned(),
    }
}

/// Why nobody can decide right now; `None` when the signed-in person can.
fn blocked(open: &Open, case: &CaseFile, lock: Option<&crate::wire::LockView>) -> Option<Text> {
    if !session::decides(open.session.role) {
        return Some(wording::label("blocked.role"));
    }
    let code = match case.state {
        CaseState::InReview => match lock {
            Some(lock) if lock.mine => return None,
            Some(_) => "blocked.locked_by_other",
            None => "blocked.not_in_review",
        },
        CaseState::Received | CaseState::Ready => "blocked.not_in_review",
        CaseState::AwaitingApproval => "blocked.awaiting_approval",
        CaseState::WaitingOnApplicant => "blocked.waiting",
        CaseState::Decided => "blocked.decided",
        CaseState::Withdrawn => "blocked.withdrawn",
    };
    Some(wording::label(code))
}

async fn case_view(open: &Open, reader: &mut Reader, case: CaseFile) -> Result<CaseView, AppError> {
    let lock = lock_view(open, reader, &case).await?;
    let dossier = dossier(open, reader, case).await?;
    let Dossier { case, assessment, application, pack, .. } = &dossier;
    let statements: Vec<_> = statements::of_case(reader, case.id)
        .await?
        .into_iter()
        .filter(|statement| assessment.inputs.statements.contains(&statement.file))
        .collect();
    let signers = session::signers(reader).await?;
    let maker = open.maker();
    let bench = Bench { application, assessment, pack, maker: &maker, signers: &signers };
    let buttons = if session::decides(open.session.role) { sheet::buttons(&bench)? } else { Vec::new() };
    let terms = pack.pack.terms();
    let corrected = reclassify::corrected(reader, case.id).await?;
    Ok(CaseView {
        case_id: case.id.to_string(),
        number: case.number.clone(),
        state: view::same(&case.state),
        header: header(application, assessment, case, lock.clone())?,
        assessment: head(&dossier),
        knock_outs: view::rules::views(&pack.pack, &assessment.policy.knock_outs),
        triggers: view::rules::views(&pack.pack, &assessment.policy.review_triggers),
        policy_errors: assessment
            .policy
            .errors
            .iter()
            .map(|error| format!("{} {} {}: {}", error.table, error.row, error.column, error.message))
            .collect(),
        check_counts: view::checks::counts(&assessment.checks),
        checks: view::checks::views(&assessment.checks),
        spending: view::spending::spending_view(
            &assessment.spending,
            &statements,
            &pack.categories,
            terms.residual_income_min,
            view::corrections::views(&corrected, assessment, &pack.categories),
        ),
        score: assessment.score.as_ref().map(|score| view::score::score_view(&pack.scorecard, score)),
        score_error: assessment.score_error.as_ref().map(|values| wording::label_with("score_error", values)),
        line: view::line::line_view(&assessment.line, terms, application.line_requested),
        recommendation: view::line::recommendation_view(&pack.pack, &assessment.recommendation),
        buttons,
        blocked: blocked(open, case, lock.as_ref()),
        proposal: proposal_view(open, reader, &bench, case).await?,
        decided: decided_view(reader, pack, case).await?,
        timeline: timeline(reader, case.id, TIMELINE_ROWS_MAX, &pack.categories).await?,
    })
}

fn override_views(pack: &LoadedPack, decision: &firstline_core::decision::Decision) -> Vec<OverrideView> {
    decision
        .overrides
        .iter()
        .map(|given| OverrideView {
            kind: view::same(&given.kind),
            side: view::same(&given.side),
            reason_code: given.reason_code.clone(),
            reason: view::rules::reason_text(&pack.pack, &given.reason_code),
            text: given.text.clone(),
        })
        .collect()
}

async fn proposal_view(
    open: &Open,
    reader: &mut Reader,
    bench: &Bench<'_>,
    case: &CaseFile,
) -> Result<Option<ProposalView>, AppError> {
    let Some(standing) = case.proposal.filter(|_| case.state == CaseState::AwaitingApproval) else {
        return Ok(None);
    };
    let entry = ledger::load(reader, LogClass::Decision, standing.position).await?;
    let Event::ProposalMade(proposal) = entry.event()? else {
        return Err(AppError::new(ErrorCode::StoreFailed, "the case names an entry that is no proposal"));
    };
    let may_not_because = may_not_sign(open, bench, standing.by, &proposal.decision)?;
    Ok(Some(ProposalView {
        entry: session::position(standing.position)?,
        by: crate::audit::user_name(reader, standing.by).await?,
        at: view::moment(entry.at),
        kind: view::same(&proposal.decision.kind),
        line: proposal.decision.line_approved.map(view::money),
        instalments: proposal.decision.instalments,
        overrides: override_views(bench.pack, &proposal.decision),
        note: proposal.decision.note.clone(),
        may_sign: may_not_because.is_none(),
        may_not_because,
    }))
}

/// Why the signed-in person cannot give the second signature; `None` when they can.
pub(crate) fn may_not_sign(
    open: &Open,
    bench: &Bench<'_>,
    maker: firstline_store::ids::UserId,
    decision: &firstline_core::decision::Decision,
) -> Result<Option<Text>, AppError> {
    if !session::decides(open.session.role) {
        return Ok(Some(wording::label("blocked.role")));
    }
    if maker == open.session.user {
        return Ok(Some(wording::label("blocked.maker")));
    }
    let rows = sheet::authority_of(bench, decision, open.session.role)?;
    let within = rows.is_some_and(|rows| firstline_core::decision::within_authority(&rows));
    Ok((!within).then(|| wording::label("blocked.beyond_authority")))
}

async fn decided_view(
    reader: &mut Reader,
    pack: &LoadedPack,
    case: &CaseFile,
) -> Result<Option<DecidedView>, AppError> {
    let Some(standing) = case.decision else { return Ok(None) };
    let own = ledger::load(reader, LogClass::Decision, standing.position).await?;
    let (decision, at, second_signature) = match own.event()? {
        Event::DecisionMade(made) => (made.decision, view::moment(own.at), None),
        Event::ApprovalGranted(granted) => {
            let proposed = ledger::load(reader, LogClass::Decision, granted.proposal).await?;
            let Event::ProposalMade(proposal) = proposed.event()? else {
                return Err(AppError::new(ErrorCode::StoreFailed, "the approval names no proposal"));
            };
            let second = SecondSignatureView {
                entry: session::position(standing.position)?,
                by: crate::audit::user_name(reader, own.actor).await?,
                at: view::moment(own.at),
            };
            (proposal.decision, view::moment(proposed.at), Some(second))
        }
        _ => {
            return Err(AppError::new(ErrorCode::StoreFailed, "the case names an entry that is no decision"));
        }
    };
    Ok(Some(DecidedView {
        entry: session::position(standing.position)?,
        kind: view::same(&decision.kind),
        by: crate::audit::user_name(reader, standing.by).await?,
        at,
        line_approved: decision.line_approved.map(view::money),
        instalments: decision.instalments,
        overrides: override_views(pack, &decision),
        reasons: decision
            .reason_codes
            .iter()
            .map(|code| view::rules::reason_text(&pack.pack, code))
            .collect(),
        note: decision.note.clone(),
        second_signature,
    }))
}

impl Desk {
    /// The id of a case by the number people use.
    pub async fn case_id(&self, number: &str) -> Result<String, AppError> {
        let open = self.open().await?;
        let mut reader = open.store.read().await?;
        let case = cases::find_by_number(&mut reader, number).await?;
        case.map(|case| case.id.to_string())
            .ok_or_else(|| AppError::new(ErrorCode::NotFound, format!("there is no case {number:?}")))
    }

    /// Shows a case; that it was looked at goes into the access log.
    pub async fn case_show(&self, case_id: String) -> Result<CaseView, AppError> {
        let open = self.open().await?;
        let id = parse_case_id(&case_id)?;
        let view = {
            let mut reader = open.store.read().await?;
            let case = cases::load(&mut reader, id).await?;
            case_view(&open, &mut reader, case).await?
        };
        open.record_alone(Some(id), CaseOpened {}.into()).await?;
        Ok(view)
    }

    /// Takes a case, so that nobody else works on it.
    pub async fn take_case(&self, case_id: String) -> Result<CaseView, AppError> {
        let open = self.open().await?;
        open.require(session::decides(open.session.role))?;
        let id = parse_case_id(&case_id)?;
        let moment = clock::now();
        let mut tx = open.store.begin().await?;
        let until = moment.at + TimeDelta::minutes(LOCK_MINUTES);
        open.record(&mut tx, moment, Some(id), CaseTaken { until }.into()).await?;
        tx.commit().await?;
        self.case_show(case_id).await
    }

    /// Gives a case back undecided.
    pub async fn release_case(&self, case_id: String) -> Result<(), AppError> {
        let open = self.open().await?;
        let id = parse_case_id(&case_id)?;
        open.record_alone(Some(id), CaseReleased {}.into()).await?;
        Ok(())
    }

    /// Reveals a masked field for a purpose; the act goes into the access log first.
    pub async fn reveal(
        &self,
        case_id: String,
        field: MaskedField,
        purpose: String,
    ) -> Result<String, AppError> {
        let open = self.open().await?;
        let id = parse_case_id(&case_id)?;
        let purpose = purpose.trim().to_owned();
        if purpose.chars().count() < PURPOSE_LENGTH_MIN {
            return Err(AppError::new(ErrorCode::ReasonRequired, "say what the value is needed for")
                .about("purpose")
                .with("needed", PURPOSE_LENGTH_MIN));
        }
        let application = {
            let mut reader = open.store.read().await?;
            applications::load(&mut reader, id).await?
        };
        open.record_alone(Some(id), FieldRevealed { field: view::code(&field), purpose }.into()).await?;
        let applicant = &application.applicant;
        let value = match field {
            MaskedField::Name => Some(&applicant.name),
            MaskedField::IdNumber => Some(&applicant.id_number),
            MaskedField::Mobile => Some(&applicant.mobile),
            MaskedField::BankCard => applicant.bank_card.as_ref(),
            MaskedField::Address => applicant.address.as_ref(),
        };
        value
            .map(|value| value.expose().to_owned())
            .ok_or_else(|| AppError::new(ErrorCode::NotFound, "the application does not give this"))
    }
}
