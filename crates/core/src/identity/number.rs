//! Identity numbers: resident cards of 18 and 15 digits (GB 11643), residence permits beginning 81, 82 and 83, and
//! foreigners' permanent residence cards beginning 9.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::region::{self, Region};
use super::{Finding, day_in_china, written};
use crate::applicant::{IdKind, Personal, Sex};
use crate::check::{CheckOutcome, Evidence};

/// What an identity number says, and whether it can be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdNumber {
    /// `Fail` where form, birth date or check character contradict the standard.
    pub outcome: CheckOutcome,
    /// What it rests on, the most telling first.
    pub evidence: Vec<Evidence>,
    /// The kind of document, if the form is that of one.
    pub kind: Option<IdKind>,
    /// The birth date, if it is a day of the calendar; read even where the check character is wrong.
    pub birth_date: Option<NaiveDate>,
    /// Whole years on the day of the check, if the birth date is known and past.
    pub age_years: Option<u32>,
    /// Sex by the sequence number.
    pub sex: Option<Sex>,
    /// The check character that the first 17 digits call for; none for 15 digits, which carry none.
    pub check_character_expected: Option<char>,
    /// The number in 18 characters: `x` raised, a first-generation number extended.
    pub as_18_characters: Option<Personal>,
    /// The region, warned about and never failed.
    pub region: Option<Region>,
}

impl IdNumber {
    pub(super) fn finding(&self) -> Finding {
        Finding { outcome: self.outcome, evidence: self.evidence.clone() }
    }

    pub(super) fn region_finding(&self) -> Finding {
        match &self.region {
            Some(region) => region.finding(),
            None => Finding::new(CheckOutcome::NotObtainable, Evidence::new("id_unreadable")),
        }
    }

    fn unreadable(evidence: Evidence) -> Self {
        IdNumber {
            outcome: CheckOutcome::Fail,
            evidence: vec![evidence],
            kind: None,
            birth_date: None,
            age_years: None,
            sex: None,
            check_character_expected: None,
            as_18_characters: None,
            region: None,
        }
    }
}

/// Checks an identity number as given and reads what it says. A birth date after the day of `as_of` in China fails.
pub fn check_id_number(given: &str, as_of: DateTime<Utc>) -> IdNumber {
    let number = written::plain(given).to_ascii_uppercase();
    if let Some(evidence) = form_fault(&number) {
        return IdNumber::unreadable(evidence);
    }
    let (kind, is_old) = (kind(&number), number.len() == 15);
    // From here on the number is ASCII of 15 or 18 characters, so that byte positions are character positions.
    let long = if is_old { format!("{}19{}", &number[..6], &number[6..]) } else { number[..17].to_owned() };
    let expected = check_character(&long);
    let found = number.chars().nth(17);
    let birth_date = birth_date(&long[6..14]);
    let today = day_in_china(as_of);
    let age_years = birth_date.and_then(|birth_date| age_in_years(birth_date, today));

    let mut evidence = Vec::new();
    if birth_date.is_none() {
        evidence.push(Evidence::new("id_birth_date"));
    } else if age_years.is_none() {
        evidence.push(Evidence::new("id_birth_future"));
    }
    if let (Some(expected), Some(found)) = (expected, found)
        && expected != found
    {
        evidence.push(Evidence::new("check_character").with("expected", expected).with("found", found));
    }
    let outcome = if evidence.is_empty() { CheckOutcome::Pass } else { CheckOutcome::Fail };
    evidence.push(Evidence::new(kind_evidence(kind)));
    if written::differs(&given.to_ascii_uppercase(), &number) {
        evidence.push(Evidence::new("written_form"));
    }
    let birth_year = birth_date.and_then(|birth_date| u16::try_from(birth_date.year()).ok());
    IdNumber {
        outcome,
        evidence,
        kind: Some(kind),
        birth_date,
        age_years,
        sex: sex(&long),
        check_character_expected: expected.filter(|_| !is_old),
        as_18_characters: birth_date.and_then(|_| whole(&long, found.or(expected)?)),
        region: Some(region::read(&long, kind, birth_year)),
    }
}

/// The check character of the first 17 digits: MOD 11-2 of ISO 7064, as GB 11643 prescribes. `None` for anything else.
pub fn check_character(first_17: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if first_17.chars().count() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (character, weight) in first_17.chars().zip(WEIGHTS) {
        sum += character.to_digit(10)? * weight;
    }
    CHARACTERS.get(usize::try_from(sum % 11).ok()?).copied()
}

/// Whole years from a birth date to a day; `None` where the birth lies after it. Somebody born on 29 February is a year older
/// on 1 March of other years.
pub fn age_in_years(birth_date: NaiveDate, day: NaiveDate) -> Option<u32> {
    day.years_since(birth_date)
}

fn form_fault(number: &str) -> Option<Evidence> {
    let length = number.chars().count();
    let is_digit = |character: char| character.is_ascii_digit();
    let fault = match length {
        15 => number.chars().position(|character| !is_digit(character)),
        18 => number
            .chars()
            .enumerate()
            .position(|(index, character)| !(is_digit(character) || (index == 17 && character == 'X'))),
        _ => return Some(Evidence::new("id_length").with("length", length)),
    };
    fault.map(|index| Evidence::new("id_character").with("place", index + 1))
}

fn kind(number: &str) -> IdKind {
    match (number.len(), &number[..2]) {
        (15, _) => IdKind::ResidentId15,
        (_, "81" | "82" | "83") => IdKind::ResidencePermit,
        _ if number.starts_with('9') && region::is_province(&number[1..3]) => IdKind::ForeignerCard,
        _ => IdKind::ResidentId,
    }
}

fn kind_evidence(kind: IdKind) -> &'static str {
    match kind {
        IdKind::ResidentId => "id_kind_resident",
        IdKind::ResidentId15 => "id_kind_resident_15",
        IdKind::ResidencePermit => "id_kind_permit",
        IdKind::ForeignerCard => "id_kind_foreigner",
    }
}

fn birth_date(eight_digits: &str) -> Option<NaiveDate> {
    let year = eight_digits[..4].parse().ok()?;
    let month = eight_digits[4..6].parse().ok()?;
    let day = eight_digits[6..].parse().ok()?;
    // There is no year 0, though the calendar of the library counts one.
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| year > 0)
}

fn sex(long: &str) -> Option<Sex> {
    let sequence = long.chars().nth(16)?.to_digit(10)?;
    Some(if sequence % 2 == 1 { Sex::Male } else { Sex::Female })
}

fn whole(first_17: &str, last: char) -> Option<Personal> {
    (first_17.len() == 17).then(|| Personal(format!("{first_17}{last}")))
}
