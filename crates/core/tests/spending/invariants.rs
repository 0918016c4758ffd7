//! What holds of every analysis: each figure is what its rows add up to.

use std::collections::{BTreeMap, BTreeSet};

use firstline_core::spending::{Analysis, ClassifiedRow, Treatment, truth};
use firstline_core::statement::{RowRef, Statement, Transaction};
use firstline_core::{Currency, Money, Rounding};
use rust_decimal::Decimal;

struct Rows<'a> {
    classified: BTreeMap<RowRef, &'a ClassifiedRow>,
    transactions: BTreeMap<RowRef, &'a Transaction>,
    figures: &'a BTreeMap<String, Vec<RowRef>>,
}

impl Rows<'_> {
    fn of(&self, figure: &str) -> impl Iterator<Item = &ClassifiedRow> {
        let rows = self.figures.get(figure).unwrap_or_else(|| panic!("there is no figure {figure}"));
        assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len(), "{figure} names a row twice");
        rows.iter().map(|row| self.classified[row])
    }

    fn sum(&self, figure: &str, of: fn(&ClassifiedRow) -> Money) -> Money {
        Money::sum(self.of(figure).map(of), Currency::Cny).unwrap()
    }

    fn monthly(&self, figure: &str, months: u32, of: fn(&ClassifiedRow) -> Money) -> Money {
        self.sum(figure, of).checked_div(Decimal::from(months), Rounding::HalfUp).unwrap()
    }
}

/// Panics where a figure is not what its rows add up to.
pub(super) fn hold(analysis: &Analysis, statements: &[Statement]) {
    let transactions = statements.iter().flat_map(|statement| {
        let name = |line| RowRef { file: statement.file, line };
        statement.transactions.iter().map(move |transaction| (name(transaction.line), transaction))
    });
    let rows = Rows {
        classified: analysis.rows.iter().map(|row| (row.row, row)).collect(),
        transactions: transactions.collect(),
        figures: &analysis.figures,
    };
    assert_eq!(rows.classified.len(), analysis.rows.len(), "a row is classified twice");
    assert_eq!(u32::try_from(analysis.rows.len()).unwrap(), analysis.profile.rows);
    each_row(&rows);
    months(analysis, &rows);
    income(analysis, &rows);
    spending(analysis, &rows);
    obligations(analysis, &rows);
    left_out(analysis, &rows);
    balances(analysis, &rows);
    super::windows::hold(analysis, statements);
    for test in &analysis.profile.truth_tests {
        let sentence = truth::sentence(test);
        let by_direction = test.code == "stated_totals" && test.values.len() > 1;
        assert!(by_direction || truth::SENTENCES.contains(&sentence.as_str()), "{sentence} has no words");
    }
}

fn each_row(rows: &Rows<'_>) {
    for (name, row) in &rows.classified {
        let amount = rows.transactions[name].amount;
        assert!(!row.counted.is_negative() && row.counted <= amount, "{row:?} of {amount}");
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
        assert!(counts || row.counted.is_zero(), "{row:?} counts");
        assert!(!row.because.is_empty(), "{row:?} says why");
    }
}

fn months(analysis: &Analysis, rows: &Rows<'_>) {
    let (mut inflow, mut outflow) = (Money::cny(0), Money::cny(0));
    for flow in &analysis.profile.months {
        assert_eq!(flow.inflow, rows.sum(&format!("month:{}:in", flow.month), ClassifiedRow::inflow));
        assert_eq!(flow.outflow, rows.sum(&format!("month:{}:out", flow.month), ClassifiedRow::outflow));
        assert_eq!(flow.inflow.checked_sub(flow.outflow).unwrap(), flow.net);
        inflow = inflow.checked_add(flow.inflow).unwrap();
        outflow = outflow.checked_add(flow.outflow).unwrap();
    }
    let all = |of: fn(&ClassifiedRow) -> Money| Money::sum(analysis.rows.iter().map(of), Currency::Cny);
    assert_eq!(all(ClassifiedRow::inflow).unwrap(), inflow, "no money in is outside the months");
    assert_eq!(all(ClassifiedRow::outflow).unwrap(), outflow, "no money out is outside the months");
    let whole = analysis.profile.months.iter().filter(|flow| flow.whole);
    assert_eq!(u32::try_from(whole.clone().count()).unwrap(), analysis.profile.months_observed);
    let negative = whole.filter(|flow| flow.net.is_negative()).count();
    assert_eq!(u32::try_from(negative).unwrap(), analysis.profile.negative_net_months);
}

fn income(analysis: &Analysis, rows: &Rows<'_>) {
    let profile = &analysis.profile;
    let months = profile.months_observed;
    if let Some(income) = profile.income_monthly {
        assert_eq!(income, rows.monthly("income_monthly", months, ClassifiedRow::inflow));
        assert!(income <= profile.income_seen_monthly.unwrap());
    }
    let mut counted = 0;
    for (index, stream) in profile.income_streams.iter().enumerate() {
        let figure = format!("stream:{index}");
        assert!(rows.of(&figure).all(|row| row.treatment == Treatment::Income));
        if months > 0 {
            assert_eq!(stream.monthly_mean, rows.monthly(&figure, months, ClassifiedRow::inflow));
        }
        assert_eq!(stream.counted, stream.not_counted_because.is_none());
        counted += if stream.counted { rows.of(&figure).count() } else { 0 };
    }
    assert_eq!(counted, rows.of("income_monthly").count(), "recognised income is that of counted streams");
}

fn spending(analysis: &Analysis, rows: &Rows<'_>) {
    let profile = &analysis.profile;
    let months = profile.months_observed;
    assert_eq!(profile.spending_monthly.is_some(), months > 0);
    if let Some(spending) = profile.spending_monthly {
        let rows = rows.monthly("spending_monthly", months, ClassifiedRow::outflow);
        assert_eq!(spending, if rows.is_negative() { Money::cny(0) } else { rows });
    }
    let mut share = Decimal::ZERO;
    for spent in &profile.categories {
        let figure = format!("category:{}", spent.category);
        assert_eq!(spent.monthly, rows.monthly(&figure, months, ClassifiedRow::outflow));
        assert!(rows.of(&figure).all(|row| row.category == spent.category));
        share += spent.share;
    }
    let off = (share - Decimal::ONE).abs();
    assert!(profile.categories.is_empty() || off <= Decimal::new(1, 2), "shares add up to {share}");
}

fn obligations(analysis: &Analysis, rows: &Rows<'_>) {
    let profile = &analysis.profile;
    for (index, obligation) in profile.obligations.iter().enumerate() {
        let figure = format!("obligation:{index}");
        assert_eq!(
            obligation.payment_monthly,
            rows.monthly(&figure, obligation.months_seen, ClassifiedRow::outflow)
        );
        assert!(rows.of(&figure).all(|row| row.treatment == Treatment::ObligationPayment));
    }
    let total = profile.obligations.iter().map(|obligation| obligation.payment_monthly);
    assert_eq!(profile.obligations_monthly, Money::sum(total, Currency::Cny).unwrap());
    let all: usize =
        (0..profile.obligations.len()).map(|index| rows.of(&format!("obligation:{index}")).count()).sum();
    assert_eq!(rows.of("obligations_monthly").count(), all);
    assert_eq!(profile.debt_to_income.is_some(), profile.income_monthly.is_some_and(Money::is_positive));
}

fn left_out(analysis: &Analysis, rows: &Rows<'_>) {
    let left_out = &analysis.profile.left_out;
    for (name, treatment, sum) in [
        ("own_transfers", Treatment::OwnTransfer, left_out.own_transfers),
        ("refunds", Treatment::Refund, left_out.refunds),
        ("counted_elsewhere", Treatment::CountedElsewhere, left_out.counted_elsewhere),
        ("loan_proceeds", Treatment::LoanProceeds, left_out.loan_proceeds),
        ("other_inflow", Treatment::OtherInflow, left_out.other_inflow),
    ] {
        let of: Vec<&ClassifiedRow> = rows.of(&format!("left_out:{name}")).collect();
        assert!(of.iter().all(|row| row.treatment == treatment));
        assert_eq!(of.len(), analysis.rows.iter().filter(|row| row.treatment == treatment).count());
        let amounts = of.iter().map(|row| rows.transactions[&row.row].amount);
        assert_eq!(sum, Money::sum(amounts, Currency::Cny).unwrap(), "{name}");
    }
}

fn balances(analysis: &Analysis, rows: &Rows<'_>) {
    let profile = &analysis.profile;
    let shown: Vec<Money> =
        rows.classified.keys().filter_map(|name| rows.transactions[name].balance).collect();
    assert!(profile.lowest_balance.is_none() || !shown.is_empty());
    if let Some(lowest) = &profile.lowest_balance {
        assert!(shown.contains(&lowest.amount));
        let row = rows.of("lowest_balance").next().unwrap().row;
        assert_eq!(rows.transactions[&row].balance, Some(lowest.amount));
        assert_eq!(rows.transactions[&row].at.date(), lowest.day);
    }
    assert_eq!(profile.days_below_zero.is_some(), profile.lowest_balance.is_some());
    for row in rows.of("days_below_zero") {
        assert!(rows.transactions[&row.row].balance.is_some_and(Money::is_negative));
    }
    let below = profile.daily_balances.iter().filter(|(_, balance)| balance.is_negative()).count();
    assert!(profile.days_below_zero.unwrap_or(0) >= u32::try_from(below).unwrap());
    assert!(profile.daily_balances.windows(2).all(|pair| pair[0].0 < pair[1].0));
}
