//! The machine's recommendation, a person's decision, and where they differ.

mod authority;
mod departure;

pub use authority::{AuthorityItem, AuthorityRow, check_authority, within_authority};
pub use departure::{DecisionFault, Departure, check_decision, departures};

use serde::{Deserialize, Serialize};

use crate::check::CheckKind;
use crate::ids::ContentHash;
use crate::money::Money;

/// What is recommended or decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// The line as requested.
    Approve,
    /// Another line than requested.
    Counteroffer,
    /// No line.
    Decline,
    /// Ask the applicant for more.
    RequestInformation,
    /// Hand the case to another person.
    Refer,
}

/// The machine's word. A person may depart from it, with reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// What it recommends: approve, counteroffer or decline.
    pub kind: DecisionKind,
    /// The line it recommends; zero for a decline.
    pub line_recommended: Money,
    /// Over how many instalments.
    pub instalments: u32,
    /// Each instalment.
    pub payment_monthly: Money,
    /// Why, as codes: rule codes of knock-outs, `below_minimum`, `score_below_cutoff`, `no_score`, `policy_error`, or `cap:<kind>`.
    pub because: Vec<String>,
}

/// What a person is, in this workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reviews cases and decides within limits.
    Underwriter,
    /// Reviews cases, decides within wider limits, gives the second signature.
    Approver,
    /// Reads everything, exports and verifies the audit log; decides nothing.
    Compliance,
    /// Changes the pack.
    PolicyOwner,
    /// Enrols users and sets up the workspace.
    Admin,
}

/// Which track a person departs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverrideKind {
    /// Departs from the score: a line below the cut-off, or none above it.
    ScoreOverride,
    /// Departs from a rule: a line where a knock-out hit.
    PolicyException,
    /// Departs from the amount the caps allow.
    LineOverride,
}

/// Stricter or more lenient than recommended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverrideSide {
    /// Stricter than recommended.
    HighSide,
    /// More lenient than recommended.
    LowSide,
}

/// A departure with its coded reason and its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Which track.
    pub kind: OverrideKind,
    /// Which side.
    pub side: OverrideSide,
    /// The code from the pack's list for this kind and side.
    pub reason_code: String,
    /// Why, in the person's words.
    pub text: String,
}

/// How far a role may go alone, from the pack's authority matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityLimit {
    /// The role.
    pub role: Role,
    /// The most the person's exposure may come to, the new line included.
    pub exposure_max: Money,
    /// The most a line may exceed the recommended one, as a share of it, such as 0.20.
    pub line_override_ratio_max: rust_decimal::Decimal,
    /// The grades this role may grant a line to.
    pub grades: Vec<String>,
    /// Which departures this role may make alone.
    pub overrides: Vec<OverrideKind>,
}

/// What a coded reason is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonUse {
    /// Score override, more lenient.
    ScoreOverrideLowSide,
    /// Score override, stricter.
    ScoreOverrideHighSide,
    /// Policy exception (always more lenient).
    PolicyException,
    /// Line override, more lenient.
    LineOverrideLowSide,
    /// Line override, stricter.
    LineOverrideHighSide,
    /// Adverse action: told to the applicant on a decline or a lower line.
    Adverse,
    /// What is asked of the applicant.
    InformationRequest,
    /// Why a case is referred.
    Referral,
    /// A rule's words: knock-outs and review triggers.
    Rule,
}

/// A coded reason, in both languages, from the pack's `reasons.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonDefinition {
    /// The code, unique in the pack.
    pub code: String,
    /// What it is for.
    #[serde(rename = "use")]
    pub reason_use: ReasonUse,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// A few characters for chips in lists, in Chinese.
    pub short_zh: Option<String>,
    /// A word or two for chips in lists, in English.
    pub short_en: Option<String>,
    /// The fewest characters the text beside it must have.
    #[serde(default)]
    pub text_length_min: u32,
}

/// What a person decided, or proposes where a second signature is due. Its canonical bytes are the payload that is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What was decided.
    pub kind: DecisionKind,
    /// The assessment the person had on screen.
    pub assessment: ContentHash,
    /// The line asked for.
    pub line_requested: Money,
    /// The line the machine recommended.
    pub line_recommended: Money,
    /// The line granted; `None` unless approved or countered.
    pub line_approved: Option<Money>,
    /// Over how many instalments.
    pub instalments: u32,
    /// Each instalment; `None` unless approved or countered.
    pub payment_monthly: Option<Money>,
    /// Each departure with its reason.
    pub overrides: Vec<Override>,
    /// Adverse reasons, items asked for, or why it is referred.
    pub reason_codes: Vec<String>,
    /// Checks that were not a pass when the person decided.
    pub open_checks: Vec<CheckKind>,
    /// What the person wrote beside it.
    pub note: String,
}
