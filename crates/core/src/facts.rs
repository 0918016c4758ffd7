//! The facts dictionary: every name that a policy table or a scorecard may read, with its type and unit.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    /// An exact decimal number; amounts are in yuan, ratios are plain (0.36, not 36).
    Number,
    /// One of a closed set of words.
    Text,
    /// True or false.
    Bool,
}

/// The value of a fact. A missing value is stated, never left out and never zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// A number.
    Number(Decimal),
    /// A word.
    Text(String),
    /// True or false.
    Bool(bool),
    /// Not known.
    Missing,
}

impl FactValue {
    /// A number, or missing.
    pub fn number(value: Option<Decimal>) -> Self {
        value.map_or(FactValue::Missing, |value| FactValue::Number(value.normalize()))
    }
}

impl std::fmt::Display for FactValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FactValue::Number(number) => number.fmt(f),
            FactValue::Text(text) => f.write_str(text),
            FactValue::Bool(value) => value.fmt(f),
            FactValue::Missing => f.write_str("—"),
        }
    }
}

/// One entry of the dictionary.
#[derive(Debug, Clone, Copy)]
pub struct FactDefinition {
    /// The name, as tables and scorecards write it.
    pub name: &'static str,
    /// Its type.
    pub fact_type: FactType,
    /// Its unit, for people: `yuan`, `ratio`, `months`, `count`, `points`, `outcome`.
    pub unit: &'static str,
    /// Whether it can be missing.
    pub can_be_missing: bool,
}

const fn fact(
    name: &'static str,
    fact_type: FactType,
    unit: &'static str,
    can_be_missing: bool,
) -> FactDefinition {
    FactDefinition { name, fact_type, unit, can_be_missing }
}

/// Every fact there is. Checks are facts named `check_` and the kind, with the outcome as a word.
pub const DICTIONARY: &[FactDefinition] = &[
    fact("age_years", FactType::Number, "years", true),
    fact("id_kind", FactType::Text, "word", true),
    fact("check_id_number", FactType::Text, "outcome", false),
    fact("check_id_region", FactType::Text, "outcome", false),
    fact("check_id_expiry", FactType::Text, "outcome", false),
    fact("check_age", FactType::Text, "outcome", false),
    fact("check_name_shape", FactType::Text, "outcome", false),
    fact("check_mobile_number", FactType::Text, "outcome", false),
    fact("check_bank_card", FactType::Text, "outcome", false),
    fact("check_id_two_factor", FactType::Text, "outcome", false),
    fact("check_mobile_three_factor", FactType::Text, "outcome", false),
    fact("check_card_four_factor", FactType::Text, "outcome", false),
    fact("check_time_on_network", FactType::Text, "outcome", false),
    fact("check_number_status", FactType::Text, "outcome", false),
    fact("check_face_match", FactType::Text, "outcome", false),
    fact("check_liveness", FactType::Text, "outcome", false),
    fact("check_same_id_elsewhere", FactType::Text, "outcome", false),
    fact("check_same_mobile_elsewhere", FactType::Text, "outcome", false),
    fact("check_same_card_elsewhere", FactType::Text, "outcome", false),
    fact("mobile_is_virtual", FactType::Bool, "", false),
    fact("time_on_network_months", FactType::Number, "months", true),
    fact("same_id_cases", FactType::Number, "count", false),
    fact("same_mobile_cases", FactType::Number, "count", false),
    fact("same_card_cases", FactType::Number, "count", false),
    fact("channel", FactType::Text, "word", false),
    fact("scene", FactType::Text, "word", false),
    fact("line_requested", FactType::Number, "yuan", false),
    fact("instalments", FactType::Number, "months", false),
    fact("known_exposure", FactType::Number, "yuan", false),
    fact("statements_count", FactType::Number, "count", false),
    fact("months_observed", FactType::Number, "months", false),
    fact("days_observed", FactType::Number, "days", false),
    fact("thin_file", FactType::Bool, "", false),
    fact("income_monthly", FactType::Number, "yuan", true),
    fact("income_declared_monthly", FactType::Number, "yuan", true),
    fact("income_shortfall_ratio", FactType::Number, "ratio", true),
    fact("income_cv", FactType::Number, "ratio", true),
    fact("income_streams_counted", FactType::Number, "count", false),
    fact("income_months_ratio", FactType::Number, "ratio", true),
    fact("spending_monthly", FactType::Number, "yuan", true),
    fact("negative_net_months", FactType::Number, "months", false),
    fact("obligations_monthly", FactType::Number, "yuan", false),
    fact("obligations_count", FactType::Number, "count", false),
    fact("debt_to_income", FactType::Number, "ratio", true),
    fact("residual_income_monthly", FactType::Number, "yuan", true),
    fact("lowest_balance", FactType::Number, "yuan", true),
    fact("days_below_zero", FactType::Number, "days", true),
    fact("buffer_days", FactType::Number, "days", true),
    fact("cash_share", FactType::Number, "ratio", true),
    fact("gambling_monthly", FactType::Number, "yuan", true),
    fact("truth_tests_failed", FactType::Number, "count", false),
    fact("score_points", FactType::Number, "points", true),
    fact("risk_grade", FactType::Text, "word", true),
    fact("probability_of_default", FactType::Number, "ratio", true),
];

/// Looks a fact up by name.
pub fn definition(name: &str) -> Option<&'static FactDefinition> {
    DICTIONARY.iter().find(|definition| definition.name == name)
}

/// The facts of one case, by name. Only names of the [`DICTIONARY`] enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Facts(BTreeMap<String, FactValue>);

impl Facts {
    /// Enters a value. A name outside the dictionary or a value of another type is a defect of the program.
    pub fn set(&mut self, name: &'static str, value: FactValue) {
        let definition = definition(name);
        assert!(definition.is_some(), "the fact {name} is not in the dictionary");
        let fits = definition.is_some_and(|definition| match &value {
            FactValue::Number(_) => definition.fact_type == FactType::Number,
            FactValue::Text(_) => definition.fact_type == FactType::Text,
            FactValue::Bool(_) => definition.fact_type == FactType::Bool,
            FactValue::Missing => definition.can_be_missing,
        });
        assert!(fits, "the fact {name} cannot hold {value:?}: the dictionary says otherwise");
        self.0.insert(name.to_owned(), value);
    }

    /// Reads a value; `None` when it was never entered.
    pub fn get(&self, name: &str) -> Option<&FactValue> {
        self.0.get(name)
    }

    /// Every fact, in name order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FactValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Names of the dictionary that were never entered.
    pub fn never_entered(&self) -> Vec<&'static str> {
        DICTIONARY
            .iter()
            .map(|definition| definition.name)
            .filter(|name| !self.0.contains_key(*name))
            .collect()
    }
}
