//! A scorecard and its evaluation.

use firstline_core::facts::{FactValue, Facts};
use firstline_core::score::{Reason, Score};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::probability;

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// Which values an attribute takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bin {
    /// Numbers from `from` (included, or without bound) to below `below` (or without bound).
    Range {
        /// The lower bound, included.
        from: Option<Decimal>,
        /// The upper bound, not included.
        below: Option<Decimal>,
    },
    /// Any of these words; `true` and `false` for a fact that is one of them.
    Words(Vec<String>),
    /// The missing value.
    Missing,
}

impl Bin {
    fn takes(&self, value: &FactValue) -> bool {
        match (self, value) {
            (Bin::Missing, FactValue::Missing) => true,
            (Bin::Range { from, below }, FactValue::Number(number)) => {
                from.is_none_or(|from| *number >= from) && below.is_none_or(|below| *number < below)
            }
            (Bin::Words(words), FactValue::Text(text)) => words.contains(text),
            (Bin::Words(words), FactValue::Bool(value)) => words.contains(&value.to_string()),
            (Bin::Missing | Bin::Range { .. } | Bin::Words(_), _) => false,
        }
    }
}

/// An attribute: a bin of a characteristic with its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name within the characteristic.
    pub name: String,
    /// The values it takes.
    pub bin: Bin,
    /// Its points.
    pub points: i32,
}

/// A characteristic: one fact, its attributes, and the attribute that distances are measured from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Characteristic {
    /// Its name.
    pub name: String,
    /// As shown.
    pub label: Label,
    /// The fact it reads.
    pub fact: String,
    /// The code of the adverse reason it stands for.
    pub reason_code: String,
    /// The points distances are measured from.
    pub reference_points: i32,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// A grade: a band of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// The fewest points; `None` for the lowest grade.
    pub points_min: Option<i32>,
}

/// A checked scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) base_points: i32,
    pub(crate) base_odds: Decimal,
    pub(crate) points_to_double_odds: Decimal,
    pub(crate) initial_points: i32,
    pub(crate) cutoff_points: i32,
    pub(crate) grades: Vec<Grade>,
    pub(crate) characteristics: Vec<Characteristic>,
}

/// Why there is no score: a value that no attribute takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the characteristic {characteristic} has no attribute for {value} (fact {fact})")]
pub struct ScoreError {
    /// The characteristic.
    pub characteristic: String,
    /// The fact it reads.
    pub fact: String,
    /// The value.
    pub value: FactValue,
}

impl Scorecard {
    /// The scorecard's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The points at which the odds are [`Scorecard::base_odds`].
    pub fn base_points(&self) -> i32 {
        self.base_points
    }

    /// Good to bad at the base points.
    pub fn base_odds(&self) -> Decimal {
        self.base_odds
    }

    /// Points that double the odds.
    pub fn points_to_double_odds(&self) -> Decimal {
        self.points_to_double_odds
    }

    /// The points from which the score supports a line.
    pub fn cutoff_points(&self) -> i32 {
        self.cutoff_points
    }

    /// The grades, best first; the last one has no bound.
    pub fn grades(&self) -> &[Grade] {
        &self.grades
    }

    /// The characteristics, in the scorecard's order.
    pub fn characteristics(&self) -> &[Characteristic] {
        &self.characteristics
    }

    /// The label of a characteristic; its own name where it is not one of this scorecard.
    pub fn label(&self, characteristic: &str) -> Label {
        let found = self.characteristics.iter().find(|known| known.name == characteristic);
        found.map_or_else(
            || Label { zh: characteristic.to_owned(), en: characteristic.to_owned() },
            |known| known.label.clone(),
        )
    }

    /// Probability of default at some points, six places.
    pub fn probability_of_default(&self, points: i32) -> Decimal {
        probability::of_points(points, self.base_points, self.base_odds, self.points_to_double_odds)
    }

    /// The grade of some points.
    pub fn grade(&self, points: i32) -> &Grade {
        let found = self.grades.iter().find(|grade| grade.points_min.is_none_or(|fewest| points >= fewest));
        found.expect("reading a scorecard checks that its last grade has no bound")
    }

    /// Scores a case. A missing value needs its own attribute; a value that no attribute takes is an error, never a guess.
    pub fn score(&self, facts: &Facts) -> Result<Score, ScoreError> {
        let mut reasons = Vec::with_capacity(self.characteristics.len());
        for characteristic in &self.characteristics {
            reasons.push(reason(characteristic, facts)?);
        }
        let points = self.initial_points + reasons.iter().map(|reason| reason.points).sum::<i32>();
        let reference_points =
            self.initial_points + reasons.iter().map(|reason| reason.reference_points).sum::<i32>();
        reasons.sort_by_key(|reason| reason.distance);
        Ok(Score {
            scorecard: self.name.clone(),
            scorecard_version: self.version.clone(),
            points,
            reference_points,
            cutoff_points: self.cutoff_points,
            risk_grade: self.grade(points).name.clone(),
            probability_of_default: self.probability_of_default(points),
            reasons,
        })
    }
}

fn reason(characteristic: &Characteristic, facts: &Facts) -> Result<Reason, ScoreError> {
    let value = facts.get(&characteristic.fact).cloned().unwrap_or(FactValue::Missing);
    let Some(attribute) = characteristic.attributes.iter().find(|attribute| attribute.bin.takes(&value))
    else {
        return Err(ScoreError {
            characteristic: characteristic.name.clone(),
            fact: characteristic.fact.clone(),
            value,
        });
    };
    Ok(Reason {
        characteristic: characteristic.name.clone(),
        fact: characteristic.fact.clone(),
        value,
        attribute: attribute.name.clone(),
        points: attribute.points,
        reference_points: characteristic.reference_points,
        distance: attribute.points - characteristic.reference_points,
        reason_code: characteristic.reason_code.clone(),
    })
}
