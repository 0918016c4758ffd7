//! Wallets, banks and lenders, as statements name each other: data of the pack's `categories.toml`.

use serde::Deserialize;

use super::categories::{CategoriesError, check_named, check_words, refused};

/// A wallet, the layouts of its statements, and how banks and other wallets name it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wallet {
    code: String,
    #[serde(default)]
    layouts: Vec<String>,
    /// Words in other statements' rows that name this wallet.
    markers: Vec<String>,
    /// Words of a row's method that name the wallet's own money.
    #[serde(default)]
    own_money: Vec<String>,
}

/// A bank, the layouts of its statements, and how others name it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bank {
    code: String,
    #[serde(default)]
    layouts: Vec<String>,
    names: Vec<String>,
    /// The lender that its credit cards are.
    card: String,
}

/// A lender, and how wallets name its credit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lender {
    code: String,
    zh: String,
    en: String,
    /// Words in a wallet row's method that say that it was paid on this lender's credit.
    #[serde(default)]
    methods: Vec<String>,
    /// Whether this stands for the credit cards of whatever bank a row names: then that bank's `card` is the lender.
    #[serde(default)]
    any_bank: bool,
}

/// Where a wallet row's money came from, as its method says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PaidFrom<'a> {
    /// The wallet's own money, or credit that has no statement of its own: no account shows it.
    NoAccount,
    /// A debit account at this bank.
    Account(&'a str),
    /// A credit card of this bank.
    Card(&'a str),
    /// It does not say.
    Unsaid,
}

/// The wallets, banks and lenders of a pack.
#[derive(Debug, Clone)]
pub(crate) struct Providers {
    wallets: Vec<Wallet>,
    banks: Vec<Bank>,
    lenders: Vec<Lender>,
}

fn names(words: &[String], text: &str) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

impl Providers {
    /// Checks and takes what a pack lists.
    pub(crate) fn new(
        wallets: Vec<Wallet>,
        banks: Vec<Bank>,
        lenders: Vec<Lender>,
    ) -> Result<Self, CategoriesError> {
        for (index, lender) in lenders.iter().enumerate() {
            let again = lenders[..index].iter().any(|known| known.code == lender.code);
            check_named("lender", &lender.code, &lender.zh, &lender.en, again)?;
            check_words(&format!("lender {}", lender.code), &lender.methods)?;
        }
        for wallet in &wallets {
            let place = format!("wallet {}", wallet.code);
            check_words(&place, &wallet.markers)?;
            check_words(&place, &wallet.own_money)?;
        }
        for bank in &banks {
            let place = format!("bank {}", bank.code);
            check_words(&place, &bank.names)?;
            if !lenders.iter().any(|known| known.code == bank.card) {
                return Err(refused(place, format!("there is no lender {:?}", bank.card)));
            }
        }
        let codes = wallets.iter().map(|wallet| &wallet.code).chain(banks.iter().map(|bank| &bank.code));
        let mut seen = std::collections::BTreeSet::new();
        for code in codes {
            if code.trim().is_empty() || !seen.insert(code) {
                return Err(refused(format!("wallet or bank {code}"), "the code is empty or used twice"));
            }
        }
        Ok(Providers { wallets, banks, lenders })
    }

    pub(crate) fn has_lender(&self, code: &str) -> bool {
        self.lenders.iter().any(|known| known.code == code)
    }

    pub(crate) fn lender_label(&self, code: &str) -> Option<(&str, &str)> {
        let found = self.lenders.iter().find(|lender| lender.code == code)?;
        Some((&found.zh, &found.en))
    }

    /// The wallet whose statements have a layout.
    pub(crate) fn wallet_of(&self, layout: &str) -> Option<&str> {
        let wallet = self.wallets.iter().find(|wallet| wallet.layouts.iter().any(|known| known == layout))?;
        Some(&wallet.code)
    }

    /// The wallet that a row's text names.
    pub(crate) fn wallet_named(&self, text: &str) -> Option<&str> {
        self.wallets.iter().find(|wallet| names(&wallet.markers, text)).map(|wallet| wallet.code.as_str())
    }

    /// The bank whose statements have a layout.
    pub(crate) fn bank_of(&self, layout: &str) -> Option<&str> {
        let bank = self.banks.iter().find(|bank| bank.layouts.iter().any(|known| known == layout))?;
        Some(&bank.code)
    }

    /// The bank that a text names.
    fn bank_named(&self, text: &str) -> Option<&Bank> {
        self.banks.iter().find(|bank| names(&bank.names, text))
    }

    /// The codes of all banks.
    pub(crate) fn banks(&self) -> impl Iterator<Item = &str> {
        self.banks.iter().map(|bank| bank.code.as_str())
    }

    /// Another wallet that a wallet row's method names.
    pub(crate) fn paid_through(&self, layout: &str, method: &str) -> Option<&str> {
        self.wallet_named(method).filter(|wallet| self.wallet_of(layout) != Some(*wallet))
    }

    /// Where a wallet row's money came from.
    pub(crate) fn paid_from(&self, layout: &str, method: &str) -> PaidFrom<'_> {
        let own = self.wallets.iter().any(|wallet| {
            wallet.layouts.iter().any(|known| known == layout) && names(&wallet.own_money, method)
        });
        let bank = self.bank_named(method).map(|bank| bank.code.as_str());
        match (self.lender_named(method), bank) {
            (Some(lender), Some(bank)) if lender.any_bank => PaidFrom::Card(bank),
            (Some(lender), None) if lender.any_bank => PaidFrom::Unsaid,
            (Some(_), _) => PaidFrom::NoAccount,
            (None, _) if own => PaidFrom::NoAccount,
            (None, Some(bank)) => PaidFrom::Account(bank),
            (None, None) => PaidFrom::Unsaid,
        }
    }

    fn lender_named(&self, method: &str) -> Option<&Lender> {
        self.lenders.iter().find(|lender| names(&lender.methods, method))
    }

    /// The lender on whose credit a wallet row was paid, as its method says.
    pub(crate) fn credit_of(&self, method: &str) -> Option<&str> {
        let lender = self.lender_named(method)?;
        let bank = self.bank_named(method).filter(|_| lender.any_bank);
        Some(bank.map_or(&lender.code, |bank| &bank.card))
    }

    /// The lender that the credit cards of the bank are whose statements have a layout; the one for any bank where it is not known.
    pub(crate) fn card_of(&self, layout: &str) -> Option<&str> {
        let bank = self.banks.iter().find(|bank| bank.layouts.iter().any(|known| known == layout));
        bank.map(|bank| bank.card.as_str()).or_else(|| self.any_bank_card())
    }

    /// The lender that stands for cards whose bank is not known.
    pub(crate) fn any_bank_card(&self) -> Option<&str> {
        self.lenders.iter().find(|lender| lender.any_bank).map(|lender| lender.code.as_str())
    }

    /// Whether a lender is the credit cards of a bank.
    pub(crate) fn is_card(&self, lender: &str) -> bool {
        self.banks.iter().any(|bank| bank.card == lender)
    }

    /// The lender of a row that repays a credit card: that of the bank its words name, else of the bank whose own statement it is
    /// in, unless a wallet stands between.
    pub(crate) fn repaid_card(&self, text: &str, layout: &str) -> Option<&str> {
        if let Some(bank) = self.bank_named(text) {
            return Some(&bank.card);
        }
        let own = self.banks.iter().find(|bank| bank.layouts.iter().any(|known| known == layout));
        own.filter(|_| self.wallet_named(text).is_none()).map(|bank| bank.card.as_str())
    }
}
