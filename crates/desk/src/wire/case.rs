//! One case on one screen.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    CategoryOption, CorrectionView, DecidedView, DecisionButton, DecisionKind, LockView, ProposalView, Text,
    Tone,
};

/// Where a case stands, as `firstline_core::lifecycle::CaseState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    Received,
    Ready,
    InReview,
    WaitingOnApplicant,
    AwaitingApproval,
    Decided,
    Withdrawn,
}

/// What a check found, as `firstline_core::CheckOutcome`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    Pass,
    Warn,
    Fail,
    NotObtainable,
    VendorError,
    NotRun,
}

/// The groups of the left column, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckGroup {
    Document,
    Contact,
    Vendor,
    Face,
    Links,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CheckView {
    /// As `firstline_core::CheckKind`, snake case: `id_number`, `mobile_number`, ...
    pub kind: String,
    pub group: CheckGroup,
    pub outcome: CheckOutcome,
    pub title: Text,
    /// The most telling first.
    pub evidence: Vec<Text>,
    /// `firstline`, or the vendor's name.
    pub source: String,
    pub obtained_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CheckCounts {
    pub pass: u32,
    pub warn: u32,
    pub fail: u32,
    /// Not obtainable, vendor error and not run together.
    pub unknown: u32,
}

/// A rule that hit, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TriggerView {
    pub code: String,
    pub tone: Tone,
    pub text: Text,
    /// The facts it read: `debt_to_income 0.324 > 0.30`.
    pub basis: String,
    pub overridable: bool,
}

/// A fact that is masked until revealed with a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MaskedField {
    Name,
    IdNumber,
    Mobile,
    BankCard,
    Address,
}

/// The strip over the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CaseHeader {
    pub name: String,
    pub id_number: String,
    pub mobile: String,
    pub bank_card: Option<String>,
    pub employer: Option<String>,
    pub address: Option<String>,
    pub age_years: Option<u32>,
    pub channel: String,
    pub scene: String,
    pub line_requested: String,
    pub instalments: u32,
    /// Lines and loans already held, here and as the sender knows them.
    pub known_exposure: String,
    pub declared_income_monthly: Option<String>,
    pub consents: Vec<String>,
    pub received_at: String,
    pub due_at: String,
    pub lock: Option<LockView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AssessmentHead {
    pub hash: String,
    /// How many assessments the case has had, this one included.
    pub sequence: u32,
    pub as_of: String,
    pub pack: String,
    pub pack_version: String,
    pub pack_hash: String,
    pub scorecard: String,
    pub scorecard_version: String,
}

/// A number that opens the rows it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Figure {
    /// Pass to `case_rows`.
    pub key: String,
    /// `None` where there is no value; never zero for missing.
    pub value: Option<String>,
    /// How many rows are behind it.
    pub rows: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MonthView {
    pub month: String,
    pub whole: bool,
    pub inflow: Figure,
    pub outflow: Figure,
    pub net: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BalanceDay {
    pub day: String,
    pub amount: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct IncomeStreamView {
    pub figure: Figure,
    pub payer: String,
    /// `salary`, `gig`, `public`, `business`, `other`.
    pub kind: String,
    /// Whether it is beside base pay.
    pub bonus: bool,
    pub counted: bool,
    /// `too_few_months`, `irregular`, `bonus`.
    pub not_counted_because: Option<String>,
    /// Its share of recognised income.
    pub share: Option<String>,
    pub cv: Option<String>,
    /// How much more the later half of the months brought than the earlier, as a share of the earlier.
    pub trend: Option<String>,
    /// `weekly`, `biweekly`, `monthly`, `irregular`.
    pub period: String,
    pub months_seen: u32,
    pub months_observed: u32,
    pub next_expected: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ObligationView {
    pub figure: Figure,
    pub lender: Text,
    /// `definite`, `estimated`, `inferred`.
    pub certainty: String,
    pub months_seen: u32,
    pub months_observed: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CategoryView {
    pub figure: Figure,
    pub code: String,
    pub label: Text,
    pub share: String,
}

/// The outcome of a truth test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TruthOutcome {
    Pass,
    Fail,
    CannotTell,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TruthTestView {
    pub figure: Figure,
    pub code: String,
    /// The statement it tests, as in `SpendingView.statements`; `None` for a test across all of them.
    pub file: Option<String>,
    pub outcome: TruthOutcome,
    pub title: Text,
    /// A sentence that can be read out.
    pub basis: Text,
}

/// The figures of the last so many days covered. Ratios are `None` where they cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WindowView {
    pub days: u32,
    pub first: String,
    pub last: String,
    /// Fewer than `days` where the statements do not reach so far back: then the sums are of those days.
    pub covered_days: u32,
    /// Files of the statements with rows in it, as in `SpendingView.statements`.
    pub statements: Vec<String>,
    pub inflow: Figure,
    pub income: Figure,
    pub spending: Figure,
    pub net: Figure,
    pub debt_service: Figure,
    pub cash: Figure,
    pub gambling: Figure,
    pub penalties: Figure,
    pub penalty_rows: u32,
    pub savings_rate: Option<String>,
    /// Share of income already pledged to lenders.
    pub income_pledged: Option<String>,
    pub cash_share: Option<String>,
    pub gambling_share: Option<String>,
    /// Standard deviation of daily net over mean daily inflow.
    pub net_variation_daily: Option<String>,
    /// The same over stretches of thirty days.
    pub net_variation_monthly: Option<String>,
    pub lowest_balance: Figure,
    pub lowest_balance_day: Option<String>,
    pub days_below_zero: Figure,
    pub buffer_days: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeftOutView {
    pub own_transfers: Figure,
    pub refunds: Figure,
    pub counted_elsewhere: Figure,
    pub loan_proceeds: Figure,
    pub other_inflow: Figure,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StatementView {
    pub file: String,
    pub layout: String,
    pub rows: u32,
    pub first: Option<String>,
    pub last: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SpendingView {
    pub first: Option<String>,
    pub last: Option<String>,
    pub days_observed: u32,
    pub months_observed: u32,
    pub rows: u32,
    pub thin_file: bool,
    pub statements: Vec<StatementView>,
    pub income_monthly: Figure,
    pub income_seen_monthly: Option<String>,
    pub income_cv: Option<String>,
    pub spending_monthly: Figure,
    pub debt_to_income: Figure,
    pub residual_income: Figure,
    /// The floor that residual income is measured against, from the pack.
    pub residual_income_min: String,
    pub buffer_days: Figure,
    pub lowest_balance: Figure,
    pub lowest_balance_day: Option<String>,
    pub days_below_zero: Figure,
    pub obligations_monthly: Figure,
    pub months: Vec<MonthView>,
    pub daily_balances: Vec<BalanceDay>,
    /// At the end of each calendar month, and on the last day.
    pub month_end_balances: Vec<BalanceDay>,
    /// The last 30, 60, 90, 180 and 365 days covered; empty without statements.
    pub windows: Vec<WindowView>,
    pub income_streams: Vec<IncomeStreamView>,
    pub obligations: Vec<ObligationView>,
    pub categories: Vec<CategoryView>,
    /// The categories that a person can put rows into.
    pub category_options: Vec<CategoryOption>,
    /// The re-classifications that stand, the latest first.
    pub corrections: Vec<CorrectionView>,
    pub truth_tests: Vec<TruthTestView>,
    pub left_out: LeftOutView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReasonView {
    pub characteristic: String,
    pub label: Text,
    /// The fact's value as read, with its unit's code: `0.324` and `ratio`.
    pub value: Option<String>,
    pub unit: String,
    /// Signed distance in points from the reference; adverse below zero.
    pub distance: i32,
    pub points: i32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GradeBand {
    pub grade: String,
    /// The fewest points of the grade; `None` for the lowest.
    pub points_min: Option<i32>,
    /// Probability of default at `points_min`.
    pub probability_of_default: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ScoreView {
    pub points: i32,
    pub reference_points: i32,
    pub cutoff_points: i32,
    pub risk_grade: String,
    pub probability_of_default: String,
    /// Points and odds the scale is built on, and the points to double the odds.
    pub base_points: i32,
    pub base_odds: String,
    pub points_to_double_odds: String,
    /// Best first.
    pub bands: Vec<GradeBand>,
    /// The most adverse first; distances add up to `points - reference_points`.
    pub reasons: Vec<ReasonView>,
}

/// As `firstline_core::line::Track`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    Score,
    Policy,
    Capacity,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TrackView {
    pub track: Track,
    pub amount: String,
    pub supports: bool,
    pub basis: Text,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TrackDisagreementView {
    pub higher: Track,
    pub lower: Track,
    pub gap: String,
    /// A line above this asks for a line-override reason.
    pub reason_above: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CapView {
    /// As `firstline_core::line::CapKind`, snake case.
    pub kind: String,
    pub label: Text,
    pub track: Option<Track>,
    pub amount: String,
    pub binding: bool,
    /// The amount over the largest amount shown, in thousandths, for drawing.
    pub share_of_largest: u32,
    pub basis: Text,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LineView {
    /// The smallest first.
    pub caps: Vec<CapView>,
    pub line: String,
    pub line_step: String,
    pub line_min: String,
    pub below_minimum: bool,
    /// The request over the largest amount shown, in thousandths, for drawing.
    pub requested_share_of_largest: u32,
    pub payment_to_income: Option<String>,
    pub payment_to_income_max: String,
    pub tracks: Vec<TrackView>,
    pub widest_disagreement: Option<TrackDisagreementView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RecommendationView {
    pub kind: DecisionKind,
    pub line_recommended: String,
    pub instalments: u32,
    pub payment_monthly: String,
    pub because: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TimelineRow {
    pub at: String,
    pub actor: String,
    pub event: String,
    pub text: Text,
    /// The entry's index in the decision log.
    pub entry: u32,
}

/// Everything the case screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CaseView {
    pub case_id: String,
    pub number: String,
    pub state: CaseState,
    pub header: CaseHeader,
    pub assessment: AssessmentHead,
    pub knock_outs: Vec<TriggerView>,
    pub triggers: Vec<TriggerView>,
    pub policy_errors: Vec<String>,
    pub check_counts: CheckCounts,
    pub checks: Vec<CheckView>,
    pub spending: SpendingView,
    pub score: Option<ScoreView>,
    pub score_error: Option<Text>,
    pub line: LineView,
    pub recommendation: RecommendationView,
    /// Always five, in the order approve, counteroffer, decline, request information, refer.
    pub buttons: Vec<DecisionButton>,
    /// Why nobody can decide right now, where so.
    pub blocked: Option<Text>,
    pub proposal: Option<ProposalView>,
    pub decided: Option<DecidedView>,
    /// The latest first.
    pub timeline: Vec<TimelineRow>,
}
