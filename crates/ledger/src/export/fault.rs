//! What a verification found broken, and where.

use std::fmt;

use serde::Serialize;

/// Where in an export something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Place {
    /// The folder or the zip as such.
    Container,
    /// A file as a whole.
    File {
        /// Its path within the export.
        name: String,
    },
    /// The seal.
    Seal,
    /// A log as a whole.
    Log {
        /// Its class.
        class: String,
    },
    /// An entry.
    Entry {
        /// Its log.
        class: String,
        /// Its index.
        index: u64,
    },
    /// The payload of an entry.
    Payload {
        /// Its log.
        class: String,
        /// Its index.
        index: u64,
    },
    /// The signature of an entry.
    Signature {
        /// Its log.
        class: String,
        /// Its index.
        index: u64,
    },
    /// The row of an entry in the CSV.
    Row {
        /// Its log.
        class: String,
        /// Its index.
        index: u64,
    },
    /// A checkpoint.
    Checkpoint {
        /// Its log.
        class: String,
        /// The line of `checkpoints.jsonl`, counted from 1.
        line: u64,
        /// The size it states, where that can be read.
        size: Option<u64>,
    },
    /// A proof.
    Proof {
        /// Its log.
        class: String,
        /// The line of `proofs.jsonl`, counted from 1.
        line: u64,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Container => f.write_str("the export"),
            Place::File { name } => f.write_str(name),
            Place::Seal => f.write_str("seal.json"),
            Place::Log { class } => write!(f, "{class} log"),
            Place::Entry { class, index } => write!(f, "{class} log, entry {index}"),
            Place::Payload { class, index } => write!(f, "{class} log, payload of entry {index}"),
            Place::Signature { class, index } => write!(f, "{class} log, signature of entry {index}"),
            Place::Row { class, index } => write!(f, "{class}/entries.csv, row of entry {index}"),
            Place::Checkpoint { class, line, size: Some(size) } => {
                write!(f, "{class} log, checkpoint over {size} entries (line {line})")
            }
            Place::Checkpoint { class, line, size: None } => {
                write!(f, "{class} log, checkpoint on line {line}")
            }
            Place::Proof { class, line } => write!(f, "{class}/proofs.jsonl, line {line}"),
        }
    }
}

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct ExportFault {
    /// Where.
    pub place: Place,
    /// What is wrong there.
    pub what: String,
}

impl ExportFault {
    pub(crate) fn new(place: Place, what: impl Into<String>) -> Self {
        ExportFault { place, what: what.into() }
    }

    pub(crate) fn file(name: &str, what: impl Into<String>) -> Self {
        ExportFault::new(Place::File { name: name.to_owned() }, what)
    }
}

/// What verification gives: a value, or the first fault.
pub(crate) type Finding<T> = Result<T, ExportFault>;
