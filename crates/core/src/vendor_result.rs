//! What an outside source answered about a person. Immutable; a person's verdict stands beside it.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::check::CheckKind;

/// The vendor's verdict in one vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VendorVerdict {
    /// The facts belong together, or the score reaches the vendor's threshold.
    Match,
    /// The facts do not belong together.
    Mismatch,
    /// The vendor has no record; never a mismatch.
    NoRecord,
    /// The answer is between: a warning the vendor raised.
    Caution,
    /// The vendor could not answer.
    Error,
}

/// One answer of one vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VendorResult {
    /// The application it belongs to.
    pub application_ref: String,
    /// The vendor's name.
    pub vendor: String,
    /// Which check it answers; one of the vendor kinds.
    pub kind: CheckKind,
    /// The verdict.
    pub verdict: VendorVerdict,
    /// The vendor's own code, verbatim.
    pub code: Option<String>,
    /// Which factor disagreed, such as `mobile`, where the vendor says.
    pub factor: Option<String>,
    /// The vendor's score; meaningless without its threshold.
    pub score: Option<Decimal>,
    /// The vendor's threshold for its score.
    pub threshold: Option<Decimal>,
    /// Months on network, for that kind.
    pub months: Option<u32>,
    /// When the vendor answered.
    pub obtained_at: DateTime<Utc>,
}
