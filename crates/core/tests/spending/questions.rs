//! Questions that statements raise, and what two files of one account say of each other.

use chrono::{NaiveDate, NaiveDateTime};
use firstline_core::applicant::Personal;
use firstline_core::spending::{Declared, analyse};
use firstline_core::statement::{
    Direction, Preamble, RowStatus, Statement, StatementKind, Transaction, TruthOutcome, TruthTest,
};
use firstline_core::{ContentHash, Currency, Money};

use super::{CALENDAR, CATEGORIES, invariants, terms};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `day, in or out, fen, balance in fen, words`.
type Given<'a> = (&'a str, Direction, i64, Option<i64>, &'a str);

fn statement(name: &str, layout: &str, kind: StatementKind, rows: &[Given<'_>]) -> Statement {
    let row = |(line, (at, direction, fen, balance, words)): (u32, &Given<'_>)| Transaction {
        line,
        at: NaiveDateTime::from(day(at)),
        has_time: false,
        direction: *direction,
        amount: Money::cny(*fen),
        refunded: Money::cny(0),
        balance: balance.map(Money::cny),
        status: RowStatus::Settled,
        counterparty: Personal::from("样例公司"),
        counterparty_account: Personal::default(),
        description: Personal::from(*words),
        provider_type: String::new(),
        method: String::new(),
        order_id: String::new(),
        merchant_order_id: String::new(),
    };
    Statement {
        file: ContentHash::of(name.as_bytes()),
        part: None,
        layout: layout.to_owned(),
        encoding: "utf-8".to_owned(),
        header_line: 1,
        kind,
        currency: Currency::Cny,
        preamble: Preamble::default(),
        transactions: (2..).zip(rows).map(row).collect(),
    }
}

fn bank(name: &str, rows: &[Given<'_>]) -> Statement {
    statement(name, "cmb_debit", StatementKind::BankDebit, rows)
}

/// A test's outcome and the lines it names; `None` where it is absent.
fn asked(statements: &[Statement], code: &str) -> Option<(TruthOutcome, Vec<u32>)> {
    let analysis = analyse(statements, "陈小涛", &CATEGORIES, &terms(), &Declared::default()).unwrap();
    invariants::hold(&analysis, statements);
    let found: Option<&TruthTest> = analysis.profile.truth_tests.iter().find(|test| test.code == code);
    found.map(|test| (test.outcome, test.rows.iter().map(|row| row.line).collect()))
}

const ASKS: TruthOutcome = TruthOutcome::CannotTell;
const HOLDS: TruthOutcome = TruthOutcome::Pass;

#[test]
fn wages_on_a_holiday_and_wages_of_whole_hundreds_are_asked_about() {
    use Direction::In;
    assert!(CALENDAR.holiday(day("2026-10-01")).is_some());
    let mut rows = vec![
        ("2026-08-10", In, 800_000, None, "工资"),
        ("2026-09-10", In, 800_000, None, "工资"),
        ("2026-10-01", In, 800_000, None, "工资"),
    ];
    assert_eq!(asked(&[bank("a", &rows)], "holiday_wages"), Some((ASKS, vec![4])));
    assert_eq!(asked(&[bank("a", &rows)], "round_wages"), Some((ASKS, vec![2, 3, 4])));
    rows[2] = ("2026-10-10", In, 800_001, None, "工资");
    assert_eq!(asked(&[bank("a", &rows)], "holiday_wages"), Some((HOLDS, vec![])));
    assert_eq!(asked(&[bank("a", &rows)], "round_wages"), Some((HOLDS, vec![])));
    rows.pop();
    assert_eq!(asked(&[bank("a", &rows)], "round_wages"), None);
}

#[test]
fn a_run_of_round_purchases_is_asked_about_and_rent_is_not_one() {
    use Direction::Out;
    let days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"];
    let mut rows: Vec<Given<'_>> = days.iter().map(|day| (*day, Out, 30_000, None, "超市")).collect();
    assert_eq!(asked(&[bank("a", &rows)], "round_amounts"), Some((ASKS, vec![2, 3, 4, 5, 6, 7])));
    rows[3].2 = 30_050;
    assert_eq!(asked(&[bank("a", &rows)], "round_amounts"), Some((HOLDS, vec![])));
    rows.iter_mut().for_each(|row| (row.2, row.4) = (30_000, "房租"));
    assert_eq!(asked(&[bank("a", &rows)], "round_amounts"), None);
}

#[test]
fn order_numbers_given_out_after_their_row_are_asked_about() {
    let days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"];
    let rows: Vec<Given<'_>> = days.iter().map(|day| (*day, Direction::Out, 1_234, None, "超市")).collect();
    let mut wallet = statement("w", "alipay_mobile", StatementKind::Wallet, &rows);
    assert_eq!(asked(std::slice::from_ref(&wallet), "order_numbers"), None);
    for row in &mut wallet.transactions {
        row.order_id = format!("{}22001150001", row.at.format("%Y%m%d"));
        row.order_id.push_str("00000000");
    }
    assert_eq!(asked(std::slice::from_ref(&wallet), "order_numbers"), Some((HOLDS, vec![])));
    wallet.transactions[2].order_id.replace_range(0..8, "20260401");
    assert_eq!(asked(&[wallet], "order_numbers"), Some((ASKS, vec![4])));
}

#[test]
fn month_ends_alike_and_last_digits_uneven_are_asked_about() {
    use Direction::{In, Out};
    let months: Vec<Given<'_>> = vec![
        ("2026-01-31", In, 500, Some(12_345), ""),
        ("2026-02-10", Out, 100, Some(12_245), ""),
        ("2026-02-28", In, 100, Some(12_345), ""),
        ("2026-03-10", Out, 200, Some(12_145), ""),
        ("2026-03-31", In, 200, Some(12_345), ""),
    ];
    assert_eq!(asked(&[bank("a", &months)], "month_end_balances"), Some((ASKS, vec![2, 4, 6])));
    let mut other = months.clone();
    other[4].2 = 201;
    other[4].3 = Some(12_346);
    assert_eq!(asked(&[bank("a", &other)], "month_end_balances"), Some((HOLDS, vec![])));
    // Three hundred amounts that end in 1 make balances end in every digit in turn; made-up ones all end in 8.
    let turning: Vec<Given<'_>> =
        (1..=300).map(|step| ("2026-03-01", In, 101, Some(101 * step), "")).collect();
    assert_eq!(asked(&[bank("a", &turning)], "last_digits"), Some((HOLDS, vec![])));
    assert_eq!(asked(&[bank("a", &turning[1..])], "last_digits"), None);
    let made_up: Vec<Given<'_>> =
        (1..=300).map(|step| ("2026-03-01", In, 101, Some(1_000 * step + 8), "")).collect();
    let (outcome, rows) = asked(&[bank("a", &made_up)], "last_digits").unwrap();
    assert_eq!((outcome, rows.len()), (ASKS, 20));
}

#[test]
fn two_files_of_one_account_are_compared() {
    use Direction::{In, Out};
    let first = [
        ("2026-03-01", In, 10_000, Some(10_000), "转入"),
        ("2026-03-05", Out, 1_000, Some(9_000), "超市"),
        ("2026-03-08", Out, 2_000, Some(7_000), "超市"),
        ("2026-03-10", Out, 500, Some(6_500), "超市"),
    ];
    let next =
        [("2026-03-20", In, 1_500, Some(8_000), "转入"), ("2026-03-25", Out, 1_000, Some(7_000), "超市")];
    let files = |next: &[Given<'_>]| [bank("a", &first), bank("b", next)];
    assert_eq!(asked(&files(&next), "account_continues"), Some((HOLDS, vec![])));
    assert_eq!(asked(&files(&next), "account_gaps"), Some((ASKS, vec![])));
    let (outcome, lines) = asked(&files(&next[1..]), "account_continues").unwrap();
    assert_eq!((outcome, lines), (ASKS, vec![5, 2]));
    // The same days again, once with all rows and once without the one on the 8th.
    assert_eq!(asked(&files(&first[1..]), "overlapping_statements"), Some((HOLDS, vec![3, 4, 5])));
    assert_eq!(asked(&files(&first[1..]), "account_gaps"), Some((HOLDS, vec![])));
    let left_out = [first[0], first[1], first[3]];
    let (outcome, lines) = asked(&files(&left_out), "overlapping_statements").unwrap();
    assert_eq!((outcome, lines[0]), (ASKS, 4));
}
