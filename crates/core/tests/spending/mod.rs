//! The spending analysis, on cases of people and on anything.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

mod calendar;
mod golden;
mod invariants;
mod properties;
mod questions;
mod windows;

use std::sync::LazyLock;

use firstline_core::Money;
use firstline_core::calendar::Calendar;
use firstline_core::spending::{AnalysisTerms, Categories};

/// The categories of the shipped pack, so that its words are tried too.
static CATEGORIES: LazyLock<Categories> = LazyLock::new(|| {
    Categories::from_toml(&shipped("categories.toml")).expect("the shipped pack's categories read")
});

/// Its calendar.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::from_toml(&shipped("calendar.toml")).expect("the shipped pack's calendar reads")
});

fn shipped(file: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../policy/packs/cn-instalment-first-line/2026.11/");
    std::fs::read_to_string(format!("{folder}{file}")).expect("the shipped pack has the file")
}

fn terms() -> AnalysisTerms<'static> {
    AnalysisTerms {
        calendar: &CALENDAR,
        window_days: 365,
        thin_file_months: 3,
        living_cost_min: Money::cny(120_000),
    }
}
