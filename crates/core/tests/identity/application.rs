//! A whole application: every kind once and in order, vendors, links, and the facts they become.

use chrono::{DateTime, Utc};
use firstline_core::applicant::Personal;
use firstline_core::assessment::Links;
use firstline_core::check::{Check, CheckKind, CheckOutcome};
use firstline_core::facts::{DICTIONARY, FactType, FactValue, Facts};
use firstline_core::identity::{check_application, enter_facts};
use firstline_core::line::ProductTerms;
use firstline_core::vendor_result::{VendorResult, VendorVerdict};
use firstline_core::{Applicant, Application, Currency, Money};
use rust_decimal::Decimal;

use super::as_of;

fn yuan(amount: i64) -> Money {
    Money::new(Decimal::from(amount), Currency::Cny).expect("whole yuan")
}

pub fn application() -> Application {
    Application {
        application_ref: "A-1".to_owned(),
        received_at: as_of(),
        applicant: Applicant {
            name: Personal::from("张伟"),
            id_number: Personal::from("110101199003078670"),
            id_expires: "2031-05-20".parse().ok(),
            mobile: Personal::from("13800138000"),
            bank_card: Some(Personal::from("6222021234567890128")),
            employer: None,
            address: None,
        },
        product: "cn-instalment-first-line".to_owned(),
        channel: "app".to_owned(),
        scene: "electronics".to_owned(),
        line_requested: yuan(5000),
        instalments: 12,
        declared_income_monthly: None,
        declared_housing_monthly: None,
        known_exposure: yuan(0),
        consents: Vec::new(),
    }
}

fn terms() -> ProductTerms {
    ProductTerms {
        currency: Currency::Cny,
        line_min: yuan(500),
        line_max: yuan(20000),
        line_step: yuan(500),
        per_person_cap: yuan(30000),
        payment_to_income_max: Decimal::new(36, 2),
        residual_income_min: yuan(800),
        residual_share_max: Decimal::new(30, 2),
        living_cost_min: yuan(1200),
        instalments: vec![12],
        fee_rate_per_period: Decimal::new(5, 3),
        age_min: 18,
        age_max: 60,
        window_days: 365,
        thin_file_months: 3,
        review_hours: 24,
    }
}

pub fn answer(kind: CheckKind, verdict: VendorVerdict, minute: u32) -> VendorResult {
    VendorResult {
        application_ref: "A-1".to_owned(),
        vendor: "vendor".to_owned(),
        kind,
        verdict,
        code: None,
        factor: None,
        score: None,
        threshold: None,
        months: None,
        obtained_at: format!("2026-11-24T02:{minute:02}:00Z").parse().expect("a moment"),
    }
}

pub fn checks_at(
    application: &Application,
    results: &[VendorResult],
    links: &Links,
    at: DateTime<Utc>,
) -> Vec<Check> {
    check_application(application, results, links, &terms(), at)
}

fn one(checks: &[Check], kind: CheckKind) -> &Check {
    checks.iter().find(|check| check.kind == kind).expect("every kind is there")
}

fn summary(check: &Check) -> (CheckOutcome, &str) {
    (check.outcome, check.evidence.first().map_or("", |evidence| evidence.code.as_str()))
}

#[test]
fn every_kind_stands_once_in_order_and_the_dictionary_is_filled() {
    let checks = checks_at(&application(), &[], &Links::default(), as_of());
    assert!(checks.windows(2).all(|pair| pair[0].kind < pair[1].kind), "out of order");
    let known: Vec<&str> = DICTIONARY
        .iter()
        .filter(|fact| fact.name.starts_with("check_") && fact.fact_type == FactType::Text)
        .map(|fact| fact.name)
        .collect();
    assert_eq!(checks.len(), known.len());

    let mut facts = Facts::default();
    enter_facts(&application(), &checks, &Links::default(), as_of(), &mut facts);
    for check in &checks {
        let kind = serde_json::to_value(check.kind).expect("a kind");
        let outcome = serde_json::to_value(check.outcome).expect("an outcome");
        let expected = FactValue::Text(outcome.as_str().expect("a word").to_owned());
        let name = format!("check_{}", kind.as_str().expect("a word"));
        assert_eq!(facts.get(&name), Some(&expected), "{name}");
    }
    let first_of_money = DICTIONARY.iter().position(|fact| fact.name == "statements_count").expect("a fact");
    for fact in &DICTIONARY[..first_of_money] {
        assert!(facts.get(fact.name).is_some(), "{} was not entered", fact.name);
    }
    assert_eq!(facts.iter().count(), first_of_money, "a fact of another part was entered");
    assert_eq!(facts.get("age_years"), Some(&FactValue::Number(Decimal::from(36))));
    assert_eq!(facts.get("id_kind"), Some(&FactValue::Text("resident_id".to_owned())));
    assert_eq!(facts.get("time_on_network_months"), Some(&FactValue::Missing));
}

#[test]
fn age_turns_at_midnight_in_china_and_the_terms_bound_it() {
    let mut young = application();
    young.applicant.id_number = Personal::from("110101200811261233");
    let age = |moment: &str| {
        let checks = checks_at(&young, &[], &Links::default(), moment.parse().expect("a moment"));
        let check = one(&checks, CheckKind::Age);
        (check.outcome, check.evidence[0].code.clone(), check.evidence[0].values["years"].clone())
    };
    assert_eq!(age("2026-11-25T15:59:59Z"), (CheckOutcome::Fail, "age_below".to_owned(), "17".to_owned()));
    assert_eq!(age("2026-11-25T16:00:00Z"), (CheckOutcome::Pass, "age_within".to_owned(), "18".to_owned()));
    assert_eq!(age("2069-11-25T16:00:00Z").1, "age_above");
    assert_eq!(age("2069-11-25T15:59:59Z").1, "age_within");
}

#[test]
fn a_document_is_valid_to_the_end_of_its_last_day_in_china() {
    let mut expiring = application();
    expiring.applicant.id_expires = "2026-11-25".parse().ok();
    let outcome = |application: &Application, moment: &str| {
        let checks = checks_at(application, &[], &Links::default(), moment.parse().expect("a moment"));
        let check = one(&checks, CheckKind::IdExpiry);
        (check.outcome, check.evidence[0].code.clone())
    };
    assert_eq!(outcome(&expiring, "2026-11-25T15:59:59Z").0, CheckOutcome::Pass);
    assert_eq!(outcome(&expiring, "2026-11-25T16:00:00Z"), (CheckOutcome::Fail, "id_expired".to_owned()));
    expiring.applicant.id_expires = None;
    assert_eq!(outcome(&expiring, "2026-11-25T16:00:00Z").0, CheckOutcome::NotObtainable);
    expiring.applicant.id_expires = "9999-12-31".parse().ok();
    assert_eq!(outcome(&expiring, "2026-11-25T16:00:00Z").1, "id_valid_without_end");
    expiring.applicant.id_number = Personal::from("610104620927690");
    assert_eq!(outcome(&expiring, "2026-11-25T16:00:00Z").0, CheckOutcome::Warn);
}

#[test]
fn an_unreadable_number_leaves_age_and_region_unknown_rather_than_failed() {
    let mut broken = application();
    broken.applicant.id_number = Personal::from("T60426199101010078");
    broken.applicant.bank_card = None;
    let checks = checks_at(&broken, &[], &Links::default(), as_of());
    assert_eq!(one(&checks, CheckKind::IdNumber).outcome, CheckOutcome::Fail);
    assert_eq!(one(&checks, CheckKind::IdRegion).outcome, CheckOutcome::NotObtainable);
    assert_eq!(one(&checks, CheckKind::Age).outcome, CheckOutcome::NotObtainable);
    assert_eq!(one(&checks, CheckKind::BankCard).outcome, CheckOutcome::NotRun);
    assert_eq!(one(&checks, CheckKind::SameCardElsewhere).outcome, CheckOutcome::NotRun);
    let mut facts = Facts::default();
    enter_facts(&broken, &checks, &Links::default(), as_of(), &mut facts);
    assert_eq!(facts.get("age_years"), Some(&FactValue::Missing));
    assert_eq!(facts.get("id_kind"), Some(&FactValue::Missing));
}

#[test]
fn verdicts_of_vendors_become_outcomes_and_no_record_is_no_mismatch() {
    let kinds = [
        (CheckKind::IdTwoFactor, VendorVerdict::Match, CheckOutcome::Pass),
        (CheckKind::MobileThreeFactor, VendorVerdict::Mismatch, CheckOutcome::Fail),
        (CheckKind::CardFourFactor, VendorVerdict::NoRecord, CheckOutcome::NotObtainable),
        (CheckKind::NumberStatus, VendorVerdict::Caution, CheckOutcome::Warn),
        (CheckKind::FaceMatch, VendorVerdict::Error, CheckOutcome::VendorError),
    ];
    let results: Vec<VendorResult> =
        kinds.iter().map(|(kind, verdict, _)| answer(*kind, *verdict, 0)).collect();
    let checks = checks_at(&application(), &results, &Links::default(), as_of());
    for (kind, _, outcome) in kinds {
        let check = one(&checks, kind);
        assert_eq!(check.outcome, outcome, "{kind:?}");
        assert_eq!(check.source, "vendor");
        assert_eq!(check.obtained_at, results[0].obtained_at);
    }
    let liveness = one(&checks, CheckKind::Liveness);
    assert_eq!(summary(liveness), (CheckOutcome::NotRun, "vendor_not_asked"));
    assert_eq!((liveness.source.as_str(), liveness.obtained_at), ("firstline", as_of()));
}

#[test]
fn the_latest_answer_speaks_and_says_that_others_differ() {
    let kind = CheckKind::IdTwoFactor;
    let results = [
        answer(kind, VendorVerdict::Mismatch, 30),
        answer(kind, VendorVerdict::Match, 59),
        answer(kind, VendorVerdict::Error, 10),
    ];
    let checks = checks_at(&application(), &results, &Links::default(), as_of());
    let check = one(&checks, kind);
    assert_eq!(summary(check), (CheckOutcome::Pass, "vendor_match"));
    assert_eq!(check.obtained_at, results[1].obtained_at);
    let others = check.evidence.iter().find(|evidence| evidence.code == "vendor_other_answers");
    assert_eq!(others.expect("it is said").values["count"], "2");
}

#[test]
fn a_match_below_the_vendors_own_threshold_warns_and_months_become_a_fact() {
    let scored = |kind, score: i64| VendorResult {
        score: Some(Decimal::new(score, 2)),
        threshold: Some(Decimal::new(80, 2)),
        ..answer(kind, VendorVerdict::Match, 0)
    };
    let months =
        VendorResult { months: Some(26), ..answer(CheckKind::TimeOnNetwork, VendorVerdict::Match, 0) };
    let results = [scored(CheckKind::FaceMatch, 79), scored(CheckKind::Liveness, 80), months];
    let checks = checks_at(&application(), &results, &Links::default(), as_of());
    let face = one(&checks, CheckKind::FaceMatch);
    assert_eq!(summary(face), (CheckOutcome::Warn, "vendor_match_below_threshold"));
    assert_eq!(one(&checks, CheckKind::Liveness).outcome, CheckOutcome::Pass);
    let mut facts = Facts::default();
    enter_facts(&application(), &checks, &Links::default(), as_of(), &mut facts);
    assert_eq!(facts.get("time_on_network_months"), Some(&FactValue::Number(Decimal::from(26))));
}

#[test]
fn a_number_shared_with_another_person_warns_and_with_ones_own_case_does_not() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let links =
        Links { same_id: names(&["C-1"]), same_mobile: names(&["C-1"]), same_card: names(&["C-1", "C-2"]) };
    let checks = checks_at(&application(), &[], &links, as_of());
    let found = |kind| summary(one(&checks, kind));
    assert_eq!(found(CheckKind::SameIdElsewhere), (CheckOutcome::Warn, "linked_same_id"));
    assert_eq!(found(CheckKind::SameMobileElsewhere), (CheckOutcome::Pass, "linked_own_cases"));
    assert_eq!(found(CheckKind::SameCardElsewhere), (CheckOutcome::Warn, "linked_other_person"));
    assert_eq!(one(&checks, CheckKind::SameCardElsewhere).evidence[0].values["cases"], "C-2");
    let mut facts = Facts::default();
    enter_facts(&application(), &checks, &links, as_of(), &mut facts);
    assert_eq!(facts.get("same_card_cases"), Some(&FactValue::Number(Decimal::from(2))));
}
