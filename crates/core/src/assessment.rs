//! The assessment: everything the machine says of one case, immutable and named by its hash.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::application::Application;
use crate::check::Check;
use crate::decision::Recommendation;
use crate::facts::Facts;
use crate::ids::ContentHash;
use crate::line::LineProposal;
use crate::money::Money;
use crate::policy::PolicyResult;
use crate::score::Score;
use crate::spending::{DataCorrection, SpendingProfile};
use crate::statement::Statement;
use crate::vendor_result::VendorResult;

/// Other cases that share something with this one, by their case numbers, as known when the assessment was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Links {
    /// The same identity number.
    pub same_id: Vec<String>,
    /// The same mobile number.
    pub same_mobile: Vec<String>,
    /// The same bank card.
    pub same_card: Vec<String>,
}

/// Everything an assessment reads, besides the pack and the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentInputs {
    /// The application.
    pub application: Application,
    /// The statements, by file hash.
    pub statements: Vec<Statement>,
    /// Rows that a person put right, in the order they were corrected.
    pub corrections: Vec<DataCorrection>,
    /// Vendor answers, by the time obtained, then kind.
    pub vendor_results: Vec<VendorResult>,
    /// Other cases that share something.
    pub links: Links,
    /// Lines already granted to this person in this workspace, over and above the application's `known_exposure`.
    pub granted_exposure: Money,
}

/// The inputs as an assessment names them: enough to fetch them again and replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputReferences {
    /// Hash of the application's canonical bytes.
    pub application: ContentHash,
    /// File hashes of the statements, sorted.
    pub statements: Vec<ContentHash>,
    /// Rows that a person put right, in the order they were corrected; whole, since they name nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<DataCorrection>,
    /// Hashes of the vendor results' canonical bytes, in the order read.
    pub vendor_results: Vec<ContentHash>,
    /// Other cases that share something.
    pub links: Links,
    /// Lines already granted in this workspace.
    pub granted_exposure: Money,
}

/// Everything the machine says of one case. Its canonical bytes are stored and hashed, and a replay gives the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The format's version; raised when the meaning of a field changes.
    pub format: u32,
    /// The moment it speaks of.
    pub as_of: DateTime<Utc>,
    /// The pack's hash.
    pub pack: ContentHash,
    /// The scorecard's hash.
    pub scorecard: ContentHash,
    /// What it read.
    pub inputs: InputReferences,
    /// Identity checks.
    pub checks: Vec<Check>,
    /// The money.
    pub spending: SpendingProfile,
    /// The score; `None` where a value fell outside every attribute, with the reason in `score_error`.
    pub score: Option<Score>,
    /// Why there is no score: the characteristic and the value.
    pub score_error: Option<BTreeMap<String, String>>,
    /// The policy.
    pub policy: PolicyResult,
    /// The line.
    pub line: LineProposal,
    /// The machine's recommendation.
    pub recommendation: Recommendation,
    /// Every fact as the tables and the scorecard read it.
    pub facts: Facts,
}
