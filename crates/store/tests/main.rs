//! The store's behaviour, through its public calls and, where bytes are changed behind its back, through a raw connection.

mod contents;
mod faults;
mod keys;
mod ledger;
mod plans;
mod projections;
mod world;
