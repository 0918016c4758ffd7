//! The one error that crosses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

/// Why something was refused. A code is added only when somebody switches on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    WorkspaceMissing,
    WorkspaceExists,
    WorkspaceInUse,
    WorkspaceNewer,
    WrongPassphrase,
    NotSignedIn,
    NotPermitted,
    NotFound,
    IllegalMove,
    CaseLocked,
    StaleAssessment,
    AmountInvalid,
    ReasonRequired,
    ReasonUnknown,
    TextTooShort,
    NotOverridable,
    MakerIsChecker,
    BadInput,
    ImportRefused,
    /// No known layout has the file's header: it can be mapped. `values.file` names the file.
    StatementUnknown,
    /// The file is protected: ask for its password. `values.file` names the file.
    PasswordNeeded,
    /// The password does not open the file.
    PasswordWrong,
    PackRefused,
    LedgerBroken,
    StoreFailed,
    IoFailed,
    Internal,
}

/// An operating error: what happened in words, where, and a reference to quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    pub code: ErrorCode,
    /// What happened and what to do, in English; the window words the code itself.
    pub message: String,
    /// The field it is about, where it is about one: `line`, `overrides.0.text`.
    pub field: Option<String>,
    /// Values the window's wording may use.
    pub values: BTreeMap<String, String>,
    /// A short reference to quote to support.
    pub reference: String,
}
