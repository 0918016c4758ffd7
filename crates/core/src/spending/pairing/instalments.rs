//! Instalments of debts that nothing names: the same amount, month after month, to one company.

use std::collections::BTreeMap;

use crate::money::{Currency, Money};
use crate::period::Month;

use crate::spending::Treatment;
use crate::spending::categories::Categories;
use crate::spending::rows::{Row, UNCATEGORISED, bare_name};

/// Takes payments for instalments that no rule knows the purpose of, as an inferred debt: whoever pays a shop, rent or insurance in
/// equal amounts is known by the words for those.
pub(super) fn infer(rows: &mut [Row<'_>], categories: &Categories) {
    let terms = categories.instalments();
    let mut alike: BTreeMap<(String, i64), BTreeMap<Month, Vec<usize>>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let unknown = row.because == "direction" && row.category == UNCATEGORISED
            || row.because == "pattern:transfer_out";
        let payee = row.other_side();
        let company = terms.payees.iter().any(|word| payee.contains(word.as_str()));
        if row.treatment == Treatment::Spending
            && unknown
            && company
            && row.counted == row.transaction.amount
            && row.counted > Money::zero(Currency::Cny)
        {
            let months = alike.entry((bare_name(payee), row.counted.fen())).or_default();
            months.entry(Month::of(row.day())).or_default().push(index);
        }
    }
    for months in alike.into_values() {
        let on_end = months.keys().zip(months.keys().skip(1)).all(|(month, next)| month.next() == *next);
        let once = months.values().all(|rows| rows.len() == 1);
        if months.len() < terms.months_min || !on_end || !once {
            continue;
        }
        for index in months.into_values().flatten() {
            let row = &mut rows[index];
            row.treatment = Treatment::ObligationPayment;
            "regular_amount".clone_into(&mut row.because);
            row.category.clone_from(&terms.category);
            row.lender = Some(terms.lender.clone());
            row.inferred = true;
        }
    }
}
