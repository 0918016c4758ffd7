//! Words in both languages for codes that the program itself makes. A pack's own codes are worded by the pack.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use firstline_core::check::Evidence;
use serde::Deserialize;

use crate::wire::Text;

#[derive(Deserialize)]
struct Entry {
    code: String,
    zh: String,
    en: String,
}

#[derive(Deserialize)]
struct Catalogue {
    entry: Vec<Entry>,
}

fn catalogue(text: &str) -> HashMap<String, Text> {
    let catalogue: Catalogue =
        toml::from_str(text).expect("the catalogues are compiled in and read by this module's test");
    catalogue.entry.into_iter().map(|entry| (entry.code, Text { zh: entry.zh, en: entry.en })).collect()
}

fn evidence_catalogue() -> &'static HashMap<String, Text> {
    static CATALOGUE: OnceLock<HashMap<String, Text>> = OnceLock::new();
    CATALOGUE.get_or_init(|| catalogue(include_str!("evidence.toml")))
}

fn label_catalogue() -> &'static HashMap<String, Text> {
    static CATALOGUE: OnceLock<HashMap<String, Text>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut labels = catalogue(include_str!("labels.toml"));
        labels.extend(catalogue(include_str!("truth.toml")));
        labels
    })
}

/// Words one piece of evidence, its values filled in.
pub fn evidence(evidence: &Evidence) -> Text {
    fill(evidence_catalogue().get(&evidence.code), &evidence.code, &evidence.values)
}

/// Words evidence of one kind of check: what a match means differs between a name and a living face.
pub fn evidence_of(kind: &str, given: &Evidence) -> Text {
    let particular = format!("{}.{kind}", given.code);
    match evidence_catalogue().get(&particular) {
        Some(template) => fill(Some(template), &particular, &given.values),
        None => evidence(given),
    }
}

/// Words a label: `check.id_number`, `cap.product`, `event.decision_made`, `truth.stated_totals`, `unit.ratio`.
pub fn label(code: &str) -> Text {
    fill(label_catalogue().get(code), code, &BTreeMap::new())
}

/// Words a label with values filled in.
pub fn label_with(code: &str, values: &BTreeMap<String, String>) -> Text {
    fill(label_catalogue().get(code), code, values)
}

/// Whether a label exists.
pub fn has_label(code: &str) -> bool {
    label_catalogue().contains_key(code)
}

fn fill(template: Option<&Text>, code: &str, values: &BTreeMap<String, String>) -> Text {
    let Some(template) = template else {
        let listed: Vec<String> = values.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let text = std::iter::once(code.to_owned()).chain(listed).collect::<Vec<_>>().join(" · ");
        return Text { zh: text.clone(), en: text };
    };
    let spoken = |name: &str, value: &str| spoken_amount(name, value).unwrap_or_else(|| value.to_owned());
    let fill_one = |text: &str| {
        values.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), &spoken(name, value))
        })
    };
    Text { zh: fill_one(&template.zh), en: fill_one(&template.en) }
}

/// Names under which texts are given amounts in yuan.
const AMOUNTS: [&str; 14] = [
    "available",
    "declared",
    "exposure",
    "from",
    "line_max",
    "line_requested",
    "max",
    "min",
    "per_person_cap",
    "seen",
    "stated",
    "step",
    "sum",
    "to",
];

/// An amount as the screen prints it, `¥2,500` or `¥353.33`; `None` where the value is no amount.
fn spoken_amount(name: &str, value: &str) -> Option<String> {
    if !AMOUNTS.contains(&name) {
        return None;
    }
    let (sign, digits) = value.strip_prefix('-').map_or(("", value), |digits| ("−", digits));
    let (yuan, fen) = digits.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(yuan) || !is_number(fen) || fen.len() != 2 {
        return None;
    }
    let mut grouped = String::new();
    for (index, digit) in yuan.chars().enumerate() {
        if index > 0 && (yuan.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fen = if fen == "00" { String::new() } else { format!(".{fen}") };
    Some(format!("{sign}¥{grouped}{fen}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_reads_and_both_languages_use_the_same_values() {
        for (code, text) in evidence_catalogue().iter().chain(label_catalogue()) {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{code} lacks a language");
            assert_eq!(placeholders(&text.zh), placeholders(&text.en), "{code} names different values");
        }
    }

    #[test]
    fn amounts_are_worded_as_the_screen_prints_them() {
        let worded = |name, value| spoken_amount(name, value);
        assert_eq!(worded("from", "2500.00").as_deref(), Some("¥2,500"));
        assert_eq!(worded("available", "1234567.80").as_deref(), Some("¥1,234,567.80"));
        assert_eq!(worded("available", "-35.10").as_deref(), Some("−¥35.10"));
        assert_eq!(worded("from", "2026-06-01"), None);
        assert_eq!(worded("score", "0.85"), None, "a score is no amount");
    }

    #[test]
    fn every_evidence_code_of_identity_has_words() {
        let wordless: Vec<&&str> = firstline_core::identity::EVIDENCE_CODES
            .iter()
            .filter(|code| !evidence_catalogue().contains_key(**code))
            .collect();
        assert!(wordless.is_empty(), "no words for {wordless:?}");
    }

    #[test]
    fn every_outcome_of_a_truth_test_has_its_sentence() {
        for sentence in firstline_core::spending::truth::SENTENCES {
            assert!(has_label(&format!("truth_basis.{sentence}")), "{sentence} has no sentence");
            let code = sentence.split('.').next().unwrap_or(sentence);
            assert!(has_label(&format!("truth.{code}")), "{code} has no name");
        }
    }

    #[test]
    fn every_event_has_its_label() {
        for name in firstline_store::event::Event::NAMES {
            assert!(has_label(&format!("event.{name}")), "{name} has no label");
        }
    }

    fn placeholders(text: &str) -> std::collections::BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }
}
