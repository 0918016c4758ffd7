//! Every cap on the line, the one that binds, and what each track supports.

use rust_decimal::Decimal;

use crate::check::Evidence;
use crate::money::{Money, Rounding};
use crate::policy::PolicyResult;
use crate::score::Score;

use super::{
    Cap, CapKind, LineError, LineProposal, ProductTerms, Track, TrackDisagreement, TrackSupport,
    largest_line, payment, payment_to_income,
};

/// What the line is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct LineInputs<'a> {
    /// The product's terms.
    pub terms: &'a ProductTerms,
    /// Recognised income a month; `None` without any.
    pub income_monthly: Option<Money>,
    /// Payments to other lenders a month.
    pub obligations_monthly: Money,
    /// What is left of income a month after obligations and living cost; `None` without income.
    pub residual_income: Option<Money>,
    /// The score; `None` where there is none.
    pub score: Option<&'a Score>,
    /// What the policy tables say.
    pub policy: &'a PolicyResult,
    /// Lines and loans already held.
    pub known_exposure: Money,
    /// The line asked for.
    pub line_requested: Money,
    /// Over how many instalments.
    pub instalments: u32,
}

impl LineInputs<'_> {
    fn zero(&self) -> Money {
        Money::zero(self.terms.currency)
    }

    fn not_below_zero(&self, amount: Money) -> Money {
        if amount.is_negative() { self.zero() } else { amount }
    }

    fn line_for(&self, available_monthly: Money) -> Result<Money, LineError> {
        largest_line(available_monthly, self.instalments, self.terms.fee_rate_per_period)
    }
}

/// Works out the line. More income, fewer obligations or a wider cap never give less.
pub fn propose(inputs: &LineInputs<'_>) -> Result<LineProposal, LineError> {
    let mut caps = vec![
        payment_to_income_cap(inputs)?,
        residual_income_cap(inputs)?,
        income_multiple_cap(inputs)?,
        first_use_cap(inputs),
        Cap {
            kind: CapKind::Product,
            track: Some(Track::Policy),
            amount: inputs.terms.line_max,
            basis: Evidence::new("cap_product").with("line_max", inputs.terms.line_max),
        },
        per_person_cap(inputs)?,
        Cap {
            kind: CapKind::Requested,
            track: None,
            amount: inputs.line_requested,
            basis: Evidence::new("cap_requested").with("line_requested", inputs.line_requested),
        },
    ];
    caps.sort_by(|a, b| a.amount.amount().cmp(&b.amount.amount()).then(a.kind.cmp(&b.kind)));
    let smallest = caps.first().map_or(inputs.zero(), |cap| cap.amount);
    let binding_cap = caps.first().map_or(CapKind::Requested, |cap| cap.kind);
    let line = smallest.floor_to_step(inputs.terms.line_step)?;
    let tracks = tracks(inputs, &caps);
    let payment_monthly = payment(line, inputs.instalments, inputs.terms.fee_rate_per_period)?;
    Ok(LineProposal {
        binding_cap,
        line,
        below_minimum: line < inputs.terms.line_min,
        instalments: inputs.instalments,
        payment_monthly,
        payment_to_income: payment_to_income(
            payment_monthly,
            inputs.obligations_monthly,
            inputs.income_monthly,
        ),
        widest_disagreement: widest_disagreement(&tracks, inputs.terms.line_step)?,
        tracks,
        caps,
    })
}

fn payment_to_income_cap(inputs: &LineInputs<'_>) -> Result<Cap, LineError> {
    let limit = inputs.terms.payment_to_income_max;
    let available = match inputs.income_monthly {
        Some(income) => income.checked_mul(limit, Rounding::Down)?.checked_sub(inputs.obligations_monthly)?,
        None => inputs.zero(),
    };
    let available = inputs.not_below_zero(available);
    Ok(Cap {
        kind: CapKind::PaymentToIncome,
        track: Some(Track::Capacity),
        amount: inputs.line_for(available)?,
        basis: Evidence::new("cap_payment_to_income")
            .with("limit", percent(limit))
            .with("available", available),
    })
}

fn residual_income_cap(inputs: &LineInputs<'_>) -> Result<Cap, LineError> {
    let share = inputs.terms.residual_share_max;
    let residual = inputs.not_below_zero(inputs.residual_income.unwrap_or(inputs.zero()));
    let by_share = residual.checked_mul(share, Rounding::Down)?;
    let by_floor = inputs.not_below_zero(residual.checked_sub(inputs.terms.residual_income_min)?);
    let available = if by_floor < by_share { by_floor } else { by_share };
    Ok(Cap {
        kind: CapKind::ResidualIncome,
        track: Some(Track::Capacity),
        amount: inputs.line_for(available)?,
        basis: Evidence::new("cap_residual_income")
            .with("share", percent(share))
            .with("available", available),
    })
}

fn income_multiple_cap(inputs: &LineInputs<'_>) -> Result<Cap, LineError> {
    let multiple = inputs.policy.matrix.as_ref().map(|terms| terms.income_multiple);
    let amount = match (inputs.income_monthly, multiple) {
        (Some(income), Some(multiple)) => income.checked_mul(multiple, Rounding::Down)?,
        (None, _) | (_, None) => inputs.zero(),
    };
    let grade = inputs.score.map_or("—", |score| score.risk_grade.as_str());
    let multiple = multiple.map_or_else(|| "—".to_owned(), |multiple| multiple.normalize().to_string());
    Ok(Cap {
        kind: CapKind::IncomeMultiple,
        track: Some(Track::Policy),
        amount: inputs.not_below_zero(amount),
        basis: Evidence::new("cap_income_multiple").with("grade", grade).with("multiple", multiple),
    })
}

fn first_use_cap(inputs: &LineInputs<'_>) -> Cap {
    let amount = inputs.policy.matrix.as_ref().map_or(inputs.zero(), |terms| terms.first_use_cap);
    let grade = inputs.score.map_or("—", |score| score.risk_grade.as_str());
    Cap {
        kind: CapKind::FirstUse,
        track: Some(Track::Score),
        amount: inputs.not_below_zero(amount),
        basis: Evidence::new("cap_first_use").with("grade", grade),
    }
}

fn per_person_cap(inputs: &LineInputs<'_>) -> Result<Cap, LineError> {
    let left = inputs.terms.per_person_cap.checked_sub(inputs.known_exposure)?;
    Ok(Cap {
        kind: CapKind::PerPerson,
        track: Some(Track::Policy),
        amount: inputs.not_below_zero(left),
        basis: Evidence::new("cap_per_person")
            .with("per_person_cap", inputs.terms.per_person_cap)
            .with("exposure", inputs.known_exposure),
    })
}

fn percent(ratio: Decimal) -> String {
    format!("{}%", (ratio * Decimal::ONE_HUNDRED).normalize())
}

fn smallest_of(caps: &[Cap], track: Track, zero: Money) -> Money {
    caps.iter().find(|cap| cap.track == Some(track)).map_or(zero, |cap| cap.amount)
}

/// What each track supports: its smallest cap, or nothing where it is against a line.
fn tracks(inputs: &LineInputs<'_>, caps: &[Cap]) -> Vec<TrackSupport> {
    let support = |track: Track, against: bool, basis: Evidence| {
        let amount = if against { inputs.zero() } else { smallest_of(caps, track, inputs.zero()) };
        let supports = !against && amount >= inputs.terms.line_min;
        TrackSupport { track, amount, supports, basis }
    };
    let (below_cutoff, score_basis) = match inputs.score {
        Some(score) => {
            let distance = score.points - score.cutoff_points;
            let code = if distance < 0 { "track_score_below" } else { "track_score_above" };
            (distance < 0, Evidence::new(code).with("points", distance.unsigned_abs()))
        }
        None => (true, Evidence::new("track_score_none")),
    };
    let policy = inputs.policy;
    let barred = !policy.knock_outs.is_empty() || !policy.errors.is_empty();
    let policy_basis = Evidence::new("track_policy")
        .with("knock_outs", policy.knock_outs.len())
        .with("triggers", policy.review_triggers.len());
    let capacity_basis = match inputs.income_monthly {
        Some(_) => Evidence::new("track_capacity").with("limit", percent(inputs.terms.payment_to_income_max)),
        None => Evidence::new("track_capacity_no_income"),
    };
    vec![
        support(Track::Score, below_cutoff, score_basis),
        support(Track::Policy, barred, policy_basis),
        support(Track::Capacity, false, capacity_basis),
    ]
}

fn widest_disagreement(tracks: &[TrackSupport], step: Money) -> Result<Option<TrackDisagreement>, LineError> {
    let by_amount = |support: &&TrackSupport| support.amount.amount();
    let (Some(lower), Some(higher)) =
        (tracks.iter().min_by_key(by_amount), tracks.iter().max_by_key(by_amount))
    else {
        return Ok(None);
    };
    let gap = higher.amount.checked_sub(lower.amount)?;
    let differs = gap.is_positive() && gap >= step;
    Ok(differs.then_some(TrackDisagreement { higher: higher.track, lower: lower.track, gap }))
}
