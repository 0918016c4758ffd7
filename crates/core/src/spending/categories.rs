//! Categories and the patterns that find them: data of the pack's `categories.toml`, never constants here.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::statement::{Direction, StatementKind};

use super::providers::{Bank, Lender, Providers, Wallet};
use super::rules::{Rule, Rules};
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
    /// Words of wages that are beside base pay: a 13th month, a bonus.
    pub bonus_words: Vec<String>,
    /// A payment more than so many times a payer's usual one is beside base pay, where the month has the usual one too.
    pub bonus_ratio_min: Decimal,
}

/// What is taken for the instalments of a debt though nothing says so: the same amount month after month to one company.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instalments {
    /// So many months on end.
    pub(crate) months_min: usize,
    /// Words of which the payee's name has one.
    pub(crate) payees: Vec<String>,
    pub(crate) lender: String,
    pub(crate) category: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    thresholds: Thresholds,
    instalments: Instalments,
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
    instalments: Instalments,
    categories: Vec<Category>,
    providers: Providers,
    rules: Rules,
}

pub(crate) fn refused(place: String, problem: impl Into<String>) -> CategoriesError {
    CategoriesError::Refused { place, problem: problem.into() }
}

impl Categories {
    /// Reads and checks `categories.toml`.
    pub fn from_toml(text: &str) -> Result<Self, CategoriesError> {
        let raw: Raw =
            toml::from_str(text).map_err(|error| CategoriesError::Unreadable(error.to_string()))?;
        let providers = Providers::new(raw.wallet.clone(), raw.bank.clone(), raw.lender.clone())?;
        raw.check(&providers)?;
        Ok(Categories {
            thresholds: raw.thresholds,
            instalments: raw.instalments,
            categories: raw.category,
            providers,
            rules: Rules::new(raw.rule)?,
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
        self.providers.lender_label(code)
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

    /// The rule that decides what a row is.
    pub(crate) fn rule(&self, text: &str, direction: Direction, kind: StatementKind) -> Option<&Rule> {
        self.rules.deciding(text, direction, kind)
    }

    /// What is taken for instalments.
    pub(crate) fn instalments(&self) -> &Instalments {
        &self.instalments
    }

    /// The wallets, banks and lenders.
    pub(crate) fn providers(&self) -> &Providers {
        &self.providers
    }
}

impl Raw {
    fn check(&self, providers: &Providers) -> Result<(), CategoriesError> {
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
            self.check_meanings(category, providers)?;
        }
        check_words("instalments", &self.instalments.payees)?;
        let debt = |category: &&Category| category.group == CategoryGroup::Debt;
        let of_debt = self.category.iter().filter(debt).any(|known| known.code == self.instalments.category);
        if !of_debt || !providers.has_lender(&self.instalments.lender) || self.instalments.months_min < 2 {
            let problem = "they need a category of the group debt, a lender and two months or more";
            return Err(refused("instalments".to_owned(), problem));
        }
        (0..self.rule.len()).try_for_each(|index| self.check_rule(index, providers))
    }

    fn check_meanings(&self, category: &Category, providers: &Providers) -> Result<(), CategoriesError> {
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
            if pays_debt != lender.is_some_and(|code| providers.has_lender(code)) {
                return refuse("a lender of the file goes with obligation payments and with nothing else");
            }
            if pays_debt != (category.group == CategoryGroup::Debt) {
                return refuse("a category of the group debt goes with obligation payments");
            }
        }
        Ok(())
    }

    fn check_rule(&self, index: usize, providers: &Providers) -> Result<(), CategoriesError> {
        let rule = &self.rule[index];
        let place = format!("rule {}", rule.code);
        let Some(category) = self.category.iter().find(|category| category.code == rule.category) else {
            return Err(refused(place, format!("there is no category {:?}", rule.category)));
        };
        if let Some(lender) = &rule.lender
            && !providers.has_lender(lender)
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

pub(crate) fn check_named(
    what: &str,
    code: &str,
    zh: &str,
    en: &str,
    again: bool,
) -> Result<(), CategoriesError> {
    let place = format!("{what} {code}");
    if again {
        return Err(refused(place, "the code is used twice"));
    }
    if [code, zh, en].iter().any(|text| text.trim().is_empty()) {
        return Err(refused(place, "it lacks a code or a label"));
    }
    Ok(())
}

pub(crate) fn check_words(place: &str, words: &[String]) -> Result<(), CategoriesError> {
    if words.iter().any(|word| word.trim_matches(' ').is_empty()) {
        return Err(refused(place.to_owned(), "a word of it is empty"));
    }
    Ok(())
}
