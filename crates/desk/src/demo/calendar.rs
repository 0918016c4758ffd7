//! The days that shape a household's year.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// New Year's Day of the lunar calendar.
const LUNAR_NEW_YEARS: [(i32, u32, u32); 12] = [
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 3),
    (2031, 1, 23),
    (2032, 2, 11),
    (2033, 1, 31),
    (2034, 2, 19),
    (2035, 2, 8),
];

pub(super) fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

pub(super) fn minus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Days from the lunar New Year to this day, below zero before it; `None` far from it.
pub(super) fn days_from_new_year(day: NaiveDate) -> Option<i64> {
    LUNAR_NEW_YEARS
        .iter()
        .filter_map(|(year, month, of_month)| NaiveDate::from_ymd_opt(*year, *month, *of_month))
        .map(|new_year| (day - new_year).num_days())
        .find(|distance| (-20..=20).contains(distance))
}

pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The two sales seasons of the year, 618 and 双11.
pub(super) fn is_sales_season(day: NaiveDate) -> bool {
    matches!((day.month(), day.day()), (6, 15..=18) | (11, 9..=11) | (10, 31))
}

/// The last day of a day's month.
pub(super) fn month_end(day: NaiveDate) -> NaiveDate {
    firstline_core::period::Month::of(day).last_day()
}

/// Whether something due on a day of each month, or before the weekend it falls on, happens on this day.
pub(super) fn is_payday(day: NaiveDate, of_month: u32) -> bool {
    if is_weekend(day) {
        return false;
    }
    let due_on = |of: NaiveDate| of.day() == of_month || (of == month_end(of) && of_month > of.day());
    let friday = day.weekday() == Weekday::Fri;
    due_on(day) || (friday && (due_on(plus(day, 1)) || due_on(plus(day, 2))))
}

/// The quarter's days of interest.
pub(super) fn is_interest_day(day: NaiveDate) -> bool {
    day.day() == 21 && day.month().is_multiple_of(3)
}
