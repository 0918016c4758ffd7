//! One invented person's wallets and banks over three months, in true layouts: `tests/data/overlapping`. Its README works the
//! spending out by hand.

use std::collections::BTreeMap;
use std::path::Path;

use firstline_core::spending::{Analysis, ClassifiedRow, Declared, Treatment};
use firstline_core::statement::{Direction, RowRef, Statement, TruthOutcome};
use firstline_core::{Currency, Money};
use firstline_intake::statement::{self, ReadOptions};

use super::Words;

const APPLICANT: &str = "林知夏";

/// Every file with the layout it is in.
const FILES: [(&str, &str); 7] = [
    ("alipay.csv", "alipay_mobile"),
    ("bocom_credit.csv", "bocom_credit"),
    ("cmb_from_april_8.csv", "cmb_debit"),
    ("cmb_until_april_20.csv", "cmb_debit"),
    ("icbc.csv", "icbc_debit"),
    ("jd.csv", "jd"),
    ("wechat.csv", "wechat_csv"),
];

fn statements() -> Vec<Statement> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/overlapping");
    let read = |(name, layout): (&str, &str)| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let mut read = statement::read(name, &bytes, &ReadOptions::default())
            .unwrap_or_else(|error| panic!("{name}: {error}"))
            .statements;
        assert_eq!((read.len(), read[0].layout.as_str()), (1, layout), "{name}");
        read.remove(0)
    };
    FILES.into_iter().map(read).collect()
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::sum(amounts, Currency::Cny).unwrap()
}

fn analysed() -> (Vec<Statement>, Analysis) {
    let statements = statements();
    let declared = Declared { income_monthly: Some(yuan("8600.00")), housing_monthly: None };
    let analysis = Words::shipped().analyse(&statements, APPLICANT, &declared);
    (statements, analysis)
}

/// What every row is, so that a wrong sum says where it comes from.
fn told(statements: &[Statement], analysis: &Analysis) -> String {
    let amounts: BTreeMap<RowRef, String> = statements
        .iter()
        .flat_map(|statement| statement.transactions.iter().map(move |row| (statement, row)))
        .map(|(statement, row)| {
            let told = format!("{} {} {} {}", statement.layout, row.line, row.at.date(), row.amount);
            (RowRef { file: statement.file, line: row.line }, told)
        })
        .collect();
    let tell = |row: &ClassifiedRow| {
        format!("{}: {:?} {} {} {}", amounts[&row.row], row.treatment, row.category, row.because, row.counted)
    };
    analysis.rows.iter().map(tell).collect::<Vec<_>>().join("\n")
}

#[test]
fn spending_is_what_was_worked_out_by_hand() {
    let (statements, analysis) = analysed();
    let told = told(&statements, &analysis);
    let months: Vec<(String, bool, String)> = analysis
        .profile
        .months
        .iter()
        .map(|flow| (flow.month.to_string(), flow.whole, flow.outflow.to_string()))
        .collect();
    let by_hand = [("2026-03", "2963.95"), ("2026-04", "3310.33"), ("2026-05", "2977.80")];
    let by_hand: Vec<(String, bool, String)> =
        by_hand.iter().map(|(month, out)| ((*month).to_owned(), true, (*out).to_owned())).collect();
    assert_eq!(months, by_hand, "{told}");
    assert_eq!(sum(analysis.rows.iter().map(ClassifiedRow::outflow)), yuan("9252.08"), "{told}");
    assert_eq!(analysis.profile.spending_monthly, Some(yuan("3084.03")), "{told}");
}

#[test]
fn adding_up_every_row_that_goes_out_is_wrong() {
    let statements = statements();
    let rows = statements.iter().flat_map(|statement| &statement.transactions);
    let naive = sum(rows.filter(|row| row.direction == Direction::Out).map(|row| row.amount));
    assert_eq!(naive, yuan("13431.60"));
}

/// Cards and pay-later are debts by lender; what they repaid is no more than what was bought.
#[test]
fn debts_are_told_apart_by_lender() {
    let (_, analysis) = analysed();
    let found: Vec<(&str, String, u32)> = analysis
        .profile
        .obligations
        .iter()
        .map(|debt| (debt.lender.as_str(), debt.payment_monthly.to_string(), debt.months_seen))
        .collect();
    let expected = [("huabei", "199.00", 1), ("credit_card_bocom", "175.97", 2), ("jd_baitiao", "59.90", 1)];
    let expected: Vec<(&str, String, u32)> =
        expected.iter().map(|(lender, paid, months)| (*lender, (*paid).to_owned(), *months)).collect();
    assert_eq!(found, expected);
    let repaid = analysis.rows.iter().filter(|row| row.because == "repaid_credit");
    assert_eq!(repaid.count(), 5, "JD, taxi, supermarket, jacket and bottle were repaid whole");
}

/// Each statement holds, and what they say together is said.
#[test]
fn the_statements_are_true_and_overlap_by_eight_rows() {
    let (_, analysis) = analysed();
    let tests = &analysis.profile.truth_tests;
    let failed: Vec<_> = tests.iter().filter(|test| test.outcome == TruthOutcome::Fail).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let find = |code: &str| tests.iter().find(|test| test.code == code).unwrap();
    assert_eq!(find("overlapping_statements").values["rows"], "8");
    assert_eq!(find("wallet_pairing").outcome, TruthOutcome::Pass, "{:?}", find("wallet_pairing"));
    assert_eq!(find("wallet_pairing").values["pairs"], "15");
    assert_eq!(find("account_holder").outcome, TruthOutcome::Pass);
    let own = analysis.rows.iter().filter(|row| row.because == "paired_own");
    assert_eq!(own.map(|row| row.treatment).collect::<Vec<_>>(), [Treatment::OwnTransfer]);
}

/// Wages of 8,600.00 on the 10th, a Saturday that is worked in May; the bonus of 3,000.00 is seen and is not base pay.
#[test]
fn a_bonus_is_seen_and_is_not_base_pay() {
    let (_, analysis) = analysed();
    let profile = &analysis.profile;
    assert_eq!(profile.income_monthly, Some(yuan("8600.00")));
    assert_eq!(profile.income_seen_monthly, Some(yuan("9600.00")));
    let streams: Vec<(bool, bool, String)> = profile
        .income_streams
        .iter()
        .map(|stream| (stream.bonus, stream.counted, stream.monthly_mean.to_string()))
        .collect();
    assert_eq!(streams, [(false, true, "8600.00".to_owned()), (true, false, "1000.00".to_owned())]);
    let next = profile.income_streams[0].next_expected.map(|day| day.to_string());
    assert_eq!(next.as_deref(), Some("2026-06-10"));
}
