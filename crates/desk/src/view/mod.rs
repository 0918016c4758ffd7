//! Core values as the wire shows them. Formatting of codes and masks only; no figure is worked out here.

pub mod checks;
pub mod corrections;
pub mod line;
pub mod rules;
pub mod score;
pub mod spending;

use firstline_core::Money;
pub use firstline_core::canonical::word as code;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Renders money for the wire: `1234.50`.
pub fn money(amount: Money) -> String {
    amount.to_string()
}

/// Renders a ratio without trailing zeros: `0.324`.
pub fn ratio(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Carries an enum value across by its code; core and wire enums share their codes, and a test holds them together.
pub fn same<A: Serialize, B: DeserializeOwned>(value: &A) -> B {
    serde_json::from_value(serde_json::Value::String(code(value)))
        .unwrap_or_else(|error| unreachable!("core and wire enums share their codes: {error}"))
}

/// Renders a moment: RFC 3339 in UTC with seconds.
pub fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
