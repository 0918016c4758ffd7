//! Corrections that stand, and the categories that rows can be put into.

use std::collections::BTreeMap;

use firstline_core::assessment::Assessment;
use firstline_core::spending::{Analysis, Categories, DataCorrection};
use firstline_core::statement::RowRef;
use firstline_store::corrections::StandingCorrection;

use crate::wire::{CategoryOption, CorrectionView, Figure, Text};
use crate::{view, wording};

/// A correction with what only the ledger knows of it.
pub(crate) struct Corrected {
    pub(crate) standing: StandingCorrection,
    /// Whose row it points at.
    pub(crate) counterparty: String,
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

/// The figure of the rows that a correction decided, by the place of the correction among the inputs of an assessment.
fn figure(corrections: &[DataCorrection], standing: &StandingCorrection) -> String {
    let index = corrections.iter().position(|correction| *correction == standing.correction);
    format!("correction:{}", index.map_or_else(|| "none".to_owned(), |index| index.to_string()))
}

/// Rows that a correction decided, each with the index of the correction's entry.
pub(crate) fn entries(
    analysis: &Analysis,
    corrections: &[DataCorrection],
    standing: &[StandingCorrection],
) -> BTreeMap<RowRef, u32> {
    let mut entries = BTreeMap::new();
    for standing in standing {
        let Ok(entry) = u32::try_from(standing.position) else { continue };
        let rows = analysis.figures.get(&figure(corrections, standing));
        entries.extend(rows.into_iter().flatten().map(|row| (*row, entry)));
    }
    entries
}

/// Shows the corrections that stand, the latest first.
pub(crate) fn views(
    corrected: &[Corrected],
    assessment: &Assessment,
    categories: &Categories,
) -> Vec<CorrectionView> {
    corrected
        .iter()
        .rev()
        .map(|corrected| {
            let correction = &corrected.standing.correction;
            let key = figure(&assessment.inputs.corrections, &corrected.standing);
            let rows = assessment.spending.figure_rows.get(&key).copied().unwrap_or_default();
            CorrectionView {
                entry: corrected.entry,
                scope: view::same(&correction.scope),
                file: correction.row.file.to_string(),
                line: correction.row.line,
                counterparty: corrected.counterparty.clone(),
                category: correction.category.clone(),
                label: view::spending::category_label(categories, &correction.category),
                by: corrected.by.clone(),
                at: view::moment(corrected.standing.at),
                note: corrected.note.clone(),
                figure: Figure { key, value: None, rows },
            }
        })
        .collect()
}
