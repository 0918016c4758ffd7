//! The store: a workspace's encrypted SQLite database and its key file.
//!
//! What belongs here: every line of SQL, the projections of the ledger, and the keys that open the file. What deliberately does
//! not: reading files from outside, assessing, deciding who may do what, clocks and ids.

pub mod applications;
pub mod assessments;
pub mod cases;
mod codec;
pub mod column_mappings;
pub mod connection;
pub mod corrections;
pub mod documents;
mod error;
pub mod event;
mod file;
pub mod ids;
pub mod ledger;
pub mod links;
mod migrate;
pub mod packs;
pub mod projections;
pub mod queue;
pub mod random;
pub mod record;
mod secrets;
pub mod statements;
pub mod transaction;
pub mod users;
pub mod vendor_results;
pub mod workspace;

pub use firstline_core::{CaseId, ContentHash};

pub use connection::{Read, Reader, Store};
pub use documents::Insertion;
pub use error::{Result, StoreError};
pub use ids::UserId;
pub use random::{SaltSource, SystemSalts};
pub use record::{Context, record};
pub use transaction::{Savepoint, WriteTransaction};
pub use workspace::{KeyCost, Moment, NewUser, Session, SlotLabel, WorkspaceOptions};
