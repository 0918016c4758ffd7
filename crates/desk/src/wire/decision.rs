//! Deciding: the sheet, what is asked, what will be recorded, and the receipt.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Role, Text};

/// As `firstline_core::decision::DecisionKind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    Approve,
    Counteroffer,
    Decline,
    RequestInformation,
    Refer,
}

/// As `firstline_core::decision::OverrideKind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OverrideKind {
    ScoreOverride,
    PolicyException,
    LineOverride,
}

/// As `firstline_core::decision::OverrideSide`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OverrideSide {
    HighSide,
    LowSide,
}

/// One of the five buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DecisionButton {
    pub kind: DecisionKind,
    /// The line it would grant as things stand.
    pub line: Option<String>,
    pub asks_reason: bool,
    pub needs_second_signature: bool,
    /// Why it cannot be pressed, where so.
    pub refused: Option<Text>,
}

/// A departure as the person fills it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OverrideDraft {
    pub kind: OverrideKind,
    pub side: OverrideSide,
    pub reason_code: String,
    pub text: String,
}

/// A decision as the person fills it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DecisionDraft {
    pub kind: DecisionKind,
    /// The assessment that was on screen; a newer one refuses the decision.
    pub assessment: String,
    /// The line, for a counteroffer; approve takes the amount requested.
    pub line: Option<String>,
    /// Over how many instalments; the requested number where absent.
    pub instalments: Option<u32>,
    pub overrides: Vec<OverrideDraft>,
    /// Adverse reasons of a decline, items of an information request, or the reason of a referral.
    pub reason_codes: Vec<String>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReasonOption {
    pub code: String,
    pub text: Text,
    /// The fewest characters the text beside it must have.
    pub text_length_min: u32,
    /// Whether the assessment itself suggests it.
    pub suggested: bool,
}

/// One named disagreement, which asks for its own coded reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DisagreementView {
    pub kind: OverrideKind,
    pub side: OverrideSide,
    pub text: Text,
    pub reasons: Vec<ReasonOption>,
    pub answered: bool,
}

/// One amount column of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OfferColumn {
    pub line: Option<String>,
    /// Against the recommended line.
    pub difference: Option<String>,
    pub difference_ratio: Option<String>,
    pub instalments: Option<u32>,
    pub fee_rate_per_period: Option<String>,
    pub payment_monthly: Option<String>,
    pub fee_total: Option<String>,
    pub repayment_total: Option<String>,
    pub payment_to_income: Option<String>,
    pub payment_to_income_within: Option<bool>,
    pub residual_income_after: Option<String>,
    pub residual_income_within: Option<bool>,
}

/// What a limit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityItem {
    Exposure,
    LineOverride,
    Grade,
    ScoreOverride,
    PolicyException,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuthorityRow {
    pub item: AuthorityItem,
    /// What this decision comes to: an amount, a ratio or a grade.
    pub value: String,
    pub limit: String,
    pub within: bool,
    /// The second signer's limit, where one would be needed.
    pub second_limit: Option<String>,
    pub second_within: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SignerView {
    pub user: String,
    pub display_name: String,
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuthorityCheck {
    pub within: bool,
    pub rows: Vec<AuthorityRow>,
    /// Who could give the second signature, where one is needed; empty means nobody has the authority.
    pub second_signers: Vec<SignerView>,
}

/// Something that keeps the decision from being submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Problem {
    pub code: super::ErrorCode,
    pub field: Option<String>,
    pub text: Text,
}

/// The sheet as it stands for a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DecisionSheet {
    pub kind: DecisionKind,
    pub requested: OfferColumn,
    pub recommended: OfferColumn,
    pub yours: OfferColumn,
    pub instalments_on_offer: Vec<u32>,
    pub tracks: Vec<super::TrackView>,
    pub disagreements: Vec<DisagreementView>,
    /// Reasons to choose from for a decline, an information request or a referral; empty otherwise.
    pub reasons: Vec<ReasonOption>,
    pub authority: AuthorityCheck,
    /// The payload's bytes as they will be recorded, UTF-8 JSON; what the screen shows is rendered from it.
    pub record: String,
    /// The index the entry will have, and how many entries nobody else holds, before and after.
    pub entry: u32,
    pub unwitnessed: u32,
    /// Checks that are not a pass, by kind.
    pub open_checks: Vec<String>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DecisionReceipt {
    pub case_id: String,
    pub number: String,
    pub state: super::CaseState,
    pub kind: DecisionKind,
    pub line_approved: Option<String>,
    /// The entry in the decision log.
    pub entry: u32,
    /// Set when the decision waits for a second signature.
    pub awaiting: Vec<SignerView>,
}

/// A proposal that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProposalView {
    pub entry: u32,
    pub by: String,
    pub at: String,
    pub kind: DecisionKind,
    pub line: Option<String>,
    pub instalments: u32,
    pub overrides: Vec<OverrideView>,
    pub note: String,
    /// Whether the signed-in person may give the second signature, or why not.
    pub may_sign: bool,
    pub may_not_because: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OverrideView {
    pub kind: OverrideKind,
    pub side: OverrideSide,
    pub reason_code: String,
    pub reason: Text,
    pub text: String,
}

/// A decision that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DecidedView {
    pub entry: u32,
    pub kind: DecisionKind,
    pub by: String,
    pub at: String,
    pub line_approved: Option<String>,
    pub instalments: u32,
    pub overrides: Vec<OverrideView>,
    pub reasons: Vec<Text>,
    pub note: String,
    pub second_signature: Option<SecondSignatureView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SecondSignatureView {
    pub entry: u32,
    pub by: String,
    pub at: String,
}
