//! Runs `cases.toml`, to which anybody can add a case without Rust.

use std::collections::BTreeSet;

use firstline_core::IdKind;
use firstline_core::identity::{check_bank_card, check_id_number, check_mobile, check_name};
use serde::Deserialize;
use serde_json::Value;

use super::as_of;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    id_number: Option<String>,
    mobile: Option<String>,
    bank_card: Option<String>,
    name: Option<String>,
    kind: Option<IdKind>,
    as_of: Option<String>,
    outcome: String,
    evidence: Vec<String>,
    #[serde(default)]
    reads: toml::Table,
}

#[test]
fn every_golden_case_gets_its_outcome() {
    let file = file();
    assert!(file.case.len() > 50, "only {} cases", file.case.len());
    let wrong: Vec<String> = file.case.iter().filter_map(|case| difference(case).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every evidence code that the cases give, regions included.
pub fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for case in file().case {
        let found = run(&case);
        for evidence in [&found["evidence"], &found["region"]["evidence"]] {
            let listed = evidence.as_array().into_iter().flatten();
            codes.extend(listed.filter_map(|evidence| evidence["code"].as_str()).map(str::to_owned));
        }
    }
    codes
}

fn file() -> File {
    toml::from_str(include_str!("cases.toml")).expect("cases.toml reads")
}

fn run(case: &Case) -> Value {
    let as_of = case.as_of.as_ref().map_or(as_of(), |moment| moment.parse().expect("a moment"));
    match (&case.id_number, &case.mobile, &case.bank_card, &case.name) {
        (Some(given), None, None, None) => serde_json::to_value(check_id_number(given, as_of)),
        (None, Some(given), None, None) => serde_json::to_value(check_mobile(given)),
        (None, None, Some(given), None) => serde_json::to_value(check_bank_card(given)),
        (None, None, None, Some(given)) => serde_json::to_value(check_name(given, case.kind)),
        _ => panic!("{}: a case gives exactly one of id_number, mobile, bank_card and name", case.why),
    }
    .expect("results serialise")
}

fn difference(case: &Case) -> Result<(), String> {
    let found = run(case);
    let listed = found["evidence"].as_array().expect("evidence is a list");
    let codes: Vec<&str> = listed.iter().filter_map(|evidence| evidence["code"].as_str()).collect();
    if found["outcome"] != case.outcome.as_str() || codes != case.evidence {
        let (expected, outcome) = (&case.outcome, &found["outcome"]);
        return Err(format!("{}: {outcome} {codes:?}, not {expected:?} {:?}", case.why, case.evidence));
    }
    for (place, expected) in &case.reads {
        let value = place.split('.').fold(&found, |value, name| match name.parse::<usize>() {
            Ok(index) => &value[index],
            Err(_) => &value[name],
        });
        let expected = serde_json::to_value(expected).expect("TOML is JSON");
        let is_absent = expected == "absent" && value.is_null();
        if *value != expected && !is_absent {
            return Err(format!("{}: {place} is {value}, not {expected}", case.why));
        }
    }
    Ok(())
}
