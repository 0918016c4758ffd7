//! Fees that a wallet takes out of a withdrawal: the row is a move between own accounts, of which the fee is spent.

use crate::money::{Money, MoneyError};
use crate::statement::{Direction, StatementKind};

use crate::spending::Treatment;
use crate::spending::categories::Categories;
use crate::spending::rows::{Row, UNCATEGORISED};

/// Words before the amount of a fee in a row's remark: `服务费¥0.10`.
const FEE_WORDS: [&str; 2] = ["服务费", "手续费"];

/// The fee that a wallet's move between own accounts says it includes.
pub(super) fn stated(row: &Row<'_>) -> Option<Money> {
    if !row.is_wallet() || row.treatment != Treatment::OwnTransfer {
        return None;
    }
    let remark = row.transaction.description.expose();
    let after = FEE_WORDS.iter().find_map(|word| remark.split_once(word).map(|(_, after)| after))?;
    let amount = after.trim_start_matches(['¥', '￥', ':', '：', ' ']);
    let end = amount.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(amount.len());
    let fee: Money = amount[..end].parse().ok()?;
    (fee.is_positive() && fee < row.transaction.amount).then_some(fee)
}

/// Counts the fees as spending.
pub(super) fn count(rows: &mut [Row<'_>], categories: &Categories) -> Result<(), MoneyError> {
    for row in rows.iter_mut() {
        let Some(fee) = stated(row) else { continue };
        let rule = categories.rule(FEE_WORDS[1], Direction::Out, StatementKind::Wallet);
        row.treatment = Treatment::Spending;
        "withdrawal_fee".clone_into(&mut row.because);
        row.category = rule.map_or_else(|| UNCATEGORISED.to_owned(), |rule| rule.category.clone());
        row.counted = Money::zero(fee.currency()).checked_add(fee)?;
    }
    Ok(())
}
