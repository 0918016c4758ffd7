//! The salted commitment of an entry to its payload.

use sha2::{Digest, Sha256};

use crate::hash::Hash;

/// What stands before the salt in the hash, so that a commitment is never any other hash.
const DOMAIN: &[u8] = b"firstline payload commitment v1\n";

/// Commits to a payload: SHA-256 of the domain, 32 bytes of salt and the payload's bytes.
///
/// With the salt erased along with the payload, nothing about the payload can be tried against the commitment.
pub fn commit(salt: &[u8; 32], payload: &[u8]) -> Hash {
    Sha256::new_with_prefix(DOMAIN).chain_update(salt).chain_update(payload).finalize().into()
}
