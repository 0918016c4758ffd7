//! Statements as providers wrote them, read by intake and analysed with the shipped pack's words.
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use firstline_core::spending::{Analysis, ClassifiedRow, Declared, Treatment};
use firstline_core::statement::{Direction, RowRef, Statement};
use firstline_core::{Currency, Money};
use firstline_intake::statement::{self, ReadOptions};
use serde_json::Value;

use super::{Words, reference_data};

/// The five layouts' samples by their names in `expected_totals.json`.
const SAMPLES: [&str; 6] =
    ["alipay_mobile_2023", "wechat_csv", "jd_2024", "cmb_debit", "icbc_debit-v1", "icbc_debit-v2"];

struct Samples {
    folder: PathBuf,
    totals: Value,
    words: Words,
}

impl Samples {
    /// The samples, or `None` after saying that the test is skipped.
    fn find() -> Option<Self> {
        let folder = reference_data();
        let Ok(totals) = std::fs::read_to_string(folder.join("statements_cn/expected_totals.json")) else {
            println!("skipped: reference data absent");
            return None;
        };
        Some(Samples { folder, totals: serde_json::from_str(&totals).unwrap(), words: Words::shipped() })
    }

    fn read(&self, sample: &str) -> Statement {
        let file = self.totals[sample]["file"].as_str().unwrap();
        let bytes = std::fs::read(self.folder.join(file)).unwrap();
        let reading = statement::read(file, &bytes, &ReadOptions::default());
        reading.unwrap_or_else(|error| panic!("{error}")).statements.remove(0)
    }

    fn analyse(&self, statements: &[Statement]) -> Analysis {
        self.words.analyse(statements, "陈小涛", &Declared::default())
    }
}

/// The treatment of each row by its line.
fn treatments(analysis: &Analysis) -> BTreeMap<u32, (Treatment, &str)> {
    analysis.rows.iter().map(|row| (row.row.line, (row.treatment, row.category.as_str()))).collect()
}

fn sum(rows: &[ClassifiedRow], of: fn(&ClassifiedRow) -> Money) -> Money {
    Money::sum(rows.iter().map(of), Currency::Cny).unwrap()
}

/// Every row is treated once, and what all treatments hold is what stands in the file.
#[test]
fn treated_rows_add_up_to_the_totals_counted_independently() {
    let Some(samples) = Samples::find() else { return };
    for sample in SAMPLES {
        let statement = samples.read(sample);
        let analysis = samples.analyse(std::slice::from_ref(&statement));
        let expected = &samples.totals[sample];
        assert_eq!(u64::try_from(analysis.rows.len()).unwrap(), expected["rows"], "{sample}");
        let amounts: BTreeMap<RowRef, (Direction, Money)> = statement
            .transactions
            .iter()
            .map(|row| (RowRef { file: statement.file, line: row.line }, (row.direction, row.amount)))
            .collect();
        let mut found = BTreeMap::new();
        for row in &analysis.rows {
            let (direction, amount) = amounts[&row.row];
            let sum = found.entry(direction).or_insert(Money::cny(0));
            *sum = sum.checked_add(amount).unwrap();
        }
        let found = |direction| found.get(&direction).copied().unwrap_or(Money::cny(0)).to_string();
        match expected["by_direction"].as_object() {
            Some(words) => {
                for (word, total) in words {
                    let direction = match word.as_str() {
                        "收入" => Direction::In,
                        "支出" => Direction::Out,
                        _ => Direction::Neutral,
                    };
                    assert_eq!(found(direction), total["sum"], "{sample} {word}");
                }
            }
            None => {
                assert_eq!(found(Direction::In), expected["total_in"], "{sample}");
                assert_eq!(found(Direction::Out), expected["total_out"], "{sample}");
            }
        }
    }
}

/// 2,277.70 out less 629.27 refunded is the 1,648.43 that the file states; closed and refunded orders it does not count.
#[test]
fn spending_at_jd_is_what_its_preamble_states_to_the_fen() {
    let Some(samples) = Samples::find() else { return };
    let statement = samples.read("jd_2024");
    let analysis = samples.analyse(&[statement]);
    let stated = "1648.43";
    assert_eq!(sum(&analysis.rows, ClassifiedRow::outflow).to_string(), stated);
    assert_eq!(sum(&analysis.rows, ClassifiedRow::inflow), Money::cny(0));
    let profile = &analysis.profile;
    assert_eq!(profile.months.len(), 1);
    assert_eq!((profile.months[0].whole, profile.months[0].outflow.to_string().as_str()), (true, stated));
    assert_eq!(profile.spending_monthly.unwrap().to_string(), stated);
    let refunds = analysis.rows.iter().filter(|row| row.treatment == Treatment::Refund);
    assert!(refunds.clone().count() == 7 && refunds.clone().all(|row| row.counted.is_zero()));
    assert!(refunds.clone().filter(|row| row.paired_with.is_none()).count() == 0);
}

/// What a person would say of these rows.
#[test]
fn rows_of_wallets_and_banks_are_what_they_say() {
    use Treatment::{Income, NoEffect, ObligationPayment, OtherInflow, OwnTransfer, Refund, Spending};
    let Some(samples) = Samples::find() else { return };
    for (sample, expected) in [
        (
            "wechat_csv",
            &[
                (18, (Spending, "dining")),
                (19, (OtherInflow, "red_packets")),
                (21, (Spending, "rent")),
                (22, (Income, "business_takings")),
                (23, (OwnTransfer, "wealth")),
                (24, (Spending, "fees_and_taxes")),
                (27, (ObligationPayment, "debt")),
                (28, (OwnTransfer, "wealth")),
                (33, (OwnTransfer, "own_account")),
                (34, (Spending, "red_packets")),
                (43, (Spending, "charity")),
            ][..],
        ),
        (
            "alipay_mobile_2023",
            &[
                (26, (Spending, "red_packets")),
                (27, (NoEffect, "uncategorised")),
                (28, (Refund, "refund")),
                (29, (OwnTransfer, "wealth")),
                (30, (OtherInflow, "transfer_in")),
                (31, (NoEffect, "uncategorised")),
                (33, (NoEffect, "uncategorised")),
            ],
        ),
        (
            "cmb_debit",
            &[
                (2, (Income, "public_benefit")),
                (3, (Spending, "transfer_out")),
                (4, (Spending, "utilities")),
                (5, (Spending, "cash")),
                (6, (Spending, "shopping")),
            ],
        ),
        (
            "icbc_debit-v2",
            &[
                (8, (Spending, "dining")),
                (9, (ObligationPayment, "debt")),
                (10, (OtherInflow, "transfer_in")),
                (11, (ObligationPayment, "debt")),
                (12, (Income, "salary")),
                (13, (Spending, "transfer_out")),
                (14, (OwnTransfer, "wealth")),
                (16, (OtherInflow, "reimbursement")),
                (18, (Refund, "refund")),
            ],
        ),
    ] {
        let analysis = samples.analyse(&[samples.read(sample)]);
        let found = treatments(&analysis);
        for (line, treatment) in expected {
            assert_eq!(found.get(line), Some(treatment), "{sample}, line {line}");
        }
    }
}

/// All files at once: nothing of one is lost or counted twice because of another.
#[test]
fn samples_together_are_samples_apart() {
    let Some(samples) = Samples::find() else { return };
    let statements: Vec<Statement> = SAMPLES.iter().map(|sample| samples.read(sample)).collect();
    // The two versions of one bank's file are the same account: only one is taken.
    let (last, others) = statements.split_last().unwrap();
    let together = samples.analyse(others);
    let rows: usize = others.iter().map(|statement| statement.transactions.len()).sum();
    assert_eq!(together.rows.len(), rows);
    let of = |analysis: &Analysis| {
        let moved = |row: &ClassifiedRow| row.inflow().checked_sub(row.outflow()).unwrap();
        sum(&analysis.rows, moved)
    };
    let apart = others.iter().map(|statement| of(&samples.analyse(std::slice::from_ref(statement))));
    // One file's purchase is by a card of one bank, and another file's repayment is of another bank's card.
    assert!(together.rows.iter().all(|row| row.because != "repaid_credit"));
    let apart = Money::sum(apart, Currency::Cny).unwrap();
    assert_eq!(of(&together), apart);
    let mut again = others.to_vec();
    again.push(last.clone());
    let repeated = samples.analyse(&again);
    assert_eq!(of(&repeated), of(&together), "a second export of the same account adds nothing");
}
