//! The rows of a case: asked for by figure and filters, answered a page at a time with the sums of all that was found.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{RowDirection, Text};

/// The order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RowsSort {
    /// The latest first.
    #[default]
    Newest,
    Oldest,
    /// The largest amount first.
    Largest,
    Smallest,
}

/// Which rows are wanted. What is empty or absent keeps all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct RowsQuery {
    /// The key of a figure: only the rows behind it.
    pub figure: Option<String>,
    /// Words that must all be found in counterparty, description, type, method, numbers or amount; width and case are ignored.
    pub text: String,
    /// The key of an account, as in `RowFacets.accounts`.
    pub account: Option<String>,
    pub category: Option<String>,
    pub direction: Option<RowDirection>,
    /// As `RowView.treatment`.
    pub treatment: Option<String>,
    /// Days, both included.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Amounts without sign, both included.
    pub amount_min: Option<String>,
    pub amount_max: Option<String>,
    /// Only rows that count neither as money in nor as money out.
    pub left_out: bool,
    /// Only rows that a truth test which did not pass rests on.
    pub questions: bool,
    pub sort: RowsSort,
}

/// The name of a row: its statement and its line in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RowName {
    pub file: String,
    pub line: u32,
}

/// One row of a statement, with how it counts and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RowView {
    pub file: String,
    pub line: u32,
    pub layout: String,
    /// The key of its account, as in `RowFacets.accounts`.
    pub account: String,
    pub at: String,
    pub has_time: bool,
    pub direction: RowDirection,
    pub counterparty: String,
    /// The other side's account, by its last digits.
    pub counterparty_account: String,
    pub description: String,
    pub provider_type: String,
    pub method: String,
    pub order_id: String,
    pub merchant_order_id: String,
    pub currency: String,
    /// With its sign: money in is positive.
    pub amount: String,
    /// What the row itself says was refunded of it; `None` where nothing was.
    pub refunded: Option<String>,
    /// What counts of it.
    pub counted: String,
    pub balance: Option<String>,
    /// `settled`, `refunded`, `pending`, `closed`.
    pub status: String,
    /// As `firstline_core::spending::Treatment`, snake case, or `out_of_window`.
    pub treatment: String,
    pub category_code: String,
    pub category: Text,
    /// What decided the treatment.
    pub because: String,
    /// The entry of the re-classification that decided it, where one did; see `SpendingView.corrections`.
    pub correction: Option<u32>,
    /// The other row of a pair: a purchase and its refund, a wallet's row and the bank's.
    pub paired_with: Option<RowName>,
    /// Titles of the truth tests that did not pass and rest on this row.
    pub questions: Vec<Text>,
}

/// One choice of a filter and how many rows of the case it keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RowFacet {
    pub code: String,
    /// What the pack calls it; `None` where the window has its own words for the code.
    pub label: Option<Text>,
    pub rows: u32,
}

/// An account whose rows the case holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AccountFacet {
    pub key: String,
    pub layout: String,
    /// The account by its last digits, where a statement states it.
    pub account: Option<String>,
    pub currency: String,
    pub rows: u32,
}

/// The choices of the filters, over all rows of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RowFacets {
    pub accounts: Vec<AccountFacet>,
    /// The most frequent first.
    pub categories: Vec<RowFacet>,
    pub treatments: Vec<RowFacet>,
    /// `2026-10`, the latest first.
    pub months: Vec<RowFacet>,
    pub left_out: u32,
    pub questions: u32,
}

/// Stated amounts added up, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RowSums {
    pub currency: String,
    pub money_in: String,
    pub money_out: String,
}

/// Some of the rows found, and the sums of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RowsPage {
    /// The assessment that says how the rows count.
    pub assessment: String,
    /// The place of the first row sent, counted from 0.
    pub from: u32,
    pub rows: Vec<RowView>,
    /// Rows found.
    pub total: u32,
    /// Rows of the case.
    pub of: u32,
    pub sums: Vec<RowSums>,
    /// What counts of them as money in and out.
    pub counted_in: String,
    pub counted_out: String,
    pub facets: RowFacets,
    /// The place of the row that was to be found among those found; `None` where it is not among them.
    pub place: Option<u32>,
}
