//! What the policy tables say of one case. The evaluation itself lives in `firstline-policy`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::facts::FactValue;
use crate::money::Money;

/// How grave a hit is on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Warn,
    /// Contradicts what was stated, or bars a line.
    Fail,
}

/// A rule (row) of a table that hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleHit {
    /// The table's name.
    pub table: String,
    /// The row's id in the table.
    pub row: String,
    /// The rule's code, such as `K-01` or `R-07`; its text is in the pack's `reasons.toml`.
    pub code: String,
    /// How grave.
    pub severity: Severity,
    /// Whether a person may override it at all.
    pub overridable: bool,
    /// The facts its cells read, with their values.
    pub facts: BTreeMap<String, FactValue>,
    /// Its non-empty input cells as written: column fact name to expression.
    pub cells: BTreeMap<String, String>,
}

/// A rule that could not be evaluated. Not a rule that did not hit: the case needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleError {
    /// The table's name.
    pub table: String,
    /// The row's id.
    pub row: String,
    /// The column's fact name.
    pub column: String,
    /// What went wrong.
    pub message: String,
}

/// What the grade-by-income matrix allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixTerms {
    /// The row of the matrix that applied.
    pub row: String,
    /// Line as a multiple of recognised monthly income.
    pub income_multiple: Decimal,
    /// The most a first line may be at this grade.
    pub first_use_cap: Money,
}

/// What the policy tables say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyResult {
    /// Rules that bar a line.
    pub knock_outs: Vec<RuleHit>,
    /// Rules that say why a person must look.
    pub review_triggers: Vec<RuleHit>,
    /// The matrix's answer; `None` when no row applied.
    pub matrix: Option<MatrixTerms>,
    /// Rules that could not be evaluated.
    pub errors: Vec<RuleError>,
}
