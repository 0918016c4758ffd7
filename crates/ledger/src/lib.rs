//! An append-only log in published formats: signed entries, an RFC 6962 tree, C2SP checkpoints, proofs, exports.
//!
//! What belongs here: bytes, hashes, signatures and their verification. What deliberately does not: credit, people, storage.
//! Event names are opaque, but for the two that an export's verification knows; `docs/ledger-format.md` is complete enough to
//! write a verifier from.

pub mod checkpoint;
pub mod entry;
pub mod export;
pub mod hash;
pub mod key;
pub mod payload;
pub mod tree;
