//! The key file: one slot a user, each wrapping the database key and the user's signing seed under their passphrase.
//!
//! Frozen format `keys.json` 1. Names and roles in it are for the sign-in screen only: the database knows who is what, and
//! a changed role here has no effect.

use std::fs;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use firstline_core::decision::Role;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::key_cost::KeyCost;
use crate::error::{Result, StoreError};
use crate::ids::UserId;
use crate::{file, random};

const FORMAT: u32 = 1;
const FILE_LENGTH_MAX: u64 = 4 * 1024 * 1024;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    format: u32,
    pub(super) workspace: Uuid,
    pub(super) slots: Vec<Slot>,
}

/// One user's slot.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    pub(super) user: UserId,
    pub(super) login: String,
    pub(super) display_name: String,
    pub(super) role: Role,
    kdf: Derivation,
    database_key: Sealed,
    signing_seed: Sealed,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Derivation {
    cost: KeyCost,
    #[serde(with = "hex::serde")]
    salt: [u8; 32],
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    #[serde(with = "hex::serde")]
    nonce: [u8; 24],
    #[serde(with = "hex::serde")]
    bytes: Vec<u8>,
}

/// What a slot holds, in the clear.
pub(super) struct Opened {
    pub(super) database_key: Zeroizing<[u8; 32]>,
    pub(super) signing_seed: Zeroizing<[u8; 32]>,
}

/// What the sign-in screen shows of a slot. Not to be trusted for anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotLabel {
    /// The name to sign in with.
    pub login: String,
    /// The name shown.
    pub display_name: String,
    /// The role shown; the database decides the real one.
    pub role: Role,
}

impl KeyFile {
    pub(super) fn new(workspace: Uuid) -> Self {
        KeyFile { format: FORMAT, workspace, slots: Vec::new() }
    }

    pub(super) fn path(dir: &Path) -> PathBuf {
        dir.join("keys.json")
    }

    pub(super) fn read(dir: &Path) -> Result<Self> {
        let path = Self::path(dir);
        let length = match fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::WorkspaceMissing(dir.display().to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        if length > FILE_LENGTH_MAX {
            return Err(StoreError::KeyFileDamaged("it is too long".to_owned()));
        }
        let bytes = fs::read(&path)?;
        let file: KeyFile =
            serde_json::from_slice(&bytes).map_err(|error| StoreError::KeyFileDamaged(error.to_string()))?;
        if file.format != FORMAT {
            return Err(StoreError::KeyFileDamaged(format!("its format is {}, not {FORMAT}", file.format)));
        }
        Ok(file)
    }

    pub(super) fn write(&self, dir: &Path) -> Result<()> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|error| StoreError::KeyFileDamaged(error.to_string()))?;
        bytes.push(b'\n');
        file::replace(&Self::path(dir), &bytes)?;
        Ok(())
    }

    pub(super) fn slot(&self, login: &str) -> Result<&Slot> {
        self.slots
            .iter()
            .find(|slot| slot.login == login)
            .ok_or_else(|| StoreError::UnknownUser(login.to_owned()))
    }

    /// Puts a slot in, in place of one with the same name.
    pub(super) fn put(&mut self, slot: Slot) {
        self.slots.retain(|other| other.login != slot.login);
        self.slots.push(slot);
    }
}

/// Whom a slot is for.
pub(super) struct SlotOwner<'a> {
    pub(super) user: UserId,
    pub(super) login: &'a str,
    pub(super) display_name: &'a str,
    pub(super) role: Role,
}

impl Slot {
    /// Seals the two keys under a passphrase.
    pub(super) fn seal(
        workspace: Uuid,
        owner: &SlotOwner<'_>,
        cost: KeyCost,
        passphrase: &str,
        keys: &Opened,
    ) -> Result<Self> {
        let kdf = Derivation { cost, salt: random::bytes()? };
        let wrapping = cost.derive(passphrase, &kdf.salt)?;
        let bound = |purpose| bound_to(workspace, owner.user, owner.login, &kdf, purpose);
        Ok(Slot {
            user: owner.user,
            login: owner.login.to_owned(),
            display_name: owner.display_name.to_owned(),
            role: owner.role,
            database_key: Sealed::seal(&wrapping, &keys.database_key, &bound("database_key"))?,
            signing_seed: Sealed::seal(&wrapping, &keys.signing_seed, &bound("signing_seed"))?,
            kdf,
        })
    }

    /// Opens the slot, or says that the passphrase is wrong. A slot whose bytes were changed looks the same.
    pub(super) fn open(&self, workspace: Uuid, passphrase: &str, weak_allowed: bool) -> Result<Opened> {
        self.kdf.cost.check(weak_allowed)?;
        let wrapping = self.kdf.cost.derive(passphrase, &self.kdf.salt)?;
        let bound = |purpose| bound_to(workspace, self.user, &self.login, &self.kdf, purpose);
        Ok(Opened {
            database_key: self.database_key.open(&wrapping, &bound("database_key"))?,
            signing_seed: self.signing_seed.open(&wrapping, &bound("signing_seed"))?,
        })
    }

    pub(super) fn label(&self) -> SlotLabel {
        SlotLabel { login: self.login.clone(), display_name: self.display_name.clone(), role: self.role }
    }
}

/// The associated data: a sealed key opens only in its own slot, for its own purpose, with its own parameters.
fn bound_to(workspace: Uuid, user: UserId, login: &str, kdf: &Derivation, purpose: &str) -> Vec<u8> {
    let salt = hex::encode(kdf.salt);
    let cost = kdf.cost.label();
    format!("firstline keys.json {FORMAT}\n{purpose}\n{workspace}\n{user}\n{login}\n{cost}\n{salt}")
        .into_bytes()
}

impl Sealed {
    fn seal(wrapping: &[u8; 32], secret: &[u8; 32], bound: &[u8]) -> Result<Self> {
        let nonce: [u8; 24] = random::bytes()?;
        let bytes = XChaCha20Poly1305::new(&(*wrapping).into())
            .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: bound })
            .map_err(|_| StoreError::refused("key", "sealing failed"))?;
        Ok(Sealed { nonce, bytes })
    }

    fn open(&self, wrapping: &[u8; 32], bound: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        let mut opened = XChaCha20Poly1305::new(&(*wrapping).into())
            .decrypt(&XNonce::from(self.nonce), Payload { msg: &self.bytes, aad: bound })
            .map_err(|_| StoreError::WrongPassphrase)?;
        let mut secret = Zeroizing::new([0; 32]);
        let fits = opened.len() == secret.len();
        if fits {
            secret.copy_from_slice(&opened);
        }
        opened.zeroize();
        if fits { Ok(secret) } else { Err(StoreError::WrongPassphrase) }
    }
}
