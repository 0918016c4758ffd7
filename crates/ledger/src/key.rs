//! Ed25519 keys of logs and people.

use ed25519_dalek::{Signature, Signer};
use sha2::{Digest, Sha256};

/// A public key.
pub type PublicKey = [u8; 32];

/// A signing key; wiped when dropped, and it never prints itself.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Makes the key of a 32-byte secret seed (RFC 8032).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The public key.
    pub fn public_key(&self) -> PublicKey {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(<redacted>)")
    }
}

/// Whether a signature of a message is that of a public key.
///
/// Strict: keys and signature points of small order are refused, as are encodings that are not the only one of their value, so
/// that one message has one signature a key and every verifier agrees.
pub fn verify(public_key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
    ed25519_dalek::VerifyingKey::from_bytes(public_key)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}

/// What stands before a key in its fingerprint.
const FINGERPRINT_DOMAIN: &[u8] = b"firstline key fingerprint v1\n";

/// The fingerprint of a key, to be compared by voice: the first 16 bytes of SHA-256 of the domain and the key, in groups.
pub fn fingerprint(public_key: &PublicKey) -> String {
    let hash = Sha256::new_with_prefix(FINGERPRINT_DOMAIN).chain_update(public_key).finalize();
    hash[..16].chunks(2).map(hex::encode).collect::<Vec<_>>().join(" ")
}
