//! The list of evidence codes says neither more nor less than what checks give.

use std::collections::BTreeSet;

use firstline_core::applicant::Personal;
use firstline_core::assessment::Links;
use firstline_core::check::CheckKind;
use firstline_core::identity::EVIDENCE_CODES;
use firstline_core::vendor_result::{VendorResult, VendorVerdict};
use rust_decimal::Decimal;

use super::application::{answer, application, checks_at};
use super::{as_of, golden};

#[test]
fn every_code_is_listed_and_every_listed_code_has_a_case() {
    let mut given: BTreeSet<String> = golden::codes();
    given.extend(codes_of_applications());
    let listed: BTreeSet<String> = EVIDENCE_CODES.iter().map(|code| (*code).to_owned()).collect();
    let unlisted: Vec<_> = given.difference(&listed).collect();
    let without_case: Vec<_> = listed.difference(&given).collect();
    assert!(
        unlisted.is_empty() && without_case.is_empty(),
        "unlisted {unlisted:?}, never given {without_case:?}"
    );
    assert!(EVIDENCE_CODES.is_sorted());
}

/// The codes that only a whole application gives: age, expiry, vendors, links.
fn codes_of_applications() -> BTreeSet<String> {
    let mut applications = Vec::new();
    for number in ["", "610104620927690", "110101200811261233", "110101199003078670", "440524188001010014"] {
        for last in [None, Some("2026-11-24"), Some("2031-05-20"), Some("9999-12-31")] {
            let mut application = application();
            application.applicant.id_number = Personal::from(number);
            application.applicant.id_expires = last.and_then(|last| last.parse().ok());
            application.applicant.bank_card = last.map(|_| Personal::from("6222021234567890128"));
            applications.push(application);
        }
    }
    let verdicts = [
        VendorVerdict::Match,
        VendorVerdict::Mismatch,
        VendorVerdict::NoRecord,
        VendorVerdict::Caution,
        VendorVerdict::Error,
    ];
    let mut result_lists = vec![Vec::new()];
    for verdict in verdicts {
        let said = VendorResult {
            factor: Some("mobile".to_owned()),
            code: Some("E1".to_owned()),
            ..answer(CheckKind::MobileThreeFactor, verdict, 5)
        };
        let months = VendorResult { months: Some(3), ..answer(CheckKind::TimeOnNetwork, verdict, 5) };
        let scored = VendorResult {
            score: Some(Decimal::ONE),
            threshold: Some(Decimal::TWO),
            ..answer(CheckKind::FaceMatch, verdict, 5)
        };
        let earlier = answer(CheckKind::FaceMatch, VendorVerdict::Error, 1);
        let plain = answer(CheckKind::Liveness, verdict, 5);
        result_lists.push(vec![said, months, earlier, scored, plain]);
    }
    let own = vec!["C-1".to_owned()];
    let other = vec!["C-2".to_owned()];
    let link_lists = [
        Links::default(),
        Links { same_id: own.clone(), same_mobile: own.clone(), same_card: other.clone() },
    ];
    let mut codes = BTreeSet::new();
    for application in &applications {
        for results in &result_lists {
            for links in &link_lists {
                let checks = checks_at(application, results, links, as_of());
                codes.extend(checks.into_iter().flat_map(|check| check.evidence).map(|one| one.code));
            }
        }
    }
    codes
}
