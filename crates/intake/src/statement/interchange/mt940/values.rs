//! The values of single tags.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use firstline_core::money::Currency;
use rust_decimal::Decimal;

use super::super::number::{Lone, hundredths};
use super::message::{Balance, Floor, Sum, Transaction};
use crate::error::{Fault, IntakeCode};

/// A place in a value: what is taken is taken from its beginning.
struct Cursor<'v> {
    rest: &'v str,
}

impl<'v> Cursor<'v> {
    /// As many characters as fit, at most `most`.
    fn run(&mut self, most: usize, fits: impl Fn(char) -> bool) -> &'v str {
        let end = self.rest.char_indices().take(most).find(|(_, c)| !fits(*c)).map(|(place, _)| place);
        let end = end.or_else(|| self.rest.char_indices().nth(most).map(|(place, _)| place));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// Exactly `count` characters that fit, or none at all.
    fn exactly(&mut self, count: usize, fits: impl Fn(char) -> bool) -> Option<&'v str> {
        let before = self.rest;
        let taken = self.run(count, fits);
        if taken.chars().count() == count {
            return Some(taken);
        }
        self.rest = before;
        None
    }
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn capital(c: char) -> bool {
    c.is_ascii_uppercase()
}

fn amount_sign(c: char) -> bool {
    c.is_ascii_digit() || c == ',' || c == '.'
}

/// A day of six digits. Interest is reckoned in months of thirty days, and some banks write the thirtieth of February.
fn day(digits: &str) -> Result<NaiveDate, Fault> {
    let not_a_date = || Fault::new(IntakeCode::NotADate).with("found", digits);
    let number = |from: usize| {
        digits.get(from..from + 2).and_then(|part| part.parse::<u32>().ok()).ok_or_else(not_a_date)
    };
    let (year, month, mut day) = (number(0)?, number(2)?, number(4)?);
    let year = i32::try_from(if year >= 80 { 1900 + year } else { 2000 + year }).map_err(|_| not_a_date())?;
    if month == 2 && (29..=30).contains(&day) && NaiveDate::from_ymd_opt(year, 2, day).is_none() {
        day = if NaiveDate::from_ymd_opt(year, 2, 29).is_some() { 29 } else { 28 };
    }
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(not_a_date)?;
    if date.year() < 1990 {
        return Err(Fault::new(IntakeCode::DateOutOfRange).with("found", digits));
    }
    Ok(date)
}

/// Month and day, in the year that brings them nearest to another day.
fn day_near(digits: &str, near: NaiveDate) -> Result<NaiveDate, Fault> {
    let year_before = near.year() - 1;
    let candidates =
        (year_before..=near.year() + 1).filter_map(|year| day(&format!("{:02}{digits}", year % 100)).ok());
    let nearest = candidates.min_by_key(|candidate| (*candidate - near).num_days().abs());
    nearest.ok_or_else(|| Fault::new(IntakeCode::NotADate).with("found", digits))
}

fn amount(text: &str) -> Result<Decimal, Fault> {
    let text = text.lines().next().map_or("0", str::trim);
    hundredths(text, Lone::Decimal).map(|fen| Decimal::new(fen, 2))
}

fn currency(code: &str) -> Result<Currency, Fault> {
    Currency::from_code(code).ok_or_else(|| Fault::new(IntakeCode::UnknownCurrency).with("found", code))
}

fn malformed(value: &str, expected: &str) -> Fault {
    Fault::new(IntakeCode::NotAllowed).with("found", value).with("expected", expected)
}

/// `00084/001`; ten digits without a stroke are five and five.
pub(super) fn numbers(value: &str) -> (Option<String>, Option<String>) {
    let mut cursor = Cursor { rest: value };
    let number = cursor.run(5, digit);
    cursor.run(1, |c| c == '/');
    let sequence = cursor.run(5, digit);
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (said(number), said(sequence))
}

/// `C140829EUR147,64`.
pub(super) fn balance(value: &str) -> Result<Balance, Fault> {
    let expected = || malformed(value, "a balance such as C140829EUR147,64");
    let mut cursor = Cursor { rest: value };
    let mark = cursor.run(2, |c| matches!(c, 'R' | 'C' | 'D'));
    let date = cursor.exactly(6, digit).ok_or_else(expected)?;
    let code = cursor.exactly(3, capital).ok_or_else(expected)?;
    let unsigned = amount(cursor.rest)?;
    let signed = match mark {
        "C" | "RD" => unsigned,
        "D" | "RC" => -unsigned,
        _ => return Err(expected()),
    };
    let day = if date == "000000" { None } else { Some(day(date)?) };
    Ok(Balance { day, currency: currency(code)?, amount: signed })
}

/// `1701191815+0100`.
pub(super) fn made(value: &str) -> Result<(NaiveDateTime, Option<i32>), Fault> {
    let expected = || malformed(value, "a moment such as 1701191815+0100");
    let mut cursor = Cursor { rest: value };
    let date = day(cursor.exactly(6, digit).ok_or_else(expected)?)?;
    let mut number = || cursor.exactly(2, digit).and_then(|digits| digits.parse::<u32>().ok());
    let (hour, minute) = (number().ok_or_else(expected)?, number().ok_or_else(expected)?);
    let at = date.and_hms_opt(hour, minute, 0).ok_or_else(expected)?;
    let sign = cursor.run(1, |c| matches!(c, '+' | '-'));
    let offset =
        cursor.exactly(4, digit).filter(|_| !sign.is_empty()).and_then(|digits| digits.parse::<i32>().ok());
    let minutes = offset.map(|offset| offset / 100 * 60 + offset % 100);
    Ok((at, minutes.map(|minutes| if sign == "-" { -minutes } else { minutes })))
}

/// `PLNC0,`; without a mark it is the limit of both sides.
pub(super) fn floor(value: &str) -> Result<(Option<char>, Floor), Fault> {
    let mut cursor = Cursor { rest: value };
    let code = cursor.exactly(3, capital).ok_or_else(|| malformed(value, "a limit such as EURC0,"))?;
    let mark = cursor.run(1, |c| matches!(c, 'C' | 'D' | ' ')).chars().next().filter(|c| *c != ' ');
    Ok((mark, Floor { currency: currency(code)?, amount: amount(cursor.rest)? }))
}

/// `3PLN0,03`.
pub(super) fn sum(value: &str) -> Result<Sum, Fault> {
    let expected = || malformed(value, "a sum such as 3EUR0,03");
    let mut cursor = Cursor { rest: value };
    let count = cursor.run(9, digit);
    let count = if count.is_empty() { 0 } else { count.parse().map_err(|_| expected())? };
    let code = cursor.exactly(3, capital).ok_or_else(expected)?;
    Ok(Sum { count, currency: currency(code)?, amount: amount(cursor.rest)? })
}

/// `1003190319CR27,00NTRF100323-03//32-P1` and perhaps a line below.
pub(super) fn transaction(value: &str, line: u32) -> Result<Transaction, Fault> {
    let expected = || malformed(value, "an entry such as 1403010301C12,50NTRFNONREF");
    let mut cursor = Cursor { rest: value };
    let value_day = day(cursor.exactly(6, digit).ok_or_else(expected)?)?;
    let booked = cursor.exactly(4, digit).map(|digits| day_near(digits, value_day)).transpose()?;
    let reversal = cursor.run(1, |c| c == 'R');
    let side = cursor.exactly(1, |c| matches!(c, 'C' | 'D')).ok_or_else(expected)?;
    let funds_code = cursor.run(1, capital).chars().next();
    // Some banks break the line here or leave a blank.
    cursor.run(2, char::is_whitespace);
    let written = cursor.run(usize::MAX, amount_sign);
    if written.is_empty() {
        return Err(Fault::new(IntakeCode::MissingAmount));
    }
    let unsigned = amount(written)?;
    let kind = cursor.rest.char_indices().nth(4).map_or(cursor.rest, |(place, _)| &cursor.rest[..place]);
    let is_kind = kind.chars().count() == 4
        && kind.starts_with(capital)
        && kind.chars().skip(1).all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ');
    let rest = if is_kind { &cursor.rest[kind.len()..] } else { cursor.rest };
    let (customer, bank, below) = references(rest);
    Ok(Transaction {
        line,
        value: value_day,
        booked,
        mark: format!("{reversal}{side}"),
        funds_code,
        amount: if (side == "D") == reversal.is_empty() { -unsigned } else { unsigned },
        kind: is_kind.then(|| kind.to_owned()),
        customer_reference: customer.trim().to_owned(),
        bank_reference: bank.map(|bank| bank.trim().to_owned()),
        extra_details: below.trim().to_owned(),
        details: None,
        fields: None,
    })
}

/// Longest references of the owner and of the bank; what is longer goes on as the details below it.
const CUSTOMER_CHARS_MAX: usize = 16;
const BANK_CHARS_MAX: usize = 23;

/// The owner's reference, the bank's, and the details on the line below. Where a bank has both a longer reference and a line
/// below, it means the reference to be as long.
fn references(text: &str) -> (&str, Option<&str>, &str) {
    let cut = |text: &str, most: usize| text.char_indices().nth(most).map_or(text.len(), |(place, _)| place);
    let (first, below) = match text.split_once('\n') {
        Some((first, below)) => (first, Some(below)),
        None => (text, None),
    };
    let parted = first.find("//");
    let customer_end = match (parted, below) {
        (None, Some(_)) => first.len(),
        (Some(place), Some(_)) => place,
        (Some(place), None) if first[..place].chars().count() <= CUSTOMER_CHARS_MAX => place,
        (Some(_) | None, None) => cut(first, CUSTOMER_CHARS_MAX),
    };
    let (customer, rest) = first.split_at(customer_end);
    match (rest.strip_prefix("//"), below) {
        (Some(bank), Some(below)) => (customer, Some(bank), below),
        (Some(bank), None) => {
            let (bank, more) = bank.split_at(cut(bank, BANK_CHARS_MAX));
            (customer, Some(bank), more)
        }
        (None, Some(below)) => (customer, None, below),
        (None, None) => (customer, None, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_booking_day_takes_the_year_that_brings_it_nearest() {
        let booked = |value: &str| transaction(value, 1).unwrap().booked.unwrap().to_string();
        assert_eq!(booked("1412311231D1,NTRFNONREF"), "2014-12-31");
        assert_eq!(booked("1501011231D1,NTRFNONREF"), "2014-12-31");
        assert_eq!(booked("1412310102D1,NTRFNONREF"), "2015-01-02");
        assert_eq!(transaction("1602300301D1,N024", 1).unwrap().value.to_string(), "2016-02-29");
    }

    #[test]
    fn marks_say_which_way_money_went() {
        for (mark, amount) in [("C", 100), ("D", -100), ("RC", -100), ("RD", 100)] {
            let read = transaction(&format!("140301{mark}1,NTRFA//B\nbelow"), 1).unwrap();
            assert_eq!((read.amount, read.mark.as_str()), (Decimal::new(amount, 2), mark));
            assert_eq!((read.customer_reference.as_str(), read.bank_reference.as_deref()), ("A", Some("B")));
            assert_eq!((read.kind.as_deref(), read.extra_details.as_str()), (Some("NTRF"), "below"));
        }
    }

    #[test]
    fn references_have_the_lengths_of_the_standard_unless_a_line_follows() {
        assert_eq!(references("NONREF//B1"), ("NONREF", Some("B1"), ""));
        assert_eq!(references("1234567890123456rest//x"), ("1234567890123456", None, "rest//x"));
        assert_eq!(
            references("A//12345678901234567890123more"),
            ("A", Some("12345678901234567890123"), "more")
        );
        assert_eq!(references("NL47INGB9999999999\nhr x"), ("NL47INGB9999999999", None, "hr x"));
        assert_eq!(references(""), ("", None, ""));
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for value in ["", "1403", "140301X1,N", "140301C"] {
            assert!(transaction(value, 1).is_err(), "{value}");
        }
        assert_eq!(balance("C141301EUR1,").unwrap_err().code, IntakeCode::NotADate);
        assert_eq!(balance("C140301EURO1,").unwrap_err().code, IntakeCode::NotAnAmount);
        assert_eq!(balance("C140301QQQ1,").unwrap_err().code, IntakeCode::UnknownCurrency);
        assert_eq!(balance("C140301EUR1,005").unwrap_err().code, IntakeCode::TooManyDecimals);
        assert_eq!(balance("C000000EUR1,").unwrap().day, None);
    }
}
