//! Money in and out by month, spending by category, and what was left out of both.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::period::Month;
use crate::statement::RowRef;

use super::analyse::{Figures, quotient, zero};
use super::categories::{Categories, CategoryGroup};
use super::rows::Row;
use super::{CategorySpending, LeftOut, MonthFlow, Treatment};

/// The flow of each month.
pub(crate) fn by_month(
    rows: &[Row<'_>],
    months: &BTreeMap<Month, bool>,
    figures: &mut Figures,
) -> Result<Vec<MonthFlow>, MoneyError> {
    let mut by_month: BTreeMap<Month, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows {
        by_month.entry(Month::of(row.day())).or_default().push(row);
    }
    let mut flows = Vec::new();
    for (month, whole) in months {
        let (mut inflow, mut outflow) = (zero(), zero());
        let (mut rows_in, mut rows_out) = (Vec::new(), Vec::new());
        for row in by_month.get(month).into_iter().flatten() {
            match row.treatment {
                Treatment::Income | Treatment::OtherInflow => {
                    inflow = inflow.checked_add(row.counted)?;
                    rows_in.push(row.name());
                }
                Treatment::Spending | Treatment::ObligationPayment => {
                    outflow = outflow.checked_add(row.counted)?;
                    rows_out.push(row.name());
                }
                Treatment::Refund => {
                    outflow = outflow.checked_sub(row.counted)?;
                    rows_out.push(row.name());
                }
                Treatment::LoanProceeds
                | Treatment::OwnTransfer
                | Treatment::CountedElsewhere
                | Treatment::NoEffect => {}
            }
        }
        figures.insert(format!("month:{month}:in"), rows_in);
        figures.insert(format!("month:{month}:out"), rows_out);
        let net = inflow.checked_sub(outflow)?;
        flows.push(MonthFlow { month: *month, whole: *whole, inflow, outflow, net });
    }
    Ok(flows)
}

/// Spending over the whole months: by category, the largest first, and in all a month.
pub(crate) fn spending(
    rows: &[Row<'_>],
    whole: &[Month],
    figures: &mut Figures,
) -> Result<(Vec<CategorySpending>, Option<Money>), MoneyError> {
    let months = Decimal::from(whole.len());
    let mut sums: BTreeMap<&str, (Money, Vec<RowRef>)> = BTreeMap::new();
    let mut refunds = zero();
    let mut all = Vec::new();
    for row in rows.iter().filter(|row| whole.contains(&Month::of(row.day()))) {
        if row.treatment == Treatment::Refund {
            refunds = refunds.checked_add(row.counted)?;
            all.push(row.name());
        } else if row.is_outgoing() {
            let (sum, rows) = sums.entry(&row.category).or_insert_with(|| (zero(), Vec::new()));
            *sum = sum.checked_add(row.counted)?;
            rows.push(row.name());
            all.push(row.name());
        }
    }
    figures.insert("spending_monthly".to_owned(), all);
    if whole.is_empty() {
        return Ok((Vec::new(), None));
    }
    let gross = Money::sum(sums.values().map(|(sum, _)| *sum), Currency::Cny)?;
    let mut categories = Vec::new();
    for (category, (sum, rows)) in sums {
        if sum.is_zero() {
            continue;
        }
        figures.insert(format!("category:{category}"), rows);
        categories.push(CategorySpending {
            category: category.to_owned(),
            monthly: sum.checked_div(months, Rounding::HalfUp)?,
            share: quotient(sum, Some(gross)).unwrap_or_default(),
        });
    }
    categories
        .sort_by(|a, b| b.monthly.fen().cmp(&a.monthly.fen()).then_with(|| a.category.cmp(&b.category)));
    let net = gross.checked_sub(refunds)?;
    let net = if net.is_negative() { zero() } else { net };
    Ok((categories, Some(net.checked_div(months, Rounding::HalfUp)?)))
}

/// Necessary spending and housing a month, over the whole months, with its rows. Payments to lenders are in obligations.
pub(crate) fn necessary(
    rows: &[Row<'_>],
    whole: &[Month],
    categories: &Categories,
) -> Result<(Money, Vec<RowRef>), MoneyError> {
    let mut sum = zero();
    let mut names = Vec::new();
    for row in rows.iter().filter(|row| row.treatment == Treatment::Spending) {
        let needed = match categories.group(&row.category) {
            CategoryGroup::Necessary | CategoryGroup::Housing => true,
            CategoryGroup::Debt
            | CategoryGroup::Discretionary
            | CategoryGroup::Cash
            | CategoryGroup::Gambling
            | CategoryGroup::Penalty
            | CategoryGroup::Transfer
            | CategoryGroup::Income
            | CategoryGroup::Other => false,
        };
        if needed && whole.contains(&Month::of(row.day())) {
            sum = sum.checked_add(row.counted)?;
            names.push(row.name());
        }
    }
    if whole.is_empty() {
        return Ok((zero(), names));
    }
    Ok((sum.checked_div(Decimal::from(whole.len()), Rounding::HalfUp)?, names))
}

/// What was left out of income and spending, by what it was: amounts as stated.
pub(crate) fn left_out(rows: &[Row<'_>], figures: &mut Figures) -> Result<LeftOut, MoneyError> {
    let mut sum = |name: &str, treatment: Treatment| {
        let of = || rows.iter().filter(|row| row.treatment == treatment);
        figures.insert(format!("left_out:{name}"), of().map(Row::name).collect());
        Money::sum(of().map(|row| row.transaction.amount), Currency::Cny)
    };
    Ok(LeftOut {
        own_transfers: sum("own_transfers", Treatment::OwnTransfer)?,
        refunds: sum("refunds", Treatment::Refund)?,
        counted_elsewhere: sum("counted_elsewhere", Treatment::CountedElsewhere)?,
        loan_proceeds: sum("loan_proceeds", Treatment::LoanProceeds)?,
        other_inflow: sum("other_inflow", Treatment::OtherInflow)?,
    })
}
