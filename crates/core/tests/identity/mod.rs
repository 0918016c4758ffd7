//! Identity checks: a whole application, golden cases, published vectors, and properties.

mod application;
mod codes;
mod golden;
mod properties;
mod reference;

use chrono::{DateTime, Utc};

/// The day most of these tests speak of: 09:00 in China on 25 November 2026.
pub fn as_of() -> DateTime<Utc> {
    "2026-11-25T01:00:00Z".parse().expect("a moment")
}
