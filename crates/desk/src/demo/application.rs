//! The request as the sender's system writes it, and what outside sources answered.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::calendar;
use super::chance::Chance;
use super::circumstances::Circumstances;
use super::people::Person;
use super::story::{Identity, Oddity, SHOWN, Story};

const HOUR: i64 = 3600;
/// The first request came in so long ago, past the day a review may take; the ones shown first follow an hour apart.
const FIRST_SECONDS: i64 = 25 * HOUR + HOUR / 2;

const CHANNELS: [(u32, &str); 3] = [(620, "app"), (230, "store"), (150, "h5")];
const SCENES: [(u32, &str); 3] = [(560, "electronics"), (270, "home_appliances"), (170, "education")];
const INSTALMENTS: [(u32, u32); 4] = [(120, 3), (280, 6), (470, 12), (130, 24)];

/// What an applicant's files are written from.
#[derive(Debug)]
pub(super) struct Requester<'a> {
    pub(super) reference: &'a str,
    pub(super) story: &'a Story,
    pub(super) person: &'a Person,
    /// The person whose telephone or card is used where the story borrows one.
    pub(super) other: Option<&'a Person>,
    pub(super) circumstances: &'a Circumstances,
    pub(super) received_at: DateTime<FixedOffset>,
}

/// When a request came in: the first ones waited longest, so that they are looked at first.
pub(super) fn received_at(index: u32, as_of: DateTime<Utc>, chance: &mut Chance) -> DateTime<FixedOffset> {
    let shown_ago = FIRST_SECONDS - i64::from(index) * HOUR - chance.between(0, HOUR / 2);
    let drawn_ago = chance.between(6 * 60, FIRST_SECONDS - i64::from(SHOWN) * HOUR);
    let ago = if index < SHOWN { shown_ago } else { drawn_ago };
    let at = as_of - TimeDelta::seconds(ago);
    at.with_timezone(&local())
}

/// China's time, in which all files are written.
pub(super) fn local() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).unwrap_or(FixedOffset::east_opt(0).expect("an offset of zero exists"))
}

fn moment(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The application as one object.
pub(super) fn application(of: &Requester<'_>, statements: &[String], chance: &mut Chance) -> Value {
    let Requester { story, person, circumstances, .. } = of;
    let today = of.received_at.date_naive();
    let consented = of.received_at - TimeDelta::minutes(chance.between(1, 9));
    let consent = |code: &str| json!({"code": code, "given_at": moment(consented)});
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    set("application_ref", json!(of.reference));
    set("received_at", json!(moment(of.received_at)));
    set("name", json!(person.name));
    set("id_number", json!(id_number(of)));
    set("id_expires", json!(expires(story, today, chance)));
    set("mobile", json!(mobile(of)));
    set("bank_card", json!(card(of)));
    if circumstances.wage.is_some() {
        set("employer", json!(person.employer));
    }
    set("address", json!(person.address));
    set("product", json!("cn-instalment-first-line"));
    set("channel", json!(chance.weighted(&CHANNELS)));
    set("scene", json!(chance.weighted(&SCENES)));
    set("line_requested", json!(yuan(line_requested(story, circumstances))));
    set("instalments", json!(chance.weighted(&INSTALMENTS)));
    if chance.happens(930) || story.oddity == Oddity::IncomeOverstated {
        set("declared_income_monthly", json!(yuan(declared(story, circumstances, chance))));
    }
    if circumstances.rent_fen > 0 && chance.happens(850) {
        set("declared_housing_monthly", json!(yuan(circumstances.rent_fen)));
    }
    set("known_exposure", json!(yuan(exposure(story, chance))));
    set(
        "consents",
        json!([consent("identity_check"), consent("credit_bureau"), consent("statement_analysis")]),
    );
    if !statements.is_empty() {
        set("statements", json!(statements));
    }
    Value::Object(fields)
}

fn id_number(of: &Requester<'_>) -> String {
    if of.story.identity == Identity::CheckCharacterWrong {
        return of.person.id_number_misprinted();
    }
    of.person.id_number.clone()
}

fn mobile(of: &Requester<'_>) -> String {
    match (of.story.identity, of.other) {
        (Identity::BorrowedMobile, Some(other)) => other.mobile.clone(),
        (Identity::VirtualMobile, _) => of.person.virtual_mobile.clone(),
        _ => of.person.mobile.clone(),
    }
}

/// The card as given; a mistyped one has two neighbouring digits exchanged.
fn card(of: &Requester<'_>) -> String {
    let card = match (of.story.identity, of.other) {
        (Identity::CardOfAnother, Some(other)) => &other.card,
        _ => &of.person.card,
    };
    if of.story.identity != Identity::CardMistyped {
        return card.clone();
    }
    let exchanged = |at: usize| {
        format!("{}{}{}{}", &card[..at], &card[at + 1..at + 2], &card[at..at + 1], &card[at + 2..])
    };
    // An exchange of equal digits, or of 0 and 9, would not show.
    let shows = |at: &usize| {
        let pair = &card.as_bytes()[*at..at + 2];
        pair[0] != pair[1] && !matches!(pair, b"09" | b"90")
    };
    (6..card.len() - 1).find(shows).map_or_else(|| card.clone(), exchanged)
}

fn expires(story: &Story, today: NaiveDate, chance: &mut Chance) -> String {
    if story.identity == Identity::Expired {
        return calendar::minus(today, u64::from(5 + chance.below(200))).to_string();
    }
    if chance.happens(60) {
        return "9999-12-31".to_owned();
    }
    calendar::plus(today, u64::from(60 + chance.below(6000))).to_string()
}

/// The request, at least the product's least, in steps of 500.
fn line_requested(story: &Story, circumstances: &Circumstances) -> i64 {
    let wished = circumstances.income_fen * story.asked_per_mille / 1000;
    (wished / 50_000 * 50_000).clamp(50_000, 2_000_000)
}

fn declared(story: &Story, circumstances: &Circumstances, chance: &mut Chance) -> i64 {
    let per_mille = match story.oddity {
        Oddity::IncomeOverstated => chance.between(1280, 1850),
        _ => chance.between(940, 1060),
    };
    circumstances.income_fen * per_mille / 1000 / 10_000 * 10_000
}

fn exposure(story: &Story, chance: &mut Chance) -> i64 {
    if story.oddity == Oddity::Exposed {
        return chance.between(17, 40) * 50_000;
    }
    if chance.happens(780) { 0 } else { chance.between(1, 14) * 50_000 }
}
