//! Every way in which a truth test can come out, so that whoever words them can be held to all of them.

use crate::statement::{TruthOutcome, TruthTest};

/// `code.outcome`, or `code.outcome.case` where one outcome has several reasons. `stated_totals` is worded by direction unless it
/// cannot tell.
pub const SENTENCES: [&str; 56] = [
    "account_continues.cannot_tell",
    "account_continues.pass",
    "account_gaps.cannot_tell",
    "account_gaps.pass",
    "account_holder.cannot_tell",
    "account_holder.fail",
    "account_holder.pass",
    "closing_balance.fail",
    "closing_balance.pass",
    "coverage_gaps.fail",
    "coverage_gaps.pass",
    "declared_income.cannot_tell",
    "declared_income.fail",
    "declared_income.pass",
    "deleted_records.cannot_tell",
    "duplicate_rows.cannot_tell",
    "duplicate_rows.fail",
    "duplicate_rows.pass",
    "foreign_rows.cannot_tell",
    "holiday_wages.cannot_tell",
    "holiday_wages.pass",
    "last_digits.cannot_tell",
    "last_digits.pass",
    "month_end_balances.cannot_tell",
    "month_end_balances.pass",
    "order_numbers.cannot_tell",
    "order_numbers.pass",
    "overlapping_statements.cannot_tell.one_sided",
    "overlapping_statements.pass.none",
    "overlapping_statements.pass.same",
    "own_transfers.cannot_tell",
    "own_transfers.pass",
    "refund_pairing.cannot_tell",
    "refund_pairing.pass",
    "round_amounts.cannot_tell",
    "round_amounts.pass",
    "round_wages.cannot_tell",
    "round_wages.pass",
    "row_order.cannot_tell",
    "row_order.fail",
    "row_order.pass",
    "running_balance.cannot_tell",
    "running_balance.fail",
    "running_balance.pass",
    "running_balance.pass.rounded",
    "stated_rows.cannot_tell",
    "stated_rows.fail",
    "stated_rows.pass",
    "stated_totals.cannot_tell",
    "stated_window.cannot_tell",
    "stated_window.fail",
    "stated_window.pass",
    "unknown_words.fail",
    "unknown_words.pass",
    "wallet_pairing.cannot_tell",
    "wallet_pairing.pass",
];

/// The sentence that a test is worded by.
pub fn sentence(test: &TruthTest) -> String {
    let outcome = match test.outcome {
        TruthOutcome::Pass => "pass",
        TruthOutcome::Fail => "fail",
        TruthOutcome::CannotTell => "cannot_tell",
    };
    let of_outcome = format!("{}.{outcome}", test.code);
    match test.values.get("case") {
        Some(case) => format!("{of_outcome}.{case}"),
        None => of_outcome,
    }
}
