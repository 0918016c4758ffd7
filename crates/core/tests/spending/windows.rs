//! Windows, against sums made the plain way.

use chrono::NaiveDate;
use firstline_core::period::Window;
use firstline_core::spending::{Analysis, Declared, Treatment, WINDOW_DAYS, WindowFigures, analyse};
use firstline_core::statement::{Preamble, Statement, StatementKind};
use firstline_core::{ContentHash, Currency, Money};

use super::{CATEGORIES, golden, terms};

const ROWS: [&str; 6] = [
    "2026-03-02 | in | 9000.00 | 10000.00 | 代发工资 | 示例工厂 | | | | |",
    "2026-03-10 | out | 2000.00 | 8000.00 | 快捷支付 | 花呗 | 花呗还款 | | | |",
    "2026-05-20 | out | 8500.00 | -500.00 | 快捷支付 | 示例超市 | | | | |",
    "2026-05-21 | out | 20.00 | -520.00 | 透支利息 | | | | | |",
    "2026-06-10 | in | 9000.00 | 8480.00 | 代发工资 | 示例工厂 | | | | |",
    "2026-06-20 | out | 1000.00 | 7480.00 | ATM取款 | | | | | |",
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An account from March to June, overdrawn from 20 May to 9 June.
fn account() -> Statement {
    let window = Window { first: day("2026-03-01"), last: day("2026-06-30") };
    Statement {
        file: ContentHash::of(b"windows"),
        part: None,
        layout: "cmb_debit".to_owned(),
        encoding: "utf-8".to_owned(),
        header_line: 1,
        kind: StatementKind::BankDebit,
        currency: Currency::Cny,
        preamble: Preamble { stated_window: Some(window), ..Preamble::default() },
        transactions: (2..)
            .zip(ROWS)
            .map(|(line, row)| golden::transaction(line, row, Currency::Cny))
            .collect(),
    }
}

#[test]
fn figures_of_windows_are_those_worked_out_by_hand() {
    let statements = [account()];
    let analysis = analyse(&statements, "", &CATEGORIES, &terms(), &Declared::default()).unwrap();
    hold(&analysis, &statements);
    let [thirty, sixty, _, half_year, _] = &analysis.profile.windows[..] else { panic!("five windows") };
    let shown = |window: &WindowFigures| {
        let ratio = |ratio: Option<rust_decimal::Decimal>| {
            ratio.map_or_else(|| "none".to_owned(), |ratio| ratio.to_string())
        };
        [
            format!("{} of {} days", window.covered_days, window.days),
            format!("in {} out {} net {}", window.inflow, window.spending, window.net),
            format!(
                "debt {} cash {} penalties {} × {}",
                window.debt_service, window.cash, window.penalty_rows, window.penalties
            ),
            format!("saved {} pledged {}", ratio(window.savings_rate), ratio(window.income_pledged)),
            format!(
                "cash share {} gambling share {}",
                ratio(window.cash_share),
                ratio(window.gambling_share)
            ),
            format!("monthly variation {}", ratio(window.net_variation_monthly)),
            window
                .lowest_balance
                .as_ref()
                .map_or_else(String::new, |low| format!("lowest {} on {}", low.amount, low.day)),
            format!("below zero {:?} buffer {}", window.days_below_zero, ratio(window.buffer_days)),
        ]
    };
    // End-of-day balances of June: nine days of -520, ten of 8,480 and eleven of 7,480 are 162,400, over 30 days and 1,000 spent.
    let june = [
        "30 of 30 days",
        "in 9000.00 out 1000.00 net 8000.00",
        "debt 0.00 cash 1000.00 penalties 0 × 0.00",
        "saved 0.8889 pledged 0",
        "cash share 1 gambling share 0",
        "monthly variation none",
        "lowest -520.00 on 2026-06-01",
        "below zero Some(9) buffer 162.4",
    ];
    assert_eq!(shown(thirty), june);
    // Thirty days with 8,000 kept and thirty with 8,520 lost: 8,260 off their mean, over 4,500 coming in.
    let two_months = [
        "60 of 60 days",
        "in 9000.00 out 9520.00 net -520.00",
        "debt 0.00 cash 1000.00 penalties 1 × 20.00",
        "saved -0.0578 pledged 0",
        "cash share 0.105 gambling share 0",
        "monthly variation 1.8356",
        "lowest -520.00 on 2026-05-21",
        "below zero Some(21) buffer 39",
    ];
    assert_eq!(shown(sixty)[..7], two_months[..7]);
    assert!(shown(sixty)[7].starts_with("below zero Some(21)"), "{:?}", shown(sixty));
    assert_eq!(half_year.covered_days, 122, "the statement begins in March");
    assert_eq!(half_year.income, Money::cny(1_800_000));
    assert_eq!(half_year.income_pledged.unwrap().to_string(), "0.1111");
    let ends = analysis.profile.month_end_balances();
    let ends: Vec<_> = ends.iter().map(|(day, balance)| format!("{day} {balance}")).collect();
    let expected = ["2026-03-31 8000.00", "2026-04-30 8000.00", "2026-05-31 -520.00", "2026-06-30 7480.00"];
    assert_eq!(ends, expected);
}

fn day_of(statements: &[Statement], row: firstline_core::statement::RowRef) -> NaiveDate {
    let statement = statements.iter().find(|statement| statement.file == row.file).unwrap();
    statement.transactions.iter().find(|transaction| transaction.line == row.line).unwrap().at.date()
}

/// Every window's sums are those of the rows in it, its net is what it says, and a longer window of the same days says the same.
pub fn hold(analysis: &Analysis, statements: &[Statement]) {
    let profile = &analysis.profile;
    let Some(whole) = profile.window else {
        assert!(profile.windows.is_empty());
        return;
    };
    assert_eq!(profile.windows.iter().map(|window| window.days).collect::<Vec<_>>(), WINDOW_DAYS);
    for window in &profile.windows {
        assert_eq!((window.window.last, window.window.days()), (whole.last, i64::from(window.days)));
        let inside =
            || analysis.rows.iter().filter(|row| window.window.contains(day_of(statements, row.row)));
        let sum = |amounts: Vec<Money>| Money::sum(amounts, Currency::Cny).unwrap();
        assert_eq!(window.inflow, sum(inside().map(|row| row.inflow()).collect()));
        assert_eq!(window.spending, sum(inside().map(|row| row.outflow()).collect()));
        assert_eq!(window.net, window.inflow.checked_sub(window.spending).unwrap());
        for (part, treatment, amount) in [
            ("income", Treatment::Income, window.income),
            ("debt_service", Treatment::ObligationPayment, window.debt_service),
        ] {
            let rows: Vec<_> = inside().filter(|row| row.treatment == treatment).collect();
            assert_eq!(amount, sum(rows.iter().map(|row| row.counted).collect()), "{part}");
            let behind = analysis.rows_of(&format!("window:{}:{part}", window.days)).unwrap();
            assert_eq!(behind.to_vec(), rows.iter().map(|row| row.row).collect::<Vec<_>>(), "{part}");
        }
        assert!(window.covered_days <= window.days && window.covered_days <= profile.days_observed);
        if window.window.first <= whole.first {
            assert_eq!(window.covered_days, profile.days_observed);
            assert_eq!(window.days_below_zero, profile.days_below_zero);
            assert_eq!(
                window.lowest_balance.as_ref().map(|lowest| lowest.amount),
                profile.lowest_balance.as_ref().map(|lowest| lowest.amount)
            );
        }
        for file in &window.statements {
            assert!(inside().any(|row| row.row.file == *file), "a statement without a row in the window");
        }
        assert_eq!(analysis.rows_of("window:90:nonsense"), None);
        assert_eq!(analysis.rows_of("window:91:income"), None);
    }
}
