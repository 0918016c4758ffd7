//! A bank or wallet statement as read: its rows and what the file says of itself.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::applicant::Personal;
use crate::ids::ContentHash;
use crate::money::{Currency, Money};
use crate::period::Window;

/// Whether the statement is a wallet's or a bank's; wallet spending also appears on the bank row that funded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// A payment wallet: Alipay, WeChat Pay, JD.
    Wallet,
    /// A debit account with a running balance.
    BankDebit,
    /// A credit card.
    BankCredit,
}

/// The direction a row states: not always in or out, wallets have a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Money came in (收入).
    In,
    /// Money went out (支出).
    Out,
    /// Counted as neither by the wallet (不计收支, `/`).
    Neutral,
}

/// How a row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    /// It was carried out.
    Settled,
    /// It is a refund that arrived.
    Refunded,
    /// Money is held, the other side has not confirmed.
    Pending,
    /// It was closed without effect.
    Closed,
}

/// One row of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// The line of the file the row begins on, counted from 1; the row's name within its statement.
    pub line: u32,
    /// When it happened, as the file states it (local time; midnight where only a date is given).
    pub at: NaiveDateTime,
    /// Whether `at` carries a time of day.
    pub has_time: bool,
    /// The direction as stated.
    pub direction: Direction,
    /// The amount as stated, never negative.
    pub amount: Money,
    /// The part of `amount` the row itself says was refunded, such as JD's `131.77(已退款89.84)`.
    pub refunded: Money,
    /// The balance after the row, where the file has balances.
    pub balance: Option<Money>,
    /// How it ended.
    pub status: RowStatus,
    /// The other side's name, trimmed.
    pub counterparty: Personal,
    /// The other side's account, as far as shown.
    pub counterparty_account: Personal,
    /// What it was for: goods, summary, remark; trimmed.
    pub description: Personal,
    /// The provider's own type or category, such as 转账 or 日用百货.
    pub provider_type: String,
    /// What paid, or what received: 零钱, 招商银行(1234).
    pub method: String,
    /// The provider's order number, trimmed; may be empty.
    pub order_id: String,
    /// The merchant's order number, trimmed; may be empty.
    pub merchant_order_id: String,
}

/// A total the file states about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedTotal {
    /// Which rows it counts.
    pub direction: Direction,
    /// How many rows, where stated.
    pub count: Option<u32>,
    /// Their sum as the file states it.
    pub sum: Option<Money>,
}

/// What a file says of itself, before and after its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Preamble {
    /// Account holder, where the file names one.
    pub holder: Option<Personal>,
    /// Account, as far as shown.
    pub account: Option<Personal>,
    /// The days it says it covers.
    pub stated_window: Option<Window>,
    /// How many rows it says it has.
    pub stated_rows: Option<u32>,
    /// The sums it says its rows have.
    pub stated_totals: Vec<StatedTotal>,
    /// Whether it says that deleted records are not shown.
    pub omits_deleted: bool,
    /// The booked balance before its rows, where the file states one beside them, as MT940 and CAMT do. Rows' own balances stand with
    /// the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_balance: Option<StatedBalance>,
    /// The booked balance after its rows, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_balance: Option<StatedBalance>,
    /// Words of its rows that its layout does not know, the first hundred; see [`UnknownWord`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_words: Vec<UnknownWord>,
}

/// A balance that the file states for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedBalance {
    /// The day it is stated for. An opening balance often carries the day that the statement before it closed.
    pub day: NaiveDate,
    /// The balance; below zero for an overdrawn account.
    pub amount: Money,
}

/// A word of a row that the layout does not know. The row is kept as [`RowStatus::Pending`] or [`Direction::Neutral`], so that
/// nothing is guessed, and the truth test `unknown_words` shows it to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownWord {
    /// The row's line.
    pub line: u32,
    /// The column's header, such as `交易状态`.
    pub column: String,
    /// The word, at most forty characters.
    pub word: String,
}

/// Which of the statements of one document a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StatementPart {
    /// The hash of the document's bytes.
    pub of: ContentHash,
    /// Its place among them, counted from 1.
    pub number: u32,
}

impl StatementPart {
    /// The name of a statement that is one of several: the hash of the document's hash with the number behind it.
    pub fn name(self) -> ContentHash {
        let mut bytes = b"firstline statement part ".to_vec();
        bytes.extend_from_slice(&self.of.0);
        bytes.extend_from_slice(&self.number.to_be_bytes());
        ContentHash::of(&bytes)
    }
}

/// The statement of one account in one currency, as read from a document. Most documents hold one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The statement's name: the hash of the document's bytes where it is the only one in it, else [`StatementPart::name`].
    pub file: ContentHash,
    /// Which one it is, where the document holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<StatementPart>,
    /// The layout's name, such as `wechat_csv`.
    pub layout: String,
    /// The encoding the bytes were read in: `utf-8`, `utf-8-sig` or `gb18030`; of workbooks `xlsx` or `xls`.
    pub encoding: String,
    /// The line of the column header, counted from 1.
    pub header_line: u32,
    /// Wallet or bank.
    pub kind: StatementKind,
    /// The currency of its rows.
    pub currency: Currency,
    /// What the file says of itself.
    pub preamble: Preamble,
    /// The rows in the file's order.
    pub transactions: Vec<Transaction>,
}

impl Statement {
    /// The hash of the bytes it was read from.
    pub fn document(&self) -> ContentHash {
        self.part.map_or(self.file, |part| part.of)
    }

    /// The days from the first to the last row, or the stated window where there is one.
    pub fn window(&self) -> Option<Window> {
        if let Some(window) = self.preamble.stated_window {
            return Some(window);
        }
        let days = || self.transactions.iter().map(|row| row.at.date());
        Some(Window { first: days().min()?, last: days().max()? })
    }
}

/// The name of a row across statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRef {
    /// The statement's file hash.
    pub file: ContentHash,
    /// The row's line in it.
    pub line: u32,
}

/// The outcome of a truth test: a test of the statement itself, never of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TruthOutcome {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// The file does not carry what the test needs.
    CannotTell,
}

/// One truth test of the statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthTest {
    /// Which test: `stated_totals`, `stated_rows`, `running_balance`, `row_order`, `duplicate_rows`, `declared_income`, ...
    pub code: String,
    /// The statement it tests; `None` for a test across all.
    pub file: Option<ContentHash>,
    /// What was found.
    pub outcome: TruthOutcome,
    /// The values behind it, by name (amounts as plain decimals).
    pub values: std::collections::BTreeMap<String, String>,
    /// The rows it rests on, at most twenty.
    pub rows: Vec<RowRef>,
}

/// A day as text for evidence, `2026-11-20`.
pub fn day_text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}
