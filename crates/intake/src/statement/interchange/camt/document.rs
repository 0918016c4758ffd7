//! A CAMT message as it states itself, in the standard's own codes.

use firstline_core::Money;

pub use super::super::moment::Moment;

/// Which of the three messages it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// CAMT.052, an account report within a day.
    Report,
    /// CAMT.053, an account statement.
    Statement,
    /// CAMT.054, a notification of single debits and credits.
    Notification,
}

/// A message: some reports, statements or notifications of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which message.
    pub kind: Kind,
    /// The message's own identification.
    pub message_id: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// What the group header says besides.
    pub additional_information: Option<String>,
    /// What it holds, in the file's order.
    pub records: Vec<Record>,
}

/// One report, statement or notification.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The line it begins on.
    pub line: u32,
    /// Its identification.
    pub id: Option<String>,
    /// The electronic sequence number.
    pub electronic_sequence: Option<String>,
    /// The legal sequence number.
    pub legal_sequence: Option<String>,
    /// The page, where it has several.
    pub page: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// From when it covers the account.
    pub from: Option<Moment>,
    /// Until when.
    pub to: Option<Moment>,
    /// `CODU`, `COPY` or `DUPL`.
    pub copy_duplicate: Option<String>,
    /// The account.
    pub account: Option<Account>,
    /// Its balances.
    pub balances: Vec<Balance>,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// What it says besides.
    pub additional_information: Option<String>,
}

/// How an account is identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountScheme {
    /// An IBAN.
    Iban,
    /// A national number (BBAN).
    Bban,
    /// A universal payment identification code (UPIC).
    Upic,
    /// A proprietary number of the first versions.
    Proprietary,
    /// Any other number.
    Other,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// How it is identified.
    pub scheme: AccountScheme,
    /// Its number.
    pub identification: String,
    /// The name of the other scheme, as a code or in words.
    pub scheme_name: Option<String>,
    /// Who issued the number.
    pub issuer: Option<String>,
    /// The account's name.
    pub name: Option<String>,
    /// Its currency.
    pub currency: Option<String>,
    /// Its type, such as `CACC` or `CARD`.
    pub account_type: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
}

/// A balance; below zero where it is a debit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The code of its type, such as `OPBD`, or the proprietary one.
    pub code: String,
    /// A code that narrows it, such as `INTM`.
    pub sub_code: Option<String>,
    /// The balance.
    pub amount: Money,
    /// When it held.
    pub at: Option<Moment>,
}

/// Credit or debit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `CRDT`: money came in.
    Credit,
    /// `DBIT`: money went out.
    Debit,
}

/// The kind of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TransactionCode {
    /// Domain, family and sub-family of the standard, such as `PMNT`, `RCDT`, `ESCT`.
    pub domain: Option<(String, String, String)>,
    /// The bank's own code.
    pub proprietary: Option<String>,
    /// Whose code that is.
    pub issuer: Option<String>,
}

/// One entry of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line it begins on.
    pub line: u32,
    /// The amount; below zero where it is a debit.
    pub amount: Money,
    /// Credit or debit as stated, which for a reversal is the side of the reversal.
    pub side: Side,
    /// Whether it reverses another entry, which then was on the other side.
    pub reversal: bool,
    /// `BOOK`, `PDNG`, `INFO`, `FUTR` or the bank's own word.
    pub status: String,
    /// When it was booked.
    pub booked: Option<Moment>,
    /// From when it counts for interest.
    pub value: Option<Moment>,
    /// The bank's reference.
    pub servicer_reference: Option<String>,
    /// The entry's own reference.
    pub reference: Option<String>,
    /// Its kind.
    pub code: TransactionCode,
    /// The batch it books, where it books one.
    pub batch: Option<Batch>,
    /// Charges of the whole entry.
    pub charges: Vec<Charge>,
    /// What it is made of.
    pub details: Vec<Detail>,
    /// What it says besides.
    pub additional_information: Option<String>,
}

/// A batch of payments booked as one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The message that ordered it.
    pub message_id: Option<String>,
    /// The payments' common identification.
    pub payment_information_id: Option<String>,
    /// How many payments.
    pub count: Option<u32>,
}

/// A charge; below zero where it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The amount, where it is exact in two places.
    pub amount: Option<Money>,
    /// Whether the entry's amount includes it.
    pub included: Option<bool>,
    /// The code of its type or the bank's own.
    pub kind: Option<String>,
}

/// One transaction within an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Detail {
    /// Its amount, where it states one that is exact in two places; below zero where it is a debit.
    pub amount: Option<Money>,
    /// Credit or debit where stated.
    pub side: Option<Side>,
    /// References by the names of their elements, such as `EndToEndId` or `UETR`; the bank's own by their type.
    pub references: Vec<Reference>,
    /// Its kind.
    pub code: TransactionCode,
    /// Who takes part.
    pub parties: Vec<Party>,
    /// The banks that take part.
    pub agents: Vec<Agent>,
    /// What it was for.
    pub remittance: Remittance,
    /// Its charges.
    pub charges: Vec<Charge>,
    /// Its earliest own date.
    pub dated: Option<Moment>,
    /// Why it was returned, where it was.
    pub return_reason: Option<String>,
    /// What it says besides.
    pub additional_information: Option<String>,
}

/// A reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The element's name, or the type of a proprietary one.
    pub kind: String,
    /// Whether the bank named the type itself.
    pub proprietary: bool,
    /// The reference.
    pub value: String,
}

/// What a party is in a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Who pays.
    Debtor,
    /// On whose behalf the debtor pays.
    UltimateDebtor,
    /// Who is paid.
    Creditor,
    /// On whose behalf the creditor is paid.
    UltimateCreditor,
}

/// A party of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What it is.
    pub role: Role,
    /// Its name.
    pub name: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// Its address in lines, where it is not in parts.
    pub address_lines: Vec<String>,
    /// Its account.
    pub account: Option<Account>,
}

/// A bank of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// The element's name: `DbtrAgt`, `CdtrAgt` and so on.
    pub role: String,
    /// Its business identifier code.
    pub bic: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// What a payment was for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remittance {
    /// In free text, a line each.
    pub unstructured: Vec<String>,
    /// In the standard's structure.
    pub structured: Vec<Structured>,
}

/// One structured remittance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structured {
    /// The creditor's reference.
    pub reference: Option<String>,
    /// The code of its type, such as `SCOR`.
    pub code: Option<String>,
    /// The type in the bank's own words.
    pub proprietary: Option<String>,
    /// What it says besides.
    pub additional: Vec<String>,
}
