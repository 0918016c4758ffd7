//! Rows that a person put right: which rows a correction reaches, and what its category makes of them.
//!
//! A correction names a row, never a person: with the scope `counterparty` it reaches every row whose other side is that row's. So
//! neither the record nor the assessment that it is an input of says anything of anybody.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::statement::{RowRef, RowStatus, Statement, StatementKind, Transaction};

use super::Treatment;
use super::categories::Categories;
use super::rows::{Row, bare_name};

/// How far a correction reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionScope {
    /// The row alone.
    Row,
    /// Every row of the case whose other side is the row's.
    Counterparty,
}

/// A wrong category put right by a person: an input of the next assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataCorrection {
    /// How far it reaches.
    pub scope: CorrectionScope,
    /// The row, or a row of the counterparty.
    pub row: RowRef,
    /// The category's code in the pack.
    pub category: String,
}

/// The other side's name. Where the file has no column for it, it begins what the row was for: `张三-转账`.
pub(crate) fn other_side<'a>(statement: &Statement, transaction: &'a Transaction) -> &'a str {
    let named = transaction.counterparty.expose();
    if named.is_empty() && statement.kind != StatementKind::Wallet {
        let described = transaction.description.expose();
        return described.split(['-', ' ', '，']).next().unwrap_or(described);
    }
    named
}

/// What rows of one counterparty have in common: the other side's name without account digits, asterisks and spaces, or the name
/// as it stands where next to nothing would be left. `None` where the row names nobody.
fn counterparty(statement: &Statement, transaction: &Transaction) -> Option<String> {
    let name = other_side(statement, transaction);
    let bare = bare_name(name);
    let key = if bare.chars().count() < 2 { name.trim().to_owned() } else { bare };
    (!key.is_empty()).then_some(key)
}

fn find(statements: &[&Statement], row: RowRef) -> Option<(usize, usize)> {
    let statement = statements.iter().position(|statement| statement.file == row.file)?;
    let line = statements[statement].transactions.iter().position(|found| found.line == row.line)?;
    Some((statement, line))
}

/// The settled rows that a correction of a row would reach, that row among them; none where the row is not there or is not settled.
pub fn rows_reached(statements: &[Statement], row: RowRef, scope: CorrectionScope) -> Vec<RowRef> {
    let all: Vec<&Statement> = statements.iter().collect();
    let Some((statement, line)) = find(&all, row) else { return Vec::new() };
    let transaction = &all[statement].transactions[line];
    if transaction.status != RowStatus::Settled {
        return Vec::new();
    }
    let shared = counterparty(all[statement], transaction).filter(|_| scope == CorrectionScope::Counterparty);
    let Some(shared) = shared else { return vec![row] };
    let mut rows = Vec::new();
    for statement in all {
        for transaction in statement.transactions.iter().filter(|row| row.status == RowStatus::Settled) {
            if counterparty(statement, transaction).as_ref() == Some(&shared) {
                rows.push(RowRef { file: statement.file, line: transaction.line });
            }
        }
    }
    rows
}

/// Corrections by what they reach, each with its place among those given.
pub(crate) struct Corrections<'c> {
    rows: HashMap<RowRef, Vec<(usize, &'c str)>>,
    counterparties: HashMap<String, Vec<(usize, &'c str)>>,
}

impl<'c> Corrections<'c> {
    pub(crate) fn new(corrections: &'c [DataCorrection], statements: &[&Statement]) -> Self {
        let mut found = Corrections { rows: HashMap::new(), counterparties: HashMap::new() };
        for (index, correction) in corrections.iter().enumerate() {
            let named = (index, correction.category.as_str());
            match correction.scope {
                CorrectionScope::Row => found.rows.entry(correction.row).or_default().push(named),
                CorrectionScope::Counterparty => {
                    let Some((statement, line)) = find(statements, correction.row) else { continue };
                    let statement = statements[statement];
                    if let Some(key) = counterparty(statement, &statement.transactions[line]) {
                        found.counterparties.entry(key).or_default().push(named);
                    }
                }
            }
        }
        found
    }

    /// Puts a settled row right where a correction reaches it: one of the row before one of its counterparty, and among those the
    /// latest whose category money of this direction can be.
    pub(crate) fn apply(&self, row: &mut Row<'_>, categories: &Categories) {
        if row.transaction.status != RowStatus::Settled {
            return;
        }
        let of_row = self.rows.get(&row.name());
        let of_counterparty = if self.counterparties.is_empty() {
            None
        } else {
            counterparty(row.statement, row.transaction).and_then(|key| self.counterparties.get(&key))
        };
        let found = [(of_row, "correction:row"), (of_counterparty, "correction:counterparty")];
        for (corrections, because) in found {
            for (index, category) in corrections.into_iter().flatten().rev() {
                if let Some(meaning) = categories.meaning(category, row.transaction.direction) {
                    // A lender that the row's own words name is surer than the one a category stands for.
                    let named =
                        row.lender.take().filter(|_| meaning.treatment == Treatment::ObligationPayment);
                    row.inferred = named.is_none() && meaning.lender.is_some();
                    row.lender = named.or_else(|| meaning.lender.clone());
                    row.treatment = meaning.treatment;
                    row.income = meaning.income;
                    (*category).clone_into(&mut row.category);
                    because.clone_into(&mut row.because);
                    row.correction = Some(*index);
                    return;
                }
            }
        }
    }
}
