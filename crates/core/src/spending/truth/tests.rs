//! Each test of a statement, on rows made for it.

use chrono::NaiveDate;

use super::*;
use crate::ContentHash;
use crate::money::{Currency, Money};
use crate::period::Window;
use crate::statement::{
    Direction, Preamble, RowStatus, StatedBalance, StatedTotal, StatementKind, Transaction, UnknownWord,
};

fn row(line: u32, day: u32, direction: Direction, fen: i64, balance: Option<i64>) -> Transaction {
    Transaction {
        line,
        at: NaiveDate::from_ymd_opt(2026, 3, day).unwrap().into(),
        has_time: false,
        direction,
        amount: Money::cny(fen),
        refunded: Money::cny(0),
        balance: balance.map(Money::cny),
        status: RowStatus::Settled,
        counterparty: "某店".into(),
        counterparty_account: "".into(),
        description: "".into(),
        provider_type: String::new(),
        method: String::new(),
        order_id: String::new(),
        merchant_order_id: String::new(),
    }
}

fn statement(transactions: Vec<Transaction>) -> Statement {
    Statement {
        file: ContentHash::of(b"x"),
        part: None,
        layout: "cmb_debit".to_owned(),
        encoding: "utf-8".to_owned(),
        header_line: 1,
        kind: StatementKind::BankDebit,
        currency: Currency::Cny,
        preamble: Preamble::default(),
        transactions,
    }
}

fn found(statement: &Statement, code: &str) -> (TruthOutcome, Vec<u32>, BTreeMap<String, String>) {
    let test = test_statement(statement).into_iter().find(|test| test.code == code).unwrap();
    (test.outcome, test.rows.iter().map(|row| row.line).collect(), test.values)
}

#[test]
fn a_balance_closes_in_either_order_and_over_hidden_ones() {
    let mut rows = vec![
        row(2, 1, Direction::In, 10_000, Some(10_000)),
        row(3, 2, Direction::Out, 2_500, None),
        row(4, 3, Direction::Out, 500, Some(7_000)),
    ];
    assert_eq!(found(&statement(rows.clone()), "running_balance").0, TruthOutcome::Pass);
    rows.reverse();
    rows[1].balance = Some(Money::cny(7_500));
    let (outcome, _, values) = found(&statement(rows.clone()), "running_balance");
    assert_eq!((outcome, values["order"].as_str()), (TruthOutcome::Pass, "newest_first"));
    rows[1].amount = Money::cny(2_400);
    let (outcome, lines, _) = found(&statement(rows), "running_balance");
    assert_eq!((outcome, lines), (TruthOutcome::Fail, vec![3]));
}

#[test]
fn masked_balances_cannot_tell() {
    let masked = statement(vec![row(2, 1, Direction::In, 1, None), row(3, 2, Direction::In, 1, Some(2))]);
    assert_eq!(found(&masked, "running_balance").0, TruthOutcome::CannotTell);
}

#[test]
fn stated_totals_name_the_way_they_were_added_up() {
    let mut bill =
        statement(vec![row(2, 1, Direction::Out, 10_000, None), row(3, 2, Direction::Out, 5_000, None)]);
    bill.transactions[0].refunded = Money::cny(4_000);
    assert_eq!(found(&bill, "stated_totals").0, TruthOutcome::CannotTell);
    let stated =
        |fen, count| vec![StatedTotal { direction: Direction::Out, count, sum: Some(Money::cny(fen)) }];
    for (fen, count, outcome, basis) in [
        (11_000, Some(2), TruthOutcome::Pass, "net_of_refunds"),
        (15_000, None, TruthOutcome::Pass, "gross"),
        (15_000, Some(3), TruthOutcome::Fail, "none"),
        (10_999, Some(2), TruthOutcome::Fail, "none"),
    ] {
        bill.preamble.stated_totals = stated(fen, count);
        let (found, _, values) = found(&bill, "stated_totals");
        assert_eq!((found, values["out_basis"].as_str()), (outcome, basis));
    }
    bill.transactions[1].status = RowStatus::Closed;
    bill.preamble.stated_totals = stated(6_000, Some(1));
    assert_eq!(found(&bill, "stated_totals").2["out_basis"], "net_without_closed");
}

#[test]
fn neutral_totals_decide_nothing() {
    let mut bill = statement(vec![row(2, 1, Direction::Neutral, 10_000, None)]);
    bill.preamble.stated_totals =
        vec![StatedTotal { direction: Direction::Neutral, count: None, sum: Some(Money::cny(1)) }];
    assert_eq!(found(&bill, "stated_totals").0, TruthOutcome::CannotTell);
}

#[test]
fn rows_outside_the_stated_window_and_out_of_order_are_named() {
    let mut bill = statement(vec![
        row(2, 1, Direction::In, 1, None),
        row(3, 9, Direction::In, 2, None),
        row(4, 5, Direction::In, 3, None),
        row(5, 6, Direction::In, 3, None),
    ]);
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    bill.preamble.stated_window = Some(Window { first: day(1), last: day(6) });
    assert_eq!(found(&bill, "stated_window").1, vec![3]);
    let (outcome, lines, values) = found(&bill, "row_order");
    assert_eq!((outcome, lines, values["order"].as_str()), (TruthOutcome::Fail, vec![4], "oldest_first"));
    bill.preamble.stated_rows = Some(5);
    assert_eq!(found(&bill, "stated_rows").0, TruthOutcome::Fail);
    bill.kind = StatementKind::BankCredit;
    assert_eq!(found(&bill, "row_order").0, TruthOutcome::CannotTell);
}

#[test]
fn a_provider_may_count_repayments_and_not_add_them_up() {
    let mut bill =
        statement(vec![row(2, 1, Direction::Out, 300, None), row(3, 2, Direction::Out, 500, None)]);
    let stated = |fen| StatedTotal { direction: Direction::Out, count: Some(2), sum: Some(Money::cny(fen)) };
    bill.preamble.stated_totals = vec![stated(300)];
    assert_eq!(found(&bill, "stated_totals").0, TruthOutcome::Fail);
    bill.transactions[1].provider_type = "还款".to_owned();
    let (outcome, _, values) = found(&bill, "stated_totals");
    assert_eq!((outcome, values["out_basis"].as_str()), (TruthOutcome::Pass, "without_repayments"));
}

#[test]
fn rows_alike_are_duplicates_only_where_chance_is_ruled_out() {
    let alike = row(2, 1, Direction::Out, 200, None);
    let mut bill = statement(vec![alike.clone(), Transaction { line: 3, ..alike.clone() }]);
    assert_eq!(found(&bill, "duplicate_rows").0, TruthOutcome::CannotTell);
    bill.transactions.iter_mut().for_each(|row| row.order_id = "42".to_owned());
    let (outcome, lines, _) = found(&bill, "duplicate_rows");
    assert_eq!((outcome, lines), (TruthOutcome::Fail, vec![3]));
    bill.transactions[1].order_id = "43".to_owned();
    assert_eq!(found(&bill, "duplicate_rows").0, TruthOutcome::Pass);
}

#[test]
fn unknown_words_and_deleted_records_are_said() {
    let mut bill = statement(vec![row(2, 1, Direction::Out, 200, None)]);
    assert!(test_statement(&bill).iter().all(|test| test.code != "deleted_records"));
    bill.preamble.omits_deleted = true;
    let word = UnknownWord { line: 2, column: "交易状态".to_owned(), word: "已蒸发".to_owned() };
    bill.preamble.unknown_words.push(word);
    assert_eq!(found(&bill, "deleted_records").0, TruthOutcome::CannotTell);
    let (outcome, lines, values) = found(&bill, "unknown_words");
    assert_eq!((outcome, lines, values["words"].as_str()), (TruthOutcome::Fail, vec![2], "已蒸发"));
}

#[test]
fn rows_of_one_day_close_in_any_order_where_they_carry_no_time() {
    // 100 in, 30 out, 20 out and 100 in, 100 out: the file gives the days in order and the rows of each in none.
    let rows = vec![
        row(2, 1, Direction::Out, 2_000, Some(5_000)),
        row(3, 1, Direction::In, 10_000, Some(10_000)),
        row(4, 1, Direction::Out, 3_000, Some(7_000)),
        row(5, 2, Direction::Out, 10_000, Some(5_000)),
        row(6, 2, Direction::In, 10_000, Some(15_000)),
        row(7, 3, Direction::Out, 1_000, Some(4_000)),
    ];
    let (outcome, _, values) = found(&statement(rows.clone()), "running_balance");
    assert_eq!((outcome, values["order"].as_str()), (TruthOutcome::Pass, "within_moments"));
    let statement_read = statement(rows.clone());
    let order: Vec<u32> = read(&statement_read).rows.iter().map(|row| row.line).collect();
    assert_eq!(order, [3, 4, 2, 6, 5, 7]);
    let mut timed = rows.clone();
    timed.iter_mut().zip(1..).for_each(|(row, minute)| {
        row.has_time = true;
        row.at += chrono::TimeDelta::minutes(minute);
    });
    assert_eq!(found(&statement(timed), "running_balance").0, TruthOutcome::Fail);
    let mut altered = rows;
    altered[5].amount = Money::cny(1_100);
    let (outcome, lines, _) = found(&statement(altered), "running_balance");
    assert_eq!((outcome, lines), (TruthOutcome::Fail, vec![7]));
}

#[test]
fn a_day_that_ends_where_it_began_begins_where_the_day_before_ended() {
    let rows = vec![
        row(2, 1, Direction::In, 500, Some(500)),
        row(3, 1, Direction::Out, 500, Some(0)),
        row(4, 2, Direction::Out, 100, Some(400)),
        row(5, 2, Direction::In, 100, Some(500)),
        row(6, 3, Direction::Out, 200, Some(300)),
    ];
    // Read from zero the first day would end at zero, and the second could not begin at 500.
    let (outcome, _, _) = found(&statement(rows.clone()), "running_balance");
    assert_eq!(outcome, TruthOutcome::Pass);
    let statement_read = statement(rows);
    let order: Vec<u32> = read(&statement_read).rows.iter().map(|row| row.line).collect();
    assert_eq!(order, [3, 2, 4, 5, 6]);
}

#[test]
fn the_same_rows_in_pieces_that_do_not_hang_together_are_broken() {
    let rows = vec![
        row(2, 1, Direction::In, 500, Some(500)),
        row(3, 2, Direction::Out, 100, Some(400)),
        row(4, 2, Direction::In, 50, Some(950)),
        row(5, 2, Direction::Out, 50, Some(900)),
        row(6, 3, Direction::Out, 100, Some(300)),
    ];
    assert_eq!(found(&statement(rows), "running_balance").0, TruthOutcome::Fail);
}

#[test]
fn a_file_in_tenths_may_round_and_one_in_fen_may_not() {
    // 900.30 and 3.40 of interest are 903.70, and the file says 903.60.
    let mut rows = vec![
        row(2, 1, Direction::In, 90_030, Some(90_030)),
        row(3, 2, Direction::Out, 1_460, Some(88_900)),
        row(4, 2, Direction::In, 340, Some(90_360)),
        row(5, 3, Direction::Out, 10_000, Some(78_900)),
    ];
    let (outcome, _, values) = found(&statement(rows.clone()), "running_balance");
    assert_eq!((outcome, values["rounded"].as_str()), (TruthOutcome::Pass, "1"));
    rows[3].amount = Money::cny(10_020);
    let (outcome, lines, _) = found(&statement(rows.clone()), "running_balance");
    assert_eq!((outcome, lines), (TruthOutcome::Fail, vec![5]));
    rows[3].amount = Money::cny(10_001);
    rows[3].balance = Some(Money::cny(78_899));
    assert_eq!(found(&statement(rows), "running_balance").0, TruthOutcome::Fail);
}

#[test]
fn the_stated_balances_close_over_the_rows_that_were_carried_out() {
    let mut closes = statement(vec![
        row(2, 1, Direction::In, 500, None),
        row(3, 2, Direction::Out, 200, None),
        row(4, 2, Direction::Out, 100, None),
    ]);
    assert!(test_statement(&closes).iter().all(|test| test.code != "closing_balance"));
    closes.transactions[2].status = RowStatus::Pending;
    let stated = |fen| {
        Some(StatedBalance { day: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), amount: Money::cny(fen) })
    };
    closes.preamble.opening_balance = stated(1_000);
    closes.preamble.closing_balance = stated(1_300);
    assert_eq!(found(&closes, "closing_balance").0, TruthOutcome::Pass);
    closes.preamble.closing_balance = stated(1_200);
    let (outcome, _, values) = found(&closes, "closing_balance");
    assert_eq!((outcome, values["difference"].as_str()), (TruthOutcome::Fail, "-1.00"));
}
