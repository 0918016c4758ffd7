//! What outside sources answered about a person, by the story: some found something, some knew nothing, some broke down, some were
//! never asked.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Map, Value, json};

use super::application::Requester;
use super::chance::Chance;
use super::story::Identity;

const KINDS: [&str; 7] = [
    "id_two_factor",
    "mobile_three_factor",
    "card_four_factor",
    "time_on_network",
    "number_status",
    "face_match",
    "liveness",
];

/// An answer: the verdict, the vendor's own code, and the factor that disagreed.
type Answer = (&'static str, &'static str, Option<&'static str>);

/// The answers on an applicant, one object each, by time.
pub(super) fn results(of: &Requester<'_>, chance: &mut Chance) -> Vec<Value> {
    let mut results = Vec::new();
    let mut at = of.received_at + TimeDelta::seconds(chance.between(20, 90));
    for kind in KINDS {
        at += TimeDelta::seconds(chance.between(1, 6));
        let Some((verdict, code, factor)) = answer(kind, of.story.identity) else { continue };
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| {
            fields.insert(name.to_owned(), value);
        };
        set("application_ref", json!(of.reference));
        set("vendor", json!("demo-vendor"));
        set("kind", json!(kind));
        set("verdict", json!(verdict));
        set("code", json!(code));
        if let Some(factor) = factor {
            set("factor", json!(factor));
        }
        match kind {
            "time_on_network" if verdict == "match" => {
                set("months", json!(months(of.story.identity, chance)))
            }
            "face_match" if verdict != "error" => {
                let score =
                    if verdict == "match" { chance.about(8300, 9960) } else { chance.about(5200, 7900) };
                set("score", json!(format!("0.{score:04}")));
                set("threshold", json!("0.8000"));
            }
            _ => {}
        }
        set("obtained_at", json!(at.to_rfc3339_opts(SecondsFormat::Secs, false)));
        results.push(Value::Object(fields));
    }
    results
}

/// The answer to a check; `None` where nobody asked.
fn answer(kind: &str, identity: Identity) -> Option<Answer> {
    let fits: Answer = ("match", "0000", None);
    let answer = match (identity, kind) {
        (Identity::NotAsked, "id_two_factor" | "card_four_factor" | "face_match" | "liveness") => {
            return None;
        }
        (Identity::CheckCharacterWrong, "id_two_factor") => ("no_record", "1003", None),
        (Identity::CheckCharacterWrong, "mobile_three_factor" | "card_four_factor") => {
            ("mismatch", "2001", Some("id_number"))
        }
        (Identity::NamesDiffer, "id_two_factor") => ("mismatch", "1001", Some("name")),
        (Identity::NamesDiffer, "mobile_three_factor" | "card_four_factor") => {
            ("mismatch", "2001", Some("name"))
        }
        (Identity::BorrowedMobile, "mobile_three_factor" | "card_four_factor") => {
            ("mismatch", "2002", Some("mobile"))
        }
        (Identity::VirtualMobile, "mobile_three_factor" | "time_on_network") => ("no_record", "2004", None),
        (Identity::MobileSuspended, "number_status") => ("caution", "3002", None),
        (Identity::CardOfAnother, "card_four_factor") => ("mismatch", "2003", Some("card")),
        (Identity::CardMistyped, "card_four_factor") => ("no_record", "2005", None),
        (Identity::FaceBelow, "face_match") => ("mismatch", "4001", None),
        (Identity::NotLive, "liveness") => ("mismatch", "4102", None),
        (Identity::VendorDown, "id_two_factor" | "time_on_network" | "number_status") => {
            ("error", "9500", None)
        }
        (Identity::NothingKnown, "id_two_factor" | "mobile_three_factor") => ("no_record", "1003", None),
        _ => fits,
    };
    Some(answer)
}

fn months(identity: Identity, chance: &mut Chance) -> i64 {
    if identity == Identity::NewMobile {
        return chance.between(0, 2);
    }
    match chance.below(100) {
        0..9 => chance.between(3, 11),
        9..38 => chance.between(12, 35),
        _ => chance.between(36, 168),
    }
}
