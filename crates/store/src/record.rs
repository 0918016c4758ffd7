//! Recording an event: its entry and what it changes, in one transaction.

use chrono::{DateTime, Utc};
use firstline_core::CaseId;
use firstline_ledger::key::SigningKey;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::event::Event;
use crate::ids::UserId;
use crate::ledger::AppendedEntry;
use crate::projections::{self, Occurrence};
use crate::random::SaltSource;
use crate::transaction::WriteTransaction;
use crate::users;

/// Who acts, when, and with which key.
pub struct Context<'a> {
    /// Wall time.
    pub at: DateTime<Utc>,
    /// Milliseconds of a clock that never goes back.
    pub monotonic_ms: u64,
    /// Which run of that clock.
    pub boot: Uuid,
    /// The acting person.
    pub actor: UserId,
    /// Their key; needed for events with legal effect, used for those only.
    pub signer: Option<&'a SigningKey>,
    /// Where salts come from.
    pub salts: &'a mut dyn SaltSource,
}

/// Records an event: changes current state as it demands and appends its entry. Both happen at the commit, or neither.
///
/// Refused, with nothing changed, where the case's state, its owner or the missing signature forbid it.
pub async fn record(
    tx: &mut WriteTransaction,
    context: &mut Context<'_>,
    case: Option<CaseId>,
    event: &Event,
) -> Result<AppendedEntry> {
    let signer = if event.is_signed() { Some(signer_of(tx, context).await?) } else { None };
    let at = truncated(context.at);
    let prepared = tx
        .prepare(crate::ledger::NewEntry {
            class: event.class(),
            event: event.name(),
            event_version: event.version(),
            at,
            monotonic_ms: context.monotonic_ms,
            boot: context.boot,
            actor: context.actor,
            case,
            references: event.references(),
            payload: event.payload(),
            salt: context.salts.salt()?,
            signer,
        })
        .await?;
    let occurrence = Occurrence { position: prepared.position(), at, actor: context.actor, case };
    projections::apply(tx, &occurrence, event).await?;
    tx.append(prepared).await
}

/// The acting person's key, which must be the one they were enrolled with.
async fn signer_of<'k>(tx: &mut WriteTransaction, context: &Context<'k>) -> Result<&'k SigningKey> {
    let signer = context.signer.ok_or(StoreError::SignatureRequired)?;
    let actor = users::find(tx, context.actor).await?.ok_or(StoreError::WrongSigner)?;
    if actor.public_key == signer.public_key() { Ok(signer) } else { Err(StoreError::WrongSigner) }
}

/// Entries state milliseconds; current state must not know more than they do.
fn truncated(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}
