//! Region codes of identity numbers (GB/T 2260), with the years each was in force.
//!
//! A region only ever warns: numbers were given out late, moved with people and kept after their county was renamed, so "the
//! code was not in force in the year of birth" is true of many real people.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Finding;
use crate::applicant::IdKind;
use crate::check::{CheckOutcome, Evidence};

/// Identity numbers were first given out in 1984: older people have the codes of that year or later.
const NUMBERS_BEGAN: u16 = 1984;
/// The last year the table speaks of.
const TABLE_ENDS: u16 = 2020;

/// The region that an identity number names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The six digits; for a foreigner's card those of the province.
    pub code: String,
    /// The division's own name, if the code is known: `东城区`.
    pub name: Option<String>,
    /// The name with those above it, as far as they are known: `北京市东城区`.
    pub full_name: Option<String>,
    /// The outcome, never a failure.
    pub outcome: CheckOutcome,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

impl Region {
    pub(super) fn finding(&self) -> Finding {
        Finding { outcome: self.outcome, evidence: self.evidence.clone() }
    }
}

struct Division {
    code: String,
    name: &'static str,
    first_year: u16,
    /// `None` where it was still in force when the table ends.
    last_year: Option<u16>,
}

impl Division {
    fn in_force(&self, year: u16) -> bool {
        self.first_year <= year && self.last_year.is_none_or(|last| year <= last)
    }
}

/// Reads the region of the number `digits`, whose first six are digits.
pub(super) fn read(digits: &str, kind: IdKind, birth_year: Option<u16>) -> Region {
    match kind {
        IdKind::ForeignerCard => province_of_foreigner(digits),
        // A permit names where its holder comes from, not a place and time of registration.
        IdKind::ResidencePermit => of_code(&digits[..6], None),
        IdKind::ResidentId | IdKind::ResidentId15 => of_code(&digits[..6], birth_year),
    }
}

/// Whether two digits are those of a province, so that a number beginning with 9 and these is a foreigner's card.
pub(super) fn is_province(two_digits: &str) -> bool {
    !divisions(&format!("{two_digits}0000")).is_empty()
}

fn province_of_foreigner(digits: &str) -> Region {
    let code = format!("{}0000", &digits[1..3]);
    let name = name_in(&code, TABLE_ENDS).map(str::to_owned);
    let mut evidence = Evidence::new("id_foreigner_region").with("nationality", &digits[3..6]);
    evidence = evidence.with("name", name.as_deref().unwrap_or(&code));
    Region { code, full_name: name.clone(), name, outcome: CheckOutcome::Pass, evidence: vec![evidence] }
}

fn of_code(code: &str, birth_year: Option<u16>) -> Region {
    let known = divisions(code);
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return unknown(code);
    };
    let years = birth_year.map(|year| [year.min(TABLE_ENDS), year.clamp(NUMBERS_BEGAN, TABLE_ENDS)]);
    let fitting = match years {
        Some(years) => {
            years.iter().find_map(|year| Some((known.iter().find(|one| one.in_force(*year))?, *year)))
        }
        None => Some((last, last.last_year.unwrap_or(TABLE_ENDS))),
    };
    let (division, year) = fitting.unwrap_or((last, last.last_year.unwrap_or(TABLE_ENDS)));
    let full_name = full_name(code, division.name, year);
    let (outcome, evidence) = if fitting.is_some() {
        (CheckOutcome::Pass, Evidence::new("id_region"))
    } else {
        let open = Evidence::new("id_region_years_open").with("first", first.first_year);
        let evidence = match last.last_year {
            Some(last) => Evidence { code: "id_region_years".to_owned(), ..open }.with("last", last),
            None => open,
        };
        (CheckOutcome::Warn, evidence)
    };
    let evidence = vec![evidence.with("code", code).with("name", &full_name)];
    let name = Some(division.name.to_owned());
    Region { code: code.to_owned(), name, full_name: Some(full_name), outcome, evidence }
}

fn unknown(code: &str) -> Region {
    let above = [format!("{}00", &code[..4]), format!("{}0000", &code[..2])];
    let nearest = above.iter().find_map(|above| {
        let name = name_in(above, TABLE_ENDS)?;
        Some(full_name(above, name, TABLE_ENDS))
    });
    let evidence = match &nearest {
        // No province begins with 9: such codes stand in specimens and invented numbers.
        None if code.starts_with("99") => Evidence::new("id_region_specimen"),
        None => Evidence::new("id_region_unknown"),
        Some(name) => Evidence::new("id_region_unknown_within").with("name", name),
    };
    Region {
        code: code.to_owned(),
        name: None,
        full_name: nearest,
        outcome: CheckOutcome::Warn,
        evidence: vec![evidence.with("code", code)],
    }
}

/// The name with the province and prefecture before it, each as it was called in the year or last before.
fn full_name(code: &str, name: &str, year: u16) -> String {
    let province = format!("{}0000", &code[..2]);
    let prefecture = format!("{}00", &code[..4]);
    let mut parts: Vec<&str> = Vec::new();
    for above in [province.as_str(), prefecture.as_str()] {
        if above != code {
            parts.extend(name_in(above, year));
        }
    }
    parts.push(name);
    parts.concat()
}

fn name_in(code: &str, year: u16) -> Option<&'static str> {
    let known = divisions(code);
    let named = known.iter().find(|division| division.in_force(year)).or(known.last());
    named.map(|division| division.name)
}

fn divisions(code: &str) -> &'static [Division] {
    static TABLE: OnceLock<Vec<Division>> = OnceLock::new();
    let table = TABLE.get_or_init(|| parse(include_str!("regions.txt")));
    let start = table.partition_point(|division| division.code.as_str() < code);
    let end = table.partition_point(|division| division.code.as_str() <= code);
    &table[start..end]
}

fn parse(text: &'static str) -> Vec<Division> {
    let mut table = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (prefecture, divisions) = line.split_once(": ").expect("each line names a prefecture");
        for division in divisions.split("; ") {
            let mut parts = division.split(' ');
            let (Some(county), Some(name), Some(years)) = (parts.next(), parts.next(), parts.next()) else {
                unreachable!("the table is compiled in, and this module's test reads all of it: {division}");
            };
            let (first, last) = years.split_once('-').expect("years are two, parted by a hyphen");
            table.push(Division {
                code: format!("{prefecture}{county}"),
                name,
                first_year: first.parse().expect("the first year is a number"),
                last_year: last.parse().ok(),
            });
        }
    }
    table.sort_by(|one, other| (&one.code, one.first_year).cmp(&(&other.code, other.first_year)));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_reads_and_years_are_in_order() {
        let table = parse(include_str!("regions.txt"));
        assert!(table.len() > 7_000, "only {} divisions", table.len());
        for pair in table.windows(2) {
            let [one, next] = pair else { continue };
            assert!(
                one.code.len() == 6 && one.code.bytes().all(|byte| byte.is_ascii_digit()),
                "{}",
                one.code
            );
            assert!(one.last_year.is_none_or(|last| one.first_year <= last), "{} {}", one.code, one.name);
            if one.code == next.code {
                assert!(one.last_year.is_some_and(|last| last < next.first_year), "{} overlaps", one.code);
            }
        }
    }

    #[test]
    fn a_region_is_judged_by_the_year_of_birth_and_never_fails() {
        let cases = [
            ("110101", Some(1990), CheckOutcome::Pass, "id_region", "北京市东城区"),
            ("120110", Some(1985), CheckOutcome::Pass, "id_region", "天津市东郊区"),
            ("120110", Some(2000), CheckOutcome::Pass, "id_region", "天津市东丽区"),
            ("610104", Some(1962), CheckOutcome::Pass, "id_region", "陕西省西安市莲湖区"),
            ("500154", Some(1993), CheckOutcome::Warn, "id_region_years_open", "重庆市开州区"),
            ("110201", Some(1993), CheckOutcome::Warn, "id_region_years", "北京市昌平县"),
            ("140120", Some(1979), CheckOutcome::Warn, "id_region_unknown_within", "山西省太原市"),
            ("990101", Some(1990), CheckOutcome::Warn, "id_region_specimen", ""),
            ("000000", Some(1990), CheckOutcome::Warn, "id_region_unknown", ""),
        ];
        for (code, year, outcome, evidence, name) in cases {
            let region = of_code(code, year);
            assert_eq!(region.outcome, outcome, "{code}");
            assert_eq!(region.evidence[0].code, evidence, "{code}");
            assert_eq!(region.full_name.as_deref().unwrap_or_default(), name, "{code}");
        }
    }
}
