//! The same number, telephone or card in other cases.

use super::Finding;
use crate::check::{CheckOutcome, Evidence};

/// The most case numbers that evidence lists; all of them stand in the assessment's links.
const LISTED_MAX: usize = 5;

/// The same person asked before: worth a look at the earlier case, and nothing against them.
pub(super) fn same_person(cases: &[String]) -> Finding {
    if cases.is_empty() { none() } else { Finding::new(CheckOutcome::Warn, listed("linked_same_id", cases)) }
}

/// Something shared: a warning where another person's case has it, a pass where only this person's own cases do.
pub(super) fn shared(cases: &[String], of_others: &[String]) -> Finding {
    if !of_others.is_empty() {
        Finding::new(CheckOutcome::Warn, listed("linked_other_person", of_others))
    } else if !cases.is_empty() {
        Finding::new(CheckOutcome::Pass, listed("linked_own_cases", cases))
    } else {
        none()
    }
}

/// The cases that are not this person's own by identity number.
pub(super) fn others(cases: &[String], own: &[String]) -> Vec<String> {
    cases.iter().filter(|case| !own.contains(case)).cloned().collect()
}

fn none() -> Finding {
    Finding::new(CheckOutcome::Pass, Evidence::new("linked_none"))
}

fn listed(code: &str, cases: &[String]) -> Evidence {
    let mut names = cases.iter().take(LISTED_MAX).cloned().collect::<Vec<_>>().join(", ");
    if cases.len() > LISTED_MAX {
        names.push('…');
    }
    Evidence::new(code).with("count", cases.len()).with("cases", names)
}
