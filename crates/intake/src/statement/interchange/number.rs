//! Amounts as interchange formats write them: exact, or refused.

use crate::cell::FEN_MAX;
use crate::error::{Fault, IntakeCode};

/// What a lone separator in an amount means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lone {
    /// Decimals, whichever sign stands there: the format has no thousands separators.
    Decimal,
    /// Thousands, where it is a comma with three digits behind it: the format is written by programs that group.
    Thousands,
}

/// Reads an amount in hundredths: `-12,50`, `+00115.8300`, `1.234,50`, `107,`. Digits beyond the second decimal place must be
/// zeros.
pub(super) fn hundredths(text: &str, lone: Lone) -> Result<i64, Fault> {
    let not_an_amount = || Fault::new(IntakeCode::NotAnAmount).with("found", text);
    let trimmed = text.trim();
    let (negative, digits) = match trimmed.as_bytes() {
        [b'-', ..] => (true, &trimmed[1..]),
        [b'+', ..] => (false, &trimmed[1..]),
        _ => (false, trimmed),
    };
    let point = decimal_point(digits, lone);
    let (whole, decimals) = match point {
        Some(place) => (&digits[..place], &digits[place + 1..]),
        None => (digits, ""),
    };
    if whole.is_empty() && decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_an_amount());
    }
    let value = whole_part(whole).ok_or_else(not_an_amount)?;
    let digit = |place: usize| decimals.as_bytes().get(place).map_or(0, |byte| i64::from(byte - b'0'));
    if decimals.bytes().skip(2).any(|byte| byte != b'0') {
        return Err(Fault::new(IntakeCode::TooManyDecimals).with("found", text));
    }
    let value = value.saturating_mul(100).saturating_add(digit(0) * 10 + digit(1));
    if value > FEN_MAX {
        return Err(Fault::new(IntakeCode::AmountOutOfRange).with("found", text));
    }
    Ok(if negative { -value } else { value })
}

/// Where the decimals begin: at the last separator, unless it groups thousands.
fn decimal_point(digits: &str, lone: Lone) -> Option<usize> {
    let place = digits.rfind(['.', ','])?;
    let sign = digits.as_bytes()[place];
    let others = digits[..place].matches(['.', ',']).count();
    let alike = digits[..place].bytes().filter(|&byte| byte == sign).count();
    if alike > 0 {
        // Decimals begin once: a separator that stands there twice groups.
        return None;
    }
    let groups = others == 0 && sign == b',' && digits.len() - place == 4 && lone == Lone::Thousands;
    (!groups).then_some(place)
}

/// The digits before the decimals, whose separators must stand before each three of them.
fn whole_part(whole: &str) -> Option<i64> {
    let mut value: i64 = 0;
    let mut group = 0;
    let mut separator = None;
    for byte in whole.bytes() {
        match byte {
            b'0'..=b'9' => {
                group += 1;
                value = value.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
            }
            b',' | b'.' => {
                let fits = match separator {
                    None => (1..=3).contains(&group),
                    Some(before) => before == byte && group == 3,
                };
                if !fits {
                    return None;
                }
                separator = Some(byte);
                group = 0;
            }
            _ => return None,
        }
    }
    (separator.is_none() || group == 3).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_in_either_notation() {
        for (text, expected) in [
            ("-12,50", -1250),
            ("+00000000000115.8300", 11583),
            ("1,234.50", 123_450),
            ("1.234,50", 123_450),
            ("1.234.567,8", 123_456_780),
            ("107,", 10_700),
            (",5", 50),
            (" 120 ", 12_000),
            ("18.15000", 1815),
            ("000000000147,64", 14_764),
        ] {
            assert_eq!(hundredths(text, Lone::Decimal), Ok(expected), "{text}");
        }
        assert_eq!(hundredths("1,234", Lone::Thousands), Ok(123_400));
        assert_eq!(hundredths("1,234,567", Lone::Decimal), Ok(123_456_700));
        assert_eq!(hundredths("12,34", Lone::Thousands), Ok(1234));
    }

    #[test]
    fn what_is_no_exact_amount_is_refused() {
        for text in ["$120", "", "-", ".", "1-", "1 2", "12,34.5", "1,2,3", "١"] {
            assert_eq!(hundredths(text, Lone::Decimal).unwrap_err().code, IntakeCode::NotAnAmount, "{text}");
        }
        for text in ["115.8331", "1,234", "0.001"] {
            assert_eq!(
                hundredths(text, Lone::Decimal).unwrap_err().code,
                IntakeCode::TooManyDecimals,
                "{text}"
            );
        }
        let long = "9".repeat(400);
        assert_eq!(hundredths(&long, Lone::Decimal).unwrap_err().code, IntakeCode::AmountOutOfRange);
    }
}
