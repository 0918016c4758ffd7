//! What holds of any statements.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use firstline_core::applicant::Personal;
use firstline_core::spending::{Analysis, Declared, SpendingProfile, WindowFigures, analyse};
use firstline_core::statement::{
    Direction, Preamble, RowRef, RowStatus, Statement, StatementKind, Transaction,
};
use firstline_core::{ContentHash, Currency, Money};
use proptest::prelude::*;

use super::{CATEGORIES, invariants, terms};

/// Types, other sides and purposes that meet most rules and each other.
const WORDS: [(&str, &str, &str); 18] = [
    ("代发工资", "样例科技有限公司", "工资"),
    ("代发其他", "样例配送平台", "骑手配送费"),
    ("汇入汇款", "李四", "转账"),
    ("转账汇款", "陈小涛", "转账"),
    ("快捷支付", "财付通-巷口面馆", ""),
    ("快捷支付", "支付宝-晴天服饰", ""),
    ("快捷退款", "财付通-巷口面馆", ""),
    ("贷款扣款", "样例消费金融有限公司", "消费贷款还款"),
    ("快捷支付", "支付宝-花呗", "花呗还款"),
    ("信用借还", "花呗", "花呗自动还款"),
    ("汇入汇款", "样例消费金融有限公司", "贷款放款"),
    ("商户消费", "巷口面馆", "牛肉面"),
    ("服饰装扮", "晴天服饰", "卫衣"),
    ("退款", "晴天服饰", "退款-卫衣"),
    ("零钱提现", "招商银行", ""),
    ("银联ATM取款", "", "取款"),
    ("文化休闲", "体育彩票投注站", "彩票"),
    ("", "", ""),
];
const METHODS: [&str; 6] = ["", "零钱", "招商银行(1234)", "花呗", "交通银行信用卡(7449)", "微信-招商银行"];
const AMOUNTS: [i64; 6] = [0, 1, 2_500, 10_000, 10_001, 800_000];

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
}

fn row() -> impl Strategy<Value = Transaction> {
    let direction = prop_oneof![Just(Direction::In), Just(Direction::Out), Just(Direction::Neutral)];
    let status = prop_oneof![
        6 => Just(RowStatus::Settled),
        2 => Just(RowStatus::Refunded),
        1 => Just(RowStatus::Pending),
        1 => Just(RowStatus::Closed),
    ];
    let money = (0..AMOUNTS.len(), 0_u8..4, proptest::option::of(-50_000_i64..50_000));
    let words = (0..WORDS.len(), 0..METHODS.len(), 0_u32..40);
    (0_i64..300, direction, money, status, words).prop_map(
        |(day, direction, (amount, refunded, balance), status, (word, method, order))| {
            let fen = AMOUNTS[amount];
            let (provider_type, counterparty, description) = WORDS[word];
            Transaction {
                line: 0,
                at: first_day().and_time(chrono::NaiveTime::MIN) + TimeDelta::days(day),
                has_time: false,
                direction,
                amount: Money::cny(fen),
                refunded: Money::cny(if refunded == 0 { fen / 2 } else { 0 }),
                balance: balance.map(Money::cny),
                status,
                counterparty: Personal::from(counterparty),
                counterparty_account: Personal::default(),
                description: Personal::from(description),
                provider_type: provider_type.to_owned(),
                method: METHODS[method].to_owned(),
                order_id: if order < 10 { format!("4200{order:04}") } else { String::new() },
                merchant_order_id: String::new(),
            }
        },
    )
}

fn named(name: &str, bank: bool, rows: Vec<Transaction>) -> Statement {
    let (layout, kind) =
        if bank { ("cmb_debit", StatementKind::BankDebit) } else { ("wechat_csv", StatementKind::Wallet) };
    let rows = (2..).zip(rows).map(|(line, row)| Transaction { line, ..row });
    Statement {
        file: ContentHash::of(name.as_bytes()),
        part: None,
        layout: layout.to_owned(),
        encoding: "utf-8".to_owned(),
        header_line: 1,
        kind,
        currency: Currency::Cny,
        preamble: Preamble { account: Some(Personal::from(layout)), ..Preamble::default() },
        transactions: rows.collect(),
    }
}

/// Up to three statements: a bank's, and those of wallets.
fn statements() -> impl Strategy<Value = Vec<Statement>> {
    let rows = || proptest::collection::vec(row(), 0..40);
    (rows(), rows(), rows()).prop_map(|(bank, wechat, alipay)| {
        let mut statements =
            vec![named("bank", true, bank), named("wechat", false, wechat), named("alipay", false, alipay)];
        statements[2].layout = "alipay_mobile".to_owned();
        statements
    })
}

/// Gives every row a moment of its own, so that no order has to be made up between rows of one moment.
fn apart(mut statements: Vec<Statement>) -> Vec<Statement> {
    let rows = statements.iter_mut().flat_map(|statement| &mut statement.transactions);
    for (second, row) in (0..).zip(rows) {
        row.at += TimeDelta::seconds(second);
        row.has_time = true;
    }
    for statement in &mut statements {
        statement.transactions.sort_by_key(|row| row.at);
        (2..).zip(&mut statement.transactions).for_each(|(line, row)| row.line = line);
    }
    statements
}

fn analysed(statements: &[Statement]) -> Analysis {
    analyse(statements, "陈小涛", &CATEGORIES, &terms(), &Declared::default()).unwrap()
}

/// The figures that rest on what rows are, not on where they stand in which file.
fn of_rows(profile: SpendingProfile) -> SpendingProfile {
    SpendingProfile {
        truth_tests: Vec::new(),
        lowest_balance: None,
        days_below_zero: None,
        buffer_days: None,
        daily_balances: Vec::new(),
        windows: profile
            .windows
            .into_iter()
            .map(|window| WindowFigures {
                lowest_balance: None,
                days_below_zero: None,
                buffer_days: None,
                ..window
            })
            .collect(),
        figure_rows: BTreeMap::new(),
        ..profile
    }
}

/// A year of one bank account: a wage, rent and food in every month.
fn year() -> Statement {
    let mut rows = Vec::new();
    for month in 1..=10 {
        let at = |day| -> NaiveDateTime { NaiveDate::from_ymd_opt(2026, month, day).unwrap().into() };
        let make = |day, direction, fen, (provider_type, counterparty, description): (&str, &str, &str)| {
            Transaction {
                line: 0,
                at: at(day),
                has_time: false,
                direction,
                amount: Money::cny(fen),
                refunded: Money::cny(0),
                balance: None,
                status: RowStatus::Settled,
                counterparty: Personal::from(counterparty),
                counterparty_account: Personal::default(),
                description: Personal::from(description),
                provider_type: provider_type.to_owned(),
                method: String::new(),
                order_id: String::new(),
                merchant_order_id: String::new(),
            }
        };
        rows.push(make(1, Direction::Out, 3_000, ("消费", "惠民生活超市", "")));
        rows.push(make(10, Direction::In, 800_000, WORDS[0]));
        rows.push(make(15, Direction::Out, 200_000, ("转账汇款", "王房东", "房租")));
        rows.push(make(16, Direction::Out, 30_000, WORDS[7]));
        rows.push(make(28, Direction::Out, 8_000, ("消费", "样例百货", "衣服")));
    }
    named("year", true, rows)
}

/// The year with a row like one of its own, some days on and of another amount.
fn year_with(like: usize, month: u64, days: u64, fen: i64) -> Statement {
    let mut statement = year();
    let month = usize::try_from(month).unwrap();
    let mut row = statement.transactions[month * 5 + like].clone();
    row.at = row.at.checked_add_days(Days::new(days)).unwrap();
    row.amount = Money::cny(fen);
    statement.transactions.insert(month * 5 + like + 1, row);
    named("year", true, statement.transactions)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_figure_is_what_its_rows_add_up_to(statements in statements()) {
        invariants::hold(&analysed(&statements), &statements);
    }

    #[test]
    fn the_order_of_statements_and_giving_one_twice_change_nothing(statements in statements(), turn in 0_usize..3) {
        let once = analysed(&statements);
        let mut turned = statements.clone();
        turned.rotate_left(turn);
        turned.push(statements[turn].clone());
        prop_assert_eq!(once, analysed(&turned));
    }

    #[test]
    fn files_run_either_way(statements in statements()) {
        let down = apart(statements);
        let mut up = down.clone();
        for statement in &mut up {
            statement.transactions.reverse();
            (2..).zip(&mut statement.transactions).for_each(|(line, row)| row.line = line);
        }
        prop_assert_eq!(of_rows(analysed(&down).profile), of_rows(analysed(&up).profile));
    }

    #[test]
    fn rows_have_their_lines_wherever_they_stand(statements in statements(), seed in any::<u64>()) {
        let mut mixed = statements.clone();
        for statement in &mut mixed {
            let key = |row: &Transaction| ContentHash::of(&(seed ^ u64::from(row.line)).to_le_bytes());
            statement.transactions.sort_by_key(key);
        }
        let (as_given, mixed) = (analysed(&statements), analysed(&mixed));
        prop_assert_eq!(&as_given.rows, &mixed.rows);
        prop_assert_eq!(of_rows(as_given.profile), of_rows(mixed.profile));
    }

    #[test]
    fn two_exports_that_overlap_are_one_account(statements in statements(), cut in 0_usize..40, shared in 1_usize..40) {
        let whole = apart(statements);
        let rows = &whole[0].transactions;
        prop_assume!(rows.len() >= 2);
        let cut = cut.min(rows.len() - 1);
        let until = (cut + shared).min(rows.len());
        let first = named("bank", true, rows[..until].to_vec());
        let second = named("bank, later", true, rows[cut..].to_vec());
        let parts = [first, second, whole[1].clone(), whole[2].clone()];
        let (one, two) = (analysed(&whole).profile, analysed(&parts).profile);
        prop_assert_eq!(&one.months, &two.months);
        prop_assert_eq!(&one.income_streams, &two.income_streams);
        prop_assert_eq!(&one.obligations, &two.obligations);
        prop_assert_eq!(&one.categories, &two.categories);
        prop_assert_eq!(&one.residual_income, &two.residual_income);
    }

    #[test]
    fn more_income_never_lowers_income(month in 0_u64..10, days in 0_u64..10, fen in 0_i64..2_000_000) {
        let (before, after) = (analysed(&[year()]).profile, analysed(&[year_with(1, month, days, fen)]).profile);
        prop_assert!(after.income_monthly >= before.income_monthly);
        prop_assert!(after.residual_income >= before.residual_income);
        prop_assert!(after.debt_to_income <= before.debt_to_income);
    }

    #[test]
    fn more_debt_never_eases(month in 0_u64..10, days in 0_u64..10, fen in 0_i64..2_000_000) {
        let (before, after) = (analysed(&[year()]).profile, analysed(&[year_with(3, month, days, fen)]).profile);
        prop_assert!(after.obligations_monthly >= before.obligations_monthly);
        prop_assert!(after.debt_to_income >= before.debt_to_income);
        prop_assert!(after.residual_income <= before.residual_income);
        prop_assert!(after.spending_monthly >= before.spending_monthly);
    }

    #[test]
    fn a_refund_never_raises_spending(month in 0_u64..9, days in 0_u64..30, fen in 0_i64..20_000) {
        let mut refunded = year_with(4, month, days, fen);
        let place = usize::try_from(month).unwrap() * 5 + 5;
        let row = &mut refunded.transactions[place];
        row.direction = Direction::In;
        row.provider_type = "退货".to_owned();
        let (before, after) = (analysed(&[year()]).profile, analysed(&[refunded]).profile);
        prop_assert!(after.spending_monthly <= before.spending_monthly);
        prop_assert_eq!(after.income_monthly, before.income_monthly);
    }
}

#[test]
fn a_row_can_be_the_only_one_and_carry_the_largest_amount() {
    let mut statement = year();
    statement.transactions.truncate(1);
    statement.transactions[0].amount = Money::cny(i64::MAX);
    let found = analyse(&[statement], "", &CATEGORIES, &terms(), &Declared::default()).unwrap();
    assert_eq!(found.rows[0].row, RowRef { file: ContentHash::of(b"year"), line: 2 });
    let mut twice = year();
    twice.transactions.iter_mut().for_each(|row| row.amount = Money::cny(i64::MAX));
    assert!(analyse(&[twice], "", &CATEGORIES, &terms(), &Declared::default()).is_err());
}
