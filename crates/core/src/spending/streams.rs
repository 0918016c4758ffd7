//! Income streams and obligations: who pays, whom is paid, how regularly.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::{Decimal, MathematicalOps};

use crate::applicant::Personal;
use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::period::Month;
use crate::statement::RowRef;

use super::categories::Thresholds;
use super::rows::Row;
use super::{Certainty, IncomeKind, IncomeStream, Obligation, Treatment};

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

/// Who pays: the other side without account digits. A business is paid by many, and is one stream.
fn payer_key(row: &Row<'_>) -> String {
    if row.income == Some(IncomeKind::Business) {
        return String::new();
    }
    row.other_side().chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

/// The payer as shown: its name, or the provider's word for the payment where there is no one name.
fn payer_shown(key: &str, rows: &[&Row<'_>]) -> Personal {
    let named = |row: &&&Row<'_>| -> String {
        let shown = if key.is_empty() { &row.transaction.provider_type } else { row.other_side() };
        shown.to_owned()
    };
    Personal(rows.iter().map(|row| named(&row)).max().unwrap_or_default())
}

/// Why a stream is not counted, where it is not.
fn not_counted(
    kind: IncomeKind,
    seen: u32,
    observed: u32,
    cv: Option<Decimal>,
    terms: &Thresholds,
) -> Option<&'static str> {
    let share = terms.stream_months_ratio_min * Decimal::from(observed);
    if seen == 0 || (seen < terms.stream_months_min && Decimal::from(seen) < share) {
        return Some("too_few_months");
    }
    let irregular = match kind {
        IncomeKind::Other => cv.is_some_and(|cv| cv > terms.irregular_cv_max),
        IncomeKind::Salary | IncomeKind::Gig | IncomeKind::Public | IncomeKind::Business => false,
    };
    irregular.then_some("irregular")
}

/// A stream with the rows of whole months that it rests on.
pub(crate) type StreamRows<'r, 'a> = (IncomeStream, Vec<&'r Row<'a>>);

/// The income streams, those that count first, the largest first.
pub(crate) fn income<'r, 'a>(
    rows: &'r [Row<'a>],
    whole: &[Month],
    thresholds: &Thresholds,
) -> Result<Vec<StreamRows<'r, 'a>>, MoneyError> {
    let mut payers: BTreeMap<(String, IncomeKind), Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.treatment == Treatment::Income) {
        payers.entry((payer_key(row), row.income.unwrap_or(IncomeKind::Other))).or_default().push(row);
    }
    let months_observed = count(whole.len());
    let mut streams = Vec::new();
    for ((payer, kind), mut rows) in payers {
        let usual_day = usual_day(&rows, thresholds.regular_days);
        let last = rows.iter().map(|row| row.day()).max();
        let shown = payer_shown(&payer, &rows);
        rows.retain(|row| whole.contains(&Month::of(row.day())));
        let sums = by_month(rows.iter().copied(), whole)?;
        let months_seen = count(sums.len());
        let cv = variation(&sums, whole);
        let because = not_counted(kind, months_seen, months_observed, cv, thresholds);
        let stream = IncomeStream {
            payer: shown,
            kind,
            counted: because.is_none(),
            not_counted_because: because.map(str::to_owned),
            monthly_mean: mean(&sums, whole.len())?,
            cv,
            months_seen,
            months_observed,
            usual_day,
            next_expected: usual_day.zip(last).and_then(|(day, last)| next_on(day, last)),
        };
        streams.push((stream, rows));
    }
    streams.sort_by(|(a, _), (b, _)| {
        (b.counted, b.monthly_mean.fen()).cmp(&(a.counted, a.monthly_mean.fen())).then(a.payer.cmp(&b.payer))
    });
    Ok(streams)
}

/// The day of the month around which every payment lies within so many days, the first days of a month following on its last.
fn usual_day(rows: &[&Row<'_>], spread: u32) -> Option<u32> {
    let mut days: Vec<u32> = rows.iter().map(|row| row.day().day()).collect();
    if days.len() < 2 {
        return None;
    }
    days.sort_unstable();
    days.dedup();
    let apart = |a: u32, b: u32| a.abs_diff(b).min(31 - a.abs_diff(b));
    let centres = days.iter().filter(|centre| days.iter().all(|day| apart(*day, **centre) <= spread));
    centres
        .min_by_key(|centre| (days.iter().map(|day| apart(*day, **centre)).sum::<u32>(), **centre))
        .copied()
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
