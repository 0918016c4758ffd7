//! The store's behaviour, through its public calls and, where bytes are changed behind its back, through a raw connection.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

mod contents;
mod faults;
mod keys;
mod ledger;
mod plans;
mod projections;
mod world;
