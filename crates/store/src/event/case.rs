//! What happens to a case.

use chrono::{DateTime, Utc};
use firstline_core::check::CheckKind;
use firstline_core::decision::{Decision, Recommendation, Role};
use firstline_core::spending::DataCorrection;
use firstline_core::vendor_result::VendorVerdict;
use firstline_core::{ContentHash, Money};
use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// A request for a line came in; the case begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationReceived {
    /// The case's number, such as `FL-2026-000128`.
    pub number: String,
    /// The hash of the application's canonical bytes.
    pub application: ContentHash,
    /// The product asked for.
    pub product: String,
    /// What it is for.
    pub scene: String,
    /// The line asked for.
    pub line_requested: Money,
    /// When the request reached the lender.
    pub received_at: DateTime<Utc>,
    /// When it is to be decided.
    pub due_at: DateTime<Utc>,
}

/// A statement joined the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementImported {
    /// The statement's name: the hash of the document's bytes where it is the only one in it.
    pub file: ContentHash,
    /// The hash of the document's bytes, where it holds several statements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<ContentHash>,
    /// The hash of the column mapping it was read by, where it was by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<ContentHash>,
    /// The hash of the canonical bytes of the statement as read.
    pub statement: ContentHash,
    /// The layout it was read as.
    pub layout: String,
    /// How many rows it has.
    pub rows: u32,
}

/// A vendor's answer joined the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VendorResultReceived {
    /// The hash of the answer's canonical bytes.
    pub result: ContentHash,
    /// Which check it answers.
    pub kind: CheckKind,
    /// The vendor.
    pub vendor: String,
    /// The verdict.
    pub verdict: VendorVerdict,
    /// When the vendor answered.
    pub obtained_at: DateTime<Utc>,
}

/// The machine spoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssessmentMade {
    /// The assessment's hash.
    pub assessment: ContentHash,
    /// The pack's hash.
    pub pack: ContentHash,
    /// The moment it speaks of.
    pub as_of: DateTime<Utc>,
    /// The recommendation.
    pub recommendation: Recommendation,
    /// The grade, where there is a score.
    pub risk_grade: Option<String>,
    /// The points, where there is a score.
    pub points: Option<i32>,
    /// Codes of the review triggers.
    pub review_triggers: Vec<String>,
    /// Codes of the knock-outs.
    pub knock_outs: Vec<String>,
}

/// A person put rows into another category. Signed: what the line rests on moves with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpendingReclassified {
    /// Which rows, and the category they are put into.
    pub correction: DataCorrection,
    /// The assessment that the person saw.
    pub assessment: ContentHash,
    /// The person's note.
    pub note: String,
}

/// A person took a re-classification back. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReclassificationUndone {
    /// The position of its entry in the decision log.
    pub reclassification: u64,
    /// The assessment that the person saw.
    pub assessment: ContentHash,
    /// The person's note.
    pub note: String,
}

/// A person took the case, or extends having it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseTaken {
    /// Until when nobody else may take it.
    pub until: DateTime<Utc>,
}

/// The person gave the case back undecided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseReleased {}

/// A decision within the person's authority. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionMade {
    /// The decision.
    pub decision: Decision,
    /// The pack of the assessment it rests on.
    pub pack: ContentHash,
}

/// A decision that needs a second person. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalMade {
    /// What is proposed.
    pub decision: Decision,
    /// The pack of the assessment it rests on.
    pub pack: ContentHash,
    /// Why a second person is needed, as codes.
    pub because: Vec<String>,
}

/// The second person agreed; the proposal is the decision. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalGranted {
    /// The position of the proposal's entry in the decision log.
    pub proposal: u64,
    /// The person's note.
    pub note: String,
}

/// The second person sent it back. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRejected {
    /// The position of the proposal's entry in the decision log.
    pub proposal: u64,
    /// Why.
    pub note: String,
}

/// More was asked of the applicant. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InformationRequested {
    /// What is asked for.
    pub decision: Decision,
    /// The pack of the assessment it rests on.
    pub pack: ContentHash,
}

/// What was asked for arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InformationReceived {
    /// What arrived.
    pub note: String,
}

/// The person handed the case on. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseReferred {
    /// Why.
    pub decision: Decision,
    /// The pack of the assessment it rests on.
    pub pack: ContentHash,
    /// To anyone of this role.
    pub to_role: Option<Role>,
    /// To this person.
    pub to_user: Option<UserId>,
}

/// The applicant withdrew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationWithdrawn {
    /// The person's note.
    pub note: String,
}
