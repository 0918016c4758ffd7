//! OFX and QFX, versions 1 (SGML) and 2 (XML): accounts at banks, cards, and the movements of cash of investment accounts.

mod markup;

use chrono::{NaiveDateTime, NaiveTime};
use firstline_core::Money;
use firstline_core::applicant::Personal;
use firstline_core::money::Currency;
use firstline_core::period::Window;
use firstline_core::statement::{Direction, RowStatus, StatedBalance, StatementKind, Transaction};

use super::draft::{Draft, Drafts, folded};
use super::element::Element;
use super::number::{Lone, hundredths};
use crate::cell;
use crate::error::{Fault, IntakeCode};
use crate::text::ROWS_MAX;

/// The encoding that the header of version 1 or the declaration of version 2 names.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    if let Some(label) = super::camt::declared(bytes) {
        return Some(label);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_uppercase();
    let after = head.split("CHARSET:").nth(1)?;
    let label: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    Some(if label.bytes().all(|byte| byte.is_ascii_digit()) { format!("windows-{label}") } else { label })
}

/// The statements of a decoded file.
pub(super) fn drafts(text: &str) -> Result<Drafts, Fault> {
    let mut drafts = Drafts::default();
    let mut rows: Vec<Element> = Vec::new();
    let (mut statements, mut without_cash) = (0, 0);
    markup::read(text, |element, around| {
        match element.name.as_str() {
            "STMTTRN" | "STMTTRNP" => {
                if rows.len() >= ROWS_MAX {
                    return Err(Fault::new(IntakeCode::TooManyRows).at(element.line).with("limit", ROWS_MAX));
                }
                rows.push(element.clone());
                return Ok(false);
            }
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => {
                statements += 1;
                without_cash += usize::from(element.name == "INVSTMTRS" && rows.is_empty());
                statement(&mut drafts, element, &std::mem::take(&mut rows))?;
                return Ok(false);
            }
            "STATUS" => refused(element)?,
            _ => {}
        }
        // Securities and what is held of them are no movements of cash.
        Ok(!matches!(around, "INVTRANLIST" | "INVPOSLIST" | "SECLIST"))
    })?;
    if statements > 0 && statements == without_cash {
        return Err(Fault::new(IntakeCode::InvestmentAccount));
    }
    if statements == 0 {
        let problem = "the server answered without the statement of an account";
        return Err(Fault::new(IntakeCode::NoStatement).with("problem", problem));
    }
    Ok(drafts)
}

/// An answer that is an error refuses the file, in the server's own words.
fn refused(status: &Element) -> Result<(), Fault> {
    let is_error =
        status.text_at(&["SEVERITY"]).is_some_and(|severity| severity.eq_ignore_ascii_case("error"));
    let code = status.text_at(&["CODE"]).unwrap_or("0");
    if !is_error || code == "0" {
        return Ok(());
    }
    let message = status.text_at(&["MESSAGE"]).unwrap_or_default();
    Err(Fault::new(IntakeCode::ProviderError).at(status.line).with("code", code).with("message", message))
}

fn missing(element: &Element, name: &str) -> Fault {
    Fault::new(IntakeCode::MissingField).at(element.line).column(name)
}

/// A currency; [`Currency::Xxx`] where a bank leaves it empty, since none can be assumed.
fn currency(code: Option<&str>, line: u32) -> Result<Currency, Fault> {
    let Some(code) = code else { return Ok(Currency::Xxx) };
    Currency::from_code(&code.to_ascii_uppercase())
        .ok_or_else(|| Fault::new(IntakeCode::UnknownCurrency).at(line).column("CURDEF").with("found", code))
}

fn statement(drafts: &mut Drafts, element: &Element, rows: &[Element]) -> Result<(), Fault> {
    let of = element.first_child(&["BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"]);
    let account = of.and_then(|of| of.text_at(&["ACCTID"])).ok_or_else(|| missing(element, "ACCTID"))?;
    let own = currency(element.text_at(&["CURDEF"]), element.line)?;
    let is_credit =
        element.name == "CCSTMTRS" || of.and_then(|of| of.text_at(&["ACCTTYPE"])) == Some("CREDITLINE");
    let kind = if is_credit { StatementKind::BankCredit } else { StatementKind::BankDebit };
    let list = element.first_child(&["BANKTRANLIST", "INVTRANLIST"]);
    let day = |name: &str| list.and_then(|list| moment(list.text_at(&[name])?).ok()).map(|(at, _)| at.date());
    let window = day("DTSTART").zip(day("DTEND")).filter(|(first, last)| first <= last);
    let window = window.map(|(first, last)| Window { first, last });
    let closing = closing(element, own)?;
    if closing.is_some() || rows.is_empty() {
        let draft = drafts.open("ofx", Some(account), own, element.line)?;
        draft.kind = kind;
        draft.covers(window);
        draft.closed(closing);
    }
    for found in rows {
        // An amount may be in another currency than the account's.
        let of_row = match found.text_at(&["CURRENCY", "CURSYM"]) {
            Some(code) => currency(Some(code), found.line)?,
            None => own,
        };
        let draft = drafts.open("ofx", Some(account), of_row, element.line)?;
        draft.kind = kind;
        draft.covers(window);
        row(draft, found, of_row)?;
    }
    Ok(())
}

/// The booked balance; an empty one is none.
fn closing(element: &Element, currency: Currency) -> Result<Option<StatedBalance>, Fault> {
    let Some(balance) = element.child("LEDGERBAL") else { return Ok(None) };
    let (Some(amount), Some(day)) = (balance.text_at(&["BALAMT"]), balance.text_at(&["DTASOF"])) else {
        return Ok(None);
    };
    let here = |column: &'static str| move |fault: Fault| fault.at(balance.line).column(column);
    let amount = hundredths(amount, Lone::Decimal).map_err(here("BALAMT"))?;
    let (at, _) = moment(day).map_err(here("DTASOF"))?;
    Ok(Some(StatedBalance { day: at.date(), amount: Money::from_fen(amount, currency) }))
}

fn row(draft: &mut Draft, element: &Element, currency: Currency) -> Result<(), Fault> {
    let is_pending = element.name == "STMTTRNP";
    let line = draft.next_line(element.line);
    let here = |column: &'static str| move |fault: Fault| fault.at(element.line).column(column);
    let amount = element.text_at(&["TRNAMT"]).ok_or_else(|| missing(element, "TRNAMT"))?;
    let fen = hundredths(amount, Lone::Decimal).map_err(here("TRNAMT"))?;
    let column = if is_pending { "DTTRAN" } else { "DTPOSTED" };
    let posted = element.text_at(&[column]).ok_or_else(|| missing(element, column))?;
    let (at, has_time) = moment(posted).map_err(here(column))?;
    let said = |names: &[&str]| element.first_of(names).unwrap_or_default();
    let name = element.text_at(&["NAME"]).or_else(|| element.text_at(&["PAYEE", "NAME"])).unwrap_or_default();
    let extended = element.text_at(&["EXTDNAME"]).unwrap_or_default();
    let to = element.first_child(&["BANKACCTTO", "CCACCTTO"]).and_then(|to| to.text_at(&["ACCTID"]));
    let memo = [said(&["MEMO"]), extended];
    draft.push(Transaction {
        line,
        at,
        has_time,
        direction: if fen < 0 { Direction::Out } else { Direction::In },
        amount: Money::from_fen(fen.abs(), currency),
        refunded: Money::zero(currency),
        balance: None,
        status: if is_pending { RowStatus::Pending } else { RowStatus::Settled },
        counterparty: Personal(folded([name].into_iter())),
        counterparty_account: Personal(to.unwrap_or_default().to_owned()),
        description: Personal(folded(memo.into_iter().filter(|memo| *memo != name))),
        provider_type: said(&["TRNTYPE"]).to_ascii_uppercase(),
        method: String::new(),
        order_id: said(&["FITID", "SRVRTID"]).to_owned(),
        // Some banks write a zero where there is no cheque.
        merchant_order_id: Some(said(&["CHECKNUM", "REFNUM"]))
            .filter(|number| *number != "0")
            .unwrap_or_default()
            .to_owned(),
    })
}

/// Reads `20090401122017.000[-5:EST]` in local time. Midnight and noon stand for a day without a time.
fn moment(text: &str) -> Result<(NaiveDateTime, bool), Fault> {
    let not_a_date = || Fault::new(IntakeCode::NotADate).with("found", text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(digits, 8 | 12 | 14) {
        // Days with separators are no OFX, but they are read where they can only be days.
        return if digits == 4 { cell::moment(text) } else { Err(not_a_date()) };
    }
    let (day, _) = cell::moment(&text[..8])?;
    let number =
        |from: usize| text.get(from..from + 2).filter(|_| from < digits).map_or(Ok(0), str::parse::<u32>);
    let part = |from: usize| number(from).map_err(|_| not_a_date());
    let time = NaiveTime::from_hms_opt(part(8)?, part(10)?, part(12)?).ok_or_else(not_a_date)?;
    let conventional = time == NaiveTime::MIN || Some(time) == NaiveTime::from_hms_opt(12, 0, 0);
    if conventional { Ok((day, false)) } else { Ok((day.date().and_time(time), true)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_the_file_states_them() {
        let read = |text: &str| moment(text).map(|(at, has_time)| (at.to_string(), has_time));
        assert_eq!(read("20090401122017.000[-5:EST]").unwrap(), ("2009-04-01 12:20:17".to_owned(), true));
        assert_eq!(read("20110331120000.000").unwrap(), ("2011-03-31 00:00:00".to_owned(), false));
        assert_eq!(read("20170311").unwrap().0, "2017-03-11 00:00:00");
        assert_eq!(read("201703111530[+8]").unwrap().0, "2017-03-11 15:30:00");
        for text in ["20120231", "201120000000", "2012", "x", "20120101250000"] {
            assert_eq!(moment(text).unwrap_err().code, IntakeCode::NotADate, "{text}");
        }
    }
}
