//! The rows below a header, read by its layout.

use std::borrow::Cow;

use chrono::NaiveDateTime;
use firstline_core::applicant::Personal;
use firstline_core::money::{Currency, Money};
use firstline_core::statement::{Direction, RowStatus, StatementKind, Transaction, UnknownWord};

use super::layout::{Amounts, Bound, Role};
use super::moved::{self, Moved};
use super::preamble::Said;
use super::status::{self, RowEnd};
use crate::cell;
use crate::error::{Fault, IntakeCode};
use crate::table::Records;
use crate::text::ROWS_MAX;

/// Beginnings of lines below any header that are no rows.
const NOTES: [&str; 12] =
    ["---", "===", "#", "共", "合计", "总计", "小计", "导出时间", "说明", "注：", "注:", "特别提示"];
/// Types of rows that bring back what was paid before.
const REFUND_TYPES: [&str; 3] = ["退款", "退货", "退汇"];
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

/// The rows of a file in one currency, and what was seen while reading them.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) currency: Currency,
    pub(crate) transactions: Vec<Transaction>,
    pub(crate) tallies: Vec<Tally>,
    pub(crate) unknown_words: Vec<UnknownWord>,
    /// The holder's own card, where rows show one and all the same.
    pub(crate) card: Option<Personal>,
    cards_differ: bool,
}

/// Reads all rows, those of each currency by themselves in the order in which they occur; never empty. What stands below them
/// goes to `said`.
pub(crate) fn read(records: &mut Records<'_>, bound: &Bound, said: &mut Said) -> Result<Vec<Rows>, Fault> {
    let mut reader = Reader { bound, said, parts: Vec::new(), count: 0 };
    let mut fields = Vec::with_capacity(bound.width + 1);
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
        if is_row && let Err(fault) = reader.add(&fields, line) {
            if !reader.reread(records, &mut fields, fault.code) {
                return Err(fault.at(line));
            }
            reader.add(&fields, line).map_err(|fault| fault.at(line))?;
        }
    }
    if reader.parts.is_empty() {
        return Err(Fault::new(IntakeCode::NoRows).at(bound.line));
    }
    Ok(reader.parts)
}

struct Reader<'b> {
    bound: &'b Bound<'b>,
    said: &'b mut Said,
    parts: Vec<Rows>,
    count: usize,
}

impl Reader<'_> {
    /// Brings a record's fields under their headers; false where it is no row.
    fn arrange(&mut self, fields: &mut Vec<Cow<'_, str>>, whole_line: bool) -> Result<bool, Fault> {
        let bound = self.bound;
        let Some(first) = fields.iter().find(|field| !field.is_empty()) else { return Ok(false) };
        // A first column of free text may begin like a note.
        let fitting = |fields: &[Cow<'_, str>]| fields.len() >= bound.width && self.fits(fields);
        if !first.as_bytes()[0].is_ascii_digit() && !fitting(fields) && self.is_no_row(first, fields) {
            return Ok(false);
        }
        if fields.len() < bound.width && !(whole_line && self.fits(fields)) {
            let fault = Fault::new(IntakeCode::ShortRow).with("found", fields.len());
            return Err(fault.with("expected", bound.width));
        }
        if fields.len() > bound.width && !self.fits(fields) {
            let placed = self.place_commas(fields);
            // A word that is not known is no sign of a comma, as long as nothing stands beyond the header.
            placed.or_else(|fault| if self.fits_but_for_words(fields) { Ok(()) } else { Err(fault) })?;
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
        let by_quotes = matches!(
            code,
            IntakeCode::ShortRow
                | IntakeCode::TooManyFields
                | IntakeCode::UnbalancedQuote
                | IntakeCode::NotADate
                | IntakeCode::NotAnAmount
        );
        by_quotes
            && self.bound.layout.amounts == Amounts::Stated
            && records.reread_undoubled(fields)
            && self.fits(fields)
    }

    fn add(&mut self, fields: &[Cow<'_, str>], line: u32) -> Result<(), Fault> {
        if self.count >= ROWS_MAX {
            return Err(Fault::new(IntakeCode::TooManyRows).with("limit", ROWS_MAX));
        }
        let bound = self.bound;
        let moment = self.moment(fields)?;
        let moved = moved::read(bound, fields, self.said.currency.unwrap_or(bound.layout.currency))?;
        let part = self.part(moved.currency);
        if let Some((role, word)) = moved.unknown {
            part.unknown_word(bound, line, role, word);
        }
        let end = part.row_end(bound, text(bound, fields, Role::Status), &moved, line)?;
        let end = moved::given_back(bound, text(bound, fields, Role::Refunded), &moved, end)?;
        part.tally(moved.word, moved.fen, moved.unknown.is_none());
        let mut transaction = transaction(bound, fields, line, moment, &moved, end)?;
        if let Some(finish) = bound.layout.finish {
            finish(&mut transaction);
        }
        if transaction.direction == Direction::In
            && transaction.status == RowStatus::Settled
            && brings_back(bound.layout.kind, &transaction)
        {
            transaction.status = RowStatus::Refunded;
        }
        part.card(text(bound, fields, Role::Card).trim_matches('\''));
        part.transactions.push(transaction);
        self.count += 1;
        Ok(())
    }

    fn part(&mut self, currency: Currency) -> &mut Rows {
        let place = self.parts.iter().position(|part| part.currency == currency).unwrap_or_else(|| {
            self.parts.push(Rows::new(currency, self.bound.layout.amounts));
            self.parts.len() - 1
        });
        &mut self.parts[place]
    }

    fn moment(&self, fields: &[Cow<'_, str>]) -> Result<(NaiveDateTime, bool), Fault> {
        let bound = self.bound;
        let field = |role| text(bound, fields, role);
        let role = if said(field(Role::At)).is_empty() && !field(Role::Booked).is_empty() {
            Role::Booked
        } else {
            Role::At
        };
        let read = bound.layout.dates.read(field(role), self.said.last_day());
        let (at, has_time) = read.map_err(|fault| fault.column(bound.name(role)))?;
        let time = said(field(Role::Time));
        if time.is_empty() {
            return Ok((at, has_time));
        }
        let not_a_time =
            || Fault::new(IntakeCode::NotADate).with("found", time).column(bound.name(Role::Time));
        Ok((at.date().and_time(cell::time_of_day(time).ok_or_else(not_a_time)?), true))
    }

    /// Whether a line below the header is a total, a note, or the header once more; totals are kept.
    fn is_no_row(&mut self, first: &str, fields: &[Cow<'_, str>]) -> bool {
        let bound = self.bound;
        let layout = bound.layout;
        if let Some((_, currency)) = layout.total_rows.iter().find(|(word, _)| first.starts_with(word)) {
            for (role, direction) in [(Role::AmountIn, Direction::In), (Role::AmountOut, Direction::Out)] {
                if let Ok(fen) = cell::fen(text(bound, fields, role)) {
                    self.said.add_total(direction, fen, *currency);
                }
            }
            return true;
        }
        let note = |word: &&str| first.starts_with(*word);
        if layout.notes.iter().any(note) || NOTES.iter().any(note) {
            self.said.read_line(layout.preamble, &fields.join(","));
            return true;
        }
        // A header may go on in English on a second line.
        let english = |field: &Cow<'_, str>| field.is_empty() || field.as_bytes()[0].is_ascii_alphabetic();
        if self.count == 0 && bound.line > 0 && fields.iter().all(english) {
            return true;
        }
        if !bound.names.is_empty()
            && fields.iter().zip(&bound.names).all(|(field, name)| *field == name.as_str())
        {
            return true;
        }
        let alone = fields.iter().filter(|field| !field.is_empty()).count() == 1;
        alone && bound.index(Role::At) == Some(0)
    }

    /// Whether there are enough fields, those that must be of a kind are, and those beyond the header are blank.
    fn fits(&self, fields: &[Cow<'_, str>]) -> bool {
        let bound = self.bound;
        let direction = text(bound, fields, Role::Direction);
        let is_direction = |(word, _): &(&str, Direction)| word.eq_ignore_ascii_case(direction);
        self.fits_but_for_words(fields)
            && (bound.index(Role::Direction).is_none() || bound.layout.directions.iter().any(is_direction))
    }

    fn fits_but_for_words(&self, fields: &[Cow<'_, str>]) -> bool {
        let bound = self.bound;
        let enough = fields.len() >= bound.width_min;
        let blank_tail = fields.iter().skip(bound.width).all(|field| field.is_empty());
        enough
            && blank_tail
            && self.moment(fields).is_ok()
            && (bound.index(Role::Amount).is_none() || moved::is_amount(text(bound, fields, Role::Amount)))
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
}

impl Rows {
    fn new(currency: Currency, amounts: Amounts) -> Self {
        let tallies = match amounts {
            Amounts::Stated => Vec::new(),
            Amounts::Signed | Amounts::Owed | Amounts::InOut | Amounts::Described => {
                ["in", "out"].map(|word| Tally { word: word.to_owned(), rows: 0, fen: 0 }).to_vec()
            }
        };
        Rows {
            currency,
            transactions: Vec::new(),
            tallies,
            unknown_words: Vec::new(),
            card: None,
            cards_differ: false,
        }
    }

    fn tally(&mut self, word: &str, fen: i64, known: bool) {
        let place = self.tallies.iter().position(|tally| tally.word == word).unwrap_or_else(|| {
            // A file of made-up words must not make the list of tallies long.
            let word = if known || self.tallies.len() < UNKNOWN_WORDS_MAX { word } else { "?" };
            self.tallies.push(Tally { word: word.to_owned(), rows: 0, fen: 0 });
            self.tallies.len() - 1
        });
        let tally = &mut self.tallies[place];
        tally.rows += 1;
        tally.fen += fen;
    }

    fn row_end(&mut self, bound: &Bound, word: &str, moved: &Moved<'_>, line: u32) -> Result<RowEnd, Fault> {
        let layout = bound.layout;
        let mut end = layout.status_without_word;
        if !said(word).is_empty() {
            let read = status::read(layout.statuses, word, moved.direction, moved.fen);
            end = match read.map_err(|fault| fault.column(bound.name(Role::Status)))? {
                Some(end) => end,
                None => {
                    self.unknown_word(bound, line, Role::Status, word);
                    status::PENDING
                }
            };
        }
        if let Some(words) = moved.refund_words {
            let read = status::read(&[], words, moved.direction, moved.fen);
            match read.map_err(|fault| fault.column(bound.name(Role::Amount)))? {
                Some(refund) => end.refunded_fen = end.refunded_fen.max(refund.refunded_fen),
                None => self.unknown_word(bound, line, Role::Amount, words),
            }
        }
        Ok(end)
    }

    fn unknown_word(&mut self, bound: &Bound, line: u32, role: Role, word: &str) {
        if self.unknown_words.len() < UNKNOWN_WORDS_MAX {
            let word = word.chars().take(40).collect();
            self.unknown_words.push(UnknownWord { line, column: bound.name(role), word });
        }
    }

    /// Takes in the card a row shows; the account is known where all rows that show one show the same.
    fn card(&mut self, card: &str) {
        if self.cards_differ || said(card).is_empty() {
            return;
        }
        match &self.card {
            None => self.card = Some(Personal::from(card)),
            Some(known) if known.expose() == card => {}
            Some(_) => (self.card, self.cards_differ) = (None, true),
        }
    }
}

fn transaction(
    bound: &Bound,
    fields: &[Cow<'_, str>],
    line: u32,
    (at, has_time): (NaiveDateTime, bool),
    moved: &Moved<'_>,
    end: RowEnd,
) -> Result<Transaction, Fault> {
    let field = |role| text(bound, fields, role);
    let money = |fen| Money::from_fen(fen, moved.currency);
    let (other, other_account) = match (moved.direction, bound.index(Role::Payer)) {
        (Direction::In, Some(_)) => (Role::Payer, Role::PayerAccount),
        (Direction::In | Direction::Out | Direction::Neutral, _) => {
            (Role::Counterparty, Role::CounterpartyAccount)
        }
    };
    let balance =
        moved::balance(field(Role::Balance)).map_err(|fault| fault.column(bound.name(Role::Balance)))?;
    Ok(Transaction {
        line,
        at,
        has_time,
        direction: moved.direction,
        amount: money(moved.fen),
        refunded: money(end.refunded_fen),
        balance: balance.map(money),
        status: end.status,
        counterparty: Personal(said(field(other)).to_owned()),
        counterparty_account: Personal(said(field(other_account)).to_owned()),
        description: Personal(joined(
            [Role::Description, Role::Detail, Role::Remark].map(|role| said(field(role))),
        )),
        provider_type: said(field(Role::ProviderType)).to_owned(),
        method: said(field(Role::Method)).to_owned(),
        order_id: said(field(Role::OrderId)).to_owned(),
        merchant_order_id: said(field(Role::MerchantOrderId)).to_owned(),
    })
}

/// Whether money that came in is a refund, by its type; a card's bill often has nothing but a description.
fn brings_back(kind: StatementKind, row: &Transaction) -> bool {
    let told_by = |text: &str| REFUND_TYPES.iter().any(|word| text.contains(word));
    told_by(&row.provider_type) || (kind == StatementKind::BankCredit && told_by(row.description.expose()))
}

pub(crate) fn text<'f>(bound: &Bound, fields: &'f [Cow<'_, str>], role: Role) -> &'f str {
    bound.index(role).and_then(|index| fields.get(index)).map_or("", |field| field.as_ref())
}

/// What a cell says: providers write `/` or dashes for nothing.
pub(crate) fn said(text: &str) -> &str {
    if text == "/" || text.bytes().all(|byte| byte == b'-') { "" } else { text }
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
    if whole.contains('\r') { whole.replace("\r\n", "\n") } else { whole }
}
