//! Leaf and node hashing of RFC 6962, section 2.1.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Hashes a leaf: SHA-256 of 0x00 and the entry's bytes.
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new_with_prefix([0]).chain_update(bytes).finalize().into()
}

/// Hashes an inner node: SHA-256 of 0x01, the left and the right hash.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without entries: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Reads lower-case hexadecimal of 32 bytes; anything else is none.
pub fn from_hex(text: &str) -> Option<Hash> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some(hash)
}
