//! Bank card numbers: their form, check digit, and the issuer by its leading digits.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Finding, written};
use crate::check::{CheckOutcome, Evidence};

/// The fewest and most digits of a card number (ISO/IEC 7812).
const LENGTHS: std::ops::RangeInclusive<usize> = 12..=19;
/// The most leading digits by which an issuer is told.
const ISSUER_DIGITS_MAX: usize = 10;

/// What kind of account stands behind a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardType {
    /// 借记卡.
    Debit,
    /// 贷记卡.
    Credit,
    /// 准贷记卡: a deposit with a small overdraft.
    SemiCredit,
    /// 预付费卡: no account behind it.
    Prepaid,
}

/// What a card number says, and whether it can be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankCard {
    /// `Fail` where it cannot be a card number; a domestic card that breaks the check-digit rule only warns.
    pub outcome: CheckOutcome,
    /// What it rests on, the most telling first.
    pub evidence: Vec<Evidence>,
    /// Whether the check digit fits (Luhn).
    pub check_digit_fits: bool,
    /// The issuer's code, such as `ICBC`, if its leading digits are known for a number of this length.
    pub issuer_code: Option<String>,
    /// The issuer's name.
    pub issuer: Option<String>,
    /// The card's type.
    pub card_type: Option<CardType>,
}

impl BankCard {
    pub(super) fn finding(&self) -> Finding {
        Finding { outcome: self.outcome, evidence: self.evidence.clone() }
    }
}

/// Checks a bank card number as given; spaces and hyphens between groups are passed over.
pub fn check_bank_card(given: &str) -> BankCard {
    let number: String = written::plain(given).chars().filter(|character| *character != '-').collect();
    let length = number.chars().count();
    let fits_form = LENGTHS.contains(&length) && number.bytes().all(|byte| byte.is_ascii_digit());
    let check_digit_fits = luhn3::decimal::valid(number.as_bytes());
    if !fits_form {
        return BankCard {
            outcome: CheckOutcome::Fail,
            evidence: vec![Evidence::new("card_form").with("length", length)],
            check_digit_fits,
            issuer_code: None,
            issuer: None,
            card_type: None,
        };
    }
    let issuer = issuer_of(&number);
    let mut outcomes = Vec::new();
    let mut evidence = Vec::new();
    if !check_digit_fits {
        let domestic = is_domestic(&number, issuer.is_some());
        outcomes.push(if domestic { CheckOutcome::Warn } else { CheckOutcome::Fail });
        let code = if domestic { "card_check_digit_domestic" } else { "card_check_digit" };
        evidence.push(Evidence::new(code));
    }
    match issuer {
        Some((code, card_type)) => {
            if card_type == CardType::Prepaid {
                outcomes.push(CheckOutcome::Warn);
            }
            evidence.push(Evidence::new(type_evidence(card_type)).with("issuer", issuer_name(code)));
        }
        None => {
            outcomes.push(CheckOutcome::Warn);
            evidence.push(Evidence::new("card_issuer_unknown").with("leading", &number[..6]));
        }
    }
    BankCard {
        // The outcomes here are warnings and failures, and a failure is the later of the two.
        outcome: outcomes.into_iter().max().unwrap_or(CheckOutcome::Pass),
        evidence,
        check_digit_fits,
        issuer_code: issuer.map(|(code, _)| code.to_owned()),
        issuer: issuer.map(|(code, _)| issuer_name(code).to_owned()),
        card_type: issuer.map(|(_, card_type)| card_type),
    }
}

/// Whether the number is of a scheme within China, whose older cards do not all follow the check-digit rule: UnionPay's 62 and
/// 81, the banks' own beginning 9, and issuers we know under numbers that no international scheme gives out.
fn is_domestic(number: &str, issuer_known: bool) -> bool {
    let international_length = if number.starts_with('3') { [14, 15, 16] } else { [16; 3] };
    let international =
        number.starts_with(['2', '3', '4', '5']) && international_length.contains(&number.len());
    number.starts_with("62")
        || number.starts_with("81")
        || number.starts_with('9')
        || (issuer_known && !international)
}

fn type_evidence(card_type: CardType) -> &'static str {
    match card_type {
        CardType::Debit => "card_debit",
        CardType::Credit => "card_credit",
        CardType::SemiCredit => "card_semi_credit",
        CardType::Prepaid => "card_prepaid",
    }
}

type Issuer = (&'static str, CardType);

fn issuer_of(number: &str) -> Option<Issuer> {
    static TABLE: OnceLock<HashMap<(&'static str, usize), Issuer>> = OnceLock::new();
    let table = TABLE.get_or_init(|| parse_issuers(include_str!("card_issuers.txt")));
    (3..=ISSUER_DIGITS_MAX).rev().find_map(|digits| table.get(&(&number[..digits], number.len())).copied())
}

fn issuer_name(code: &'static str) -> &'static str {
    static NAMES: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let lines = include_str!("banks.txt").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once(' ')).collect()
    });
    names.get(code).copied().unwrap_or(code)
}

fn parse_issuers(text: &'static str) -> HashMap<(&'static str, usize), Issuer> {
    let mut table = HashMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (head, leading) = line.split_once(": ").expect("each line names an issuer");
        let mut head = head.split(' ');
        let (Some(code), Some(card_type), Some(length)) = (head.next(), head.next(), head.next()) else {
            unreachable!("the table is compiled in and this module's test reads it: {line}");
        };
        let card_type = match card_type {
            "debit" => CardType::Debit,
            "credit" => CardType::Credit,
            "semi_credit" => CardType::SemiCredit,
            "prepaid" => CardType::Prepaid,
            other => unreachable!("the table is compiled in and this module's test reads it: {other}"),
        };
        let length = length.parse().expect("a length is a number");
        table.extend(leading.split(' ').map(|digits| ((digits, length), (code, card_type))));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_issuer_of_the_table_reads_stands_once_and_has_a_name() {
        let text = include_str!("card_issuers.txt");
        let table = parse_issuers(text);
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let written = lines.flat_map(|line| line.split(' ').skip(3)).count();
        assert_eq!(table.len(), written, "leading digits stand twice");
        for ((leading, length), (code, _)) in &table {
            assert!((3..=ISSUER_DIGITS_MAX).contains(&leading.len()), "{leading}");
            assert!(leading.bytes().all(|byte| byte.is_ascii_digit()), "{leading}");
            assert!(LENGTHS.contains(length), "{leading} {length}");
            assert_ne!(issuer_name(code), *code, "{code} has no name");
        }
    }

    #[test]
    fn the_graver_of_two_outcomes_is_the_later_one() {
        assert!(CheckOutcome::Pass < CheckOutcome::Warn && CheckOutcome::Warn < CheckOutcome::Fail);
    }
}
