//! What a line costs a month, and the largest line a month can carry.
//!
//! Equal parts of the principal plus a flat fee on the whole principal each period, the usual form of instalment credit:
//! `payment = line / n + line x fee`, rounded up to the fen so that the parts cover the whole.

use rust_decimal::Decimal;

use crate::money::{Money, Rounding};

use super::LineError;

/// The share of the line that each instalment takes: `1 / n + fee`, as one fraction to keep it exact.
fn instalment_fraction(
    instalments: u32,
    fee_rate_per_period: Decimal,
) -> Result<(Decimal, Decimal), LineError> {
    if instalments == 0 {
        return Err(LineError::NoInstalments);
    }
    let periods = Decimal::from(instalments);
    Ok((Decimal::ONE + fee_rate_per_period * periods, periods))
}

/// Each instalment of a line, rounded up to the fen.
pub fn payment(line: Money, instalments: u32, fee_rate_per_period: Decimal) -> Result<Money, LineError> {
    let (share, periods) = instalment_fraction(instalments, fee_rate_per_period)?;
    let exact = line.amount() * share / periods;
    Ok(Money::rounded(exact, line.currency(), Rounding::Up)?)
}

/// The largest line, to the fen, whose rounded instalment does not exceed what is available a month; zero for nothing.
pub fn largest_line(
    available_monthly: Money,
    instalments: u32,
    fee_rate_per_period: Decimal,
) -> Result<Money, LineError> {
    let (share, periods) = instalment_fraction(instalments, fee_rate_per_period)?;
    if !available_monthly.is_positive() {
        return Ok(Money::zero(available_monthly.currency()));
    }
    let exact = available_monthly.amount() * periods / share;
    let mut line = Money::rounded(exact, available_monthly.currency(), Rounding::Down)?;
    // Division rounds at 28 places: step back where that carried the instalment over the last fen.
    while payment(line, instalments, fee_rate_per_period)? > available_monthly {
        line = line.checked_sub(Money::from_fen(1, line.currency()))?;
    }
    Ok(line)
}

/// Payments to other lenders and the new instalment over income, four places; `None` without income.
pub fn payment_to_income(
    payment: Money,
    obligations_monthly: Money,
    income_monthly: Option<Money>,
) -> Option<Decimal> {
    let payments = payment.checked_add(obligations_monthly).ok()?;
    let ratio = payments.ratio(income_monthly.filter(|income| income.is_positive())?)?;
    Some(ratio.round_dp(4).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_worked_instalment() {
        // 3,000 over 12 at 0.5 % a period: 250 of principal and 15 of fee.
        assert_eq!(payment(Money::cny(300_000), 12, Decimal::new(5, 3)), Ok(Money::cny(26_500)));
        // 4,000: 333.333... + 20 rounds up.
        assert_eq!(payment(Money::cny(400_000), 12, Decimal::new(5, 3)), Ok(Money::cny(35_334)));
        assert_eq!(payment(Money::cny(1), 0, Decimal::ZERO), Err(LineError::NoInstalments));
    }

    proptest! {
        #[test]
        fn the_largest_line_fits_and_one_fen_more_does_not(
            available in 0i64..10_000_000, instalments in 1u32..37, fee in 0i64..50,
        ) {
            let (available, fee) = (Money::cny(available), Decimal::new(fee, 3));
            let line = largest_line(available, instalments, fee).unwrap();
            prop_assert!(payment(line, instalments, fee).unwrap() <= available);
            let more = line.checked_add(Money::cny(1)).unwrap();
            prop_assert!(payment(more, instalments, fee).unwrap() > available);
        }
    }
}
