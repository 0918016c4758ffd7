//! The decision sheet and the decision it becomes. Pure: the same draft gives the same sheet and the same bytes.

use firstline_core::assessment::Assessment;
use firstline_core::decision::{
    AuthorityLimit, AuthorityRow, Decision, DecisionFault, DecisionKind, Departure, Override,
    ReasonDefinition, ReasonUse, Role, check_authority, check_decision, departures, within_authority,
};
use firstline_core::line::{self, ProductTerms};
use firstline_core::{Application, Currency, Money, MoneyError, canonical};
use rust_decimal::Decimal;

use crate::assess::LoadedPack;
use crate::wire::{
    self, AppError, AuthorityCheck, DecisionButton, DecisionDraft, DecisionSheet, DisagreementView,
    ErrorCode, OfferColumn, Problem, ReasonOption, SignerView,
};
use crate::{error, view, wording};

/// A person who might sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The user's name in the workspace.
    pub user: String,
    /// As shown.
    pub display_name: String,
    /// The role whose limits apply.
    pub role: Role,
}

/// Everything a decision is measured against.
#[derive(Debug, Clone, Copy)]
pub struct Bench<'a> {
    /// What the applicant asked for.
    pub application: &'a Application,
    /// What was on screen.
    pub assessment: &'a Assessment,
    /// The pack of that assessment.
    pub pack: &'a LoadedPack,
    /// Who decides.
    pub maker: &'a Signer,
    /// Everybody in the workspace.
    pub signers: &'a [Signer],
}

impl Bench<'_> {
    fn terms(&self) -> &ProductTerms {
        self.pack.pack.terms()
    }

    fn limit(&self, role: Role) -> Option<&AuthorityLimit> {
        self.pack.pack.authority().iter().find(|limit| limit.role == role)
    }

    fn exposure_known(&self) -> Result<Money, MoneyError> {
        self.application.known_exposure.checked_add(self.assessment.inputs.granted_exposure)
    }
}

/// What a decision comes to: whether it may stand, and who must sign it.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The decision as it will be recorded.
    pub decision: Decision,
    /// Why it cannot stand; empty when it can.
    pub faults: Vec<DecisionFault>,
    /// The maker's limits against it.
    pub authority: Vec<AuthorityRow>,
    /// Who could give the second signature, each with their limits; empty when none is needed or nobody can.
    pub second_signers: Vec<(Signer, Vec<AuthorityRow>)>,
}

impl Verdict {
    /// Whether the maker may decide alone.
    pub fn within_authority(&self) -> bool {
        within_authority(&self.authority)
    }
}

fn amount(text: &str) -> Result<Money, AppError> {
    text.trim()
        .replace(',', "")
        .parse()
        .map_err(|error: MoneyError| AppError::new(ErrorCode::AmountInvalid, error.to_string()).about("line"))
}

/// The decision that a draft stands for, as it would be recorded.
pub fn decision_of(bench: &Bench<'_>, draft: &DecisionDraft) -> Result<Decision, AppError> {
    let kind: DecisionKind = view::same(&draft.kind);
    let line_approved = match kind {
        DecisionKind::Approve => Some(bench.application.line_requested),
        DecisionKind::Counteroffer => draft.line.as_deref().map(amount).transpose()?,
        DecisionKind::Decline | DecisionKind::RequestInformation | DecisionKind::Refer => None,
    };
    let instalments = draft.instalments.unwrap_or(bench.application.instalments);
    let payment_monthly = match line_approved {
        Some(line) if instalments > 0 => {
            Some(line::payment(line, instalments, bench.terms().fee_rate_per_period)?)
        }
        Some(_) | None => None,
    };
    let overrides = draft
        .overrides
        .iter()
        .map(|given| Override {
            kind: view::same(&given.kind),
            side: view::same(&given.side),
            reason_code: given.reason_code.clone(),
            text: given.text.trim().to_owned(),
        })
        .collect();
    Ok(Decision {
        kind,
        assessment: canonical::hash(bench.assessment),
        line_requested: bench.application.line_requested,
        line_recommended: bench.assessment.recommendation.line_recommended,
        line_approved,
        instalments,
        payment_monthly,
        overrides,
        reason_codes: draft.reason_codes.clone(),
        open_checks: view::checks::open(&bench.assessment.checks),
        note: draft.note.trim().to_owned(),
    })
}

/// Measures a draft against pack and authority.
pub fn judge(bench: &Bench<'_>, draft: &DecisionDraft) -> Result<Verdict, AppError> {
    let decision = decision_of(bench, draft)?;
    let faults = check_decision(&decision, bench.assessment, bench.terms(), bench.pack.pack.reasons());
    let exposure = bench.exposure_known()?;
    let rows_of = |role: Role| match bench.limit(role) {
        Some(limit) => check_authority(&decision, bench.assessment, exposure, limit).map(Some),
        None => Ok(None),
    };
    let Some(authority) = rows_of(bench.maker.role)? else {
        return Err(AppError::new(ErrorCode::NotPermitted, "this role decides nothing"));
    };
    let mut second_signers = Vec::new();
    if !within_authority(&authority) {
        for signer in bench.signers.iter().filter(|signer| signer.user != bench.maker.user) {
            if let Some(rows) = rows_of(signer.role)?.filter(|rows| within_authority(rows)) {
                second_signers.push((signer.clone(), rows));
            }
        }
    }
    Ok(Verdict { decision, faults, authority, second_signers })
}

/// The limits of one role against a recorded decision.
pub fn authority_of(
    bench: &Bench<'_>,
    decision: &Decision,
    role: Role,
) -> Result<Option<Vec<AuthorityRow>>, AppError> {
    let exposure = bench.exposure_known()?;
    bench
        .limit(role)
        .map(|limit| check_authority(decision, bench.assessment, exposure, limit).map_err(AppError::from))
        .transpose()
}

/// The sheet for a draft. `entry` is the index the entry would have, `unwitnessed` the entries nobody else holds.
pub fn sheet(
    bench: &Bench<'_>,
    draft: &DecisionDraft,
    entry: u32,
    unwitnessed: u32,
) -> Result<DecisionSheet, AppError> {
    let verdict = judge(bench, draft)?;
    let decision = &verdict.decision;
    let recommendation = &bench.assessment.recommendation;
    let requested =
        column(bench, Some(decision.line_requested), bench.application.instalments, recommendation)?;
    let recommended_line = recommendation.line_recommended;
    let recommended = column(
        bench,
        recommended_line.is_positive().then_some(recommended_line),
        recommendation.instalments,
        recommendation,
    )?;
    let yours = column(bench, decision.line_approved, decision.instalments, recommendation)?;
    let departures = departures(bench.assessment, decision.kind, decision.line_approved);
    let mut problems: Vec<Problem> = verdict.faults.iter().map(problem).collect();
    if !verdict.within_authority() && verdict.second_signers.is_empty() {
        problems.push(Problem {
            code: ErrorCode::NotPermitted,
            field: Some("line".to_owned()),
            text: wording::label("blocked.beyond_authority"),
        });
    }
    Ok(DecisionSheet {
        kind: draft.kind,
        requested,
        recommended,
        yours,
        instalments_on_offer: bench.terms().instalments.clone(),
        tracks: view::line::tracks(&bench.assessment.line),
        disagreements: departures.iter().map(|departure| disagreement(bench, decision, departure)).collect(),
        reasons: reason_options(bench, decision.kind),
        authority: authority_view(&verdict),
        record: String::from_utf8_lossy(&canonical::to_bytes(decision)).into_owned(),
        entry,
        unwitnessed,
        open_checks: decision.open_checks.iter().map(view::code).collect(),
        problems,
    })
}

fn problem(fault: &DecisionFault) -> Problem {
    let (code, field) = error::fault_place(fault);
    let mut values = std::collections::BTreeMap::new();
    if let DecisionFault::LineNotOffered { step, min, max, .. } = fault {
        values.insert("step".to_owned(), step.to_string());
        values.insert("min".to_owned(), min.to_string());
        values.insert("max".to_owned(), max.to_string());
    }
    if let DecisionFault::TextTooShort { found, needed, .. } = fault {
        values.insert("found".to_owned(), found.to_string());
        values.insert("needed".to_owned(), needed.to_string());
    }
    if let DecisionFault::NotOverridable(rule) = fault {
        values.insert("code".to_owned(), rule.clone());
    }
    let label = match fault {
        DecisionFault::LineMissing => "problem.line_missing",
        DecisionFault::LineNotOffered { .. } => "problem.line_not_offered",
        DecisionFault::NotTheRequest(_) => "problem.not_the_request",
        DecisionFault::InstalmentsNotOffered(_) => "problem.instalments",
        DecisionFault::NotOverridable(_) => "blocked.not_overridable",
        DecisionFault::ReasonRequired { .. } | DecisionFault::ReasonsEmpty(_) => "problem.reason_required",
        DecisionFault::ReasonWithoutDeparture(_) | DecisionFault::ReasonUnknown { .. } => {
            "problem.reason_unknown"
        }
        DecisionFault::TextTooShort { .. } => "problem.text_too_short",
    };
    Problem { code, field: Some(field), text: wording::label_with(label, &values) }
}

fn column(
    bench: &Bench<'_>,
    line: Option<Money>,
    instalments: u32,
    recommendation: &firstline_core::decision::Recommendation,
) -> Result<OfferColumn, AppError> {
    let terms = bench.terms();
    let Some(line) = line.filter(|_| instalments > 0) else {
        return Ok(OfferColumn {
            line: None,
            difference: None,
            difference_ratio: None,
            instalments: None,
            fee_rate_per_period: None,
            payment_monthly: None,
            fee_total: None,
            repayment_total: None,
            payment_to_income: None,
            payment_to_income_within: None,
            residual_income_after: None,
            residual_income_within: None,
        });
    };
    let recommended = recommendation.line_recommended;
    let difference = line.checked_sub(recommended)?;
    let payment = line::payment(line, instalments, terms.fee_rate_per_period)?;
    let repayment = payment.checked_mul(Decimal::from(instalments), firstline_core::Rounding::HalfUp)?;
    let spending = &bench.assessment.spending;
    let payment_to_income =
        line::payment_to_income(payment, spending.obligations_monthly, spending.income_monthly);
    let residual_after =
        spending.residual_income.map(|residual| residual.checked_sub(payment)).transpose()?;
    Ok(OfferColumn {
        line: Some(view::money(line)),
        difference: Some(view::money(difference)),
        difference_ratio: difference.ratio(recommended).map(|ratio| view::ratio(ratio.round_dp(4))),
        instalments: Some(instalments),
        fee_rate_per_period: Some(view::ratio(terms.fee_rate_per_period)),
        payment_monthly: Some(view::money(payment)),
        fee_total: Some(view::money(repayment.checked_sub(line)?)),
        repayment_total: Some(view::money(repayment)),
        payment_to_income: payment_to_income.map(view::ratio),
        payment_to_income_within: payment_to_income.map(|ratio| ratio <= terms.payment_to_income_max),
        residual_income_after: residual_after.map(view::money),
        residual_income_within: residual_after.map(|residual| residual >= terms.residual_income_min),
    })
}

fn disagreement(bench: &Bench<'_>, decision: &Decision, departure: &Departure) -> DisagreementView {
    let label = format!("disagreement.{}.{}", view::code(&departure.kind), view::code(&departure.side));
    let values = [("from".to_owned(), departure.from.join("、"))].into();
    DisagreementView {
        kind: view::same(&departure.kind),
        side: view::same(&departure.side),
        text: wording::label_with(&label, &values),
        reasons: options(bench.pack.pack.reasons(), departure.reason_use(), &[]),
        answered: decision.overrides.iter().any(|o| (o.kind, o.side) == (departure.kind, departure.side)),
    }
}

fn options(reasons: &[ReasonDefinition], reason_use: ReasonUse, suggested: &[String]) -> Vec<ReasonOption> {
    reasons
        .iter()
        .filter(|reason| reason.reason_use == reason_use)
        .map(|reason| ReasonOption {
            code: reason.code.clone(),
            text: wire::Text { zh: reason.zh.clone(), en: reason.en.clone() },
            text_length_min: reason.text_length_min,
            suggested: suggested.contains(&reason.code),
        })
        .collect()
}

fn reason_options(bench: &Bench<'_>, kind: DecisionKind) -> Vec<ReasonOption> {
    let reasons = bench.pack.pack.reasons();
    match kind {
        DecisionKind::Approve | DecisionKind::Counteroffer => Vec::new(),
        DecisionKind::Decline => {
            let adverse: Vec<String> = bench
                .assessment
                .score
                .iter()
                .flat_map(|score| &score.reasons)
                .filter(|reason| reason.distance < 0)
                .take(4)
                .map(|reason| reason.reason_code.clone())
                .collect();
            options(reasons, ReasonUse::Adverse, &adverse)
        }
        DecisionKind::RequestInformation => options(reasons, ReasonUse::InformationRequest, &[]),
        DecisionKind::Refer => options(reasons, ReasonUse::Referral, &[]),
    }
}

fn authority_view(verdict: &Verdict) -> AuthorityCheck {
    let second = verdict.second_signers.first().map(|(_, rows)| rows);
    let rows = verdict
        .authority
        .iter()
        .enumerate()
        .map(|(index, row)| wire::AuthorityRow {
            item: view::same(&row.item),
            value: row.value.clone(),
            limit: row.limit.clone(),
            within: row.within,
            second_limit: second.and_then(|rows| rows.get(index)).map(|row| row.limit.clone()),
            second_within: second.and_then(|rows| rows.get(index)).map(|row| row.within),
        })
        .collect();
    AuthorityCheck {
        within: verdict.within_authority(),
        rows,
        second_signers: verdict.second_signers.iter().map(|(signer, _)| signer_view(signer)).collect(),
    }
}

/// Shows a signer.
pub fn signer_view(signer: &Signer) -> SignerView {
    SignerView {
        user: signer.user.clone(),
        display_name: signer.display_name.clone(),
        role: view::same(&signer.role),
    }
}

/// The five buttons, each with the line it would grant, whether it asks for a reason or a second signature, or why not.
pub fn buttons(bench: &Bench<'_>) -> Result<Vec<DecisionButton>, AppError> {
    [
        DecisionKind::Approve,
        DecisionKind::Counteroffer,
        DecisionKind::Decline,
        DecisionKind::RequestInformation,
        DecisionKind::Refer,
    ]
    .into_iter()
    .map(|kind| button(bench, kind))
    .collect()
}

fn button(bench: &Bench<'_>, kind: DecisionKind) -> Result<DecisionButton, AppError> {
    let zero = Money::zero(Currency::Cny);
    let offered = bench.assessment.line.line;
    let line = match kind {
        DecisionKind::Approve => Some(bench.application.line_requested),
        DecisionKind::Counteroffer => {
            (offered > zero && !bench.assessment.line.below_minimum).then_some(offered)
        }
        DecisionKind::Decline | DecisionKind::RequestInformation | DecisionKind::Refer => None,
    };
    let draft = DecisionDraft {
        kind: view::same(&kind),
        assessment: String::new(),
        line: line.map(view::money),
        instalments: None,
        overrides: Vec::new(),
        reason_codes: Vec::new(),
        note: String::new(),
    };
    let verdict = judge(bench, &draft)?;
    let refused = verdict.faults.iter().find_map(|fault| match fault {
        DecisionFault::NotOverridable(_) => Some(problem(fault).text),
        DecisionFault::LineNotOffered { .. } if kind == DecisionKind::Approve => {
            Some(wording::label("blocked.request_not_offered"))
        }
        _ => None,
    });
    let grants = matches!(kind, DecisionKind::Approve | DecisionKind::Counteroffer);
    Ok(DecisionButton {
        kind: view::same(&kind),
        line: line.map(view::money),
        asks_reason: !departures(bench.assessment, kind, line).is_empty() || !grants,
        needs_second_signature: grants && line.is_some() && !verdict.within_authority(),
        refused,
    })
}
