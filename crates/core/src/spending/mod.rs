//! What statements say about a person's money.
//!
//! Refunds net against their purchase; transfers between the person's own accounts are neither income nor spending;
//! wallet spending funded by a bank row counts once.

pub mod profile;
pub mod truth;

pub use profile::*;
