//! Rows gathered from statements and given how they count by what they say of themselves.

use chrono::NaiveDate;

use crate::money::{Currency, Money, MoneyError};
use crate::period::Window;
use crate::statement::{Direction, RowRef, RowStatus, Statement, StatementKind, Transaction};

use super::categories::Categories;
use super::corrections::{Corrections, other_side};
use super::overlap::Repeats;
use super::rules::Rule;
use super::{ClassifiedRow, IncomeKind, Treatment};

/// The category of a row that no rule found.
pub(crate) const UNCATEGORISED: &str = "uncategorised";

/// A row on its way through the analysis.
pub(crate) struct Row<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) transaction: &'a Transaction,
    pub(crate) treatment: Treatment,
    pub(crate) category: String,
    pub(crate) because: String,
    pub(crate) paired_with: Option<RowRef>,
    pub(crate) counted: Money,
    pub(crate) lender: Option<String>,
    pub(crate) income: Option<IncomeKind>,
    pub(crate) inferred: bool,
    /// The place of the correction that decided among those given.
    pub(crate) correction: Option<usize>,
}

/// The account a statement is of: its layout and the account it states, which may be empty.
pub(crate) fn account(statement: &Statement) -> (&str, &str) {
    let stated = statement.preamble.account.as_ref().map_or("", |account| account.expose());
    (statement.layout.as_str(), stated)
}

impl Row<'_> {
    pub(crate) fn name(&self) -> RowRef {
        RowRef { file: self.statement.file, line: self.transaction.line }
    }

    pub(crate) fn day(&self) -> NaiveDate {
        self.transaction.at.date()
    }

    pub(crate) fn is_wallet(&self) -> bool {
        self.statement.kind == StatementKind::Wallet
    }

    pub(crate) fn is_outgoing(&self) -> bool {
        matches!(self.treatment, Treatment::Spending | Treatment::ObligationPayment)
    }

    /// The other side's name.
    pub(crate) fn other_side(&self) -> &str {
        other_side(self.statement, self.transaction)
    }

    /// The words of the row: the provider's type, the other side, and what it was for, each on a line.
    pub(crate) fn text(&self) -> String {
        let transaction = self.transaction;
        [
            transaction.provider_type.as_str(),
            transaction.counterparty.expose(),
            transaction.description.expose(),
        ]
        .join("\n")
    }

    /// Leaves the row out of every sum.
    pub(crate) fn leave_out(&mut self, treatment: Treatment, because: &str, other: Option<RowRef>) {
        self.treatment = treatment;
        because.clone_into(&mut self.because);
        self.paired_with = other.or(self.paired_with);
        self.counted = Money::zero(Currency::Cny);
    }

    pub(crate) fn classified(self) -> ClassifiedRow {
        ClassifiedRow {
            row: self.name(),
            treatment: self.treatment,
            category: self.category,
            because: self.because,
            paired_with: self.paired_with,
            counted: self.counted,
        }
    }
}

/// Gathers the rows of a window, in order of statement (as given) and line, each with what its own words say.
pub(crate) fn gather<'a>(
    statements: &[&'a Statement],
    window: Window,
    applicant_name: &str,
    categories: &Categories,
    corrections: &Corrections<'_>,
) -> Result<Vec<Row<'a>>, MoneyError> {
    let mut rows = Vec::new();
    for statement in statements {
        let holder = statement.preamble.holder.as_ref().map_or("", |holder| holder.expose());
        let own_names = [bare_name(applicant_name), bare_name(holder)];
        let mut transactions: Vec<&Transaction> =
            statement.transactions.iter().filter(|row| window.contains(row.at.date())).collect();
        transactions.sort_by_key(|transaction| transaction.line);
        for transaction in transactions {
            rows.push(classify(statement, transaction, &own_names, categories, corrections)?);
        }
    }
    Ok(rows)
}

fn classify<'a>(
    statement: &'a Statement,
    transaction: &'a Transaction,
    own_names: &[String],
    categories: &Categories,
    corrections: &Corrections<'_>,
) -> Result<Row<'a>, MoneyError> {
    let mut row = Row {
        statement,
        transaction,
        treatment: Treatment::NoEffect,
        category: UNCATEGORISED.to_owned(),
        because: String::new(),
        paired_with: None,
        counted: Money::zero(Currency::Cny),
        lender: None,
        income: None,
        inferred: false,
        correction: None,
    };
    match (transaction.status, transaction.direction) {
        (RowStatus::Closed, _) => row.because = "status_closed".to_owned(),
        (RowStatus::Pending, _) => row.because = "status_pending".to_owned(),
        // Money out that "was refunded" is the purchase itself, wholly given back.
        (RowStatus::Refunded, Direction::Out) => row.because = "status_refunded".to_owned(),
        (RowStatus::Refunded, Direction::In | Direction::Neutral) => {
            row.treatment = Treatment::Refund;
            row.because = "status_refunded".to_owned();
            let rule = categories.rule(&row.text(), Direction::In, statement.kind);
            if let Some(rule) = rule.filter(|rule| rule.treatment == Treatment::Refund) {
                row.category.clone_from(&rule.category);
            }
        }
        (RowStatus::Settled, _) => settle(&mut row, own_names, categories),
    }
    corrections.apply(&mut row, categories);
    let counts = match row.treatment {
        Treatment::Income
        | Treatment::OtherInflow
        | Treatment::Spending
        | Treatment::ObligationPayment
        | Treatment::Refund => true,
        Treatment::LoanProceeds
        | Treatment::OwnTransfer
        | Treatment::CountedElsewhere
        | Treatment::NoEffect => false,
    };
    if counts {
        let counted = transaction.amount.checked_sub(transaction.refunded)?;
        row.counted = if counted.is_negative() { Money::zero(Currency::Cny) } else { counted };
    }
    Ok(row)
}

/// The name in a counterparty: what is left without account digits, asterisks and spaces.
pub(crate) fn bare_name(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace() && *c != '*').collect()
}

fn settle(row: &mut Row<'_>, own_names: &[String], categories: &Categories) {
    let (direction, kind) = (row.transaction.direction, row.statement.kind);
    let name = bare_name(row.other_side());
    // One character is a masked name's remainder and can be anybody's.
    let is_own = name.chars().count() >= 2 && own_names.contains(&name);
    match categories.rule(&row.text(), direction, kind) {
        Some(rule) if !is_own || rule.despite_own_name => apply(row, rule),
        Some(_) | None if is_own => {
            row.treatment = Treatment::OwnTransfer;
            row.because = "own_name".to_owned();
        }
        Some(_) | None => {
            row.because = "direction".to_owned();
            row.treatment = match direction {
                Direction::In => Treatment::OtherInflow,
                Direction::Out => Treatment::Spending,
                Direction::Neutral => Treatment::NoEffect,
            };
        }
    }
}

fn apply(row: &mut Row<'_>, rule: &Rule) {
    row.treatment = rule.treatment;
    row.category.clone_from(&rule.category);
    row.because = format!("pattern:{}", rule.code);
    row.lender.clone_from(&rule.lender);
    row.income = rule.income;
    row.inferred = rule.inferred;
}

/// The same row in two exports of one account counts once: that of the first file by hash stays.
pub(crate) fn drop_repeated<'a>(rows: &mut [Row<'a>], statements: &[&'a Statement]) {
    let mut repeats = Repeats::among(statements.iter().copied());
    for row in rows {
        if let Some(first) = repeats.first_of(row.statement, row.transaction) {
            row.leave_out(Treatment::CountedElsewhere, "overlap", Some(first));
        }
    }
}
