//! How a row ended, from the provider's word for it.

use firstline_core::statement::{Direction, RowStatus};

use crate::cell;
use crate::error::{Fault, IntakeCode};

/// What a status word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Carried out.
    Settled,
    /// A refund that arrived.
    RefundArrived,
    /// Carried out and then wholly given back; on a row of money that came in, the refund itself.
    GivenBack,
    /// Money is held or promised; the other side has not confirmed.
    Pending,
    /// Ended without effect.
    Closed,
}

/// How a row ended: its status and the part of its amount that was refunded, in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowEnd {
    pub(crate) status: RowStatus,
    pub(crate) refunded_fen: i64,
}

/// Carried out, nothing refunded.
pub(crate) const SETTLED: RowEnd = RowEnd { status: RowStatus::Settled, refunded_fen: 0 };
/// Not known to be carried out.
pub(crate) const PENDING: RowEnd = RowEnd { status: RowStatus::Pending, refunded_fen: 0 };

/// Words that mean the same wherever they begin or end a status.
const BEGINNINGS: [(&str, Outcome); 5] = [
    ("已全额退款", Outcome::GivenBack),
    ("等待", Outcome::Pending),
    ("待", Outcome::Pending),
    ("已取消", Outcome::Closed),
    ("提现失败", Outcome::Closed),
];
const ENDINGS: [(&str, Outcome); 6] = [
    ("失败", Outcome::Closed),
    ("关闭", Outcome::Closed),
    ("已取消", Outcome::Closed),
    ("已撤销", Outcome::Closed),
    ("处理中", Outcome::Pending),
    ("中", Outcome::Pending),
];

/// Reads a status word; `None` where it is not known. `已退款(￥12.00)` says how much of the row came back.
pub(crate) fn read(
    words: &[(&str, Outcome)],
    word: &str,
    direction: Direction,
    amount_fen: i64,
) -> Result<Option<RowEnd>, Fault> {
    if let Some((_, outcome)) = words.iter().find(|(known, _)| *known == word) {
        return Ok(Some(end(*outcome, direction, amount_fen)));
    }
    if let Some(rest) = word.strip_prefix("已退款") {
        return refund_stated(rest, word, direction, amount_fen);
    }
    let beginning = BEGINNINGS.iter().find(|(known, _)| word.starts_with(known));
    let ending = || ENDINGS.iter().find(|(known, _)| word.ends_with(known));
    Ok(beginning.or_else(ending).map(|(_, outcome)| end(*outcome, direction, amount_fen)))
}

fn end(outcome: Outcome, direction: Direction, amount_fen: i64) -> RowEnd {
    match outcome {
        Outcome::Settled => SETTLED,
        Outcome::RefundArrived => RowEnd { status: RowStatus::Refunded, refunded_fen: 0 },
        Outcome::GivenBack => match direction {
            Direction::In => RowEnd { status: RowStatus::Refunded, refunded_fen: 0 },
            Direction::Out | Direction::Neutral => RowEnd { refunded_fen: amount_fen, ..SETTLED },
        },
        Outcome::Pending => PENDING,
        Outcome::Closed => RowEnd { status: RowStatus::Closed, refunded_fen: 0 },
    }
}

/// Reads what follows `已退款`: nothing (all of it), or an amount in brackets or without.
fn refund_stated(
    rest: &str,
    word: &str,
    direction: Direction,
    amount_fen: i64,
) -> Result<Option<RowEnd>, Fault> {
    let stated = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）'));
    if stated.is_empty() {
        return Ok(Some(end(Outcome::GivenBack, direction, amount_fen)));
    }
    let Ok(refunded_fen) = cell::fen(stated) else { return Ok(None) };
    match direction {
        Direction::In => Ok(Some(end(Outcome::RefundArrived, direction, amount_fen))),
        Direction::Out | Direction::Neutral if (0..=amount_fen).contains(&refunded_fen) => {
            Ok(Some(RowEnd { refunded_fen, ..SETTLED }))
        }
        Direction::Out | Direction::Neutral => {
            Err(Fault::new(IntakeCode::RefundExceedsAmount).with("found", word))
        }
    }
}

/// Splits what JD writes behind an amount: `131.77(已退款89.84)`, `468.32(已全额退款)`. The amount's text and the words after.
pub(crate) fn split_refund(text: &str) -> (&str, Option<&str>) {
    match text.find(['(', '（']) {
        Some(bracket) => {
            let words = text[bracket..].trim_matches(['(', ')', '（', '）']);
            (text[..bracket].trim_end(), Some(words))
        }
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [(&str, Outcome); 2] =
        [("支付成功", Outcome::Settled), ("退款成功", Outcome::RefundArrived)];

    fn out(word: &str) -> Option<(RowStatus, i64)> {
        read(&WORDS, word, Direction::Out, 10_000).unwrap().map(|end| (end.status, end.refunded_fen))
    }

    #[test]
    fn refunds_stated_in_the_status_are_read() {
        assert_eq!(out("已退款(￥12.00)"), Some((RowStatus::Settled, 1200)));
        assert_eq!(out("已退款（¥12）"), Some((RowStatus::Settled, 1200)));
        assert_eq!(out("已退款￥1.51"), Some((RowStatus::Settled, 151)));
        assert_eq!(out("已全额退款"), Some((RowStatus::Settled, 10_000)));
        assert_eq!(out("已退款"), Some((RowStatus::Settled, 10_000)));
        let arrived = read(&WORDS, "已退款(￥12.00)", Direction::In, 1200).unwrap().unwrap();
        assert_eq!((arrived.status, arrived.refunded_fen), (RowStatus::Refunded, 0));
        assert_eq!(
            read(&WORDS, "已退款(￥120.00)", Direction::Out, 10_000).unwrap_err().code,
            IntakeCode::RefundExceedsAmount
        );
    }

    #[test]
    fn words_are_known_whole_or_by_a_clear_beginning_or_end() {
        assert_eq!(out("支付成功"), Some((RowStatus::Settled, 0)));
        assert_eq!(out("退款成功"), Some((RowStatus::Refunded, 0)));
        assert_eq!(out("等待对方发货"), Some((RowStatus::Pending, 0)));
        assert_eq!(out("提现失败，已退回零钱"), Some((RowStatus::Closed, 0)));
        assert_eq!(out("还款失败"), Some((RowStatus::Closed, 0)));
        assert_eq!(out("成功"), None);
        assert_eq!(out("已退款若干"), None);
    }
}
