//! Days as layouts write them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::cell;
use crate::error::{Fault, IntakeCode};

/// How far before the end of a bill a day without a year may lie: a year, since the same day comes again after it.
const DAYS_BACK_MAX: i64 = 366;

/// In which order a layout writes day, month and year. A text that begins with a year of four digits is read as such in any of
/// them, since it can mean nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dates {
    /// `2024-12-05`, `20241205`, `2024年12月5日`.
    YearFirst,
    /// `05/12/2024`.
    DayFirst,
    /// `12/05/2024`.
    MonthFirst,
    /// `12/05`: of the year that the bill's month says.
    WithoutYear,
}

impl Dates {
    /// Reads a day with or without a time, which is told beside it. `last` is the last day that the file can hold; a day
    /// without a year is the latest such day up to it.
    pub(crate) fn read(self, text: &str, last: Option<NaiveDate>) -> Result<(NaiveDateTime, bool), Fault> {
        let not_a_date = || Fault::new(IntakeCode::NotADate).with("found", text);
        let written = match self {
            Dates::YearFirst => return cell::moment(text),
            Dates::DayFirst | Dates::MonthFirst | Dates::WithoutYear => written(text),
        };
        let Some((first, second, year, rest)) = written else { return cell::moment(text) };
        let day = match (self, year) {
            (Dates::DayFirst, Some(year)) => cell::day_of((year, second, first), text)?,
            (Dates::MonthFirst, Some(year)) => cell::day_of((year, first, second), text)?,
            (Dates::WithoutYear, None) => {
                let last = last.ok_or_else(|| Fault::new(IntakeCode::YearUnknown).with("found", text))?;
                latest(first, second, last).ok_or_else(not_a_date)?
            }
            (Dates::YearFirst | Dates::DayFirst | Dates::MonthFirst | Dates::WithoutYear, _) => {
                return Err(not_a_date());
            }
        };
        let rest = rest.trim_start_matches([' ', '\t']);
        if rest.is_empty() {
            return Ok((day.and_time(NaiveTime::MIN), false));
        }
        let time = cell::time_of_day(rest).ok_or_else(not_a_date)?;
        Ok((day.and_time(time), true))
    }
}

/// Two numbers of at most two digits, the year behind them where there is one, and what follows: `05/12/2024 10:00`, `12月29日`,
/// `1229`. `None` where the text begins otherwise.
fn written(text: &str) -> Option<(u32, u32, Option<u32>, &str)> {
    let (first, digits, rest) = cell::number(text)?;
    if digits == 4 && rest.is_empty() {
        return Some((first / 100, first % 100, None, rest));
    }
    if digits > 2 {
        return None;
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '-' | '.' | '月'))?;
    let (second, digits, rest) = cell::number(&rest[separator.len_utf8()..])?;
    if digits > 2 {
        return None;
    }
    if separator == '月' {
        return Some((first, second, None, rest.strip_prefix('日').unwrap_or(rest)));
    }
    let year = rest.strip_prefix(separator).and_then(cell::number).filter(|(_, digits, _)| *digits == 4);
    Some(match year {
        Some((year, _, rest)) => (first, second, Some(year), rest),
        None => (first, second, None, rest),
    })
}

/// The latest day of that month and day that is not after `last`, within the year before it.
fn latest(month: u32, day: u32, last: NaiveDate) -> Option<NaiveDate> {
    [last.year(), last.year() - 1]
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|found| (0..=DAYS_BACK_MAX).contains(&(last - *found).num_days()))
}

/// The last day of a month.
pub(crate) fn month_end(year: u32, month: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| (1990..=2100).contains(year))?;
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dates: Dates, text: &str, last: Option<(u32, u32)>) -> Result<String, IntakeCode> {
        let last = last.and_then(|(year, month)| month_end(year, month));
        dates.read(text, last).map(|(at, _)| at.date().to_string()).map_err(|fault| fault.code)
    }

    #[test]
    fn the_layout_says_which_number_is_the_month() {
        assert_eq!(read(Dates::DayFirst, "05/12/2024", None), Ok("2024-12-05".into()));
        assert_eq!(read(Dates::MonthFirst, "05/12/2024", None), Ok("2024-05-12".into()));
        assert_eq!(read(Dates::MonthFirst, "13/12/2024", None), Err(IntakeCode::NotADate));
        assert_eq!(read(Dates::DayFirst, "29/02/2023", None), Err(IntakeCode::NotADate));
        assert_eq!(read(Dates::DayFirst, "05/12/24", None), Err(IntakeCode::NotADate));
        assert_eq!(read(Dates::DayFirst, "05/12", None), Err(IntakeCode::NotADate));
        let at = Dates::DayFirst.read("05/12/2024 09:30", None).unwrap();
        assert_eq!((at.0.to_string(), at.1), ("2024-12-05 09:30:00".to_owned(), true));
    }

    #[test]
    fn a_year_of_four_digits_in_front_means_one_thing_everywhere() {
        for dates in [Dates::YearFirst, Dates::DayFirst, Dates::MonthFirst, Dates::WithoutYear] {
            for text in ["2024-12-05", "20241205", "2024年12月5日", "2024/12/5"] {
                assert_eq!(read(dates, text, None), Ok("2024-12-05".into()), "{dates:?} {text}");
            }
        }
    }

    #[test]
    fn a_day_without_a_year_is_the_latest_the_bill_can_hold() {
        let bill = Some((2024, 1));
        let days = [
            ("12/29", "2023-12-29"),
            ("01/03", "2024-01-03"),
            ("1月3日", "2024-01-03"),
            ("0103", "2024-01-03"),
            ("02-28", "2023-02-28"),
        ];
        for (text, day) in days {
            assert_eq!(read(Dates::WithoutYear, text, bill), Ok(day.into()), "{text}");
        }
        assert_eq!(read(Dates::WithoutYear, "02/29", Some((2024, 3))), Ok("2024-02-29".into()));
        for (text, bill) in [("02/29", bill), ("02/29", Some((2025, 3))), ("13/01", bill), ("1/32", bill)] {
            assert_eq!(read(Dates::WithoutYear, text, bill), Err(IntakeCode::NotADate), "{text}");
        }
        assert_eq!(read(Dates::WithoutYear, "12/29", None), Err(IntakeCode::YearUnknown));
    }
}
