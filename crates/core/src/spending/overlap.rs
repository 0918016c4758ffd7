//! The same row in two files: exports of one account that overlap.
//!
//! Of two exports of one account, a row with the same time, amount, balance, order and words is the same row. Between two layouts of
//! one provider the words differ; there only an order number that both state, with the same day, amount and direction, is certain.

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveDateTime};

use crate::ContentHash;
use crate::money::Money;
use crate::period::Window;
use crate::statement::{Direction, RowRef, Statement, Transaction};

use super::rows::account;

/// The bank or wallet a statement comes from: what its layouts' names begin with.
fn provider(statement: &Statement) -> &str {
    statement.layout.split('_').next().unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    InAccount {
        account: (&'a str, &'a str),
        at: NaiveDateTime,
        direction: Direction,
        fen: i64,
        balance: Option<i64>,
        order: &'a str,
        words: (&'a str, &'a str),
    },
    ByOrder {
        provider: &'a str,
        day: NaiveDate,
        direction: Direction,
        fen: i64,
        order: &'a str,
    },
}

/// Finds rows that a statement given before has too. Rows that are alike within one file stay as many as they are; a second file
/// repeats as many of them as the first has.
pub(crate) struct Repeats<'a> {
    files: HashMap<(&'a str, &'a str), BTreeSet<ContentHash>>,
    layouts: HashMap<&'a str, BTreeSet<&'a str>>,
    kept: HashMap<Key<'a>, Vec<(RowRef, &'a str)>>,
    seen_in_file: HashMap<(ContentHash, Key<'a>), usize>,
}

impl<'a> Repeats<'a> {
    /// Begins with the statements whose rows will be asked about, each statement's rows together.
    pub(crate) fn among(statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        let mut repeats = Repeats {
            files: HashMap::new(),
            layouts: HashMap::new(),
            kept: HashMap::new(),
            seen_in_file: HashMap::new(),
        };
        for statement in statements {
            repeats.files.entry(account(statement)).or_default().insert(statement.file);
        }
        repeats
    }

    /// Finds rows between two layouts of one provider too. The analysis does so where it pairs accounts.
    fn and_layouts(mut self, statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        for statement in statements {
            self.layouts.entry(provider(statement)).or_default().insert(&statement.layout);
        }
        self
    }

    /// The row of an earlier statement that this is, if it is one.
    pub(crate) fn first_of(&mut self, statement: &'a Statement, row: &'a Transaction) -> Option<RowRef> {
        let shared = self.files.get(&account(statement)).is_some_and(|files| files.len() > 1);
        let fen = row.amount.fen();
        let in_account = shared.then(|| Key::InAccount {
            account: account(statement),
            at: row.at,
            direction: row.direction,
            fen,
            balance: row.balance.map(Money::fen),
            order: &row.order_id,
            words: (row.counterparty.expose(), row.description.expose()),
        });
        let several = self.layouts.get(provider(statement)).is_some_and(|layouts| layouts.len() > 1);
        let by_order = (several && !row.order_id.is_empty()).then(|| Key::ByOrder {
            provider: provider(statement),
            day: row.at.date(),
            direction: row.direction,
            fen,
            order: &row.order_id,
        });
        let same = in_account.and_then(|key| self.earlier(statement, row, key, |_| true));
        if same.is_some() {
            return same;
        }
        by_order
            .and_then(|key| self.earlier(statement, row, key, |layout| layout != statement.layout.as_str()))
    }

    /// The earlier row with this key from a layout that will do; a row without one is kept as the earlier row of those to come.
    fn earlier(
        &mut self,
        statement: &'a Statement,
        row: &Transaction,
        key: Key<'a>,
        will_do: impl Fn(&str) -> bool,
    ) -> Option<RowRef> {
        let count = self.seen_in_file.entry((statement.file, key)).or_default();
        let ordinal = *count;
        *count += 1;
        let kept = self.kept.entry(key).or_default();
        let found = kept.iter().filter(|(_, layout)| will_do(layout)).nth(ordinal).map(|(row, _)| *row);
        if found.is_none() {
            kept.push((RowRef { file: statement.file, line: row.line }, &statement.layout));
        }
        found
    }
}

/// What a statement repeats of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overlap {
    /// How many of its rows the others have.
    pub rows: u32,
    /// From the first to the last day of those rows.
    pub days: Option<Window>,
}

/// What a statement repeats of statements that were there before.
pub fn overlap(statement: &Statement, before: &[Statement]) -> Overlap {
    let before = || before.iter().filter(|known| known.file != statement.file);
    let all = || before().chain([statement]);
    let mut repeats = Repeats::among(all()).and_layouts(all());
    for known in before() {
        for row in &known.transactions {
            repeats.first_of(known, row);
        }
    }
    let mut overlap = Overlap::default();
    for row in &statement.transactions {
        if repeats.first_of(statement, row).is_some() {
            let day = row.at.date();
            let days = overlap.days.get_or_insert(Window { first: day, last: day });
            (days.first, days.last) = (days.first.min(day), days.last.max(day));
            overlap.rows += 1;
        }
    }
    overlap
}

#[cfg(test)]
mod tests {
    use crate::applicant::Personal;
    use crate::money::{Currency, Money};
    use crate::statement::{Preamble, RowStatus, StatementKind};

    use super::*;

    /// A statement whose rows are `(day of March, fen, order number)`.
    fn statement(name: &str, layout: &str, account: &str, rows: &[(u32, i64, &str)]) -> Statement {
        let transactions = (2..).zip(rows).map(|(line, (day, fen, order))| Transaction {
            line,
            at: NaiveDate::from_ymd_opt(2026, 3, *day).unwrap().and_hms_opt(8, 15, 0).unwrap(),
            has_time: true,
            direction: Direction::Out,
            amount: Money::cny(*fen),
            refunded: Money::cny(0),
            balance: None,
            status: RowStatus::Settled,
            counterparty: Personal("鲜丰水果".to_owned()),
            counterparty_account: Personal(String::new()),
            description: Personal(format!("as {layout} words it")),
            provider_type: String::new(),
            method: String::new(),
            order_id: (*order).to_owned(),
            merchant_order_id: String::new(),
        });
        Statement {
            file: ContentHash::of(name.as_bytes()),
            part: None,
            layout: layout.to_owned(),
            encoding: "utf-8".to_owned(),
            header_line: 1,
            kind: StatementKind::Wallet,
            currency: Currency::Cny,
            preamble: Preamble { account: Some(Personal(account.to_owned())), ..Preamble::default() },
            transactions: transactions.collect(),
        }
    }

    fn days(first: u32, last: u32) -> Option<Window> {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        Some(Window { first: day(first), last: day(last) })
    }

    #[test]
    fn exports_of_one_account_repeat_as_many_rows_as_both_have() {
        let before = statement("1", "jd", "jd_1", &[(1, 5, ""), (2, 7, ""), (2, 7, ""), (3, 9, "")]);
        let after =
            statement("2", "jd", "jd_1", &[(2, 7, ""), (2, 7, ""), (2, 7, ""), (3, 9, ""), (4, 5, "")]);
        let found = overlap(&after, std::slice::from_ref(&before));
        assert_eq!(found, Overlap { rows: 3, days: days(2, 3) });
        let other = statement("2", "jd", "jd_2", &[(2, 7, ""), (3, 9, "")]);
        assert_eq!(overlap(&other, std::slice::from_ref(&before)), Overlap::default());
        assert_eq!(
            overlap(&before, std::slice::from_ref(&before)),
            Overlap::default(),
            "alike within a file"
        );
    }

    #[test]
    fn two_layouts_of_one_provider_repeat_what_has_the_same_order_number() {
        let mobile = statement("1", "alipay_mobile", "138******00", &[(1, 5, "A"), (2, 7, "B"), (3, 9, "")]);
        let web =
            statement("2", "alipay_web", "a@b.cn", &[(1, 5, "A"), (2, 8, "B"), (3, 9, ""), (4, 1, "C")]);
        assert_eq!(overlap(&web, std::slice::from_ref(&mobile)), Overlap { rows: 1, days: days(1, 1) });
        let wechat = statement("3", "wechat_csv", "", &[(1, 5, "A")]);
        assert_eq!(overlap(&wechat, std::slice::from_ref(&mobile)), Overlap::default());
        let again = statement("4", "alipay_mobile", "138******00", &[(1, 5, "A"), (9, 5, "D")]);
        assert_eq!(overlap(&again, &[mobile, web]), Overlap { rows: 1, days: days(1, 1) });
    }
}
