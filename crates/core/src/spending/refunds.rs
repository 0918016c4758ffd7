//! Refunds netted against their purchases.

use std::collections::HashMap;

use crate::money::{Money, MoneyError};
use crate::statement::{Direction, RowStatus};

use super::Treatment;
use super::rows::{Row, UNCATEGORISED, account};

/// How many purchases of one order or seller a refund looks back over: enough for a person, and a bound for any file.
const LOOK_BACK_MAX: usize = 256;
/// Order numbers shorter than this are placeholders.
const ORDER_LENGTH_MIN: usize = 4;

/// What of a purchase can still be refunded.
struct Open {
    fen: i64,
    /// Whether its own row already takes the refund off, by stating it or by having been closed.
    taken_off: bool,
}

fn open(row: &Row<'_>) -> Option<Open> {
    let transaction = row.transaction;
    let given_back = match transaction.status {
        RowStatus::Closed => transaction.direction != Direction::In,
        RowStatus::Refunded => transaction.direction == Direction::Out,
        RowStatus::Settled | RowStatus::Pending => false,
    };
    if given_back {
        return Some(Open { fen: transaction.amount.fen(), taken_off: true });
    }
    if transaction.refunded.is_positive() {
        return Some(Open { fen: transaction.refunded.fen(), taken_off: true });
    }
    row.is_outgoing().then(|| Open { fen: transaction.amount.fen(), taken_off: false })
}

/// Which purchases a refund can belong to.
struct Purchases<'r> {
    by_order: HashMap<((&'r str, &'r str), &'r str), Vec<usize>>,
    by_seller: HashMap<((&'r str, &'r str), &'r str), Vec<usize>>,
}

/// Nets refunds: by order number, else against the latest earlier purchase from the same seller that is large enough, the same
/// goods or amount first. A purchase whose row states what was refunded, or was closed, takes its refunds without being netted
/// again. A purchase that another row counts passes them on to that row; `pairs` are such rows with those that count them. A
/// refund without a purchase stays as it is and lowers its own month.
pub(crate) fn net(rows: &mut [Row<'_>], pairs: &[(usize, usize)]) -> Result<(), MoneyError> {
    let counted_on: HashMap<usize, usize> = pairs.iter().copied().collect();
    let mut found = Vec::new();
    {
        let rows: &[Row<'_>] = rows;
        let purchases = Purchases::among(rows, &counted_on);
        let mut open: Vec<Option<Open>> = rows.iter().map(open).collect();
        let mut refunds: Vec<usize> =
            (0..rows.len()).filter(|index| rows[*index].treatment == Treatment::Refund).collect();
        refunds.sort_by_key(|index| (rows[*index].transaction.at, rows[*index].name()));
        for refund in refunds {
            let fen = rows[refund].transaction.amount.fen();
            let Some(purchase) = purchases.of(rows, refund, &counted_on, &open) else { continue };
            let target = follow(&counted_on, purchase);
            if let Some(left) = &mut open[target] {
                left.fen -= fen;
                found.push((refund, target, left.taken_off));
            }
        }
    }
    for (refund, purchase, taken_off) in found {
        let (refund_name, purchase_name) = (rows[refund].name(), rows[purchase].name());
        rows[refund].leave_out(Treatment::Refund, "paired_refund", Some(purchase_name));
        if rows[purchase].category != UNCATEGORISED {
            rows[refund].category = rows[purchase].category.clone();
        }
        rows[purchase].paired_with.get_or_insert(refund_name);
        if !taken_off {
            let refunded: Money = rows[refund].transaction.amount;
            rows[purchase].counted = rows[purchase].counted.checked_sub(refunded)?;
        }
    }
    Ok(())
}

/// The row that counts what this row paid.
fn follow(counted_on: &HashMap<usize, usize>, row: usize) -> usize {
    let mut row = row;
    // A bank's row leads to a wallet's, that may lead to a shop's: never further, since a row is paired once each way.
    for _ in 0..2 {
        row = counted_on.get(&row).copied().unwrap_or(row);
    }
    row
}

impl<'r> Purchases<'r> {
    fn among(rows: &'r [Row<'_>], counted_on: &HashMap<usize, usize>) -> Self {
        let mut purchases = Purchases { by_order: HashMap::new(), by_seller: HashMap::new() };
        let mut order: Vec<usize> = (0..rows.len())
            .filter(|index| counted_on.contains_key(index) || open(&rows[*index]).is_some())
            .filter(|index| rows[*index].because != "overlap")
            .collect();
        order.sort_by_key(|index| (rows[*index].transaction.at, rows[*index].name()));
        for index in order {
            let row = &rows[index];
            let of = account(row.statement);
            for number in order_numbers(row) {
                purchases.by_order.entry((of, number)).or_default().push(index);
            }
            let seller = row.other_side();
            if !seller.is_empty() {
                purchases.by_seller.entry((of, seller)).or_default().push(index);
            }
        }
        purchases
    }

    fn of(
        &self,
        rows: &[Row<'_>],
        refund: usize,
        counted_on: &HashMap<usize, usize>,
        open: &[Option<Open>],
    ) -> Option<usize> {
        let row = &rows[refund];
        let of = account(row.statement);
        let by_number = order_numbers(row).find_map(|number| {
            // Some wallets number a refund by its order, a mark and a number of its own.
            let stem = number.split(['_', '*']).next().unwrap_or(number);
            self.by_order.get(&(of, number)).or_else(|| self.by_order.get(&(of, stem)))
        });
        let best = |candidates: Option<&Vec<usize>>| best(rows, refund, candidates?, counted_on, open);
        best(by_number).or_else(|| best(self.by_seller.get(&(of, row.other_side()))))
    }
}

fn order_numbers<'r>(row: &'r Row<'_>) -> impl Iterator<Item = &'r str> {
    let transaction = row.transaction;
    [transaction.order_id.as_str(), transaction.merchant_order_id.as_str()]
        .into_iter()
        .filter(|number| number.len() >= ORDER_LENGTH_MIN)
}

/// The purchase among these, in order of time, that fits a refund best.
fn best(
    rows: &[Row<'_>],
    refund: usize,
    candidates: &[usize],
    counted_on: &HashMap<usize, usize>,
    open: &[Option<Open>],
) -> Option<usize> {
    let row = &rows[refund];
    let fen = row.transaction.amount.fen();
    let earlier = candidates.partition_point(|index| rows[*index].transaction.at <= row.transaction.at);
    let fits = |index: &&usize| {
        let left = open[follow(counted_on, **index)].as_ref();
        **index != refund && left.is_some_and(|left| left.fen >= fen)
    };
    candidates[..earlier].iter().rev().take(LOOK_BACK_MAX).filter(fits).copied().max_by_key(|index| {
        let purchase = &rows[*index];
        let left = open[follow(counted_on, *index)].as_ref();
        let goods = purchase.transaction.description.expose();
        (
            left.is_some_and(|left| left.taken_off && left.fen == fen),
            !goods.is_empty() && row.transaction.description.expose().ends_with(goods),
            left.is_some_and(|left| left.fen == fen),
            purchase.transaction.at,
            purchase.name(),
        )
    })
}
