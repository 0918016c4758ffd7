//! The score with its scale and reasons.

use firstline_core::facts::{self, FactValue};
use firstline_core::score::{Reason, Score};
use firstline_scoring::Scorecard;

use crate::view;
use crate::wire::{GradeBand, ReasonView, ScoreView, Text};

/// Words every reason, in the score's order.
pub fn reasons(scorecard: &Scorecard, score: &Score) -> Vec<ReasonView> {
    score.reasons.iter().map(|reason| reason_view(scorecard, reason)).collect()
}

fn reason_view(scorecard: &Scorecard, reason: &Reason) -> ReasonView {
    let label = scorecard.label(&reason.characteristic);
    ReasonView {
        characteristic: reason.characteristic.clone(),
        label: Text { zh: label.zh.clone(), en: label.en.clone() },
        value: match &reason.value {
            FactValue::Missing => None,
            FactValue::Number(number) => Some(view::ratio(*number)),
            FactValue::Text(text) => Some(text.clone()),
            FactValue::Bool(value) => Some(value.to_string()),
        },
        unit: facts::definition(&reason.fact).map_or("", |definition| definition.unit).to_owned(),
        distance: reason.distance,
        points: reason.points,
    }
}

/// Shows the score on its scale.
pub fn score_view(scorecard: &Scorecard, score: &Score) -> ScoreView {
    let bands = scorecard
        .grades()
        .iter()
        .map(|grade| GradeBand {
            grade: grade.name.clone(),
            points_min: grade.points_min,
            probability_of_default: grade
                .points_min
                .map(|points| view::ratio(scorecard.probability_of_default(points).round_dp(4))),
        })
        .collect();
    ScoreView {
        points: score.points,
        reference_points: score.reference_points,
        cutoff_points: score.cutoff_points,
        risk_grade: score.risk_grade.clone(),
        probability_of_default: view::ratio(score.probability_of_default),
        base_points: scorecard.base_points(),
        base_odds: view::ratio(scorecard.base_odds()),
        points_to_double_odds: view::ratio(scorecard.points_to_double_odds()),
        bands,
        reasons: reasons(scorecard, score),
    }
}
