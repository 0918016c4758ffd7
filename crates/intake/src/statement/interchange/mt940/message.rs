//! An MT940 or MT942 message as it states itself.

use chrono::{NaiveDate, NaiveDateTime};
use firstline_core::money::Currency;
use rust_decimal::Decimal;

/// One message: a statement of an account, or a page of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// The line it begins on.
    pub line: u32,
    /// `:20:` its reference.
    pub reference: Option<String>,
    /// `:21:` the reference it answers.
    pub related_reference: Option<String>,
    /// `:25:` the account.
    pub account: Option<String>,
    /// `:28C:` the statement's number, as written.
    pub number: Option<String>,
    /// The page's number, as written.
    pub sequence: Option<String>,
    /// `:60F:` the balance before the first page.
    pub opening: Option<Balance>,
    /// `:60M:` the balance before a later page.
    pub intermediate_opening: Option<Balance>,
    /// `:62F:` the balance after the last page.
    pub closing: Option<Balance>,
    /// `:62M:` the balance after an earlier page.
    pub intermediate_closing: Option<Balance>,
    /// `:64:` what can be disposed of.
    pub available: Option<Balance>,
    /// `:65:` what will be, by day.
    pub forward_available: Vec<Balance>,
    /// `:13D:` when an MT942 was made, in local time.
    pub made: Option<NaiveDateTime>,
    /// How far that is ahead of UTC, in minutes.
    pub made_offset_minutes: Option<i32>,
    /// `:34F:` the smallest debit reported.
    pub debit_floor: Option<Floor>,
    /// `:34F:` the smallest credit reported.
    pub credit_floor: Option<Floor>,
    /// `:90D:` how many debits, and their sum.
    pub debits: Option<Sum>,
    /// `:90C:` how many credits, and their sum.
    pub credits: Option<Sum>,
    /// `:61:` with `:86:`, the transactions.
    pub transactions: Vec<Transaction>,
    /// `:86:` behind the balances: what is said of the whole.
    pub information: Option<String>,
    /// `:NS:` what a bank says outside the standard.
    pub non_swift: Option<String>,
}

impl Message {
    /// The currency that its balances, sums or limits are in.
    pub fn currency(&self) -> Option<Currency> {
        let balances = [&self.opening, &self.intermediate_opening, &self.closing, &self.intermediate_closing];
        let of_balance = balances.into_iter().flatten().chain(&self.available).chain(&self.forward_available);
        let of_sums = [&self.debits, &self.credits].into_iter().flatten().map(|sum| sum.currency);
        let of_floors =
            [&self.debit_floor, &self.credit_floor].into_iter().flatten().map(|floor| floor.currency);
        of_balance.map(|balance| balance.currency).chain(of_sums).chain(of_floors).next()
    }
}

/// A balance; below zero where it is a debit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The day; `None` where it is written as zeros.
    pub day: Option<NaiveDate>,
    /// Its currency.
    pub currency: Currency,
    /// The balance.
    pub amount: Decimal,
}

/// A limit below which nothing is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// Its currency.
    pub currency: Currency,
    /// The limit.
    pub amount: Decimal,
}

/// A number of entries and their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u32,
    /// The sum's currency.
    pub currency: Currency,
    /// The sum.
    pub amount: Decimal,
}

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The line it begins on.
    pub line: u32,
    /// The value date.
    pub value: NaiveDate,
    /// The day it was booked, where stated; its year is the one that brings it nearest to the value date.
    pub booked: Option<NaiveDate>,
    /// `C`, `D`, or with an `R` before it for the reversal of one.
    pub mark: String,
    /// The third letter of the currency, or a bank's own letter.
    pub funds_code: Option<char>,
    /// The amount; below zero where money went out: a debit, or the reversal of a credit.
    pub amount: Decimal,
    /// The kind, such as `NTRF`.
    pub kind: Option<String>,
    /// The reference of the account's owner.
    pub customer_reference: String,
    /// The bank's reference.
    pub bank_reference: Option<String>,
    /// What stands on the line below.
    pub extra_details: String,
    /// `:86:` as written, its lines without blanks at their ends.
    pub details: Option<String>,
    /// The same in fields, where it is written in fields.
    pub fields: Option<Fields>,
}

/// The details of a transaction in numbered fields, as German and Polish banks write them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The three digits before the first field: the kind of transaction.
    pub code: String,
    /// The fields in order, each with its number.
    pub all: Vec<(u8, String)>,
    /// What the purpose says under the names that SEPA gives, such as `EREF` and `SVWZ`.
    pub purposes: Vec<(String, String)>,
}

impl Fields {
    /// The texts of some fields, one behind the other; `None` where there is none of them.
    pub fn joined(&self, numbers: std::ops::RangeInclusive<u8>) -> Option<String> {
        let mut whole: Option<String> = None;
        for (_, text) in self.all.iter().filter(|(number, _)| numbers.contains(number)) {
            whole.get_or_insert_default().push_str(text);
        }
        whole
    }

    /// What the purpose says under a name.
    pub fn purpose(&self, name: &str) -> Option<&str> {
        self.purposes.iter().find(|(found, _)| found == name).map(|(_, text)| text.trim())
    }
}
