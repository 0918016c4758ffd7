//! What a verification proved, and what it did not: both are said.

use serde::Serialize;
use uuid::Uuid;

use super::files::{Manifest, Scope};

/// What was proven of one log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogProof {
    /// Its class.
    pub class: String,
    /// Its name.
    pub origin: String,
    /// How many entries it has, by its newest checkpoint.
    pub size: u64,
    /// The root over them, in hexadecimal.
    pub root: String,
    /// How many entries the export holds, each of them verified.
    pub entries: u64,
    /// How many checkpoints were verified.
    pub checkpoints: u64,
    /// How many payloads match what their entry commits to.
    pub payloads: u64,
    /// How many payloads had been erased.
    pub erased: u64,
    /// How many payloads the export leaves out.
    pub left_out: u64,
    /// How many signatures of persons were verified with the enrolled key of the acting person.
    pub signatures: u64,
    /// How many signatures hold, but with a key whose enrolment the export does not show in full.
    pub signatures_unbound: u64,
    /// How many entries are covered by a checkpoint that, as the export says, somebody else holds.
    pub witnessed: u64,
    /// The root of that checkpoint, where the export holds it.
    pub witnessed_root: Option<String>,
}

/// What was proven of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// When the export says it was made.
    pub made_at: String,
    /// Who made it, by the signature of the sealing entry.
    pub made_by: Uuid,
    /// Their name, as the sealed key file states it.
    pub made_by_name: String,
    /// What for.
    pub purpose: String,
    /// What it covers.
    pub scope: Scope,
    /// The fingerprint of the key that signs the logs' checkpoints.
    pub log_key: String,
    /// The index of the entry that records the export.
    pub sealed_by: u64,
    /// The logs.
    pub logs: Vec<LogProof>,
    /// What was proven, in sentences.
    pub proven: Vec<String>,
    /// What was not, in sentences.
    pub not_proven: Vec<String>,
}

/// The sentences about what was proven.
pub(crate) fn proven(logs: &[LogProof], sealed_by: u64, made_by: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for log in logs {
        let LogProof { class, entries, size, checkpoints, payloads, signatures, .. } = log;
        let all = if entries == size {
            format!("all {size} entries are unchanged, in their order, with none missing between them")
        } else {
            format!("{entries} of {size} entries are in the log, unchanged and at their place")
        };
        sentences.push(format!(
            "{class} log: {all}; {checkpoints} signed checkpoints agree; {payloads} payloads are what their entries commit to; {signatures} signatures are those of the enrolled persons"
        ));
    }
    sentences.push(format!(
        "the export is the one that {made_by} signed: decision log, entry {sealed_by}, names the manifest, and the manifest names every file"
    ));
    sentences
}

/// The sentences about what was not proven.
pub(crate) fn not_proven(manifest: &Manifest, logs: &[LogProof], fingerprint: &str) -> Vec<String> {
    let mut sentences =
        vec![format!("that the logs' key is the lender's: compare its fingerprint by voice: {fingerprint}")];
    for log in logs {
        tail(log, &mut sentences);
        let LogProof { class, erased, left_out, signatures_unbound, .. } = log;
        if *erased > 0 {
            sentences.push(format!(
                "{class} log: what {erased} erased payloads said; that their entries were made is proven"
            ));
        }
        if *left_out > 0 {
            sentences.push(format!(
                "{class} log: what {left_out} payloads that the export leaves out say; only that their entries commit to them"
            ));
        }
        if *signatures_unbound > 0 {
            sentences.push(format!(
                "{class} log: whose key made {signatures_unbound} signatures: the payload of the enrolment is not there"
            ));
        }
    }
    if let Scope::Case(case) = manifest.scope {
        sentences.push(format!(
            "that nothing was recorded of case {case} after its last entry here; before it, none of its entries is missing"
        ));
    }
    sentences.push(
        "that the names of cases and events in names.json and in the CSV are right: the person who made the export says so"
            .to_owned(),
    );
    sentences.push(
        "that the device's clock was right, and that what people recorded is true or was decided rightly"
            .to_owned(),
    );
    sentences
}

fn tail(log: &LogProof, sentences: &mut Vec<String>) {
    let LogProof { class, size, witnessed, witnessed_root, .. } = log;
    if size > witnessed {
        let after = match witnessed {
            0 => "nobody else is said to hold a checkpoint of it".to_owned(),
            _ => format!("somebody else is said to hold the checkpoint over the first {witnessed}"),
        };
        sentences.push(format!(
            "{class} log: that entries after the last checkpoint somebody else holds were not replaced: {after}, so {} entries rest on this device alone",
            size - witnessed
        ));
    }
    if let Some(root) = witnessed_root {
        sentences.push(format!(
            "{class} log: that somebody else holds the checkpoint over the first {witnessed} entries: ask them for its root, which must be {root}"
        ));
    }
}
