//! The figures of the last 30, 60, 90, 180 and 365 days covered. Every row goes once into the bucket of its day; windows are sums
//! of buckets, each going on from the one before.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::{Decimal, MathematicalOps};

use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::period::Window;
use crate::statement::RowRef;

use super::analyse::quotient;
use super::balance::Balances;
use super::categories::{Categories, CategoryGroup};
use super::coverage::Coverage;
use super::rows::Row;
use super::streams::count;
use super::{LowestBalance, Treatment, WindowFigures};

/// The lengths of the windows, in days counted back from the last day covered.
pub const WINDOW_DAYS: [u32; 5] = [30, 60, 90, 180, 365];

/// Days of a stretch over which net is compared: months differ in length and would differ in net for that alone.
const STRETCH_DAYS: usize = 30;
/// Fewer stretches than this say nothing of how net varies.
const STRETCHES_MIN: usize = 2;

/// What a row is part of, as bits.
mod part {
    pub(super) const INFLOW: u8 = 1;
    pub(super) const INCOME: u8 = 1 << 1;
    pub(super) const SPENDING: u8 = 1 << 2;
    pub(super) const REFUND: u8 = 1 << 3;
    pub(super) const DEBT: u8 = 1 << 4;
    pub(super) const CASH: u8 = 1 << 5;
    pub(super) const GAMBLING: u8 = 1 << 6;
    pub(super) const PENALTY: u8 = 1 << 7;
}

fn parts(row: &Row<'_>, categories: &Categories) -> u8 {
    match row.treatment {
        Treatment::Income => part::INFLOW | part::INCOME,
        Treatment::OtherInflow => part::INFLOW,
        Treatment::Refund => part::REFUND,
        Treatment::ObligationPayment => part::SPENDING | part::DEBT,
        Treatment::Spending => {
            part::SPENDING
                | match categories.group(&row.category) {
                    CategoryGroup::Cash => part::CASH,
                    CategoryGroup::Gambling => part::GAMBLING,
                    CategoryGroup::Penalty => part::PENALTY,
                    CategoryGroup::Income
                    | CategoryGroup::Necessary
                    | CategoryGroup::Housing
                    | CategoryGroup::Debt
                    | CategoryGroup::Discretionary
                    | CategoryGroup::Transfer
                    | CategoryGroup::Other => 0,
                }
        }
        Treatment::LoanProceeds
        | Treatment::OwnTransfer
        | Treatment::CountedElsewhere
        | Treatment::NoEffect => 0,
    }
}

/// Amounts in fen, of a day or of several.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    inflow: i64,
    income: i64,
    /// Before refunds.
    spending: i64,
    refunds: i64,
    debt: i64,
    cash: i64,
    gambling: i64,
    penalties: i64,
    penalty_rows: u32,
}

impl Sums {
    fn enter(&mut self, parts: u8, fen: i64) -> Result<(), MoneyError> {
        let places = [
            (part::INFLOW, &mut self.inflow),
            (part::INCOME, &mut self.income),
            (part::SPENDING, &mut self.spending),
            (part::REFUND, &mut self.refunds),
            (part::DEBT, &mut self.debt),
            (part::CASH, &mut self.cash),
            (part::GAMBLING, &mut self.gambling),
            (part::PENALTY, &mut self.penalties),
        ];
        for (bit, sum) in places {
            if parts & bit != 0 {
                *sum = sum.checked_add(fen).ok_or(MoneyError::OutOfRange)?;
            }
        }
        self.penalty_rows += u32::from(parts & part::PENALTY != 0);
        Ok(())
    }

    fn add(&mut self, other: &Sums) -> Result<(), MoneyError> {
        let pairs = [
            (&mut self.inflow, other.inflow),
            (&mut self.income, other.income),
            (&mut self.spending, other.spending),
            (&mut self.refunds, other.refunds),
            (&mut self.debt, other.debt),
            (&mut self.cash, other.cash),
            (&mut self.gambling, other.gambling),
            (&mut self.penalties, other.penalties),
        ];
        for (sum, fen) in pairs {
            *sum = sum.checked_add(fen).ok_or(MoneyError::OutOfRange)?;
        }
        self.penalty_rows += other.penalty_rows;
        Ok(())
    }

    /// Spending less refunds, which may be below zero.
    fn outflow(&self) -> Result<i64, MoneyError> {
        self.spending.checked_sub(self.refunds).ok_or(MoneyError::OutOfRange)
    }

    fn net(&self) -> Result<i64, MoneyError> {
        self.inflow.checked_sub(self.outflow()?).ok_or(MoneyError::OutOfRange)
    }
}

/// The figures of a window that open rows, each with the parts that its rows are of.
const FIGURES: [(&str, u8); 8] = [
    ("inflow", part::INFLOW),
    ("income", part::INCOME),
    ("spending", part::SPENDING | part::REFUND),
    ("net", part::INFLOW | part::SPENDING | part::REFUND),
    ("debt_service", part::DEBT),
    ("cash", part::CASH),
    ("gambling", part::GAMBLING),
    ("penalties", part::PENALTY),
];

/// The rows of windows: each row once, with its day and what it is part of, so that no list is made that nobody opens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WindowRows(Vec<(RowRef, u32, u8)>);

impl WindowRows {
    /// The rows behind one figure of the window of so many days; `None` where no window has such a figure.
    pub(crate) fn of(&self, days: u32, figure: &str) -> Option<Vec<RowRef>> {
        let (_, wanted) = FIGURES.into_iter().find(|(name, _)| *name == figure)?;
        let behind = self.0.iter().filter(|(_, back, parts)| *back < days && parts & wanted != 0);
        WINDOW_DAYS.contains(&days).then(|| behind.map(|(row, ..)| *row).collect())
    }

    /// How many rows stand behind each figure of each window.
    pub(crate) fn counts(&self, windows: &[WindowFigures]) -> Vec<(String, u32)> {
        let mut counts = vec![[0_u32; FIGURES.len()]; windows.len()];
        for (_, back, parts) in &self.0 {
            for (window, counts) in windows.iter().zip(&mut counts) {
                for ((_, wanted), count) in FIGURES.iter().zip(counts) {
                    *count += u32::from(*back < window.days && parts & wanted != 0);
                }
            }
        }
        let named = windows.iter().zip(counts).flat_map(|(window, counts)| {
            FIGURES
                .iter()
                .zip(counts)
                .map(|((name, _), rows)| (format!("window:{}:{name}", window.days), rows))
        });
        named.collect()
    }
}

/// The days of the longest window, the last covered first.
struct Buckets {
    last: NaiveDate,
    days: Vec<Sums>,
    covered: Vec<bool>,
}

impl Buckets {
    fn new(coverage: &Coverage) -> Self {
        let last = coverage.window.last;
        let length = WINDOW_DAYS[WINDOW_DAYS.len() - 1] as usize;
        let mut covered = vec![false; length];
        for run in &coverage.runs {
            let first = back(last, run.first).map_or(length, |first| (first as usize + 1).min(length));
            let from = back(last, run.last).map_or(0, |from| from as usize);
            if from < first {
                covered[from..first].fill(true);
            }
        }
        Buckets { last, days: vec![Sums::default(); length], covered }
    }

    /// The population's standard deviation of net over the mean of inflow, over stretches of days that are all covered. The same
    /// in any currency; `None` where too little is covered or nothing comes in.
    fn variation(&self, days: Range<usize>, stretch: usize) -> Result<Option<Decimal>, MoneyError> {
        let mut nets = Vec::new();
        let mut inflow = 0_i64;
        for from in days.clone().step_by(stretch) {
            let stretch = from..from + stretch;
            if stretch.end > days.end || !self.covered[stretch.clone()].iter().all(|covered| *covered) {
                continue;
            }
            let mut sums = Sums::default();
            self.days[stretch].iter().try_for_each(|day| sums.add(day))?;
            nets.push(Decimal::from(sums.net()?));
            inflow = inflow.checked_add(sums.inflow).ok_or(MoneyError::OutOfRange)?;
        }
        if nets.len() < STRETCHES_MIN || inflow <= 0 {
            return Ok(None);
        }
        let number = Decimal::from(nets.len());
        Ok(deviation(&nets).and_then(|deviation| {
            Some(deviation.checked_mul(number)?.checked_div(Decimal::from(inflow))?.round_dp(4).normalize())
        }))
    }
}

/// Days from a day to the last; `None` for a later day.
fn back(last: NaiveDate, day: NaiveDate) -> Option<u32> {
    u32::try_from((last - day).num_days()).ok()
}

fn deviation(values: &[Decimal]) -> Option<Decimal> {
    let count = Decimal::from(values.len());
    let mean = values.iter().copied().try_fold(Decimal::ZERO, Decimal::checked_add)?.checked_div(count)?;
    let mut squares = Decimal::ZERO;
    for value in values {
        let distance = value.checked_sub(mean)?;
        squares = squares.checked_add(distance.checked_mul(distance)?)?;
    }
    squares.checked_div(count)?.sqrt()
}

/// The figures of every window, and the rows behind them.
pub(crate) fn figures(
    rows: &[Row<'_>],
    coverage: &Coverage,
    balances: &Balances,
    categories: &Categories,
) -> Result<(Vec<WindowFigures>, WindowRows), MoneyError> {
    let mut buckets = Buckets::new(coverage);
    let mut behind = Vec::with_capacity(rows.len());
    let mut files = Vec::new();
    for row in rows {
        let Some(back) = back(buckets.last, row.day()) else { continue };
        let Some(day) = buckets.days.get_mut(back as usize) else { continue };
        let parts = parts(row, categories);
        day.enter(parts, row.counted.fen())?;
        behind.push((row.name(), back, parts));
        match files.last_mut() {
            Some((file, nearest)) if *file == row.statement.file => *nearest = back.min(*nearest),
            Some(_) | None => files.push((row.statement.file, back)),
        }
    }
    let mut windows = Vec::with_capacity(WINDOW_DAYS.len());
    let (mut sums, mut summed) = (Sums::default(), 0);
    for days in WINDOW_DAYS {
        buckets.days[summed..days as usize].iter().try_for_each(|day| sums.add(day))?;
        summed = days as usize;
        let named = files.iter().filter(|(_, nearest)| *nearest < days).map(|(file, _)| *file);
        windows.push(WindowFigures {
            statements: named.collect::<BTreeSet<_>>().into_iter().collect(),
            ..window(days, &sums, &buckets, balances)?
        });
    }
    Ok((windows, WindowRows(behind)))
}

fn window(
    days: u32,
    sums: &Sums,
    buckets: &Buckets,
    balances: &Balances,
) -> Result<WindowFigures, MoneyError> {
    let length = days as usize;
    let window = Window::ending(buckets.last, days);
    let covered_days = count(buckets.covered[..length].iter().filter(|covered| **covered).count());
    let spending = Money::cny(sums.outflow()?);
    let (inflow, income) = (Money::cny(sums.inflow), Money::cny(sums.income));
    let net = Money::cny(sums.net()?);
    let debt_service = Money::cny(sums.debt);
    let gross = Some(Money::cny(sums.spending));
    let lows = balances.lows.range(window.first..=window.last);
    let lowest = lows.min_by_key(|(day, (low, _))| (low.fen(), **day));
    let ends: Vec<(NaiveDate, Money)> =
        balances.daily.iter().copied().filter(|(day, _)| window.contains(*day)).collect();
    Ok(WindowFigures {
        days,
        window,
        covered_days,
        statements: Vec::new(),
        inflow,
        income,
        spending,
        net,
        debt_service,
        cash: Money::cny(sums.cash),
        gambling: Money::cny(sums.gambling),
        penalties: Money::cny(sums.penalties),
        penalty_rows: sums.penalty_rows,
        savings_rate: quotient(net, Some(inflow)),
        income_pledged: quotient(debt_service, Some(income)),
        cash_share: quotient(Money::cny(sums.cash), gross),
        gambling_share: quotient(Money::cny(sums.gambling), gross),
        net_variation_daily: buckets.variation(0..length, 1)?,
        net_variation_monthly: buckets.variation(0..length, STRETCH_DAYS)?,
        lowest_balance: lowest.map(|(day, (amount, _))| LowestBalance { amount: *amount, day: *day }),
        days_below_zero: balances
            .below_zero
            .as_ref()
            .filter(|_| !ends.is_empty())
            .map(|_| count(balances.below.range(window.first..=window.last).count())),
        buffer_days: buffer(&ends, spending, covered_days)?,
    })
}

/// Days that the mean end-of-day balance lasts at the mean spending of a covered day.
fn buffer(
    ends: &[(NaiveDate, Money)],
    spending: Money,
    covered_days: u32,
) -> Result<Option<Decimal>, MoneyError> {
    if ends.is_empty() || !spending.is_positive() {
        return Ok(None);
    }
    let total = Money::sum(ends.iter().map(|(_, balance)| *balance), Currency::Cny)?;
    let mean = total.checked_div(Decimal::from(ends.len()), Rounding::HalfUp)?;
    let days = mean.ratio(spending).and_then(|share| share.checked_mul(Decimal::from(covered_days)));
    Ok(days.map(|days| days.max(Decimal::ZERO).round_dp(1).normalize()))
}
