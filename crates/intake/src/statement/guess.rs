//! How a file nobody has described might be read, from the words of its header: a proposal for a person to correct.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use firstline_core::money::Currency;
use firstline_core::statement::{Direction, StatementKind};

use super::layout::same;
use super::mapping::{
    AmountForm, COLUMNS_MAX, ColumnMapping, ColumnRole, DateOrder, DirectionWord, MappedColumn,
    StatusMeaning, StatusWord, column_role,
};
use super::preview::PreviewLine;
use super::{currency, layouts};
use crate::cell;

/// The fewest cells of a header.
const CELLS_MIN: usize = 4;
/// How many lines are offered as the header.
const HEADERS_MAX: usize = 5;
/// How many words of a column are proposed.
const WORDS_MAX: usize = 20;

/// Header texts that known layouts do not have.
const WORDS: [(ColumnRole, &[&str]); 14] = [
    (
        ColumnRole::At,
        &[
            "日期",
            "时间",
            "入账时间",
            "记账时间",
            "交易日期时间",
            "date",
            "transaction date",
            "posting date",
            "booking date",
        ],
    ),
    (ColumnRole::Time, &["time"]),
    (
        ColumnRole::Direction,
        &["收支", "借贷标志", "收付标志", "方向", "type of entry", "dr/cr", "debit/credit"],
    ),
    (ColumnRole::Amount, &["金额", "发生额", "交易额", "amount", "transaction amount", "value"]),
    (
        ColumnRole::AmountIn,
        &[
            "贷方发生额",
            "贷方金额",
            "贷方",
            "收入金额",
            "存入",
            "转入金额",
            "credit",
            "deposit",
            "money in",
            "paid in",
            "credit amount",
        ],
    ),
    (
        ColumnRole::AmountOut,
        &[
            "借方发生额",
            "借方金额",
            "借方",
            "支出金额",
            "取出",
            "转出金额",
            "debit",
            "withdrawal",
            "money out",
            "paid out",
            "debit amount",
        ],
    ),
    (ColumnRole::Balance, &["余额", "账户余额", "当前余额", "balance", "running balance", "closing balance"]),
    (ColumnRole::Currency, &["币种", "货币", "currency", "ccy"]),
    (ColumnRole::Status, &["状态", "status"]),
    (
        ColumnRole::Counterparty,
        &[
            "对方",
            "对方名称",
            "对方姓名",
            "对方户名",
            "对手",
            "收款人",
            "商户",
            "商户名称",
            "payee",
            "counterparty",
            "merchant",
            "name",
        ],
    ),
    (
        ColumnRole::CounterpartyAccount,
        &["对方账号", "对方账户", "对手账号", "account number", "counterparty account"],
    ),
    (
        ColumnRole::Description,
        &[
            "说明",
            "摘要",
            "用途",
            "附言",
            "备注",
            "商品",
            "description",
            "details",
            "narrative",
            "memo",
            "reference",
        ],
    ),
    (ColumnRole::ProviderType, &["类型", "分类", "交易类型", "category", "transaction type", "type"]),
    (ColumnRole::OrderId, &["流水号", "交易流水号", "订单号", "transaction id", "order id", "id"]),
];

const DIRECTIONS: [(Direction, &[&str]); 3] = [
    (
        Direction::In,
        &["收入", "收", "入账", "贷", "贷方", "存入", "转入", "进账", "in", "credit", "cr", "c", "+"],
    ),
    (Direction::Out, &["支出", "支", "出账", "借", "借方", "取出", "转出", "out", "debit", "dr", "d", "-"]),
    (Direction::Neutral, &["不计收支", "中性交易", "其他", "/"]),
];

/// Parts of status words that tell what they mean, those that decide first.
const STATUSES: [(StatusMeaning, &[&str]); 5] = [
    (StatusMeaning::Closed, &["关闭", "失败", "取消", "撤销", "cancel", "fail", "declin", "revers", "void"]),
    (StatusMeaning::RefundArrived, &["退款成功", "refunded"]),
    (StatusMeaning::GivenBack, &["全额退款"]),
    (StatusMeaning::Pending, &["处理中", "等待", "待", "pending", "process"]),
    (StatusMeaning::Settled, &["成功", "完成", "到账", "success", "complete", "settle", "post", "paid"]),
];

/// The lines that may be the header, the likeliest first, and how the file might be read by the first of them.
pub(super) fn guess(lines: &[PreviewLine]) -> (Vec<u32>, Option<ColumnMapping>) {
    let candidates = candidates(lines);
    let proposed = candidates.first().map(|(_, place)| propose(&lines[*place], &lines[place + 1..]));
    let headers = candidates.iter().take(HEADERS_MAX).map(|(_, place)| lines[*place].line).collect();
    (headers, proposed)
}

/// How much some lines look like a table with a header.
pub(super) fn score(lines: &[PreviewLine]) -> usize {
    candidates(lines).first().map_or(0, |(score, _)| *score)
}

/// Lines of texts that are neither days nor amounts, by how many of them are known and how many cells they have.
fn candidates(lines: &[PreviewLine]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let filled: Vec<&String> = line.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let are_texts =
            filled.iter().all(|cell| cell.chars().any(char::is_alphabetic) && cell::moment(cell).is_err());
        if filled.len() >= CELLS_MIN && are_texts {
            let known = filled.iter().filter(|cell| !roles_of(cell).is_empty()).count();
            found.push((known * 100 + filled.len(), place));
        }
    }
    found.sort_by_key(|(score, place)| (Reverse(*score), *place));
    found
}

/// What a column of this header text may hold, what it holds in most layouts that have it first.
fn roles_of(text: &str) -> Vec<ColumnRole> {
    let mut counts: BTreeMap<ColumnRole, usize> = BTreeMap::new();
    for layout in layouts::ALL {
        for column in layout.columns.iter().filter(|column| column.names.iter().any(|name| same(text, name)))
        {
            if let Some(role) = column_role(column.role) {
                *counts.entry(role).or_default() += 1;
            }
        }
    }
    let mut roles: Vec<(ColumnRole, usize)> = counts.into_iter().collect();
    roles.sort_by_key(|(_, count)| Reverse(*count));
    let listed = WORDS.iter().filter(|(_, words)| words.iter().any(|word| same(text, word)));
    roles.into_iter().map(|(role, _)| role).chain(listed.map(|(role, _)| *role)).collect()
}

fn propose(header: &PreviewLine, below: &[PreviewLine]) -> ColumnMapping {
    let mut columns: Vec<MappedColumn> = Vec::new();
    for cell in header.cells.iter().take(COLUMNS_MAX) {
        let taken = |role: &ColumnRole| columns.iter().any(|column| column.role == Some(*role));
        let role = roles_of(cell).into_iter().find(|role| !taken(role));
        columns.push(MappedColumn { header: cell.clone(), role });
    }
    let has = |role| columns.iter().any(|column| column.role == Some(role));
    let values = |role: ColumnRole| -> Vec<&str> {
        let place = columns.iter().position(|column| column.role == Some(role));
        let cells = below.iter().filter_map(|line| line.cells.get(place?));
        cells.map(String::as_str).filter(|cell| !cell.is_empty()).collect()
    };
    let directions = words(&values(ColumnRole::Direction), |word| {
        let known = DIRECTIONS.iter().find(|(_, words)| words.iter().any(|known| same(word, known)));
        known.map(|(direction, _)| DirectionWord { word: word.to_owned(), direction: *direction })
    });
    let statuses = words(&values(ColumnRole::Status), |word| {
        let lower = word.to_lowercase();
        let known = STATUSES.iter().find(|(_, parts)| parts.iter().any(|part| lower.contains(part)));
        known.map(|(outcome, _)| StatusWord { word: word.to_owned(), outcome: *outcome })
    });
    let amounts = if has(ColumnRole::AmountIn) && has(ColumnRole::AmountOut) {
        AmountForm::InOut
    } else if has(ColumnRole::Direction) && !directions.is_empty() {
        AmountForm::Stated
    } else {
        AmountForm::Signed
    };
    let is_wallet = has(ColumnRole::Status) && !has(ColumnRole::Balance);
    let currencies = values(ColumnRole::Currency);
    let dates = dates(&values(ColumnRole::At));
    let amount_is_one_of_two = amounts == AmountForm::InOut;
    for column in &mut columns {
        // Beside amounts in and out, a third one says nothing more.
        if amount_is_one_of_two && column.role == Some(ColumnRole::Amount) {
            column.role = None;
        }
    }
    ColumnMapping {
        layout: String::new(),
        kind: if is_wallet { StatementKind::Wallet } else { StatementKind::BankDebit },
        currency: currencies.first().and_then(|word| currency::named(word)).unwrap_or(Currency::Cny),
        columns,
        dates,
        amounts,
        directions,
        statuses,
    }
}

/// The different words of a column that mean something, in the order in which they occur.
fn words<T>(values: &[&str], meaning: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let mut seen: Vec<&str> = Vec::new();
    for value in values {
        if !seen.contains(value) && seen.len() < WORDS_MAX {
            seen.push(value);
        }
    }
    seen.into_iter().filter_map(meaning).collect()
}

/// The order of the days of a column: a number above twelve tells which one is the day.
fn dates(values: &[&str]) -> DateOrder {
    let numbers = |value: &&str| -> Vec<u32> {
        value.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
    };
    let is_day_first =
        |value: &&str| matches!(numbers(value)[..], [first, second, ..] if first <= 31 && second <= 12);
    let is_month_first =
        |value: &&str| matches!(numbers(value)[..], [first, second, ..] if first <= 12 && second <= 31);
    if values.iter().all(|value| cell::moment(value).is_ok()) {
        DateOrder::YearFirst
    } else if values.iter().all(is_day_first) {
        DateOrder::DayFirst
    } else if values.iter().all(is_month_first) {
        DateOrder::MonthFirst
    } else {
        DateOrder::YearFirst
    }
}
