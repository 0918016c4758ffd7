//! Rules that hit, in the pack's words.

use firstline_core::facts::FactValue;
use firstline_core::policy::{RuleHit, Severity};
use firstline_policy::Pack;

use crate::wire::{Chip, Text, Tone, TriggerView};

/// The pack's words for a code, or the code itself.
pub fn reason_text(pack: &Pack, code: &str) -> Text {
    pack.reason(code).map_or_else(
        || Text { zh: code.to_owned(), en: code.to_owned() },
        |reason| Text { zh: reason.zh.clone(), en: reason.en.clone() },
    )
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Warn => Tone::Warn,
        Severity::Fail => Tone::Fail,
    }
}

fn basis(hit: &RuleHit) -> String {
    let parts: Vec<String> = hit
        .cells
        .iter()
        .map(|(fact, cell)| match hit.facts.get(fact) {
            Some(FactValue::Text(_)) | None => format!("{fact} {cell}"),
            Some(value) => format!("{fact} {value} · {cell}"),
        })
        .collect();
    parts.join("; ")
}

/// Words the rules that hit.
pub fn views(pack: &Pack, hits: &[RuleHit]) -> Vec<TriggerView> {
    hits.iter()
        .map(|hit| TriggerView {
            code: hit.code.clone(),
            tone: tone(hit.severity),
            text: reason_text(pack, &hit.code),
            basis: basis(hit),
            overridable: hit.overridable,
        })
        .collect()
}

/// A chip for a rule code.
pub fn chip(pack: &Pack, code: &str, severity: Severity) -> Chip {
    let text = pack.reason(code).map_or_else(
        || Text { zh: code.to_owned(), en: code.to_owned() },
        |reason| Text {
            zh: reason.short_zh.clone().unwrap_or_else(|| code.to_owned()),
            en: reason.short_en.clone().unwrap_or_else(|| code.to_owned()),
        },
    );
    Chip { code: code.to_owned(), text, tone: tone(severity) }
}
