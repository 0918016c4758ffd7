//! Signing in and who is here.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A person's role, as `firstline_core::decision::Role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Underwriter,
    Approver,
    Compliance,
    PolicyOwner,
    Admin,
}

/// A name on the sign-in screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SignInUser {
    /// What the person types or picks, such as `zhou.min`.
    pub user: String,
    pub display_name: String,
    pub role: Role,
}

/// What can be known before anyone signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WorkspaceStatus {
    pub exists: bool,
    pub name: String,
    pub demo: bool,
    /// Of a demo workspace, which holds nobody's data: the passphrase all its users share.
    pub demo_passphrase: Option<String>,
    pub users: Vec<SignInUser>,
    /// Where the workspace lies on disk.
    pub directory: String,
    /// The program's version.
    pub version: String,
    /// The session that is open, if any.
    pub session: Option<SessionView>,
}

/// How far the signed-in person may go alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuthorityView {
    pub exposure_max: String,
    pub line_override_ratio_max: String,
    pub grades: Vec<String>,
}

/// The entries of the decision log that nobody else holds yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UnwitnessedView {
    pub entries: u32,
    /// When the oldest of them was made.
    pub since: Option<String>,
}

/// The open session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionView {
    pub user: String,
    pub display_name: String,
    pub role: Role,
    pub workspace: String,
    pub demo: bool,
    /// The device's short name, part of the log's id.
    pub device: String,
    /// `None` for roles that decide nothing.
    pub authority: Option<AuthorityView>,
    pub unwitnessed: UnwitnessedView,
    /// Whether this person may decide, and whether they may export the audit log.
    pub may_decide: bool,
    pub may_audit: bool,
}
