//! The audit view: entries, what proves them, and export.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Text;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogClass {
    Decision,
    Access,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuditFilter {
    pub log: LogClass,
    /// Event name or its beginning: `decision.`.
    pub event: Option<String>,
    pub actor: Option<String>,
    /// Case number.
    pub case_number: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuditRow {
    pub index: u32,
    pub at: String,
    pub event: String,
    pub title: Text,
    pub case_number: Option<String>,
    pub actor: String,
    pub signed: bool,
    pub witnessed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuditPage {
    /// The latest first.
    pub rows: Vec<AuditRow>,
    /// Pass back as `before` for the next page.
    pub next: Option<u32>,
    /// Entries the log has.
    pub size: u32,
    /// Entries that somebody else's checkpoint covers.
    pub witnessed_size: u32,
    pub log_id: String,
    pub root: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NamedValue {
    pub name: String,
    pub value: String,
}

/// One step of an inclusion proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProofStep {
    pub hash: String,
    /// Whether the sibling stands left of the path.
    pub left: bool,
    /// The entries the sibling covers.
    pub first: u32,
    pub last: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProofView {
    pub leaf: String,
    pub steps: Vec<ProofStep>,
    pub tree_size: u32,
    pub root: String,
    /// Whether the root worked out again equals the signed checkpoint's.
    pub holds: bool,
    pub checkpoint: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EntryView {
    pub row: AuditRow,
    pub log_id: String,
    pub actor_id: String,
    pub case_id: Option<String>,
    pub parents: Vec<u32>,
    pub references: Vec<NamedValue>,
    pub commitment: String,
    /// `None` where the payload has been erased.
    pub commitment_holds: Option<bool>,
    /// The payload's values, personal ones masked; `None` where erased.
    pub payload: Option<Vec<NamedValue>>,
    /// The entry's bytes, lower hex, verbatim.
    pub bytes_hex: String,
    pub length: u32,
    pub signature_key: Option<String>,
    pub signature_holds: Option<bool>,
    pub proof: ProofView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct VerifyFault {
    /// The first broken place: log and entry, checkpoint, node or payload.
    pub place: String,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct VerifyLogView {
    pub log: LogClass,
    pub entries: u32,
    pub signatures: u32,
    pub checkpoints: u32,
    pub payloads: u32,
    pub erased: u32,
    pub root: String,
    pub fault: Option<VerifyFault>,
    /// The entries that only this device holds.
    pub unwitnessed: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct VerifyView {
    pub at: String,
    pub took_ms: u32,
    pub logs: Vec<VerifyLogView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExportRequest {
    /// One case, or the whole log where absent.
    pub case_number: Option<String>,
    /// Whether payloads go along; otherwise salted commitments stand for them.
    pub with_payloads: bool,
    /// One zip file instead of a folder.
    pub zip: bool,
    /// Where to write; the workspace's own `exports` folder where absent.
    pub path: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExportReceipt {
    pub path: String,
    pub entries: u32,
    pub payloads: u32,
    pub tree_size: u32,
    pub bytes: u32,
    /// The log key's fingerprint, to compare with what the verifier prints.
    pub log_key: String,
    /// The entry that records the export itself.
    pub entry: u32,
}
