//! Tests of a statement itself, never of the person: do its own totals, balances and dates agree with its rows.
//!
//! A test that fails is a question for the underwriter. Statements trimmed by their owner, or exported by a provider that
//! counts otherwise than it lists, fail without any fraud; the values say by how much and the rows say where.

use std::collections::{BTreeMap, HashMap};

use crate::money::Money;
use crate::statement::{
    Direction, RowRef, RowStatus, StatedTotal, Statement, Transaction, TruthOutcome, TruthTest, day_text,
};

/// The most rows a test names.
const ROWS_SHOWN_MAX: usize = 20;

/// Tests one statement. The tests, in this order; each rests on its own evidence and says `cannot_tell` where the file has none:
///
/// - `stated_totals`: the sums the file states for money in and out are those of its rows. Providers differ in what they add
///   up, so each of these is tried and the one that holds is named in `basis`: `gross` (amounts as stated), `net_of_refunds`
///   (less the parts the rows themselves say were refunded), `without_closed` (gross, closed rows left out),
///   `net_without_closed`. Money counted as neither is compared too (`neutral_*`) but decides nothing: providers say themselves
///   that they count it by another logic.
/// - `stated_rows`: as many rows as the file says.
/// - `stated_window`: every row lies in the days the file says it covers.
/// - `running_balance`: each balance is the one before with the row's amount, read upwards or downwards.
/// - `row_order`: the rows' moments only rise or only fall.
/// - `duplicate_rows`: no row stands there twice. Rows without an order number, a balance or a time of day may be alike by
///   chance: then it cannot tell.
/// - `unknown_words`: every direction and status word is known; a row with an unknown one counts as not carried out.
/// - `deleted_records`: present, and always `cannot_tell`, where the file says that deleted records are not shown.
pub fn test_statement(statement: &Statement) -> Vec<TruthTest> {
    let mut tests = vec![
        stated_totals(statement),
        stated_rows(statement),
        stated_window(statement),
        running_balance(statement),
        row_order(statement),
        duplicate_rows(statement),
        unknown_words(statement),
    ];
    if statement.preamble.omits_deleted {
        tests.push(Finding::cannot_tell().named(statement, "deleted_records"));
    }
    tests
}

/// A test's outcome while its evidence is gathered.
struct Finding {
    outcome: TruthOutcome,
    values: BTreeMap<String, String>,
    lines: Vec<u32>,
}

impl Finding {
    fn new(outcome: TruthOutcome) -> Self {
        Finding { outcome, values: BTreeMap::new(), lines: Vec::new() }
    }

    fn cannot_tell() -> Self {
        Self::new(TruthOutcome::CannotTell)
    }

    fn of(holds: bool) -> Self {
        Self::new(if holds { TruthOutcome::Pass } else { TruthOutcome::Fail })
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }

    fn rows(mut self, lines: impl IntoIterator<Item = u32>) -> Self {
        self.lines = lines.into_iter().take(ROWS_SHOWN_MAX).collect();
        self
    }

    fn named(self, statement: &Statement, code: &str) -> TruthTest {
        TruthTest {
            code: code.to_owned(),
            file: Some(statement.file),
            outcome: self.outcome,
            values: self.values,
            rows: self.lines.into_iter().map(|line| RowRef { file: statement.file, line }).collect(),
        }
    }
}

/// The four things providers add up.
#[derive(Clone, Copy)]
struct Sums {
    rows: u32,
    gross: i128,
    refunded: i128,
    closed_rows: u32,
    closed: i128,
}

impl Sums {
    fn of(statement: &Statement, direction: Direction) -> Self {
        let mut sums = Sums { rows: 0, gross: 0, refunded: 0, closed_rows: 0, closed: 0 };
        for row in statement.transactions.iter().filter(|row| row.direction == direction) {
            let fen = i128::from(row.amount.fen());
            sums.rows += 1;
            sums.gross += fen;
            if row.status == RowStatus::Closed {
                sums.closed_rows += 1;
                sums.closed += fen;
            } else {
                sums.refunded += i128::from(row.refunded.fen());
            }
        }
        sums
    }

    /// Which way of adding up agrees with what is stated.
    fn basis(&self, stated: &StatedTotal) -> Option<&'static str> {
        let ways = [
            ("gross", self.gross, self.rows),
            ("net_of_refunds", self.gross - self.refunded, self.rows),
            ("without_closed", self.gross - self.closed, self.rows - self.closed_rows),
            ("net_without_closed", self.gross - self.refunded - self.closed, self.rows - self.closed_rows),
        ];
        ways.into_iter()
            .find(|(_, sum, rows)| {
                stated.sum.is_none_or(|stated| i128::from(stated.fen()) == *sum)
                    && stated.count.is_none_or(|stated| stated == *rows)
            })
            .map(|(name, _, _)| name)
    }
}

fn stated_totals(statement: &Statement) -> TruthTest {
    let mut finding = Finding::cannot_tell();
    for stated in &statement.preamble.stated_totals {
        let sums = Sums::of(statement, stated.direction);
        let basis = sums.basis(stated);
        let direction = match stated.direction {
            Direction::In => "in",
            Direction::Out => "out",
            Direction::Neutral => "neutral",
        };
        finding = finding.with(&format!("{direction}_sum"), fen_text(sums.gross));
        finding = finding.with(&format!("{direction}_rows"), sums.rows);
        if sums.refunded != 0 {
            finding = finding.with(&format!("{direction}_refunded"), fen_text(sums.refunded));
        }
        if let Some(sum) = stated.sum {
            finding = finding.with(&format!("{direction}_stated"), sum);
        }
        if let Some(count) = stated.count {
            finding = finding.with(&format!("{direction}_stated_rows"), count);
        }
        finding = finding.with(&format!("{direction}_basis"), basis.unwrap_or("none"));
        finding.outcome = match (stated.direction, finding.outcome, basis) {
            (Direction::Neutral, so_far, _) => so_far,
            (Direction::In | Direction::Out, TruthOutcome::Fail, _) => TruthOutcome::Fail,
            (Direction::In | Direction::Out, _, None) => TruthOutcome::Fail,
            (Direction::In | Direction::Out, TruthOutcome::Pass | TruthOutcome::CannotTell, Some(_)) => {
                TruthOutcome::Pass
            }
        };
    }
    finding.named(statement, "stated_totals")
}

fn fen_text(fen: i128) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

fn stated_rows(statement: &Statement) -> TruthTest {
    let rows = statement.transactions.len();
    let finding = match statement.preamble.stated_rows {
        Some(stated) => Finding::of(usize::try_from(stated) == Ok(rows)).with("stated", stated),
        None => Finding::cannot_tell(),
    };
    finding.with("rows", rows).named(statement, "stated_rows")
}

fn stated_window(statement: &Statement) -> TruthTest {
    let Some(window) = statement.preamble.stated_window else {
        return Finding::cannot_tell().named(statement, "stated_window");
    };
    let outside: Vec<u32> = statement
        .transactions
        .iter()
        .filter(|row| !window.contains(row.at.date()))
        .map(|row| row.line)
        .collect();
    Finding::of(outside.is_empty())
        .with("first", day_text(window.first))
        .with("last", day_text(window.last))
        .with("outside", outside.len())
        .rows(outside)
        .named(statement, "stated_window")
}

/// The row's effect on the balance.
fn effect(row: &Transaction) -> i128 {
    let fen = i128::from(row.amount.fen());
    match row.direction {
        Direction::In => fen,
        Direction::Out => -fen,
        Direction::Neutral => 0,
    }
}

/// The lines whose balance does not follow from the balance before, and how many pairs were compared. Rows whose balance is
/// not shown are bridged.
fn breaks<'t>(rows: impl Iterator<Item = &'t Transaction>) -> (Vec<u32>, u32) {
    let mut known: Option<i128> = None;
    let mut since = 0;
    let mut compared = 0;
    let mut lines = Vec::new();
    for row in rows {
        since += effect(row);
        let Some(balance) = row.balance.map(Money::fen).map(i128::from) else { continue };
        if let Some(before) = known {
            compared += 1;
            if before + since != balance {
                lines.push(row.line);
            }
        }
        known = Some(balance);
        since = 0;
    }
    (lines, compared)
}

fn running_balance(statement: &Statement) -> TruthTest {
    let rows = &statement.transactions;
    let shown = rows.iter().filter(|row| row.balance.is_some()).count();
    if shown < 2 {
        return Finding::cannot_tell().with("balances", shown).named(statement, "running_balance");
    }
    let (down, compared) = breaks(rows.iter());
    let (up, _) = breaks(rows.iter().rev());
    let (order, broken) = if up.len() < down.len() { ("newest_first", up) } else { ("oldest_first", down) };
    Finding::of(broken.is_empty())
        .with("balances", shown)
        .with("compared", compared)
        .with("breaks", broken.len())
        .with("order", order)
        .rows(broken)
        .named(statement, "running_balance")
}

/// Whether a statement's rows run from the newest to the oldest: as its days do, or on one day as its balances do.
pub(crate) fn runs_backwards(statement: &Statement) -> bool {
    let rows = &statement.transactions;
    let days = rows.first().zip(rows.last()).map(|(first, last)| first.at.cmp(&last.at));
    match days {
        Some(std::cmp::Ordering::Greater) => true,
        Some(std::cmp::Ordering::Less) | None => false,
        Some(std::cmp::Ordering::Equal) => breaks(rows.iter().rev()).0.len() < breaks(rows.iter()).0.len(),
    }
}

fn row_order(statement: &Statement) -> TruthTest {
    let rows = &statement.transactions;
    if rows.len() < 2 {
        return Finding::cannot_tell().named(statement, "row_order");
    }
    let against = |wrong: fn(&Transaction, &Transaction) -> bool| -> Vec<u32> {
        rows.windows(2).filter(|pair| wrong(&pair[0], &pair[1])).map(|pair| pair[1].line).collect()
    };
    let falling = against(|before, after| after.at < before.at);
    let rising = against(|before, after| after.at > before.at);
    let (order, broken) =
        if rising.len() < falling.len() { ("newest_first", rising) } else { ("oldest_first", falling) };
    Finding::of(broken.is_empty())
        .with("order", order)
        .with("breaks", broken.len())
        .rows(broken)
        .named(statement, "row_order")
}

fn duplicate_rows(statement: &Statement) -> TruthTest {
    let mut seen = HashMap::with_capacity(statement.transactions.len());
    let mut lines = Vec::new();
    let mut told_apart = true;
    for row in &statement.transactions {
        let key = (
            (row.at, row.direction, row.amount.fen(), row.balance.map(Money::fen), row.status),
            (row.counterparty.expose(), row.counterparty_account.expose(), row.description.expose()),
            (&row.provider_type, &row.method, &row.order_id, &row.merchant_order_id),
        );
        if seen.insert(key, row.line).is_some() {
            lines.push(row.line);
            told_apart &= row.has_time || row.balance.is_some() || !row.order_id.is_empty();
        }
    }
    let finding = match (lines.is_empty(), told_apart) {
        (true, _) => Finding::of(true),
        (false, true) => Finding::of(false),
        (false, false) => Finding::cannot_tell(),
    };
    finding.with("duplicates", lines.len()).rows(lines).named(statement, "duplicate_rows")
}

fn unknown_words(statement: &Statement) -> TruthTest {
    let unknown = &statement.preamble.unknown_words;
    let mut words: Vec<&str> = unknown.iter().map(|unknown| unknown.word.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    words.truncate(ROWS_SHOWN_MAX);
    let mut finding = Finding::of(unknown.is_empty());
    if !unknown.is_empty() {
        finding = finding.with("words", words.join("、"));
    }
    finding.rows(unknown.iter().map(|unknown| unknown.line)).named(statement, "unknown_words")
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::ContentHash;
    use crate::money::Currency;
    use crate::period::Window;
    use crate::statement::{Preamble, StatementKind, UnknownWord};

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
}
