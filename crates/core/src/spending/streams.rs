//! Income streams and obligations: who pays, whom is paid, how regularly.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::{Decimal, MathematicalOps};

use crate::applicant::Personal;
use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::period::Month;
use crate::statement::RowRef;

use super::categories::Thresholds;
use super::rows::Row;
use super::{Certainty, IncomeKind, IncomeStream, Obligation, Treatment};

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

fn payer_key(row: &Row<'_>) -> String {
    let name = row.transaction.counterparty.expose();
    let bare: String = name.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    if bare.is_empty() { row.because.clone() } else { bare }
}

/// The income streams, the largest first, each with the rows it rests on.
pub(crate) fn income(
    rows: &[Row<'_>],
    whole: &[Month],
    thresholds: &Thresholds,
) -> Result<Vec<(IncomeStream, Vec<RowRef>)>, MoneyError> {
    let mut payers: BTreeMap<(String, IncomeKind), Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.treatment == Treatment::Income) {
        payers.entry((payer_key(row), row.income.unwrap_or(IncomeKind::Other))).or_default().push(row);
    }
    let mut streams = Vec::new();
    for ((payer, kind), rows) in payers {
        let sums = by_month(rows.iter().copied(), whole)?;
        let seen = u32::try_from(sums.len()).unwrap_or(u32::MAX);
        let months_observed = u32::try_from(whole.len()).unwrap_or(u32::MAX);
        let enough_share =
            Decimal::from(seen) >= thresholds.stream_months_ratio_min * Decimal::from(months_observed);
        let counted = seen >= thresholds.stream_months_min || (seen > 0 && enough_share);
        let usual_day = usual_day(&rows, thresholds.regular_days);
        let last = rows.iter().map(|row| row.day()).max();
        let names = rows.iter().map(|row| row.transaction.counterparty.expose()).max();
        let shown = names.filter(|name| !name.is_empty()).unwrap_or(&payer).to_owned();
        let stream = IncomeStream {
            payer: Personal(shown),
            kind,
            counted,
            not_counted_because: (!counted).then(|| "too_few_months".to_owned()),
            monthly_mean: mean(&sums, whole.len())?,
            cv: variation(&sums, whole),
            months_seen: seen,
            months_observed,
            usual_day,
            next_expected: usual_day.zip(last).and_then(|(day, last)| next_on(day, last)),
        };
        streams.push((stream, rows.iter().map(|row| row.name()).collect()));
    }
    streams.sort_by(|(a, _), (b, _)| {
        (b.counted, b.monthly_mean.fen()).cmp(&(a.counted, a.monthly_mean.fen())).then(a.payer.cmp(&b.payer))
    });
    Ok(streams)
}

/// The median day of the month where every payment lies within so many days of it.
fn usual_day(rows: &[&Row<'_>], spread: u32) -> Option<u32> {
    let mut days: Vec<u32> = rows.iter().map(|row| row.day().day()).collect();
    if days.len() < 2 {
        return None;
    }
    days.sort_unstable();
    let median = days[days.len() / 2];
    days.iter().all(|day| day.abs_diff(median) <= spread).then_some(median)
}

/// The next such day of a month after the month of `last`.
fn next_on(day: u32, last: NaiveDate) -> Option<NaiveDate> {
    let month = Month::of(last).next();
    let wanted = month.first_day().checked_add_days(Days::new(u64::from(day - 1)))?;
    Some(wanted.min(month.last_day()))
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
    for (lender, rows) in lenders {
        // A debt that was paid only in part months is still a debt: then those months are what there is.
        let mut sums = by_month(rows.iter().copied(), whole)?;
        if sums.is_empty() {
            let touched: Vec<Month> = rows.iter().map(|row| Month::of(row.day())).collect();
            sums = by_month(rows.iter().copied(), &touched)?;
        }
        let same = sums.values().map(|sum| sum.fen()).collect::<std::collections::BTreeSet<_>>().len() == 1;
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
            months_seen: u32::try_from(sums.len()).unwrap_or(u32::MAX),
            months_observed: u32::try_from(whole.len()).unwrap_or(u32::MAX),
        };
        obligations.push((obligation, rows.iter().map(|row| row.name()).collect()));
    }
    obligations.sort_by(|(a, _): &(Obligation, _), (b, _)| {
        b.payment_monthly.fen().cmp(&a.payment_monthly.fen()).then(a.lender.cmp(&b.lender))
    });
    Ok(obligations)
}
