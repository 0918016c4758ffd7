//! The rows behind a figure.

use std::collections::{BTreeMap, BTreeSet};

use firstline_core::spending::{Analysis, Categories, ClassifiedRow};
use firstline_core::statement::{Direction, RowRef, Statement, Transaction};
use firstline_core::{Currency, Money, MoneyError};

use crate::view;
use crate::wire::{RowView, RowsView};

/// The most rows sent at once.
const ROWS_MAX: usize = 2000;

/// Shows the rows behind a figure, the latest first; `None` when the analysis has no such figure.
pub fn rows_view(
    figure: &str,
    analysis: &Analysis,
    statements: &[Statement],
    categories: &Categories,
    corrections: &BTreeMap<RowRef, u32>,
) -> Result<Option<RowsView>, MoneyError> {
    let wanted: BTreeSet<RowRef> = if figure == "all" {
        analysis.rows.iter().map(|row| row.row).collect()
    } else {
        match analysis.rows_of(figure) {
            Some(rows) => rows.iter().copied().collect(),
            None => return Ok(None),
        }
    };
    let classified: BTreeMap<RowRef, &ClassifiedRow> =
        analysis.rows.iter().map(|row| (row.row, row)).collect();
    let mut rows = Vec::with_capacity(wanted.len());
    let mut counted_in = Money::zero(Currency::Cny);
    let mut counted_out = Money::zero(Currency::Cny);
    for statement in statements {
        for transaction in &statement.transactions {
            let row = RowRef { file: statement.file, line: transaction.line };
            if !wanted.contains(&row) {
                continue;
            }
            let class = classified.get(&row).copied();
            // What a wallet counts as neither, such as a repayment, can count all the same: the treatment says, not the direction.
            if let Some(class) = class {
                counted_in = counted_in.checked_add(class.inflow())?;
                counted_out = counted_out.checked_add(class.outflow())?;
            }
            rows.push(RowView {
                correction: corrections.get(&row).copied(),
                ..row_view(statement, transaction, class, categories)
            });
        }
    }
    rows.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.line.cmp(&b.line)));
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    rows.truncate(ROWS_MAX);
    Ok(Some(RowsView {
        figure: figure.to_owned(),
        rows,
        total,
        counted_in: view::money(counted_in),
        counted_out: view::money(counted_out),
    }))
}

fn row_view(
    statement: &Statement,
    transaction: &Transaction,
    class: Option<&ClassifiedRow>,
    categories: &Categories,
) -> RowView {
    let sign = match transaction.direction {
        Direction::Out if !transaction.amount.is_zero() => "-",
        Direction::Out | Direction::In | Direction::Neutral => "",
    };
    let category = class.map_or("uncategorised", |class| class.category.as_str());
    RowView {
        file: statement.file.to_string(),
        layout: statement.layout.clone(),
        line: transaction.line,
        at: transaction.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        has_time: transaction.has_time,
        counterparty: transaction.counterparty.expose().to_owned(),
        description: transaction.description.expose().to_owned(),
        provider_type: transaction.provider_type.clone(),
        method: transaction.method.clone(),
        amount: format!("{sign}{}", transaction.amount),
        counted: class.map_or_else(|| "0.00".to_owned(), |class| view::money(class.counted)),
        balance: transaction.balance.map(view::money),
        treatment: class.map_or_else(|| "out_of_window".to_owned(), |class| view::code(&class.treatment)),
        category: super::spending::category_label(categories, category),
        category_code: category.to_owned(),
        correction: None,
        because: class.map_or_else(String::new, |class| class.because.clone()),
    }
}
