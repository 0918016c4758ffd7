//! Secret bytes kept inside the encrypted database.

use sqlx::SqliteConnection;
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Result, StoreError};

pub(crate) async fn write(connection: &mut SqliteConnection, name: &str, secret: &[u8; 32]) -> Result<()> {
    let bytes = secret.as_slice();
    sqlx::query!("INSERT INTO secret (name, bytes) VALUES (?, ?)", name, bytes).execute(connection).await?;
    Ok(())
}

pub(crate) async fn read(connection: &mut SqliteConnection, name: &str) -> Result<Zeroizing<[u8; 32]>> {
    let row =
        sqlx::query!("SELECT bytes FROM secret WHERE name = ?", name).fetch_optional(connection).await?;
    let mut bytes = row.ok_or_else(|| StoreError::missing("secret", name))?.bytes;
    let mut secret = Zeroizing::new([0; 32]);
    if bytes.len() != secret.len() {
        return Err(StoreError::damaged("secret", name));
    }
    secret.copy_from_slice(&bytes);
    bytes.zeroize();
    Ok(secret)
}
