//! Checkpoints: C2SP `tlog-checkpoint` bodies in C2SP `signed-note` envelopes, Ed25519.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

use crate::hash::Hash;
use crate::key::{self, PublicKey, SigningKey};

/// What stands before the base64 of a signature line.
const SIGNATURE_PREFIX: &str = "\u{2014} ";

/// The signature type of Ed25519 in key ids.
const ED25519: u8 = 0x01;

/// The size and root of a log at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name; also the name of the key that signs.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a note is not a checkpoint of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a signed note with a checkpoint's three lines, in their one form.
    #[error("the note is not a checkpoint in its one form")]
    Malformed,
    /// It is of another log.
    #[error("the checkpoint is of another log")]
    OtherOrigin,
    /// The signature is not that of the log's key.
    #[error("the checkpoint's signature is not that of the log's key")]
    BadSignature,
}

/// The id of a key in a note: the first four bytes of SHA-256 of its name, a newline, its type and itself.
pub fn key_id(name: &str, public_key: &PublicKey) -> [u8; 4] {
    let hash =
        Sha256::new_with_prefix(name).chain_update([b'\n', ED25519]).chain_update(public_key).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

impl Checkpoint {
    fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root))
    }

    fn note(&self, public_key: &PublicKey, signature: &[u8; 64]) -> String {
        let id = key_id(&self.origin, public_key);
        let line = BASE64.encode([id.as_slice(), signature].concat());
        format!("{}\n{SIGNATURE_PREFIX}{} {line}\n", self.body(), self.origin)
    }

    /// The signed note.
    pub fn sign(&self, key: &SigningKey) -> String {
        self.note(&key.public_key(), &key.sign(self.body().as_bytes()))
    }

    /// Reads a note with exactly one signature, that of the log's key; every byte of it counts.
    pub fn parse(note: &str, origin: &str, public_key: &PublicKey) -> Result<Self, CheckpointError> {
        let (body, signature_line) = note.split_once("\n\n").ok_or(CheckpointError::Malformed)?;
        let mut lines = body.split('\n');
        let (Some(found_origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Malformed);
        };
        if found_origin != origin {
            return Err(CheckpointError::OtherOrigin);
        }
        let root = BASE64.decode(root).map_err(|_| CheckpointError::Malformed)?;
        let checkpoint = Checkpoint {
            origin: origin.to_owned(),
            size: size.parse().map_err(|_| CheckpointError::Malformed)?,
            root: root.try_into().map_err(|_| CheckpointError::Malformed)?,
        };
        let signature = signature_line
            .strip_prefix(SIGNATURE_PREFIX)
            .and_then(|rest| rest.strip_prefix(origin))
            .and_then(|rest| rest.strip_prefix(' '))
            .and_then(|rest| rest.strip_suffix('\n'))
            .and_then(|text| BASE64.decode(text).ok())
            .ok_or(CheckpointError::Malformed)?;
        let signature: [u8; 64] =
            signature.get(4..).and_then(|bytes| bytes.try_into().ok()).ok_or(CheckpointError::Malformed)?;
        if !key::verify(public_key, checkpoint.body().as_bytes(), &signature) {
            return Err(CheckpointError::BadSignature);
        }
        if checkpoint.note(public_key, &signature) != note {
            return Err(CheckpointError::Malformed);
        }
        Ok(checkpoint)
    }
}
