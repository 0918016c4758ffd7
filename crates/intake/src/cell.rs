//! Cells to dates and amounts.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::error::{Fault, IntakeCode};
use crate::table::trim;

/// The largest amount of one cell in fen: a hundred thousand million yuan, so that no sum over a file can overflow.
pub(crate) const FEN_MAX: i64 = 10_000_000_000_000;

/// Reads a day with or without a time: `2024-12-05 22:49:55`, `2024/1/5 9:03`, `20241205`, `20241205224955`, `2024年12月5日`.
/// Whether it has a time is told beside it.
pub(crate) fn moment(text: &str) -> Result<(NaiveDateTime, bool), Fault> {
    let not_a_date = || Fault::new(IntakeCode::NotADate).with("found", text);
    let (date, rest) = split_date(text).ok_or_else(not_a_date)?;
    let day = day_of(date, text)?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == 'T');
    if rest.is_empty() {
        return Ok((day.and_time(NaiveTime::MIN), false));
    }
    let time = time_of_day(rest).ok_or_else(not_a_date)?;
    Ok((day.and_time(time), true))
}

pub(crate) fn day_of((year, month, day): (u32, u32, u32), text: &str) -> Result<NaiveDate, Fault> {
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let date = date.ok_or_else(|| Fault::new(IntakeCode::NotADate).with("found", text))?;
    if !(1990..=2100).contains(&date.year()) {
        return Err(Fault::new(IntakeCode::DateOutOfRange).with("found", text));
    }
    Ok(date)
}

type YearMonthDay = (u32, u32, u32);

fn split_date(text: &str) -> Option<(YearMonthDay, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // A time behind a day without anything between: `20241205224955`, `2024120522:49:55`.
    if digits == 14 || (digits == 10 && text[digits..].starts_with(':')) {
        let (day, _, _) = number(&text[..8])?;
        return Some(((day / 10_000, day / 100 % 100, day % 100), &text[8..]));
    }
    let (year, digits, rest) = number(text)?;
    if digits == 8 {
        return Some(((year / 10_000, year / 100 % 100, year % 100), rest));
    }
    if digits != 4 {
        return None;
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年'))?;
    let (month, month_digits, rest) = number(&rest[separator.len_utf8()..])?;
    let rest = rest.strip_prefix(if separator == '年' { '月' } else { separator })?;
    let (day, day_digits, rest) = number(rest)?;
    let rest = if separator == '年' { rest.strip_prefix('日')? } else { rest };
    (month_digits <= 2 && day_digits <= 2).then_some(((year, month, day), rest))
}

/// Reads `9:03`, `22:49:55`, `22:49:55.123` or `224955`; the part below a second is dropped, and so is a leading zero by
/// spreadsheets (`93012`).
pub(crate) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hour, hour_digits, rest) = number(text)?;
    if rest.is_empty() && matches!(hour_digits, 5 | 6) {
        return NaiveTime::from_hms_opt(hour / 10_000, hour / 100 % 100, hour % 100);
    }
    let (minute, minute_digits, rest) = number(rest.strip_prefix(':')?)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => {
            number(rest).filter(|(_, digits, _)| *digits == 2).map(|(second, _, rest)| (second, rest))?
        }
        None => (0, rest),
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => number(fraction)?.2,
        None => rest,
    };
    if !rest.is_empty() || hour_digits > 2 || minute_digits != 2 {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The number at the start of a text, how many digits it has (at most nine), and what follows.
pub(crate) fn number(text: &str) -> Option<(u32, usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 9 {
        return None;
    }
    let value = text.as_bytes()[..digits].iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    Some((value, digits, &text[digits..]))
}

/// Reads an amount in fen: `28.16`, `¥1,234.5`, `-3.00`, `(3.00)`, `+1,000`, `.50`, `12.50元`, `12.5000`. Thousands separators
/// must stand in their places; decimals beyond the second must be zeros, two or more of them.
pub(crate) fn fen(text: &str) -> Result<i64, Fault> {
    let not_an_amount = || Fault::new(IntakeCode::NotAnAmount).with("found", text);
    let (negative, digits) = unsigned_text(text);
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, decimals),
        None => (digits, ""),
    };
    if digits.is_empty() || digits.ends_with('.') || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_an_amount());
    }
    let mut value: i64 = 0;
    let mut group = 0;
    let mut grouped = false;
    for byte in whole.bytes() {
        match byte {
            b'0'..=b'9' => {
                group += 1;
                value = value.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
            }
            b',' if group > 0 && if grouped { group == 3 } else { group <= 3 } => {
                grouped = true;
                group = 0;
            }
            _ => return Err(not_an_amount()),
        }
    }
    if grouped && group != 3 {
        return Err(not_an_amount());
    }
    let cents = match decimals.as_bytes() {
        [] => 0,
        [tenths] => i64::from(tenths - b'0') * 10,
        [tenths, hundredths] => i64::from(tenths - b'0') * 10 + i64::from(hundredths - b'0'),
        // Not three: `1.000` is a thousand to half of the world.
        [tenths, hundredths, b'0', b'0', beyond @ ..] if beyond.iter().all(|digit| *digit == b'0') => {
            i64::from(tenths - b'0') * 10 + i64::from(hundredths - b'0')
        }
        _ => return Err(Fault::new(IntakeCode::TooManyDecimals).with("found", text)),
    };
    let fen = value.saturating_mul(100).saturating_add(cents);
    if fen > FEN_MAX {
        return Err(Fault::new(IntakeCode::AmountOutOfRange).with("found", text));
    }
    Ok(if negative { -fen } else { fen })
}

/// Whether a character is written for a minus: files pass through word processors and keyboards of every width.
pub(crate) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '\u{ff0d}' | '\u{fe63}' | '\u{2013}')
}

/// Takes sign and currency sign off an amount, in either order; brackets around it are a minus.
fn unsigned_text(text: &str) -> (bool, &str) {
    let bracketed = text
        .strip_prefix(['(', '（'])
        .and_then(|rest| rest.strip_suffix([')', '）']))
        .filter(|inner| inner.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '¥' | '￥' | '.')));
    let mut negative = bracketed.is_some();
    let mut signs = usize::from(negative);
    let mut rest = bracketed.unwrap_or(text);
    while let Some(first) = rest.chars().next() {
        match first {
            '+' if signs == 0 => signs += 1,
            minus if signs == 0 && is_minus(minus) => {
                negative = true;
                signs += 1;
            }
            '¥' | '￥' => {}
            c if c.is_whitespace() => {}
            _ => break,
        }
        rest = &rest[first.len_utf8()..];
    }
    (negative, trim(rest.strip_suffix('元').unwrap_or(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_forms_files_use() {
        let read = |text: &str| {
            let (at, has_time) = moment(text).unwrap();
            (at.to_string(), has_time)
        };
        assert_eq!(read("2024-12-05 22:49:55"), ("2024-12-05 22:49:55".to_owned(), true));
        assert_eq!(read("2024/1/5 9:03"), ("2024-01-05 09:03:00".to_owned(), true));
        assert_eq!(read("2024.01.05"), ("2024-01-05 00:00:00".to_owned(), false));
        assert_eq!(read("20240229"), ("2024-02-29 00:00:00".to_owned(), false));
        assert_eq!(read("2024年2月9日 08:00:00"), ("2024-02-09 08:00:00".to_owned(), true));
        assert_eq!(read("2024-12-05T22:49:55.500"), ("2024-12-05 22:49:55".to_owned(), true));
        assert_eq!(read("20241205224955"), ("2024-12-05 22:49:55".to_owned(), true));
        assert_eq!(read("2024/12/05\u{a0}22:49:55"), ("2024-12-05 22:49:55".to_owned(), true));
        assert_eq!(read("2024120522:49:55"), ("2024-12-05 22:49:55".to_owned(), true));
        assert_eq!(read("20241205 93012"), ("2024-12-05 09:30:12".to_owned(), true));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2024-02-30",
            "2023-02-29",
            "2024-13-01",
            "2024-1-5 25:00",
            "24-01-05",
            "",
            "2024-01",
            "2024-01-05x",
        ] {
            assert_eq!(moment(text).unwrap_err().code, IntakeCode::NotADate, "{text}");
        }
        for text in ["1989-12-31", "2101-01-01", "99991231"] {
            assert_eq!(moment(text).unwrap_err().code, IntakeCode::DateOutOfRange, "{text}");
        }
    }

    #[test]
    fn amounts_are_exact() {
        let good = [
            ("28.16", 2816),
            ("¥28.16", 2816),
            ("￥1,234.5", 123_450),
            ("-1,000.00", -100_000),
            ("-¥3.00", -300),
            ("¥-3", -300),
            ("+0.01", 1),
            ("12.50元", 1250),
            ("1234567.89", 123_456_789),
            ("0", 0),
            ("(1,000.50)", -100_050),
            ("−3.00", -300),
            ("－3.00", -300),
            (".5", 50),
            ("-.05", -5),
            ("12.5000", 1250),
        ];
        for (text, expected) in good {
            assert_eq!(fen(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        let bad = [
            "",
            "-",
            "--1",
            "1.",
            ".",
            "-.",
            "(-3.00)",
            "(3.00",
            "()",
            "1,23.00",
            ",123",
            "1,,234",
            "1234,567",
            "xx,yyyy.zz",
            "1.2.3",
            "1e5",
            "１２",
        ];
        for text in bad {
            assert_eq!(fen(text).unwrap_err().code, IntakeCode::NotAnAmount, "{text}");
        }
        assert_eq!(fen("1.005").unwrap_err().code, IntakeCode::TooManyDecimals);
        assert_eq!(fen("100000000000.01").unwrap_err().code, IntakeCode::AmountOutOfRange);
        assert_eq!(fen("99999999999999999999999999").unwrap_err().code, IntakeCode::AmountOutOfRange);
    }
}
