//! A Czech bank's accounts up to the day each was granted a loan (PKDD'99, P. Berka and M. Sochorova), through the same analysis.
//!
//! The layout of its columns is here and not among those of intake, since nobody brings such a file to a desk. Amounts are
//! koruna with a tenth; they are read as the line's currency, for what is tested is whether sums close and signs are seen, and
//! neither asks what a unit is worth.
#![allow(
    clippy::print_stdout,
    reason = "a test that is skipped says so, one that is not says on how much it rests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::NaiveDate;
use firstline_core::spending::{Analysis, Declared, truth};
use firstline_core::statement::{
    Direction, Preamble, RowStatus, Statement, StatementKind, Transaction, TruthOutcome, TruthTest,
};
use firstline_core::{ContentHash, Currency, Money};

use super::{Words, reference_data};

const COLUMNS: &str = "trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account";

/// A row as the file has it.
struct Entry {
    transaction: u64,
    account: u64,
    day: NaiveDate,
    /// Above zero into the account.
    moved: i64,
    balance: i64,
    row: Transaction,
}

/// One file's rows by account.
struct File {
    name: String,
    accounts: BTreeMap<u64, Vec<Entry>>,
    /// The line that is cut, and how many rows of its day were left out with it: what else happened on that day is not there.
    cut: Option<(usize, usize)>,
}

struct Bank {
    files: Vec<File>,
    loans: BTreeMap<u64, NaiveDate>,
}

/// The bank, read once; `None` where the reference data is absent.
static BANK: LazyLock<Option<Bank>> = LazyLock::new(|| {
    let folder = reference_data().join("berka");
    let mut names: Vec<PathBuf> = std::fs::read_dir(&folder).ok()?.map(|file| file.unwrap().path()).collect();
    names.sort();
    let named =
        |name: &Path, part: &str| name.file_name().is_some_and(|name| name.to_string_lossy().contains(part));
    let files = names.iter().filter(|name| named(name, "trans")).map(|name| file(name)).collect();
    let loans =
        names.iter().filter(|name| named(name, "loan") && !named(name, "trans")).flat_map(|name| loans(name));
    Some(Bank { files, loans: loans.collect() })
});

fn bank() -> Option<&'static Bank> {
    if BANK.is_none() {
        println!("skipped: reference data absent");
    }
    BANK.as_ref()
}

fn cells(line: &str) -> Vec<&str> {
    line.split(';').map(|cell| cell.trim_matches(['"', ' '])).collect()
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%y%m%d").unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn loans(path: &Path) -> BTreeMap<u64, NaiveDate> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| (cells(line)[1].parse().unwrap(), day(cells(line)[2]))).collect()
}

fn file(path: &Path) -> File {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().enumerate();
    let header = lines.next().unwrap().1;
    assert_eq!(header.replace('"', ""), COLUMNS, "{}", path.display());
    let mut read = File {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        accounts: BTreeMap::new(),
        cut: None,
    };
    let mut last_day = None;
    for (index, line) in lines {
        match entry(index + 1, line) {
            Ok(entry) => {
                assert_eq!(read.cut, None, "{}: a cut row is the last", path.display());
                last_day = Some(entry.day);
                read.accounts.entry(entry.account).or_default().push(entry);
            }
            Err(problem) => {
                assert!(!text.ends_with('\n'), "{} line {}: {problem}", path.display(), index + 1);
                read.cut = Some((index + 1, 0));
            }
        }
    }
    if let (Some((_, left_out)), Some(last_day)) = (&mut read.cut, last_day) {
        for entries in read.accounts.values_mut() {
            let before = entries.len();
            entries.retain(|entry| entry.day != last_day);
            *left_out += before - entries.len();
        }
        read.accounts.retain(|_, entries| !entries.is_empty());
    }
    read
}

/// Reads a row of either coding. `VYBER` as a type is a withdrawal in cash, like `VYDAJ` a debit.
fn entry(line: usize, text: &str) -> Result<Entry, String> {
    let cells = cells(text);
    let [transaction, account, date, kind, operation, amount, balance, symbol, bank, partner] =
        cells.as_slice()
    else {
        return Err(format!("{} cells", cells.len()));
    };
    let direction = match *kind {
        "PRIJEM" | "credit" => Direction::In,
        "VYDAJ" | "VYBER" | "withdrawal" | "withdrawal in cash" => Direction::Out,
        other => return Err(format!("type {other:?}")),
    };
    let money = |text: &str| text.parse::<Money>().map_err(|error| format!("{text:?}: {error}"));
    let number = |text: &str| text.parse::<u64>().map_err(|error| format!("{text:?}: {error}"));
    let (amount, balance, day) = (money(amount)?, money(balance)?, day(date));
    let row = Transaction {
        line: u32::try_from(line).unwrap(),
        at: day.into(),
        has_time: false,
        direction,
        amount,
        refunded: Money::cny(0),
        balance: Some(balance),
        status: RowStatus::Settled,
        counterparty: "".into(),
        counterparty_account: format!("{bank}{partner}").as_str().into(),
        description: (*symbol).into(),
        provider_type: (*operation).to_owned(),
        method: String::new(),
        order_id: (*transaction).to_owned(),
        merchant_order_id: String::new(),
    };
    Ok(Entry {
        transaction: number(transaction)?,
        account: number(account)?,
        day,
        moved: if direction == Direction::In { amount.fen() } else { -amount.fen() },
        balance: balance.fen(),
        row,
    })
}

/// An account's statement from one file, up to a day.
fn statement(file: &File, account: u64, until: Option<NaiveDate>) -> Option<Statement> {
    let entries = file.accounts.get(&account)?.iter();
    let rows: Vec<Transaction> = entries
        .filter(|entry| until.is_none_or(|until| entry.day < until))
        .map(|entry| entry.row.clone())
        .collect();
    (!rows.is_empty()).then(|| Statement {
        file: ContentHash::of(format!("{} {account}", file.name).as_bytes()),
        part: None,
        layout: "berka".to_owned(),
        encoding: "utf-8".to_owned(),
        header_line: 1,
        kind: StatementKind::BankDebit,
        currency: Currency::Cny,
        preamble: Preamble { account: Some(account.to_string().as_str().into()), ..Preamble::default() },
        transactions: rows,
    })
}

/// An account's rows before its loan, each once, by the number the bank gave it.
type History<'b> = BTreeMap<u64, &'b Entry>;

impl Bank {
    /// Every account with rows before its loan: its statements and its rows.
    fn histories(&self) -> impl Iterator<Item = (u64, Vec<Statement>, History<'_>)> {
        self.loans.iter().filter_map(|(account, granted)| {
            let statements: Vec<Statement> =
                self.files.iter().filter_map(|file| statement(file, *account, Some(*granted))).collect();
            let entries = self.files.iter().filter_map(|file| file.accounts.get(account)).flatten();
            let history =
                entries.filter(|entry| entry.day < *granted).map(|entry| (entry.transaction, entry));
            (!statements.is_empty()).then(|| (*account, statements, history.collect()))
        })
    }
}

/// Every history analysed, once for all tests.
static ANALYSED: LazyLock<Vec<(u64, Analysis, History<'static>)>> = LazyLock::new(|| {
    let words = Words::shipped();
    let histories = BANK.as_ref().into_iter().flat_map(Bank::histories);
    histories
        .map(|(account, statements, history)| {
            (account, words.analyse(&statements, "", &Declared::default()), history)
        })
        .collect()
});

fn running_balance(tests: &[TruthTest]) -> impl Iterator<Item = &TruthTest> {
    tests.iter().filter(|test| test.code == "running_balance")
}

/// Accounts with a loan or without one: each file's balances follow on one another in some order of each day's rows.
#[test]
fn balances_follow_on_one_another_in_every_account() {
    let Some(bank) = bank() else { return };
    let (mut statements, mut rows, mut rounded) = (0, 0, 0);
    for file in &bank.files {
        if let Some((line, left_out)) = file.cut {
            println!("{}: line {line} is cut; the {left_out} rows of its day were left out", file.name);
        }
        for account in file.accounts.keys() {
            let statement = statement(file, *account, None).unwrap();
            let tests = truth::test_statement(&statement);
            let balance = running_balance(&tests).next().unwrap();
            let expected =
                if statement.transactions.len() < 2 { TruthOutcome::CannotTell } else { TruthOutcome::Pass };
            assert_eq!(balance.outcome, expected, "{}, account {account}: {balance:?}", file.name);
            statements += 1;
            rows += statement.transactions.len();
            rounded += balance.values.get("rounded").map_or(0, |rounded| rounded.parse::<usize>().unwrap());
        }
    }
    println!("{statements} statements, {rows} rows; {rounded} balances follow within a rounding");
    assert!(statements > 100 && rows > 10_000);
}

/// End-of-day balances against the amounts in the file: the bank booked hundredths and printed tenths, so that each row may be off
/// by one.
#[test]
fn every_account_day_before_a_loan_closes() {
    let Some(_) = bank() else { return };
    let mut days = 0;
    for (account, analysis, history) in ANALYSED.iter() {
        for test in running_balance(&analysis.profile.truth_tests) {
            assert_ne!(test.outcome, TruthOutcome::Fail, "account {account}: {test:?}");
        }
        let ends: BTreeMap<NaiveDate, i64> =
            analysis.profile.daily_balances.iter().map(|(day, balance)| (*day, balance.fen())).collect();
        let mut by_day: BTreeMap<NaiveDate, Vec<&Entry>> = BTreeMap::new();
        history.values().for_each(|entry| by_day.entry(entry.day).or_default().push(entry));
        let mut before = 0;
        for (day, entries) in by_day {
            let end = ends[&day];
            assert!(entries.iter().any(|entry| entry.balance == end), "account {account}: {end} on {day}");
            let moved: i64 = entries.iter().map(|entry| entry.moved).sum();
            let off = (before + moved - end).unsigned_abs();
            assert!(
                off <= 10 * entries.len() as u64,
                "account {account}, {day}: {before} and {moved} are {end}"
            );
            before = end;
            days += 1;
        }
    }
    println!("{} accounts, {days} account-days", ANALYSED.len());
    assert!(ANALYSED.len() > 50 && days > 1_000);
}

/// Whoever was below zero before the loan says so, and nobody else does.
#[test]
fn every_account_that_was_below_zero_before_its_loan_says_so() {
    let Some(_) = bank() else { return };
    let mut below = BTreeSet::new();
    for (account, analysis, history) in ANALYSED.iter() {
        let lowest = history.values().map(|entry| entry.balance).min().unwrap();
        let days: BTreeSet<NaiveDate> =
            history.values().filter(|entry| entry.balance < 0).map(|entry| entry.day).collect();
        let profile = &analysis.profile;
        assert_eq!(profile.lowest_balance.as_ref().unwrap().amount.fen(), lowest, "account {account}");
        let said = profile.days_below_zero.unwrap();
        assert_eq!(said > 0, lowest < 0, "account {account}");
        assert!(said as usize >= days.len(), "account {account}: {said} days, {} with rows", days.len());
        if lowest < 0 {
            below.insert(account);
        }
    }
    println!("{} of {} accounts were below zero before their loan: {below:?}", below.len(), ANALYSED.len());
    assert!(!below.is_empty());
}

/// Rows of an account that two files hold count once.
#[test]
fn files_that_overlap_count_once() {
    let Some(_) = bank() else { return };
    let mut repeated = 0;
    for (account, analysis, history) in ANALYSED.iter() {
        let counted = analysis.rows.iter().filter(|row| row.because != "overlap").count();
        assert_eq!(counted, history.len(), "account {account}");
        repeated += analysis.rows.len() - counted;
        // Nothing in these files is a transfer between own accounts or borrowed by the pack's words: all of it is in or out.
        let moved: i64 = history.values().map(|entry| entry.moved).sum();
        let net: i64 = analysis.rows.iter().map(|row| row.inflow().fen() - row.outflow().fen()).sum();
        assert_eq!(net, moved, "account {account}");
    }
    println!("{repeated} rows stood in two files");
}
