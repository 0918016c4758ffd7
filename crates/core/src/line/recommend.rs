//! What the machine recommends for a proposal.

use crate::decision::{DecisionKind, Recommendation};
use crate::money::Money;
use crate::policy::PolicyResult;
use crate::score::Score;

use super::LineProposal;

/// Recommends. A knock-out declines; an errored rule or a missing score refers; otherwise the line decides.
///
/// The codes in `because` are rule codes, `policy_error`, `no_score`, `score_below_cutoff`, `below_minimum`, `requested` or
/// `cap:<kind>` of the cap that binds.
pub fn recommend(
    line: &LineProposal,
    policy: &PolicyResult,
    score: Option<&Score>,
    line_requested: Money,
) -> Recommendation {
    let (kind, because) = verdict(line, policy, score, line_requested);
    let grants = matches!(kind, DecisionKind::Approve | DecisionKind::Counteroffer);
    let zero = Money::zero(line.line.currency());
    Recommendation {
        kind,
        line_recommended: if grants { line.line } else { zero },
        instalments: line.instalments,
        payment_monthly: if grants { line.payment_monthly } else { zero },
        because,
    }
}

fn verdict(
    line: &LineProposal,
    policy: &PolicyResult,
    score: Option<&Score>,
    line_requested: Money,
) -> (DecisionKind, Vec<String>) {
    if !policy.knock_outs.is_empty() {
        let codes = policy.knock_outs.iter().map(|hit| hit.code.clone()).collect();
        return (DecisionKind::Decline, codes);
    }
    if !policy.errors.is_empty() {
        return (DecisionKind::Refer, vec!["policy_error".to_owned()]);
    }
    let Some(score) = score else {
        return (DecisionKind::Refer, vec!["no_score".to_owned()]);
    };
    if score.points < score.cutoff_points {
        return (DecisionKind::Decline, vec!["score_below_cutoff".to_owned()]);
    }
    let binding = serde_json::to_value(line.binding_cap);
    let binding = binding.ok().and_then(|code| code.as_str().map(|code| format!("cap:{code}")));
    let binding = binding.unwrap_or_default();
    if line.below_minimum {
        return (DecisionKind::Decline, vec!["below_minimum".to_owned(), binding]);
    }
    if line.line == line_requested {
        (DecisionKind::Approve, vec!["requested".to_owned()])
    } else {
        (DecisionKind::Counteroffer, vec![binding])
    }
}
