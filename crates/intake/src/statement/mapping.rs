//! A layout as a person describes it: which column of a file holds what.
//!
//! It is read by the same code as the layouts that are known; what a person cannot say here (lines above the header, free text
//! with commas in it) is read as it is for layouts that say nothing of it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use firstline_core::money::Currency;
use firstline_core::statement::{Direction, StatementKind};
use serde::{Deserialize, Serialize};

use super::day::Dates;
use super::layout::{Amounts, DEBIT, Layout, Role, has_header, same};
use super::layouts;
use super::status::Outcome;

/// The most columns of a header that can be mapped.
pub const COLUMNS_MAX: usize = 64;
/// The fewest columns that a header is told by.
const COLUMNS_MIN: usize = 4;
const NAME_CHARS_MAX: usize = 60;
const TEXT_CHARS_MAX: usize = 120;
const WORDS_MAX: usize = 60;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// The day, with the time of day where it stands beside it.
    At,
    /// The time of day where it stands apart.
    Time,
    /// In or out, as a word.
    Direction,
    /// The amount.
    Amount,
    /// The amount where money came in.
    AmountIn,
    /// The amount where money went out.
    AmountOut,
    /// The balance after the row.
    Balance,
    /// The currency.
    Currency,
    /// How the row ended, as a word.
    Status,
    /// The other side's name.
    Counterparty,
    /// The other side's account.
    CounterpartyAccount,
    /// What it was for.
    Description,
    /// A remark beside it.
    Remark,
    /// The provider's own type or category.
    ProviderType,
    /// What paid or received.
    Method,
    /// The provider's order number.
    OrderId,
    /// The merchant's order number.
    MerchantOrderId,
}

/// In which order days are written. A year of four digits in front is read in any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `2024-12-05`.
    YearFirst,
    /// `05/12/2024`.
    DayFirst,
    /// `12/05/2024`.
    MonthFirst,
}

/// How a row says what it moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountForm {
    /// One amount, above zero for money in.
    Signed,
    /// One amount of what is owed, above zero for a purchase.
    Owed,
    /// An amount in and an amount out.
    InOut,
    /// An amount without a sign, and a word for the direction.
    Stated,
}

/// How a row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusMeaning {
    /// Carried out.
    Settled,
    /// A refund that arrived.
    RefundArrived,
    /// Carried out and then wholly given back.
    GivenBack,
    /// Not yet carried out.
    Pending,
    /// Ended without effect.
    Closed,
}

/// A column: the text of its header, and what it holds, if anything that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// The text of the header, blanks and the width of brackets left aside; may be empty.
    pub header: String,
    /// What it holds.
    pub role: Option<ColumnRole>,
}

/// A word of the direction column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectionWord {
    /// The word.
    pub word: String,
    /// Which way.
    pub direction: Direction,
}

/// A word of the status column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusWord {
    /// The word.
    pub word: String,
    /// What it says.
    pub outcome: StatusMeaning,
}

/// A layout as a person describes it. Its canonical bytes name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// The layout's name, such as `柳州银行` or `payroll_card`.
    pub layout: String,
    /// Wallet, debit account or credit card.
    pub kind: StatementKind,
    /// The currency of rows that name none.
    pub currency: Currency,
    /// The header, column by column; the file is recognised by its texts in this order.
    pub columns: Vec<MappedColumn>,
    /// In which order days are written.
    pub dates: DateOrder,
    /// How a row says what it moved.
    pub amounts: AmountForm,
    /// Words of the direction column. A word not among them is kept and asked about.
    pub directions: Vec<DirectionWord>,
    /// Words of the status column, likewise.
    pub statuses: Vec<StatusWord>,
}

/// What is wrong with a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// The name.
    #[error("the layout needs a name of at most {NAME_CHARS_MAX} characters on one line")]
    Name,
    /// The name is a known layout's.
    #[error("a layout of this name is known already; give it another")]
    NameKnown,
    /// The columns.
    #[error(
        "a header has {COLUMNS_MIN} to {COLUMNS_MAX} columns, each of at most {TEXT_CHARS_MAX} characters"
    )]
    Columns,
    /// The header is empty, or made of what rows hold.
    #[error("at least {COLUMNS_MIN} columns of the header need a text to recognise the file by")]
    Header,
    /// The header is one that a known layout has.
    #[error("files with this header are read already; no mapping is needed")]
    HeaderKnown,
    /// A role given twice.
    #[error("two columns are said to hold the same")]
    RoleTwice,
    /// No day.
    #[error("one column must hold the day")]
    NoDay,
    /// The columns of amounts do not fit how amounts are said to be written.
    #[error("the columns of amounts do not fit how a row says what it moved")]
    Amounts,
    /// The words.
    #[error("at most {WORDS_MAX} words are listed, each once and of at most {TEXT_CHARS_MAX} characters")]
    Words,
}

impl MappingFault {
    /// Its code, for other languages.
    pub fn code(self) -> &'static str {
        match self {
            MappingFault::Name => "name",
            MappingFault::NameKnown => "name_known",
            MappingFault::Columns => "columns",
            MappingFault::Header => "header",
            MappingFault::HeaderKnown => "header_known",
            MappingFault::RoleTwice => "role_twice",
            MappingFault::NoDay => "no_day",
            MappingFault::Amounts => "amounts",
            MappingFault::Words => "words",
        }
    }

    /// The field it is about.
    pub fn field(self) -> &'static str {
        match self {
            MappingFault::Name | MappingFault::NameKnown => "layout",
            MappingFault::Columns
            | MappingFault::Header
            | MappingFault::HeaderKnown
            | MappingFault::RoleTwice
            | MappingFault::NoDay => "columns",
            MappingFault::Amounts => "amounts",
            MappingFault::Words => "directions",
        }
    }
}

impl ColumnMapping {
    /// Whether files can be read by it.
    pub fn check(&self) -> Result<(), MappingFault> {
        let is_short =
            |text: &str, most: usize| text.chars().count() <= most && !text.chars().any(char::is_control);
        if self.layout.trim().is_empty()
            || self.layout.trim() != self.layout
            || !is_short(&self.layout, NAME_CHARS_MAX)
        {
            return Err(MappingFault::Name);
        }
        if layouts::ALL.iter().any(|known| known.name == self.layout) {
            return Err(MappingFault::NameKnown);
        }
        if !(COLUMNS_MIN..=COLUMNS_MAX).contains(&self.columns.len())
            || !self.columns.iter().all(|column| is_short(&column.header, TEXT_CHARS_MAX))
        {
            return Err(MappingFault::Columns);
        }
        // A header that says nothing would fit the first row of anybody's file.
        let says = |column: &&MappedColumn| column.header.chars().any(char::is_alphabetic);
        if self.columns.iter().filter(says).count() < COLUMNS_MIN {
            return Err(MappingFault::Header);
        }
        let header: Vec<Cow<'_, str>> =
            self.columns.iter().map(|column| Cow::Borrowed(column.header.as_str())).collect();
        if layouts::ALL.iter().any(|known| has_header(known, &header)) {
            return Err(MappingFault::HeaderKnown);
        }
        let roles: Vec<ColumnRole> = self.columns.iter().filter_map(|column| column.role).collect();
        if roles.iter().collect::<BTreeSet<_>>().len() < roles.len() {
            return Err(MappingFault::RoleTwice);
        }
        if !roles.contains(&ColumnRole::At) {
            return Err(MappingFault::NoDay);
        }
        self.check_amounts(&roles)?;
        self.check_words()
    }

    /// Whether files with the header of another mapping have this one's too.
    pub fn has_header_of(&self, other: &ColumnMapping) -> bool {
        self.columns.len() == other.columns.len()
            && self.columns.iter().zip(&other.columns).all(|(one, other)| same(&one.header, &other.header))
    }

    fn check_amounts(&self, roles: &[ColumnRole]) -> Result<(), MappingFault> {
        let has = |role| roles.contains(&role);
        let (one, both) = (has(ColumnRole::Amount), has(ColumnRole::AmountIn) && has(ColumnRole::AmountOut));
        let fits = match self.amounts {
            AmountForm::Signed | AmountForm::Owed => one,
            AmountForm::InOut => both && !one,
            AmountForm::Stated => one && has(ColumnRole::Direction) && !self.directions.is_empty(),
        };
        if fits { Ok(()) } else { Err(MappingFault::Amounts) }
    }

    fn check_words(&self) -> Result<(), MappingFault> {
        let directions: Vec<&str> = self.directions.iter().map(|word| word.word.as_str()).collect();
        let statuses: Vec<&str> = self.statuses.iter().map(|word| word.word.as_str()).collect();
        let are_words = |words: &[&str]| {
            words.len() <= WORDS_MAX
                && words.iter().collect::<BTreeSet<_>>().len() == words.len()
                && words.iter().all(|word| word.chars().count() <= TEXT_CHARS_MAX)
        };
        if are_words(&directions) && are_words(&statuses) { Ok(()) } else { Err(MappingFault::Words) }
    }
}

/// A mapping's lists in the form of a layout's.
struct Lists<'m> {
    header: Vec<(&'m str, Option<Role>)>,
    directions: Vec<(&'m str, Direction)>,
    statuses: Vec<(&'m str, Outcome)>,
}

/// Does something with layouts made of mappings. Those that do not hold are passed over: they were checked when they were saved.
pub(super) fn with_layouts<T>(mappings: &[ColumnMapping], work: impl FnOnce(&[&Layout<'_>]) -> T) -> T {
    let sound: Vec<&ColumnMapping> = mappings.iter().filter(|mapping| mapping.check().is_ok()).collect();
    let lists: Vec<Lists<'_>> = sound.iter().map(|mapping| lists_of(mapping)).collect();
    let layouts: Vec<Layout<'_>> =
        sound.iter().zip(&lists).map(|(mapping, lists)| layout_of(mapping, lists)).collect();
    work(&layouts.iter().collect::<Vec<_>>())
}

fn lists_of(mapping: &ColumnMapping) -> Lists<'_> {
    let outcome = |meaning| match meaning {
        StatusMeaning::Settled => Outcome::Settled,
        StatusMeaning::RefundArrived => Outcome::RefundArrived,
        StatusMeaning::GivenBack => Outcome::GivenBack,
        StatusMeaning::Pending => Outcome::Pending,
        StatusMeaning::Closed => Outcome::Closed,
    };
    let columns = mapping.columns.iter();
    Lists {
        header: columns.map(|column| (column.header.as_str(), column.role.map(role))).collect(),
        directions: mapping.directions.iter().map(|word| (word.word.as_str(), word.direction)).collect(),
        statuses: mapping.statuses.iter().map(|word| (word.word.as_str(), outcome(word.outcome))).collect(),
    }
}

fn layout_of<'m>(mapping: &'m ColumnMapping, lists: &'m Lists<'m>) -> Layout<'m> {
    Layout {
        name: &mapping.layout,
        kind: mapping.kind,
        currency: mapping.currency,
        mapped: &lists.header,
        dates: match mapping.dates {
            DateOrder::YearFirst => Dates::YearFirst,
            DateOrder::DayFirst => Dates::DayFirst,
            DateOrder::MonthFirst => Dates::MonthFirst,
        },
        amounts: match mapping.amounts {
            AmountForm::Signed => Amounts::Signed,
            AmountForm::Owed => Amounts::Owed,
            AmountForm::InOut => Amounts::InOut,
            AmountForm::Stated => Amounts::Stated,
        },
        directions: &lists.directions,
        statuses: &lists.statuses,
        free_text: &[Role::Description, Role::Remark, Role::Counterparty],
        ..DEBIT
    }
}

/// The role as layouts have it.
pub(super) fn role(role: ColumnRole) -> Role {
    match role {
        ColumnRole::At => Role::At,
        ColumnRole::Time => Role::Time,
        ColumnRole::Direction => Role::Direction,
        ColumnRole::Amount => Role::Amount,
        ColumnRole::AmountIn => Role::AmountIn,
        ColumnRole::AmountOut => Role::AmountOut,
        ColumnRole::Balance => Role::Balance,
        ColumnRole::Currency => Role::Currency,
        ColumnRole::Status => Role::Status,
        ColumnRole::Counterparty => Role::Counterparty,
        ColumnRole::CounterpartyAccount => Role::CounterpartyAccount,
        ColumnRole::Description => Role::Description,
        ColumnRole::Remark => Role::Remark,
        ColumnRole::ProviderType => Role::ProviderType,
        ColumnRole::Method => Role::Method,
        ColumnRole::OrderId => Role::OrderId,
        ColumnRole::MerchantOrderId => Role::MerchantOrderId,
    }
}

/// The role as a person is asked about it; `None` for what only known layouts tell.
pub(super) fn column_role(role: Role) -> Option<ColumnRole> {
    Some(match role {
        Role::At => ColumnRole::At,
        Role::Time => ColumnRole::Time,
        Role::Direction => ColumnRole::Direction,
        Role::Amount => ColumnRole::Amount,
        Role::AmountIn => ColumnRole::AmountIn,
        Role::AmountOut => ColumnRole::AmountOut,
        Role::Balance => ColumnRole::Balance,
        Role::Currency => ColumnRole::Currency,
        Role::Status => ColumnRole::Status,
        Role::Counterparty => ColumnRole::Counterparty,
        Role::CounterpartyAccount => ColumnRole::CounterpartyAccount,
        Role::Description => ColumnRole::Description,
        Role::Detail | Role::Remark => ColumnRole::Remark,
        Role::ProviderType => ColumnRole::ProviderType,
        Role::Method => ColumnRole::Method,
        Role::OrderId => ColumnRole::OrderId,
        Role::MerchantOrderId => ColumnRole::MerchantOrderId,
        Role::Booked | Role::Refunded | Role::Card | Role::Payer | Role::PayerAccount => return None,
    })
}
