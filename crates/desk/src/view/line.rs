//! The line: caps, tracks and what is recommended.

use firstline_core::Money;
use firstline_core::decision::Recommendation;
use firstline_core::line::{Cap, LineProposal, ProductTerms};
use firstline_policy::Pack;

use crate::wire::{CapView, LineView, RecommendationView, Text, TrackDisagreementView, TrackView};
use crate::{view, wording};

/// The largest share drawn; an amount beyond it is drawn to the end with an axis break.
const WHOLE: u32 = 1000;

fn share(amount: Money, largest: Money) -> u32 {
    if !largest.is_positive() {
        return 0;
    }
    let share = i128::from(amount.fen()) * i128::from(WHOLE) / i128::from(largest.fen());
    u32::try_from(share).unwrap_or(0).min(WHOLE)
}

fn largest(proposal: &LineProposal) -> Money {
    proposal.caps.last().map_or(proposal.line, |cap| cap.amount)
}

/// Words the caps, the smallest first.
pub fn caps(proposal: &LineProposal) -> Vec<CapView> {
    let largest = largest(proposal);
    proposal.caps.iter().map(|cap| cap_view(cap, proposal, largest)).collect()
}

fn cap_view(cap: &Cap, proposal: &LineProposal, largest: Money) -> CapView {
    let kind = view::code(&cap.kind);
    CapView {
        label: wording::label(&format!("cap.{kind}")),
        kind,
        track: cap.track.map(|track| view::same(&track)),
        amount: view::money(cap.amount),
        binding: cap.kind == proposal.binding_cap,
        share_of_largest: share(cap.amount, largest),
        basis: wording::evidence(&cap.basis),
    }
}

/// Words the tracks.
pub fn tracks(proposal: &LineProposal) -> Vec<TrackView> {
    proposal
        .tracks
        .iter()
        .map(|support| TrackView {
            track: view::same(&support.track),
            amount: view::money(support.amount),
            supports: support.supports,
            basis: wording::evidence(&support.basis),
        })
        .collect()
}

/// Shows the line.
pub fn line_view(proposal: &LineProposal, terms: &ProductTerms, requested: Money) -> LineView {
    LineView {
        caps: caps(proposal),
        line: view::money(proposal.line),
        line_step: view::money(terms.line_step),
        line_min: view::money(terms.line_min),
        below_minimum: proposal.below_minimum,
        requested_share_of_largest: share(requested, largest(proposal)),
        payment_to_income: proposal.payment_to_income.map(view::ratio),
        payment_to_income_max: view::ratio(terms.payment_to_income_max),
        tracks: tracks(proposal),
        widest_disagreement: proposal.widest_disagreement.as_ref().map(|pair| TrackDisagreementView {
            higher: view::same(&pair.higher),
            lower: view::same(&pair.lower),
            gap: view::money(pair.gap),
            reason_above: view::money(proposal.line),
        }),
    }
}

/// Words why the machine recommends what it does.
pub fn because(pack: &Pack, codes: &[String]) -> Vec<Text> {
    codes
        .iter()
        .map(|code| {
            let own = format!("because.{code}");
            if let Some(kind) = code.strip_prefix("cap:") {
                wording::label(&format!("cap.{kind}"))
            } else if wording::has_label(&own) {
                wording::label(&own)
            } else {
                view::rules::reason_text(pack, code)
            }
        })
        .collect()
}

/// Shows the recommendation.
pub fn recommendation_view(pack: &Pack, recommendation: &Recommendation) -> RecommendationView {
    RecommendationView {
        kind: view::same(&recommendation.kind),
        line_recommended: view::money(recommendation.line_recommended),
        instalments: recommendation.instalments,
        payment_monthly: view::money(recommendation.payment_monthly),
        because: because(pack, &recommendation.because),
    }
}
