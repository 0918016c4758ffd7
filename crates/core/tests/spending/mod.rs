//! The spending analysis, on cases of people and on anything.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

mod golden;
mod invariants;
mod properties;

use std::sync::LazyLock;

use firstline_core::Money;
use firstline_core::spending::{AnalysisTerms, Categories};

/// The categories of the shipped pack, so that its words are tried too.
static CATEGORIES: LazyLock<Categories> = LazyLock::new(|| {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../policy/packs/cn-instalment-first-line/2026.11/categories.toml"
    );
    let text = std::fs::read_to_string(path).expect("the shipped pack has categories");
    Categories::from_toml(&text).expect("the shipped pack's categories read")
});

fn terms() -> AnalysisTerms {
    AnalysisTerms { window_days: 365, thin_file_months: 3, living_cost_min: Money::cny(120_000) }
}
