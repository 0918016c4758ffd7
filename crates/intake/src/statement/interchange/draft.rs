//! Statements while a file is read: rows of several accounts and currencies may stand in any order.

use std::collections::HashMap;

use firstline_core::ContentHash;
use firstline_core::applicant::Personal;
use firstline_core::money::Currency;
use firstline_core::period::Window;
use firstline_core::statement::{
    Direction, Preamble, StatedBalance, StatedTotal, Statement, StatementKind, Transaction, UnknownWord,
};

use super::super::ReadStatement;
use super::super::rows::Tally;
use super::encoding::Decoded;
use crate::error::{Fault, IntakeCode};
use crate::text::{LINE_BYTES_MAX, ROWS_MAX};

/// The most statements one file may hold.
const STATEMENTS_MAX: usize = 1_000;
const UNKNOWN_WORDS_MAX: usize = 100;

/// A statement while it is read.
#[derive(Debug)]
pub(super) struct Draft {
    layout: &'static str,
    pub(super) kind: StatementKind,
    currency: Currency,
    line: u32,
    pub(super) holder: Option<String>,
    pub(super) account: Option<String>,
    window: Option<Window>,
    opening: Option<StatedBalance>,
    closing: Option<StatedBalance>,
    totals: Vec<StatedTotal>,
    messages: usize,
    rows: Vec<Transaction>,
    unknown_words: Vec<UnknownWord>,
    line_last: u32,
}

impl Draft {
    /// The line a row is named by: the one it begins on, or the next free one, since several may stand on a line.
    pub(super) fn next_line(&mut self, line: u32) -> u32 {
        self.line_last = line.max(self.line_last.saturating_add(1));
        self.line_last
    }

    /// The name of the last row.
    pub(super) fn last_line(&self) -> u32 {
        self.line_last
    }

    pub(super) fn push(&mut self, row: Transaction) -> Result<(), Fault> {
        let at_fault = |code| Fault::new(code).at(row.line);
        if self.rows.len() >= ROWS_MAX {
            return Err(at_fault(IntakeCode::TooManyRows).with("limit", ROWS_MAX));
        }
        if row.description.expose().len() > LINE_BYTES_MAX {
            return Err(at_fault(IntakeCode::FieldTooLong).with("limit", LINE_BYTES_MAX));
        }
        self.rows.push(row);
        Ok(())
    }

    /// An opening balance; of several the earliest day's is the whole statement's.
    pub(super) fn opened(&mut self, balance: Option<StatedBalance>) {
        let earlier = |balance: &StatedBalance| self.opening.is_none_or(|so_far| balance.day < so_far.day);
        self.opening = balance.filter(earlier).or(self.opening);
    }

    /// A closing balance; of several the latest day's is the whole statement's.
    pub(super) fn closed(&mut self, balance: Option<StatedBalance>) {
        let later = |balance: &StatedBalance| self.closing.is_none_or(|so_far| balance.day >= so_far.day);
        self.closing = balance.filter(later).or(self.closing);
    }

    /// What a message says its rows add up to, in and out. Those of several messages are not added up.
    pub(super) fn adds_up_to(&mut self, totals: Option<[StatedTotal; 2]>) {
        self.messages += 1;
        match totals {
            Some(totals) if self.messages == 1 => self.totals = totals.to_vec(),
            Some(_) | None => self.totals.clear(),
        }
    }

    /// Days that the file says it covers; several stretches are covered from the first to the last day.
    pub(super) fn covers(&mut self, window: Option<Window>) {
        self.window = match (self.window, window) {
            (Some(so_far), Some(more)) => {
                Some(Window { first: so_far.first.min(more.first), last: so_far.last.max(more.last) })
            }
            (so_far, more) => so_far.or(more),
        };
    }

    pub(super) fn unknown_word(&mut self, line: u32, column: &str, word: &str) {
        if self.unknown_words.len() < UNKNOWN_WORDS_MAX {
            let word: String = word.chars().filter(|c| !c.is_control()).take(40).collect();
            let word = if word.is_empty() { "—".to_owned() } else { word };
            self.unknown_words.push(UnknownWord { line, column: column.to_owned(), word });
        }
    }

    fn tallies(&self) -> Vec<Tally> {
        let mut tallies = ["in", "out"].map(|word| Tally { word: word.to_owned(), rows: 0, fen: 0 });
        for row in &self.rows {
            let tally = match row.direction {
                Direction::In => &mut tallies[0],
                Direction::Out => &mut tallies[1],
                Direction::Neutral => continue,
            };
            tally.rows += 1;
            tally.fen = tally.fen.saturating_add(row.amount.fen());
        }
        tallies.to_vec()
    }

    /// Whether it says anything: a row, or a balance over a time without any.
    fn says_nothing(&self) -> bool {
        self.rows.is_empty() && self.opening.is_none() && self.closing.is_none()
    }

    /// The days covered: as stated, or for a statement without rows those between its balances.
    fn stated_window(&self) -> Option<Window> {
        let between = || {
            let opening = self.opening.or(self.closing)?.day;
            let closing = self.closing.or(self.opening)?.day;
            (self.rows.is_empty() && opening <= closing).then_some(Window { first: opening, last: closing })
        };
        self.window.or_else(between)
    }

    fn finish(mut self, decoded: &Decoded<'_>) -> ReadStatement {
        let tallies = self.tallies();
        let stated_window = self.stated_window();
        let preamble = Preamble {
            holder: self.holder.take().map(Personal),
            account: self.account.take().map(Personal),
            stated_window,
            stated_totals: self.totals,
            opening_balance: self.opening,
            closing_balance: self.closing,
            unknown_words: self.unknown_words,
            ..Preamble::default()
        };
        let statement = Statement {
            file: ContentHash([0; 32]),
            part: None,
            layout: self.layout.to_owned(),
            encoding: decoded.encoding.clone(),
            header_line: self.line,
            kind: self.kind,
            currency: self.currency,
            preamble,
            transactions: self.rows,
        };
        ReadStatement { statement, tallies, bom: decoded.bom }
    }
}

/// The statements of a file while it is read, in the order in which they began.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    drafts: Vec<Draft>,
    places: HashMap<(Option<String>, Currency), usize>,
}

impl Drafts {
    /// The statement of an account in a currency, begun at `line` if there is none yet.
    pub(super) fn open(
        &mut self,
        layout: &'static str,
        account: Option<&str>,
        currency: Currency,
        line: u32,
    ) -> Result<&mut Draft, Fault> {
        let key = (account.map(str::to_owned), currency);
        let place = match self.places.get(&key) {
            Some(place) => *place,
            None => {
                if self.drafts.len() >= STATEMENTS_MAX {
                    return Err(Fault::new(IntakeCode::TooManyItems).at(line).with("limit", STATEMENTS_MAX));
                }
                self.drafts.push(Draft {
                    layout,
                    kind: StatementKind::BankDebit,
                    currency,
                    line,
                    holder: None,
                    account: key.0.clone(),
                    window: None,
                    opening: None,
                    closing: None,
                    totals: Vec::new(),
                    messages: 0,
                    rows: Vec::new(),
                    unknown_words: Vec::new(),
                    line_last: 0,
                });
                self.places.insert(key, self.drafts.len() - 1);
                self.drafts.len() - 1
            }
        };
        Ok(&mut self.drafts[place])
    }

    /// The statements read; those that say nothing are left out, and a file with nothing else is refused.
    pub(super) fn finish(self, decoded: &Decoded<'_>) -> Result<Vec<ReadStatement>, Fault> {
        let drafts: Vec<Draft> = self.drafts.into_iter().filter(|draft| !draft.says_nothing()).collect();
        if drafts.is_empty() {
            return Err(Fault::new(IntakeCode::NoStatement).with("problem", "it has no rows and no balances"));
        }
        Ok(drafts.into_iter().map(|draft| draft.finish(decoded)).collect())
    }
}

/// Texts joined by blanks, each once, their own blanks and line breaks made one.
pub(super) fn folded<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut whole = String::new();
    let mut said: Vec<String> = Vec::new();
    for text in texts {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A list of the shown is short; beyond it repeats do no harm.
        if text.is_empty() || said.len() < 16 && said.contains(&text) {
            continue;
        }
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(&text);
        said.push(text);
    }
    whole
}
