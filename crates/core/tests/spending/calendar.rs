//! The shipped calendar against one that somebody else keeps.
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::Value;

use super::CALENDAR;

const YEARS: std::ops::RangeInclusive<i32> = 2007..=2026;

#[test]
fn every_day_of_twenty_years_is_off_or_working_as_announced() {
    let folder = std::env::var_os("FIRSTLINE_REFERENCE_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let mut announced: BTreeMap<NaiveDate, bool> = BTreeMap::new();
    for year in YEARS {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("calendar/{year}.json"))) else {
            println!("skipped: reference data absent");
            return;
        };
        let listed: Value = serde_json::from_str(&text).unwrap();
        for day in listed["days"].as_array().unwrap() {
            let off = day["isOffDay"].as_bool().unwrap();
            announced.insert(day["date"].as_str().unwrap().parse().unwrap(), off);
        }
    }
    let first = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).unwrap();
    for day in first.iter_days().take_while(|day| day.year() <= *YEARS.end()) {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let off = announced.get(&day).copied().unwrap_or(weekend);
        assert_eq!(CALENDAR.is_working_day(day), !off, "{day}");
        assert!(CALENDAR.knows(day));
        if let (Some(true), false) = (announced.get(&day), weekend) {
            assert!(CALENDAR.holiday(day).is_some(), "{day}");
        }
    }
}
