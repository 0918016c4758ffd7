//! The facts that identity and the application put before the policy tables and the scorecard.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::vendor::MONTHS;
use super::{check_id_number, check_mobile};
use crate::applicant::IdKind;
use crate::application::Application;
use crate::assessment::Links;
use crate::check::{Check, CheckKind, CheckOutcome};
use crate::facts::{FactValue, Facts};

/// Enters every fact of the dictionary about the person, the checks and the request; money and score enter theirs.
///
/// `known_exposure` is what the application states; lines granted in the workspace are added by whoever knows them.
pub fn enter_facts(
    application: &Application,
    checks: &[Check],
    links: &Links,
    as_of: DateTime<Utc>,
    facts: &mut Facts,
) {
    let id = check_id_number(application.applicant.id_number.expose(), as_of);
    let number = |value: Option<u32>| FactValue::number(value.map(Decimal::from));
    let count = |cases: &[String]| FactValue::number(Some(Decimal::from(cases.len())));
    let text = |value: &str| FactValue::Text(value.to_owned());

    facts.set("age_years", number(id.age_years));
    facts.set("id_kind", id.kind.map_or(FactValue::Missing, |kind| text(kind_word(kind))));
    for check in checks {
        facts.set(fact_name(check.kind), text(outcome_word(check.outcome)));
    }
    let mobile = check_mobile(application.applicant.mobile.expose());
    facts.set("mobile_is_virtual", FactValue::Bool(mobile.is_virtual));
    facts.set("time_on_network_months", number(months_on_network(checks)));
    facts.set("same_id_cases", count(&links.same_id));
    facts.set("same_mobile_cases", count(&links.same_mobile));
    facts.set("same_card_cases", count(&links.same_card));
    facts.set("channel", text(&application.channel));
    facts.set("scene", text(&application.scene));
    facts.set("line_requested", FactValue::number(Some(application.line_requested.amount())));
    facts.set("instalments", number(Some(application.instalments)));
    facts.set("known_exposure", FactValue::number(Some(application.known_exposure.amount())));
}

fn months_on_network(checks: &[Check]) -> Option<u32> {
    let check = checks.iter().find(|check| check.kind == CheckKind::TimeOnNetwork)?;
    let evidence = check.evidence.iter().find(|evidence| evidence.code == MONTHS)?;
    evidence.values.get("months")?.parse().ok()
}

fn kind_word(kind: IdKind) -> &'static str {
    match kind {
        IdKind::ResidentId => "resident_id",
        IdKind::ResidentId15 => "resident_id15",
        IdKind::ResidencePermit => "residence_permit",
        IdKind::ForeignerCard => "foreigner_card",
    }
}

fn outcome_word(outcome: CheckOutcome) -> &'static str {
    match outcome {
        CheckOutcome::Pass => "pass",
        CheckOutcome::Warn => "warn",
        CheckOutcome::Fail => "fail",
        CheckOutcome::NotObtainable => "not_obtainable",
        CheckOutcome::VendorError => "vendor_error",
        CheckOutcome::NotRun => "not_run",
    }
}

fn fact_name(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::IdNumber => "check_id_number",
        CheckKind::IdRegion => "check_id_region",
        CheckKind::IdExpiry => "check_id_expiry",
        CheckKind::Age => "check_age",
        CheckKind::NameShape => "check_name_shape",
        CheckKind::MobileNumber => "check_mobile_number",
        CheckKind::BankCard => "check_bank_card",
        CheckKind::IdTwoFactor => "check_id_two_factor",
        CheckKind::MobileThreeFactor => "check_mobile_three_factor",
        CheckKind::CardFourFactor => "check_card_four_factor",
        CheckKind::TimeOnNetwork => "check_time_on_network",
        CheckKind::NumberStatus => "check_number_status",
        CheckKind::FaceMatch => "check_face_match",
        CheckKind::Liveness => "check_liveness",
        CheckKind::SameIdElsewhere => "check_same_id_elsewhere",
        CheckKind::SameMobileElsewhere => "check_same_mobile_elsewhere",
        CheckKind::SameCardElsewhere => "check_same_card_elsewhere",
    }
}
