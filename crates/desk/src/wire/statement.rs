//! Files of statements that the window hands over, how they look, and layouts that people describe.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A file that a person chose in the window.
#[derive(Clone, Serialize, Deserialize, Type)]
pub struct GivenFile {
    /// Its name, for messages only.
    pub name: String,
    /// Its bytes in base64.
    pub content: String,
}

/// Wallet or bank, as `firstline_core::statement::StatementKind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    Wallet,
    BankDebit,
    BankCredit,
}

/// Which way a row moved money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RowDirection {
    In,
    Out,
    Neutral,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    At,
    Time,
    Direction,
    Amount,
    AmountIn,
    AmountOut,
    Balance,
    Currency,
    Status,
    Counterparty,
    CounterpartyAccount,
    Description,
    Remark,
    ProviderType,
    Method,
    OrderId,
    MerchantOrderId,
}

/// In which order days are written: `2024-12-05`, `05/12/2024`, `12/05/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    YearFirst,
    DayFirst,
    MonthFirst,
}

/// How a row says what it moved: one signed amount (above zero is in), one amount owed (above zero is a purchase), an amount in
/// and one out, or an amount without a sign beside a direction word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AmountForm {
    Signed,
    Owed,
    InOut,
    Stated,
}

/// What a status word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StatusMeaning {
    Settled,
    RefundArrived,
    GivenBack,
    Pending,
    Closed,
}

/// A column: the text of its header, and what it holds, if anything that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MappedColumn {
    pub header: String,
    pub role: Option<ColumnRole>,
}

/// A word of the direction column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DirectionWord {
    pub word: String,
    pub direction: RowDirection,
}

/// A word of the status column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StatusWord {
    pub word: String,
    pub outcome: StatusMeaning,
}

/// A layout as a person describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ColumnMapping {
    /// The layout's name; a proposed mapping has none yet.
    pub layout: String,
    pub kind: StatementKind,
    /// The currency of rows that name none, an ISO 4217 code.
    pub currency: String,
    /// The header, column by column in the file's order; a file is recognised by it.
    pub columns: Vec<MappedColumn>,
    pub dates: DateOrder,
    pub amounts: AmountForm,
    pub directions: Vec<DirectionWord>,
    pub statuses: Vec<StatusWord>,
}

/// A mapping in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SavedMapping {
    pub mapping: ColumnMapping,
    pub hash: String,
    /// Who described it, by name.
    pub saved_by: String,
    pub saved_at: String,
}

/// A line of a file, parted into cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PreviewLine {
    pub line: u32,
    pub cells: Vec<String>,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PreviewRow {
    pub line: u32,
    pub at: String,
    pub direction: RowDirection,
    pub amount: String,
    pub currency: String,
    pub balance: Option<String>,
    pub counterparty: String,
    pub description: String,
}

/// Why a file cannot be read as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PreviewFault {
    /// The reader's code, `unknown_layout`, `not_a_date`.
    pub code: String,
    pub message: String,
    pub line: Option<u32>,
    pub column: Option<String>,
}

/// How a file looks, and how it would be read. Nothing is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StatementPreview {
    /// The file's name as given.
    pub file: String,
    /// The file within an archive that is shown.
    pub inner: Option<String>,
    /// `utf-8`, `utf-8-sig`, `gb18030`, `xlsx`, `xls`; empty where no table was found.
    pub encoding: String,
    pub lines: Vec<PreviewLine>,
    /// Lines that may be the header, the likeliest first.
    pub headers: Vec<u32>,
    /// The layout it was read by, if it was.
    pub layout: Option<String>,
    /// How it might be mapped, guessed from the words of its header; without a name.
    pub proposed: Option<ColumnMapping>,
    /// The first rows as they were read.
    pub rows: Vec<PreviewRow>,
    pub row_count: u32,
    pub fault: Option<PreviewFault>,
}
