//! Numbers of spreadsheets as text: exact, and dates as days.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use rust_decimal::{Decimal, RoundingStrategy};

/// How far a number may lie from two decimal places and still be meant to have two, as the sum of 0.1 and 0.2 does.
const STRAY_MAX: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

const SECONDS_A_DAY: Decimal = Decimal::from_parts(86_400, 0, 0, false, 0);

/// The shortest decimal text that stands for a floating-point number and no other.
pub(super) fn number_text(number: f64) -> String {
    let text = number.to_string();
    if text == "-0" { "0".to_owned() } else { text }
}

/// An amount with two decimal places where it is meant to have two; `None` where it stands as it is.
pub(super) fn amount_text(text: &str) -> Option<String> {
    let number = Decimal::from_str_exact(text).or_else(|_| text.parse::<Decimal>()).ok()?;
    if number.normalize().scale() <= 2 {
        return None;
    }
    let rounded = number.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven);
    let stray = number.checked_sub(rounded)?.abs();
    (stray <= STRAY_MAX).then(|| rounded.to_string())
}

/// A serial number as a day with or without a time, or as a time alone where it is less than a day: days since the last
/// day of 1899, or since the first of 1904. To the nearest second. `None` where it is no day of the years 1990 to 2100.
pub(super) fn date_text(serial: &str, is_1904: bool) -> Option<String> {
    let serial = serial.parse::<Decimal>().ok().filter(|serial| !serial.is_sign_negative())?;
    let whole = serial.trunc();
    let seconds = serial.checked_sub(whole)?.checked_mul(SECONDS_A_DAY)?;
    let seconds = seconds.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let seconds = TimeDelta::seconds(i64::try_from(seconds).ok()?);
    let days = u64::try_from(whole).ok()?;
    if days == 0 {
        let at = NaiveDate::from_ymd_opt(1990, 1, 1)?.and_time(NaiveTime::MIN) + seconds;
        return (!seconds.is_zero()).then(|| at.format("%H:%M:%S").to_string());
    }
    // Excel's 1900 has a 29th of February, which puts the days since March of that year one further from the first.
    let first =
        if is_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    let day = first?.checked_add_days(Days::new(days))?;
    let at: NaiveDateTime = day.and_time(NaiveTime::MIN) + seconds;
    let known = NaiveDate::from_ymd_opt(1990, 1, 1)?..=NaiveDate::from_ymd_opt(2100, 12, 31)?;
    let form = if at.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" };
    known.contains(&at.date()).then(|| at.format(form).to_string())
}

/// Whether a number format shows days or times: one of the built-in ones, or a text with `y`, `m`, `d`, `h` or `s` outside
/// quotation marks, brackets and escapes.
pub(super) fn shows_date(format_id: u16, format: Option<&str>) -> bool {
    let Some(format) = format else {
        return matches!(format_id, 14..=22 | 27..=36 | 45..=47 | 50..=58);
    };
    let mut characters = format.chars();
    let (mut quoted, mut bracketed) = (false, false);
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            '\\' | '_' | '*' => {
                characters.next();
            }
            // Only the first section counts: the others are for numbers below zero and for text.
            ';' => return false,
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_their_shortest_text() {
        for (number, text) in [
            (1.1, "1.1"),
            (28.16, "28.16"),
            (500.0, "500"),
            (-0.0, "0"),
            (-12.5, "-12.5"),
            (100_000_000_000_000_000_000_000.0, "100000000000000000000000"),
            (0.000_000_1, "0.0000001"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn amounts_get_two_places_only_where_they_are_meant_to_have_two() {
        assert_eq!(amount_text("12.340000000000002").as_deref(), Some("12.34"));
        assert_eq!(amount_text("0.30000000000000004").as_deref(), Some("0.30"));
        assert_eq!(amount_text("-7.999999999").as_deref(), Some("-8.00"));
        assert_eq!(amount_text("1.1"), None);
        assert_eq!(amount_text("12.345"), None);
        assert_eq!(amount_text("0.00001"), None);
        assert_eq!(amount_text("1e5"), None);
    }

    #[test]
    fn serials_are_days_in_both_systems() {
        let days = |serial: &str| date_text(serial, false);
        assert_eq!(days("43734").as_deref(), Some("2019-09-26"));
        assert_eq!(days("43734.531562499999").as_deref(), Some("2019-09-26 12:45:27"));
        assert_eq!(days("43734.999999").as_deref(), Some("2019-09-27"));
        assert_eq!(days("0.5").as_deref(), Some("12:00:00"));
        assert_eq!(date_text("42272.53156", true).as_deref(), Some("2019-09-26 12:45:27"));
        for none in ["0", "-1", "1", "20250101", "99999999999999999999", "x", ""] {
            assert_eq!(days(none), None, "{none}");
        }
    }

    #[test]
    fn date_formats_are_told_from_others() {
        for format in [
            "yyyy-mm-dd hh:mm:ss",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[h]:mm",
            "[$-F800]dddd\\,\\ mmmm",
            "h:mm AM/PM",
        ] {
            assert!(shows_date(170, Some(format)), "{format}");
        }
        for format in ["General", "\\¥#,##0.00", "\"sum\"0.00", "0.00_);[Red]\\(0.00\\)", "@", "0;yyyy"] {
            assert!(!shows_date(170, Some(format)), "{format}");
        }
        assert!(shows_date(14, None) && shows_date(22, None) && shows_date(58, None));
        assert!(!shows_date(0, None) && !shows_date(4, None) && !shows_date(49, None));
    }
}
