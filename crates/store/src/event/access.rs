//! Who looked at what. These go to the access log.

use serde::{Deserialize, Serialize};

/// A person signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionOpened {
    /// Through what: `window` or `command_line`.
    pub through: String,
}

/// A person opened a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseOpened {}

/// A person had a masked field shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRevealed {
    /// Which field.
    pub field: String,
    /// What for.
    pub purpose: String,
}

/// A person looked at the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditViewed {
    /// The filters used, by name.
    pub filters: std::collections::BTreeMap<String, String>,
}
