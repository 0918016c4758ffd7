//! Categories and the patterns that find them: data of the pack's `categories.toml`, never constants here.

use aho_corasick::{AhoCorasick, MatchKind};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryGroup {
    /// Money earned.
    Income,
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
    /// What being late or overdrawn costs.
    Penalty,
    /// Between people and between own accounts.
    Transfer,
    /// Anything else.
    Other,
}

/// What a row is that a person says is of a category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// How it counts.
    pub treatment: Treatment,
    /// The nature of the income, where it is income.
    pub income: Option<IncomeKind>,
    /// The lender, where it pays a debt and its own words name none.
    pub lender: Option<String>,
}

/// A category of the pack.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its code.
    pub code: String,
    /// Its label in Chinese.
    pub zh: String,
    /// Its label in English.
    pub en: String,
    /// What it is.
    pub group: CategoryGroup,
    /// What money in is that a person puts here; `None` where money in cannot be it.
    pub money_in: Option<Meaning>,
    /// What money out is that a person puts here; `None` where money out cannot be it.
    pub money_out: Option<Meaning>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lender {
    code: String,
    zh: String,
    en: String,
    /// Words in a wallet row's method that say that it was paid on this lender's credit.
    #[serde(default)]
    methods: Vec<String>,
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
    /// Income of no known kind counts only up to this coefficient of variation.
    pub irregular_cv_max: Decimal,
    /// An account that carries at least this share of the income must be covered for a month to be whole.
    pub income_account_share_min: Decimal,
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

/// How wallets name a bank in a row's method, and the layout of that bank's statements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bank {
    layout: String,
    names: Vec<String>,
}

/// Where a wallet row's money came from, as its method says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PaidFrom<'a> {
    /// The wallet's own money, or a lender's credit: no debit account shows it.
    NoAccount,
    /// An account at the bank whose statements have this layout.
    Bank(&'a str),
    /// It does not say.
    Unsaid,
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
    /// Whether it decides even where the other side is the applicant, as on repayments and cash. Otherwise an own name decides:
    /// a note typed on a transfer to oneself must not turn it into wages.
    #[serde(default)]
    pub(crate) despite_own_name: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    thresholds: Thresholds,
    category: Vec<Category>,
    lender: Vec<Lender>,
    wallet: Vec<Wallet>,
    #[serde(default)]
    bank: Vec<Bank>,
    rule: Vec<Rule>,
}

/// Checked categories with their patterns ready to search.
#[derive(Debug, Clone)]
pub struct Categories {
    thresholds: Thresholds,
    categories: Vec<Category>,
    lenders: Vec<Lender>,
    wallets: Vec<Wallet>,
    banks: Vec<Bank>,
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
        raw.check()?;
        let (mut patterns, mut owners) = (Vec::new(), Vec::new());
        for (index, rule) in raw.rule.iter().enumerate() {
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
            banks: raw.bank,
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

    /// Every category, in the file's order.
    pub fn all(&self) -> &[Category] {
        &self.categories
    }

    /// What a row of this direction is that a person puts into a category; `None` where it cannot be that. What a wallet counts as
    /// neither can be either.
    pub fn meaning(&self, code: &str, direction: Direction) -> Option<&Meaning> {
        let category = self.categories.iter().find(|category| category.code == code)?;
        match direction {
            Direction::In => category.money_in.as_ref(),
            Direction::Out => category.money_out.as_ref(),
            Direction::Neutral => category.money_out.as_ref().or(category.money_in.as_ref()),
        }
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

    /// Whether a wallet row's method names another wallet, and that wallet's layout.
    pub(crate) fn paid_through(&self, layout: &str, method: &str) -> Option<&str> {
        self.wallet_named(method).filter(|wallet| *wallet != layout)
    }

    /// Where a wallet row's money came from.
    pub(crate) fn paid_from(&self, layout: &str, method: &str) -> PaidFrom<'_> {
        let names = |words: &[String]| words.iter().any(|word| method.contains(word.as_str()));
        let own = self.wallets.iter().any(|wallet| wallet.layout == layout && names(&wallet.own_money));
        if own || self.credit_of(method).is_some() {
            return PaidFrom::NoAccount;
        }
        let bank = self.banks.iter().find(|bank| names(&bank.names));
        bank.map_or(PaidFrom::Unsaid, |bank| PaidFrom::Bank(&bank.layout))
    }

    /// The lender on whose credit a wallet row was paid, as its method says.
    pub(crate) fn credit_of(&self, method: &str) -> Option<&str> {
        let named = |lender: &&Lender| lender.methods.iter().any(|word| method.contains(word.as_str()));
        self.lenders.iter().find(named).map(|lender| lender.code.as_str())
    }
}

impl Raw {
    fn check(&self) -> Result<(), CategoriesError> {
        let ratios = [
            ("stream_months_ratio_min", self.thresholds.stream_months_ratio_min),
            ("income_account_share_min", self.thresholds.income_account_share_min),
        ];
        for (name, ratio) in ratios {
            if ratio <= Decimal::ZERO || ratio > Decimal::ONE {
                return Err(refused(format!("thresholds {name}"), "it lies above 0 and not above 1"));
            }
        }
        for (index, category) in self.category.iter().enumerate() {
            let again = self.category[..index].iter().any(|known| known.code == category.code);
            check_named("category", &category.code, &category.zh, &category.en, again)?;
            self.check_meanings(category)?;
        }
        for (index, lender) in self.lender.iter().enumerate() {
            let again = self.lender[..index].iter().any(|known| known.code == lender.code);
            check_named("lender", &lender.code, &lender.zh, &lender.en, again)?;
            check_words(&format!("lender {}", lender.code), &lender.methods)?;
        }
        for wallet in &self.wallet {
            let place = format!("wallet {}", wallet.layout);
            check_words(&place, &wallet.markers)?;
            check_words(&place, &wallet.own_money)?;
        }
        for bank in &self.bank {
            check_words(&format!("bank {}", bank.layout), &bank.names)?;
        }
        (0..self.rule.len()).try_for_each(|index| self.check_rule(index))
    }

    fn check_meanings(&self, category: &Category) -> Result<(), CategoriesError> {
        for (side, meaning) in [("money_in", &category.money_in), ("money_out", &category.money_out)] {
            let Some(meaning) = meaning else { continue };
            let refuse = |problem: &str| Err(refused(format!("category {} {side}", category.code), problem));
            let can_be = match meaning.treatment {
                Treatment::Income | Treatment::OtherInflow | Treatment::LoanProceeds | Treatment::Refund => {
                    side == "money_in"
                }
                Treatment::Spending | Treatment::ObligationPayment => side == "money_out",
                Treatment::OwnTransfer | Treatment::NoEffect => true,
                Treatment::CountedElsewhere => false,
            };
            if !can_be {
                return refuse("money of this direction cannot count like this");
            }
            if (meaning.treatment == Treatment::Income) != meaning.income.is_some() {
                return refuse("an income kind goes with income and with nothing else");
            }
            let pays_debt = meaning.treatment == Treatment::ObligationPayment;
            let lender = meaning.lender.as_ref();
            if pays_debt != lender.is_some_and(|code| self.lender.iter().any(|known| known.code == *code)) {
                return refuse("a lender of the file goes with obligation payments and with nothing else");
            }
            if pays_debt != (category.group == CategoryGroup::Debt) {
                return refuse("a category of the group debt goes with obligation payments");
            }
        }
        Ok(())
    }

    fn check_rule(&self, index: usize) -> Result<(), CategoriesError> {
        let rule = &self.rule[index];
        let place = format!("rule {}", rule.code);
        if self.rule[..index].iter().any(|known| known.code == rule.code) {
            return Err(refused(place, "the code is used twice"));
        }
        check_words(&place, &rule.any)?;
        check_words(&place, &rule.none)?;
        if rule.any.is_empty() {
            return Err(refused(place, "it needs words"));
        }
        let Some(category) = self.category.iter().find(|category| category.code == rule.category) else {
            return Err(refused(place, format!("there is no category {:?}", rule.category)));
        };
        if let Some(lender) = &rule.lender
            && !self.lender.iter().any(|known| known.code == *lender)
        {
            return Err(refused(place, format!("there is no lender {lender:?}")));
        }
        let pays_debt = rule.treatment == Treatment::ObligationPayment;
        if pays_debt != rule.lender.is_some() {
            return Err(refused(place, "a lender goes with obligation payments and with nothing else"));
        }
        // Residual income takes obligations and living cost off: a category in both would be taken off twice.
        if pays_debt != (category.group == CategoryGroup::Debt) {
            return Err(refused(place, "a category of the group debt goes with obligation payments"));
        }
        if (rule.treatment == Treatment::Income) != rule.income.is_some() {
            return Err(refused(place, "an income kind goes with income and with nothing else"));
        }
        Ok(())
    }
}

fn check_named(what: &str, code: &str, zh: &str, en: &str, again: bool) -> Result<(), CategoriesError> {
    let place = format!("{what} {code}");
    if again {
        return Err(refused(place, "the code is used twice"));
    }
    if [code, zh, en].iter().any(|text| text.trim().is_empty()) {
        return Err(refused(place, "it lacks a code or a label"));
    }
    Ok(())
}

fn check_words(place: &str, words: &[String]) -> Result<(), CategoriesError> {
    if words.iter().any(|word| word.trim_matches(' ').is_empty()) {
        return Err(refused(place.to_owned(), "a word of it is empty"));
    }
    Ok(())
}
