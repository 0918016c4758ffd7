//! Published vectors and tables, read from the reference data beside the checkout.

use std::path::PathBuf;

use firstline_core::CheckOutcome;
use firstline_core::identity::{Carrier, check_bank_card, check_character, check_id_number, check_mobile};
use firstline_core::{IdKind, Sex};
use serde_json::Value;

use super::as_of;

/// The text of a reference file; `None`, with a line that says so, where the data is not there.
#[allow(clippy::print_stdout, reason = "a skipped test says so by name")]
fn reference(test: &str, file: &str) -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("FIRSTLINE_REFERENCE_DATA").map_or(beside, PathBuf::from);
    match std::fs::read_to_string(folder.join("identity").join(file)) {
        Ok(text) => Some(text),
        Err(error) => {
            println!("skipped {test}: identity/{file}: {error}");
            None
        }
    }
}

fn vectors(test: &str, file: &str) -> Option<Vec<Value>> {
    let text = reference(test, file)?;
    Some(serde_json::from_str(&text).expect("vectors are a JSON list"))
}

#[test]
fn identity_numbers_get_their_verdict() {
    let Some(vectors) = vectors("identity_numbers_get_their_verdict", "resident_id_vectors.json") else {
        return;
    };
    assert!(!vectors.is_empty());
    for vector in vectors {
        let given = vector["id"].as_str().expect("a number");
        let read = check_id_number(given, as_of());
        let valid = vector["basic_valid"].as_bool().expect("a verdict");
        let expected = if valid { CheckOutcome::Pass } else { CheckOutcome::Fail };
        assert_eq!(read.outcome, expected, "{given}");
        if vector["format_ok"] != true {
            assert_eq!((read.kind, &read.region), (None, &None), "{given}");
            continue;
        }
        let birth = read.birth_date.map(|day| day.to_string());
        assert_eq!(birth.as_deref(), vector["birth"].as_str(), "{given}");
        let sex = if vector["sex"] == "M" { Sex::Male } else { Sex::Female };
        assert_eq!(read.sex, Some(sex), "{given}");
        let expected_character = read.check_character_expected.map(String::from);
        assert_eq!(expected_character.as_deref(), vector["expected_check_char"].as_str(), "{given}");
        if read.kind == Some(IdKind::ResidentId15) {
            let long = read.as_18_characters.as_ref().map(|number| number.expose());
            assert_eq!(long, vector["upgraded_18"].as_str(), "{given}");
        }
        region_agrees(given, &vector);
    }
}

fn region_agrees(given: &str, vector: &Value) {
    let read = check_id_number(given, as_of());
    let region = read.region.as_ref().expect("a number of the right form names a region");
    assert_eq!(Some(region.code.as_str()), vector["address_code"].as_str(), "{given}");
    assert_ne!(region.outcome, CheckOutcome::Fail, "{given}: a region never fails");
    if let Some(name) = vector["address_last_name"].as_str() {
        let full_name = region.full_name.as_deref().unwrap_or_default();
        assert!(full_name.ends_with(name), "{given}: {full_name}");
    }
    // A permit's code says where its holder comes from; the year it entered the table means nothing for the holder.
    let is_permit = read.kind == Some(IdKind::ResidencePermit);
    match vector["address_existed_in_birth_year"].as_bool() {
        Some(false) if !is_permit => assert_eq!(region.outcome, CheckOutcome::Warn, "{given}"),
        Some(_) => assert_eq!(region.outcome, CheckOutcome::Pass, "{given}"),
        None if vector["address_in_mca_1980_2020"] == false => {
            assert_eq!(region.outcome, CheckOutcome::Warn, "{given}");
        }
        None => {}
    }
}

#[test]
fn mobile_numbers_get_their_verdict() {
    let Some(vectors) = vectors("mobile_numbers_get_their_verdict", "mobile_vectors.json") else { return };
    assert!(!vectors.is_empty());
    for vector in vectors {
        let given = vector["number"].as_str().expect("a number");
        let outcome = check_mobile(given).outcome;
        let valid = vector["valid"].as_bool().expect("a verdict");
        assert_eq!(outcome != CheckOutcome::Fail, valid, "{given}: {outcome:?}");
        if vector["note"].as_str().is_some_and(|note| note.contains("not assigned today")) {
            assert_eq!(outcome, CheckOutcome::Warn, "{given}");
        }
    }
}

#[test]
fn bank_cards_get_their_verdict() {
    let Some(vectors) = vectors("bank_cards_get_their_verdict", "card_vectors.json") else { return };
    assert!(!vectors.is_empty());
    let word = |card_type: &Value| match card_type.as_str() {
        Some("DC") => serde_json::json!("debit"),
        Some("CC") => serde_json::json!("credit"),
        Some("SCC") => serde_json::json!("semi_credit"),
        Some("PC") => serde_json::json!("prepaid"),
        _ => Value::Null,
    };
    for vector in vectors {
        let given = vector["card"].as_str().expect("a number");
        let read = check_bank_card(given);
        assert_eq!(Some(read.check_digit_fits), vector["luhn_ok"].as_bool(), "{given}");
        let card_type = serde_json::to_value(read.card_type).expect("a card type serialises");
        for (name, value) in vector.as_object().expect("a vector is an object") {
            match name.as_str() {
                "bank" | "bankCode" => assert_eq!(read.issuer_code.as_deref(), value.as_str(), "{given}"),
                "type" | "cardType" => assert_eq!(card_type, word(value), "{given}"),
                _ => {}
            }
        }
        if given.starts_with("62") && given.len() <= 19 {
            assert_ne!(read.outcome, CheckOutcome::Fail, "{given}: a domestic card only warns");
        }
    }
}

#[test]
fn every_region_and_issuer_of_the_reference_is_known() {
    let test = "every_region_and_issuer_of_the_reference_is_known";
    if let Some(text) = reference(test, "gbt2260_validity_1980_2020.csv") {
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let [code, name, first_year, ..] = fields.as_slice() else { panic!("{line}") };
            let body = format!("{code}{first_year}0615001");
            let last = check_character(&body).expect("seventeen digits");
            let region = check_id_number(&format!("{body}{last}"), as_of()).region.expect("a region");
            assert_eq!((region.outcome, region.name.as_deref()), (CheckOutcome::Pass, Some(*name)), "{line}");
        }
    }
    if let Some(text) = reference(test, "bank_card_bin.csv") {
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let [leading, bank, _, length] = fields.as_slice() else { panic!("{line}") };
            let number = format!("{leading:0<width$}", width = length.parse().expect("a length"));
            let read = check_bank_card(&number);
            // A number of zeros behind shorter leading digits may belong to an issuer of longer ones.
            let longer = text.lines().skip(1).filter(|other| {
                let other: Vec<&str> = other.split(',').collect();
                other[3] == *length && other[0].len() > leading.len() && number.starts_with(other[0])
            });
            if longer.count() == 0 {
                assert_eq!(read.issuer_code.as_deref(), Some(*bank), "{line}");
            }
        }
    }
}

/// Allotted to resale as a whole, though lists of prefixes still name the network alone.
const RESALE: [&str; 5] = ["162", "165", "167", "170", "171"];

#[test]
fn every_mobile_range_of_the_reference_is_known() {
    let Some(text) =
        reference("every_mobile_range_of_the_reference_is_known", "mobile_prefix4_carrier_202312.csv")
    else {
        return;
    };
    let lines: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    for line in &lines {
        let [range, carrier, _] = line.as_slice() else { panic!("{line:?}") };
        let read = check_mobile(&format!("{range}0000000"));
        assert_ne!(read.outcome, CheckOutcome::Fail, "{range}");
        let is_resale = RESALE.contains(&&range[..3]);
        if is_resale {
            assert!(read.is_virtual, "{range}");
        } else if lines.iter().filter(|other| other[0] == *range).count() == 1 {
            let network = match read.carrier {
                Some(Carrier::ChinaMobile) => "中国移动",
                Some(Carrier::ChinaUnicom) => "中国联通",
                Some(Carrier::ChinaTelecom) => "中国电信",
                Some(Carrier::ChinaBroadnet) => "中国广电",
                None => "",
            };
            assert!(carrier.starts_with(network) && !network.is_empty(), "{range}: {network}");
            assert_eq!(carrier.ends_with("虚拟运营商"), read.is_virtual, "{range}");
        }
    }
}
