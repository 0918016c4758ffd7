//! Random bytes from the operating system: keys, nonces and salts. Ids are passed in.

use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// Where the salts of payload commitments come from. A seam: tests and the demo want the same salts every time.
pub trait SaltSource: Send + Sync {
    /// Gives 32 bytes nobody else can know.
    fn salt(&mut self) -> Result<[u8; 32]>;
}

/// Salts from the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSalts;

impl SaltSource for SystemSalts {
    fn salt(&mut self) -> Result<[u8; 32]> {
        bytes()
    }
}

/// Random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(bytes)
}

/// Random bytes that are wiped when dropped.
pub(crate) fn secret() -> Result<Zeroizing<[u8; 32]>> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(secret.as_mut_slice()).map_err(|_| StoreError::NoRandomness)?;
    Ok(secret)
}
