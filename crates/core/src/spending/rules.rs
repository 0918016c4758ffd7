//! Rules of the pack that say what a row is, and the one search over its text that finds them.
//!
//! A rule fits by a word that is sure, by the provider's own type, by a merchant category code, or by a weak word: one so broad that it
//! decides only where nothing surer fits. Among equals the rule that stands first decides.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::statement::{Direction, StatementKind};

use super::categories::{CategoriesError, check_words, refused};
use super::{IncomeKind, Treatment};

/// Marks before a merchant category code (ISO 18245; OFX calls it SIC).
const CODE_MARKS: [&str; 2] = ["MCC", "SIC"];
/// Digits of such a code.
const CODE_LENGTH: usize = 4;
/// The most characters between a mark and its code.
const CODE_GAP_MAX: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RuleDirection {
    In,
    Out,
    Neutral,
}

impl From<Direction> for RuleDirection {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::In => RuleDirection::In,
            Direction::Out => RuleDirection::Out,
            Direction::Neutral => RuleDirection::Neutral,
        }
    }
}

/// A rule: what a row is that fits it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) code: String,
    /// Words, one of which the row's text holds.
    #[serde(default)]
    any: Vec<String>,
    /// Words too broad to decide where another rule has a surer one.
    #[serde(default)]
    weak: Vec<String>,
    /// The provider's own types, one of which the row's is.
    #[serde(default)]
    types: Vec<String>,
    /// Merchant category codes, `5411` or `5811-5814`.
    #[serde(default)]
    mcc: Vec<String>,
    /// Words, any of which keeps the rule from fitting.
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    direction: Vec<RuleDirection>,
    #[serde(default)]
    kind: Vec<StatementKind>,
    pub(crate) treatment: Treatment,
    pub(crate) category: String,
    pub(crate) lender: Option<String>,
    pub(crate) income: Option<IncomeKind>,
    #[serde(default)]
    pub(crate) inferred: bool,
    /// Whether it decides even where the other side is the applicant, as on repayments and cash. Otherwise an own name decides:
    /// a note typed on a transfer to oneself must not turn it into wages.
    #[serde(default)]
    pub(crate) despite_own_name: bool,
}

impl Rule {
    fn takes(&self, direction: RuleDirection, kind: StatementKind) -> bool {
        (self.direction.is_empty() || self.direction.contains(&direction))
            && (self.kind.is_empty() || self.kind.contains(&kind))
    }

    /// Whether every row that another rule takes is taken by this one, so that the one that stands first always decides.
    fn takes_all_of(&self, other: &Rule) -> bool {
        let within = |ours: bool, theirs: bool| ours || theirs;
        within(
            self.direction.is_empty(),
            !other.direction.is_empty() && other.direction.iter().all(|one| self.direction.contains(one)),
        ) && within(
            self.kind.is_empty(),
            !other.kind.is_empty() && other.kind.iter().all(|one| self.kind.contains(one)),
        ) && self.none.is_empty()
    }
}

/// What a word is to the rule it belongs to. The order is that of deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Sure,
    Weak,
}

#[derive(Debug, Clone, Copy)]
enum Word {
    For(usize, Strength),
    Against(usize),
    /// What follows is a merchant category code.
    CodeMark,
}

/// The rules with their words ready to search.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    searcher: AhoCorasick,
    words: Vec<Word>,
    types: HashMap<String, Vec<usize>>,
    /// First and last code, and the rule.
    codes: Vec<(u16, u16, usize)>,
}

fn code_range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let code = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() == CODE_LENGTH);
    let range = (code(first)?, code(last)?);
    (range.0 <= range.1).then_some(range)
}

/// Whether a hit stands by itself: `ETC` is no part of `FETCH`. Chinese has no spaces to go by.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let joined_before = letter(start) && start > 0 && letter(start - 1);
    let joined_after = end > 0 && letter(end - 1) && letter(end);
    !joined_before && !joined_after
}

/// The code that follows a mark, as in `MCC 5411` or `SIC:5411`.
fn code_after(text: &str) -> Option<u16> {
    let gap = text.bytes().take(CODE_GAP_MAX).take_while(|byte| matches!(byte, b' ' | b':' | b'=')).count();
    whole_code(text.get(gap..gap + CODE_LENGTH)?)
        .filter(|_| !text.as_bytes().get(gap + CODE_LENGTH).is_some_and(u8::is_ascii_digit))
}

fn whole_code(text: &str) -> Option<u16> {
    let digits = text.len() == CODE_LENGTH && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl Rules {
    pub(crate) fn new(rules: Vec<Rule>) -> Result<Self, CategoriesError> {
        check(&rules)?;
        let (mut patterns, mut words) = (Vec::new(), Vec::new());
        let mut types: HashMap<String, Vec<usize>> = HashMap::new();
        let mut codes = Vec::new();
        for mark in CODE_MARKS {
            patterns.push(mark.to_owned());
            words.push(Word::CodeMark);
        }
        for (index, rule) in rules.iter().enumerate() {
            let lists = [
                (&rule.any, Word::For(index, Strength::Sure)),
                (&rule.weak, Word::For(index, Strength::Weak)),
                (&rule.none, Word::Against(index)),
            ];
            for (list, word) in lists {
                patterns.extend(list.iter().cloned());
                words.extend(list.iter().map(|_| word));
            }
            for name in &rule.types {
                types.entry(name.clone()).or_default().push(index);
            }
            for code in &rule.mcc {
                let (first, last) = code_range(code).ok_or_else(|| {
                    refused(format!("rule {}", rule.code), format!("{code:?} is no merchant category code"))
                })?;
                codes.push((first, last, index));
            }
        }
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(&patterns)
            .map_err(|error| CategoriesError::Unreadable(error.to_string()))?;
        let rules = Rules { rules, searcher, words, types, codes };
        rules.check_shadows(&patterns)?;
        Ok(rules)
    }

    /// The rule that decides what a row is, by its text: the provider's type, the other side and what it was for, each on a line.
    pub(crate) fn deciding(&self, text: &str, direction: Direction, kind: StatementKind) -> Option<&Rule> {
        let direction = RuleDirection::from(direction);
        let mut fitting: Vec<(Strength, usize)> = Vec::new();
        let mut barred: Vec<usize> = Vec::new();
        for hit in self.searcher.find_overlapping_iter(text) {
            if !stands_alone(text, hit.start(), hit.end()) {
                continue;
            }
            match self.words[hit.pattern().as_usize()] {
                Word::For(rule, strength) => fitting.push((strength, rule)),
                Word::Against(rule) => barred.push(rule),
                Word::CodeMark => {
                    if let Some(code) = text.get(hit.end()..).and_then(code_after) {
                        self.fit_code(code, &mut fitting);
                    }
                }
            }
        }
        let provider_type = text.split('\n').next().unwrap_or_default();
        for name in std::iter::once(provider_type).chain(provider_type.split(' ')) {
            let rules = self.types.get(name).into_iter().flatten();
            fitting.extend(rules.map(|rule| (Strength::Sure, *rule)));
        }
        if let Some(code) = whole_code(provider_type) {
            self.fit_code(code, &mut fitting);
        }
        let decides = |(_, rule): &&(Strength, usize)| {
            self.rules[*rule].takes(direction, kind) && !barred.contains(rule)
        };
        fitting.iter().filter(decides).min().map(|(_, rule)| &self.rules[*rule])
    }

    fn fit_code(&self, code: u16, fitting: &mut Vec<(Strength, usize)>) {
        let of = self.codes.iter().filter(|(first, last, _)| (*first..=*last).contains(&code));
        fitting.extend(of.map(|(.., rule)| (Strength::Sure, *rule)));
    }

    /// Refuses a word that can never decide, since whatever holds it holds a word of an earlier rule, or of its own.
    fn check_shadows(&self, patterns: &[String]) -> Result<(), CategoriesError> {
        for (at, pattern) in patterns.iter().enumerate() {
            let Word::For(rule, strength) = self.words[at] else { continue };
            for hit in self.searcher.find_overlapping_iter(pattern) {
                let other = hit.pattern().as_usize();
                let Word::For(earlier, surer) = self.words[other] else { continue };
                let first = (surer, earlier) <= (strength, rule);
                let apart = (hit.start(), hit.end()) != (0, pattern.len()) || other < at;
                let (this, that) = (&self.rules[rule], &self.rules[earlier]);
                let same_rows = earlier == rule || that.takes_all_of(this);
                if other != at && first && apart && same_rows && stands_alone(pattern, hit.start(), hit.end())
                {
                    let problem = format!(
                        "{pattern:?} never decides: {:?} of rule {} does before it",
                        patterns[other], that.code
                    );
                    return Err(refused(format!("rule {}", this.code), problem));
                }
            }
        }
        Ok(())
    }
}

/// What each rule must have by itself.
fn check(rules: &[Rule]) -> Result<(), CategoriesError> {
    for (index, rule) in rules.iter().enumerate() {
        let place = format!("rule {}", rule.code);
        if rules[..index].iter().any(|known| known.code == rule.code) {
            return Err(refused(place, "the code is used twice"));
        }
        for words in [&rule.any, &rule.weak, &rule.types, &rule.none] {
            check_words(&place, words)?;
            if let Some(twice) = words.iter().enumerate().find(|(at, word)| words[..*at].contains(word)) {
                return Err(refused(place, format!("{:?} stands there twice", twice.1)));
            }
        }
        if [&rule.any, &rule.weak, &rule.types, &rule.mcc].iter().all(|words| words.is_empty()) {
            return Err(refused(place, "it needs words, types or codes"));
        }
        let shadowed = |name: &&String| {
            rules[..index].iter().any(|earlier| earlier.types.contains(name) && earlier.takes_all_of(rule))
        };
        if let Some(name) = rule.types.iter().find(shadowed) {
            return Err(refused(place, format!("the type {name:?} never decides: an earlier rule has it")));
        }
    }
    Ok(())
}
