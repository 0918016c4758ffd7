//! Points scorecards: read, checked against the facts dictionary, evaluated exactly.
//!
//! What belongs here: scorecards, their scale and reasons. What deliberately does not: where facts come from, and policy.

mod probability;
mod read;
mod scorecard;

pub use read::{Place, ScorecardError};
pub use scorecard::{Attribute, Bin, Characteristic, Grade, Label, ScoreError, Scorecard};
