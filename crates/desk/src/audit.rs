//! The signed record: who acted, and what nobody else holds yet.

use firstline_store::ids::UserId;
use firstline_store::ledger::{self, LogClass};
use firstline_store::{Reader, users};

use crate::session::{self, Open};
use crate::view;
use crate::wire::{AppError, UnwitnessedView};

/// The device's short name: the first characters of its key's fingerprint, as log names carry it.
pub(crate) fn device_name(open: &Open) -> String {
    hex::encode(&open.store.logs().public_key()[..4])
}

/// The entries of the decision log that nobody else holds.
pub(crate) async fn unwitnessed(open: &Open) -> Result<UnwitnessedView, AppError> {
    let mut reader = open.store.read().await?;
    let size = ledger::count(&mut reader, LogClass::Decision).await?;
    let witnessed = ledger::witnessed_size(&mut reader, LogClass::Decision).await?;
    let entries = size.saturating_sub(witnessed);
    let since = match entries {
        0 => None,
        _ => {
            let oldest = ledger::load(&mut reader, LogClass::Decision, witnessed).await?;
            Some(view::moment(oldest.at))
        }
    };
    Ok(UnwitnessedView { entries: session::position(entries)?, since })
}

/// The name shown for a user id, or the id itself where nobody has it.
pub(crate) async fn user_name(reader: &mut Reader, user: UserId) -> Result<String, AppError> {
    let found = users::find(reader, user).await?;
    Ok(found.map_or_else(|| user.to_string(), |user| user.display_name))
}
