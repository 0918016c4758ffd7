//! Identity checks, grouped and worded.

use firstline_core::check::{Check, CheckKind, CheckOutcome};

use crate::wire::{CheckCounts, CheckGroup, CheckView};
use crate::{view, wording};

fn group(kind: CheckKind) -> CheckGroup {
    match kind {
        CheckKind::IdNumber
        | CheckKind::IdRegion
        | CheckKind::IdExpiry
        | CheckKind::Age
        | CheckKind::NameShape => CheckGroup::Document,
        CheckKind::MobileNumber | CheckKind::BankCard => CheckGroup::Contact,
        CheckKind::IdTwoFactor
        | CheckKind::MobileThreeFactor
        | CheckKind::CardFourFactor
        | CheckKind::TimeOnNetwork
        | CheckKind::NumberStatus => CheckGroup::Vendor,
        CheckKind::FaceMatch | CheckKind::Liveness => CheckGroup::Face,
        CheckKind::SameIdElsewhere | CheckKind::SameMobileElsewhere | CheckKind::SameCardElsewhere => {
            CheckGroup::Links
        }
    }
}

/// Words every check, in the order of the left column.
pub fn views(checks: &[Check]) -> Vec<CheckView> {
    let mut views: Vec<CheckView> = checks
        .iter()
        .map(|check| CheckView {
            kind: view::code(&check.kind),
            group: group(check.kind),
            outcome: view::same(&check.outcome),
            title: wording::label(&format!("check.{}", view::code(&check.kind))),
            evidence: check
                .evidence
                .iter()
                .map(|evidence| wording::evidence_of(&view::code(&check.kind), evidence))
                .collect(),
            source: check.source.clone(),
            obtained_at: view::moment(check.obtained_at),
        })
        .collect();
    views.sort_by_key(|check| check.group);
    views
}

/// Counts outcomes.
pub fn counts(checks: &[Check]) -> CheckCounts {
    let mut counts = CheckCounts { pass: 0, warn: 0, fail: 0, unknown: 0 };
    for check in checks {
        match check.outcome {
            CheckOutcome::Pass => counts.pass += 1,
            CheckOutcome::Warn => counts.warn += 1,
            CheckOutcome::Fail => counts.fail += 1,
            CheckOutcome::NotObtainable | CheckOutcome::VendorError | CheckOutcome::NotRun => {
                counts.unknown += 1;
            }
        }
    }
    counts
}

/// The kinds that are not a pass.
pub fn open(checks: &[Check]) -> Vec<CheckKind> {
    checks.iter().filter(|check| check.outcome != CheckOutcome::Pass).map(|check| check.kind).collect()
}
