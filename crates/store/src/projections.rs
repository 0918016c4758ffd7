//! Current state from the ledger: the only code that writes projection tables, live and when they are rebuilt.

mod case;
mod rebuild;

use chrono::{DateTime, Utc};
use firstline_core::CaseId;

pub use self::rebuild::{RebuildReport, RebuiltTable, check, rebuild};
use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError, is_unique_violation};
use crate::event::{ColumnMappingSaved, Event, PackActivated, UserEnrolled};
use crate::ids::UserId;
use crate::transaction::WriteTransaction;

/// What the entry around an event says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// The entry's position in its log.
    pub(crate) position: u64,
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// Who.
    pub(crate) actor: UserId,
    /// Which case, if any.
    pub(crate) case: Option<CaseId>,
}

/// Changes current state as an event demands, or refuses the event and changes nothing.
pub(crate) async fn apply(tx: &mut WriteTransaction, occurrence: &Occurrence, event: &Event) -> Result<()> {
    match event {
        Event::UserEnrolled(user) => enrol(tx, occurrence, user).await,
        Event::PackActivated(activated) => activate(tx, occurrence, activated).await,
        Event::ColumnMappingSaved(saved) => keep_mapping(tx, occurrence, saved).await,
        Event::ApplicationReceived(_)
        | Event::StatementImported(_)
        | Event::VendorResultReceived(_)
        | Event::AssessmentMade(_)
        | Event::CaseTaken(_)
        | Event::CaseReleased(_)
        | Event::SpendingReclassified(_)
        | Event::ReclassificationUndone(_)
        | Event::DecisionMade(_)
        | Event::ProposalMade(_)
        | Event::ApprovalGranted(_)
        | Event::ApprovalRejected(_)
        | Event::InformationRequested(_)
        | Event::InformationReceived(_)
        | Event::CaseReferred(_)
        | Event::ApplicationWithdrawn(_) => {
            let case = occurrence.case.ok_or_else(|| StoreError::refused("event", "it names no case"))?;
            case::apply(tx, occurrence, case, event).await
        }
        Event::WorkspaceCreated(_)
        | Event::ExportMade(_)
        | Event::SessionOpened(_)
        | Event::CaseOpened(_)
        | Event::FieldRevealed(_)
        | Event::AuditViewed(_) => Ok(()),
    }
}

async fn enrol(tx: &mut WriteTransaction, occurrence: &Occurrence, user: &UserEnrolled) -> Result<()> {
    let (id, public_key) = (user.user.0.as_bytes().as_slice(), user.public_key.as_slice());
    let (role, enrolled) = (codec::code(&user.role), occurrence.at.timestamp_millis());
    let (login, display_name) = (&user.login, &user.display_name);
    let done = sqlx::query!(
        "INSERT INTO user_account (id, login, display_name, role, public_key, enrolled_ms) VALUES (?, ?, ?, ?, ?, ?)",
        id,
        login,
        display_name,
        role,
        public_key,
        enrolled
    )
    .execute(tx.connection())
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(StoreError::UserExists(user.login.clone())),
        Err(error) => Err(error.into()),
    }
}

async fn activate(
    tx: &mut WriteTransaction,
    occurrence: &Occurrence,
    activated: &PackActivated,
) -> Result<()> {
    let (pack, at) = (activated.pack.0.as_slice(), occurrence.at.timestamp_millis());
    let (product, version) = (&activated.product, &activated.version);
    sqlx::query!(
        "INSERT INTO active_pack (product, pack, version, activated_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT (product) DO UPDATE SET (pack, version, activated_ms) =
            (excluded.pack, excluded.version, excluded.activated_ms)",
        product,
        pack,
        version,
        at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn keep_mapping(
    tx: &mut WriteTransaction,
    occurrence: &Occurrence,
    saved: &ColumnMappingSaved,
) -> Result<()> {
    let (hash, saved_by) = (saved.mapping.0.as_slice(), occurrence.actor.0.as_bytes().as_slice());
    let (layout, mapping, at) = (&saved.layout, &saved.content, occurrence.at.timestamp_millis());
    sqlx::query!(
        "INSERT INTO column_mapping (layout, hash, mapping, saved_by, saved_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (layout) DO UPDATE SET (hash, mapping, saved_by, saved_ms) =
            (excluded.hash, excluded.mapping, excluded.saved_by, excluded.saved_ms)",
        layout,
        hash,
        mapping,
        saved_by,
        at
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
