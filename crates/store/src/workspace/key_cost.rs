//! What deriving a key from a passphrase costs, and the floor below which it is refused.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// The parameters of Argon2id, stored beside what they protect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyCost {
    /// Memory, in KiB.
    memory_kib: u32,
    /// Passes over the memory.
    passes: u32,
    /// Lanes.
    lanes: u32,
}

/// The least memory accepted outside tests, in KiB.
const MEMORY_KIB_MIN: u32 = 64 * 1024;
/// The fewest passes accepted outside tests.
const PASSES_MIN: u32 = 3;
/// More than this is a trap laid in the key file, not a parameter.
const MEMORY_KIB_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 16;
const LANES_MAX: u32 = 16;

impl KeyCost {
    /// 64 MiB, three passes, one lane (the second recommended option of RFC 9106, with one lane in place of four).
    pub const STANDARD: KeyCost = KeyCost { memory_kib: MEMORY_KIB_MIN, passes: PASSES_MIN, lanes: 1 };

    /// Next to nothing; for tests that make many workspaces. Accepted only where [`super::WorkspaceOptions`] allows it.
    pub const WEAK_FOR_TESTS: KeyCost = KeyCost { memory_kib: 64, passes: 1, lanes: 1 };

    /// Refuses parameters below the floor (unless told) or absurdly high.
    pub(super) fn check(self, weak_allowed: bool) -> Result<()> {
        let too_weak = self.memory_kib < MEMORY_KIB_MIN || self.passes < PASSES_MIN;
        let absurd = self.memory_kib > MEMORY_KIB_MAX || self.passes > PASSES_MAX || self.lanes > LANES_MAX;
        if absurd || self.lanes == 0 || (too_weak && !weak_allowed) {
            return Err(StoreError::KeyCostRefused);
        }
        Ok(())
    }

    /// Derives the wrapping key.
    pub(super) fn derive(self, passphrase: &str, salt: &[u8; 32]) -> Result<Zeroizing<[u8; 32]>> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| StoreError::KeyCostRefused)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice())
            .map_err(|_| StoreError::KeyCostRefused)?;
        Ok(key)
    }

    /// The parameters as they enter the associated data.
    pub(super) fn label(self) -> String {
        format!("argon2id/m={}/t={}/p={}", self.memory_kib, self.passes, self.lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_parameters_need_to_be_asked_for() {
        assert!(KeyCost::STANDARD.check(false).is_ok());
        assert!(KeyCost::WEAK_FOR_TESTS.check(true).is_ok());
        assert!(matches!(KeyCost::WEAK_FOR_TESTS.check(false), Err(StoreError::KeyCostRefused)));
        let trap = KeyCost { memory_kib: u32::MAX, ..KeyCost::STANDARD };
        assert!(trap.check(true).is_err());
    }
}
