//! Categories and the patterns that find them: data of the pack's `categories.toml`, never constants here.

use aho_corasick::{AhoCorasick, MatchKind};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::statement::{Direction, StatementKind};

use super::{IncomeKind, Treatment};

/// Why categories are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CategoriesError {
    /// Not TOML of the right shape.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Something does not hold, with the place.
    #[error("{place}: {problem}")]
    Refused {
        /// The item, such as `rule rent`.
        place: String,
        /// What is wrong.
        problem: String,
    },
}

/// What a category is, for living cost and shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryGroup {
    /// Food, transport, utilities, health.
    Necessary,
    /// Rent, mortgage, property.
    Housing,
    /// Payments to lenders.
    Debt,
    /// What can be left.
    Discretionary,
    /// Cash taken out.
    Cash,
    /// Lotteries and games of chance.
    Gambling,
    /// Anything else.
    Other,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Category {
    code: String,
    zh: String,
    en: String,
    group: CategoryGroup,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lender {
    code: String,
    zh: String,
    en: String,
}

/// Thresholds of the analysis.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// A stream counts from so many months seen ...
    pub stream_months_min: u32,
    /// ... or from this share of the whole months observed.
    pub stream_months_ratio_min: Decimal,
    /// Income declared may exceed income seen by this share.
    pub declared_tolerance: Decimal,
    /// Days either way within which a wallet's row and the bank row that funded it are paired.
    pub pairing_days: u32,
    /// Days around the usual day of the month within which payments are regular.
    pub regular_days: u32,
}

/// Words in bank rows that name a wallet, and that wallet's layout.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wallet {
    layout: String,
    markers: Vec<String>,
    /// Words of a wallet row's method that name the wallet's own money.
    own_money: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RuleDirection {
    In,
    Out,
    Neutral,
}

/// A rule: the first whose words are found decides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) code: String,
    any: Vec<String>,
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    thresholds: Thresholds,
    category: Vec<Category>,
    lender: Vec<Lender>,
    wallet: Vec<Wallet>,
    rule: Vec<Rule>,
}

/// Checked categories with their patterns ready to search.
#[derive(Debug, Clone)]
pub struct Categories {
    thresholds: Thresholds,
    categories: Vec<Category>,
    lenders: Vec<Lender>,
    wallets: Vec<Wallet>,
    rules: Vec<Rule>,
    searcher: AhoCorasick,
    /// For each pattern the rule it belongs to and whether it must be absent.
    owners: Vec<(usize, bool)>,
}

fn refused(place: String, problem: impl Into<String>) -> CategoriesError {
    CategoriesError::Refused { place, problem: problem.into() }
}

impl Categories {
    /// Reads and checks `categories.toml`.
    pub fn from_toml(text: &str) -> Result<Self, CategoriesError> {
        let raw: Raw =
            toml::from_str(text).map_err(|error| CategoriesError::Unreadable(error.to_string()))?;
        let (mut patterns, mut owners) = (Vec::new(), Vec::new());
        for (index, rule) in raw.rule.iter().enumerate() {
            let place = || format!("rule {}", rule.code);
            if raw.rule[..index].iter().any(|known| known.code == rule.code) {
                return Err(refused(place(), "the code is used twice"));
            }
            if rule.any.is_empty() || rule.any.iter().chain(&rule.none).any(String::is_empty) {
                return Err(refused(place(), "it needs words, none of them empty"));
            }
            if !raw.category.iter().any(|category| category.code == rule.category) {
                return Err(refused(place(), format!("there is no category {:?}", rule.category)));
            }
            let lender_known = rule
                .lender
                .as_ref()
                .is_none_or(|lender| raw.lender.iter().any(|known| known.code == *lender));
            if !lender_known {
                return Err(refused(place(), format!("there is no lender {:?}", rule.lender)));
            }
            if (rule.treatment == Treatment::ObligationPayment) != rule.lender.is_some() {
                return Err(refused(place(), "a lender goes with obligation payments and with nothing else"));
            }
            if (rule.treatment == Treatment::Income) != rule.income.is_some() {
                return Err(refused(place(), "an income kind goes with income and with nothing else"));
            }
            for (words, absent) in [(&rule.any, false), (&rule.none, true)] {
                for word in words {
                    patterns.push(word.clone());
                    owners.push((index, absent));
                }
            }
        }
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .map_err(|error| CategoriesError::Unreadable(error.to_string()))?;
        Ok(Categories {
            thresholds: raw.thresholds,
            categories: raw.category,
            lenders: raw.lender,
            wallets: raw.wallet,
            rules: raw.rule,
            searcher,
            owners,
        })
    }

    /// The thresholds.
    pub fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// A category's label in Chinese and English.
    pub fn label(&self, code: &str) -> Option<(&str, &str)> {
        let found = self.categories.iter().find(|category| category.code == code)?;
        Some((&found.zh, &found.en))
    }

    /// A lender's label in Chinese and English.
    pub fn lender_label(&self, code: &str) -> Option<(&str, &str)> {
        let found = self.lenders.iter().find(|lender| lender.code == code)?;
        Some((&found.zh, &found.en))
    }

    /// What a category is; `Other` for a code that is not in the file.
    pub fn group(&self, code: &str) -> CategoryGroup {
        let found = self.categories.iter().find(|category| category.code == code);
        found.map_or(CategoryGroup::Other, |category| category.group)
    }

    /// The first rule whose words a row's text holds.
    pub(crate) fn rule(&self, text: &str, direction: Direction, kind: StatementKind) -> Option<&Rule> {
        let mut found = vec![false; self.rules.len()];
        let mut barred = vec![false; self.rules.len()];
        for hit in self.searcher.find_overlapping_iter(text) {
            let (rule, absent) = self.owners[hit.pattern().as_usize()];
            if absent { barred[rule] = true } else { found[rule] = true }
        }
        let direction = match direction {
            Direction::In => RuleDirection::In,
            Direction::Out => RuleDirection::Out,
            Direction::Neutral => RuleDirection::Neutral,
        };
        self.rules.iter().enumerate().find_map(|(index, rule)| {
            let fits = found[index]
                && !barred[index]
                && (rule.direction.is_empty() || rule.direction.contains(&direction))
                && (rule.kind.is_empty() || rule.kind.contains(&kind));
            fits.then_some(rule)
        })
    }

    /// The layout of the wallet that a bank row's text names.
    pub(crate) fn wallet_named(&self, text: &str) -> Option<&str> {
        let named = |wallet: &&Wallet| wallet.markers.iter().any(|marker| text.contains(marker.as_str()));
        self.wallets.iter().find(named).map(|wallet| wallet.layout.as_str())
    }

    /// Whether a wallet row was paid with the wallet's own money, as its method says.
    pub(crate) fn paid_from_wallet(&self, layout: &str, method: &str) -> bool {
        self.wallets
            .iter()
            .filter(|wallet| wallet.layout == layout)
            .any(|wallet| wallet.own_money.iter().any(|word| method.contains(word.as_str())))
    }
}
