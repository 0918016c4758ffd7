//! Signs that a statement may have been edited. Each is a question for the underwriter and never a verdict: what it finds has
//! innocent explanations too, so that it passes or cannot tell, and never fails. A test is absent where there is too little to ask.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::period::Month;
use crate::statement::{RowRef, RowStatus, Statement, StatementKind, TruthOutcome, TruthTest, day_text};

use super::across::test;
use super::categories::{Categories, CategoryGroup};
use super::rows::Row;
use super::{IncomeKind, Treatment, truth};

/// A hundred yuan, in fen.
const HUNDRED: i64 = 10_000;
/// So many purchases of whole hundreds one after the other are a run: most prices are not whole hundreds.
const ROUND_RUN_MIN: usize = 6;
/// So many wages, all of whole hundreds, are worth a question: net pay hardly is.
const ROUND_WAGES_MIN: usize = 3;
/// So many month ends with one and the same balance.
const ALIKE_MONTH_ENDS_MIN: usize = 3;
/// Last digits are looked at from so many balances on; fewer are uneven by chance.
const DIGITS_MIN: i64 = 300;
/// Pearson's chi-squared of ten digits with nine degrees of freedom passes 80 by chance less than once in a billion; last digits of
/// neighbouring balances depend on each other a little, which this leaves room for.
const DIGITS_CHI_SQUARED_MAX: i64 = 80;
/// Numbers of orders are looked at where so many of a file's carry a date.
const DATED_NUMBERS_MIN: usize = 5;

/// The questions that the rows raise or settle.
pub(crate) fn tests(
    rows: &[Row<'_>],
    statements: &[&Statement],
    categories: &Categories,
    calendar: &Calendar,
) -> Vec<TruthTest> {
    let wages: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| row.treatment == Treatment::Income && row.income == Some(IncomeKind::Salary))
        .collect();
    let mut tests =
        vec![holiday_wages(&wages, calendar), round_wages(&wages), round_amounts(rows, categories)];
    for statement in statements {
        tests.push(order_numbers(statement));
        if statement.kind == StatementKind::BankDebit {
            tests.push(month_end_balances(statement));
            tests.push(last_digits(statement));
        }
    }
    tests.into_iter().flatten().collect()
}

/// A question, with the rows that raise it.
fn question(code: &str, values: &[(&str, String)], rows: Vec<RowRef>) -> TruthTest {
    let outcome = if rows.is_empty() { TruthOutcome::Pass } else { TruthOutcome::CannotTell };
    test(code, outcome, values, rows)
}

fn of(statement: &Statement, test: TruthTest) -> TruthTest {
    TruthTest { file: Some(statement.file), ..test }
}

/// Wages booked on a public holiday: pay offices are closed, and most banks pay wages on the working day before or after.
fn holiday_wages(wages: &[&Row<'_>], calendar: &Calendar) -> Option<TruthTest> {
    let known: Vec<&&Row<'_>> = wages.iter().filter(|row| calendar.knows(row.day())).collect();
    let on_holiday: Vec<(&str, NaiveDate, RowRef)> =
        known.iter().filter_map(|row| Some((calendar.holiday(row.day())?, row.day(), row.name()))).collect();
    let mut values = vec![("wages", known.len().to_string()), ("found", on_holiday.len().to_string())];
    if let Some((holiday, day, _)) = on_holiday.first() {
        values.extend([("holiday", (*holiday).to_owned()), ("day", day_text(*day))]);
    }
    let rows = on_holiday.into_iter().map(|(_, _, row)| row).collect();
    (!known.is_empty()).then(|| question("holiday_wages", &values, rows))
}

/// Wages that are all whole hundreds.
fn round_wages(wages: &[&Row<'_>]) -> Option<TruthTest> {
    if wages.len() < ROUND_WAGES_MIN {
        return None;
    }
    let round: Vec<RowRef> = wages
        .iter()
        .filter(|row| row.transaction.amount.fen() % HUNDRED == 0)
        .map(|row| row.name())
        .collect();
    let values = [("wages", wages.len().to_string()), ("found", round.len().to_string())];
    let rows = if round.len() == wages.len() { round } else { Vec::new() };
    Some(question("round_wages", &values, rows))
}

/// The longest run of purchases in one statement whose amounts are whole hundreds. Rent, cash and transfers are round by nature.
fn round_amounts(rows: &[Row<'_>], categories: &Categories) -> Option<TruthTest> {
    let mut purchases: Vec<&Row<'_>> = rows
        .iter()
        .filter(|row| row.treatment == Treatment::Spending && row.transaction.amount.is_positive())
        .filter(|row| match categories.group(&row.category) {
            CategoryGroup::Necessary | CategoryGroup::Discretionary => true,
            CategoryGroup::Income
            | CategoryGroup::Housing
            | CategoryGroup::Debt
            | CategoryGroup::Cash
            | CategoryGroup::Gambling
            | CategoryGroup::Penalty
            | CategoryGroup::Transfer
            | CategoryGroup::Other => false,
        })
        .collect();
    purchases.sort_by_key(|row| (row.statement.file, row.transaction.at, row.transaction.line));
    let mut longest: Vec<RowRef> = Vec::new();
    let mut run: Vec<RowRef> = Vec::new();
    let mut file = None;
    for row in &purchases {
        if file.replace(row.statement.file) != Some(row.statement.file)
            || row.transaction.amount.fen() % HUNDRED != 0
        {
            run.clear();
        }
        if row.transaction.amount.fen() % HUNDRED == 0 {
            run.push(row.name());
        }
        if run.len() > longest.len() {
            longest.clone_from(&run);
        }
    }
    let values = [("purchases", purchases.len().to_string()), ("longest", longest.len().to_string())];
    let rows = if longest.len() < ROUND_RUN_MIN { Vec::new() } else { longest };
    (purchases.len() >= ROUND_RUN_MIN).then(|| question("round_amounts", &values, rows))
}

/// The day that an order number carries: `2026052822…` of Alipay, `4200001234` and then the day of WeChat.
fn number_day(number: &str) -> Option<NaiveDate> {
    let digits = number.as_bytes();
    let at = |place: usize| {
        let text = digits.get(place..place + 8).filter(|text| text.iter().all(u8::is_ascii_digit))?;
        let text = std::str::from_utf8(text).ok().filter(|text| text.starts_with("20"))?;
        NaiveDate::parse_from_str(text, "%Y%m%d").ok()
    };
    if digits.len() < 20 {
        return None;
    }
    at(0).or_else(|| at(10).filter(|_| digits.len() >= 24))
}

/// Rows whose order number was given out on a later day than the row says it happened. Only in files whose numbers carry the day of
/// their row as a rule.
fn order_numbers(statement: &Statement) -> Option<TruthTest> {
    let mut same = 0;
    let mut dated = 0;
    let mut later = Vec::new();
    for row in &statement.transactions {
        let Some(day) = number_day(&row.order_id).filter(|_| row.status == RowStatus::Settled) else {
            continue;
        };
        dated += 1;
        if day == row.at.date() {
            same += 1;
        } else if day > row.at.date() {
            later.push(RowRef { file: statement.file, line: row.line });
        }
    }
    if dated < DATED_NUMBERS_MIN || same * 10 < dated * 8 {
        return None;
    }
    let values = [("dated", dated.to_string()), ("found", later.len().to_string())];
    Some(of(statement, question("order_numbers", &values, later)))
}

/// One and the same balance, not zero, at the end of several months.
fn month_end_balances(statement: &Statement) -> Option<TruthTest> {
    let mut ends: BTreeMap<Month, (i64, RowRef)> = BTreeMap::new();
    for row in truth::read(statement).rows {
        if let Some(balance) = row.balance {
            let name = RowRef { file: statement.file, line: row.line };
            ends.insert(Month::of(row.at.date()), (balance.fen(), name));
        }
    }
    if ends.len() < ALIKE_MONTH_ENDS_MIN {
        return None;
    }
    let months = ends.len();
    let mut alike: BTreeMap<i64, Vec<RowRef>> = BTreeMap::new();
    for (balance, row) in ends.into_values().filter(|(balance, _)| *balance != 0) {
        alike.entry(balance).or_default().push(row);
    }
    let most = alike.into_values().max_by_key(Vec::len).unwrap_or_default();
    let values = [("months", months.to_string()), ("found", most.len().to_string())];
    let rows = if most.len() < ALIKE_MONTH_ENDS_MIN { Vec::new() } else { most };
    Some(of(statement, question("month_end_balances", &values, rows)))
}

/// How evenly the last digits of balances are spread: sums of many amounts end in any digit alike often. Only balances after an
/// amount that itself does not end in zero are looked at, since the others repeat the digit before.
fn last_digits(statement: &Statement) -> Option<TruthTest> {
    let mut seen = [0_i64; 10];
    let mut last_of: [Vec<RowRef>; 10] = Default::default();
    let moved = statement.transactions.iter().filter(|row| row.amount.fen() % 10 != 0);
    for row in moved {
        let Some(balance) = row.balance else { continue };
        let digit = usize::try_from(balance.fen().unsigned_abs() % 10).ok()?;
        seen[digit] += 1;
        last_of[digit].push(RowRef { file: statement.file, line: row.line });
    }
    let count: i64 = seen.iter().sum();
    if count < DIGITS_MIN {
        return None;
    }
    // Pearson's sum of (seen - expected)^2 / expected, with expected = count / 10, as a whole number rounded down.
    let squares: i64 = seen.iter().map(|seen| (10 * seen - count).pow(2)).sum();
    let chi_squared = squares / (10 * count);
    let (digit, most) = seen.iter().enumerate().max_by_key(|(_, seen)| **seen)?;
    let values = [
        ("balances", count.to_string()),
        ("digit", digit.to_string()),
        ("found", most.to_string()),
        ("chi_squared", chi_squared.to_string()),
    ];
    let rows = if chi_squared > DIGITS_CHI_SQUARED_MAX { last_of[digit].clone() } else { Vec::new() };
    Some(of(statement, question("last_digits", &values, rows)))
}
