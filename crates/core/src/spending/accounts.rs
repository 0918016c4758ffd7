//! Truth tests of an account whose statements come in several files: which days are missing, whether one file goes on where the
//! one before ended, and whether files that overlap say the same.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use crate::money::Money;
use crate::period::Window;
use crate::statement::{Direction, RowRef, Statement, StatementKind, TruthOutcome, TruthTest, day_text};

use super::across::test;
use super::coverage::{gaps, rows_window, runs};
use super::rows::{Row, account};
use super::truth;

/// How many transfers of one amount are looked at for the other side of one: enough for a person, and a bound for any file.
const OTHERS_MAX: usize = 256;

/// Statements by account, each account's in order of their days.
fn by_account<'a>(
    statements: &[&'a Statement],
) -> BTreeMap<(&'a str, &'a str), Vec<(Window, &'a Statement)>> {
    let mut accounts: BTreeMap<_, Vec<(Window, &Statement)>> = BTreeMap::new();
    for statement in statements {
        if let Some(window) = rows_window(statement) {
            accounts.entry(account(statement)).or_default().push((window, *statement));
        }
    }
    for statements in accounts.values_mut() {
        statements.sort_by_key(|(window, statement)| (window.first, window.last, statement.file));
    }
    accounts
}

/// The tests that there is something to say about; `rows` are those of the statements, repeated ones marked.
pub(crate) fn tests(statements: &[&Statement], rows: &[Row<'_>]) -> Vec<TruthTest> {
    let accounts = by_account(statements);
    [account_gaps(&accounts), account_continues(&accounts), Some(overlapping(&accounts, rows))]
        .into_iter()
        .flatten()
        .collect()
}

type Accounts<'a> = BTreeMap<(&'a str, &'a str), Vec<(Window, &'a Statement)>>;

/// Days between an account's first and last day that no file of it covers. What happened on them cannot be told, even where another
/// account covers them. Absent where no account has more than one file.
fn account_gaps(accounts: &Accounts<'_>) -> Option<TruthTest> {
    let several = accounts.values().filter(|statements| statements.len() > 1);
    let mut missing: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut compared = 0_usize;
    for statements in several {
        compared += 1;
        let windows: Vec<Window> = statements.iter().map(|(window, _)| *window).collect();
        let whole = Window {
            first: windows.iter().map(|window| window.first).min()?,
            last: windows.iter().map(|window| window.last).max()?,
        };
        missing.extend(gaps(&runs(windows, whole)));
    }
    if compared == 0 {
        return None;
    }
    let days: i64 = missing.iter().map(|(first, last)| Window { first: *first, last: *last }.days()).sum();
    let mut values = vec![
        ("accounts", compared.to_string()),
        ("gaps", missing.len().to_string()),
        ("days", days.to_string()),
    ];
    if let Some((first, last)) = missing.iter().min() {
        values.extend([("from", day_text(*first)), ("to", day_text(*last))]);
    }
    let outcome = if missing.is_empty() { TruthOutcome::Pass } else { TruthOutcome::CannotTell };
    Some(test("account_gaps", outcome, &values, Vec::new()))
}

/// Whether the balance that one file of an account ends with is the one that the next begins with. Where it is not, rows between
/// them are missing or a row was altered; which of both cannot be told. Absent where no two files of an account follow one another
/// with balances.
fn account_continues(accounts: &Accounts<'_>) -> Option<TruthTest> {
    let mut compared = 0;
    let mut apart: Vec<RowRef> = Vec::new();
    for statements in accounts.values() {
        for pair in statements.windows(2) {
            let ((before, earlier), (after, later)) = (pair[0], pair[1]);
            if before.last >= after.first || earlier.kind != StatementKind::BankDebit {
                continue;
            }
            let (earlier_rows, later_rows) = (truth::read(earlier).rows, truth::read(later).rows);
            let Some((last, first)) = earlier_rows.last().zip(later_rows.first()) else { continue };
            let Some((end, beginning)) = last.balance.zip(first.balance) else { continue };
            compared += 1;
            let moved = match first.direction {
                Direction::In => first.amount.fen(),
                Direction::Out => -first.amount.fen(),
                Direction::Neutral => 0,
            };
            if end.fen().checked_add(moved) != Some(beginning.fen()) {
                let names = [(earlier, last.line), (later, first.line)];
                apart.extend(names.map(|(statement, line)| RowRef { file: statement.file, line }));
            }
        }
    }
    let outcome = if apart.is_empty() { TruthOutcome::Pass } else { TruthOutcome::CannotTell };
    let values = [("compared", compared.to_string()), ("apart", (apart.len() / 2).to_string())];
    (compared > 0).then(|| test("account_continues", outcome, &values, apart))
}

/// Rows that stand in two files of an account count once. On days that lie within both files, rows that only one of them has are a
/// question: something was left out of the one or put into the other.
fn overlapping(accounts: &Accounts<'_>, rows: &[Row<'_>]) -> TruthTest {
    let mut repeated: Vec<RowRef> = Vec::new();
    let mut days: Option<Window> = None;
    for row in rows.iter().filter(|row| row.because == "overlap") {
        repeated.push(row.name());
        let day = row.day();
        let so_far = days.get_or_insert(Window { first: day, last: day });
        *so_far = Window { first: so_far.first.min(day), last: so_far.last.max(day) };
    }
    let one_sided = one_sided(accounts, rows);
    let mut values = vec![("rows", repeated.len().to_string()), ("one_sided", one_sided.len().to_string())];
    if let Some(days) = days {
        values.extend([("from", day_text(days.first)), ("to", day_text(days.last))]);
    }
    let case = match (one_sided.is_empty(), days) {
        (false, _) => "one_sided",
        (true, Some(_)) => "same",
        (true, None) => "none",
    };
    values.push(("case", case.to_owned()));
    let outcome = if one_sided.is_empty() { TruthOutcome::Pass } else { TruthOutcome::CannotTell };
    test("overlapping_statements", outcome, &values, one_sided.into_iter().chain(repeated).collect())
}

/// What a row is called in whichever file it is kept.
fn kept(row: &Row<'_>) -> RowRef {
    if row.because == "overlap" { row.paired_with.unwrap_or(row.name()) } else { row.name() }
}

fn one_sided(accounts: &Accounts<'_>, rows: &[Row<'_>]) -> Vec<RowRef> {
    let mut found: Vec<RowRef> = Vec::new();
    for statements in accounts.values() {
        for (index, (window, statement)) in statements.iter().enumerate() {
            for (other_window, other) in &statements[index + 1..] {
                // The first and the last day of a file need not be whole.
                let first = window.first.max(other_window.first);
                let last = window.last.min(other_window.last);
                if first >= last {
                    continue;
                }
                let shared = |row: &&Row<'_>| row.day() > first && row.day() < last;
                let of = |file| rows.iter().filter(move |row: &&Row<'_>| row.statement.file == file);
                let sides: [HashSet<RowRef>; 2] =
                    [statement.file, other.file].map(|file| of(file).map(kept).collect());
                let missing = |file, side: usize| {
                    let sides = &sides;
                    of(file)
                        .filter(shared)
                        .filter(move |row| !sides[side].contains(&kept(row)))
                        .map(Row::name)
                };
                found.extend(missing(statement.file, 1));
                found.extend(missing(other.file, 0));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The refunds that were paired with what they give back, and those that were not.
pub(crate) fn refund_pairing(rows: &[Row<'_>]) -> Option<TruthTest> {
    let refunds = || rows.iter().filter(|row| row.treatment == super::Treatment::Refund);
    let alone: Vec<&Row<'_>> = refunds().filter(|row| row.paired_with.is_none()).collect();
    let paired = refunds().count() - alone.len();
    if paired + alone.len() == 0 {
        return None;
    }
    let sum = Money::sum(alone.iter().map(|row| row.counted), crate::money::Currency::Cny).ok()?;
    let values =
        [("paired", paired.to_string()), ("alone", alone.len().to_string()), ("sum", sum.to_string())];
    let outcome = if alone.is_empty() { TruthOutcome::Pass } else { TruthOutcome::CannotTell };
    let others = refunds().filter(|row| row.paired_with.is_some());
    let rows = alone.iter().map(|row| row.name()).chain(others.map(Row::name)).collect();
    Some(test("refund_pairing", outcome, &values, rows))
}

/// Transfers to and from accounts in the person's own name, and those whose other side no statement shows.
pub(crate) fn own_transfers(rows: &[Row<'_>], days: u32) -> Option<TruthTest> {
    let own: Vec<&Row<'_>> =
        rows.iter().filter(|row| row.treatment == super::Treatment::OwnTransfer).collect();
    if own.is_empty() {
        return None;
    }
    let mut waiting: BTreeMap<(i64, bool), Vec<(NaiveDate, &Row<'_>)>> = BTreeMap::new();
    for row in &own {
        let inward = row.transaction.direction == Direction::In;
        waiting.entry((row.transaction.amount.fen(), inward)).or_default().push((row.day(), row));
    }
    let seen = |row: &&&Row<'_>| {
        let inward = row.transaction.direction == Direction::In;
        let others = waiting.get(&(row.transaction.amount.fen(), !inward)).into_iter().flatten();
        row.paired_with.is_some()
            || others.take(OTHERS_MAX).any(|(day, other)| {
                (*day - row.day()).num_days().unsigned_abs() <= u64::from(days)
                    && account(other.statement) != account(row.statement)
            })
    };
    let named = own.iter().filter(|row| row.because == "own_name");
    let unseen: Vec<RowRef> = named.filter(|row| !seen(row)).map(|row| row.name()).collect();
    let outcome = if unseen.is_empty() { TruthOutcome::Pass } else { TruthOutcome::CannotTell };
    let values = [("rows", own.len().to_string()), ("unseen", unseen.len().to_string())];
    let rows =
        unseen.into_iter().chain(own.iter().map(|row| row.name()).filter(|_| outcome == TruthOutcome::Pass));
    Some(test("own_transfers", outcome, &values, rows.collect()))
}
