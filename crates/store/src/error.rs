//! What can go wrong in the store, each with the code the other layers switch on.

use firstline_core::lifecycle::IllegalMove;

/// The result of a store operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why a store operation was not done. Nothing is half done when one is returned.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The passphrase does not open this user's slot (or the slot was changed).
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// No slot, or no enrolled user, has this name.
    #[error("no user {0:?} in this workspace")]
    UnknownUser(String),
    /// The user name is taken.
    #[error("the user {0:?} is already enrolled")]
    UserExists(String),
    /// The user name is empty, too long or has characters other than letters, digits, `.`, `-` and `_`.
    #[error("{0:?} is not a user name: 1 to 64 letters, digits, '.', '-' or '_'")]
    BadUserName(String),
    /// The passphrase is shorter than allowed.
    #[error("a passphrase has at least {0} characters")]
    PassphraseTooShort(usize),
    /// There is no workspace in the folder.
    #[error("there is no workspace in {0}")]
    WorkspaceMissing(String),
    /// There is one already.
    #[error("there is already a workspace in {0}")]
    WorkspaceExists(String),
    /// Another process has it open.
    #[error("the workspace is in use by another process")]
    WorkspaceInUse,
    /// The file was written by a newer program.
    #[error("the workspace has format {found}; this program knows up to {known}")]
    WorkspaceNewer {
        /// The file's format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// `keys.json` cannot be read, or does not belong to this workspace.
    #[error("keys.json cannot be used: {0}")]
    KeyFileDamaged(String),
    /// Key derivation weaker than the floor was asked for without saying that it is for tests.
    #[error("the key derivation parameters are outside what is allowed")]
    KeyCostRefused,
    /// Stored bytes do not make the value they should.
    #[error("{what} is damaged: {detail}")]
    Damaged {
        /// Which value.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// The value given cannot be stored as it is.
    #[error("{what} cannot be stored: {detail}")]
    Refused {
        /// Which value.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// The same thing is already there.
    #[error("{what} {name} is already in the workspace")]
    Duplicate {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The thing named is not there.
    #[error("there is no {what} {name}")]
    Missing {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The state of the case does not allow it.
    #[error(transparent)]
    IllegalMove(#[from] IllegalMove),
    /// Another person has the case.
    #[error("another person has this case")]
    CaseLocked,
    /// The acting person does not have the case.
    #[error("the case is not taken by the acting person")]
    NotOwner,
    /// The decision rests on an assessment that is no longer the case's.
    #[error("the case has been assessed again since")]
    StaleAssessment,
    /// The second signature must be another person's.
    #[error("a second signature must be another person's")]
    SamePerson,
    /// The event has legal effect and no signing key was given.
    #[error("this event needs the acting person's signature")]
    SignatureRequired,
    /// The signing key is not the one the acting person was enrolled with.
    #[error("the signing key does not belong to the acting person")]
    WrongSigner,
    /// The disk, or the file's cap, is full. The old state stands.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// The disk failed, or memory ran out. The old state stands.
    #[error("reading or writing the workspace failed; nothing was changed: {0}")]
    Io(String),
    /// The database refused for another reason.
    #[error("the database refused: {0}")]
    Database(#[source] sqlx::Error),
    /// A file beside the database failed.
    #[error("a workspace file failed: {0}")]
    File(#[from] std::io::Error),
    /// The operating system gave no random bytes.
    #[error("no randomness from the operating system")]
    NoRandomness,
}

impl StoreError {
    /// The error's code; stable, for other layers to switch on.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::WrongPassphrase => "wrong_passphrase",
            StoreError::UnknownUser(_) => "unknown_user",
            StoreError::UserExists(_) => "user_exists",
            StoreError::BadUserName(_) => "bad_user_name",
            StoreError::PassphraseTooShort(_) => "passphrase_too_short",
            StoreError::WorkspaceMissing(_) => "workspace_missing",
            StoreError::WorkspaceExists(_) => "workspace_exists",
            StoreError::WorkspaceInUse => "workspace_in_use",
            StoreError::WorkspaceNewer { .. } => "workspace_newer",
            StoreError::KeyFileDamaged(_) => "key_file_damaged",
            StoreError::KeyCostRefused => "key_cost_refused",
            StoreError::Damaged { .. } => "damaged",
            StoreError::Refused { .. } => "refused",
            StoreError::Duplicate { .. } => "duplicate",
            StoreError::Missing { .. } => "missing",
            StoreError::IllegalMove(_) => "illegal_move",
            StoreError::CaseLocked => "case_locked",
            StoreError::NotOwner => "not_owner",
            StoreError::StaleAssessment => "stale_assessment",
            StoreError::SamePerson => "same_person",
            StoreError::SignatureRequired => "signature_required",
            StoreError::WrongSigner => "wrong_signer",
            StoreError::Full => "disk_full",
            StoreError::Io(_) => "disk_failed",
            StoreError::Database(_) => "database",
            StoreError::File(_) => "file_failed",
            StoreError::NoRandomness => "no_randomness",
        }
    }

    /// Whether the writer's connection can no longer be trusted and must be opened again.
    pub(crate) fn spoils_connection(&self) -> bool {
        matches!(self, StoreError::Full | StoreError::Io(_))
    }

    pub(crate) fn damaged(what: &'static str, detail: impl ToString) -> Self {
        StoreError::Damaged { what, detail: detail.to_string() }
    }

    pub(crate) fn refused(what: &'static str, detail: impl ToString) -> Self {
        StoreError::Refused { what, detail: detail.to_string() }
    }

    pub(crate) fn missing(what: &'static str, name: impl ToString) -> Self {
        StoreError::Missing { what, name: name.to_string() }
    }

    pub(crate) fn duplicate(what: &'static str, name: impl ToString) -> Self {
        StoreError::Duplicate { what, name: name.to_string() }
    }
}

/// SQLite's primary result codes that mean the connection's own state is in doubt.
const NOMEM: u32 = 7;
const IOERR: u32 = 10;
const FULL: u32 = 13;

/// SQLite's primary result code of an error, where it is one of SQLite's.
pub(crate) fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    code.parse::<u32>().ok().map(|extended| extended & 0xff)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match (sqlite_code(&error), &error) {
            (Some(FULL), _) => StoreError::Full,
            (Some(IOERR | NOMEM), _) => StoreError::Io(error.to_string()),
            (None, sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed) => StoreError::Io(error.to_string()),
            _ => StoreError::Database(error),
        }
    }
}

/// Whether a unique key was violated.
pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}
