//! Statements from a message: a row for each entry, a statement for each account and currency.

use firstline_core::Money;
use firstline_core::applicant::Personal;
use firstline_core::money::Currency;
use firstline_core::period::Window;
use firstline_core::statement::{Direction, RowStatus, StatedBalance, StatementKind, Transaction};

use super::super::draft::{Draft, Drafts, folded};
use super::document::{Balance, Detail, Document, Entry, Kind, Party, Record, Role, Side};
use crate::error::{Fault, IntakeCode};

/// The statements of a message.
pub(in super::super) fn drafts(document: &Document) -> Result<Drafts, Fault> {
    let layout = match document.kind {
        Kind::Report => "camt052",
        Kind::Statement => "camt053",
        Kind::Notification => "camt054",
    };
    let mut drafts = Drafts::default();
    for record in &document.records {
        add(&mut drafts, layout, document, record)?;
    }
    if document.records.is_empty() {
        let problem = "its message has no report, statement or notification in it";
        return Err(Fault::new(IntakeCode::NoStatement).with("problem", problem));
    }
    Ok(drafts)
}

fn add(drafts: &mut Drafts, layout: &'static str, document: &Document, record: &Record) -> Result<(), Fault> {
    let Some(account) = &record.account else {
        return Err(Fault::new(IntakeCode::MissingField).at(record.line).column("Acct"));
    };
    let kind = match account.account_type.as_deref() {
        Some("CARD") => StatementKind::BankCredit,
        _ => StatementKind::BankDebit,
    };
    let own = account.currency.as_deref().and_then(Currency::from_code);
    for currency in currencies(record, own) {
        let draft = drafts.open(layout, Some(&account.identification), currency, record.line)?;
        draft.kind = kind;
        let holder = account.owner.clone().or_else(|| account.name.clone());
        draft.holder = draft.holder.take().or(holder);
        draft.opened(booked(&record.balances, &["OPBD", "PRCD"], currency));
        draft.closed(booked(&record.balances, &["CLBD", "ITBD"], currency));
        draft.covers(stated_window(record));
    }
    for entry in &record.entries {
        let draft =
            drafts.open(layout, Some(&account.identification), entry.amount.currency(), record.line)?;
        row(draft, document, record, entry)?;
    }
    Ok(())
}

/// The currencies that are statements of their own: those of entries, those with an opening and a closing balance, and where
/// there are neither the account's own or that of its first balance, since a balance without entries is evidence of a quiet period.
fn currencies(record: &Record, own: Option<Currency>) -> Vec<Currency> {
    let mut found: Vec<Currency> = Vec::new();
    let both = |currency: Currency| {
        booked(&record.balances, &["OPBD", "PRCD"], currency).is_some()
            && booked(&record.balances, &["CLBD"], currency).is_some()
    };
    let of_entries = record.entries.iter().map(|entry| entry.amount.currency());
    let of_balances =
        record.balances.iter().map(|balance| balance.amount.currency()).filter(|currency| both(*currency));
    for currency in of_entries.chain(of_balances) {
        if !found.contains(&currency) {
            found.push(currency);
        }
    }
    if found.is_empty() {
        let first = record.balances.first().map(|balance| balance.amount.currency());
        found.extend(first.and(own).or(first));
    }
    found
}

/// The first balance of the codes, in the order of the codes; balances between pages are none of the whole.
fn booked(balances: &[Balance], codes: &[&str], currency: Currency) -> Option<StatedBalance> {
    let of = |code: &&str| {
        balances.iter().find(|balance| {
            balance.code == *code
                && balance.sub_code.as_deref() != Some("INTM")
                && balance.amount.currency() == currency
        })
    };
    let balance = codes.iter().find_map(of)?;
    Some(StatedBalance { day: balance.at?.day(), amount: balance.amount })
}

fn stated_window(record: &Record) -> Option<Window> {
    let (from, to) = (record.from?.day(), record.to?.day());
    (from <= to).then_some(Window { first: from, last: to })
}

fn row(draft: &mut Draft, document: &Document, record: &Record, entry: &Entry) -> Result<(), Fault> {
    let line = draft.next_line(entry.line);
    let stated =
        entry.booked.or(entry.value).or_else(|| entry.details.iter().find_map(|detail| detail.dated));
    let at = match stated {
        Some(at) => at,
        // Some notifications date only the message; a person is told which rows these are.
        None => {
            draft.unknown_word(line, "BookgDt", "");
            let message = record.to.or(record.created).or(document.created);
            message.ok_or_else(|| Fault::new(IntakeCode::MissingField).at(entry.line).column("BookgDt"))?
        }
    };
    let direction = match entry.side {
        Side::Credit => Direction::In,
        Side::Debit => Direction::Out,
    };
    let status = match entry.status.as_str() {
        "BOOK" if entry.reversal && entry.side == Side::Credit => RowStatus::Refunded,
        "BOOK" => RowStatus::Settled,
        "PDNG" | "FUTR" => RowStatus::Pending,
        other => {
            draft.unknown_word(line, "Sts", other);
            RowStatus::Pending
        }
    };
    let other_side = other_side(entry);
    let only = (entry.details.len() == 1).then(|| &entry.details[0]);
    draft.push(Transaction {
        line,
        at: at.local,
        has_time: at.has_time,
        direction,
        amount: entry.amount.abs(),
        refunded: Money::zero(entry.amount.currency()),
        balance: None,
        status,
        counterparty: Personal(folded(other_side.and_then(|party| party.name.as_deref()).into_iter())),
        counterparty_account: Personal(
            other_side
                .and_then(|party| party.account.as_ref())
                .map(|account| account.identification.clone())
                .unwrap_or_default(),
        ),
        description: Personal(folded(described(entry))),
        provider_type: provider_type(entry),
        method: String::new(),
        order_id: entry
            .servicer_reference
            .as_deref()
            .or_else(|| only.and_then(|detail| reference(detail, &["AcctSvcrRef", "UETR", "TxId"])))
            .or(entry.reference.as_deref())
            .unwrap_or_default()
            .to_owned(),
        merchant_order_id: only
            .and_then(|detail| reference(detail, &["EndToEndId"]))
            .filter(|id| *id != "NOTPROVIDED")
            .unwrap_or_default()
            .to_owned(),
    })
}

/// Who is on the other side, where all the transactions of an entry have the same.
fn other_side(entry: &Entry) -> Option<&Party> {
    let roles = match entry.side {
        Side::Credit => [Role::Debtor, Role::UltimateDebtor],
        Side::Debit => [Role::Creditor, Role::UltimateCreditor],
    };
    let of = |detail: &'_ Detail| -> Option<usize> {
        roles.iter().find_map(|role| detail.parties.iter().position(|party| party.role == *role))
    };
    let mut parties = entry.details.iter().map(|detail| of(detail).map(|place| &detail.parties[place]));
    let first = parties.next().flatten()?;
    let same = |party: Option<&Party>| {
        party.is_some_and(|party| party.name == first.name && party.account == first.account)
    };
    parties.all(same).then_some(first)
}

fn reference<'d>(detail: &'d Detail, kinds: &[&str]) -> Option<&'d str> {
    let find = |kind: &&str| detail.references.iter().find(|found| !found.proprietary && found.kind == *kind);
    kinds.iter().find_map(find).map(|found| found.value.as_str())
}

/// Everything that says what an entry was for, once each, in the file's order.
fn described(entry: &Entry) -> impl Iterator<Item = &str> {
    let of_details = entry.details.iter().flat_map(|detail| {
        let structured = detail.remittance.structured.iter();
        let structured =
            structured.flat_map(|block| block.reference.iter().chain(&block.additional).map(String::as_str));
        let free = detail.remittance.unstructured.iter().map(String::as_str);
        free.chain(structured)
            .chain(detail.additional_information.as_deref())
            .chain(detail.return_reason.as_deref())
    });
    of_details.chain(entry.additional_information.as_deref())
}

/// `PMNT/RCDT/ESCT`, or the bank's own code.
fn provider_type(entry: &Entry) -> String {
    let code = &entry.code;
    let of_detail = entry.details.first().map(|detail| &detail.code);
    for code in std::iter::once(code).chain(of_detail) {
        if let Some((domain, family, sub_family)) = &code.domain {
            let parts = [domain, family, sub_family].map(String::as_str);
            return parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        }
        if let Some(proprietary) = &code.proprietary {
            return proprietary.clone();
        }
    }
    String::new()
}
