//! Probability of default from points.
//!
//! `odds(good:bad) = base_odds x 2^((points - base_points) / pdo)`, `pd = 1 / (1 + odds)`; the usual scaling of points to odds.
//! The fractional power of two is taken by repeated square roots of two held to 28 places, so that every machine gives the
//! same digits.

use std::sync::OnceLock;

use rust_decimal::{Decimal, MathematicalOps};

/// Binary digits of the exponent's fraction that are used; an error of 2^-40 in the exponent is far below the sixth place.
const FRACTION_BITS: usize = 40;

/// Doublings either way beyond which the probability no longer changes at six places.
const DOUBLINGS_MAX: i64 = 40;

/// Two to the powers one half, one quarter, and so on.
fn roots_of_two() -> &'static [Decimal] {
    static ROOTS: OnceLock<Vec<Decimal>> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let root = |power: &Decimal| power.sqrt();
        std::iter::successors(Decimal::TWO.sqrt(), root).take(FRACTION_BITS).collect()
    })
}

/// Two to an exponent between -[`DOUBLINGS_MAX`] and [`DOUBLINGS_MAX`].
fn two_to(exponent: Decimal) -> Decimal {
    let whole = exponent.floor();
    let mut fraction = exponent - whole;
    let mut power = Decimal::TWO.powd(whole);
    for root in roots_of_two() {
        fraction *= Decimal::TWO;
        if fraction >= Decimal::ONE {
            power *= root;
            fraction -= Decimal::ONE;
        }
    }
    power
}

/// The probability of default at some points, six places.
pub(crate) fn of_points(points: i32, base_points: i32, base_odds: Decimal, pdo: Decimal) -> Decimal {
    let limit = Decimal::from(DOUBLINGS_MAX);
    let exponent = ((Decimal::from(points) - Decimal::from(base_points)) / pdo).clamp(-limit, limit);
    let odds = base_odds * two_to(exponent);
    (Decimal::ONE / (Decimal::ONE + odds)).round_dp(6).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pd(points: i32) -> Decimal {
        of_points(points, 600, Decimal::from(14), Decimal::from(50))
    }

    #[test]
    fn odds_double_where_the_scale_says() {
        assert_eq!(pd(600), Decimal::new(66_667, 6)); // 1 / 15
        assert_eq!(pd(650), Decimal::new(34_483, 6)); // 1 / 29
        assert_eq!(pd(550), Decimal::new(125, 3)); // 1 / 8
        assert_eq!(pd(642), Decimal::new(38_372, 6)); // 1 / (1 + 14 x 2^0.84)
    }

    #[test]
    fn more_points_never_mean_more_risk() {
        for points in -500..2000 {
            assert!(pd(points) >= pd(points + 1), "{points}");
        }
    }
}
