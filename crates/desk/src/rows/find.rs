//! Finding among a case's rows, and adding up what was found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use firstline_core::spending::Treatment;
use firstline_core::statement::Direction;
use firstline_core::{Currency, Money};

use crate::view;
use crate::wire::{AppError, ErrorCode, RowDirection, RowSums, RowsQuery, RowsSort};

use super::fold;
use super::table::{Entry, OUT_OF_WINDOW, RowTable};

/// A query read: its words folded, its days and amounts parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    query: RowsQuery,
    words: Vec<String>,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    amount_min: Option<i64>,
    amount_max: Option<i64>,
    direction: Option<Direction>,
    /// `Some(None)` for rows outside the window.
    treatment: Option<Option<Treatment>>,
    account: Option<usize>,
}

impl Wanted {
    /// Reads a query; what cannot be read is refused with its field.
    pub(super) fn read(query: RowsQuery) -> Result<Self, AppError> {
        let treatment = match query.treatment.as_deref() {
            None => None,
            Some(OUT_OF_WINDOW) => Some(None),
            Some(code) => Some(Some(
                serde_json::from_value(serde_json::Value::String(code.to_owned()))
                    .map_err(|_| bad("treatment", code))?,
            )),
        };
        let account = query.account.as_deref();
        Ok(Wanted {
            words: fold::words(&query.text),
            first: day("first", query.first.as_deref())?,
            last: day("last", query.last.as_deref())?,
            amount_min: amount("amount_min", query.amount_min.as_deref())?,
            amount_max: amount("amount_max", query.amount_max.as_deref())?,
            direction: query.direction.map(|direction| match direction {
                RowDirection::In => Direction::In,
                RowDirection::Out => Direction::Out,
                RowDirection::Neutral => Direction::Neutral,
            }),
            treatment,
            account: account.map(|key| key.parse().map_err(|_| bad("account", key))).transpose()?,
            query,
        })
    }

    fn keeps(&self, table: &RowTable, entry: &Entry) -> bool {
        let query = &self.query;
        let class = || table.class(entry);
        self.first.is_none_or(|first| entry.day() >= first)
            && self.last.is_none_or(|last| entry.day() <= last)
            && self.amount_min.is_none_or(|least| entry.amount >= least)
            && self.amount_max.is_none_or(|most| entry.amount <= most)
            && self.direction.is_none_or(|direction| entry.direction == direction)
            && self.account.is_none_or(|account| entry.account == account)
            && (!query.left_out || entry.is_left_out())
            && (!query.questions || !entry.questions.is_empty())
            && self.treatment.is_none_or(|wanted| class().map(|class| class.treatment) == wanted)
            && query.category.as_deref().is_none_or(|category| table.category(entry) == category)
            && self.has_words(table.text_of(entry))
    }

    fn has_words(&self, text: &str) -> bool {
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

fn bad(field: &str, value: &str) -> AppError {
    AppError::new(ErrorCode::BadInput, format!("{value:?} cannot be read")).about(field)
}

fn day(field: &str, text: Option<&str>) -> Result<Option<NaiveDate>, AppError> {
    text.map(|text| text.parse().map_err(|_| bad(field, text))).transpose()
}

fn amount(field: &str, text: Option<&str>) -> Result<Option<i64>, AppError> {
    let read = |text: &str| {
        let plain = text.trim().trim_start_matches(['¥', '￥']).replace([',', '，'], "");
        plain.parse::<Money>().map(Money::fen).map_err(|_| bad(field, text))
    };
    text.map(read).transpose()
}

/// What was found, in its order, and its sums.
pub(super) struct Found {
    /// Places among all rows.
    pub(super) places: Vec<usize>,
    pub(super) sums: Vec<RowSums>,
    pub(super) counted_in: String,
    pub(super) counted_out: String,
}

impl Found {
    pub(super) fn among(table: &RowTable, wanted: &Wanted) -> Result<Self, AppError> {
        let entries = table.entries();
        let keeps = |place: &usize| wanted.keeps(table, &entries[*place]);
        let mut places: Vec<usize> = match wanted.query.figure.as_deref() {
            None => (0..entries.len()).filter(keeps).collect(),
            Some(key) => {
                let rows = table.figure(key).ok_or_else(|| {
                    AppError::new(ErrorCode::NotFound, format!("there is no figure {key:?}")).about("figure")
                })?;
                let behind: BTreeSet<usize> = rows.iter().filter_map(|row| table.place(*row)).collect();
                behind.into_iter().filter(keeps).collect()
            }
        };
        match wanted.query.sort {
            RowsSort::Newest => {}
            RowsSort::Oldest => places.reverse(),
            RowsSort::Largest => places.sort_by_key(|place| Reverse(entries[*place].amount)),
            RowsSort::Smallest => places.sort_by_key(|place| entries[*place].amount),
        }
        let found = || places.iter().map(|place| &entries[*place]);
        let counted_in = total(found().map(|entry| entry.counted_in))?;
        let counted_out = total(found().map(|entry| entry.counted_out))?;
        Ok(Found {
            sums: sums(found())?,
            counted_in: view::money(Money::from_fen(counted_in, Currency::Cny)),
            counted_out: view::money(Money::from_fen(counted_out, Currency::Cny)),
            places,
        })
    }
}

fn total(amounts: impl Iterator<Item = i64>) -> Result<i64, AppError> {
    let mut amounts = amounts;
    amounts
        .try_fold(0_i64, i64::checked_add)
        .ok_or_else(|| AppError::new(ErrorCode::AmountInvalid, "the rows add up to more than can be shown"))
}

/// Stated amounts in and out by currency; one the rows state as neither is in neither sum.
fn sums<'a>(entries: impl Iterator<Item = &'a Entry>) -> Result<Vec<RowSums>, AppError> {
    let mut by_currency: BTreeMap<Currency, (i64, i64)> = BTreeMap::from([(Currency::Cny, (0, 0))]);
    for entry in entries {
        let (money_in, money_out) = by_currency.entry(entry.currency).or_default();
        let sum = match entry.direction {
            Direction::In => money_in,
            Direction::Out => money_out,
            Direction::Neutral => continue,
        };
        *sum = total([*sum, entry.amount].into_iter())?;
    }
    let shown = |(currency, (money_in, money_out)): (Currency, (i64, i64))| RowSums {
        currency: currency.code().to_owned(),
        money_in: view::money(Money::from_fen(money_in, currency)),
        money_out: view::money(Money::from_fen(money_out, currency)),
    };
    let mut sums: Vec<RowSums> = by_currency.into_iter().map(shown).collect();
    // The product's own currency comes first.
    sums.sort_by_key(|sum| sum.currency != Currency::Cny.code());
    Ok(sums)
}
