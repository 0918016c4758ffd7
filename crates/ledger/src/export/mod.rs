//! Exports of logs: a folder or a zip that can be verified with nothing else at hand.
//!
//! What belongs here: the files of an export, their one way of being written, and their verification. What deliberately does
//! not: what the events mean. Two names are known: [`ENROLMENT_EVENT`], which binds a key to a person, and [`EXPORT_EVENT`],
//! which seals a manifest. `docs/ledger-format.md` describes every file.

pub mod archive;
mod csv;
mod fault;
mod files;
mod lines;
mod report;
mod source;
mod verify;
mod write;

pub use fault::{ExportFault, Place};
pub use files::{
    FileSummary, Header, Keys, LogKey, LogSummary, Manifest, Names, PersonKey, Scope, Text, file_names,
};
pub use lines::PayloadState;
pub use report::{LogProof, Report};
pub use source::Source;
pub use verify::verify;
pub use write::{ExportWriter, LogHead, LogWriter, Seal, UnsealedExport, WriteError};

/// The format's name and version, as manifests state it.
pub const FORMAT: &str = "firstline-export/1";

/// The file that names every other file by its hash.
pub const MANIFEST: &str = "manifest.json";

/// The file that holds the signed entry over the manifest's hash; not named by the manifest.
pub const SEAL: &str = "seal.json";

/// The file of public keys.
pub const KEYS: &str = "keys.json";

/// The file of the words that the CSV uses.
pub const NAMES: &str = "names.json";

/// The log that enrolments and exports are recorded in.
pub const DECISION: &str = "decision";

/// The event that binds a key to a person: its payload holds `user` and `public_key`.
pub const ENROLMENT_EVENT: &str = "user_enrolled";

/// The event that seals an export: its references hold `manifest`.
pub const EXPORT_EVENT: &str = "export_made";

/// The reference under which a log's first entry names the key that signs its checkpoints.
pub const DEVICE_KEY_REFERENCE: &str = "device_key";

/// The largest line accepted, in bytes.
pub const LINE_LENGTH_MAX: usize = 16 * 1024 * 1024;

/// The largest file accepted that is read as a whole, in bytes.
pub const WHOLE_FILE_LENGTH_MAX: u64 = 256 * 1024 * 1024;
