//! The analysis: rows in, figures out, each figure with its rows.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::facts::{FactValue, Facts};
use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::period::Month;
use crate::statement::{RowRef, Statement, StatementKind, TruthOutcome, TruthTest};

use super::balance::{self, Balances};
use super::categories::{Categories, CategoryGroup};
use super::coverage::{self, Coverage};
use super::rows::{self, Row};
use super::{
    Analysis, CategorySpending, LeftOut, MonthFlow, SpendingProfile, Treatment, across, streams, truth,
};

/// Days a month has for the buffer: spending a month over this is spending a day.
const DAYS_IN_MONTH: i64 = 30;

/// What the pack says about the analysis.
#[derive(Debug, Clone, Copy)]
pub struct AnalysisTerms {
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

fn zero() -> Money {
    Money::zero(Currency::Cny)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn quotient(part: Money, whole: Option<Money>) -> Option<Decimal> {
    let ratio = part.ratio(whole.filter(|whole| whole.is_positive())?)?;
    Some(ratio.round_dp(4).normalize())
}

/// Analyses a case's statements. The order of statements does not matter; a file given twice counts once.
pub fn analyse(
    statements: &[Statement],
    applicant_name: &str,
    categories: &Categories,
    terms: &AnalysisTerms,
    declared: &Declared,
) -> Result<Analysis, AnalysisError> {
    let by_file: BTreeMap<_, &Statement> =
        statements.iter().map(|statement| (statement.file, statement)).collect();
    let statements: Vec<&Statement> = by_file.into_values().collect();
    let coverage = coverage::cover(&statements, terms.window_days);
    let mut rows = match &coverage {
        Some(coverage) => rows::gather(&statements, coverage.window, applicant_name, categories)?,
        None => Vec::new(),
    };
    let repeated = rows::drop_repeated(&mut rows);
    rows::net_refunds(&mut rows)?;
    let pairs = rows::pair_wallets(&mut rows, categories);
    let work = Work { statements, coverage, rows, categories, terms, declared, figures: BTreeMap::new() };
    work.finish(applicant_name, repeated, &pairs)
}

/// An analysis on its way.
struct Work<'a> {
    statements: Vec<&'a Statement>,
    coverage: Option<Coverage>,
    rows: Vec<Row<'a>>,
    categories: &'a Categories,
    terms: &'a AnalysisTerms,
    declared: &'a Declared,
    figures: BTreeMap<String, Vec<RowRef>>,
}

impl Work<'_> {
    fn finish(
        mut self,
        applicant_name: &str,
        repeated: u32,
        pairs: &[(usize, usize)],
    ) -> Result<Analysis, AnalysisError> {
        let month_map = self.coverage.as_ref().map(Coverage::months).unwrap_or_default();
        let whole: Vec<Month> =
            month_map.iter().filter(|(_, whole)| **whole).map(|(month, _)| *month).collect();
        let months = self.months(&month_map)?;
        let income_streams = self.income(&whole)?;
        let counted = |row: &&Row<'_>| row.treatment == Treatment::Income && self.is_counted_income(row);
        let income_sums = streams::by_month(self.rows.iter().filter(counted), &whole)?;
        let income_monthly = if whole.is_empty() || income_sums.is_empty() {
            None
        } else {
            Some(streams::mean(&income_sums, whole.len())?)
        };
        let income_rows = self
            .rows
            .iter()
            .filter(counted)
            .filter(|row| whole.contains(&Month::of(row.day())))
            .map(Row::name);
        let income_rows: Vec<RowRef> = income_rows.collect();
        self.figures.insert("income_monthly".to_owned(), income_rows.clone());
        let (obligations, obligations_monthly) = self.obligations(&whole)?;
        let (categories, spending_monthly) = self.spending(&whole)?;
        let residual_income =
            self.residual_income(income_monthly, obligations_monthly, &categories, &whole)?;
        let debt_to_income = quotient(obligations_monthly, income_monthly);
        let shortfall = self.shortfall(income_monthly)?;
        let balances = match &self.coverage {
            Some(coverage) => balance::read(&self.statements, coverage.window),
            None => Balances::default(),
        };
        let buffer_days = buffer_days(&balances, spending_monthly)?;
        self.balance_figures(&balances);
        let left_out = self.left_out()?;
        let truth_tests =
            self.truth_tests(applicant_name, repeated, pairs, income_monthly, shortfall, income_rows);
        let seen =
            streams::by_month(self.rows.iter().filter(|row| row.treatment == Treatment::Income), &whole)?;
        let profile = SpendingProfile {
            window: self.coverage.as_ref().map(|coverage| coverage.window),
            days_observed: self.coverage.as_ref().map_or(0, Coverage::days),
            months_observed: count(whole.len()),
            statements: count(self.statements.len()),
            rows: count(self.rows.len()),
            thin_file: count(whole.len()) < self.terms.thin_file_months,
            negative_net_months: count(
                months.iter().filter(|flow| flow.whole && flow.net.is_negative()).count(),
            ),
            months,
            income_streams,
            income_seen_monthly: if whole.is_empty() {
                None
            } else {
                Some(streams::mean(&seen, whole.len())?)
            },
            income_cv: income_monthly.and_then(|_| streams::variation(&income_sums, &whole)),
            income_months_ratio: income_monthly.map(|_| {
                (Decimal::from(income_sums.len()) / Decimal::from(whole.len())).round_dp(4).normalize()
            }),
            income_monthly,
            obligations,
            obligations_monthly,
            spending_monthly,
            categories,
            lowest_balance: balances.lowest.map(|(lowest, _)| lowest),
            days_below_zero: balances.below_zero.map(|(days, _)| days),
            buffer_days,
            daily_balances: balances.daily,
            debt_to_income,
            residual_income,
            income_shortfall_ratio: shortfall,
            left_out,
            truth_tests,
        };
        let rows = self.rows.into_iter().map(Row::classified).collect();
        Ok(Analysis { profile, rows, figures: self.figures })
    }

    /// Whether a row of income belongs to a stream that counts.
    fn is_counted_income(&self, row: &Row<'_>) -> bool {
        let name = row.name();
        self.figures.get("streams_counted").is_some_and(|rows| rows.binary_search(&name).is_ok())
    }

    fn months(&mut self, months: &BTreeMap<Month, bool>) -> Result<Vec<MonthFlow>, MoneyError> {
        let mut flows = Vec::new();
        for (month, whole) in months {
            let (mut inflow, mut outflow) = (zero(), zero());
            let (mut rows_in, mut rows_out) = (Vec::new(), Vec::new());
            for row in self.rows.iter().filter(|row| Month::of(row.day()) == *month) {
                match row.treatment {
                    Treatment::Income | Treatment::OtherInflow => {
                        inflow = inflow.checked_add(row.counted)?;
                        rows_in.push(row.name());
                    }
                    Treatment::Spending | Treatment::ObligationPayment => {
                        outflow = outflow.checked_add(row.counted)?;
                        rows_out.push(row.name());
                    }
                    Treatment::Refund if row.paired_with.is_none() => {
                        outflow = outflow.checked_sub(row.counted)?;
                        rows_out.push(row.name());
                    }
                    Treatment::Refund
                    | Treatment::LoanProceeds
                    | Treatment::OwnTransfer
                    | Treatment::CountedElsewhere
                    | Treatment::NoEffect => {}
                }
            }
            self.figures.insert(format!("month:{month}:in"), rows_in);
            self.figures.insert(format!("month:{month}:out"), rows_out);
            let net = inflow.checked_sub(outflow)?;
            flows.push(MonthFlow { month: *month, whole: *whole, inflow, outflow, net });
        }
        Ok(flows)
    }

    fn income(&mut self, whole: &[Month]) -> Result<Vec<super::IncomeStream>, MoneyError> {
        let found = streams::income(&self.rows, whole, self.categories.thresholds())?;
        let mut counted = Vec::new();
        let mut income = Vec::new();
        for (index, (stream, rows)) in found.into_iter().enumerate() {
            if stream.counted {
                counted.extend(rows.iter().copied());
            }
            self.figures.insert(format!("stream:{index}"), rows);
            income.push(stream);
        }
        counted.sort_unstable();
        self.figures.insert("streams_counted".to_owned(), counted);
        Ok(income)
    }

    fn obligations(&mut self, whole: &[Month]) -> Result<(Vec<super::Obligation>, Money), MoneyError> {
        let mut total = zero();
        let mut all = Vec::new();
        let mut obligations = Vec::new();
        for (index, (obligation, rows)) in streams::obligations(&self.rows, whole)?.into_iter().enumerate() {
            total = total.checked_add(obligation.payment_monthly)?;
            all.extend(rows.iter().copied());
            self.figures.insert(format!("obligation:{index}"), rows);
            obligations.push(obligation);
        }
        self.figures.insert("debt_to_income".to_owned(), all.clone());
        self.figures.insert("obligations_monthly".to_owned(), all);
        Ok((obligations, total))
    }

    fn spending(&mut self, whole: &[Month]) -> Result<(Vec<CategorySpending>, Option<Money>), MoneyError> {
        let spends = |row: &&Row<'_>| {
            matches!(row.treatment, Treatment::Spending | Treatment::ObligationPayment)
                && whole.contains(&Month::of(row.day()))
        };
        let refund = |row: &&Row<'_>| {
            row.treatment == Treatment::Refund
                && row.paired_with.is_none()
                && whole.contains(&Month::of(row.day()))
        };
        let mut sums: BTreeMap<&str, (Money, Vec<RowRef>)> = BTreeMap::new();
        for row in self.rows.iter().filter(spends) {
            let (sum, rows) = sums.entry(&row.category).or_insert_with(|| (zero(), Vec::new()));
            *sum = sum.checked_add(row.counted)?;
            rows.push(row.name());
        }
        let gross = Money::sum(sums.values().map(|(sum, _)| *sum), Currency::Cny)?;
        let refunds = Money::sum(self.rows.iter().filter(refund).map(|row| row.counted), Currency::Cny)?;
        let mut all: Vec<RowRef> = sums.values().flat_map(|(_, rows)| rows.iter().copied()).collect();
        all.extend(self.rows.iter().filter(refund).map(Row::name));
        let mut categories = Vec::new();
        let mut category_figures = Vec::new();
        for (category, (sum, rows)) in sums {
            if sum.is_zero() {
                continue;
            }
            category_figures.push((format!("category:{category}"), rows));
            categories.push(CategorySpending {
                category: category.to_owned(),
                monthly: sum.checked_div(Decimal::from(whole.len()), Rounding::HalfUp)?,
                share: quotient(sum, Some(gross)).unwrap_or_default(),
            });
        }
        categories
            .sort_by(|a, b| b.monthly.fen().cmp(&a.monthly.fen()).then_with(|| a.category.cmp(&b.category)));
        self.figures.extend(category_figures);
        self.figures.insert("spending_monthly".to_owned(), all);
        if whole.is_empty() {
            return Ok((categories, None));
        }
        let net = gross.checked_sub(refunds)?;
        let net = if net.is_negative() { zero() } else { net };
        Ok((categories, Some(net.checked_div(Decimal::from(whole.len()), Rounding::HalfUp)?)))
    }

    fn residual_income(
        &mut self,
        income: Option<Money>,
        obligations: Money,
        categories: &[CategorySpending],
        whole: &[Month],
    ) -> Result<Option<Money>, MoneyError> {
        let needed = |code: &str| {
            matches!(self.categories.group(code), CategoryGroup::Necessary | CategoryGroup::Housing)
        };
        let necessary = categories.iter().filter(|spent| needed(&spent.category)).map(|spent| spent.monthly);
        let necessary = Money::sum(necessary, Currency::Cny)?;
        let rows: BTreeSet<RowRef> = self
            .rows
            .iter()
            .filter(|row| row.treatment == Treatment::Spending && needed(&row.category))
            .filter(|row| whole.contains(&Month::of(row.day())))
            .map(Row::name)
            .chain(self.figures.get("income_monthly").into_iter().flatten().copied())
            .chain(self.figures.get("obligations_monthly").into_iter().flatten().copied())
            .collect();
        self.figures.insert("residual_income".to_owned(), rows.into_iter().collect());
        let housing = self.declared.housing_monthly.unwrap_or(zero());
        let largest = [necessary, housing, self.terms.living_cost_min]
            .into_iter()
            .fold(zero(), |largest, cost| if cost > largest { cost } else { largest });
        income.map(|income| income.checked_sub(obligations)?.checked_sub(largest)).transpose()
    }

    fn shortfall(&self, recognised: Option<Money>) -> Result<Option<Decimal>, MoneyError> {
        let Some(declared) = self.declared.income_monthly.filter(|declared| declared.is_positive()) else {
            return Ok(None);
        };
        let gap = declared.checked_sub(recognised.unwrap_or(zero()))?;
        Ok(quotient(gap, Some(declared)))
    }

    fn balance_figures(&mut self, balances: &Balances) {
        if let Some((_, row)) = &balances.lowest {
            self.figures.insert("lowest_balance".to_owned(), vec![*row]);
        }
        if let Some((_, rows)) = &balances.below_zero {
            self.figures.insert("days_below_zero".to_owned(), rows.clone());
        }
        self.figures.insert("buffer_days".to_owned(), balances.rows.clone());
    }

    fn left_out(&mut self) -> Result<LeftOut, MoneyError> {
        let mut sum = |name: &str, treatment: Treatment| {
            let rows = || self.rows.iter().filter(|row| row.treatment == treatment);
            self.figures.insert(format!("left_out:{name}"), rows().map(Row::name).collect());
            Money::sum(rows().map(|row| row.transaction.amount), Currency::Cny)
        };
        Ok(LeftOut {
            own_transfers: sum("own_transfers", Treatment::OwnTransfer)?,
            refunds: sum("refunds", Treatment::Refund)?,
            counted_elsewhere: sum("counted_elsewhere", Treatment::CountedElsewhere)?,
            loan_proceeds: sum("loan_proceeds", Treatment::LoanProceeds)?,
            other_inflow: sum("other_inflow", Treatment::OtherInflow)?,
        })
    }

    fn truth_tests(
        &mut self,
        applicant_name: &str,
        repeated: u32,
        pairs: &[(usize, usize)],
        income: Option<Money>,
        shortfall: Option<Decimal>,
        income_rows: Vec<RowRef>,
    ) -> Vec<TruthTest> {
        let Some(coverage) = &self.coverage else { return Vec::new() };
        let mut tests: Vec<TruthTest> =
            self.statements.iter().flat_map(|statement| truth::test_statement(statement)).collect();
        let tolerance = self.categories.thresholds().declared_tolerance;
        tests.push(across::declared_income(
            self.declared.income_monthly,
            income,
            shortfall,
            tolerance,
            income_rows,
        ));
        tests.push(across::account_holder(&self.statements, applicant_name));
        let layouts: BTreeSet<&str> =
            self.statements.iter().map(|statement| statement.layout.as_str()).collect();
        let unpaired = self.rows.iter().filter(|row| {
            row.statement.kind != StatementKind::Wallet
                && row.treatment == Treatment::Spending
                && self.categories.wallet_named(&row.text()).is_some_and(|wallet| layouts.contains(wallet))
        });
        let pair_rows = pairs.iter().map(|(bank, _)| self.rows[*bank].name()).collect();
        tests.push(across::wallet_pairing(pairs.len(), pair_rows, unpaired.count()));
        tests.push(across::coverage_gaps(coverage));
        tests.push(across::overlapping(repeated));
        // What fails comes first, then what cannot be told; otherwise in order.
        tests.sort_by_key(|test| match test.outcome {
            TruthOutcome::Fail => 0,
            TruthOutcome::CannotTell => 1,
            TruthOutcome::Pass => 2,
        });
        for (index, test) in tests.iter().enumerate() {
            self.figures.insert(format!("truth:{index}"), test.rows.clone());
        }
        tests
    }
}

fn buffer_days(balances: &Balances, spending_monthly: Option<Money>) -> Result<Option<Decimal>, MoneyError> {
    let Some(mean) = balance::mean(&balances.daily)? else { return Ok(None) };
    let Some(spending) = spending_monthly.filter(|spending| spending.is_positive()) else { return Ok(None) };
    let days = mean.ratio(spending).map(|months| months * Decimal::from(DAYS_IN_MONTH));
    Ok(days.map(|days| days.max(Decimal::ZERO).round_dp(1).normalize()))
}

/// Enters the spending facts. Without statements counts are zero, the file is thin and everything else is missing.
pub fn enter_facts(
    profile: &SpendingProfile,
    categories: &Categories,
    declared: &Declared,
    facts: &mut Facts,
) {
    let amount = |money: Option<Money>| FactValue::number(money.map(Money::amount));
    let number = |value: u32| FactValue::number(Some(Decimal::from(value)));
    let in_group = |group: CategoryGroup| {
        profile.categories.iter().filter(move |spent| categories.group(&spent.category) == group)
    };
    let observed = profile.spending_monthly.is_some();
    facts.set("statements_count", number(profile.statements));
    facts.set("months_observed", number(profile.months_observed));
    facts.set("days_observed", number(profile.days_observed));
    facts.set("thin_file", FactValue::Bool(profile.thin_file));
    facts.set("income_monthly", amount(profile.income_monthly));
    facts.set("income_declared_monthly", amount(declared.income_monthly));
    facts.set("income_shortfall_ratio", FactValue::number(profile.income_shortfall_ratio));
    facts.set("income_cv", FactValue::number(profile.income_cv));
    let streams = profile.income_streams.iter().filter(|stream| stream.counted).count();
    facts.set("income_streams_counted", number(count(streams)));
    facts.set("income_months_ratio", FactValue::number(profile.income_months_ratio));
    facts.set("spending_monthly", amount(profile.spending_monthly));
    facts.set("negative_net_months", number(profile.negative_net_months));
    facts.set("obligations_monthly", amount(Some(profile.obligations_monthly)));
    facts.set("obligations_count", number(count(profile.obligations.len())));
    facts.set("debt_to_income", FactValue::number(profile.debt_to_income));
    facts.set("residual_income_monthly", amount(profile.residual_income));
    facts.set("lowest_balance", amount(profile.lowest_balance.as_ref().map(|lowest| lowest.amount)));
    facts.set("days_below_zero", FactValue::number(profile.days_below_zero.map(Decimal::from)));
    facts.set("buffer_days", FactValue::number(profile.buffer_days));
    let cash: Decimal = in_group(CategoryGroup::Cash).map(|spent| spent.share).sum();
    facts.set("cash_share", FactValue::number(observed.then_some(cash)));
    let gambling: Decimal = in_group(CategoryGroup::Gambling).map(|spent| spent.monthly.amount()).sum();
    facts.set("gambling_monthly", FactValue::number(observed.then_some(gambling)));
    let failed = profile.truth_tests.iter().filter(|test| test.outcome == TruthOutcome::Fail).count();
    facts.set("truth_tests_failed", number(count(failed)));
}
