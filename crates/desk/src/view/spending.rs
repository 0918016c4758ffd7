//! The person's money: figures, each with the key that opens its rows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use firstline_core::Money;
use firstline_core::spending::{Categories, SpendingProfile, WindowFigures};
use firstline_core::statement::{TruthTest, day_text};
use firstline_store::statements::StatementSummary;

use crate::wire::{
    BalanceDay, CategoryView, CorrectionView, Figure, IncomeStreamView, LeftOutView, MonthView,
    ObligationView, SpendingView, StatementView, Text, TruthTestView, WindowView,
};
use crate::{mask, view, wording};

struct Figures<'a>(&'a SpendingProfile);

impl Figures<'_> {
    fn figure(&self, key: &str, value: Option<String>) -> Figure {
        let rows = self.0.figure_rows.get(key).copied().unwrap_or_default();
        Figure { key: key.to_owned(), value, rows }
    }

    fn money(&self, key: &str, value: Option<Money>) -> Figure {
        self.figure(key, value.map(view::money))
    }
}

fn text(pair: (&str, &str)) -> Text {
    Text { zh: pair.0.to_owned(), en: pair.1.to_owned() }
}

/// The label of a category code, the pack's or the program's own.
pub fn category_label(categories: &Categories, code: &str) -> Text {
    categories.label(code).map_or_else(|| wording::label(&format!("category.{code}")), text)
}

/// Shows what an assessment says of the person's money.
pub fn spending_view(
    profile: &SpendingProfile,
    statements: &[StatementSummary],
    categories: &Categories,
    residual_income_min: Money,
    corrections: Vec<CorrectionView>,
) -> SpendingView {
    let figures = Figures(profile);
    SpendingView {
        first: profile.window.map(|window| day_text(window.first)),
        last: profile.window.map(|window| day_text(window.last)),
        days_observed: profile.days_observed,
        months_observed: profile.months_observed,
        rows: profile.rows,
        thin_file: profile.thin_file,
        statements: statements.iter().map(statement_view).collect(),
        income_monthly: figures.money("income_monthly", profile.income_monthly),
        income_seen_monthly: profile.income_seen_monthly.map(view::money),
        income_cv: profile.income_cv.map(view::ratio),
        spending_monthly: figures.money("spending_monthly", profile.spending_monthly),
        debt_to_income: figures.figure("debt_to_income", profile.debt_to_income.map(view::ratio)),
        residual_income: figures.money("residual_income", profile.residual_income),
        residual_income_min: view::money(residual_income_min),
        buffer_days: figures.figure("buffer_days", profile.buffer_days.map(view::ratio)),
        lowest_balance: figures
            .money("lowest_balance", profile.lowest_balance.as_ref().map(|lowest| lowest.amount)),
        lowest_balance_day: profile.lowest_balance.as_ref().map(|lowest| day_text(lowest.day)),
        days_below_zero: figures
            .figure("days_below_zero", profile.days_below_zero.map(|days| days.to_string())),
        obligations_monthly: figures.money("obligations_monthly", Some(profile.obligations_monthly)),
        months: months(profile, &figures),
        daily_balances: balance_days(&profile.daily_balances),
        month_end_balances: balance_days(&profile.month_end_balances()),
        windows: profile.windows.iter().map(|window| window_view(window, &figures)).collect(),
        income_streams: income_streams(profile, &figures),
        obligations: obligations(profile, categories, &figures),
        categories: category_views(profile, categories, &figures),
        category_options: view::corrections::options(categories),
        corrections,
        truth_tests: profile
            .truth_tests
            .iter()
            .enumerate()
            .map(|(index, test)| truth_test(test, figures.figure(&format!("truth:{index}"), None)))
            .collect(),
        left_out: left_out(profile, &figures),
    }
}

fn balance_days(days: &[(NaiveDate, Money)]) -> Vec<BalanceDay> {
    days.iter()
        .map(|(day, amount)| BalanceDay { day: day_text(*day), amount: view::money(*amount) })
        .collect()
}

fn window_view(of: &WindowFigures, figures: &Figures<'_>) -> WindowView {
    let key = |part: &str| format!("window:{}:{part}", of.days);
    let money = |part: &str, amount| figures.money(&key(part), Some(amount));
    WindowView {
        days: of.days,
        first: day_text(of.window.first),
        last: day_text(of.window.last),
        covered_days: of.covered_days,
        statements: of.statements.iter().map(ToString::to_string).collect(),
        inflow: money("inflow", of.inflow),
        income: money("income", of.income),
        spending: money("spending", of.spending),
        net: money("net", of.net),
        debt_service: money("debt_service", of.debt_service),
        cash: money("cash", of.cash),
        gambling: money("gambling", of.gambling),
        penalties: money("penalties", of.penalties),
        penalty_rows: of.penalty_rows,
        savings_rate: of.savings_rate.map(view::ratio),
        income_pledged: of.income_pledged.map(view::ratio),
        cash_share: of.cash_share.map(view::ratio),
        gambling_share: of.gambling_share.map(view::ratio),
        net_variation_daily: of.net_variation_daily.map(view::ratio),
        net_variation_monthly: of.net_variation_monthly.map(view::ratio),
        lowest_balance: figures
            .money(&key("lowest_balance"), of.lowest_balance.as_ref().map(|lowest| lowest.amount)),
        lowest_balance_day: of.lowest_balance.as_ref().map(|lowest| day_text(lowest.day)),
        days_below_zero: figures
            .figure(&key("days_below_zero"), of.days_below_zero.map(|days| days.to_string())),
        buffer_days: of.buffer_days.map(view::ratio),
    }
}

/// Shows which statement was read, and the days of its rows.
pub fn statement_view(statement: &StatementSummary) -> StatementView {
    StatementView {
        file: statement.file.to_string(),
        layout: statement.layout.clone(),
        rows: statement.rows,
        first: statement.first.map(|first| day_text(first.date())),
        last: statement.last.map(|last| day_text(last.date())),
    }
}

fn months(profile: &SpendingProfile, figures: &Figures<'_>) -> Vec<MonthView> {
    profile
        .months
        .iter()
        .map(|flow| MonthView {
            month: flow.month.to_string(),
            whole: flow.whole,
            inflow: figures.money(&format!("month:{}:in", flow.month), Some(flow.inflow)),
            outflow: figures.money(&format!("month:{}:out", flow.month), Some(flow.outflow)),
            net: view::money(flow.net),
        })
        .collect()
}

fn income_streams(profile: &SpendingProfile, figures: &Figures<'_>) -> Vec<IncomeStreamView> {
    profile
        .income_streams
        .iter()
        .enumerate()
        .map(|(index, stream)| IncomeStreamView {
            figure: figures.money(&format!("stream:{index}"), Some(stream.monthly_mean)),
            payer: mask::organisation(stream.payer.expose()),
            kind: view::code(&stream.kind),
            bonus: stream.bonus,
            counted: stream.counted,
            not_counted_because: stream.not_counted_because.clone(),
            share: stream.share.map(view::ratio),
            cv: stream.cv.map(view::ratio),
            trend: stream.trend.map(view::ratio),
            period: view::code(&stream.period),
            months_seen: stream.months_seen,
            months_observed: stream.months_observed,
            next_expected: stream.next_expected.map(day_text),
        })
        .collect()
}

fn obligations(
    profile: &SpendingProfile,
    categories: &Categories,
    figures: &Figures<'_>,
) -> Vec<ObligationView> {
    profile
        .obligations
        .iter()
        .enumerate()
        .map(|(index, obligation)| ObligationView {
            figure: figures.money(&format!("obligation:{index}"), Some(obligation.payment_monthly)),
            lender: categories
                .lender_label(&obligation.lender)
                .map_or_else(|| Text { zh: obligation.lender.clone(), en: obligation.lender.clone() }, text),
            certainty: view::code(&obligation.certainty),
            months_seen: obligation.months_seen,
            months_observed: obligation.months_observed,
        })
        .collect()
}

fn category_views(
    profile: &SpendingProfile,
    categories: &Categories,
    figures: &Figures<'_>,
) -> Vec<CategoryView> {
    profile
        .categories
        .iter()
        .map(|spent| CategoryView {
            figure: figures.money(&format!("category:{}", spent.category), Some(spent.monthly)),
            code: spent.category.clone(),
            label: category_label(categories, &spent.category),
            share: view::ratio(spent.share),
        })
        .collect()
}

/// The sentence of a truth test, its values filled in.
pub fn truth_basis(test: &TruthTest) -> Text {
    let directions = stated_directions(test);
    if !directions.is_empty() {
        let join = |separator, pick: fn(&Text) -> &str| {
            directions.iter().map(pick).collect::<Vec<_>>().join(separator)
        };
        return Text { zh: join("；", |text| &text.zh), en: join("; ", |text| &text.en) };
    }
    let of_outcome = format!("truth_basis.{}.{}", test.code, view::code(&test.outcome));
    // A test that can come out in one way for two reasons names the case it found.
    let of_case = test.values.get("case").map(|case| format!("{of_outcome}.{case}"));
    let specific = of_case.filter(|code| wording::has_label(code)).unwrap_or(of_outcome);
    if wording::has_label(&specific) {
        return wording::label_with(&specific, &test.values);
    }
    let listed: Vec<String> = test.values.iter().map(|(name, value)| format!("{name} {value}")).collect();
    Text { zh: listed.join(" · "), en: listed.join(" · ") }
}

/// Of totals the file states: each direction's sum beside what is stated, and whether they agree.
fn stated_directions(test: &TruthTest) -> Vec<Text> {
    let value = |direction: &str, name: &str| test.values.get(&format!("{direction}_{name}")).cloned();
    let said = |direction: &str| {
        let agreement = wording::label(&format!("truth_agreement.{}", value(direction, "basis")?));
        let mut values = BTreeMap::from([
            ("sum".to_owned(), value(direction, "sum")?),
            ("rows".to_owned(), value(direction, "rows")?),
            ("stated".to_owned(), value(direction, "stated").unwrap_or_else(|| "—".to_owned())),
        ]);
        let code = format!("truth_basis.stated_totals.{direction}");
        let mut in_language = |agreement: String| {
            values.insert("agreement".to_owned(), agreement);
            wording::label_with(&code, &values)
        };
        Some(Text { zh: in_language(agreement.zh).zh, en: in_language(agreement.en).en })
    };
    ["in", "out", "neutral"].into_iter().filter_map(said).collect()
}

fn truth_test(test: &TruthTest, figure: Figure) -> TruthTestView {
    TruthTestView {
        figure,
        code: test.code.clone(),
        file: test.file.map(|file| file.to_string()),
        outcome: view::same(&test.outcome),
        title: wording::label(&format!("truth.{}", test.code)),
        basis: truth_basis(test),
    }
}

fn left_out(profile: &SpendingProfile, figures: &Figures<'_>) -> LeftOutView {
    let left_out = &profile.left_out;
    LeftOutView {
        own_transfers: figures.money("left_out:own_transfers", Some(left_out.own_transfers)),
        refunds: figures.money("left_out:refunds", Some(left_out.refunds)),
        counted_elsewhere: figures.money("left_out:counted_elsewhere", Some(left_out.counted_elsewhere)),
        loan_proceeds: figures.money("left_out:loan_proceeds", Some(left_out.loan_proceeds)),
        other_inflow: figures.money("left_out:other_inflow", Some(left_out.other_inflow)),
    }
}
