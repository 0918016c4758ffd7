//! The line: what each cap allows and which one binds.

mod payment;
mod propose;
mod recommend;

pub use payment::{largest_line, payment, payment_to_income};
pub use propose::{LineInputs, propose};
pub use recommend::recommend;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::check::Evidence;
use crate::money::{Currency, Money, MoneyError};

/// Why a line cannot be worked out at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// An amount does not fit, or is in another currency than the product's.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// No instalments.
    #[error("a line needs at least one instalment")]
    NoInstalments,
}

/// The product's terms, from the pack's `pack.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductTerms {
    /// The currency of every amount.
    pub currency: Currency,
    /// The smallest line granted.
    pub line_min: Money,
    /// The product cap.
    pub line_max: Money,
    /// Lines are whole multiples of this.
    pub line_step: Money,
    /// The most one person may owe in total.
    pub per_person_cap: Money,
    /// The most that all debt payments may take of recognised income, such as 0.36.
    pub payment_to_income_max: Decimal,
    /// What must be left of residual income after the new payment.
    pub residual_income_min: Money,
    /// The share of residual income the new payment may take, such as 0.30.
    pub residual_share_max: Decimal,
    /// The floor of living cost a month.
    pub living_cost_min: Money,
    /// Instalment counts on offer.
    pub instalments: Vec<u32>,
    /// The fee per period as a share of the principal, such as 0.005.
    pub fee_rate_per_period: Decimal,
    /// Youngest age, in whole years on the day of the assessment.
    pub age_min: u32,
    /// Oldest age, in whole years on the day of the assessment.
    pub age_max: u32,
    /// Days of statements analysed, counted back from the last row.
    pub window_days: u32,
    /// Fewer whole months than this is a thin file.
    pub thin_file_months: u32,
    /// Hours from the request reaching the lender to the decision being due.
    pub review_hours: u32,
}

/// The three tracks that each say what they support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// The model score.
    Score,
    /// The policy tables and product terms.
    Policy,
    /// What the person's money can carry.
    Capacity,
}

/// A cap on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapKind {
    /// Payment-to-income limit (capacity).
    PaymentToIncome,
    /// Share of residual income (capacity).
    ResidualIncome,
    /// Grade by income multiple (policy).
    IncomeMultiple,
    /// First-use cap of the grade (score).
    FirstUse,
    /// Product cap (policy).
    Product,
    /// Per-person cap less known exposure (policy).
    PerPerson,
    /// The amount requested (no track).
    Requested,
}

/// One cap with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// Which cap.
    pub kind: CapKind,
    /// Whose; `None` for the request.
    pub track: Option<Track>,
    /// What it allows; never below zero.
    pub amount: Money,
    /// The values it was worked out from.
    pub basis: Evidence,
}

/// What one track supports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackSupport {
    /// Which track.
    pub track: Track,
    /// The smallest of its caps; zero where it is against a line.
    pub amount: Money,
    /// Whether it supports a line at all.
    pub supports: bool,
    /// Why, for the screen.
    pub basis: Evidence,
}

/// Two tracks that differ, and by how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackDisagreement {
    /// The track that supports more.
    pub higher: Track,
    /// The track that supports less.
    pub lower: Track,
    /// The difference.
    pub gap: Money,
}

/// The line the caps allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineProposal {
    /// Every cap, the smallest first; equal amounts in the order of [`CapKind`].
    pub caps: Vec<Cap>,
    /// The cap that binds: the first.
    pub binding_cap: CapKind,
    /// The smallest cap, floored to the product's step.
    pub line: Money,
    /// Whether `line` is below the product's minimum.
    pub below_minimum: bool,
    /// Instalments assumed.
    pub instalments: u32,
    /// What each instalment would be for `line`: principal by equal parts plus fee, rounded up to the fen.
    pub payment_monthly: Money,
    /// Payments including the new one over recognised income, four places.
    pub payment_to_income: Option<Decimal>,
    /// The three tracks in the order score, policy, capacity.
    pub tracks: Vec<TrackSupport>,
    /// The widest pair, where two tracks differ by at least one step.
    pub widest_disagreement: Option<TrackDisagreement>,
}
