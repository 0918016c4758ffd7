//! Rows gathered from statements, told apart, and given how they count.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::money::{Currency, Money, MoneyError};
use crate::period::Window;
use crate::statement::{Direction, RowRef, RowStatus, Statement, StatementKind, Transaction};

use super::categories::Categories;
use super::{ClassifiedRow, IncomeKind, Treatment};

/// The category of a row that no rule found.
pub(crate) const UNCATEGORISED: &str = "uncategorised";

/// A row on its way through the analysis.
pub(crate) struct Row<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) transaction: &'a Transaction,
    pub(crate) treatment: Treatment,
    pub(crate) category: String,
    pub(crate) because: String,
    pub(crate) paired_with: Option<RowRef>,
    pub(crate) counted: Money,
    pub(crate) lender: Option<String>,
    pub(crate) income: Option<IncomeKind>,
    pub(crate) inferred: bool,
}

impl Row<'_> {
    pub(crate) fn name(&self) -> RowRef {
        RowRef { file: self.statement.file, line: self.transaction.line }
    }

    pub(crate) fn day(&self) -> NaiveDate {
        self.transaction.at.date()
    }

    pub(crate) fn text(&self) -> String {
        let transaction = self.transaction;
        [
            transaction.provider_type.as_str(),
            transaction.counterparty.expose(),
            transaction.description.expose(),
        ]
        .join("\n")
    }

    pub(crate) fn leave_out(&mut self, treatment: Treatment, because: &str, other: Option<RowRef>) {
        self.treatment = treatment;
        because.clone_into(&mut self.because);
        self.paired_with = other.or(self.paired_with);
    }

    pub(crate) fn classified(self) -> ClassifiedRow {
        ClassifiedRow {
            row: RowRef { file: self.statement.file, line: self.transaction.line },
            treatment: self.treatment,
            category: self.category,
            because: self.because,
            paired_with: self.paired_with,
            counted: self.counted,
        }
    }
}

/// Gathers the yuan rows of a window, in order of statement and line, each with what its own words say.
pub(crate) fn gather<'a>(
    statements: &[&'a Statement],
    window: Window,
    applicant_name: &str,
    categories: &Categories,
) -> Result<Vec<Row<'a>>, MoneyError> {
    let mut rows = Vec::new();
    for statement in statements {
        if statement.currency != Currency::Cny {
            continue;
        }
        let holder = statement.preamble.holder.as_ref().map_or("", |holder| holder.expose());
        for transaction in &statement.transactions {
            if window.contains(transaction.at.date()) {
                rows.push(classify(statement, transaction, &[applicant_name, holder], categories)?);
            }
        }
    }
    Ok(rows)
}

fn classify<'a>(
    statement: &'a Statement,
    transaction: &'a Transaction,
    own_names: &[&str],
    categories: &Categories,
) -> Result<Row<'a>, MoneyError> {
    let counted = transaction.amount.checked_sub(transaction.refunded)?;
    let mut row = Row {
        statement,
        transaction,
        treatment: Treatment::NoEffect,
        category: UNCATEGORISED.to_owned(),
        because: String::new(),
        paired_with: None,
        counted,
        lender: None,
        income: None,
        inferred: false,
    };
    match transaction.status {
        RowStatus::Closed => row.because = "status_closed".to_owned(),
        RowStatus::Pending => row.because = "status_pending".to_owned(),
        RowStatus::Refunded => {
            row.treatment = Treatment::Refund;
            row.because = "status_refunded".to_owned();
        }
        RowStatus::Settled => settle(&mut row, own_names, categories),
    }
    Ok(row)
}

/// The name in a counterparty: what is left without account digits and spaces.
fn bare_name(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace() && *c != '*').collect()
}

fn settle(row: &mut Row<'_>, own_names: &[&str], categories: &Categories) {
    let (direction, kind) = (row.transaction.direction, row.statement.kind);
    let name = bare_name(row.transaction.counterparty.expose());
    let is_own = name.chars().count() >= 2 && own_names.iter().any(|own| bare_name(own) == name);
    if is_own {
        row.leave_out(Treatment::OwnTransfer, "own_name", None);
        return;
    }
    if let Some(rule) = categories.rule(&row.text(), direction, kind) {
        row.treatment = rule.treatment;
        row.category.clone_from(&rule.category);
        row.because = format!("pattern:{}", rule.code);
        row.lender.clone_from(&rule.lender);
        row.income = rule.income;
        row.inferred = rule.inferred;
        return;
    }
    row.because = "direction".to_owned();
    row.treatment = match direction {
        Direction::In => Treatment::OtherInflow,
        Direction::Out => Treatment::Spending,
        Direction::Neutral => Treatment::NoEffect,
    };
}

/// The same row in two exports that overlap counts once: the first, by file hash, stays.
pub(crate) fn drop_repeated(rows: &mut [Row<'_>]) -> u32 {
    let mut seen: HashMap<String, RowRef> = HashMap::new();
    let mut repeated = 0;
    for row in rows.iter_mut() {
        let transaction = row.transaction;
        let account = row.statement.preamble.account.as_ref().map_or("", |account| account.expose());
        let key = format!(
            "{}|{account}|{}|{:?}|{}|{}|{}|{}",
            row.statement.layout,
            transaction.at,
            transaction.direction,
            transaction.amount,
            transaction.order_id,
            transaction.balance.map(|balance| balance.to_string()).unwrap_or_default(),
            transaction.description.expose(),
        );
        let name = row.name();
        match seen.get(&key) {
            Some(first) if first.file != name.file => {
                let first = *first;
                row.leave_out(Treatment::CountedElsewhere, "overlap", Some(first));
                repeated += 1;
            }
            Some(_) => {}
            None => {
                seen.insert(key, name);
            }
        }
    }
    repeated
}

fn is_outgoing(row: &Row<'_>) -> bool {
    matches!(row.treatment, Treatment::Spending | Treatment::ObligationPayment)
}

/// Nets refunds against their purchases: by order number, else the latest earlier purchase from the same seller that is large
/// enough. A purchase whose own row already states what was refunded is not netted again. Gives the refunds left over.
pub(crate) fn net_refunds(rows: &mut [Row<'_>]) -> Result<(), MoneyError> {
    let mut by_order: HashMap<(RowRefFile, &str), Vec<usize>> = HashMap::new();
    let mut by_seller: HashMap<(RowRefFile, &str), Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        if !is_outgoing(row) && row.transaction.refunded.is_zero() {
            continue;
        }
        let file = row.statement.file.0;
        for order in [row.transaction.order_id.as_str(), row.transaction.merchant_order_id.as_str()] {
            if order.len() > 3 {
                by_order.entry((file, order)).or_default().push(index);
            }
        }
        by_seller.entry((file, row.transaction.counterparty.expose())).or_default().push(index);
    }
    let mut netted: BTreeMap<usize, Money> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if row.treatment != Treatment::Refund {
            continue;
        }
        let file = row.statement.file.0;
        let amount = row.transaction.amount;
        let orders = [row.transaction.order_id.as_str(), row.transaction.merchant_order_id.as_str()];
        let by_number = orders.iter().filter(|order| order.len() > 3).find_map(|order| {
            by_order.get(&(file, *order)).or_else(|| by_order.get(&(file, order.split('_').next()?)))
        });
        let candidates = by_number.or_else(|| by_seller.get(&(file, row.transaction.counterparty.expose())));
        let fits = |candidate: &&usize| {
            let purchase = &rows[**candidate];
            let left = netted.get(*candidate).copied().unwrap_or(purchase.transaction.amount);
            **candidate != index
                && purchase.transaction.amount >= amount
                && (left >= amount || !purchase.transaction.refunded.is_zero())
                && purchase.transaction.at <= row.transaction.at
        };
        // An exact amount first, then the latest before the refund.
        let best = candidates.into_iter().flatten().filter(fits).max_by_key(|candidate| {
            let purchase = &rows[**candidate];
            let stated = purchase.transaction.refunded == amount;
            (stated, purchase.transaction.amount == amount, purchase.transaction.at)
        });
        if let Some(best) = best {
            let left = netted.get(best).copied().unwrap_or(rows[*best].transaction.amount);
            if left >= amount {
                netted.insert(*best, left.checked_sub(amount)?);
            }
            pairs.push((index, *best));
        }
    }
    for (refund, purchase) in pairs {
        let (refund_name, purchase_name) = (rows[refund].name(), rows[purchase].name());
        rows[refund].leave_out(Treatment::Refund, "paired_refund", Some(purchase_name));
        rows[purchase].paired_with.get_or_insert(refund_name);
        if rows[purchase].transaction.refunded.is_zero() {
            let refunded = rows[refund].transaction.amount;
            let counted = rows[purchase].counted.checked_sub(refunded)?;
            rows[purchase].counted = if counted.is_negative() { Money::zero(Currency::Cny) } else { counted };
        }
    }
    Ok(())
}

type RowRefFile = [u8; 32];

/// Pairs each bank row that names a wallet with the wallet's own row of the same amount, a few days either way, and counts the
/// wallet's: it says what was bought.
pub(crate) fn pair_wallets(rows: &mut [Row<'_>], categories: &Categories) -> Vec<(usize, usize)> {
    let days = i64::from(categories.thresholds().pairing_days);
    let mut wallet_rows: HashMap<(&str, bool, Money), Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let refund = row.treatment == Treatment::Refund;
        let from_wallet = categories.paid_from_wallet(&row.statement.layout, &row.transaction.method);
        if row.statement.kind == StatementKind::Wallet && (is_outgoing(row) || refund) && !from_wallet {
            let key = (row.statement.layout.as_str(), refund, row.transaction.amount);
            wallet_rows.entry(key).or_default().push(index);
        }
    }
    let mut pairs = Vec::new();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| (rows[*index].transaction.at, rows[*index].name()));
    for index in order {
        let row = &rows[index];
        let countable = match row.transaction.direction {
            Direction::Out => is_outgoing(row),
            Direction::In => matches!(row.treatment, Treatment::OtherInflow | Treatment::Refund),
            Direction::Neutral => false,
        };
        if row.statement.kind == StatementKind::Wallet || !countable {
            continue;
        }
        let Some(wallet) = categories.wallet_named(&row.text()) else { continue };
        let refund = row.transaction.direction == Direction::In;
        let Some(candidates) = wallet_rows.get_mut(&(wallet, refund, row.transaction.amount)) else {
            continue;
        };
        let distance = |candidate: &usize| (rows[*candidate].day() - row.day()).num_days().abs();
        let nearest = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| distance(candidate) <= days)
            .min_by_key(|(_, candidate)| (distance(candidate), rows[**candidate].name()));
        if let Some((place, _)) = nearest {
            pairs.push((index, candidates.remove(place)));
        }
    }
    for (bank, wallet) in &pairs {
        let (bank_name, wallet_name) = (rows[*bank].name(), rows[*wallet].name());
        rows[*bank].leave_out(Treatment::CountedElsewhere, "paired_wallet", Some(wallet_name));
        rows[*wallet].paired_with.get_or_insert(bank_name);
    }
    pairs
}
