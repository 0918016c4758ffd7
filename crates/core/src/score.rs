//! What a scorecard says of one case. The evaluation itself lives in `firstline-scoring`.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::facts::FactValue;

/// One characteristic's contribution, as a signed distance from the pack's reference points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The characteristic's name in the scorecard.
    pub characteristic: String,
    /// The fact it read.
    pub fact: String,
    /// The value it read.
    pub value: FactValue,
    /// The attribute (bin) the value fell in.
    pub attribute: String,
    /// The attribute's points.
    pub points: i32,
    /// The characteristic's reference points.
    pub reference_points: i32,
    /// `points - reference_points`; adverse below zero.
    pub distance: i32,
    /// The reason's code for letters, from the scorecard.
    pub reason_code: String,
}

/// A score with its grade, probability of default and reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The scorecard's name.
    pub scorecard: String,
    /// The scorecard's version.
    pub scorecard_version: String,
    /// Points in total.
    pub points: i32,
    /// The reference: base points plus every characteristic's reference points.
    pub reference_points: i32,
    /// The points from which the score supports a line.
    pub cutoff_points: i32,
    /// The grade, best first `A`.
    pub risk_grade: String,
    /// Probability of default within the scorecard's horizon, six places.
    pub probability_of_default: Decimal,
    /// Every characteristic, the most adverse first; equal distances in scorecard order.
    /// Their distances add up to `points - reference_points`.
    pub reasons: Vec<Reason>,
}
