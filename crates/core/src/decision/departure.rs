//! Where a person departs from the machine, and what each departure must carry.

use crate::assessment::Assessment;
use crate::canonical::word;
use crate::line::{CapKind, ProductTerms, Track};
use crate::money::Money;

use super::{Decision, DecisionKind, OverrideKind, OverrideSide, ReasonDefinition, ReasonUse};

/// One departure that asks for its own coded reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Which track.
    pub kind: OverrideKind,
    /// Which side.
    pub side: OverrideSide,
    /// What is departed from: rule codes for a policy exception, the cap's or score's amount otherwise.
    pub from: Vec<String>,
}

impl Departure {
    /// The list of coded reasons this departure chooses from.
    pub fn reason_use(&self) -> ReasonUse {
        match (self.kind, self.side) {
            (OverrideKind::ScoreOverride, OverrideSide::LowSide) => ReasonUse::ScoreOverrideLowSide,
            (OverrideKind::ScoreOverride, OverrideSide::HighSide) => ReasonUse::ScoreOverrideHighSide,
            (OverrideKind::PolicyException, OverrideSide::LowSide | OverrideSide::HighSide) => {
                ReasonUse::PolicyException
            }
            (OverrideKind::LineOverride, OverrideSide::LowSide) => ReasonUse::LineOverrideLowSide,
            (OverrideKind::LineOverride, OverrideSide::HighSide) => ReasonUse::LineOverrideHighSide,
        }
    }
}

/// Why a decision cannot stand as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionFault {
    /// The decision grants a line but names none, or the reverse.
    #[error("the line is missing or does not belong to this kind of decision")]
    LineMissing,
    /// The line is not one the product offers.
    #[error("the line {line} must be a multiple of {step} from {min} to {max}")]
    LineNotOffered {
        /// The line tried.
        line: Money,
        /// The product's step.
        step: Money,
        /// The product's minimum.
        min: Money,
        /// The smallest of the product cap, the per-person cap and the amount requested.
        max: Money,
    },
    /// An approval is for the amount requested, whole; anything else is a counteroffer.
    #[error("an approval is for the {0} requested; another line is a counteroffer")]
    NotTheRequest(Money),
    /// The instalment count is not on offer.
    #[error("{0} instalments are not on offer")]
    InstalmentsNotOffered(u32),
    /// A rule that nobody may override bars a line.
    #[error("rule {0} bars a line and is never overridable")]
    NotOverridable(String),
    /// A departure has no reason.
    #[error("a {} on the {} needs a coded reason", word(kind), word(side))]
    ReasonRequired {
        /// The departure's track.
        kind: OverrideKind,
        /// The departure's side.
        side: OverrideSide,
    },
    /// A reason stands for no departure, or is given twice.
    #[error("the reason {0} belongs to no departure of this decision")]
    ReasonWithoutDeparture(String),
    /// The code is not in the pack's list for this use.
    #[error("{code:?} is not a reason for {}", word(reason_use))]
    ReasonUnknown {
        /// The code tried.
        code: String,
        /// The list it was looked for in.
        reason_use: ReasonUse,
    },
    /// A decline, an information request or a referral names no reason.
    #[error("name at least one reason for {}", word(.0))]
    ReasonsEmpty(ReasonUse),
    /// The text beside a reason is too short.
    #[error("the text beside {code} has {found} characters, at least {needed} are needed")]
    TextTooShort {
        /// The reason.
        code: String,
        /// Characters found, white space at the ends left out.
        found: u32,
        /// Characters needed.
        needed: u32,
    },
}

fn supports(assessment: &Assessment, track: Track) -> bool {
    assessment.line.tracks.iter().any(|support| support.track == track && support.supports)
}

/// Every departure that a kind of decision with this line would make.
pub fn departures(assessment: &Assessment, kind: DecisionKind, line: Option<Money>) -> Vec<Departure> {
    match kind {
        DecisionKind::Approve | DecisionKind::Counteroffer => {
            line.map(|line| departures_of_grant(assessment, line)).unwrap_or_default()
        }
        DecisionKind::Decline => match assessment.recommendation.kind {
            DecisionKind::Approve | DecisionKind::Counteroffer => vec![Departure {
                kind: OverrideKind::ScoreOverride,
                side: OverrideSide::HighSide,
                from: vec![assessment.recommendation.line_recommended.to_string()],
            }],
            DecisionKind::Decline | DecisionKind::RequestInformation | DecisionKind::Refer => Vec::new(),
        },
        DecisionKind::RequestInformation | DecisionKind::Refer => Vec::new(),
    }
}

fn departures_of_grant(assessment: &Assessment, line: Money) -> Vec<Departure> {
    let mut found = Vec::new();
    if !assessment.policy.knock_outs.is_empty() || !assessment.policy.errors.is_empty() {
        let knock_outs = assessment.policy.knock_outs.iter().map(|hit| hit.code.clone());
        let errors = assessment.policy.errors.iter().map(|error| format!("{}:{}", error.table, error.row));
        found.push(Departure {
            kind: OverrideKind::PolicyException,
            side: OverrideSide::LowSide,
            from: knock_outs.chain(errors).collect(),
        });
    }
    if !supports(assessment, Track::Score) {
        let points =
            assessment.score.as_ref().map_or_else(|| "—".to_owned(), |score| score.points.to_string());
        found.push(Departure {
            kind: OverrideKind::ScoreOverride,
            side: OverrideSide::LowSide,
            from: vec![points],
        });
    }
    let allowed = assessment.line.line;
    if line > allowed {
        let from = vec![allowed.to_string()];
        found.push(Departure { kind: OverrideKind::LineOverride, side: OverrideSide::LowSide, from });
    } else if line < assessment.recommendation.line_recommended {
        let from = vec![assessment.recommendation.line_recommended.to_string()];
        found.push(Departure { kind: OverrideKind::LineOverride, side: OverrideSide::HighSide, from });
    }
    found
}

/// Every fault of a decision against its assessment and pack; empty when it can stand.
pub fn check_decision(
    decision: &Decision,
    assessment: &Assessment,
    terms: &ProductTerms,
    reasons: &[ReasonDefinition],
) -> Vec<DecisionFault> {
    let mut faults = Vec::new();
    match decision.kind {
        DecisionKind::Approve | DecisionKind::Counteroffer => {
            check_grant(decision, assessment, terms, &mut faults);
        }
        DecisionKind::Decline | DecisionKind::RequestInformation | DecisionKind::Refer => {
            if decision.line_approved.is_some() {
                faults.push(DecisionFault::LineMissing);
            }
        }
    }
    check_overrides(decision, assessment, reasons, &mut faults);
    check_reason_codes(decision, reasons, &mut faults);
    faults
}

fn check_grant(
    decision: &Decision,
    assessment: &Assessment,
    terms: &ProductTerms,
    faults: &mut Vec<DecisionFault>,
) {
    faults.extend(
        assessment
            .policy
            .knock_outs
            .iter()
            .filter(|hit| !hit.overridable)
            .map(|hit| DecisionFault::NotOverridable(hit.code.clone())),
    );
    if !terms.instalments.contains(&decision.instalments) {
        faults.push(DecisionFault::InstalmentsNotOffered(decision.instalments));
    }
    let Some(line) = decision.line_approved else {
        faults.push(DecisionFault::LineMissing);
        return;
    };
    if decision.kind == DecisionKind::Approve && line != decision.line_requested {
        faults.push(DecisionFault::NotTheRequest(decision.line_requested));
    }
    let hard_cap =
        |kind: CapKind| assessment.line.caps.iter().find(|cap| cap.kind == kind).map(|cap| cap.amount);
    let max = [hard_cap(CapKind::Product), hard_cap(CapKind::PerPerson), Some(decision.line_requested)]
        .into_iter()
        .flatten()
        .fold(terms.line_max, |smallest, cap| if cap < smallest { cap } else { smallest });
    let whole_step = line.floor_to_step(terms.line_step).is_ok_and(|floored| floored == line);
    if !whole_step || line < terms.line_min || line > max {
        faults.push(DecisionFault::LineNotOffered { line, step: terms.line_step, min: terms.line_min, max });
    }
}

fn check_overrides(
    decision: &Decision,
    assessment: &Assessment,
    reasons: &[ReasonDefinition],
    faults: &mut Vec<DecisionFault>,
) {
    let asked = departures(assessment, decision.kind, decision.line_approved);
    for departure in &asked {
        let given = decision.overrides.iter().find(|o| (o.kind, o.side) == (departure.kind, departure.side));
        match given {
            None => {
                faults.push(DecisionFault::ReasonRequired { kind: departure.kind, side: departure.side });
            }
            Some(given) => {
                check_reason(&given.reason_code, departure.reason_use(), &given.text, reasons, faults);
            }
        }
    }
    for (index, given) in decision.overrides.iter().enumerate() {
        let wanted = asked.iter().any(|d| (d.kind, d.side) == (given.kind, given.side));
        let repeated =
            decision.overrides[..index].iter().any(|o| (o.kind, o.side) == (given.kind, given.side));
        if !wanted || repeated {
            faults.push(DecisionFault::ReasonWithoutDeparture(given.reason_code.clone()));
        }
    }
}

fn check_reason_codes(decision: &Decision, reasons: &[ReasonDefinition], faults: &mut Vec<DecisionFault>) {
    let reason_use = match decision.kind {
        DecisionKind::Approve | DecisionKind::Counteroffer => {
            faults.extend(decision.reason_codes.iter().cloned().map(DecisionFault::ReasonWithoutDeparture));
            return;
        }
        DecisionKind::Decline => ReasonUse::Adverse,
        DecisionKind::RequestInformation => ReasonUse::InformationRequest,
        DecisionKind::Refer => ReasonUse::Referral,
    };
    if decision.reason_codes.is_empty() {
        faults.push(DecisionFault::ReasonsEmpty(reason_use));
    }
    for code in &decision.reason_codes {
        check_reason(code, reason_use, &decision.note, reasons, faults);
    }
}

fn check_reason(
    code: &str,
    reason_use: ReasonUse,
    text: &str,
    reasons: &[ReasonDefinition],
    faults: &mut Vec<DecisionFault>,
) {
    let Some(reason) = reasons.iter().find(|reason| reason.code == code && reason.reason_use == reason_use)
    else {
        faults.push(DecisionFault::ReasonUnknown { code: code.to_owned(), reason_use });
        return;
    };
    let found = u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
    if found < reason.text_length_min {
        faults.push(DecisionFault::TextTooShort {
            code: code.to_owned(),
            found,
            needed: reason.text_length_min,
        });
    }
}
