//! What statements say about a person's money.
//!
//! Refunds net against their purchase; transfers between the person's own accounts are neither income nor spending;
//! wallet spending funded by a bank row counts once.

mod accounts;
mod across;
mod analyse;
mod balance;
mod categories;
mod corrections;
mod coverage;
mod enter;
mod flows;
mod income;
mod overlap;
mod pairing;
mod pay_days;
mod profile;
mod providers;
mod questions;
mod refunds;
mod rows;
mod rules;
mod streams;
pub mod truth;
mod windows;

pub use analyse::{AnalysisError, AnalysisTerms, Declared, analyse, analyse_corrected};
pub use categories::{Categories, CategoriesError, Category, CategoryGroup, Meaning, Thresholds};
pub use corrections::{CorrectionScope, DataCorrection, rows_reached};
pub use enter::enter_facts;
pub use overlap::{Overlap, overlap};
pub use profile::*;
pub use windows::WINDOW_DAYS;
