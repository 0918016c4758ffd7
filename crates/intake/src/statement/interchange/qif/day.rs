//! Days as QIF writes them: which number is the month is not said, and is decided from all days of the file.

use chrono::NaiveDate;

use crate::error::{Fault, IntakeCode};

/// A day in three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    first: u32,
    second: u32,
    year: i32,
    order: Option<Order>,
}

/// Which of the two numbers before the year is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
}

/// Reads `2/14'2020`, `1/ 1'00`, `22/12/2017`, `08/27/21`, `27.08.2021`, `2022-09-23`.
pub(super) fn read(text: &str) -> Result<Written, Fault> {
    let not_a_date = || Fault::new(IntakeCode::NotADate).with("found", text);
    let compact: String = text.chars().filter(|c| *c != ' ').collect();
    let parts: Vec<&str> = compact.split(['/', '-', '.', '\'']).collect();
    let [first, second, third] = parts.as_slice() else { return Err(not_a_date()) };
    let number = |part: &str| -> Result<u32, Fault> {
        let fits = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| fits).ok_or_else(not_a_date)
    };
    let year = |part: &str| -> Result<i32, Fault> {
        let year = i32::try_from(number(part)?).map_err(|_| not_a_date())?;
        match part.len() {
            4 => Ok(year),
            // An apostrophe says that the year is of this century.
            1 | 2 if compact.contains('\'') || year < 80 => Ok(2000 + year),
            2 => Ok(1900 + year),
            _ => Err(not_a_date()),
        }
    };
    if first.len() == 4 {
        return Ok(Written {
            first: number(second)?,
            second: number(third)?,
            year: year(first)?,
            order: Some(Order::MonthFirst),
        });
    }
    let (first, second, year) = (number(first)?, number(second)?, year(third)?);
    // Where days are parted by points they come first.
    let order = compact.contains('.').then_some(Order::DayFirst);
    Ok(Written { first, second, year, order })
}

/// The order that all days of a file can have; where both can and it matters, the file is refused.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    month_first: bool,
    day_first: bool,
    unclear: Option<(u32, String)>,
}

impl Evidence {
    /// Takes a day in.
    pub(super) fn add(&mut self, written: Written, line: u32, text: &str) {
        if written.order.is_some() {
            return;
        }
        self.month_first |= written.second > 12;
        self.day_first |= written.first > 12;
        if written.first != written.second && self.unclear.is_none() {
            self.unclear = Some((line, text.to_owned()));
        }
    }

    /// The order.
    pub(super) fn order(&self) -> Result<Order, Fault> {
        match (self.month_first, self.day_first, &self.unclear) {
            (true, false, _) | (false, false, None) => Ok(Order::MonthFirst),
            (false, true, _) => Ok(Order::DayFirst),
            (true, true, unclear) | (false, false, unclear @ Some(_)) => {
                let (line, text) = unclear.clone().unwrap_or_default();
                Err(Fault::new(IntakeCode::AmbiguousDate).at(line).column("D").with("found", text))
            }
        }
    }
}

impl Written {
    /// The day, read in an order unless its own form has one.
    pub(super) fn day(self, order: Order, text: &str) -> Result<NaiveDate, Fault> {
        let (month, day) = match self.order.unwrap_or(order) {
            Order::MonthFirst => (self.first, self.second),
            Order::DayFirst => (self.second, self.first),
        };
        let date = NaiveDate::from_ymd_opt(self.year, month, day)
            .ok_or_else(|| Fault::new(IntakeCode::NotADate).with("found", text))?;
        if (1990..=2100).contains(&self.year) {
            return Ok(date);
        }
        Err(Fault::new(IntakeCode::DateOutOfRange).with("found", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Result<Vec<String>, Fault> {
        let mut evidence = Evidence::default();
        let written = texts.iter().map(|text| read(text)).collect::<Result<Vec<_>, _>>()?;
        written.iter().zip(texts).for_each(|(written, text)| evidence.add(*written, 1, text));
        let order = evidence.order()?;
        written
            .iter()
            .zip(texts)
            .map(|(written, text)| written.day(order, text).map(|day| day.to_string()))
            .collect()
    }

    #[test]
    fn one_clear_day_decides_for_all() {
        assert_eq!(days(&["2/3'2020", "2/14'20"]).unwrap(), ["2020-02-03", "2020-02-14"]);
        assert_eq!(days(&["02/03/2018", "22/12/2017"]).unwrap(), ["2018-03-02", "2017-12-22"]);
        assert_eq!(
            days(&["1/ 1'00", "2022-09-08", "27.08.2021"]).unwrap(),
            ["2000-01-01", "2022-09-08", "2021-08-27"]
        );
        assert_eq!(days(&["08/27/21", "08/27/95"]).unwrap(), ["2021-08-27", "1995-08-27"]);
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        assert_eq!(days(&["02/03/2018"]).unwrap_err().code, IntakeCode::AmbiguousDate);
        assert_eq!(days(&["14/03/2018", "03/14/2018"]).unwrap_err().code, IntakeCode::AmbiguousDate);
        for text in ["", "1/2", "a/b/c", "13/13/2018", "1/2/3/4", "2/30'2020"] {
            assert!(days(&[text]).is_err(), "{text}");
        }
    }
}
