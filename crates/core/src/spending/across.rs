//! Truth tests across statements and against the application.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::money::{Currency, Money};
use crate::statement::{RowRef, Statement, TruthOutcome, TruthTest, day_text};

use super::coverage::Coverage;
use super::pairing::Unpaired;

pub(crate) fn test(
    code: &str,
    outcome: TruthOutcome,
    values: &[(&str, String)],
    rows: Vec<RowRef>,
) -> TruthTest {
    TruthTest {
        code: code.to_owned(),
        file: None,
        outcome,
        values: values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect::<BTreeMap<_, _>>(),
        rows: rows.into_iter().take(20).collect(),
    }
}

/// Whether income declared exceeds income recognised by more than the tolerance.
pub(crate) fn declared_income(
    declared: Option<Money>,
    recognised: Option<Money>,
    shortfall: Option<Decimal>,
    tolerance: Decimal,
    rows: Vec<RowRef>,
) -> TruthTest {
    match (declared, shortfall) {
        (Some(declared), Some(shortfall)) => {
            let outcome = if shortfall > tolerance { TruthOutcome::Fail } else { TruthOutcome::Pass };
            let seen = recognised.map_or_else(|| "—".to_owned(), |seen| seen.to_string());
            let values = [
                ("declared", declared.to_string()),
                ("seen", seen),
                ("shortfall", (shortfall * Decimal::ONE_HUNDRED).round_dp(1).normalize().to_string()),
            ];
            test("declared_income", outcome, &values, rows)
        }
        _ => test("declared_income", TruthOutcome::CannotTell, &[], rows),
    }
}

/// Whether a name the file carries, possibly masked with asterisks, can be the applicant's.
fn can_be(shown: &str, applicant: &str) -> bool {
    let shown: Vec<char> = shown.trim().chars().collect();
    let applicant: Vec<char> = applicant.trim().chars().collect();
    if !shown.contains(&'*') {
        return shown == applicant;
    }
    // A run of asterisks stands for one or more characters; what is shown at either end must agree.
    let head = shown.iter().take_while(|c| **c != '*').count();
    let tail = shown.iter().rev().take_while(|c| **c != '*').count();
    applicant.len() > head + tail
        && applicant[..head] == shown[..head]
        && applicant[applicant.len() - tail..] == shown[shown.len() - tail..]
}

/// Whether the account holders that the files name are the applicant.
pub(crate) fn account_holder(statements: &[&Statement], applicant: &str) -> TruthTest {
    let named: Vec<&str> = statements
        .iter()
        .filter_map(|statement| statement.preamble.holder.as_ref())
        .map(|holder| holder.expose())
        .collect();
    let outcome = if named.is_empty() {
        TruthOutcome::CannotTell
    } else if named.iter().all(|name| can_be(name, applicant)) {
        TruthOutcome::Pass
    } else {
        TruthOutcome::Fail
    };
    let count = |number: usize| number.to_string();
    let values = [("named", count(named.len())), ("statements", count(statements.len()))];
    test("account_holder", outcome, &values, Vec::new())
}

/// How many wallet rows and bank rows were the same spending, and which should have been and have no partner: those come first.
pub(crate) fn wallet_pairing(pairs: usize, rows: Vec<RowRef>, unpaired: &Unpaired) -> TruthTest {
    let alone = unpaired.bank.len() + unpaired.wallet.len();
    let outcome = if alone == 0 { TruthOutcome::Pass } else { TruthOutcome::CannotTell };
    let values = [
        ("pairs", pairs.to_string()),
        ("unpaired", unpaired.bank.len().to_string()),
        ("unfunded", unpaired.wallet.len().to_string()),
    ];
    let rows = unpaired.wallet.iter().chain(&unpaired.bank).copied().chain(rows);
    test("wallet_pairing", outcome, &values, rows.collect())
}

/// Whether the days covered have gaps.
pub(crate) fn coverage_gaps(coverage: &Coverage) -> TruthTest {
    let gaps = coverage.gaps();
    let outcome = if gaps.is_empty() { TruthOutcome::Pass } else { TruthOutcome::Fail };
    let mut values = vec![("days", coverage.days().to_string()), ("gaps", gaps.len().to_string())];
    if let Some((first, last)) = gaps.first() {
        values.push(("from", day_text(*first)));
        values.push(("to", day_text(*last)));
    }
    test("coverage_gaps", outcome, &values, Vec::new())
}

/// Statements in a currency other than the line's: their rows are in no figure.
pub(crate) fn foreign_rows(statements: &[&Statement]) -> Option<TruthTest> {
    let foreign: Vec<&&Statement> =
        statements.iter().filter(|statement| statement.currency != Currency::Cny).collect();
    let rows: usize = foreign.iter().map(|statement| statement.transactions.len()).sum();
    let values = [("statements", foreign.len().to_string()), ("rows", rows.to_string())];
    (!foreign.is_empty()).then(|| test("foreign_rows", TruthOutcome::CannotTell, &values, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_names_are_compared_by_what_they_show() {
        assert!(can_be("陈*涛", "陈小涛"));
        assert!(can_be("*小涛", "陈小涛"));
        assert!(can_be("陈小涛", "陈小涛"));
        assert!(!can_be("李*涛", "陈小涛"));
        assert!(!can_be("陈小涛", "陈涛"));
    }
}
