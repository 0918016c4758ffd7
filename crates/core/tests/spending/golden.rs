//! Golden cases: `tests/golden/spending/<case>.toml` is analysed and compared with the `.json` beside it.
//!
//! A case names the applicant, what is declared, and statements whose rows are lines of
//! `day and time | in, out or neutral | amount | balance | provider's type | other side | what for | method | order | status | refunded`,
//! the right-hand ones left out where there is nothing to say. `again = "bank"` gives a statement once more. To add a case, add
//! the file and run the tests with `FIRSTLINE_BLESS=1`; then read what was written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use firstline_core::applicant::Personal;
use firstline_core::period::Window;
use firstline_core::spending::{Analysis, Declared, analyse};
use firstline_core::statement::{
    Direction, Preamble, RowRef, RowStatus, Statement, StatementKind, Transaction,
};
use firstline_core::{ContentHash, Currency, Money};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CATEGORIES, invariants, terms};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[allow(dead_code, reason = "people read it")]
    why: String,
    applicant: String,
    declared_income: Option<String>,
    declared_housing: Option<String>,
    #[serde(default)]
    statement: Vec<Given>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Again { again: String },
    New(Box<New>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    name: String,
    layout: String,
    kind: StatementKind,
    account: Option<String>,
    holder: Option<String>,
    window: Option<Window>,
    #[serde(default)]
    currency: Currency,
    rows: String,
}

pub(super) fn transaction(line: u32, text: &str, currency: Currency) -> Transaction {
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    let money = |index: usize| -> Option<Money> {
        let yuan: Money = Some(cell(index)).filter(|cell| !cell.is_empty())?.parse().unwrap();
        Some(Money::from_fen(yuan.fen(), currency))
    };
    let has_time = cell(0).contains(' ');
    let at = if has_time { cell(0).to_owned() } else { format!("{} 00:00", cell(0)) };
    Transaction {
        line,
        at: NaiveDateTime::parse_from_str(&at, "%Y-%m-%d %H:%M")
            .unwrap_or_else(|error| panic!("{text}: {error}")),
        has_time,
        direction: match cell(1) {
            "in" => Direction::In,
            "out" => Direction::Out,
            "neutral" => Direction::Neutral,
            other => panic!("{text}: {other:?} is no direction"),
        },
        amount: money(2).unwrap(),
        refunded: money(10).unwrap_or(Money::zero(currency)),
        balance: money(3),
        status: match cell(9) {
            "" | "settled" => RowStatus::Settled,
            "refunded" => RowStatus::Refunded,
            "pending" => RowStatus::Pending,
            "closed" => RowStatus::Closed,
            other => panic!("{text}: {other:?} is no status"),
        },
        counterparty: Personal::from(cell(5)),
        counterparty_account: Personal::default(),
        description: Personal::from(cell(6)),
        provider_type: cell(4).to_owned(),
        method: cell(7).to_owned(),
        order_id: cell(8).to_owned(),
        merchant_order_id: String::new(),
    }
}

fn statement(given: &New) -> Statement {
    let rows = given.rows.lines().map(str::trim).filter(|line| !line.is_empty());
    Statement {
        file: ContentHash::of(given.name.as_bytes()),
        part: None,
        layout: given.layout.clone(),
        encoding: "utf-8".to_owned(),
        header_line: 1,
        kind: given.kind,
        currency: given.currency,
        preamble: Preamble {
            holder: given.holder.as_deref().map(Personal::from),
            account: given.account.as_deref().map(Personal::from),
            stated_window: given.window,
            ..Preamble::default()
        },
        transactions: (2..).zip(rows).map(|(line, row)| transaction(line, row, given.currency)).collect(),
    }
}

/// What a case's figures are, in words that a person can check by hand.
fn shown(analysis: &Analysis, statements: &[Statement], names: &BTreeMap<ContentHash, String>) -> Value {
    let profile = &analysis.profile;
    let row = |row: &RowRef| format!("{}:{}", names[&row.file], row.line);
    json!({
        "window": profile.window.map(|window| format!("{} to {}", window.first, window.last)),
        "days_observed": profile.days_observed,
        "months_observed": profile.months_observed,
        "statements": profile.statements,
        "thin_file": profile.thin_file,
        "months": profile.months.iter().map(|flow| format!(
            "{} {} in {} out {} net {}",
            flow.month, if flow.whole { "whole" } else { "part" }, flow.inflow, flow.outflow, flow.net,
        )).collect::<Vec<_>>(),
        "negative_net_months": profile.negative_net_months,
        "income_streams": profile.income_streams.iter().map(|stream| format!(
            "{} {}{} {} mean {} share {} cv {} trend {} seen {}/{} {} day {} next {}",
            stream.payer.expose(),
            word(&stream.kind),
            if stream.bonus { " bonus" } else { "" },
            stream.not_counted_because.as_deref().unwrap_or("counted"),
            stream.monthly_mean,
            or_none(&stream.share),
            or_none(&stream.cv),
            or_none(&stream.trend),
            stream.months_seen,
            stream.months_observed,
            word(&stream.period),
            or_none(&stream.usual_day),
            or_none(&stream.next_expected),
        )).collect::<Vec<_>>(),
        "income_monthly": profile.income_monthly.map(|money| money.to_string()),
        "income_seen_monthly": profile.income_seen_monthly.map(|money| money.to_string()),
        "income_cv": profile.income_cv,
        "income_months_ratio": profile.income_months_ratio,
        "income_shortfall_ratio": profile.income_shortfall_ratio,
        "obligations": profile.obligations.iter().map(|obligation| format!(
            "{} {} {} seen {}/{}",
            obligation.lender,
            word(&obligation.certainty),
            obligation.payment_monthly,
            obligation.months_seen,
            obligation.months_observed,
        )).collect::<Vec<_>>(),
        "obligations_monthly": profile.obligations_monthly.to_string(),
        "debt_to_income": profile.debt_to_income,
        "spending_monthly": profile.spending_monthly.map(|money| money.to_string()),
        "categories": profile.categories.iter()
            .map(|spent| format!("{} {} share {}", spent.category, spent.monthly, spent.share))
            .collect::<Vec<_>>(),
        "residual_income": profile.residual_income.map(|money| money.to_string()),
        "lowest_balance": profile.lowest_balance.as_ref().map(|lowest| format!("{} on {}", lowest.amount, lowest.day)),
        "days_below_zero": profile.days_below_zero,
        "buffer_days": profile.buffer_days,
        "days_with_balance": profile.daily_balances.len(),
        "left_out": {
            "own_transfers": profile.left_out.own_transfers.to_string(),
            "refunds": profile.left_out.refunds.to_string(),
            "counted_elsewhere": profile.left_out.counted_elsewhere.to_string(),
            "loan_proceeds": profile.left_out.loan_proceeds.to_string(),
            "other_inflow": profile.left_out.other_inflow.to_string(),
        },
        "truth_tests": profile.truth_tests.iter().filter(|test| test.file.is_none())
            .map(|test| format!("{} {}", test.code, word(&test.outcome)))
            .collect::<Vec<_>>(),
        "rows": analysis.rows.iter().map(|classified| {
            let amount = amount(statements, classified.row);
            let pair = classified.paired_with.as_ref().map(|other| format!(" with {}", row(other))).unwrap_or_default();
            format!(
                "{} {} {} because {}{pair}: {} of {amount}",
                row(&classified.row), word(&classified.treatment), classified.category, classified.because, classified.counted,
            )
        }).collect::<Vec<_>>(),
    })
}

/// The word that a value is written as.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn or_none<T: std::fmt::Display>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
}

fn amount(statements: &[Statement], row: RowRef) -> Money {
    let statement = statements.iter().find(|statement| statement.file == row.file).unwrap();
    statement.transactions.iter().find(|transaction| transaction.line == row.line).unwrap().amount
}

fn outcome(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    let case: Case = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut statements: Vec<Statement> = Vec::new();
    let mut names = BTreeMap::new();
    for given in &case.statement {
        match given {
            Given::Again { again } => {
                let file = ContentHash::of(again.as_bytes());
                statements.push(statements.iter().find(|statement| statement.file == file).unwrap().clone());
            }
            Given::New(given) => {
                statements.push(statement(given));
                names.insert(ContentHash::of(given.name.as_bytes()), given.name.clone());
            }
        }
    }
    let declared = Declared {
        income_monthly: case.declared_income.as_ref().map(|amount| amount.parse().unwrap()),
        housing_monthly: case.declared_housing.as_ref().map(|amount| amount.parse().unwrap()),
    };
    let analysis = analyse(&statements, &case.applicant, &CATEGORIES, &terms(), &declared).unwrap();
    invariants::hold(&analysis, &statements);
    shown(&analysis, &statements, &names)
}

#[test]
fn golden_cases_have_the_figures_written_beside_them() {
    let bless = std::env::var_os("FIRSTLINE_BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/spending");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    cases.sort();
    assert!(cases.len() >= 14, "the golden cases are where they are looked for");
    let mut wrong = Vec::new();
    for path in cases {
        let mut found = outcome(&path);
        found.sort_all_objects();
        let found = format!("{found:#}\n");
        let beside = path.with_extension("json");
        if bless {
            std::fs::write(&beside, &found).unwrap();
        } else if std::fs::read_to_string(&beside).ok().as_ref() != Some(&found) {
            wrong.push(format!("{} gives\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
