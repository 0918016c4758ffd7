//! Days and times as XML writes them.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::cell;
use crate::error::{Fault, IntakeCode};

/// A day, with a time of day and a distance from UTC where they are stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day and time as written; midnight where only a day is.
    pub local: NaiveDateTime,
    /// Whether a time of day is written.
    pub has_time: bool,
    /// How far `local` is ahead of UTC, in minutes.
    pub offset_minutes: Option<i32>,
}

impl Moment {
    /// The moment in UTC; what states no distance counts as UTC.
    pub fn utc(self) -> NaiveDateTime {
        self.local - TimeDelta::minutes(i64::from(self.offset_minutes.unwrap_or(0)))
    }

    /// The day as written.
    pub fn day(self) -> NaiveDate {
        self.local.date()
    }
}

/// Reads `2014-12-31`, `2014-12-31+01:00`, `2014-12-31T13:15:00.123+01:00`, `2014-12-31T13:15:00Z`.
pub(super) fn read(text: &str) -> Result<Moment, Fault> {
    let not_a_date = || Fault::new(IntakeCode::NotADate).with("found", text);
    let day_text = text.get(..10).ok_or_else(not_a_date)?;
    if day_text.as_bytes()[4] != b'-' {
        return Err(not_a_date());
    }
    let (day, _) = cell::moment(day_text)?;
    let rest = &text[10..];
    let (time_text, zone) = match rest.strip_prefix('T') {
        Some(rest) => {
            let end = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
            (Some(&rest[..end]), &rest[end..])
        }
        None => (None, rest),
    };
    let offset_minutes = offset(zone).ok_or_else(not_a_date)?;
    let local = match time_text {
        None => day,
        // The end of a day is written so in XML.
        Some(time) if time.starts_with("24:00") => day + TimeDelta::days(1),
        Some(time) => {
            day.date().and_time(cell::time_of_day(time).or_else(|| leap_second(time)).ok_or_else(not_a_date)?)
        }
    };
    Ok(Moment { local, has_time: time_text.is_some(), offset_minutes })
}

/// A leap second is read as the second before it.
fn leap_second(time: &str) -> Option<NaiveTime> {
    let before = time.strip_suffix(":60")?;
    cell::time_of_day(&format!("{before}:59"))
}

/// `None` where the text is no distance; the inner `None` where there is none.
fn offset(zone: &str) -> Option<Option<i32>> {
    match zone.as_bytes() {
        [] => Some(None),
        [b'Z'] => Some(Some(0)),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let digits: Vec<u8> = rest.iter().copied().filter(|byte| *byte != b':').collect();
            if !matches!(digits.len(), 2 | 4) || !digits.iter().all(u8::is_ascii_digit) {
                return None;
            }
            let number = |tens: u8, ones: u8| i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
            let hours = number(digits[0], digits[1]);
            let minutes = if digits.len() == 4 { number(digits[2], digits[3]) } else { 0 };
            if hours > 14 || minutes > 59 {
                return None;
            }
            let ahead = hours * 60 + minutes;
            Some(Some(if *sign == b'-' { -ahead } else { ahead }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_read_with_their_zones() {
        let utc = |text: &str| {
            let moment = read(text).unwrap();
            (moment.utc().to_string(), moment.has_time)
        };
        assert_eq!(utc("2014-12-31"), ("2014-12-31 00:00:00".to_owned(), false));
        assert_eq!(utc("2014-12-31T13:15:00.123+01:00"), ("2014-12-31 12:15:00".to_owned(), true));
        assert_eq!(utc("2014-12-31T23:15:00-0330"), ("2015-01-01 02:45:00".to_owned(), true));
        assert_eq!(utc("2014-12-31T24:00:00Z"), ("2015-01-01 00:00:00".to_owned(), true));
        assert_eq!(read("2014-12-31+01:00").unwrap().day().to_string(), "2014-12-31");
        for text in [
            "",
            "2014-12",
            "20141231",
            "2014-12-31T",
            "2014-12-31T1",
            "2014-12-31 x",
            "2014-02-30",
            "2014-12-31T10:00:00+25:00",
            "２０１４-12-31",
        ] {
            assert_eq!(read(text).unwrap_err().code, IntakeCode::NotADate, "{text}");
        }
    }
}
