//! The person who asks.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Personal text that never prints itself: `Debug` shows `<redacted>`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Personal(pub String);

impl Personal {
    /// The text itself; a deliberate act at each call.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Personal(text.to_owned())
    }
}

/// The kind of identity document a number belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// Resident identity card of 18 digits.
    ResidentId,
    /// First-generation resident identity card of 15 digits.
    ResidentId15,
    /// Residence permit for residents of Hong Kong (81), Macao (82) or Taiwan (83).
    ResidencePermit,
    /// Foreigner's permanent residence card beginning with 9.
    ForeignerCard,
}

/// Sex as an identity number states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Odd sequence number.
    Male,
    /// Even sequence number.
    Female,
}

/// Who asks for a line, as stated in the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// Full name as on the document.
    pub name: Personal,
    /// Identity number as given, surrounding white space removed, `x` not yet raised.
    pub id_number: Personal,
    /// Last day the document is valid, if given; `9999-12-31` for one without end.
    pub id_expires: Option<NaiveDate>,
    /// Mobile number as given.
    pub mobile: Personal,
    /// Bank card number as given, if any.
    pub bank_card: Option<Personal>,
    /// Employer as stated, if any.
    pub employer: Option<Personal>,
    /// Home address as stated, if any.
    pub address: Option<Personal>,
}
