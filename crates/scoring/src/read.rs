//! Reading `scorecard.json`, and everything that must hold before it may score anyone.

use std::collections::BTreeSet;
use std::fmt;

use firstline_core::facts::{self, FactType};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::scorecard::{Attribute, Bin, Characteristic, Grade, Label, Scorecard};

/// Points beyond this, either way, are a slip of the pen.
const POINTS_MAX: i32 = 10_000;

/// The largest scorecard file, in bytes.
const FILE_LENGTH_MAX: usize = 1 << 20;

/// Where in the scorecard something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The scorecard as a whole.
    Scorecard,
    /// A grade.
    Grade(String),
    /// A characteristic.
    Characteristic(String),
    /// An attribute of a characteristic.
    Attribute(String, String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Scorecard => f.write_str("scorecard"),
            Place::Grade(grade) => write!(f, "grade {grade}"),
            Place::Characteristic(name) => write!(f, "characteristic {name}"),
            Place::Attribute(name, attribute) => write!(f, "characteristic {name}, attribute {attribute}"),
        }
    }
}

/// Why a scorecard is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScorecardError {
    /// Not JSON of the right shape.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Something does not hold.
    #[error("{place}: {problem}")]
    Refused {
        /// Where.
        place: Place,
        /// What is wrong, in words.
        problem: String,
    },
}

fn refused(place: Place, problem: impl Into<String>) -> ScorecardError {
    ScorecardError::Refused { place, problem: problem.into() }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScorecard {
    name: String,
    version: String,
    base_points: i32,
    base_odds: Decimal,
    points_to_double_odds: Decimal,
    initial_points: i32,
    cutoff_points: i32,
    grades: Vec<RawGrade>,
    characteristics: Vec<RawCharacteristic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGrade {
    name: String,
    points_min: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCharacteristic {
    name: String,
    label: Label,
    fact: String,
    reason_code: String,
    /// The attribute that distances are measured from.
    reference: String,
    /// `rising` or `falling` where points must follow the fact's value.
    monotone: Option<Monotone>,
    attributes: Vec<RawAttribute>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Monotone {
    Rising,
    Falling,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAttribute {
    name: String,
    from: Option<Decimal>,
    below: Option<Decimal>,
    words: Option<Vec<String>>,
    #[serde(default)]
    missing: bool,
    #[serde(default)]
    any_number: bool,
    points: i32,
}

impl Scorecard {
    /// Reads a scorecard and checks it: facts and types against the dictionary, attributes without gap or overlap, an attribute
    /// for the missing value wherever the fact can be missing, grades in falling order down to one without a bound.
    pub fn parse(bytes: &[u8]) -> Result<Self, ScorecardError> {
        if bytes.len() > FILE_LENGTH_MAX {
            return Err(ScorecardError::Unreadable(format!("it is longer than {FILE_LENGTH_MAX} bytes")));
        }
        let raw: RawScorecard =
            serde_json::from_slice(bytes).map_err(|error| ScorecardError::Unreadable(error.to_string()))?;
        if raw.base_odds <= Decimal::ZERO || raw.points_to_double_odds <= Decimal::ZERO {
            return Err(refused(Place::Scorecard, "base odds and points to double the odds are above zero"));
        }
        if raw.characteristics.is_empty() {
            return Err(refused(Place::Scorecard, "it has no characteristics"));
        }
        for points in [raw.base_points, raw.initial_points, raw.cutoff_points] {
            check_points(&Place::Scorecard, points)?;
        }
        let mut names = BTreeSet::new();
        let mut characteristics = Vec::with_capacity(raw.characteristics.len());
        for characteristic in raw.characteristics {
            let place = Place::Characteristic(characteristic.name.clone());
            if !names.insert(characteristic.name.clone()) {
                return Err(refused(place, "the name is used twice"));
            }
            characteristics.push(read_characteristic(characteristic)?);
        }
        Ok(Scorecard {
            name: raw.name,
            version: raw.version,
            base_points: raw.base_points,
            base_odds: raw.base_odds,
            points_to_double_odds: raw.points_to_double_odds,
            initial_points: raw.initial_points,
            cutoff_points: raw.cutoff_points,
            grades: read_grades(raw.grades)?,
            characteristics,
        })
    }
}

fn check_points(place: &Place, points: i32) -> Result<(), ScorecardError> {
    if points.abs() <= POINTS_MAX {
        Ok(())
    } else {
        Err(refused(place.clone(), format!("{points} points are beyond {POINTS_MAX}")))
    }
}

fn read_grades(raw: Vec<RawGrade>) -> Result<Vec<Grade>, ScorecardError> {
    let Some((last, bounded)) = raw.split_last() else {
        return Err(refused(Place::Scorecard, "it has no grades"));
    };
    if last.points_min.is_some() {
        return Err(refused(Place::Grade(last.name.clone()), "the last grade has no bound"));
    }
    let mut above: Option<i32> = None;
    let mut names = BTreeSet::new();
    for grade in bounded {
        let place = Place::Grade(grade.name.clone());
        let Some(fewest) = grade.points_min else {
            return Err(refused(place, "only the last grade has no bound"));
        };
        check_points(&place, fewest)?;
        if above.is_some_and(|above| fewest >= above) {
            return Err(refused(place, "grades stand in falling order of points"));
        }
        above = Some(fewest);
    }
    for grade in &raw {
        if !names.insert(&grade.name) {
            return Err(refused(Place::Grade(grade.name.clone()), "the name is used twice"));
        }
    }
    Ok(raw.into_iter().map(|grade| Grade { name: grade.name, points_min: grade.points_min }).collect())
}

fn read_characteristic(raw: RawCharacteristic) -> Result<Characteristic, ScorecardError> {
    let place = Place::Characteristic(raw.name.clone());
    let Some(definition) = facts::definition(&raw.fact) else {
        return Err(refused(place, format!("there is no fact {:?}", raw.fact)));
    };
    let mut attributes = Vec::with_capacity(raw.attributes.len());
    let mut names = BTreeSet::new();
    for attribute in raw.attributes {
        let place = Place::Attribute(raw.name.clone(), attribute.name.clone());
        if !names.insert(attribute.name.clone()) {
            return Err(refused(place, "the name is used twice"));
        }
        check_points(&place, attribute.points)?;
        attributes.push(read_attribute(&place, attribute, definition.fact_type)?);
    }
    let has_missing = attributes.iter().any(|attribute| attribute.bin == Bin::Missing);
    if definition.can_be_missing && !has_missing {
        return Err(refused(
            place,
            format!("the fact {} can be missing and has no attribute for it", raw.fact),
        ));
    }
    match definition.fact_type {
        FactType::Number => check_cover(&place, &attributes, raw.monotone)?,
        FactType::Text | FactType::Bool => check_words(&place, &attributes, definition.fact_type)?,
    }
    let reference = attributes.iter().find(|attribute| attribute.name == raw.reference);
    let Some(reference_points) = reference.map(|reference| reference.points) else {
        return Err(refused(place, format!("its reference {:?} is none of its attributes", raw.reference)));
    };
    Ok(Characteristic {
        name: raw.name,
        label: raw.label,
        fact: raw.fact,
        reason_code: raw.reason_code,
        reference_points,
        attributes,
    })
}

fn read_attribute(
    place: &Place,
    raw: RawAttribute,
    fact_type: FactType,
) -> Result<Attribute, ScorecardError> {
    let bounded = raw.from.is_some() || raw.below.is_some() || raw.any_number;
    let bin = match (raw.missing, bounded, raw.words) {
        (true, false, None) => Bin::Missing,
        (false, true, None) if fact_type == FactType::Number => {
            if let (Some(from), Some(below)) = (raw.from, raw.below)
                && from >= below
            {
                return Err(refused(place.clone(), "it takes no value: from is not less than below"));
            }
            Bin::Range { from: raw.from, below: raw.below }
        }
        (false, false, Some(words)) if fact_type != FactType::Number && !words.is_empty() => {
            Bin::Words(words)
        }
        _ => {
            let problem =
                "it takes either a range (a number), words (a word or truth value), or the missing value";
            return Err(refused(place.clone(), problem));
        }
    };
    Ok(Attribute { name: raw.name, bin, points: raw.points })
}

/// Ranges must cover every number once, and their points follow the value where that is claimed.
fn check_cover(
    place: &Place,
    attributes: &[Attribute],
    monotone: Option<Monotone>,
) -> Result<(), ScorecardError> {
    let mut ranges: Vec<(Option<Decimal>, Option<Decimal>, i32)> = attributes
        .iter()
        .filter_map(|attribute| match &attribute.bin {
            Bin::Range { from, below } => Some((*from, *below, attribute.points)),
            Bin::Words(_) | Bin::Missing => None,
        })
        .collect();
    // `None` sorts first: a range without a lower bound is the first.
    ranges.sort_by_key(|(from, _, _)| *from);
    let mut reached: Option<Decimal> = None;
    for (position, (from, below, _)) in ranges.iter().enumerate() {
        let follows = if position == 0 { from.is_none() } else { from.is_some() && *from == reached };
        if !follows {
            let text =
                |bound: Option<Decimal>| bound.map_or_else(|| "no bound".to_owned(), |b| b.to_string());
            return Err(refused(
                place.clone(),
                format!("there is a gap or an overlap between {} and {}", text(reached), text(*from)),
            ));
        }
        reached = *below;
        if reached.is_none() && position + 1 < ranges.len() {
            return Err(refused(place.clone(), "a range without upper bound is followed by another"));
        }
    }
    if ranges.is_empty() || reached.is_some() {
        return Err(refused(place.clone(), "the ranges do not reach every number"));
    }
    let ordered = |ok: fn(i32, i32) -> bool| ranges.windows(2).all(|pair| ok(pair[0].2, pair[1].2));
    let holds = match monotone {
        None => true,
        Some(Monotone::Rising) => ordered(|a, b| a <= b),
        Some(Monotone::Falling) => ordered(|a, b| a >= b),
    };
    if holds { Ok(()) } else { Err(refused(place.clone(), "its points do not follow the order it claims")) }
}

fn check_words(place: &Place, attributes: &[Attribute], fact_type: FactType) -> Result<(), ScorecardError> {
    let mut seen = BTreeSet::new();
    for attribute in attributes {
        if let Bin::Words(words) = &attribute.bin {
            for word in words {
                if !seen.insert(word.as_str()) {
                    return Err(refused(
                        place.clone(),
                        format!("the word {word:?} stands in two attributes"),
                    ));
                }
            }
        }
    }
    if fact_type == FactType::Bool && seen != BTreeSet::from(["false", "true"]) {
        return Err(refused(place.clone(), "its attributes take exactly true and false"));
    }
    Ok(())
}
