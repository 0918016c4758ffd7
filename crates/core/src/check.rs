//! One check of one thing about a person, with its evidence.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What was checked. The order is the order on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Identity number: form, birth date and check character (GB 11643).
    IdNumber,
    /// Region code of the identity number (GB/T 2260), a warning only.
    IdRegion,
    /// Identity document not expired.
    IdExpiry,
    /// Applicant is of age on the day of the assessment.
    Age,
    /// Shape of the name.
    NameShape,
    /// Mobile number: form and range.
    MobileNumber,
    /// Bank card number: check digit and issuer.
    BankCard,
    /// Vendor: name and identity number belong together (two factors).
    IdTwoFactor,
    /// Vendor: name, identity number and mobile belong together (three factors).
    MobileThreeFactor,
    /// Vendor: name, identity number, card and mobile belong together (four factors).
    CardFourFactor,
    /// Vendor: months the mobile number has been in use.
    TimeOnNetwork,
    /// Vendor: state of the mobile number.
    NumberStatus,
    /// Vendor: face against the document's photograph.
    FaceMatch,
    /// Vendor: a living person before the camera.
    Liveness,
    /// The same identity number in another case.
    SameIdElsewhere,
    /// The same mobile number in another case.
    SameMobileElsewhere,
    /// The same bank card in another case.
    SameCardElsewhere,
}

/// What a check found. "No record found" is [`CheckOutcome::NotObtainable`], never a mismatch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    /// Nothing against it.
    Pass,
    /// Worth a person's look; not a failure.
    Warn,
    /// It contradicts what was stated.
    Fail,
    /// The source has nothing to say, or cannot be reached offline.
    NotObtainable,
    /// The source answered with an error.
    VendorError,
    /// Nobody asked.
    NotRun,
}

/// Evidence of a check: a code the screen words, with named values (`code = "check_character"`, `expected = "X"`).
///
/// Values hold nothing that identifies a person beyond masked digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What the values say, one of a closed list (`identity::EVIDENCE_CODES`, and those of caps and tracks); the desk words them.
    pub code: String,
    /// The values by name.
    pub values: std::collections::BTreeMap<String, String>,
}

impl Evidence {
    /// Evidence without values.
    pub fn new(code: &str) -> Self {
        Evidence { code: code.to_owned(), values: Default::default() }
    }

    /// The same evidence with one more value.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }
}

/// One check with its outcome and evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// What was found.
    pub outcome: CheckOutcome,
    /// What it rests on, the most telling first.
    pub evidence: Vec<Evidence>,
    /// Who answered: `firstline` for structural checks, else the vendor's name.
    pub source: String,
    /// When the evidence was obtained.
    pub obtained_at: DateTime<Utc>,
}
