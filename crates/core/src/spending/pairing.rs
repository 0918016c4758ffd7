//! The same money on two rows: a wallet's purchase and the bank row that funded it, a shop's and the wallet's that paid it, a
//! purchase on credit and its repayment. Each counts once.

use std::collections::{HashMap, VecDeque};

use chrono::NaiveDate;

use crate::money::MoneyError;
use crate::statement::Direction;

use super::Treatment;
use super::categories::{Categories, CategoryGroup, PaidFrom};
use super::rows::Row;

/// What a wallet row is to the bank row that funded it, in the order in which they are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Funded {
    /// A purchase or repayment that counts.
    Purchase,
    /// A top-up or withdrawal.
    Moved,
    /// A purchase that was closed: the money went out and came back.
    Closed,
    /// A refund.
    Refund,
}

impl Funded {
    fn of(row: &Row<'_>) -> Option<Self> {
        match row.treatment {
            Treatment::Spending | Treatment::ObligationPayment => Some(Funded::Purchase),
            Treatment::OwnTransfer => Some(Funded::Moved),
            Treatment::Refund => Some(Funded::Refund),
            Treatment::NoEffect => (row.transaction.direction != Direction::In).then_some(Funded::Closed),
            Treatment::Income
            | Treatment::OtherInflow
            | Treatment::LoanProceeds
            | Treatment::CountedElsewhere => None,
        }
    }
}

/// What a row and the row that paid it agree in: the wallet's layout, what the row is, what paid it, and the amount in fen.
type Agreed<'q> = (&'q str, Funded, PaidFrom<'q>, i64);

/// Wallet rows that wait for the row that paid them, each queue in order of time.
struct Queues<'q>(HashMap<Agreed<'q>, VecDeque<(NaiveDate, usize)>>);

impl<'q> Queues<'q> {
    fn push(&mut self, key: Agreed<'q>, day: NaiveDate, row: usize) {
        self.0.entry(key).or_default().push_back((day, row));
    }

    /// Takes the earliest row within so many days. Days asked for only rise, so that rows too early are of no further use; taking
    /// the earliest leaves the most for later days.
    fn take(&mut self, key: Agreed<'q>, day: NaiveDate, days: i64) -> Option<usize> {
        let queue = self.0.get_mut(&key)?;
        while queue.front().is_some_and(|(waiting, _)| (day - *waiting).num_days() > days) {
            queue.pop_front();
        }
        queue.front().filter(|(waiting, _)| (*waiting - day).num_days() <= days)?;
        queue.pop_front().map(|(_, row)| row)
    }
}

fn in_time(rows: &[Row<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| (rows[*index].transaction.at, rows[*index].name()));
    order
}

/// Pairs each bank row that names a wallet with the wallet's own row of the same amount, a few days either way, and counts the
/// wallet's: it says what was bought. Likewise a wallet row that was paid through another wallet. Gives the rows left out, each
/// with the row that counts.
pub(crate) fn pair_wallets(rows: &mut [Row<'_>], categories: &Categories) -> Vec<(usize, usize)> {
    let mut pairs = bank_with_wallet(rows, categories);
    for (bank, wallet) in &pairs {
        leave_out(rows, *bank, *wallet);
    }
    let through = wallet_with_wallet(rows, categories);
    for (payer, shop) in &through {
        leave_out(rows, *payer, *shop);
    }
    pairs.extend(through);
    pairs
}

fn leave_out(rows: &mut [Row<'_>], payer: usize, counted: usize) {
    let (payer_name, counted_name) = (rows[payer].name(), rows[counted].name());
    rows[payer].leave_out(Treatment::CountedElsewhere, "paired_wallet", Some(counted_name));
    rows[counted].paired_with.get_or_insert(payer_name);
}

fn bank_with_wallet(rows: &[Row<'_>], categories: &Categories) -> Vec<(usize, usize)> {
    let days = i64::from(categories.thresholds().pairing_days);
    let order = in_time(rows);
    let mut queues = Queues(HashMap::new());
    for index in &order {
        let row = &rows[*index];
        let layout = row.statement.layout.as_str();
        let paid_from = categories.paid_from(layout, &row.transaction.method);
        if let Some(funded) = Funded::of(row)
            && row.is_wallet()
            && (paid_from != PaidFrom::NoAccount || funded == Funded::Moved)
        {
            // A withdrawal names the wallet's own money as what paid: the bank is where it went, which need not be said.
            let paid_from = if paid_from == PaidFrom::NoAccount { PaidFrom::Unsaid } else { paid_from };
            queues.push((layout, funded, paid_from, row.transaction.amount.fen()), row.day(), *index);
        }
    }
    let mut pairs = Vec::new();
    for index in order {
        let row = &rows[index];
        let wanted: &[Funded] = match (row.transaction.direction, row.treatment) {
            (Direction::Out, Treatment::Spending | Treatment::ObligationPayment) => {
                &[Funded::Purchase, Funded::Moved, Funded::Closed]
            }
            (Direction::In, Treatment::Refund) => &[Funded::Refund],
            (Direction::In, Treatment::OtherInflow) => &[Funded::Refund, Funded::Moved],
            _ => continue,
        };
        if row.is_wallet() {
            continue;
        }
        let Some(wallet) = categories.wallet_named(&row.text()) else { continue };
        let fen = row.transaction.amount.fen();
        let sources = [PaidFrom::Bank(&row.statement.layout), PaidFrom::Unsaid];
        let found = wanted.iter().find_map(|funded| {
            sources.iter().find_map(|source| queues.take((wallet, *funded, *source, fen), row.day(), days))
        });
        if let Some(found) = found {
            pairs.push((index, found));
        }
    }
    pairs
}

/// Purchases in one wallet that were paid through another: the rows of the paying wallet, each with the purchase.
fn wallet_with_wallet(rows: &[Row<'_>], categories: &Categories) -> Vec<(usize, usize)> {
    let days = i64::from(categories.thresholds().pairing_days);
    let order = in_time(rows);
    let through = |row: &Row<'_>| -> Option<&str> {
        categories.paid_through(&row.statement.layout, &row.transaction.method).filter(|_| row.is_wallet())
    };
    let mut queues = Queues(HashMap::new());
    for index in &order {
        let row = &rows[*index];
        if row.is_wallet() && row.is_outgoing() && through(row).is_none() {
            let layout = row.statement.layout.as_str();
            let key = (layout, Funded::Purchase, PaidFrom::Unsaid, row.transaction.amount.fen());
            queues.push(key, row.day(), *index);
        }
    }
    let mut pairs = Vec::new();
    for index in order {
        let row = &rows[index];
        let Some(payer) = through(row).filter(|_| row.is_outgoing()) else { continue };
        let key = (payer, Funded::Purchase, PaidFrom::Unsaid, row.transaction.amount.fen());
        if let Some(found) = queues.take(key, row.day(), days) {
            pairs.push((found, index));
        }
    }
    pairs
}

/// Spending on a lender's credit and its later repayment are the same money: each repayment counts for as much of the spending
/// before it, the earliest first, and that spending no more. Gambling is always shown, however it was paid.
pub(crate) fn count_credit_once(rows: &mut [Row<'_>], categories: &Categories) -> Result<(), MoneyError> {
    let mut owed: HashMap<String, VecDeque<usize>> = HashMap::new();
    for index in in_time(rows) {
        let row = &rows[index];
        match (row.treatment, &row.lender) {
            (Treatment::ObligationPayment, Some(lender)) => {
                if let Some(owed) = owed.get_mut(lender) {
                    repay(rows, index, owed)?;
                }
            }
            (Treatment::Spending, _) if row.is_wallet() => {
                let lender = categories.credit_of(&row.transaction.method);
                let gambling = categories.group(&row.category) == CategoryGroup::Gambling;
                if let Some(lender) = lender.filter(|_| !gambling && row.counted.is_positive()) {
                    owed.entry(lender.to_owned()).or_default().push_back(index);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Takes a repayment off what is owed, the earliest first.
fn repay(rows: &mut [Row<'_>], repayment: usize, owed: &mut VecDeque<usize>) -> Result<(), MoneyError> {
    let name = rows[repayment].name();
    let mut left = rows[repayment].counted;
    while left.is_positive()
        && let Some(purchase) = owed.front().map(|purchase| &mut rows[*purchase])
    {
        if purchase.counted > left {
            purchase.counted = purchase.counted.checked_sub(left)?;
            break;
        }
        left = left.checked_sub(purchase.counted)?;
        purchase.leave_out(Treatment::CountedElsewhere, "repaid_credit", Some(name));
        owed.pop_front();
    }
    Ok(())
}
