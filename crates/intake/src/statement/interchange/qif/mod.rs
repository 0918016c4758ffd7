//! QIF: accounts with their transactions as personal finance programs write them.
//!
//! QIF names no currency, so its statements are in [`Currency::Xxx`], which is in no figure: a person is told that rows in
//! another currency than the line's were left out.

mod day;
mod records;

use firstline_core::Money;
use firstline_core::applicant::Personal;
use firstline_core::money::Currency;
use firstline_core::statement::{Direction, RowStatus, StatedBalance, StatementKind, Transaction};

use super::draft::{Drafts, folded};
use super::number::{Lone, hundredths};
use crate::error::{Fault, IntakeCode};
use crate::text::ROWS_MAX;
use day::{Evidence, Written};
use records::{Record, Section};

/// A transaction before it is known which number of its day is the month.
struct Pending<'t> {
    account: Option<String>,
    kind: String,
    written: Written,
    day: &'t str,
    fen: i64,
    record: Record<'t>,
}

/// The statements of a decoded file.
pub(super) fn drafts(text: &str) -> Result<Drafts, Fault> {
    let mut account: Option<String> = None;
    let mut pending: Vec<Pending<'_>> = Vec::new();
    let mut evidence = Evidence::default();
    let mut investments = 0;
    records::read(text, |section, record| {
        let (kind, fen) = match section {
            Section::Accounts => {
                account = record.field('N').map(str::to_owned).or(account.take());
                return Ok(());
            }
            Section::Lists => return Ok(()),
            Section::Transactions(kind) => (kind.clone(), Some(amount(&record)?)),
            Section::Investments => {
                investments += 1;
                ("invst".to_owned(), cash(&record)?)
            }
        };
        let Some(fen) = fen else { return Ok(()) };
        if pending.len() >= ROWS_MAX {
            return Err(Fault::new(IntakeCode::TooManyRows).at(record.line).with("limit", ROWS_MAX));
        }
        let here = |fault: Fault| fault.at(record.line).column("D");
        let day = record.field('D').ok_or_else(|| here(Fault::new(IntakeCode::MissingField)))?;
        let written = day::read(day).map_err(here)?;
        evidence.add(written, record.line, day);
        pending.push(Pending { account: account.clone(), kind, written, day, fen, record });
        Ok(())
    })?;
    if pending.is_empty() && investments > 0 {
        return Err(Fault::new(IntakeCode::InvestmentAccount));
    }
    let order = evidence.order()?;
    let mut drafts = Drafts::default();
    for transaction in pending {
        row(&mut drafts, transaction, order)?;
    }
    Ok(drafts)
}

fn amount(record: &Record<'_>) -> Result<i64, Fault> {
    let here = |fault: Fault| fault.at(record.line).column("T");
    let text = record
        .field('T')
        .or_else(|| record.field('U'))
        .ok_or_else(|| here(Fault::new(IntakeCode::MissingAmount)))?;
    hundredths(text, Lone::Thousands).map_err(here)
}

/// What an investment record moved in cash; `None` where it moved securities.
fn cash(record: &Record<'_>) -> Result<Option<i64>, Fault> {
    let action = record.field('N').unwrap_or_default().to_ascii_lowercase();
    let goes_out = match action.as_str() {
        "cash" | "xin" | "miscinc" | "contribx" => false,
        "xout" | "miscexp" | "withdrwx" => true,
        _ => return Ok(None),
    };
    if record.field('T').or_else(|| record.field('U')).is_none() {
        return Ok(None);
    }
    let fen = amount(record)?;
    Ok(Some(if goes_out { -fen.abs() } else { fen }))
}

fn row(drafts: &mut Drafts, transaction: Pending<'_>, order: day::Order) -> Result<(), Fault> {
    let Pending { account, kind, written, day, fen, record } = transaction;
    let at = written.day(order, day).map_err(|fault| fault.at(record.line).column("D"))?;
    let category = record.field('L').unwrap_or_default();
    let other = transfer(category);
    let payee = record.field('P').unwrap_or_default();
    // The record that a program opens an account with names the account itself as the other side.
    let is_opening = payee.eq_ignore_ascii_case("opening balance")
        && other.is_some_and(|other| account.as_deref().is_none_or(|account| account == other));
    // Accounts without a name are told apart by their types.
    let key = account.clone().unwrap_or_else(|| format!("!Type:{kind}"));
    let draft = drafts.open("qif", Some(&key), Currency::Xxx, record.line)?;
    draft.account = account.or(draft.account.take().filter(|known| *known != key));
    draft.kind = match kind.as_str() {
        "ccard" | "oth l" | "oth_l" => StatementKind::BankCredit,
        _ => StatementKind::BankDebit,
    };
    let money = |fen| Money::from_fen(fen, Currency::Xxx);
    if is_opening {
        draft.account = draft.account.take().or(other.map(str::to_owned));
        draft.opened(Some(StatedBalance { day: at, amount: money(fen) }));
    }
    let line = draft.next_line(record.line);
    if !splits_add_up(&record, fen)? {
        draft.unknown_word(line, "$", "splits do not add up");
    }
    let said = record.fields.iter().filter(|(letter, _)| matches!(letter, 'M' | 'E')).map(|(_, text)| *text);
    draft.push(Transaction {
        line,
        at: at.into(),
        has_time: false,
        direction: match fen {
            _ if is_opening => Direction::Neutral,
            fen if fen < 0 => Direction::Out,
            _ => Direction::In,
        },
        amount: money(fen.abs()),
        refunded: money(0),
        balance: None,
        status: RowStatus::Settled,
        counterparty: Personal(folded([payee].into_iter())),
        counterparty_account: Personal(other.unwrap_or_default().to_owned()),
        description: Personal(folded(said)),
        provider_type: category.to_owned(),
        method: String::new(),
        order_id: String::new(),
        merchant_order_id: if kind == "invst" { "" } else { record.field('N').unwrap_or_default() }
            .to_owned(),
    })
}

/// The account that a category in square brackets names.
fn transfer(category: &str) -> Option<&str> {
    category.strip_prefix('[')?.split(']').next()
}

/// Whether the parts of a split transaction make the whole; a part may be a share in per cent, which says nothing.
fn splits_add_up(record: &Record<'_>, fen: i64) -> Result<bool, Fault> {
    let mut sum = 0_i64;
    let mut parts = 0;
    for (letter, text) in record.fields.iter().skip_while(|(letter, _)| *letter != 'S') {
        if *letter == '$' && !text.is_empty() {
            let part =
                hundredths(text, Lone::Thousands).map_err(|fault| fault.at(record.line).column("$"))?;
            sum = sum.saturating_add(part);
            parts += 1;
        }
    }
    Ok(parts == 0 || sum == fen)
}
