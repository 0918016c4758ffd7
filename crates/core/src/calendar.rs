//! Working days and days off: data of the pack's `calendar.toml`, never constants here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

/// The longest run of days off that is looked across; no announcement has come near it.
const DAYS_OFF_MAX: u32 = 30;

/// Why a calendar is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not TOML of the right shape.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Something does not hold, with the place.
    #[error("{place}: {problem}")]
    Refused {
        /// The item, such as `year 2026`.
        place: String,
        /// What is wrong.
        problem: String,
    },
}

/// Which working day stands in for a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shift {
    /// The last working day before.
    Before,
    /// The first working day after.
    After,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    year: Vec<RawYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawYear {
    year: i32,
    holidays: Vec<RawHoliday>,
    working: Vec<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    name: String,
    first: NaiveDate,
    last: NaiveDate,
}

/// Public holidays and working weekends of the years it knows; weekends are days off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeSet<i32>,
    holidays: BTreeMap<NaiveDate, String>,
    working: BTreeSet<NaiveDate>,
}

fn refused(place: &str, problem: impl Into<String>) -> CalendarError {
    CalendarError::Refused { place: place.to_owned(), problem: problem.into() }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Calendar {
    /// Reads and checks `calendar.toml`.
    pub fn from_toml(text: &str) -> Result<Self, CalendarError> {
        let raw: Raw = toml::from_str(text).map_err(|error| CalendarError::Unreadable(error.to_string()))?;
        let mut calendar = Calendar::default();
        for year in raw.year {
            calendar.enter(year)?;
        }
        if let Some(day) = calendar.working.iter().find(|day| calendar.holidays.contains_key(day)) {
            return Err(refused(&format!("working {day}"), "it is a holiday too"));
        }
        Ok(calendar)
    }

    fn enter(&mut self, year: RawYear) -> Result<(), CalendarError> {
        let place = format!("year {}", year.year);
        if !self.years.insert(year.year) {
            return Err(refused(&place, "the year is there twice"));
        }
        // An announcement reaches into the last days of the year before, and no further.
        let belongs = |day: NaiveDate| {
            day.year() == year.year || (day.year() == year.year - 1 && day.month() == 12 && day.day() > 20)
        };
        for holiday in year.holidays {
            let RawHoliday { name, first, last } = holiday;
            let days = u32::try_from((last - first).num_days() + 1).unwrap_or(0);
            if name.trim().is_empty() || !belongs(first) || !belongs(last) || days == 0 || days > DAYS_OFF_MAX
            {
                return Err(refused(&place, format!("{name:?} from {first} to {last} is no holiday of it")));
            }
            for day in first.iter_days().take_while(|day| *day <= last) {
                if self.holidays.insert(day, name.clone()).is_some() {
                    return Err(refused(&place, format!("{day} is in two holidays")));
                }
            }
        }
        for day in year.working {
            if !belongs(day) || !is_weekend(day) {
                return Err(refused(&place, format!("{day} is no weekend day of it")));
            }
            self.working.insert(day);
        }
        Ok(())
    }

    /// Whether the calendar knows a day's year. Of other years it knows only that weekends are off.
    pub fn knows(&self, day: NaiveDate) -> bool {
        self.years.contains(&day.year())
    }

    /// The public holiday that a day is off for.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Whether offices work on a day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !self.holidays.contains_key(&day) && (!is_weekend(day) || self.working.contains(&day))
    }

    /// The day itself where it is a working day, else the nearest one before or after it.
    pub fn working_day(&self, day: NaiveDate, shift: Shift) -> NaiveDate {
        let step = |day: NaiveDate| match shift {
            Shift::Before => day.checked_sub_days(Days::new(1)),
            Shift::After => day.checked_add_days(Days::new(1)),
        };
        let mut found = day;
        for _ in 0..DAYS_OFF_MAX {
            if self.is_working_day(found) {
                return found;
            }
            match step(found) {
                Some(next) => found = next,
                None => break,
            }
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: &str = r#"
        [[year]]
        year = 2026
        holidays = [{ name = "国庆节", first = "2026-10-01", last = "2026-10-07" }]
        working = ["2026-09-20", "2026-10-10"]
    "#;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_off_are_stepped_over_either_way() {
        let calendar = Calendar::from_toml(YEAR).unwrap();
        assert_eq!(calendar.working_day(day("2026-10-03"), Shift::Before), day("2026-09-30"));
        assert_eq!(calendar.working_day(day("2026-10-03"), Shift::After), day("2026-10-08"));
        assert_eq!(calendar.working_day(day("2026-09-20"), Shift::Before), day("2026-09-20"));
        assert_eq!(calendar.working_day(day("2026-09-19"), Shift::Before), day("2026-09-18"));
        assert_eq!(calendar.holiday(day("2026-10-07")), Some("国庆节"));
        assert_eq!((calendar.knows(day("2026-01-01")), calendar.knows(day("2027-01-01"))), (true, false));
    }

    #[test]
    fn what_cannot_be_a_calendar_is_refused() {
        for (from, to) in [
            ("2026-10-07", "2026-09-07"),
            ("2026-10-07", "2026-12-07"),
            ("2026-10-07", "2026-10-32"),
            ("2026-10-10", "2026-10-12"),
            ("2026-09-20", "2026-10-04"),
            ("year = 2026", "year = 2020"),
            ("working", "workng"),
        ] {
            assert!(Calendar::from_toml(&YEAR.replacen(from, to, 1)).is_err(), "{from} to {to}");
        }
        assert!(Calendar::from_toml(&format!("{YEAR}{YEAR}")).is_err());
    }
}
