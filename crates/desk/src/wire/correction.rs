//! Rows put into another category by a person, and what moved with them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CaseView, Figure, Text};

/// How far a re-classification reaches, as `firstline_core::spending::CorrectionScope`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionScope {
    Row,
    Counterparty,
}

/// What a person puts right: the row that was pointed at, and whether its counterparty's other rows go along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReclassifyRequest {
    pub scope: CorrectionScope,
    /// As in `RowView`.
    pub file: String,
    /// As in `RowView`.
    pub line: u32,
    /// A code of `SpendingView.category_options` that money of the row's direction can be.
    pub category: String,
    pub note: String,
}

/// A category that a person can put rows into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CategoryOption {
    pub code: String,
    pub label: Text,
    /// As `firstline_core::spending::CategoryGroup`, snake case.
    pub group: String,
    pub group_label: Text,
    /// Whether money in can be put there.
    pub money_in: bool,
    /// Whether money out can be put there.
    pub money_out: bool,
}

/// A re-classification that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CorrectionView {
    /// The index of its entry in the decision log; pass to `undo_reclassification`.
    pub entry: u32,
    pub scope: CorrectionScope,
    pub file: String,
    pub line: u32,
    /// The other side as the row names it.
    pub counterparty: String,
    pub category: String,
    pub label: Text,
    pub by: String,
    pub at: String,
    pub note: String,
    /// The rows that it decided.
    pub figure: Figure,
}

/// What the machine says, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AssessmentMark {
    pub points: Option<i32>,
    pub risk_grade: Option<String>,
    pub line: String,
    pub line_recommended: String,
}

/// A re-classification or its undoing, recorded, and the case assessed again on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReclassifyReceipt {
    /// The index of its entry in the decision log.
    pub entry: u32,
    /// How many rows the correction decides now; of an undoing, how many it had decided.
    pub rows: u32,
    /// How many more rows share the counterparty and could go along; zero when they do already, and of an undoing.
    pub other_rows: u32,
    pub before: AssessmentMark,
    pub after: AssessmentMark,
    pub case: CaseView,
}
