//! The order of a statement's rows, and rows that stand there twice.

use std::collections::HashMap;

use crate::money::Money;
use crate::statement::{Statement, StatementKind, Transaction, TruthTest};

use super::Finding;

pub(super) fn row_order(statement: &Statement) -> TruthTest {
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
    // A card's bill lists repayments, refunds and purchases in groups, each in an order of its own.
    let in_groups = statement.kind == StatementKind::BankCredit && !broken.is_empty();
    let finding = if in_groups { Finding::cannot_tell() } else { Finding::of(broken.is_empty()) };
    finding.with("order", order).with("breaks", broken.len()).rows(broken).named(statement, "row_order")
}

pub(super) fn duplicate_rows(statement: &Statement) -> TruthTest {
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
