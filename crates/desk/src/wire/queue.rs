//! The queue: which cases wait, for whom, and why.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    CapView, CaseState, CheckCounts, DecisionKind, ReasonView, Text, TimelineRow, Tone, TriggerView,
};

/// A kind of work in the queue's left column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum QueueWork {
    /// Ready for review or in review.
    Review,
    /// Awaiting a second signature.
    SecondSignature,
    /// Waiting on the applicant.
    Waiting,
    /// Locked by the person who asks.
    Mine,
    /// Decided.
    Decided,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueueFilter {
    pub work: QueueWork,
    /// Grades to keep; empty keeps all.
    pub grades: Vec<String>,
    /// Scene code to keep.
    pub scene: Option<String>,
    /// Rule code that must have hit.
    pub trigger: Option<String>,
    /// A case number or part of it.
    pub text: Option<String>,
}

/// A short mark for why a person must look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Chip {
    pub code: String,
    pub text: Text,
    pub tone: Tone,
}

/// Who has a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LockView {
    pub user: String,
    pub display_name: String,
    pub mine: bool,
    pub until: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueueRow {
    pub case_id: String,
    pub number: String,
    pub state: CaseState,
    /// The name with all but its first and last character masked.
    pub applicant: String,
    pub scene: String,
    pub channel: String,
    pub line_requested: String,
    pub recommendation: Option<DecisionKind>,
    /// `None` where no line is recommended.
    pub line_recommended: Option<String>,
    pub risk_grade: Option<String>,
    /// What was decided, once it is.
    pub decided: Option<DecisionKind>,
    pub line_approved: Option<String>,
    pub chips: Vec<Chip>,
    pub lock: Option<LockView>,
    pub received_at: String,
    pub due_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueuePage {
    pub rows: Vec<QueueRow>,
    /// Pass back as `after` for the next page; `None` on the last.
    pub next: Option<String>,
    /// How many cases the filter keeps in all.
    pub total: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueueCounts {
    pub review: u32,
    pub second_signature: u32,
    pub waiting: u32,
    pub mine: u32,
    pub decided: u32,
}

/// What the queue's right column shows of the selected case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueuePreview {
    pub row: QueueRow,
    pub age_years: Option<u32>,
    pub points: Option<i32>,
    pub probability_of_default: Option<String>,
    pub income_monthly: Option<String>,
    pub debt_to_income: Option<String>,
    pub triggers: Vec<TriggerView>,
    /// The binding cap and the next.
    pub caps: Vec<CapView>,
    /// The most telling reasons, at most five.
    pub reasons: Vec<ReasonView>,
    pub checks: CheckCounts,
    /// The latest first, at most four.
    pub timeline: Vec<TimelineRow>,
}
