//! The cases beside each table: facts in, rows out. Anybody can add one without Rust.

use std::collections::BTreeMap;

use firstline_core::facts::{self, FactType, FactValue, Facts};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::error::{PackError, PackPlace, refused};

/// The facts of an ordinary applicant, which every case starts from.
pub(crate) const BASELINE: &str = "policy/baseline.json";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    name: String,
    facts: BTreeMap<String, Value>,
    #[serde(default)]
    hits: Vec<String>,
    #[serde(default)]
    errors: Vec<String>,
}

/// A case: facts that differ from the baseline, and the rows that must hit or err.
pub(crate) struct Case {
    pub(crate) name: String,
    /// The facts the case itself names.
    pub(crate) named: BTreeMap<String, FactValue>,
    /// The baseline with them.
    pub(crate) facts: Facts,
    pub(crate) hits: Vec<String>,
    pub(crate) errors: Vec<String>,
}

fn value(place: PackPlace, name: &str, value: &Value) -> Result<(&'static str, FactValue), PackError> {
    let place = place.column(name);
    let Some(definition) = facts::definition(name) else {
        return Err(refused(place, "there is no such fact in the dictionary"));
    };
    let read = match (definition.fact_type, value) {
        (_, Value::Null) if definition.can_be_missing => Some(FactValue::Missing),
        // Numbers are written as strings, so that no reader of JSON turns them into floats.
        (FactType::Number, Value::String(text)) => {
            Decimal::from_str_exact(text).ok().map(|number| FactValue::Number(number.normalize()))
        }
        (FactType::Text, Value::String(text)) => Some(FactValue::Text(text.clone())),
        (FactType::Bool, Value::Bool(value)) => Some(FactValue::Bool(*value)),
        _ => None,
    };
    match read {
        Some(read) => Ok((definition.name, read)),
        None => Err(refused(place, format!("{value} does not fit (numbers are written as strings)"))),
    }
}

pub(crate) fn read_baseline(bytes: &[u8]) -> Result<Facts, PackError> {
    let place = || PackPlace::file(BASELINE);
    let raw: BTreeMap<String, Value> =
        serde_json::from_slice(bytes).map_err(|error| refused(place(), error.to_string()))?;
    let mut facts = Facts::default();
    for (name, raw) in &raw {
        let (name, read) = value(place(), name, raw)?;
        facts.set(name, read);
    }
    match facts.never_entered().first() {
        None => Ok(facts),
        Some(absent) => Err(refused(place().column(absent), "the baseline lacks this fact")),
    }
}

pub(crate) fn read(file: &str, bytes: &[u8], baseline: &Facts) -> Result<Vec<Case>, PackError> {
    let raw: Vec<RawCase> =
        serde_json::from_slice(bytes).map_err(|error| refused(PackPlace::file(file), error.to_string()))?;
    raw.into_iter()
        .map(|raw| {
            let place = PackPlace::file(file).row(&raw.name);
            let mut all = baseline.clone();
            let mut named = BTreeMap::new();
            for (name, raw) in &raw.facts {
                let (name, read) = value(place.clone(), name, raw)?;
                named.insert(name.to_owned(), read.clone());
                all.set(name, read);
            }
            Ok(Case { name: raw.name, named, facts: all, hits: raw.hits, errors: raw.errors })
        })
        .collect()
}
