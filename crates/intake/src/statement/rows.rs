//! The rows below a header, read by its layout.

use std::borrow::Cow;

use firstline_core::applicant::Personal;
use firstline_core::money::{Currency, Money};
use firstline_core::statement::{Direction, Preamble, StatedTotal, Transaction, UnknownWord};

use super::layout::{Amounts, Bound, Role};
use super::preamble;
use super::status::{self, RowEnd};
use crate::cell;
use crate::error::{Fault, IntakeCode};
use crate::table::Records;
use crate::text::ROWS_MAX;

/// Beginnings of lines below any header that are no rows.
const NOTES: [&str; 12] =
    ["---", "===", "#", "共", "合计", "总计", "小计", "导出时间", "说明", "注：", "注:", "特别提示"];
const UNKNOWN_WORDS_MAX: usize = 100;
/// The most commas in one row's free text that are put back in their place.
const EXTRA_FIELDS_MAX: usize = 8;

/// Stated amounts added up for one direction as the file words it; `in` and `out` where it has no word.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    pub(crate) word: String,
    pub(crate) rows: u32,
    pub(crate) fen: i64,
}

/// The rows of a file and what was seen while reading them.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) transactions: Vec<Transaction>,
    pub(crate) tallies: Vec<Tally>,
    pub(crate) currency: Currency,
}

/// Reads all rows; totals below them and unknown words go into the preamble.
pub(crate) fn read(records: &mut Records<'_>, bound: &Bound, preamble: &mut Preamble) -> Result<Rows, Fault> {
    let tallies = match bound.layout.amounts {
        Amounts::Stated => Vec::new(),
        Amounts::Signed | Amounts::InOut => {
            ["in", "out"].map(|word| Tally { word: word.to_owned(), rows: 0, fen: 0 }).to_vec()
        }
    };
    let mut reader = Reader { bound, preamble, transactions: Vec::new(), tallies, currency: None };
    let mut fields = Vec::with_capacity(bound.names.len() + 1);
    loop {
        let arranged = match records.next(&mut fields) {
            Ok(None) => break,
            Ok(Some(_)) => reader.arrange(&mut fields, records.ended_with_break()),
            Err(fault) => Err(fault),
        };
        let line = records.last_line();
        let is_row = match arranged {
            Ok(is_row) => is_row,
            Err(fault) if reader.reread(records, &mut fields, fault.code) => true,
            Err(fault) => return Err(fault.at(line)),
        };
        if is_row {
            reader.add(&fields, line).map_err(|fault| fault.at(line))?;
        }
    }
    if reader.transactions.is_empty() {
        return Err(Fault::new(IntakeCode::NoRows).at(bound.line));
    }
    let Reader { transactions, tallies, currency, .. } = reader;
    Ok(Rows { transactions, tallies, currency: currency.unwrap_or_default() })
}

struct Reader<'b> {
    bound: &'b Bound,
    preamble: &'b mut Preamble,
    transactions: Vec<Transaction>,
    tallies: Vec<Tally>,
    currency: Option<Currency>,
}

/// What a row moved.
struct Moved {
    direction: Direction,
    fen: i64,
    /// What stands in brackets behind the amount.
    refund_words: Option<String>,
    tally: usize,
}

impl Reader<'_> {
    /// Brings a record's fields under their headers; false where it is no row.
    fn arrange(&mut self, fields: &mut Vec<Cow<'_, str>>, whole_line: bool) -> Result<bool, Fault> {
        let bound = self.bound;
        let Some(first) = fields.iter().find(|field| !field.is_empty()) else { return Ok(false) };
        if !first.as_bytes()[0].is_ascii_digit() && self.is_no_row(first, fields) {
            return Ok(false);
        }
        if fields.len() < bound.width && !(whole_line && self.fits(fields)) {
            let fault = Fault::new(IntakeCode::ShortRow).with("found", fields.len());
            return Err(fault.with("expected", bound.width));
        }
        if fields.len() > bound.width && !self.fits(fields) {
            self.place_commas(fields)?;
        }
        Ok(true)
    }

    /// Whether a record that makes no sense does so when its quotation marks are read as not doubled, which is how some wallets
    /// write free text.
    fn reread<'a>(
        &self,
        records: &mut Records<'a>,
        fields: &mut Vec<Cow<'a, str>>,
        code: IntakeCode,
    ) -> bool {
        let by_quotes =
            matches!(code, IntakeCode::ShortRow | IntakeCode::TooManyFields | IntakeCode::UnbalancedQuote);
        by_quotes
            && self.bound.layout.amounts == Amounts::Stated
            && records.reread_undoubled(fields)
            && self.fits(fields)
    }

    fn add(&mut self, fields: &[Cow<'_, str>], line: u32) -> Result<(), Fault> {
        if self.transactions.len() >= ROWS_MAX {
            return Err(Fault::new(IntakeCode::TooManyRows).with("limit", ROWS_MAX));
        }
        let transaction = self.transaction(fields, line)?;
        self.transactions.push(transaction);
        Ok(())
    }

    /// Whether a line below the header is a total, a note, or the header once more; totals are kept.
    fn is_no_row(&mut self, first: &str, fields: &[Cow<'_, str>]) -> bool {
        let bound = self.bound;
        let layout = bound.layout;
        if layout.total_rows.iter().any(|word| first.starts_with(word)) {
            for (role, direction) in [(Role::AmountIn, Direction::In), (Role::AmountOut, Direction::Out)] {
                if let Ok(fen) = cell::fen(text(bound, fields, role)) {
                    let sum = Some(Money::from_fen(fen, Currency::Cny));
                    self.preamble.stated_totals.push(StatedTotal { direction, count: None, sum });
                }
            }
            return true;
        }
        let note = |word: &&str| first.starts_with(*word);
        if layout.notes.iter().any(note) || NOTES.iter().any(note) {
            preamble::read_line(self.preamble, layout.preamble, &fields.join(","));
            return true;
        }
        if fields.iter().zip(&bound.names).all(|(field, name)| *field == name.as_str()) {
            return true;
        }
        let alone = fields.iter().filter(|field| !field.is_empty()).count() == 1;
        alone && bound.index(Role::At) == Some(0)
    }

    /// Whether there are enough fields, those that must be of a kind are, and those beyond the header are blank.
    fn fits(&self, fields: &[Cow<'_, str>]) -> bool {
        let bound = self.bound;
        let enough = fields.len() >= bound.width_min;
        let blank_tail = fields.iter().skip(bound.width).all(|field| field.is_empty());
        let direction = text(bound, fields, Role::Direction);
        enough
            && blank_tail
            && cell::moment(text(bound, fields, Role::At)).is_ok()
            && (bound.index(Role::Direction).is_none()
                || bound.layout.directions.iter().any(|(word, _)| *word == direction))
            && (bound.index(Role::Amount).is_none()
                || cell::fen(status::split_refund(text(bound, fields, Role::Amount)).0).is_ok())
    }

    /// Joins fields again that an unquoted comma in free text has parted, where the other columns say which.
    fn place_commas(&self, fields: &mut Vec<Cow<'_, str>>) -> Result<(), Fault> {
        let bound = self.bound;
        let too_many = || {
            Fault::new(IntakeCode::TooManyFields).with("found", fields.len()).with("expected", bound.width)
        };
        let extra_max = fields.len() - bound.width;
        if extra_max > EXTRA_FIELDS_MAX {
            return Err(too_many());
        }
        for extra in 1..=extra_max {
            for column in bound.layout.free_text.iter().filter_map(|&role| bound.index(role)) {
                let mut joined = fields.clone();
                let parts: Vec<Cow<'_, str>> = joined.drain(column..=column + extra).collect();
                joined.insert(column, Cow::Owned(parts.join(",")));
                if self.fits(&joined) {
                    *fields = joined;
                    return Ok(());
                }
            }
        }
        Err(too_many())
    }

    fn transaction(&mut self, fields: &[Cow<'_, str>], line: u32) -> Result<Transaction, Fault> {
        let bound = self.bound;
        let field = |role| text(bound, fields, role);
        let named = |role: Role| move |fault: Fault| fault.column(bound.name(role));
        let (mut at, mut has_time) = cell::moment(field(Role::At)).map_err(named(Role::At))?;
        if let Some(time) = Some(field(Role::Time)).filter(|time| !time.is_empty()) {
            let not_a_time =
                || Fault::new(IntakeCode::NotADate).with("found", time).column(bound.name(Role::Time));
            at = at.date().and_time(cell::time_of_day(time).ok_or_else(not_a_time)?);
            has_time = true;
        }
        let currency = self.currency(field(Role::Currency)).map_err(named(Role::Currency))?;
        let moved = self.moved(fields, line)?;
        let end = self.row_end(field(Role::Status), &moved, line)?;
        let tally = &mut self.tallies[moved.tally];
        tally.rows += 1;
        tally.fen += moved.fen;
        let money = |fen| Money::from_fen(fen, currency);
        let mut transaction = Transaction {
            line,
            at,
            has_time,
            direction: moved.direction,
            amount: money(moved.fen),
            refunded: money(end.refunded_fen),
            balance: balance(field(Role::Balance)).map_err(named(Role::Balance))?.map(money),
            status: end.status,
            counterparty: Personal(said(field(Role::Counterparty)).to_owned()),
            counterparty_account: Personal(said(field(Role::CounterpartyAccount)).to_owned()),
            description: Personal(joined(
                [Role::Description, Role::Detail, Role::Remark].map(|role| said(field(role))),
            )),
            provider_type: said(field(Role::ProviderType)).to_owned(),
            method: said(field(Role::Method)).to_owned(),
            order_id: said(field(Role::OrderId)).to_owned(),
            merchant_order_id: said(field(Role::MerchantOrderId)).to_owned(),
        };
        if let Some(finish) = bound.layout.finish {
            finish(&mut transaction);
        }
        Ok(transaction)
    }

    fn moved(&mut self, fields: &[Cow<'_, str>], line: u32) -> Result<Moved, Fault> {
        let bound = self.bound;
        match bound.layout.amounts {
            Amounts::Stated => self.stated(fields, line),
            Amounts::Signed => {
                let fen = amount(bound, text(bound, fields, Role::Amount), Role::Amount)?;
                Ok(flow(fen))
            }
            Amounts::InOut => {
                let filled = |role| -> Result<Option<i64>, Fault> {
                    let text = said(text(bound, fields, role));
                    if text.is_empty() { Ok(None) } else { amount(bound, text, role).map(Some) }
                };
                match (filled(Role::AmountIn)?, filled(Role::AmountOut)?) {
                    (None, None) => {
                        Err(Fault::new(IntakeCode::MissingAmount).column(bound.name(Role::AmountOut)))
                    }
                    (Some(fen), None | Some(0)) => Ok(flow(fen)),
                    (None | Some(0), Some(fen)) => Ok(flow_out(fen)),
                    (Some(_), Some(_)) => {
                        Err(Fault::new(IntakeCode::AmbiguousDirection).column(bound.name(Role::AmountOut)))
                    }
                }
            }
        }
    }

    /// A direction word and an amount without a sign.
    fn stated(&mut self, fields: &[Cow<'_, str>], line: u32) -> Result<Moved, Fault> {
        let bound = self.bound;
        let word = text(bound, fields, Role::Direction);
        let known = bound.layout.directions.iter().find(|(known, _)| *known == word);
        let direction = match known {
            Some((_, direction)) => *direction,
            None => {
                self.unknown_word(line, Role::Direction, word);
                Direction::Neutral
            }
        };
        let written = text(bound, fields, Role::Amount);
        let (digits, refund_words) = status::split_refund(written);
        let fen = amount(bound, digits, Role::Amount)?;
        if fen < 0 {
            let fault = Fault::new(IntakeCode::NegativeAmount).with("found", written);
            return Err(fault.column(bound.name(Role::Amount)));
        }
        let tally = match self.tallies.iter().position(|tally| tally.word == word) {
            Some(place) => place,
            None => {
                // A file of made-up words must not make the list of tallies long.
                let word = if known.is_some() || self.tallies.len() < UNKNOWN_WORDS_MAX { word } else { "?" };
                self.tallies.push(Tally { word: word.to_owned(), rows: 0, fen: 0 });
                self.tallies.len() - 1
            }
        };
        Ok(Moved { direction, fen, refund_words: refund_words.map(str::to_owned), tally })
    }

    fn row_end(&mut self, word: &str, moved: &Moved, line: u32) -> Result<RowEnd, Fault> {
        let layout = self.bound.layout;
        let mut end = layout.status_without_word;
        if !said(word).is_empty() {
            let read = status::read(layout.statuses, word, moved.direction, moved.fen);
            end = match read.map_err(|fault| fault.column(self.bound.name(Role::Status)))? {
                Some(end) => end,
                None => {
                    self.unknown_word(line, Role::Status, word);
                    status::PENDING
                }
            };
        }
        if let Some(words) = &moved.refund_words {
            let read = status::read(&[], words, moved.direction, moved.fen);
            match read.map_err(|fault| fault.column(self.bound.name(Role::Amount)))? {
                Some(refund) => end.refunded_fen = end.refunded_fen.max(refund.refunded_fen),
                None => self.unknown_word(line, Role::Amount, words),
            }
        }
        Ok(end)
    }

    fn currency(&mut self, word: &str) -> Result<Currency, Fault> {
        let currency = match word {
            "" | "-" | "人民币" | "人民币元" | "RMB" => Currency::Cny,
            "美元" => Currency::Usd,
            "港币" | "港元" => Currency::Hkd,
            "欧元" => Currency::Eur,
            "加元" | "加拿大元" => Currency::Cad,
            _ => Currency::from_code(word)
                .ok_or_else(|| Fault::new(IntakeCode::UnknownCurrency).with("found", word))?,
        };
        let expected = *self.currency.get_or_insert(currency);
        if expected != currency {
            let fault = Fault::new(IntakeCode::MixedCurrencies).with("found", currency.code());
            return Err(fault.with("expected", expected.code()));
        }
        Ok(currency)
    }

    fn unknown_word(&mut self, line: u32, role: Role, word: &str) {
        if self.preamble.unknown_words.len() < UNKNOWN_WORDS_MAX {
            let word = word.chars().take(40).collect();
            self.preamble.unknown_words.push(UnknownWord {
                line,
                column: self.bound.name(role).to_owned(),
                word,
            });
        }
    }
}

fn text<'f>(bound: &Bound, fields: &'f [Cow<'_, str>], role: Role) -> &'f str {
    bound.index(role).and_then(|index| fields.get(index)).map_or("", |field| field.as_ref())
}

/// What a cell says: providers write `/`, `-` or `--` for nothing.
fn said(text: &str) -> &str {
    if matches!(text, "/" | "-" | "--") { "" } else { text }
}

fn joined(parts: [&str; 3]) -> String {
    let mut whole = String::from(parts[0]);
    for part in &parts[1..] {
        if !part.is_empty() && *part != parts[0] {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(part);
        }
    }
    whole
}

fn amount(bound: &Bound, text: &str, role: Role) -> Result<i64, Fault> {
    if said(text).is_empty() {
        return Err(Fault::new(IntakeCode::MissingAmount).column(bound.name(role)));
    }
    cell::fen(text).map_err(|fault| fault.column(bound.name(role)))
}

/// Money in where the amount is not below zero, else out: a negative amount in an in-column is a reversal.
fn flow(fen: i64) -> Moved {
    if fen < 0 {
        return Moved { direction: Direction::Out, fen: -fen, refund_words: None, tally: 1 };
    }
    Moved { direction: Direction::In, fen, refund_words: None, tally: 0 }
}

fn flow_out(fen: i64) -> Moved {
    if fen < 0 {
        return Moved { direction: Direction::In, fen: -fen, refund_words: None, tally: 0 };
    }
    Moved { direction: Direction::Out, fen, refund_words: None, tally: 1 }
}

/// A balance; a masked one, such as `xx,yyyy.zz` or `***`, is none.
fn balance(text: &str) -> Result<Option<i64>, Fault> {
    if said(text).is_empty() || text.bytes().any(|byte| byte == b'*' || byte.is_ascii_alphabetic()) {
        return Ok(None);
    }
    cell::fen(text).map(Some)
}
