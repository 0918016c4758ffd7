//! The trade: values and pure functions of a first-line credit review.
//!
//! What belongs here: money, identity checks, spending analysis, the line, the case's states and what a person may decide.
//! What deliberately does not: files, clocks, randomness, databases, scorecard and table evaluation, and floating point
//! anywhere near money.

pub mod applicant;
pub mod application;
pub mod assessment;
pub mod calendar;
pub mod canonical;
pub mod check;
pub mod decision;
pub mod facts;
pub mod identity;
pub mod ids;
pub mod lifecycle;
pub mod line;
pub mod money;
pub mod period;
pub mod policy;
pub mod score;
pub mod spending;
pub mod statement;
pub mod vendor_result;

pub use applicant::{Applicant, IdKind, Sex};
pub use application::Application;
pub use check::{Check, CheckKind, CheckOutcome};
pub use ids::{CaseId, ContentHash};
pub use money::{Currency, Money, MoneyError, Rounding};
