//! Exact money: a decimal amount of at most two places and its currency.

mod currency;

use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use currency::Currency;

/// How a result with more than two places becomes money; always named at the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest fen, a half away from zero, as statements and contracts do.
    HalfUp,
    /// Towards zero: never more than the exact result for a positive amount.
    Down,
    /// Away from zero: never less than the exact result for a positive amount.
    Up,
}

impl Rounding {
    fn strategy(self) -> RoundingStrategy {
        match self {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::Down => RoundingStrategy::ToZero,
            Rounding::Up => RoundingStrategy::AwayFromZero,
        }
    }
}

/// Why an operation on money has no exact result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The two operands are in different currencies.
    #[error("cannot combine {0} with {1}")]
    CurrencyMismatch(&'static str, &'static str),
    /// The result does not fit 64 bits of fen.
    #[error("the amount is out of range")]
    OutOfRange,
    /// The amount has more than two decimal places.
    #[error("the amount {0} has more than two decimal places")]
    TooPrecise(Decimal),
    /// The text is not an amount.
    #[error("{0:?} is not an amount")]
    NotAnAmount(String),
}

/// An exact amount of money, in whole fen (hundredths). Its range is that of 64-bit fen.
///
/// On the wire and in hashed bytes see [`Serialize`]: `{"currency":"CNY","fen":12345}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// Makes money from a decimal amount that has at most two places.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let mut amount = amount.normalize();
        if amount.scale() > 2 {
            return Err(MoneyError::TooPrecise(amount));
        }
        amount.rescale(2);
        Self::checked(amount, currency)
    }

    /// Makes money from whole fen.
    pub fn from_fen(fen: i64, currency: Currency) -> Self {
        Money { amount: Decimal::new(fen, 2), currency }
    }

    /// Makes yuan from whole fen.
    pub fn cny(fen: i64) -> Self {
        Self::from_fen(fen, Currency::Cny)
    }

    /// Makes money from a decimal of any precision, rounding as named.
    pub fn rounded(amount: Decimal, currency: Currency, rounding: Rounding) -> Result<Self, MoneyError> {
        let mut amount = amount.round_dp_with_strategy(2, rounding.strategy());
        amount.rescale(2);
        Self::checked(amount, currency)
    }

    fn checked(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let money = Money { amount, currency };
        money.checked_fen().map(|_| money)
    }

    /// Zero of a currency.
    pub fn zero(currency: Currency) -> Self {
        Self::from_fen(0, currency)
    }

    /// The amount as a decimal with two places.
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    fn checked_fen(self) -> Result<i64, MoneyError> {
        let fen = self.amount.checked_mul(Decimal::ONE_HUNDRED).ok_or(MoneyError::OutOfRange)?;
        fen.to_i64().ok_or(MoneyError::OutOfRange)
    }

    /// The amount in whole fen.
    pub fn fen(self) -> i64 {
        self.checked_fen().expect("every constructor checks that the amount fits 64-bit fen")
    }

    /// Whether the amount is zero.
    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    /// Whether the amount is below zero.
    pub fn is_negative(self) -> bool {
        self.amount.is_sign_negative() && !self.amount.is_zero()
    }

    /// Whether the amount is above zero.
    pub fn is_positive(self) -> bool {
        self.amount.is_sign_positive() && !self.amount.is_zero()
    }

    /// The amount without its sign.
    pub fn abs(self) -> Self {
        Money { amount: self.amount.abs(), ..self }
    }

    /// The amount with its sign turned.
    pub fn negated(self) -> Self {
        Money { amount: -self.amount, ..self }
    }

    /// Adds; the currencies must agree.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::OutOfRange)?;
        Self::checked(amount, self.currency)
    }

    /// Subtracts; the currencies must agree.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let amount = self.amount.checked_sub(other.amount).ok_or(MoneyError::OutOfRange)?;
        Self::checked(amount, self.currency)
    }

    /// Multiplies by a factor, rounding as named.
    pub fn checked_mul(self, factor: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        let amount = self.amount.checked_mul(factor).ok_or(MoneyError::OutOfRange)?;
        Self::rounded(amount, self.currency, rounding)
    }

    /// Divides by a number, rounding as named; division by zero is out of range.
    pub fn checked_div(self, divisor: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        let amount = self.amount.checked_div(divisor).ok_or(MoneyError::OutOfRange)?;
        Self::rounded(amount, self.currency, rounding)
    }

    /// The ratio of two amounts of one currency; `None` when the other is zero.
    pub fn ratio(self, other: Self) -> Option<Decimal> {
        if self.currency != other.currency {
            return None;
        }
        self.amount.checked_div(other.amount)
    }

    /// Rounds down to a whole multiple of `step` (towards zero); a step of zero leaves the amount as it is.
    pub fn floor_to_step(self, step: Self) -> Result<Self, MoneyError> {
        self.same_currency(step)?;
        if step.is_zero() {
            return Ok(self);
        }
        let fen = self.fen();
        let step = step.fen();
        Ok(Money::from_fen(fen - fen % step, self.currency))
    }

    /// Adds up amounts of one currency.
    pub fn sum<I: IntoIterator<Item = Money>>(amounts: I, currency: Currency) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Money::zero(currency), Money::checked_add)
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch(self.currency.code(), other.currency.code()))
        }
    }
}

impl PartialOrd for Money {
    /// Amounts of different currencies have no order.
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (self.currency == other.currency).then(|| self.amount.cmp(&other.amount))
    }
}

impl fmt::Display for Money {
    /// The plain decimal amount with two places and no grouping, such as `-1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() { f.write_str("0.00") } else { write!(f, "{:.2}", self.amount) }
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads a plain decimal amount of yuan, such as `-1234.5`; no grouping, no currency sign.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let amount = Decimal::from_str_exact(text).map_err(|_| MoneyError::NotAnAmount(text.to_owned()))?;
        Money::new(amount, Currency::Cny)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hashed {
    currency: Currency,
    fen: i64,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Hashed { currency: self.currency, fen: self.fen() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hashed = Hashed::deserialize(deserializer)?;
        Ok(Money::from_fen(hashed.fen, hashed.currency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_checked() {
        let a: Money = "0.10".parse().unwrap();
        let b: Money = "0.20".parse().unwrap();
        assert_eq!(a.checked_add(b).unwrap().to_string(), "0.30");
        assert_eq!("1.005".parse::<Money>(), Err(MoneyError::TooPrecise(Decimal::new(1005, 3))));
        assert!(Money::cny(i64::MAX).checked_add(Money::cny(1)).is_err());
        assert!(Money::cny(1).checked_add(Money::from_fen(1, Currency::Hkd)).is_err());
    }

    #[test]
    fn a_step_floors_towards_zero() {
        let step = Money::cny(50_000);
        assert_eq!(Money::cny(316_500).floor_to_step(step).unwrap(), Money::cny(300_000));
        assert_eq!(Money::cny(49_999).floor_to_step(step).unwrap(), Money::cny(0));
    }

    #[test]
    fn hashed_bytes_carry_whole_fen() {
        let bytes = serde_json::to_string(&Money::cny(-12_345)).unwrap();
        assert_eq!(bytes, r#"{"currency":"CNY","fen":-12345}"#);
        assert_eq!(serde_json::from_str::<Money>(&bytes).unwrap(), Money::cny(-12_345));
    }
}
