//! The spending facts, entered for the score and the policy.

use rust_decimal::Decimal;

use crate::facts::{FactValue, Facts};
use crate::money::Money;
use crate::statement::TruthOutcome;

use super::categories::{Categories, CategoryGroup};
use super::streams::count;
use super::{Declared, SpendingProfile};

/// Enters the spending facts. Without statements counts are zero, the file is thin and everything else is missing.
pub fn enter_facts(
    profile: &SpendingProfile,
    categories: &Categories,
    declared: &Declared,
    facts: &mut Facts,
) {
    let amount = |money: Option<Money>| FactValue::number(money.map(Money::amount));
    let number = |value: u32| FactValue::number(Some(Decimal::from(value)));
    let in_group = |group: CategoryGroup| {
        profile.categories.iter().filter(move |spent| categories.group(&spent.category) == group)
    };
    let observed = profile.spending_monthly.is_some();
    facts.set("statements_count", number(profile.statements));
    facts.set("months_observed", number(profile.months_observed));
    facts.set("days_observed", number(profile.days_observed));
    facts.set("thin_file", FactValue::Bool(profile.thin_file));
    facts.set("income_monthly", amount(profile.income_monthly));
    facts.set("income_declared_monthly", amount(declared.income_monthly));
    facts.set("income_shortfall_ratio", FactValue::number(profile.income_shortfall_ratio));
    facts.set("income_cv", FactValue::number(profile.income_cv));
    let streams = profile.income_streams.iter().filter(|stream| stream.counted).count();
    facts.set("income_streams_counted", number(count(streams)));
    facts.set("income_months_ratio", FactValue::number(profile.income_months_ratio));
    facts.set("spending_monthly", amount(profile.spending_monthly));
    facts.set("negative_net_months", number(profile.negative_net_months));
    facts.set("obligations_monthly", amount(Some(profile.obligations_monthly)));
    facts.set("obligations_count", number(count(profile.obligations.len())));
    facts.set("debt_to_income", FactValue::number(profile.debt_to_income));
    facts.set("residual_income_monthly", amount(profile.residual_income));
    facts.set("lowest_balance", amount(profile.lowest_balance.as_ref().map(|lowest| lowest.amount)));
    facts.set("days_below_zero", FactValue::number(profile.days_below_zero.map(Decimal::from)));
    facts.set("buffer_days", FactValue::number(profile.buffer_days));
    let cash: Decimal = in_group(CategoryGroup::Cash).map(|spent| spent.share).sum();
    facts.set("cash_share", FactValue::number(observed.then_some(cash)));
    let gambling: Decimal = in_group(CategoryGroup::Gambling).map(|spent| spent.monthly.amount()).sum();
    facts.set("gambling_monthly", FactValue::number(observed.then_some(gambling)));
    let failed = profile.truth_tests.iter().filter(|test| test.outcome == TruthOutcome::Fail).count();
    facts.set("truth_tests_failed", number(count(failed)));
}
