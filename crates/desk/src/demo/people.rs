//! Invented people. Their identity numbers carry region codes 9901xx, which no GB/T 2260 table has ever had, and check; their mobile
//! numbers are of real ranges, since no range is set aside for fiction, with the exchange `000x`; nothing is ever sent to them.

use chrono::{Datelike, NaiveDate};

use super::chance::{Chance, Purpose};
use super::names::{
    CITIES, COMPOUND_SURNAMES, EMPLOYER_KINDS, EMPLOYER_WORDS, GIVEN_FEMALE, GIVEN_FIRST, GIVEN_MALE,
    GIVEN_NICK, LONG_FEMALE, LONG_MALE, ROADS, SURNAMES,
};

/// So many people can be told apart by the numbers they are given.
pub(super) const PEOPLE_MAX: u32 = 90_000;

/// The first four digits of the region code of everybody's identity number.
pub const SPECIMEN_REGION: &str = "9901";

/// Sequence numbers of a region.
const SEQUENCES: u32 = 999;

const MOBILE_RANGES: [&str; 16] = [
    "134", "135", "137", "138", "139", "150", "151", "158", "159", "182", "187", "130", "186", "133", "189",
    "199",
];
const VIRTUAL_RANGES: [&str; 5] = ["170", "171", "165", "167", "162"];

/// The bank whose debit card a person uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bank {
    Cmb,
    Icbc,
}

impl Bank {
    pub(super) fn name(self) -> &'static str {
        match self {
            Bank::Cmb => "招商银行",
            Bank::Icbc => "工商银行",
        }
    }
}

/// How old a person is on the day of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Usual,
    Young,
    TooYoung,
    TooOld,
}

#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) id_number: String,
    pub(super) mobile: String,
    pub(super) virtual_mobile: String,
    pub(super) bank: Bank,
    pub(super) card: String,
    pub(super) employer: String,
    pub(super) address: String,
    pub(super) nick: String,
}

impl Person {
    /// The person with an index; the same again whenever asked.
    pub(super) fn new(seed: u64, index: u32, age: Age, today: NaiveDate) -> Self {
        let mut chance = Chance::new(seed, index, Purpose::Person);
        let bank = if chance.happens(500) { Bank::Cmb } else { Bank::Icbc };
        let sequence = 1 + (index * 100) % SEQUENCES;
        let male = sequence % 2 == 1;
        let years = match age {
            Age::Usual => chance.about(21, 56),
            Age::Young => chance.between(19, 23),
            Age::TooYoung => 17,
            Age::TooOld => chance.between(62, 67),
        };
        let birth = birth_date(today, years, &mut chance);
        let region = 1 + index / SEQUENCES;
        let digits = format!("{SPECIMEN_REGION}{region:02}{}{sequence:03}", birth.format("%Y%m%d"));
        let check = check_character(&digits);
        // Ten thousand subscribers to an exchange, then the next one.
        let subscriber = format!("000{}{:04}", index / 10_000, (index * 7919 + 3461) % 10_000);
        let address = format!(
            "{}{}{}号{}幢{}室",
            chance.pick(&CITIES),
            chance.pick(&ROADS),
            chance.between(1, 380),
            chance.between(1, 28),
            chance.between(101, 1806)
        );
        Person {
            name: name(male, &mut chance),
            id_number: format!("{digits}{check}"),
            mobile: format!("{}{subscriber}", chance.pick(&MOBILE_RANGES)),
            virtual_mobile: format!("{}{subscriber}", chance.pick(&VIRTUAL_RANGES)),
            bank,
            card: card_number(bank, index),
            employer: employer(&mut chance),
            address,
            nick: (*chance.pick(&GIVEN_NICK)).to_owned(),
        }
    }

    /// The card as a wallet names it.
    pub(super) fn card_method(&self) -> String {
        format!("{}({})", self.bank.name(), self.card_tail())
    }

    pub(super) fn card_tail(&self) -> &str {
        &self.card[self.card.len() - 4..]
    }

    /// The card as a bank prints it.
    pub(super) fn card_masked(&self) -> String {
        format!("{}****{}", &self.card[..4], self.card_tail())
    }

    /// The wallet account, masked as the wallet shows it.
    pub(super) fn account_masked(&self) -> String {
        format!("{}******{}", &self.mobile[..3], &self.mobile[9..])
    }

    /// The identity number with a check character that is wrong by one.
    pub(super) fn id_number_misprinted(&self) -> String {
        let right = self.id_number.as_bytes()[17];
        let wrong = if right == b'9' {
            '0'
        } else if right == b'X' {
            '1'
        } else {
            char::from(right + 1)
        };
        format!("{}{wrong}", &self.id_number[..17])
    }
}

/// A birthday so many years ago, at least ten days away from today so that nobody's age turns while a demo is looked at.
fn birth_date(today: NaiveDate, years: i64, chance: &mut Chance) -> NaiveDate {
    let year = today.year() - i32::try_from(years).unwrap_or(30);
    let birthday = NaiveDate::from_ymd_opt(year, today.month(), today.day().min(28)).unwrap_or(today);
    super::calendar::minus(birthday, u64::from(10 + chance.below(340)))
}

/// The check character of GB 11643 for 17 digits.
fn check_character(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// A card with mostly zeros where a real one has an account, and its check digit (ISO/IEC 7812). The factor keeps accounts apart: it
/// never carries anybody beyond nine digits.
fn card_number(bank: Bank, index: u32) -> String {
    let account = u64::from(index) * 7919 + 123_457;
    let digits = match bank {
        Bank::Cmb => format!("621483{account:09}"),
        Bank::Icbc => format!("622202{account:012}"),
    };
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| (place, u32::from(digit - b'0')))
        .map(|(place, digit)| if place % 2 == 0 { doubled(digit) } else { digit })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn name(male: bool, chance: &mut Chance) -> String {
    if chance.happens(25) {
        return (*chance.pick(if male { &LONG_MALE } else { &LONG_FEMALE })).to_owned();
    }
    let surname = if chance.happens(20) { *chance.pick(&COMPOUND_SURNAMES) } else { *chance.pick(&SURNAMES) };
    let given = *chance.pick(if male { &GIVEN_MALE } else { &GIVEN_FEMALE });
    if chance.happens(280) {
        return format!("{surname}{given}");
    }
    let first = *chance.pick(&GIVEN_FIRST);
    if first == given { format!("{surname}{given}") } else { format!("{surname}{first}{given}") }
}

/// An invented employer or client.
pub(super) fn employer(chance: &mut Chance) -> String {
    format!("{}样例{}", chance.pick(&EMPLOYER_WORDS), chance.pick(&EMPLOYER_KINDS))
}

/// Another invented person's name: a landlord, a friend, a parent.
pub(super) fn somebody(chance: &mut Chance) -> String {
    let male = chance.happens(500);
    name(male, chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_standards() {
        // The example of GB 11643-1999.
        assert_eq!(check_character("11010519491231002"), 'X');
        let person = Person::new(1, 7, Age::Usual, NaiveDate::from_ymd_opt(2026, 11, 25).unwrap());
        let luhn: u32 = person
            .card
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, digit)| u32::from(digit - b'0') * (1 + u32::from(place % 2 == 1)))
            .map(|sum| sum / 10 + sum % 10)
            .sum();
        assert_eq!(luhn % 10, 0);
    }

    #[test]
    fn numbers_tell_people_apart() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let mut ids = std::collections::BTreeSet::new();
        for index in 0..25_000 {
            let person = Person::new(3, index, Age::Usual, today);
            assert!(person.id_number.starts_with(SPECIMEN_REGION));
            assert_eq!((person.id_number.len(), person.mobile.len()), (18, 11));
            assert!(ids.insert(person.id_number[..6].to_owned() + &person.id_number[14..17]));
            assert!(ids.insert(person.mobile[3..].to_owned()) && ids.insert(person.card));
        }
    }
}
