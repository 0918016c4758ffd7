//! Operating errors of the crates below, turned into the one error that crosses.

use std::collections::BTreeMap;

use firstline_core::decision::DecisionFault;
use firstline_intake::IntakeCode;
use firstline_store::StoreError;

use crate::wire::{AppError, ErrorCode};

impl AppError {
    /// An error with a message and no values.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        let reference = reference(code, &message);
        AppError { code, message, field: None, values: BTreeMap::new(), reference }
    }

    /// The same error, about a field.
    pub fn about(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same error with one more value for its wording.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }

    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        AppError::new(ErrorCode::Internal, error.to_string())
    }
}

/// A short reference that is the same for the same error, so that two people can tell they speak of one.
fn reference(code: ErrorCode, message: &str) -> String {
    let hash = firstline_core::ContentHash::of(format!("{code:?} {message}").as_bytes()).to_string();
    hash[..8].to_owned()
}

/// The code and the field of a fault of a decision.
pub(crate) fn fault_place(fault: &DecisionFault) -> (ErrorCode, String) {
    match fault {
        DecisionFault::LineMissing
        | DecisionFault::LineNotOffered { .. }
        | DecisionFault::NotTheRequest(_) => (ErrorCode::AmountInvalid, "line".to_owned()),
        DecisionFault::InstalmentsNotOffered(_) => (ErrorCode::AmountInvalid, "instalments".to_owned()),
        DecisionFault::NotOverridable(_) => (ErrorCode::NotOverridable, "kind".to_owned()),
        DecisionFault::ReasonRequired { kind, .. } => {
            (ErrorCode::ReasonRequired, format!("overrides.{}", crate::view::code(kind)))
        }
        DecisionFault::ReasonWithoutDeparture(code) => {
            (ErrorCode::ReasonUnknown, format!("overrides.{code}"))
        }
        DecisionFault::ReasonUnknown { code, .. } => (ErrorCode::ReasonUnknown, format!("reason.{code}")),
        DecisionFault::ReasonsEmpty(_) => (ErrorCode::ReasonRequired, "reason_codes".to_owned()),
        DecisionFault::TextTooShort { code, .. } => (ErrorCode::TextTooShort, format!("text.{code}")),
    }
}

impl From<DecisionFault> for AppError {
    fn from(fault: DecisionFault) -> Self {
        let (code, field) = fault_place(&fault);
        AppError::new(code, fault.to_string()).about(field)
    }
}

impl From<crate::assess::LoadPackError> for AppError {
    fn from(error: crate::assess::LoadPackError) -> Self {
        AppError::new(ErrorCode::PackRefused, error.to_string())
    }
}

impl From<crate::assess::AssessError> for AppError {
    fn from(error: crate::assess::AssessError) -> Self {
        AppError::new(ErrorCode::BadInput, error.to_string())
    }
}

impl From<firstline_core::line::LineError> for AppError {
    fn from(error: firstline_core::line::LineError) -> Self {
        AppError::new(ErrorCode::AmountInvalid, error.to_string()).about("line")
    }
}

impl From<firstline_core::MoneyError> for AppError {
    fn from(error: firstline_core::MoneyError) -> Self {
        AppError::new(ErrorCode::AmountInvalid, error.to_string())
    }
}

impl From<std::io::Error> for AppError {
    fn from(error: std::io::Error) -> Self {
        AppError::new(ErrorCode::IoFailed, error.to_string())
    }
}

impl From<firstline_intake::IntakeError> for AppError {
    /// The place and the code go along as values, so that a program need not read the message.
    fn from(error: firstline_intake::IntakeError) -> Self {
        let code = match error.code {
            IntakeCode::UnknownLayout | IntakeCode::MissingColumn => ErrorCode::StatementUnknown,
            IntakeCode::PasswordNeeded => ErrorCode::PasswordNeeded,
            IntakeCode::WrongPassword => ErrorCode::PasswordWrong,
            _ => ErrorCode::ImportRefused,
        };
        let mut refused = AppError::new(code, error.to_string())
            .with("file", &error.file)
            .with("intake_code", error.code.name());
        if let Some(line) = error.line {
            refused = refused.with("line", line);
        }
        if let Some(column) = &error.column {
            refused = refused.with("column", column);
        }
        refused
    }
}

impl From<firstline_intake::IntakeErrors> for AppError {
    /// The place and the code are those of the first error; the message lists them all.
    fn from(errors: firstline_intake::IntakeErrors) -> Self {
        let message = errors.to_string();
        match errors.0.into_iter().next() {
            Some(first) => AppError { message, ..AppError::from(first) },
            None => AppError::new(ErrorCode::ImportRefused, "the file was refused"),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::WrongPassphrase | StoreError::UnknownUser(_) => ErrorCode::WrongPassphrase,
            StoreError::UserExists(_) | StoreError::BadUserName(_) | StoreError::PassphraseTooShort(_) => {
                ErrorCode::BadInput
            }
            StoreError::WorkspaceMissing(_) => ErrorCode::WorkspaceMissing,
            StoreError::WorkspaceExists(_) => ErrorCode::WorkspaceExists,
            StoreError::WorkspaceInUse => ErrorCode::WorkspaceInUse,
            StoreError::WorkspaceNewer { .. } => ErrorCode::WorkspaceNewer,
            StoreError::Duplicate { .. } | StoreError::Refused { .. } => ErrorCode::ImportRefused,
            StoreError::Missing { .. } => ErrorCode::NotFound,
            StoreError::IllegalMove(_) => ErrorCode::IllegalMove,
            StoreError::CaseLocked | StoreError::NotOwner => ErrorCode::CaseLocked,
            StoreError::StaleAssessment => ErrorCode::StaleAssessment,
            StoreError::SamePerson => ErrorCode::MakerIsChecker,
            StoreError::File(_) => ErrorCode::IoFailed,
            StoreError::KeyFileDamaged(_)
            | StoreError::KeyCostRefused
            | StoreError::Damaged { .. }
            | StoreError::SignatureRequired
            | StoreError::WrongSigner
            | StoreError::Full
            | StoreError::Io(_)
            | StoreError::Database(_)
            | StoreError::NoRandomness => ErrorCode::StoreFailed,
        };
        // A wrong name and a wrong passphrase are told apart for nobody.
        let message = match code {
            ErrorCode::WrongPassphrase => StoreError::WrongPassphrase.to_string(),
            _ => error.to_string(),
        };
        AppError::new(code, message)
    }
}
