//! Corrections that stand, and the categories that rows can be put into.

use std::collections::BTreeMap;

use firstline_core::assessment::AssessmentInputs;
use firstline_core::spending::{Analysis, Categories};
use firstline_core::statement::RowRef;
use firstline_store::corrections::StandingCorrection;

use crate::wire::{CategoryOption, CorrectionView, Figure, Text};
use crate::{view, wording};

/// A correction with what only the ledger knows of it.
pub(crate) struct Corrected {
    pub(crate) standing: StandingCorrection,
    pub(crate) by: String,
    pub(crate) note: String,
    pub(crate) entry: u32,
}

/// The categories that a person can put rows into, in the pack's order.
pub fn options(categories: &Categories) -> Vec<CategoryOption> {
    categories
        .all()
        .iter()
        .filter(|category| category.money_in.is_some() || category.money_out.is_some())
        .map(|category| {
            let group = view::code(&category.group);
            CategoryOption {
                code: category.code.clone(),
                label: Text { zh: category.zh.clone(), en: category.en.clone() },
                group_label: wording::label(&format!("category_group.{group}")),
                group,
                money_in: category.money_in.is_some(),
                money_out: category.money_out.is_some(),
            }
        })
        .collect()
}

/// The rows that a correction decided, by the place of the correction among the inputs.
fn decided<'a>(
    analysis: &'a Analysis,
    inputs: &AssessmentInputs,
    standing: &StandingCorrection,
) -> (String, &'a [RowRef]) {
    let index = inputs.corrections.iter().position(|correction| *correction == standing.correction);
    let key = format!("correction:{}", index.map_or_else(|| "none".to_owned(), |index| index.to_string()));
    let rows = analysis.figures.get(&key).map(Vec::as_slice).unwrap_or_default();
    (key, rows)
}

/// Rows that a correction decided, each with the index of the correction's entry.
pub(crate) fn entries(
    analysis: &Analysis,
    inputs: &AssessmentInputs,
    standing: &[StandingCorrection],
) -> BTreeMap<RowRef, u32> {
    let mut entries = BTreeMap::new();
    for standing in standing {
        let Ok(entry) = u32::try_from(standing.position) else { continue };
        let (_, rows) = decided(analysis, inputs, standing);
        entries.extend(rows.iter().map(|row| (*row, entry)));
    }
    entries
}

/// Shows the corrections that stand, the latest first.
pub(crate) fn views(
    corrected: &[Corrected],
    analysis: &Analysis,
    inputs: &AssessmentInputs,
    categories: &Categories,
) -> Vec<CorrectionView> {
    corrected
        .iter()
        .rev()
        .map(|corrected| {
            let correction = &corrected.standing.correction;
            let (key, rows) = decided(analysis, inputs, &corrected.standing);
            CorrectionView {
                entry: corrected.entry,
                scope: view::same(&correction.scope),
                file: correction.row.file.to_string(),
                line: correction.row.line,
                counterparty: counterparty(inputs, correction.row),
                category: correction.category.clone(),
                label: view::spending::category_label(categories, &correction.category),
                by: corrected.by.clone(),
                at: view::moment(corrected.standing.at),
                note: corrected.note.clone(),
                figure: Figure { key, value: None, rows: u32::try_from(rows.len()).unwrap_or(u32::MAX) },
            }
        })
        .collect()
}

fn counterparty(inputs: &AssessmentInputs, row: RowRef) -> String {
    inputs
        .statements
        .iter()
        .filter(|statement| statement.file == row.file)
        .flat_map(|statement| &statement.transactions)
        .find(|transaction| transaction.line == row.line)
        .map(|transaction| transaction.counterparty.expose().to_owned())
        .unwrap_or_default()
}
