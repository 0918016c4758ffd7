//! Monthly sums, and the obligations they show.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, MathematicalOps};

use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::period::Month;
use crate::statement::RowRef;

use super::rows::Row;
use super::{Certainty, Obligation, Treatment};

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Sums of some rows by whole month.
pub(crate) fn by_month<'r, 'a: 'r>(
    rows: impl Iterator<Item = &'r Row<'a>>,
    whole: &[Month],
) -> Result<BTreeMap<Month, Money>, MoneyError> {
    let mut sums = BTreeMap::new();
    for row in rows {
        let month = Month::of(row.day());
        if whole.contains(&month) {
            let sum = sums.entry(month).or_insert(Money::zero(Currency::Cny));
            *sum = sum.checked_add(row.counted)?;
        }
    }
    Ok(sums)
}

/// The mean of some months' sums over all whole months.
pub(crate) fn mean(sums: &BTreeMap<Month, Money>, months: usize) -> Result<Money, MoneyError> {
    let sum = Money::sum(sums.values().copied(), Currency::Cny)?;
    if months == 0 {
        return Ok(Money::zero(Currency::Cny));
    }
    sum.checked_div(Decimal::from(months), Rounding::HalfUp)
}

/// The coefficient of variation of monthly sums over all whole months, absent months as zero: the population's standard deviation
/// over the mean, four places; `None` below two months or with nothing to vary.
pub(crate) fn variation(sums: &BTreeMap<Month, Money>, whole: &[Month]) -> Option<Decimal> {
    if whole.len() < 2 {
        return None;
    }
    let values: Vec<Decimal> =
        whole.iter().map(|month| sums.get(month).map_or(Decimal::ZERO, |sum| sum.amount())).collect();
    let count = Decimal::from(values.len());
    let mean = values.iter().sum::<Decimal>() / count;
    if mean.is_zero() {
        return None;
    }
    let mut squares = Decimal::ZERO;
    for value in &values {
        let distance = value - mean;
        squares = squares.checked_add(distance.checked_mul(distance)?)?;
    }
    Some(((squares / count).sqrt()? / mean).round_dp(4).normalize())
}

/// The obligations, the largest payment first, each with the rows it rests on.
pub(crate) fn obligations(
    rows: &[Row<'_>],
    whole: &[Month],
) -> Result<Vec<(Obligation, Vec<RowRef>)>, MoneyError> {
    let mut lenders: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.treatment == Treatment::ObligationPayment) {
        if let Some(lender) = &row.lender {
            lenders.entry(lender).or_default().push(row);
        }
    }
    let mut obligations = Vec::new();
    for (lender, mut rows) in lenders {
        // A debt that was paid only in part months is still a debt: then those months are what there is.
        let mut sums = by_month(rows.iter().copied(), whole)?;
        if sums.is_empty() {
            let touched: Vec<Month> = rows.iter().map(|row| Month::of(row.day())).collect();
            sums = by_month(rows.iter().copied(), &touched)?;
        }
        rows.retain(|row| sums.contains_key(&Month::of(row.day())));
        let same = sums.values().map(|sum| sum.fen()).collect::<BTreeSet<_>>().len() == 1;
        let certainty = if rows.iter().any(|row| row.inferred) || sums.len() < 2 {
            Certainty::Inferred
        } else if same {
            Certainty::Definite
        } else {
            Certainty::Estimated
        };
        let obligation = Obligation {
            lender: lender.to_owned(),
            certainty,
            payment_monthly: mean(&sums, sums.len())?,
            months_seen: count(sums.len()),
            months_observed: count(whole.len()),
        };
        obligations.push((obligation, rows.iter().map(|row| row.name()).collect()));
    }
    obligations.sort_by(|(a, _): &(Obligation, _), (b, _)| {
        b.payment_monthly.fen().cmp(&a.payment_monthly.fen()).then(a.lender.cmp(&b.lender))
    });
    Ok(obligations)
}
