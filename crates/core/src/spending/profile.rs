//! The spending profile: every figure an underwriter sees about money, and the rows behind it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::applicant::Personal;
use crate::ids::ContentHash;
use crate::money::Money;
use crate::period::{Month, Window};
use crate::statement::{RowRef, TruthTest};

use super::windows::WindowRows;

/// How a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Counts as income.
    Income,
    /// Money in that is not counted as income: friends and family, one-off.
    OtherInflow,
    /// Counts as spending.
    Spending,
    /// A payment to another lender; also spending.
    ObligationPayment,
    /// Money lent to the person: neither income nor spending.
    LoanProceeds,
    /// Between the person's own accounts: neither.
    OwnTransfer,
    /// A refund: netted against its purchase, where one was found, and then counted there; else it lowers its month's spending.
    Refund,
    /// Money that another row counts: the bank row of a wallet's purchase, a row of two overlapping files, a purchase on credit
    /// whose repayment is seen.
    CountedElsewhere,
    /// Closed or without effect.
    NoEffect,
}

/// A row with how it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassifiedRow {
    /// Which row.
    pub row: RowRef,
    /// How it counts.
    pub treatment: Treatment,
    /// The category's code in the pack's `categories.toml`; `uncategorised` where nothing matched.
    pub category: String,
    /// The rule or pairing that decided, in the pack's or the program's own code: `pattern:rent`, `paired_refund`, ...
    pub because: String,
    /// The other row it was paired with, if any.
    pub paired_with: Option<RowRef>,
    /// What counts of its amount: less what was refunded, never negative; zero where it counts neither way or on another row.
    pub counted: Money,
}

impl ClassifiedRow {
    /// What the row adds to its month's money in.
    pub fn inflow(&self) -> Money {
        match self.treatment {
            Treatment::Income | Treatment::OtherInflow => self.counted,
            Treatment::Spending
            | Treatment::ObligationPayment
            | Treatment::LoanProceeds
            | Treatment::OwnTransfer
            | Treatment::Refund
            | Treatment::CountedElsewhere
            | Treatment::NoEffect => Money::zero(self.counted.currency()),
        }
    }

    /// What the row adds to its month's money out; below zero for a refund whose purchase was not found.
    pub fn outflow(&self) -> Money {
        match self.treatment {
            Treatment::Spending | Treatment::ObligationPayment => self.counted,
            Treatment::Refund => self.counted.negated(),
            Treatment::Income
            | Treatment::OtherInflow
            | Treatment::LoanProceeds
            | Treatment::OwnTransfer
            | Treatment::CountedElsewhere
            | Treatment::NoEffect => Money::zero(self.counted.currency()),
        }
    }
}

/// Money in and out in one calendar month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthFlow {
    /// The month.
    pub month: Month,
    /// Whether the statements cover the whole of it.
    pub whole: bool,
    /// Income and other inflow, own transfers and loan proceeds left out.
    pub inflow: Money,
    /// Spending and obligation payments, refunds netted.
    pub outflow: Money,
    /// `inflow - outflow`.
    pub net: Money,
}

/// How often somebody is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncomePeriod {
    /// Every week.
    Weekly,
    /// Every other week, or twice a month.
    Biweekly,
    /// Every month.
    Monthly,
    /// At no period that can be told.
    #[default]
    Irregular,
}

/// The nature of an income stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncomeKind {
    /// Wages from one payer.
    Salary,
    /// Many payments for work: delivery, ride-hailing, platforms.
    Gig,
    /// Pension, benefit, housing fund.
    Public,
    /// Takings of a small business.
    Business,
    /// Anything else that repeats.
    Other,
}

/// Income from one payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomeStream {
    /// The payer's name as stated.
    pub payer: Personal,
    /// Its nature.
    pub kind: IncomeKind,
    /// Whether it is beside base pay: a 13th month, a bonus.
    #[serde(default)]
    pub bonus: bool,
    /// Whether it is counted in `income_monthly`.
    pub counted: bool,
    /// Why not counted, where not: `too_few_months`, `irregular`, `bonus`.
    pub not_counted_because: Option<String>,
    /// The mean over the whole months observed.
    pub monthly_mean: Money,
    /// Its share of recognised income, four places; `None` where not counted.
    #[serde(default)]
    pub share: Option<Decimal>,
    /// Coefficient of variation of the monthly sums, four places; `None` with fewer than two months.
    pub cv: Option<Decimal>,
    /// How much more the later half of the months brought than the earlier, as a share of the earlier, four places; `None` with fewer
    /// than four months or nothing in the earlier.
    #[serde(default)]
    pub trend: Option<Decimal>,
    /// Months with at least one payment.
    pub months_seen: u32,
    /// Whole months observed.
    pub months_observed: u32,
    /// How often it is paid.
    #[serde(default)]
    pub period: IncomePeriod,
    /// The usual day of the month, where there is one.
    pub usual_day: Option<u32>,
    /// The day the next payment is expected, where regular: moved off days off as the payer did before.
    pub next_expected: Option<NaiveDate>,
}

/// How sure an obligation's amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The same amount every month.
    Definite,
    /// Amounts vary; the mean is taken.
    Estimated,
    /// Inferred from a pattern without the lender saying so.
    Inferred,
}

/// A debt to another lender, as its payments show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    /// The lender or product, by its code in the pack.
    pub lender: String,
    /// How sure the amount is.
    pub certainty: Certainty,
    /// Paid a month, the mean over the whole months observed in which it was paid.
    pub payment_monthly: Money,
    /// Months with a payment.
    pub months_seen: u32,
    /// Whole months observed.
    pub months_observed: u32,
}

/// Spending in one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategorySpending {
    /// The category's code in the pack.
    pub category: String,
    /// The mean over the whole months observed.
    pub monthly: Money,
    /// Its share of all spending before refunds without a purchase, four places.
    pub share: Decimal,
}

/// The lowest balance and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowestBalance {
    /// The amount.
    pub amount: Money,
    /// The day.
    pub day: NaiveDate,
}

/// What was left out of both income and spending, in total over the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Between the person's own accounts.
    pub own_transfers: Money,
    /// Refunds netted.
    pub refunds: Money,
    /// Counted on another statement's row.
    pub counted_elsewhere: Money,
    /// Borrowed money that came in.
    pub loan_proceeds: Money,
    /// Money in that is not income, such as from friends and family.
    pub other_inflow: Money,
}

/// The figures of the days of one window. Sums are of the days covered; where those are fewer than the window's, so are they.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowFigures {
    /// Its length in days.
    pub days: u32,
    /// Its days, counted back from the last day covered.
    pub window: Window,
    /// Days of it that at least one statement covers.
    pub covered_days: u32,
    /// The statements with rows in it, sorted: the accounts the figures come from.
    pub statements: Vec<ContentHash>,
    /// Income and other inflow.
    pub inflow: Money,
    /// Income, counted streams or not.
    pub income: Money,
    /// Spending with payments to lenders, refunds taken off; below zero where more was refunded.
    pub spending: Money,
    /// `inflow - spending`.
    pub net: Money,
    /// Payments to lenders.
    pub debt_service: Money,
    /// Cash-like spending.
    pub cash: Money,
    /// Gambling-like spending.
    pub gambling: Money,
    /// Overdraft and penalty charges.
    pub penalties: Money,
    /// How many such charges there were.
    pub penalty_rows: u32,
    /// `net / inflow`, four places; `None` without inflow. So with every ratio here and its denominator.
    pub savings_rate: Option<Decimal>,
    /// `debt_service / income`: the share of income already pledged.
    pub income_pledged: Option<Decimal>,
    /// `cash / spending before refunds`.
    pub cash_share: Option<Decimal>,
    /// `gambling / spending before refunds`.
    pub gambling_share: Option<Decimal>,
    /// Standard deviation of the covered days' net over their mean inflow, four places.
    pub net_variation_daily: Option<Decimal>,
    /// The same of stretches of thirty covered days; `None` with fewer than two.
    pub net_variation_monthly: Option<Decimal>,
    /// The lowest balance of any account, carried in from before the window too.
    pub lowest_balance: Option<LowestBalance>,
    /// Days on which an account was below zero; `None` without balances.
    pub days_below_zero: Option<u32>,
    /// Days the mean end-of-day balance lasts at the mean spending of a covered day, one place.
    pub buffer_days: Option<Decimal>,
}

/// Every figure about a person's money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpendingProfile {
    /// The days analysed: the statements' days within the pack's window; `None` without statements.
    pub window: Option<Window>,
    /// Days of the window that at least one statement covers.
    pub days_observed: u32,
    /// Whole calendar months observed.
    pub months_observed: u32,
    /// Statements read.
    pub statements: u32,
    /// Rows within the window.
    pub rows: u32,
    /// Too little to rely on, by the pack's measure.
    pub thin_file: bool,
    /// Month by month.
    pub months: Vec<MonthFlow>,
    /// Who pays the person.
    pub income_streams: Vec<IncomeStream>,
    /// Recognised income a month: counted streams, averaged over the whole months observed.
    pub income_monthly: Option<Money>,
    /// Everything that came in as income, counted or not, a month.
    pub income_seen_monthly: Option<Money>,
    /// Coefficient of variation of recognised monthly income, four places.
    pub income_cv: Option<Decimal>,
    /// Share of whole months with recognised income, four places.
    pub income_months_ratio: Option<Decimal>,
    /// Debts to other lenders.
    pub obligations: Vec<Obligation>,
    /// Their payments a month in total.
    pub obligations_monthly: Money,
    /// Spending a month, obligations included and refunds taken off, never below zero.
    pub spending_monthly: Option<Money>,
    /// Whole months that ended with more out than in.
    pub negative_net_months: u32,
    /// Spending by category, the largest first.
    pub categories: Vec<CategorySpending>,
    /// Lowest balance of any account with balances.
    pub lowest_balance: Option<LowestBalance>,
    /// Days on which such an account was below zero, whether within the day or at its end.
    pub days_below_zero: Option<u32>,
    /// Days the mean end-of-day balance lasts at mean daily spending, one place.
    pub buffer_days: Option<Decimal>,
    /// End-of-day balances of the account with the most days, for the chart; empty without balances.
    pub daily_balances: Vec<(NaiveDate, Money)>,
    /// `obligations_monthly / income_monthly`, four places; `None` without recognised income.
    pub debt_to_income: Option<Decimal>,
    /// `income_monthly - obligations_monthly - living cost`, where living cost is the larger of necessary spending seen,
    /// housing declared, and the pack's floor.
    pub residual_income: Option<Money>,
    /// `(declared - recognised) / declared`, four places; `None` without a declaration.
    pub income_shortfall_ratio: Option<Decimal>,
    /// The figures of the last 30, 60, 90, 180 and 365 days; none without statements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<WindowFigures>,
    /// What was left out.
    pub left_out: LeftOut,
    /// Tests of the statements themselves.
    pub truth_tests: Vec<TruthTest>,
    /// How many rows stand behind each figure, by the figure's name in [`Analysis::figures`]: so that a screen can say it, and
    /// offer them, without reading a single row.
    #[serde(default)]
    pub figure_rows: BTreeMap<String, u32>,
}

/// The analysis of one case's statements: the figures, each row's treatment, and the rows behind each figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// The figures.
    pub profile: SpendingProfile,
    /// Every row within the window, in statement order then line order.
    pub rows: Vec<ClassifiedRow>,
    /// Figure name to the rows it rests on: `income_monthly`, `spending_monthly`, `obligations_monthly`, `debt_to_income`,
    /// `residual_income`, `lowest_balance`, `days_below_zero`, `buffer_days`, `month:2026-10:in`, `month:2026-10:out`, `stream:0`,
    /// `obligation:0`, `category:rent`, `truth:0`, `left_out:refunds`, `correction:0`, ...
    pub figures: BTreeMap<String, Vec<RowRef>>,
    pub(crate) windows: WindowRows,
}

impl SpendingProfile {
    /// The balances at the end of each calendar month, of the account with the most days, and of the last day covered.
    pub fn month_end_balances(&self) -> Vec<(NaiveDate, Money)> {
        let days = &self.daily_balances;
        let ends = days.iter().enumerate().filter(|(index, (day, _))| {
            days.get(index + 1).is_none_or(|(next, _)| Month::of(*next) != Month::of(*day))
        });
        ends.map(|(_, end)| *end).collect()
    }
}

impl Analysis {
    /// The rows behind a figure: one of `figures`, or one of a window, such as `window:90:spending`; its last part is `inflow`, `income`,
    /// `spending`, `net`, `debt_service`, `cash`, `gambling` or `penalties`. `None` where there is no such figure.
    pub fn rows_of(&self, figure: &str) -> Option<Cow<'_, [RowRef]>> {
        if let Some(rows) = self.figures.get(figure) {
            return Some(Cow::Borrowed(rows));
        }
        let (days, part) = figure.strip_prefix("window:")?.split_once(':')?;
        self.windows.of(days.parse().ok()?, part).map(Cow::Owned)
    }
}
