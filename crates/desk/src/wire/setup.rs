//! Setting up, importing, assessing in bulk: what the command line shows of them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Role;

/// A user to enrol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NewUser {
    pub user: String,
    pub display_name: String,
    pub role: Role,
    pub passphrase: String,
}

/// What came of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportedFile {
    pub file: String,
    /// `applications`, `vendor_results`, or the statement's layout.
    pub kind: String,
    /// Rows or records the file has.
    pub records: u32,
    /// Of these, new to the workspace.
    pub new: u32,
    /// Rows that other statements of the case have too: they stand in both and count once.
    pub repeated_rows: u32,
    /// The first and the last day of those rows.
    pub repeated_from: Option<String>,
    pub repeated_to: Option<String>,
    /// The cases they went to, at most ten.
    pub cases: Vec<String>,
    /// What happened, in words: also that everything was there already.
    pub message: String,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportReceipt {
    pub files: Vec<ImportedFile>,
    /// Applications, statements, statement rows and vendor results that are new.
    pub applications: u32,
    pub statements: u32,
    pub statement_rows: u32,
    pub vendor_results: u32,
    /// Cases assessed because of it.
    pub assessed: u32,
    pub took_ms: u32,
    pub statement_rows_per_second: u32,
}

/// What an assessment run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AssessReceipt {
    pub cases: u32,
    /// How many were recommended what.
    pub approve: u32,
    pub counteroffer: u32,
    pub decline: u32,
    pub refer: u32,
    pub took_ms: u32,
    pub applicants_per_second: u32,
}

/// What making the demo did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DemoReceipt {
    pub directory: String,
    pub files: String,
    pub users: Vec<super::SignInUser>,
    /// The demo users' passphrase; a demo holds nobody's data.
    pub passphrase: String,
    pub import: ImportReceipt,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReplayReceipt {
    /// Assessments replayed.
    pub assessments: u32,
    /// The hashes of those that came out with other bytes; empty is as it should be. The first hundred are named.
    pub different: Vec<String>,
    /// Whether the projections rebuilt from the ledger are identical to those in use.
    pub projections_identical: bool,
    /// The projections compared.
    pub tables: Vec<String>,
    pub took_ms: u32,
}
