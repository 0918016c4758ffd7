//! Everything that can be recorded: one variant an event, its payload a struct, its name and version in the entry's bytes.
//!
//! A payload's bytes are the canonical JSON of its struct. A stored payload is read for ever: a changed struct is a new version.

mod access;
mod case;
mod workspace;

use std::collections::BTreeMap;

use firstline_core::decision::Decision;
use firstline_core::{ContentHash, canonical};
use serde::de::DeserializeOwned;

pub use access::{AuditViewed, CaseOpened, FieldRevealed, SessionOpened};
pub use case::{
    ApplicationReceived, ApplicationWithdrawn, ApprovalGranted, ApprovalRejected, AssessmentMade,
    CaseReferred, CaseReleased, CaseTaken, DecisionMade, InformationReceived, InformationRequested,
    ProposalMade, ReclassificationUndone, SpendingReclassified, StatementImported, VendorResultReceived,
};
pub use workspace::{ColumnMappingSaved, ExportMade, PackActivated, UserEnrolled, WorkspaceCreated};

use crate::error::{Result, StoreError};
use crate::ledger::LogClass;

/// Hashes an entry names in the open, by what they are.
pub type References = BTreeMap<String, ContentHash>;

macro_rules! events {
    ($($variant:ident => $name:literal, $class:ident, signed: $signed:literal;)*) => {
        /// Something that happened and is recorded.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event {
            $(#[doc = concat!("See [`", stringify!($variant), "`]; `", $name, "` in entries.")] $variant($variant),)*
        }

        $(impl From<$variant> for Event {
            fn from(payload: $variant) -> Self {
                Event::$variant(payload)
            }
        })*

        impl Event {
            /// The name of every event, as entries state it.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name as entries state it.
            pub fn name(&self) -> &'static str {
                match self { $(Event::$variant(_) => $name,)* }
            }

            /// Which log it goes to.
            pub fn class(&self) -> LogClass {
                match self { $(Event::$variant(_) => LogClass::$class,)* }
            }

            /// Whether it has legal effect and so needs the acting person's signature.
            pub fn is_signed(&self) -> bool {
                match self { $(Event::$variant(_) => $signed,)* }
            }

            /// Whether an event of this name needs a signature; an unknown name needs none.
            pub fn needs_signature(name: &str) -> bool {
                match name {
                    $($name => $signed,)*
                    _ => false,
                }
            }

            /// The payload's bytes, to which the entry commits.
            pub fn payload(&self) -> Vec<u8> {
                match self { $(Event::$variant(payload) => canonical::to_bytes(payload),)* }
            }

            /// Reads a payload back by the name and version its entry states.
            pub fn decode(name: &str, version: u32, payload: &[u8]) -> Result<Self> {
                if version != 1 {
                    return Err(StoreError::damaged("event", format!("{name} has the unknown version {version}")));
                }
                match name {
                    $($name => decode::<$variant>(name, payload).map(Event::$variant),)*
                    _ => Err(StoreError::damaged("event", format!("{name:?} is not an event"))),
                }
            }
        }
    };
}

events! {
    WorkspaceCreated => "workspace_created", Decision, signed: false;
    UserEnrolled => "user_enrolled", Decision, signed: false;
    PackActivated => "pack_activated", Decision, signed: true;
    ApplicationReceived => "application_received", Decision, signed: false;
    StatementImported => "statement_imported", Decision, signed: false;
    VendorResultReceived => "vendor_result_received", Decision, signed: false;
    AssessmentMade => "assessment_made", Decision, signed: false;
    CaseTaken => "case_taken", Decision, signed: false;
    CaseReleased => "case_released", Decision, signed: false;
    SpendingReclassified => "spending_reclassified", Decision, signed: true;
    ReclassificationUndone => "reclassification_undone", Decision, signed: true;
    DecisionMade => "decision_made", Decision, signed: true;
    ProposalMade => "proposal_made", Decision, signed: true;
    ApprovalGranted => "approval_granted", Decision, signed: true;
    ApprovalRejected => "approval_rejected", Decision, signed: true;
    InformationRequested => "information_requested", Decision, signed: true;
    InformationReceived => "information_received", Decision, signed: false;
    CaseReferred => "case_referred", Decision, signed: true;
    ApplicationWithdrawn => "application_withdrawn", Decision, signed: false;
    ColumnMappingSaved => "column_mapping_saved", Decision, signed: false;
    ExportMade => "export_made", Decision, signed: true;
    SessionOpened => "session_opened", Access, signed: false;
    CaseOpened => "case_opened", Access, signed: false;
    FieldRevealed => "field_revealed", Access, signed: false;
    AuditViewed => "audit_viewed", Access, signed: false;
}

fn decode<T: DeserializeOwned>(name: &str, payload: &[u8]) -> Result<T> {
    canonical::from_bytes(payload).map_err(|error| StoreError::damaged("payload", format!("{name}: {error}")))
}

impl Event {
    /// The version of the payload's format.
    pub fn version(&self) -> u32 {
        1
    }

    /// The hashes the entry states in the open: nothing personal, enough to find what the event rests on.
    pub fn references(&self) -> References {
        let named = |pairs: &[(&str, ContentHash)]| {
            pairs.iter().map(|(name, hash)| ((*name).to_owned(), *hash)).collect()
        };
        let decided = |decision: &Decision, pack: ContentHash| {
            named(&[("assessment", decision.assessment), ("pack", pack)])
        };
        match self {
            Event::WorkspaceCreated(made) => named(&[("device_key", ContentHash(made.device_key))]),
            Event::UserEnrolled(user) => named(&[("public_key", ContentHash(user.public_key))]),
            Event::PackActivated(activated) => named(&[("pack", activated.pack)]),
            Event::ApplicationReceived(received) => named(&[("application", received.application)]),
            Event::StatementImported(imported) => {
                let document = imported.document.unwrap_or(imported.file);
                let mut references = named(&[("document", document), ("statement", imported.statement)]);
                references.extend(imported.mapping.map(|mapping| ("mapping".to_owned(), mapping)));
                references
            }
            Event::VendorResultReceived(received) => named(&[("vendor_result", received.result)]),
            Event::AssessmentMade(made) => named(&[("assessment", made.assessment), ("pack", made.pack)]),
            Event::SpendingReclassified(made) => named(&[("assessment", made.assessment)]),
            Event::ReclassificationUndone(undone) => named(&[("assessment", undone.assessment)]),
            Event::DecisionMade(made) => decided(&made.decision, made.pack),
            Event::ProposalMade(made) => decided(&made.decision, made.pack),
            Event::InformationRequested(asked) => decided(&asked.decision, asked.pack),
            Event::CaseReferred(referred) => decided(&referred.decision, referred.pack),
            Event::ColumnMappingSaved(saved) => named(&[("mapping", saved.mapping)]),
            Event::ExportMade(made) => named(&[("manifest", made.manifest)]),
            Event::CaseTaken(_)
            | Event::CaseReleased(_)
            | Event::ApprovalGranted(_)
            | Event::ApprovalRejected(_)
            | Event::InformationReceived(_)
            | Event::ApplicationWithdrawn(_)
            | Event::SessionOpened(_)
            | Event::CaseOpened(_)
            | Event::FieldRevealed(_)
            | Event::AuditViewed(_) => References::new(),
        }
    }
}
