//! Mobile numbers of mainland China: their form, and the network or virtual operator their range belongs to.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Finding, written};
use crate::check::{CheckOutcome, Evidence};

/// The network that a range is allotted to. Numbers can be carried to another network, so it is where a number began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// 中国移动.
    ChinaMobile,
    /// 中国联通.
    ChinaUnicom,
    /// 中国电信.
    ChinaTelecom,
    /// 中国广电.
    ChinaBroadnet,
}

/// What a mobile number says, and whether it can be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mobile {
    /// `Fail` where it cannot be a mobile number, `Warn` for virtual operators and ranges not known to be in use.
    pub outcome: CheckOutcome,
    /// What it rests on, the most telling first.
    pub evidence: Vec<Evidence>,
    /// The network of the range, if known.
    pub carrier: Option<Carrier>,
    /// Whether the range belongs to virtual operators (移动转售), whose numbers are bought with less ado.
    pub is_virtual: bool,
}

impl Mobile {
    pub(super) fn finding(&self) -> Finding {
        Finding { outcome: self.outcome, evidence: self.evidence.clone() }
    }

    fn without_carrier(outcome: CheckOutcome, evidence: Evidence) -> Self {
        Mobile { outcome, evidence: vec![evidence], carrier: None, is_virtual: false }
    }
}

/// Checks a mobile number as given: 11 digits, with or without the country code as `+86`, `0086` or `86`.
pub fn check_mobile(given: &str) -> Mobile {
    let number = written::plain(given);
    let Some(national) = national(&number) else {
        let evidence = Evidence::new("mobile_form").with("length", number.chars().count());
        return Mobile::without_carrier(CheckOutcome::Fail, evidence);
    };
    let range = &national[..4];
    let mut mobile = match (range.as_bytes(), range_of(range)) {
        (_, Some((carrier, is_virtual))) => known(carrier, is_virtual, range),
        // 92 and 98 are set aside for mobile services of the future; nobody has such a number yet.
        ([b'9', b'2' | b'8', ..], None) => {
            let evidence = Evidence::new("mobile_range_reserved").with("range", &range[..2]);
            Mobile::without_carrier(CheckOutcome::Warn, evidence)
        }
        ([b'1', b'3'..=b'9', ..], None) => {
            let evidence = Evidence::new("mobile_range_unknown").with("range", range);
            Mobile::without_carrier(CheckOutcome::Warn, evidence)
        }
        (_, None) => {
            let evidence = Evidence::new("mobile_range_none").with("range", &range[..2]);
            Mobile::without_carrier(CheckOutcome::Fail, evidence)
        }
    };
    if written::differs(given, &number) {
        mobile.evidence.push(Evidence::new("written_form"));
    }
    mobile
}

/// The 11 digits of the number within the country.
fn national(number: &str) -> Option<&str> {
    let stripped = ["+86", "0086", "86"].iter().find_map(|code| number.strip_prefix(code));
    let candidates = [Some(number), stripped];
    let is_national = |text: &&str| text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_digit());
    candidates.into_iter().flatten().find(is_national)
}

fn known(carrier: Carrier, is_virtual: bool, range: &str) -> Mobile {
    let code = match carrier {
        Carrier::ChinaMobile => "mobile_china_mobile",
        Carrier::ChinaUnicom => "mobile_china_unicom",
        Carrier::ChinaTelecom => "mobile_china_telecom",
        Carrier::ChinaBroadnet => "mobile_china_broadnet",
    };
    let mut evidence = vec![Evidence::new(code).with("range", range)];
    if is_virtual {
        evidence.insert(0, Evidence::new("mobile_virtual").with("range", range));
    }
    let outcome = if is_virtual { CheckOutcome::Warn } else { CheckOutcome::Pass };
    Mobile { outcome, evidence, carrier: Some(carrier), is_virtual }
}

fn range_of(four_digits: &str) -> Option<(Carrier, bool)> {
    static TABLE: OnceLock<HashMap<&'static str, (Carrier, bool)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| parse(include_str!("mobile_ranges.txt")));
    table.get(four_digits).or_else(|| table.get(&four_digits[..3])).copied()
}

fn parse(text: &'static str) -> HashMap<&'static str, (Carrier, bool)> {
    let mut table = HashMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (head, ranges) = line.split_once(": ").expect("each line names a network");
        let (carrier, use_of) = head.split_once(' ').expect("a network is followed by its use");
        let carrier = match carrier {
            "china_mobile" => Carrier::ChinaMobile,
            "china_unicom" => Carrier::ChinaUnicom,
            "china_telecom" => Carrier::ChinaTelecom,
            "china_broadnet" => Carrier::ChinaBroadnet,
            other => unreachable!("the table is compiled in and this module's test reads it: {other}"),
        };
        table.extend(ranges.split(' ').map(|range| (range, (carrier, use_of == "resale"))));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_of_the_table_is_one_and_stands_once() {
        let text = include_str!("mobile_ranges.txt");
        let table = parse(text);
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let written = lines.flat_map(|line| line.split(' ').skip(2)).count();
        assert_eq!(table.len(), written, "a range stands twice");
        for range in table.keys() {
            assert!(matches!(range.len(), 3 | 4) && range.starts_with('1'), "{range}");
            assert!(range.len() == 3 || !table.contains_key(&range[..3]), "{range} stands within another");
        }
    }
}
