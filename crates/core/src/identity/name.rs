//! The shape of a name, which says whether it can stand on the document it is said to stand on.

use super::{Finding, written};
use crate::applicant::IdKind;
use crate::check::{CheckOutcome, Evidence};

/// More Han characters than this without a dot between them are rarely one name.
const HAN_WITHOUT_DOT_MAX: usize = 8;
/// Forms of address that stand where a name was asked for.
const FORMS_OF_ADDRESS: [&str; 4] = ["先生", "女士", "小姐", "太太"];
/// The dot between the parts of a name (GB/T 15834 calls it the separation dot).
const DOT: char = '·';

/// Checks the shape of a name. Whether it is the person's is for the vendors' checks to say.
///
/// A character that no name has fails; everything that is only unusual for the kind of document warns. Evidence counts
/// characters and never repeats them.
pub fn check_name(given: &str, kind: Option<IdKind>) -> Finding {
    let name: String = given.trim_matches(written::is_blank).chars().map(narrow).collect();
    let length = name.chars().filter(|character| !written::is_blank(*character)).count();
    if length == 0 {
        return Finding::new(CheckOutcome::Fail, Evidence::new("name_empty"));
    }
    let strange = name.chars().find(|character| script(*character) == Script::None);
    if let Some(character) = strange {
        let code_point = format!("U+{:04X}", u32::from(character));
        return Finding::new(
            CheckOutcome::Fail,
            Evidence::new("name_character").with("code_point", code_point),
        );
    }
    let has = |wanted: Script| name.chars().any(|character| script(character) == wanted);
    let mut finding = match (has(Script::Han), has(Script::Latin)) {
        _ if has(Script::Other) => Finding::new(CheckOutcome::Warn, Evidence::new("name_script")),
        // Characters that a register encoded for itself: a real name, but nobody else can compare it.
        _ if has(Script::Private) => {
            Finding::new(CheckOutcome::Warn, Evidence::new("name_private_character"))
        }
        (true, true) => Finding::new(CheckOutcome::Warn, Evidence::new("name_mixed")),
        (true, false) => han(&name, length),
        (false, true) => latin(length, kind),
        (false, false) => Finding::new(CheckOutcome::Fail, Evidence::new("name_no_letters")),
    };
    let plain: String = name.chars().filter(|character| !written::is_blank(*character)).collect();
    if has(Script::Han) && written::differs(given, &plain) {
        finding.evidence.push(Evidence::new("name_written_form"));
    }
    finding
}

fn han(name: &str, length: usize) -> Finding {
    let parts: Vec<&str> = name.split(DOT).collect();
    let (outcome, code) = match parts.as_slice() {
        [whole] if FORMS_OF_ADDRESS.iter().any(|form| whole.ends_with(form)) => {
            (CheckOutcome::Warn, "name_form_of_address")
        }
        [_] if name.contains(['-', '\'', '.', ',']) => (CheckOutcome::Warn, "name_mixed"),
        [_] if length == 1 => (CheckOutcome::Warn, "name_short"),
        [_] if length > HAN_WITHOUT_DOT_MAX => (CheckOutcome::Warn, "name_long"),
        [_] => (CheckOutcome::Pass, "name_han"),
        parts if parts.iter().any(|part| part.trim().is_empty()) => (CheckOutcome::Warn, "name_dot"),
        _ => (CheckOutcome::Pass, "name_han_with_dot"),
    };
    Finding::new(outcome, Evidence::new(code).with("length", length))
}

/// Foreigners' cards carry Latin letters; permits of Hong Kong, Macao and Taiwan and resident cards carry Han.
fn latin(length: usize, kind: Option<IdKind>) -> Finding {
    let (outcome, code) = match kind {
        Some(IdKind::ForeignerCard) => (CheckOutcome::Pass, "name_latin"),
        Some(IdKind::ResidentId | IdKind::ResidentId15 | IdKind::ResidencePermit) | None => {
            (CheckOutcome::Warn, "name_latin_unexpected")
        }
    };
    Finding::new(outcome, Evidence::new(code).with("length", length))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Latin,
    Private,
    Other,
    /// Spaces and the marks that stand within names.
    Mark,
    /// Nothing that a name is written with.
    None,
}

fn script(character: char) -> Script {
    match character {
        '〇'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2EE5D}'
        | '\u{2F800}'..='\u{2FA1F}'
        | '\u{30000}'..='\u{3347F}' => Script::Han,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => Script::Private,
        DOT | '-' | '\'' | '.' | ',' | '\u{300}'..='\u{36F}' => Script::Mark,
        _ if written::is_blank(character) && !character.is_control() => Script::Mark,
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' => {
            Script::Latin
        }
        '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        _ if character.is_alphabetic() => Script::Other,
        _ => Script::None,
    }
}

/// One form for full-width letters and for the dots that keyboards offer in place of the one on the document.
fn narrow(character: char) -> char {
    match character {
        '•' | '・' | '･' | '‧' | '∙' | '⋅' | '●' | '．' | '。' | '﹒' => DOT,
        '’' | '‘' | '＇' => '\'',
        '‐' | '‑' | '–' => '-',
        _ => written::narrow(character),
    }
}
