//! What a file says it adds up to, against its rows.

use crate::statement::{Direction, RowStatus, StatedTotal, Statement, TruthOutcome, TruthTest, day_text};

use super::Finding;

/// The things providers add up.
#[derive(Clone, Copy)]
struct Sums {
    rows: u32,
    gross: i128,
    refunded: i128,
    closed_rows: u32,
    closed: i128,
    /// Repayments of the provider's own credit, which one provider counts among its rows and not in its sum.
    repaid: i128,
}

impl Sums {
    fn of(statement: &Statement, direction: Direction) -> Self {
        let mut sums = Sums { rows: 0, gross: 0, refunded: 0, closed_rows: 0, closed: 0, repaid: 0 };
        for row in statement.transactions.iter().filter(|row| row.direction == direction) {
            let fen = i128::from(row.amount.fen());
            sums.rows += 1;
            sums.gross += fen;
            if row.status == RowStatus::Closed {
                sums.closed_rows += 1;
                sums.closed += fen;
            } else {
                sums.refunded += i128::from(row.refunded.fen());
            }
            if row.provider_type == "还款" {
                sums.repaid += fen;
            }
        }
        sums
    }

    /// Which way of adding up agrees with what is stated.
    fn basis(&self, stated: &StatedTotal) -> Option<&'static str> {
        let ways = [
            ("gross", self.gross, self.rows),
            ("net_of_refunds", self.gross - self.refunded, self.rows),
            ("without_closed", self.gross - self.closed, self.rows - self.closed_rows),
            ("net_without_closed", self.gross - self.refunded - self.closed, self.rows - self.closed_rows),
            ("without_repayments", self.gross - self.repaid, self.rows),
        ];
        ways.into_iter()
            .find(|(_, sum, rows)| {
                stated.sum.is_none_or(|stated| i128::from(stated.fen()) == *sum)
                    && stated.count.is_none_or(|stated| stated == *rows)
            })
            .map(|(name, _, _)| name)
    }
}

pub(super) fn stated_totals(statement: &Statement) -> TruthTest {
    let mut finding = Finding::cannot_tell();
    for stated in &statement.preamble.stated_totals {
        let sums = Sums::of(statement, stated.direction);
        let basis = sums.basis(stated);
        let direction = match stated.direction {
            Direction::In => "in",
            Direction::Out => "out",
            Direction::Neutral => "neutral",
        };
        finding = finding.with(&format!("{direction}_sum"), fen_text(sums.gross));
        finding = finding.with(&format!("{direction}_rows"), sums.rows);
        if sums.refunded != 0 {
            finding = finding.with(&format!("{direction}_refunded"), fen_text(sums.refunded));
        }
        if let Some(sum) = stated.sum {
            finding = finding.with(&format!("{direction}_stated"), sum);
        }
        if let Some(count) = stated.count {
            finding = finding.with(&format!("{direction}_stated_rows"), count);
        }
        finding = finding.with(&format!("{direction}_basis"), basis.unwrap_or("none"));
        finding.outcome = match (stated.direction, finding.outcome, basis) {
            (Direction::Neutral, so_far, _) => so_far,
            (Direction::In | Direction::Out, TruthOutcome::Fail, _) => TruthOutcome::Fail,
            (Direction::In | Direction::Out, _, None) => TruthOutcome::Fail,
            (Direction::In | Direction::Out, TruthOutcome::Pass | TruthOutcome::CannotTell, Some(_)) => {
                TruthOutcome::Pass
            }
        };
    }
    finding.named(statement, "stated_totals")
}

pub(super) fn fen_text(fen: i128) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

pub(super) fn stated_rows(statement: &Statement) -> TruthTest {
    let rows = statement.transactions.len();
    let finding = match statement.preamble.stated_rows {
        Some(stated) => Finding::of(usize::try_from(stated) == Ok(rows)).with("stated", stated),
        None => Finding::cannot_tell(),
    };
    finding.with("rows", rows).named(statement, "stated_rows")
}

pub(super) fn stated_window(statement: &Statement) -> TruthTest {
    let Some(window) = statement.preamble.stated_window else {
        return Finding::cannot_tell().named(statement, "stated_window");
    };
    let outside: Vec<u32> = statement
        .transactions
        .iter()
        .filter(|row| !window.contains(row.at.date()))
        .map(|row| row.line)
        .collect();
    Finding::of(outside.is_empty())
        .with("first", day_text(window.first))
        .with("last", day_text(window.last))
        .with("outside", outside.len())
        .rows(outside)
        .named(statement, "stated_window")
}
