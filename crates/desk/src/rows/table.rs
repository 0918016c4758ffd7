//! A case's rows made ready to be searched: decoded once for an assessment.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use chrono::{NaiveDate, NaiveDateTime};
use firstline_core::applicant::Personal;
use firstline_core::spending::{Analysis, Categories, ClassifiedRow};
use firstline_core::statement::{Direction, RowRef, Statement, Transaction, TruthOutcome};
use firstline_core::{ContentHash, Currency, canonical};
use zeroize::Zeroize;

use crate::view::spending::category_label;
use crate::wire::{AccountFacet, AppError, RowFacet, RowFacets, Text};
use crate::{mask, view, wording};

use super::find::{Found, Wanted};
use super::fold::fold_into;

/// What a row outside the window analysed is treated as.
pub(super) const OUT_OF_WINDOW: &str = "out_of_window";

/// A row as it is sorted, filtered and added up.
pub(super) struct Entry {
    pub(super) name: RowRef,
    statement: usize,
    transaction: usize,
    class: Option<usize>,
    pub(super) at: NaiveDateTime,
    pub(super) direction: Direction,
    /// In the smallest unit of its currency.
    pub(super) amount: i64,
    pub(super) counted_in: i64,
    pub(super) counted_out: i64,
    pub(super) currency: Currency,
    /// The place of its account among the facets.
    pub(super) account: usize,
    /// The entry of the re-classification that decided it.
    pub(super) correction: Option<u32>,
    /// Truth tests that did not pass and rest on it, by their place in `titles`.
    pub(super) questions: Vec<usize>,
    /// Where its searchable text lies.
    text: Range<usize>,
}

impl Entry {
    pub(super) fn day(&self) -> NaiveDate {
        self.at.date()
    }

    /// Whether it counts neither as money in nor as money out.
    pub(super) fn is_left_out(&self) -> bool {
        self.counted_in == 0 && self.counted_out == 0
    }
}

/// All rows of a case, the latest first.
pub(crate) struct RowTable {
    assessment: ContentHash,
    statements: Vec<Statement>,
    analysis: Analysis,
    /// The searchable text of every row, one after another.
    text: String,
    titles: Vec<Text>,
    labels: HashMap<String, Text>,
    facets: RowFacets,
    entries: Vec<Entry>,
    places: HashMap<RowRef, usize>,
    /// What was found last: pages of one search are asked for one after another.
    last: Mutex<Option<(Wanted, Arc<Found>)>>,
}

impl RowTable {
    pub(super) fn new(
        assessment: ContentHash,
        statements: Vec<Statement>,
        analysis: Analysis,
        categories: &Categories,
        corrected: &BTreeMap<RowRef, u32>,
    ) -> Result<Self, AppError> {
        let classes = &analysis.rows;
        let by_name: HashMap<RowRef, usize> =
            classes.iter().enumerate().map(|(index, class)| (class.row, index)).collect();
        let (titles, asked) = questions(&analysis.profile.truth_tests);
        let mut accounts = Accounts::default();
        let mut text = String::new();
        let mut entries = Vec::with_capacity(statements.iter().map(|one| one.transactions.len()).sum());
        for (statement_index, statement) in statements.iter().enumerate() {
            let account = accounts.of(statement);
            for (transaction_index, transaction) in statement.transactions.iter().enumerate() {
                let name = RowRef { file: statement.file, line: transaction.line };
                let class = by_name.get(&name).copied();
                let (counted_in, counted_out) = class.and_then(|class| classes.get(class)).map_or(
                    (0, 0),
                    // What a wallet counts as neither, such as a repayment, can count all the same: the treatment says.
                    |class| (class.inflow().fen(), class.outflow().fen()),
                );
                let start = text.len();
                searchable(transaction, &mut text);
                entries.push(Entry {
                    name,
                    statement: statement_index,
                    transaction: transaction_index,
                    class,
                    at: transaction.at,
                    direction: transaction.direction,
                    amount: transaction.amount.fen(),
                    counted_in,
                    counted_out,
                    currency: transaction.amount.currency(),
                    account,
                    correction: corrected.get(&name).copied(),
                    questions: asked.get(&name).cloned().unwrap_or_default(),
                    text: start..text.len(),
                });
            }
        }
        entries.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.name.cmp(&b.name)));
        let places = entries.iter().enumerate().map(|(place, entry)| (entry.name, place)).collect();
        let labels = classes
            .iter()
            .map(|class| class.category.as_str())
            .chain(["uncategorised"])
            .map(|code| (code.to_owned(), category_label(categories, code)))
            .collect();
        let mut table = RowTable {
            assessment,
            statements,
            analysis,
            text,
            titles,
            labels,
            facets: accounts.facets(),
            entries,
            places,
            last: Mutex::new(None),
        };
        table.count_facets();
        Ok(table)
    }

    pub(super) fn assessment(&self) -> ContentHash {
        self.assessment
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn facets(&self) -> &RowFacets {
        &self.facets
    }

    /// The place of a row among all of them.
    pub(super) fn place(&self, row: RowRef) -> Option<usize> {
        self.places.get(&row).copied()
    }

    /// The rows behind a figure.
    pub(super) fn figure(&self, key: &str) -> Option<Cow<'_, [RowRef]>> {
        self.analysis.rows_of(key)
    }

    pub(super) fn text_of(&self, entry: &Entry) -> &str {
        &self.text[entry.text.clone()]
    }

    pub(super) fn statement(&self, entry: &Entry) -> &Statement {
        &self.statements[entry.statement]
    }

    pub(super) fn transaction(&self, entry: &Entry) -> &Transaction {
        &self.statements[entry.statement].transactions[entry.transaction]
    }

    pub(super) fn class(&self, entry: &Entry) -> Option<&ClassifiedRow> {
        entry.class.map(|class| &self.analysis.rows[class])
    }

    pub(super) fn treatment(&self, entry: &Entry) -> String {
        self.class(entry).map_or_else(|| OUT_OF_WINDOW.to_owned(), |class| view::code(&class.treatment))
    }

    pub(super) fn category(&self, entry: &Entry) -> &str {
        self.class(entry).map_or("uncategorised", |class| class.category.as_str())
    }

    pub(super) fn label(&self, category: &str) -> Text {
        let label = self.labels.get(category).cloned();
        label.unwrap_or_else(|| Text { zh: category.to_owned(), en: category.to_owned() })
    }

    pub(super) fn title(&self, question: usize) -> Text {
        self.titles[question].clone()
    }

    /// What is found, kept for the next page.
    pub(super) fn found(&self, wanted: &Wanted) -> Result<Arc<Found>, AppError> {
        let last = self.last.lock().ok();
        let known = last.as_ref().and_then(|last| last.as_ref().filter(|(known, _)| known == wanted));
        if let Some((_, found)) = known {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(Found::among(self, wanted)?);
        if let Some(mut last) = last {
            *last = Some((wanted.clone(), Arc::clone(&found)));
        }
        Ok(found)
    }

    fn count_facets(&mut self) {
        let mut categories: BTreeMap<&str, u32> = BTreeMap::new();
        let mut treatments: BTreeMap<Option<firstline_core::spending::Treatment>, u32> = BTreeMap::new();
        let mut months: BTreeMap<(i32, u32), u32> = BTreeMap::new();
        let (mut left_out, mut asked) = (0, 0);
        for entry in &self.entries {
            *categories.entry(self.category(entry)).or_default() += 1;
            *treatments.entry(self.class(entry).map(|class| class.treatment)).or_default() += 1;
            *months.entry(month(entry.day())).or_default() += 1;
            left_out += u32::from(entry.is_left_out());
            asked += u32::from(!entry.questions.is_empty());
        }
        let mut categories: Vec<RowFacet> = categories
            .into_iter()
            .map(|(code, rows)| RowFacet { code: code.to_owned(), label: Some(self.label(code)), rows })
            .collect();
        categories.sort_by_key(|facet| std::cmp::Reverse(facet.rows));
        let treatments = treatments
            .into_iter()
            .map(|(treatment, rows)| {
                let code = treatment.map_or_else(|| OUT_OF_WINDOW.to_owned(), |one| canonical::word(&one));
                RowFacet { code, label: None, rows }
            })
            .collect();
        let months = months
            .into_iter()
            .rev()
            .map(|((year, month), rows)| RowFacet {
                code: format!("{year:04}-{month:02}"),
                label: None,
                rows,
            })
            .collect();
        let mut accounts = std::mem::take(&mut self.facets.accounts);
        for entry in &self.entries {
            accounts[entry.account].rows += 1;
        }
        self.facets = RowFacets { accounts, categories, treatments, months, left_out, questions: asked };
    }
}

impl Drop for RowTable {
    /// What the session kept of a person's rows does not outlive it in memory.
    fn drop(&mut self) {
        self.text.zeroize();
        for statement in &mut self.statements {
            for transaction in &mut statement.transactions {
                let Transaction { counterparty, counterparty_account, description, .. } = transaction;
                for Personal(text) in [counterparty, counterparty_account, description] {
                    text.zeroize();
                }
                for text in [
                    &mut transaction.order_id,
                    &mut transaction.merchant_order_id,
                    &mut transaction.method,
                    &mut transaction.provider_type,
                ] {
                    text.zeroize();
                }
            }
        }
    }
}

fn month(day: NaiveDate) -> (i32, u32) {
    use chrono::Datelike;
    (day.year(), day.month())
}

/// Everything of a row that is searched, each part on its own line so that no word is found across two.
fn searchable(transaction: &Transaction, text: &mut String) {
    let Transaction { counterparty, counterparty_account, description, .. } = transaction;
    for part in [
        counterparty.expose(),
        description.expose(),
        &transaction.provider_type,
        &transaction.method,
        &transaction.order_id,
        &transaction.merchant_order_id,
        counterparty_account.expose(),
    ] {
        if !part.is_empty() {
            fold_into(part, text);
            text.push('\n');
        }
    }
    text.push_str(&transaction.amount.to_string());
}

/// The titles of tests that did not pass, and which of them rest on which rows.
fn questions(tests: &[firstline_core::statement::TruthTest]) -> (Vec<Text>, HashMap<RowRef, Vec<usize>>) {
    let mut titles: Vec<Text> = Vec::new();
    let mut asked: HashMap<RowRef, Vec<usize>> = HashMap::new();
    for test in tests.iter().filter(|test| test.outcome != TruthOutcome::Pass) {
        let title = wording::label(&format!("truth.{}", test.code));
        let index = titles.iter().position(|known| *known == title).unwrap_or_else(|| {
            titles.push(title);
            titles.len() - 1
        });
        for row in &test.rows {
            let of_row = asked.entry(*row).or_default();
            if !of_row.contains(&index) {
                of_row.push(index);
            }
        }
    }
    (titles, asked)
}

/// An account as it is told apart from others: by its last digits, or by a nickname's first character.
fn shown_account(account: &str) -> Option<String> {
    let has_digits = account.chars().any(|c| c.is_ascii_digit());
    (!account.is_empty()).then(|| if has_digits { mask::bank_card(account) } else { mask::name(account) })
}

/// Accounts as they come, each once: statements of one layout, account and currency are of one account.
#[derive(Default)]
struct Accounts {
    seen: Vec<(String, String, Currency)>,
}

impl Accounts {
    fn of(&mut self, statement: &Statement) -> usize {
        let stated = statement.preamble.account.as_ref().map_or("", |account| account.expose());
        let account = (statement.layout.clone(), stated.to_owned(), statement.currency);
        self.seen.iter().position(|known| *known == account).unwrap_or_else(|| {
            self.seen.push(account);
            self.seen.len() - 1
        })
    }

    fn facets(self) -> RowFacets {
        let accounts = self.seen.into_iter().enumerate();
        let accounts = accounts
            .map(|(index, (layout, account, currency))| AccountFacet {
                key: index.to_string(),
                layout,
                account: shown_account(&account),
                currency: currency.code().to_owned(),
                rows: 0,
            })
            .collect();
        RowFacets {
            accounts,
            categories: Vec::new(),
            treatments: Vec::new(),
            months: Vec::new(),
            left_out: 0,
            questions: 0,
        }
    }
}
