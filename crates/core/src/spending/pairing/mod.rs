//! The same money on two rows: a wallet's purchase and the bank row that funded it, a shop's and the wallet's that paid it, a
//! purchase on credit and its repayment. Each counts once.

mod credit;
mod exports;
mod fees;
mod instalments;
mod own;

use std::collections::{HashMap, HashSet, VecDeque};

use chrono::NaiveDate;

use crate::money::{Money, MoneyError};
use crate::statement::{Direction, RowRef, RowStatus, Statement, StatementKind};

use super::Treatment;
use super::categories::Categories;
use super::coverage::rows_window;
use super::providers::{PaidFrom, Providers};
use super::rows::Row;

pub(crate) use credit::count_credit_once;

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
            // Money that is held has left the bank, and whether it comes back is not known yet: the bank's row counts.
            Treatment::NoEffect => (row.transaction.direction != Direction::In
                && row.transaction.status != RowStatus::Pending)
                .then_some(Funded::Closed),
            Treatment::Income
            | Treatment::OtherInflow
            | Treatment::LoanProceeds
            | Treatment::CountedElsewhere => None,
        }
    }
}

/// What a row and the row that paid it agree in: the wallet, what the row is, what paid it, and the amount in fen.
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

/// The bank's row or the paying wallet's, and the row that counts.
pub(crate) type Pair = (usize, usize);

/// Pairs each bank row that names a wallet with the wallet's own row of the same amount, a few days either way, and counts the
/// wallet's: it says what was bought. Likewise a wallet row that was paid through another wallet, and the bank's row of a purchase
/// through a wallet whose own statement is not there. Gives the rows left out, each with the row that counts.
pub(crate) fn pair_wallets(rows: &mut [Row<'_>], categories: &Categories) -> Result<Vec<Pair>, MoneyError> {
    let providers = categories.providers();
    exports::drop_repeated(rows, providers);
    credit::name_cards(rows, providers);
    let days = i64::from(categories.thresholds().pairing_days);
    let mut pairs = bank_with_wallet(rows, &of_wallets(rows, providers), providers, days);
    for (bank, wallet) in &pairs {
        leave_out(rows, *bank, *wallet);
    }
    let through = wallet_with_wallet(rows, providers, days);
    for (payer, shop) in &through {
        leave_out(rows, *payer, *shop);
    }
    pairs.extend(through);
    let unseen = bank_with_wallet(rows, &through_wallets(rows, providers, &pairs), providers, days);
    for (bank, shop) in &unseen {
        leave_out(rows, *bank, *shop);
    }
    pairs.extend(unseen);
    own::pair_transfers(rows, days);
    fees::count(rows, categories)?;
    Ok(pairs)
}

fn leave_out(rows: &mut [Row<'_>], payer: usize, counted: usize) {
    let (payer_name, counted_name) = (rows[payer].name(), rows[counted].name());
    rows[payer].leave_out(Treatment::CountedElsewhere, "paired_wallet", Some(counted_name));
    rows[counted].paired_with.get_or_insert(payer_name);
}

/// A row that waits for the bank's, with the wallet that the bank's row must name.
struct Waiting<'q> {
    row: usize,
    wallet: &'q str,
    funded: Funded,
    paid_from: PaidFrom<'q>,
    fen: i64,
}

/// Every wallet row that a bank can have funded.
fn of_wallets<'q>(rows: &'q [Row<'_>], providers: &'q Providers) -> Vec<Waiting<'q>> {
    let waiting = |(index, row): (usize, &'q Row<'_>)| {
        let layout = row.statement.layout.as_str();
        let funded = Funded::of(row).filter(|_| row.is_wallet())?;
        let wallet = providers.wallet_of(layout)?;
        let paid_from = match (providers.paid_from(layout, &row.transaction.method), funded) {
            // A withdrawal names the wallet's own money as what paid: the bank is where it went, which need not be said.
            (PaidFrom::NoAccount, Funded::Moved) => PaidFrom::Unsaid,
            (PaidFrom::NoAccount, Funded::Purchase | Funded::Closed | Funded::Refund) => return None,
            (paid_from, _) => paid_from,
        };
        // What reaches the bank of a withdrawal is less the wallet's fee.
        let fee = fees::stated(row).map_or(0, Money::fen);
        Some(Waiting { row: index, wallet, funded, paid_from, fen: row.transaction.amount.fen() - fee })
    };
    rows.iter().enumerate().filter_map(waiting).collect()
}

/// Purchases in a shop's wallet through another wallet whose own row of them is not there.
fn through_wallets<'q>(rows: &'q [Row<'_>], providers: &'q Providers, pairs: &[Pair]) -> Vec<Waiting<'q>> {
    let seen: HashSet<usize> = pairs.iter().map(|(_, shop)| *shop).collect();
    let waiting = |(index, row): (usize, &'q Row<'_>)| {
        let method = row.transaction.method.as_str();
        let wallet = providers.paid_through(&row.statement.layout, method).filter(|_| row.is_wallet())?;
        let funded = Funded::of(row).filter(|_| !seen.contains(&index))?;
        let paid_from = providers.paid_from(&row.statement.layout, method);
        Some(Waiting { row: index, wallet, funded, paid_from, fen: row.transaction.amount.fen() })
    };
    rows.iter().enumerate().filter_map(waiting).collect()
}

fn bank_with_wallet(
    rows: &[Row<'_>],
    waiting: &[Waiting<'_>],
    providers: &Providers,
    days: i64,
) -> Vec<Pair> {
    let mut queues = Queues(HashMap::new());
    let mut in_order: Vec<&Waiting<'_>> = waiting.iter().collect();
    in_order.sort_by_key(|waiting| (rows[waiting.row].transaction.at, rows[waiting.row].name()));
    for Waiting { row, wallet, funded, paid_from, fen } in in_order {
        queues.push((wallet, *funded, *paid_from, *fen), rows[*row].day(), *row);
    }
    let mut pairs = Vec::new();
    for index in in_time(rows) {
        let row = &rows[index];
        let wanted: &[Funded] = match (row.transaction.direction, row.treatment) {
            (Direction::Out, Treatment::Spending | Treatment::ObligationPayment) => {
                &[Funded::Purchase, Funded::Moved, Funded::Closed]
            }
            (Direction::Out, Treatment::OwnTransfer) => &[Funded::Moved],
            (Direction::In, Treatment::Refund) => &[Funded::Refund],
            (Direction::In, Treatment::OtherInflow) => &[Funded::Refund, Funded::Moved],
            (Direction::In, Treatment::OwnTransfer) => &[Funded::Moved],
            _ => continue,
        };
        if row.is_wallet() {
            continue;
        }
        let Some(wallet) = providers.wallet_named(&row.text()) else { continue };
        let fen = row.transaction.amount.fen();
        let sources = sources(row, providers);
        let found = wanted.iter().find_map(|funded| {
            sources.iter().find_map(|source| queues.take((wallet, *funded, *source, fen), row.day(), days))
        });
        if let Some(found) = found {
            pairs.push((index, found));
        }
    }
    pairs
}

/// What wallets can call the account that a bank's row is in; any bank's where it is not known whose statement it is.
fn sources<'q>(row: &Row<'_>, providers: &'q Providers) -> Vec<PaidFrom<'q>> {
    let source = |bank| match row.statement.kind {
        StatementKind::BankCredit => PaidFrom::Card(bank),
        StatementKind::BankDebit | StatementKind::Wallet => PaidFrom::Account(bank),
    };
    let known = providers.bank_of(&row.statement.layout).map(source);
    let mut sources: Vec<PaidFrom<'q>> =
        known.map_or_else(|| providers.banks().map(source).collect(), |known| vec![known]);
    sources.push(PaidFrom::Unsaid);
    sources
}

/// Purchases in one wallet that were paid through another: the rows of the paying wallet, each with the purchase.
fn wallet_with_wallet(rows: &[Row<'_>], providers: &Providers, days: i64) -> Vec<Pair> {
    let order = in_time(rows);
    let through = |row: &Row<'_>| -> Option<&str> {
        providers.paid_through(&row.statement.layout, &row.transaction.method).filter(|_| row.is_wallet())
    };
    let mut queues = Queues(HashMap::new());
    for index in &order {
        let row = &rows[*index];
        if let Some(wallet) = providers.wallet_of(&row.statement.layout)
            && row.is_outgoing()
            && through(row).is_none()
        {
            let key = (wallet, Funded::Purchase, PaidFrom::Unsaid, row.transaction.amount.fen());
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

/// Rows that should have had a partner.
pub(crate) struct Unpaired {
    /// A bank's rows that name a wallet whose statement is there, without that wallet's row.
    pub(crate) bank: Vec<RowRef>,
    /// A wallet's rows that name a bank's account whose statement is there and covers the day, without that bank's row.
    pub(crate) wallet: Vec<RowRef>,
}

/// Which rows should have had a partner. A wallet's row asks for one only of an account that paid others of that wallet's rows: a
/// person can have two accounts at one bank.
pub(crate) fn unpaired(rows: &[Row<'_>], pairs: &[Pair], categories: &Categories) -> Unpaired {
    let providers = categories.providers();
    let wallets: HashSet<&str> =
        rows.iter().filter_map(|row| providers.wallet_of(&row.statement.layout)).collect();
    let bank = rows.iter().filter(|row| {
        !row.is_wallet()
            && row.treatment == Treatment::Spending
            && providers.wallet_named(&row.text()).is_some_and(|wallet| wallets.contains(wallet))
    });
    let bank = bank.map(Row::name).collect();
    let paired: HashSet<usize> = pairs.iter().map(|(_, counted)| *counted).collect();
    let mut paying: HashMap<(PaidFrom<'_>, &str), Vec<&Statement>> = HashMap::new();
    for (payer, counted) in pairs {
        let (payer, counted) = (&rows[*payer], &rows[*counted]);
        for source in sources(payer, providers) {
            let paid = paying.entry((source, counted.statement.layout.as_str())).or_default();
            if !payer.is_wallet() && !paid.iter().any(|known| known.file == payer.statement.file) {
                paid.push(payer.statement);
            }
        }
    }
    let covered = |row: &Row<'_>| {
        let paid_from = providers.paid_from(&row.statement.layout, &row.transaction.method);
        let said = matches!(paid_from, PaidFrom::Account(_) | PaidFrom::Card(_));
        let paying = paying.get(&(paid_from, row.statement.layout.as_str())).filter(|_| said);
        paying.into_iter().flatten().any(|statement| {
            rows_window(statement).is_some_and(|window| window.contains(row.day()) && row.day() < window.last)
        })
    };
    let wallet = rows.iter().enumerate().filter(|(index, row)| {
        row.is_wallet()
            && row.is_outgoing()
            && row.counted == row.transaction.amount
            && !paired.contains(index)
            && providers.paid_through(&row.statement.layout, &row.transaction.method).is_none()
            && covered(row)
    });
    let wallet = wallet.map(|(_, row)| row.name()).collect();
    Unpaired { bank, wallet }
}
