//! The analysis: rows in, figures out, each figure with its rows.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::calendar::Calendar;
use crate::money::{Currency, Money, MoneyError};
use crate::period::Month;
use crate::statement::{RowRef, Statement, TruthOutcome, TruthTest};

use super::balance::{self, Balances};
use super::categories::Categories;
use super::corrections::{Corrections, DataCorrection};
use super::coverage::{self, Coverage};
use super::income::{self, StreamRows};
use super::rows::{self, Row};
use super::streams::{self, count};
use super::windows::{self, WindowRows};
use super::{
    Analysis, Obligation, SpendingProfile, Treatment, WindowFigures, accounts, across, flows, pairing,
    questions, refunds, truth,
};

/// Days a month has for the buffer: spending a month over this is spending a day.
const DAYS_IN_MONTH: i64 = 30;

/// Figure name to the rows it rests on.
pub(crate) type Figures = BTreeMap<String, Vec<RowRef>>;

/// What the pack says about the analysis.
#[derive(Debug, Clone, Copy)]
pub struct AnalysisTerms<'a> {
    /// Working days and days off.
    pub calendar: &'a Calendar,
    /// Days analysed, counted back from the last day covered.
    pub window_days: u32,
    /// Fewer whole months than this is a thin file.
    pub thin_file_months: u32,
    /// The floor of living cost a month.
    pub living_cost_min: Money,
}

/// What the application declares.
#[derive(Debug, Clone, Copy, Default)]
pub struct Declared {
    /// Net income a month.
    pub income_monthly: Option<Money>,
    /// Housing cost a month.
    pub housing_monthly: Option<Money>,
}

/// Why statements cannot be analysed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnalysisError {
    /// Amounts do not add up within the range of money.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

pub(crate) fn zero() -> Money {
    Money::zero(Currency::Cny)
}

/// A ratio of four places; `None` unless the whole is above zero.
pub(crate) fn quotient(part: Money, whole: Option<Money>) -> Option<Decimal> {
    let ratio = part.ratio(whole.filter(|whole| whole.is_positive())?)?;
    Some(ratio.round_dp(4).normalize())
}

/// Analyses a case's statements. The order of statements does not matter; a file given twice counts once.
pub fn analyse(
    statements: &[Statement],
    applicant_name: &str,
    categories: &Categories,
    terms: &AnalysisTerms<'_>,
    declared: &Declared,
) -> Result<Analysis, AnalysisError> {
    analyse_corrected(statements, &[], applicant_name, categories, terms, declared)
}

/// The same, with rows that a person put right, in the order they were corrected.
pub fn analyse_corrected(
    statements: &[Statement],
    corrections: &[DataCorrection],
    applicant_name: &str,
    categories: &Categories,
    terms: &AnalysisTerms,
    declared: &Declared,
) -> Result<Analysis, AnalysisError> {
    let by_file: BTreeMap<_, &Statement> =
        statements.iter().map(|statement| (statement.file, statement)).collect();
    let all: Vec<&Statement> = by_file.into_values().collect();
    let yuan: Vec<&Statement> =
        all.iter().copied().filter(|statement| statement.currency == Currency::Cny).collect();
    let coverage = coverage::cover(&yuan, terms.window_days);
    let mut rows = match &coverage {
        Some(coverage) => {
            let corrections = Corrections::new(corrections, &yuan);
            rows::gather(&yuan, coverage.window, applicant_name, categories, &corrections)?
        }
        None => Vec::new(),
    };
    rows::drop_repeated(&mut rows, &yuan);
    let pairs = pairing::pair_wallets(&mut rows, categories)?;
    refunds::net(&mut rows, &pairs)?;
    pairing::count_credit_once(&mut rows, categories)?;
    let carriers = income_carriers(&yuan, &rows, categories)?;
    let months = coverage.as_ref().map(|coverage| coverage.months(&carriers)).unwrap_or_default();
    let whole = months.iter().filter(|(_, whole)| **whole).map(|(month, _)| *month).collect();
    let balances =
        coverage.as_ref().map(|coverage| balance::read(&yuan, coverage.window)).unwrap_or_default();
    let work = Work { all, coverage, rows, categories, terms, declared, months, whole, balances };
    let (mut profile, mut figures) = work.profile(applicant_name, &pairs)?;
    let mut windows = WindowRows::default();
    if let Some(coverage) = &work.coverage {
        (profile.windows, windows) = windows::figures(&work.rows, coverage, &work.balances, categories)?;
        balances_of_windows(&profile.windows, &work.balances, &mut figures);
    }
    for index in 0..corrections.len() {
        let reached = work.rows.iter().filter(|row| row.correction == Some(index));
        figures.insert(format!("correction:{index}"), reached.map(Row::name).collect());
    }
    profile.figure_rows = figures
        .iter()
        .map(|(name, rows)| (name.clone(), count(rows.len())))
        .chain(windows.counts(&profile.windows))
        .collect();
    let rows = work.rows.into_iter().map(Row::classified).collect();
    Ok(Analysis { profile, rows, figures, windows })
}

/// The rows behind the balances of windows: the row of the lowest, and those of the days below zero.
fn balances_of_windows(windows: &[WindowFigures], balances: &Balances, figures: &mut Figures) {
    for figures_of in windows {
        let days = figures_of.window.first..=figures_of.window.last;
        let lowest = figures_of.lowest_balance.as_ref().and_then(|lowest| balances.lows.get(&lowest.day));
        let lowest = lowest.map(|(_, row)| *row).into_iter().collect();
        figures.insert(format!("window:{}:lowest_balance", figures_of.days), lowest);
        let mut below: Vec<RowRef> = balances.below.range(days).map(|(_, row)| *row).collect();
        below.dedup();
        figures.insert(format!("window:{}:days_below_zero", figures_of.days), below);
    }
}

/// The statements of accounts that carry enough of the income to say which months are whole; all of them without income.
fn income_carriers<'a>(
    statements: &[&'a Statement],
    rows: &[Row<'_>],
    categories: &Categories,
) -> Result<Vec<&'a Statement>, MoneyError> {
    let mut carried: BTreeMap<(&str, &str), Money> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.treatment == Treatment::Income) {
        let sum = carried.entry(rows::account(row.statement)).or_insert(zero());
        *sum = sum.checked_add(row.counted)?;
    }
    let total = Money::sum(carried.values().copied(), Currency::Cny)?;
    let share_min = categories.thresholds().income_account_share_min;
    let carries = |statement: &&&Statement| {
        let share = carried.get(&rows::account(statement)).and_then(|sum| sum.ratio(total));
        share.is_some_and(|share| share >= share_min)
    };
    let carriers: Vec<&Statement> = statements.iter().filter(carries).copied().collect();
    Ok(if carriers.is_empty() { statements.to_vec() } else { carriers })
}

/// An analysis whose rows are settled.
struct Work<'a> {
    all: Vec<&'a Statement>,
    coverage: Option<Coverage>,
    rows: Vec<Row<'a>>,
    categories: &'a Categories,
    terms: &'a AnalysisTerms<'a>,
    declared: &'a Declared,
    months: BTreeMap<Month, bool>,
    whole: Vec<Month>,
    balances: Balances,
}

/// Recognised income.
struct Recognised {
    monthly: Option<Money>,
    seen_monthly: Option<Money>,
    cv: Option<Decimal>,
    months_ratio: Option<Decimal>,
    rows: Vec<RowRef>,
}

impl Work<'_> {
    fn profile(
        &self,
        applicant_name: &str,
        pairs: &[(usize, usize)],
    ) -> Result<(SpendingProfile, Figures), MoneyError> {
        let mut figures = Figures::new();
        let months = flows::by_month(&self.rows, &self.months, &mut figures)?;
        let streams =
            income::streams(&self.rows, &self.whole, self.categories.thresholds(), self.terms.calendar)?;
        let income = self.recognised(&streams, &mut figures)?;
        let (obligations, obligations_monthly) = self.obligations(&mut figures)?;
        let (categories, spending_monthly) = flows::spending(&self.rows, &self.whole, &mut figures)?;
        let residual_income = self.residual_income(&income, obligations_monthly, &mut figures)?;
        let shortfall = self.shortfall(income.monthly)?;
        let buffer_days = self.buffer_days(spending_monthly)?;
        self.balance_figures(&mut figures);
        let left_out = flows::left_out(&self.rows, &mut figures)?;
        let truth_tests = self.truth_tests(applicant_name, pairs, &income, shortfall);
        for (index, test) in truth_tests.iter().enumerate() {
            figures.insert(format!("truth:{index}"), test.rows.clone());
        }
        let months_observed = count(self.whole.len());
        let negative = months.iter().filter(|flow| flow.whole && flow.net.is_negative()).count();
        let profile = SpendingProfile {
            window: self.coverage.as_ref().map(|coverage| coverage.window),
            days_observed: self.coverage.as_ref().map_or(0, Coverage::days),
            months_observed,
            statements: count(self.all.len()),
            rows: count(self.rows.len()),
            thin_file: months_observed < self.terms.thin_file_months,
            negative_net_months: count(negative),
            months,
            income_streams: streams.into_iter().map(|found| found.stream).collect(),
            income_monthly: income.monthly,
            income_seen_monthly: income.seen_monthly,
            income_cv: income.cv,
            income_months_ratio: income.months_ratio,
            obligations,
            obligations_monthly,
            spending_monthly,
            categories,
            lowest_balance: self.balances.lowest.as_ref().map(|(lowest, _)| lowest.clone()),
            days_below_zero: self.balances.below_zero.as_ref().map(|(days, _)| *days),
            buffer_days,
            daily_balances: self.balances.daily.clone(),
            debt_to_income: quotient(obligations_monthly, income.monthly),
            residual_income,
            income_shortfall_ratio: shortfall,
            windows: Vec::new(),
            left_out,
            truth_tests,
            figure_rows: BTreeMap::new(),
        };
        Ok((profile, figures))
    }

    fn recognised(
        &self,
        streams: &[StreamRows<'_, '_>],
        figures: &mut Figures,
    ) -> Result<Recognised, MoneyError> {
        let mut counted: Vec<&Row<'_>> = Vec::new();
        let mut sums: BTreeMap<Month, Money> = BTreeMap::new();
        for (index, found) in streams.iter().enumerate() {
            figures.insert(format!("stream:{index}"), found.rows.iter().map(|row| row.name()).collect());
            if found.stream.counted {
                counted.extend(&found.rows);
                for (month, sum) in &found.sums {
                    let so_far = sums.entry(*month).or_insert(zero());
                    *so_far = so_far.checked_add(*sum)?;
                }
            }
        }
        let mut rows: Vec<RowRef> = counted.iter().map(|row| row.name()).collect();
        rows.sort_unstable();
        figures.insert("income_monthly".to_owned(), rows.clone());
        let all = self.rows.iter().filter(|row| row.treatment == Treatment::Income);
        let seen = streams::by_month(all, &self.whole)?;
        let months = self.whole.len();
        let mean = |sums: &BTreeMap<Month, Money>| streams::mean(sums, months);
        let monthly = if sums.is_empty() { None } else { Some(mean(&sums)?) };
        Ok(Recognised {
            monthly,
            seen_monthly: if months == 0 { None } else { Some(mean(&seen)?) },
            cv: monthly.and_then(|_| streams::variation(&sums, &self.whole)),
            months_ratio: monthly
                .map(|_| (Decimal::from(sums.len()) / Decimal::from(months)).round_dp(4).normalize()),
            rows,
        })
    }

    fn obligations(&self, figures: &mut Figures) -> Result<(Vec<Obligation>, Money), MoneyError> {
        let mut total = zero();
        let mut all = Vec::new();
        let mut obligations = Vec::new();
        for (index, (obligation, rows)) in
            streams::obligations(&self.rows, &self.whole)?.into_iter().enumerate()
        {
            total = total.checked_add(obligation.payment_monthly)?;
            all.extend(rows.iter().copied());
            figures.insert(format!("obligation:{index}"), rows);
            obligations.push(obligation);
        }
        let income = figures.get("income_monthly").into_iter().flatten().copied();
        figures.insert("debt_to_income".to_owned(), all.iter().copied().chain(income).collect());
        figures.insert("obligations_monthly".to_owned(), all);
        Ok((obligations, total))
    }

    fn residual_income(
        &self,
        income: &Recognised,
        obligations: Money,
        figures: &mut Figures,
    ) -> Result<Option<Money>, MoneyError> {
        let (necessary, necessary_rows) = flows::necessary(&self.rows, &self.whole, self.categories)?;
        let debt_rows = figures.get("obligations_monthly").into_iter().flatten().copied();
        let rows: BTreeSet<RowRef> =
            necessary_rows.into_iter().chain(income.rows.iter().copied()).chain(debt_rows).collect();
        figures.insert("residual_income".to_owned(), rows.into_iter().collect());
        let housing = self.declared.housing_monthly.unwrap_or(zero());
        let largest = [necessary, housing, self.terms.living_cost_min]
            .into_iter()
            .fold(zero(), |largest, cost| if cost > largest { cost } else { largest });
        income.monthly.map(|income| income.checked_sub(obligations)?.checked_sub(largest)).transpose()
    }

    /// How far income falls short of what was declared; `None` where no whole month was seen, since nothing could be recognised.
    fn shortfall(&self, recognised: Option<Money>) -> Result<Option<Decimal>, MoneyError> {
        let Some(declared) = self.declared.income_monthly.filter(|_| !self.whole.is_empty()) else {
            return Ok(None);
        };
        let gap = declared.checked_sub(recognised.unwrap_or(zero()))?;
        Ok(quotient(gap, Some(declared)))
    }

    fn buffer_days(&self, spending_monthly: Option<Money>) -> Result<Option<Decimal>, MoneyError> {
        let mean = balance::mean(&self.balances.daily)?;
        let spending = spending_monthly.filter(|spending| spending.is_positive());
        let months = mean.zip(spending).and_then(|(mean, spending)| mean.ratio(spending));
        let days = months.and_then(|months| months.checked_mul(Decimal::from(DAYS_IN_MONTH)));
        Ok(days.map(|days| days.max(Decimal::ZERO).round_dp(1).normalize()))
    }

    fn balance_figures(&self, figures: &mut Figures) {
        let lowest = self.balances.lowest.iter().map(|(_, row)| *row).collect();
        let below = self.balances.below_zero.as_ref().map(|(_, rows)| rows.clone()).unwrap_or_default();
        figures.insert("lowest_balance".to_owned(), lowest);
        figures.insert("days_below_zero".to_owned(), below);
        figures.insert("buffer_days".to_owned(), self.balances.rows.clone());
    }

    fn truth_tests(
        &self,
        applicant_name: &str,
        pairs: &[(usize, usize)],
        income: &Recognised,
        shortfall: Option<Decimal>,
    ) -> Vec<TruthTest> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let mut tests: Vec<TruthTest> =
            self.all.iter().flat_map(|statement| truth::test_statement(statement)).collect();
        let tolerance = self.categories.thresholds().declared_tolerance;
        let declared = self.declared.income_monthly;
        let rows = income.rows.clone();
        tests.push(across::declared_income(declared, income.monthly, shortfall, tolerance, rows));
        tests.push(across::account_holder(&self.all, applicant_name));
        let unpaired = pairing::unpaired(&self.rows, pairs, self.categories);
        let pair_rows = pairs.iter().map(|(payer, _)| self.rows[*payer].name()).collect();
        tests.push(across::wallet_pairing(pairs.len(), pair_rows, &unpaired));
        tests.extend(self.coverage.as_ref().map(across::coverage_gaps));
        tests.extend(accounts::tests(&self.all, &self.rows));
        tests.extend(accounts::refund_pairing(&self.rows));
        tests.extend(accounts::own_transfers(&self.rows, self.categories.thresholds().pairing_days));
        tests.extend(questions::tests(&self.rows, &self.all, self.categories, self.terms.calendar));
        tests.extend(across::foreign_rows(&self.all));
        // What fails comes first, then what cannot be told; otherwise in order.
        tests.sort_by_key(|test| match test.outcome {
            TruthOutcome::Fail => 0,
            TruthOutcome::CannotTell => 1,
            TruthOutcome::Pass => 2,
        });
        tests
    }
}
