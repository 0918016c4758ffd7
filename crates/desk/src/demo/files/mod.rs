//! Statements as their providers export them: preamble, header, rows, footer, encoding.

mod alipay;
mod cmb;
mod icbc;
mod jd;
mod wechat;

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::books::{BankRow, Books, Flow, WalletRow};
use super::chance::Chance;
use super::circumstances::{Circumstances, Given};
use super::people::{Bank, Person};

/// A statement ready to be written.
#[derive(Debug)]
pub(super) struct StatementFile {
    pub(super) name: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) rows: u32,
}

/// What the files say of whose and which days they are.
#[derive(Debug, Clone, Copy)]
struct About<'a> {
    person: &'a Person,
    first: NaiveDate,
    last: NaiveDate,
    exported: NaiveDateTime,
}

/// The statements a person hands in; one that would have no rows is not exported at all.
pub(super) fn statements(
    person: &Person,
    circumstances: &Circumstances,
    books: &Books,
    chance: &mut Chance,
) -> Vec<StatementFile> {
    let exported = super::calendar::plus(circumstances.last, 1).and_time(chrono::NaiveTime::MIN)
        + chrono::TimeDelta::seconds(chance.between(8 * 3600, 20 * 3600));
    let about = About { person, first: circumstances.first, last: circumstances.last, exported };
    let older_form = chance.happens(300);
    let mut files = Vec::new();
    for given in &circumstances.given {
        let (name, rows, bytes) = match (given, person.bank) {
            (Given::Bank, Bank::Cmb) if older_form => {
                ("cmb.csv", books.bank.len(), cmb::export(&about, &books.bank))
            }
            (Given::Bank, Bank::Cmb) => ("cmb.csv", books.bank.len(), cmb::statement(&books.bank)),
            (Given::Bank, Bank::Icbc) => {
                ("icbc.csv", books.bank.len(), icbc::statement(&about, &books.bank, older_form))
            }
            (Given::Wechat, _) => ("wechat.csv", books.wechat.len(), wechat::bill(&about, &books.wechat)),
            (Given::Alipay, _) => ("alipay.csv", books.alipay.len(), alipay::bill(&about, &books.alipay)),
            (Given::Jd, _) => ("jd.csv", books.jd.len(), jd::bill(&about, &books.jd)),
        };
        if rows > 0 {
            files.push(StatementFile { name, bytes, rows: u32::try_from(rows).unwrap_or(u32::MAX) });
        }
    }
    files
}

/// Fen as yuan with two places.
struct Yuan(i64);

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// Fen as yuan with thousands parted by commas.
fn grouped(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    let whole = (fen / 100).to_string();
    let mut text = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{:02}", fen % 100)
}

/// Rows and sum of one direction.
fn total(rows: &[WalletRow], flow: Flow) -> (usize, i64) {
    let of_flow = rows.iter().filter(|row| row.flow == flow);
    (of_flow.clone().count(), of_flow.map(|row| row.fen).sum())
}

/// Twenty digits that look like nothing and tell orders apart: an odd factor maps 64 bits one to one.
fn twenty_digits(order: u64, of: u64) -> String {
    format!(
        "{:020}",
        order.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(of.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    )
}

/// An account number that belongs to a name: the same name has the same one in every file.
fn account_of(name: &str, length: usize) -> String {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let digits = format!("{hash:020}");
    digits[digits.len() - length..].to_owned()
}

/// Sums of a bank's rows: in and out.
fn in_and_out(rows: &[BankRow]) -> (i64, i64) {
    let sum_in = rows.iter().map(|row| row.fen.max(0)).sum();
    let sum_out = rows.iter().map(|row| (-row.fen).max(0)).sum();
    (sum_in, sum_out)
}

/// A text without what would part fields.
fn plain(text: &str) -> String {
    text.replace([',', '"'], "，")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_providers_write_them() {
        assert_eq!(Yuan(-5).to_string(), "-0.05");
        assert_eq!(grouped(123_456_789), "1,234,567.89");
        assert_eq!(grouped(-100_000), "-1,000.00");
        assert_eq!(grouped(99_999), "999.99");
    }
}
