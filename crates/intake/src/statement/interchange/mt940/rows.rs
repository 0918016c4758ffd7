//! Statements from messages: the pages and days of one account in one currency are one.

use firstline_core::Money;
use firstline_core::applicant::Personal;
use firstline_core::money::Currency;
use firstline_core::period::Window;
use firstline_core::statement::{Direction, RowStatus, StatedBalance, StatedTotal, Transaction as Row};
use rust_decimal::Decimal;

use super::super::draft::{Draft, Drafts, folded};
use super::fields::between_strokes;
use super::message::{Balance, Message, Sum, Transaction};
use crate::error::{Fault, IntakeCode};

/// The statements of some messages.
pub(in super::super) fn drafts(messages: &[Message]) -> Result<Drafts, Fault> {
    let mut drafts = Drafts::default();
    let mut before: Option<(&'static str, String, Currency)> = None;
    for message in messages {
        let says_nothing = message.transactions.is_empty() && message.currency().is_none();
        if says_nothing {
            continue;
        }
        let own = own_account(message)?;
        // A part that names neither account nor reference goes on with the message before it.
        let (layout, account, currency) = match (own, &before) {
            (Some(own), _) => own,
            (None, Some(before)) if message.reference.is_none() => before.clone(),
            (None, _) => return Err(missing(message, ":25:")),
        };
        let draft = drafts.open(layout, Some(&account), currency, message.line)?;
        add(draft, message, currency)?;
        before = Some((layout, account, currency));
    }
    Ok(drafts)
}

fn missing(message: &Message, tag: &str) -> Fault {
    Fault::new(IntakeCode::MissingField).at(message.line).column(tag)
}

fn own_account(message: &Message) -> Result<Option<(&'static str, String, Currency)>, Fault> {
    let Some(account) = message.account.as_deref().and_then(|account| account.lines().next()) else {
        return Ok(None);
    };
    let account = account.trim();
    let currency = message.currency().or_else(|| behind_number(account));
    let currency = currency.ok_or_else(|| missing(message, ":60F:"))?;
    let is_interim = message.opening.is_none() && message.intermediate_opening.is_none();
    let layout = if is_interim && (message.made.is_some() || message.debit_floor.is_some()) {
        "mt942"
    } else {
        "mt940"
    };
    Ok(Some((layout, account.to_owned(), currency)))
}

/// The currency that some banks write behind the account's number.
fn behind_number(account: &str) -> Option<Currency> {
    let place = account.len().checked_sub(3)?;
    let code = account.get(place..)?;
    let parted = account[..place].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | ' '));
    Currency::from_code(code).filter(|_| parted)
}

fn add(draft: &mut Draft, message: &Message, currency: Currency) -> Result<(), Fault> {
    let opening =
        stated(message.opening.as_ref().or(message.intermediate_opening.as_ref()), currency, message)?;
    let closing =
        stated(message.closing.as_ref().or(message.intermediate_closing.as_ref()), currency, message)?;
    draft.opened(opening);
    draft.closed(closing);
    draft.adds_up_to(totals(message, currency)?);
    if let (Some(opening), Some(closing)) = (opening, closing) {
        let window = Window { first: opening.day, last: closing.day };
        draft.covers((opening.day <= closing.day).then_some(window));
    }
    let latest = message.transactions.iter().map(booked).max();
    for (place, transaction) in message.transactions.iter().enumerate() {
        let is_last = place + 1 == message.transactions.len() && Some(booked(transaction)) == latest;
        let balance = closing.filter(|_| is_last).map(|closing| closing.amount);
        row(draft, transaction, currency, balance)?;
    }
    if opening.is_some() && closing.is_none() && latest.is_some() {
        // The standard demands a closing balance, so the file may be cut behind this row; a person is asked.
        draft.unknown_word(draft.last_line(), ":62F:", "");
    }
    Ok(())
}

fn money(amount: Decimal, currency: Currency, line: u32) -> Result<Money, Fault> {
    Money::new(amount, currency)
        .map_err(|_| Fault::new(IntakeCode::AmountOutOfRange).at(line).with("found", amount))
}

fn stated(
    balance: Option<&Balance>,
    currency: Currency,
    message: &Message,
) -> Result<Option<StatedBalance>, Fault> {
    let Some(balance) = balance else { return Ok(None) };
    if balance.currency != currency {
        let fault = Fault::new(IntakeCode::MixedCurrencies).at(message.line);
        return Err(fault.with("found", balance.currency.code()).with("expected", currency.code()));
    }
    let amount = money(balance.amount, currency, message.line)?;
    Ok(balance.day.map(|day| StatedBalance { day, amount }))
}

/// The sums of an MT942, where both are stated in its own currency.
fn totals(message: &Message, currency: Currency) -> Result<Option<[StatedTotal; 2]>, Fault> {
    let total = |direction, sum: &Sum| -> Result<StatedTotal, Fault> {
        let amount = money(sum.amount, sum.currency, message.line)?;
        Ok(StatedTotal { direction, count: Some(sum.count), sum: Some(amount) })
    };
    let (Some(credits), Some(debits)) = (&message.credits, &message.debits) else { return Ok(None) };
    if credits.currency != currency || debits.currency != currency {
        return Ok(None);
    }
    Ok(Some([total(Direction::In, credits)?, total(Direction::Out, debits)?]))
}

fn booked(transaction: &Transaction) -> chrono::NaiveDate {
    transaction.booked.unwrap_or(transaction.value)
}

fn row(
    draft: &mut Draft,
    transaction: &Transaction,
    currency: Currency,
    balance: Option<Money>,
) -> Result<(), Fault> {
    let line = draft.next_line(transaction.line);
    let amount = money(transaction.amount, currency, transaction.line)?;
    let direction = match transaction.mark.as_str() {
        "C" | "RD" => Direction::In,
        _ => Direction::Out,
    };
    let (name, account, own_reference) = other_side(transaction);
    let posting = transaction.fields.as_ref().and_then(|fields| fields.joined(0..=0)).unwrap_or_default();
    let kind = transaction.kind.clone().unwrap_or_default();
    draft.push(Row {
        line,
        at: booked(transaction).into(),
        has_time: false,
        direction,
        amount: amount.abs(),
        refunded: Money::zero(currency),
        balance,
        status: if transaction.mark == "RD" { RowStatus::Refunded } else { RowStatus::Settled },
        counterparty: Personal(folded(std::iter::once(name.as_str()))),
        counterparty_account: Personal(account.trim().to_owned()),
        description: Personal(described(transaction)),
        provider_type: if posting.trim().is_empty() { kind } else { posting.trim().to_owned() },
        method: String::new(),
        order_id: reference(transaction.bank_reference.as_deref().unwrap_or_default()),
        merchant_order_id: reference(match own_reference.trim() {
            "" => &transaction.customer_reference,
            reference => reference,
        }),
    })
}

/// The other side's name, its account and its reference, where the details tell them apart.
fn other_side(transaction: &Transaction) -> (String, String, String) {
    let Some(fields) = &transaction.fields else {
        let parts = between_strokes(transaction.details.as_deref().unwrap_or_default());
        let said = |name: &str| parts.iter().find(|(found, _)| *found == name).map(|(_, text)| text.clone());
        // The other side in one: account, bank, name, place.
        let whole = said("CNTP").unwrap_or_default();
        let of_whole = |place: usize| whole.split('/').nth(place).map(str::to_owned);
        let account = said("IBAN").or_else(|| of_whole(0)).unwrap_or_default();
        let name = said("NAME").or_else(|| of_whole(2)).unwrap_or_default();
        return (name, account, said("EREF").unwrap_or_default());
    };
    let field = |numbers| fields.joined(numbers).filter(|text| !text.trim().is_empty());
    let purpose = |name: &str| fields.purpose(name).map(str::to_owned);
    let account = field(38..=38).or_else(|| field(31..=31)).or_else(|| purpose("IBAN")).unwrap_or_default();
    (field(32..=33).unwrap_or_default(), account, purpose("EREF").unwrap_or_default())
}

/// A reference, unless it says that there is none.
fn reference(text: &str) -> String {
    if matches!(text, "NONREF" | "NOTPROVIDED") { String::new() } else { text.to_owned() }
}

/// What a transaction was for: its purpose where it is told apart, else everything that is said.
fn described(transaction: &Transaction) -> String {
    let extra = transaction.extra_details.as_str();
    let Some(fields) = &transaction.fields else {
        let parts = between_strokes(transaction.details.as_deref().unwrap_or_default());
        let remittance =
            parts.iter().find(|(name, _)| *name == "REMI").map(|(_, text)| text.trim_start_matches("USTD/"));
        if let Some(remittance) = remittance.filter(|text| !text.is_empty()) {
            return folded([remittance, extra].into_iter());
        }
        return folded(transaction.details.as_deref().into_iter().chain([extra]));
    };
    let purpose = match fields.purpose("SVWZ") {
        Some(purpose) => purpose.to_owned(),
        None => fields.joined(20..=29).unwrap_or_default(),
    };
    let more = fields.joined(60..=65).unwrap_or_default();
    folded([purpose.as_str(), more.as_str(), extra].into_iter())
}
