//! The lines of an export's JSON Lines files, and the seal: each in one form, which reading demands.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::hash::{Hash, from_hex};

/// What an export holds of an entry's payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayloadState {
    /// The payload with the salt of the commitment to it.
    Present {
        /// The salt.
        salt: [u8; 32],
        /// The payload's bytes.
        bytes: Vec<u8>,
    },
    /// Nothing: it has been erased.
    Erased,
    /// Nothing: the export was made without it.
    LeftOut,
}

/// A line of `entries.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntryLine {
    pub(crate) index: u64,
    pub(crate) leaf: String,
    pub(crate) entry: String,
    pub(crate) payload: PayloadField,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum PayloadField {
    Present { salt: String, bytes: String },
    Erased,
    LeftOut,
}

/// A line of `checkpoints.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckpointLine {
    pub(crate) size: u64,
    pub(crate) note: String,
}

/// A line of `proofs.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum ProofLine {
    Inclusion { index: u64, size: u64, hashes: Vec<String> },
    Consistency { from: u64, to: u64, hashes: Vec<String> },
}

/// `seal.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealLine {
    pub(crate) entry: String,
    pub(crate) salt: String,
    pub(crate) payload: String,
    pub(crate) checkpoint: String,
    pub(crate) inclusion: Vec<String>,
    pub(crate) consistency: Vec<String>,
}

/// Why a line is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LineError {
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    #[error("it is not in its one form")]
    NotCanonical,
    #[error("{0} is not {1}")]
    Field(&'static str, &'static str),
}

/// Writes a value as its one line, without the line's end.
pub(crate) fn render<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("these structs hold nothing that JSON cannot")
}

/// Reads a line that must be exactly what [`render`] writes.
pub(crate) fn strict<T: Serialize + DeserializeOwned>(line: &[u8]) -> Result<T, LineError> {
    let value: T = serde_json::from_slice(line).map_err(|error| LineError::Unreadable(error.to_string()))?;
    if render(&value) == line { Ok(value) } else { Err(LineError::NotCanonical) }
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

pub(crate) fn decode(name: &'static str, text: &str) -> Result<Vec<u8>, LineError> {
    BASE64.decode(text).map_err(|_| LineError::Field(name, "base64"))
}

pub(crate) fn hash(name: &'static str, text: &str) -> Result<Hash, LineError> {
    from_hex(text).ok_or(LineError::Field(name, "32 bytes in lower-case hexadecimal"))
}

pub(crate) fn hashes(name: &'static str, texts: &[String]) -> Result<Vec<Hash>, LineError> {
    texts.iter().map(|text| hash(name, text)).collect()
}

pub(crate) fn hash_texts(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(hex::encode).collect()
}

impl From<&PayloadState> for PayloadField {
    fn from(state: &PayloadState) -> Self {
        match state {
            PayloadState::Present { salt, bytes } => {
                PayloadField::Present { salt: hex::encode(salt), bytes: encode(bytes) }
            }
            PayloadState::Erased => PayloadField::Erased,
            PayloadState::LeftOut => PayloadField::LeftOut,
        }
    }
}

impl PayloadField {
    pub(crate) fn state(&self) -> Result<PayloadState, LineError> {
        Ok(match self {
            PayloadField::Present { salt, bytes } => {
                PayloadState::Present { salt: hash("the salt", salt)?, bytes: decode("the payload", bytes)? }
            }
            PayloadField::Erased => PayloadState::Erased,
            PayloadField::LeftOut => PayloadState::LeftOut,
        })
    }
}
