//! Identity checks: what the numbers and the name in an application say, what vendors answered, and who else uses them.
//!
//! What belongs here: the form of identity numbers, mobile numbers, bank cards and names, with the tables of official facts
//! they are read by. What deliberately does not: asking a vendor anything (answers come in as [`VendorResult`]s), looking
//! into other cases (they come in as [`Links`]), and deciding what a failed check means, which the pack does.

mod bank_card;
mod evidence;
mod fact;
mod link;
mod mobile;
mod name;
mod number;
mod region;
mod vendor;
mod written;

pub use bank_card::{BankCard, CardType, check_bank_card};
pub use evidence::EVIDENCE_CODES;
pub use fact::enter_facts;
pub use mobile::{Carrier, Mobile, check_mobile};
pub use name::check_name;
pub use number::{IdNumber, age_in_years, check_character, check_id_number};
pub use region::Region;
pub use written::plain;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::applicant::{Applicant, IdKind};
use crate::application::Application;
use crate::assessment::Links;
use crate::check::{Check, CheckKind, CheckOutcome, Evidence};
use crate::line::ProductTerms;
use crate::vendor_result::VendorResult;

/// The source named by checks that need nobody outside.
pub const SOURCE: &str = "firstline";

/// What one look at one thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The outcome.
    pub outcome: CheckOutcome,
    /// What it rests on, the most telling first.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    fn new(outcome: CheckOutcome, evidence: Evidence) -> Self {
        Finding { outcome, evidence: vec![evidence] }
    }

    fn check(self, kind: CheckKind, as_of: DateTime<Utc>) -> Check {
        let (outcome, evidence) = (self.outcome, self.evidence);
        Check { kind, outcome, evidence, source: SOURCE.to_owned(), obtained_at: as_of }
    }
}

/// Checks an application: every [`CheckKind`] exactly once, in the order of the enum.
///
/// Ages and expiry are judged on the day `as_of` falls on in China. A vendor kind that nobody asked is
/// [`CheckOutcome::NotRun`]; of several answers of one kind the latest speaks.
pub fn check_application(
    application: &Application,
    vendor_results: &[VendorResult],
    links: &Links,
    terms: &ProductTerms,
    as_of: DateTime<Utc>,
) -> Vec<Check> {
    let applicant = &application.applicant;
    let id = check_id_number(applicant.id_number.expose(), as_of);
    let own = |kind, finding: Finding| finding.check(kind, as_of);
    let asked = |kind| vendor::check(kind, vendor_results, as_of);
    let shared_mobile = link::others(&links.same_mobile, &links.same_id);
    vec![
        own(CheckKind::IdNumber, id.finding()),
        own(CheckKind::IdRegion, id.region_finding()),
        own(CheckKind::IdExpiry, expiry(applicant.id_expires, id.kind, as_of)),
        own(CheckKind::Age, age(id.birth_date, terms, as_of)),
        own(CheckKind::NameShape, check_name(applicant.name.expose(), id.kind)),
        own(CheckKind::MobileNumber, check_mobile(applicant.mobile.expose()).finding()),
        own(CheckKind::BankCard, bank_card(applicant)),
        asked(CheckKind::IdTwoFactor),
        asked(CheckKind::MobileThreeFactor),
        asked(CheckKind::CardFourFactor),
        asked(CheckKind::TimeOnNetwork),
        asked(CheckKind::NumberStatus),
        asked(CheckKind::FaceMatch),
        asked(CheckKind::Liveness),
        own(CheckKind::SameIdElsewhere, link::same_person(&links.same_id)),
        own(CheckKind::SameMobileElsewhere, link::shared(&links.same_mobile, &shared_mobile)),
        own(CheckKind::SameCardElsewhere, same_card(applicant, links)),
    ]
}

/// The day a moment falls on in China, which keeps one time zone.
fn day_in_china(moment: DateTime<Utc>) -> NaiveDate {
    let china = FixedOffset::east_opt(8 * 3600).expect("eight hours lie within a day");
    moment.with_timezone(&china).date_naive()
}

fn expiry(expires: Option<NaiveDate>, kind: Option<IdKind>, as_of: DateTime<Utc>) -> Finding {
    let day = day_in_china(as_of);
    match expires {
        Some(last) if last < day => {
            let days = (day - last).num_days();
            let evidence = Evidence::new("id_expired").with("last", last).with("days", days);
            Finding::new(CheckOutcome::Fail, evidence)
        }
        // A card of the first generation: whatever last day is stated, none of these is still issued.
        _ if kind == Some(IdKind::ResidentId15) => {
            Finding::new(CheckOutcome::Warn, Evidence::new("id_first_generation"))
        }
        Some(last) if last.format("%Y-%m-%d").to_string() == "9999-12-31" => {
            Finding::new(CheckOutcome::Pass, Evidence::new("id_valid_without_end"))
        }
        Some(last) => Finding::new(CheckOutcome::Pass, Evidence::new("id_valid_until").with("last", last)),
        None => Finding::new(CheckOutcome::NotObtainable, Evidence::new("id_expiry_not_stated")),
    }
}

fn age(birth_date: Option<NaiveDate>, terms: &ProductTerms, as_of: DateTime<Utc>) -> Finding {
    let years = birth_date.and_then(|birth_date| age_in_years(birth_date, day_in_china(as_of)));
    let Some(years) = years else {
        return Finding::new(CheckOutcome::NotObtainable, Evidence::new("age_unknown"));
    };
    let (outcome, code) = match years {
        _ if years < terms.age_min => (CheckOutcome::Fail, "age_below"),
        _ if years > terms.age_max => (CheckOutcome::Fail, "age_above"),
        _ => (CheckOutcome::Pass, "age_within"),
    };
    let evidence = Evidence::new(code)
        .with("years", years)
        .with("age_min", terms.age_min)
        .with("age_max", terms.age_max);
    Finding::new(outcome, evidence)
}

fn bank_card(applicant: &Applicant) -> Finding {
    match &applicant.bank_card {
        Some(card) => check_bank_card(card.expose()).finding(),
        None => Finding::new(CheckOutcome::NotRun, Evidence::new("bank_card_not_stated")),
    }
}

fn same_card(applicant: &Applicant, links: &Links) -> Finding {
    if applicant.bank_card.is_none() {
        return Finding::new(CheckOutcome::NotRun, Evidence::new("bank_card_not_stated"));
    }
    link::shared(&links.same_card, &link::others(&links.same_card, &links.same_id))
}
