//! The request for a line, as it came in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::applicant::Applicant;
use crate::money::Money;

/// A consent the applicant gave, by its code in the pack, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// What was consented to, such as `identity_check`, `credit_bureau`, `statement_analysis`.
    pub code: String,
    /// When it was given.
    pub given_at: DateTime<Utc>,
}

/// One request for a first credit line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The sender's own reference, unique per source.
    pub application_ref: String,
    /// When the request reached the lender.
    pub received_at: DateTime<Utc>,
    /// Who asks.
    pub applicant: Applicant,
    /// The product asked for, the pack's folder name.
    pub product: String,
    /// How it came in, such as `app`, `store`, `h5`.
    pub channel: String,
    /// What it is for, such as `electronics`, `home_appliances`, `education`.
    pub scene: String,
    /// The line asked for.
    pub line_requested: Money,
    /// The number of monthly instalments asked for.
    pub instalments: u32,
    /// Net income a month as declared, if declared.
    pub declared_income_monthly: Option<Money>,
    /// Housing cost a month as declared, if declared.
    pub declared_housing_monthly: Option<Money>,
    /// Lines and loans this lender or its group has already granted this person, as the sender knows them.
    pub known_exposure: Money,
    /// Consents on file.
    pub consents: Vec<Consent>,
}
