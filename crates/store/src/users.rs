//! Users as the ledger says they are: a projection. The key file has nothing to say about roles.

use chrono::{DateTime, Utc};
use firstline_core::decision::Role;

use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError};
use crate::ids::UserId;

/// An enrolled person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The name to sign in with.
    pub login: String,
    /// The name shown.
    pub display_name: String,
    /// What the person is.
    pub role: Role,
    /// The public key of the person's signing key.
    pub public_key: [u8; 32],
    /// Since when.
    pub enrolled_at: DateTime<Utc>,
}

struct Row {
    id: Vec<u8>,
    login: String,
    display_name: String,
    role: String,
    public_key: Vec<u8>,
    enrolled_ms: i64,
}

impl TryFrom<Row> for User {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(User {
            id: codec::user_id(&row.id)?,
            login: row.login,
            display_name: row.display_name,
            role: codec::from_code("user", &row.role)?,
            public_key: codec::hash("user", &row.public_key)?.0,
            enrolled_at: codec::time("user", row.enrolled_ms)?,
        })
    }
}

/// Finds a user by id.
pub async fn find(from: &mut impl Read, id: UserId) -> Result<Option<User>> {
    let id = id.0.as_bytes().as_slice();
    sqlx::query_as!(
        Row,
        "SELECT id, login, display_name, role, public_key, enrolled_ms FROM user_account WHERE id = ?",
        id
    )
    .fetch_optional(from.connection())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Finds a user by the name to sign in with.
pub async fn find_by_login(from: &mut impl Read, login: &str) -> Result<Option<User>> {
    sqlx::query_as!(
        Row,
        "SELECT id, login, display_name, role, public_key, enrolled_ms FROM user_account WHERE login = ?",
        login
    )
    .fetch_optional(from.connection())
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Every user, by login.
pub async fn all(from: &mut impl Read) -> Result<Vec<User>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, login, display_name, role, public_key, enrolled_ms FROM user_account ORDER BY login"
    )
    .fetch_all(from.connection())
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
