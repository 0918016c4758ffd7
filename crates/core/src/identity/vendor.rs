//! What vendors answered, as checks. The vendor's verdict is taken as it is; only a match that the vendor's own score
//! contradicts is shown as a warning.

use chrono::{DateTime, Utc};

use super::Finding;
use crate::check::{Check, CheckKind, CheckOutcome, Evidence};
use crate::vendor_result::{VendorResult, VendorVerdict};

/// The evidence that holds the months on network, read again when facts are entered.
pub(super) const MONTHS: &str = "vendor_months";

/// The check of one vendor kind: the latest answer, or not run where nobody asked.
pub(super) fn check(kind: CheckKind, results: &[VendorResult], as_of: DateTime<Utc>) -> Check {
    let of_kind = || results.iter().filter(|result| result.kind == kind);
    let Some(latest) = of_kind().max_by_key(|result| result.obtained_at) else {
        return Finding::new(CheckOutcome::NotRun, Evidence::new("vendor_not_asked")).check(kind, as_of);
    };
    let differing = of_kind().filter(|result| result.verdict != latest.verdict).count();
    let finding = finding(latest, differing);
    Check {
        kind,
        outcome: finding.outcome,
        evidence: finding.evidence,
        source: latest.vendor.clone(),
        obtained_at: latest.obtained_at,
    }
}

fn finding(result: &VendorResult, differing: usize) -> Finding {
    let scores = result.score.zip(result.threshold);
    let below = scores.is_some_and(|(score, threshold)| score < threshold);
    let (outcome, code) = match result.verdict {
        VendorVerdict::Match if below => (CheckOutcome::Warn, "vendor_match_below_threshold"),
        VendorVerdict::Match => (CheckOutcome::Pass, "vendor_match"),
        VendorVerdict::Mismatch => (CheckOutcome::Fail, "vendor_mismatch"),
        VendorVerdict::NoRecord => (CheckOutcome::NotObtainable, "vendor_no_record"),
        VendorVerdict::Caution => (CheckOutcome::Warn, "vendor_caution"),
        VendorVerdict::Error => (CheckOutcome::VendorError, "vendor_error"),
    };
    let mut finding = Finding::new(outcome, Evidence::new(code));
    let evidence = &mut finding.evidence;
    if let Some(factor) = &result.factor {
        evidence.push(Evidence::new("vendor_factor").with("factor", factor));
    }
    if let Some((score, threshold)) = scores {
        evidence.push(Evidence::new("vendor_score").with("score", score).with("threshold", threshold));
    }
    if let Some(months) = result.months {
        evidence.push(Evidence::new(MONTHS).with("months", months));
    }
    if differing > 0 {
        evidence.push(Evidence::new("vendor_other_answers").with("count", differing));
    }
    if let Some(code) = &result.code {
        evidence.push(Evidence::new("vendor_code").with("code", code));
    }
    finding
}
