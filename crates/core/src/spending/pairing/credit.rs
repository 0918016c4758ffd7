//! Purchases on a lender's credit and their repayment: the same money, counted once.

use std::collections::{HashMap, VecDeque};

use crate::money::{Money, MoneyError};
use crate::statement::StatementKind;

use crate::spending::Treatment;
use crate::spending::categories::{Categories, CategoryGroup};
use crate::spending::providers::Providers;
use crate::spending::rows::Row;

use super::in_time;

/// Gives each repayment of a card the bank that its words name as the lender: cards of two banks are two debts.
pub(super) fn name_cards(rows: &mut [Row<'_>], providers: &Providers) {
    let Some(any_bank) = providers.any_bank_card() else { return };
    for row in rows.iter_mut().filter(|row| row.lender.as_deref() == Some(any_bank)) {
        if let Some(card) = providers.repaid_card(&row.text(), &row.statement.layout) {
            row.lender = Some(card.to_owned());
        }
    }
}

/// What is owed to each lender: rows in order of time.
type Owed = HashMap<String, VecDeque<usize>>;

/// Debts come first that only their regular amounts show. Spending on a lender's credit and its later repayment are the same money: each repayment counts for as much of the spending
/// before it, the earliest first, and that spending no more. Gambling is always shown, however it was paid. A repayment of a card
/// whose bank is not named pays any card, one that names its bank also purchases on a card that does not.
pub(crate) fn count_credit_once(rows: &mut [Row<'_>], categories: &Categories) -> Result<(), MoneyError> {
    super::instalments::infer(rows, categories);
    let providers = categories.providers();
    let any_bank = providers.any_bank_card();
    let mut owed: Owed = HashMap::new();
    for index in in_time(rows) {
        let row = &rows[index];
        match (row.treatment, &row.lender) {
            (Treatment::ObligationPayment, Some(lender)) => {
                let mut left = row.counted;
                let lender = lender.clone();
                left = repay(rows, index, left, owed.get_mut(&lender))?;
                if let Some(any_bank) = any_bank.filter(|_| providers.is_card(&lender)) {
                    repay(rows, index, left, owed.get_mut(any_bank))?;
                } else if any_bank == Some(lender.as_str()) {
                    repay_any_card(rows, index, left, &mut owed, providers)?;
                }
            }
            (Treatment::Spending, _) if row.counted.is_positive() => {
                let lender = match row.statement.kind {
                    StatementKind::Wallet => providers.credit_of(&row.transaction.method),
                    StatementKind::BankCredit => providers.card_of(&row.statement.layout),
                    StatementKind::BankDebit => None,
                };
                let gambling = categories.group(&row.category) == CategoryGroup::Gambling;
                if let Some(lender) = lender.filter(|_| !gambling) {
                    owed.entry(lender.to_owned()).or_default().push_back(index);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Takes a repayment off what is owed on any card, the earliest purchase first.
fn repay_any_card(
    rows: &mut [Row<'_>],
    repayment: usize,
    mut left: Money,
    owed: &mut Owed,
    providers: &Providers,
) -> Result<(), MoneyError> {
    while left.is_positive() {
        let waiting = |(lender, queue): (&String, &VecDeque<usize>)| {
            let front = queue.front().filter(|_| providers.is_card(lender))?;
            Some((rows[*front].transaction.at, rows[*front].name(), lender.clone()))
        };
        let Some((_, _, lender)) = owed.iter().filter_map(waiting).min() else { break };
        let Some(queue) = owed.get_mut(&lender) else { break };
        let Some(front) = queue.pop_front() else { break };
        let mut alone = VecDeque::from([front]);
        left = repay(rows, repayment, left, Some(&mut alone))?;
        if let Some(front) = alone.pop_front() {
            queue.push_front(front);
        }
    }
    Ok(())
}

/// Takes what is left of a repayment off what is owed, the earliest first, and gives what is left then.
fn repay(
    rows: &mut [Row<'_>],
    repayment: usize,
    mut left: Money,
    owed: Option<&mut VecDeque<usize>>,
) -> Result<Money, MoneyError> {
    let Some(owed) = owed else { return Ok(left) };
    let name = rows[repayment].name();
    while left.is_positive()
        && let Some(purchase) = owed.front().map(|purchase| &mut rows[*purchase])
    {
        if purchase.counted > left {
            purchase.counted = purchase.counted.checked_sub(left)?;
            return Ok(Money::zero(left.currency()));
        }
        left = left.checked_sub(purchase.counted)?;
        purchase.leave_out(Treatment::CountedElsewhere, "repaid_credit", Some(name));
        owed.pop_front();
    }
    Ok(left)
}
