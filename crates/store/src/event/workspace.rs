//! What happens to the workspace itself: its making, its users, its packs, its exports.

use std::collections::BTreeMap;

use firstline_core::ContentHash;
use firstline_core::decision::Role;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::UserId;

/// The workspace was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceCreated {
    /// Its id.
    pub workspace: Uuid,
    /// The origin of each log by its class, as its checkpoints name it.
    pub origins: BTreeMap<String, String>,
    /// The device's public key, which signs checkpoints.
    #[serde(with = "hex::serde")]
    pub device_key: [u8; 32],
}

/// A person may sign in from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserEnrolled {
    /// The person's id.
    pub user: UserId,
    /// The name to sign in with.
    pub login: String,
    /// The name shown.
    pub display_name: String,
    /// What the person is.
    pub role: Role,
    /// The public key of the person's signing key.
    #[serde(with = "hex::serde")]
    pub public_key: [u8; 32],
}

/// A pack is the one new assessments of its product use. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackActivated {
    /// The product.
    pub product: String,
    /// The pack's version.
    pub version: String,
    /// The pack's hash.
    pub pack: ContentHash,
}

/// A layout was described: which column of a file holds what. It takes the place of one of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMappingSaved {
    /// The layout's name, which statements read by it carry.
    pub layout: String,
    /// The hash of the mapping's canonical bytes.
    pub mapping: ContentHash,
    /// The mapping, as canonical JSON.
    pub content: String,
}

/// An audit export was written. Signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportMade {
    /// The hash of the export's manifest.
    pub manifest: ContentHash,
    /// How many entries of each log it holds, by class.
    pub sizes: BTreeMap<String, u64>,
    /// Whether payloads are in it.
    pub with_payloads: bool,
    /// What it is for, in the person's words.
    pub purpose: String,
}
