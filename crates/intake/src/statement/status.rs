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

/// Words that mean the same to every provider, whole. A word such as 申请成功 or 下单成功 says that something was asked for and not
/// that money moved, so that an ending in 成功 alone says nothing.
fn common(word: &str) -> Option<Outcome> {
    let outcome = match word {
        "交易成功"
        | "支付成功"
        | "付款成功"
        | "消费成功"
        | "收款成功"
        | "转账成功"
        | "汇款成功"
        | "还款成功"
        | "自动还款成功"
        | "充值成功"
        | "提现成功"
        | "转入成功"
        | "转出成功"
        | "存入成功"
        | "取出成功"
        | "缴费成功"
        | "缴存成功"
        | "放款成功"
        | "借款成功"
        | "代付成功"
        | "亲友代付成功"
        | "代扣成功"
        | "扣款成功"
        | "购买成功"
        | "买入成功"
        | "卖出成功"
        | "申购成功"
        | "认购成功"
        | "赎回成功"
        | "投资成功"
        | "发放成功"
        | "领取成功"
        | "理赔成功"
        | "结算成功"
        | "兑换成功"
        | "到账成功"
        | "交易完成"
        | "交易结束"
        | "支付完成"
        | "付款完成"
        | "还款完成"
        | "充值完成"
        | "提现完成"
        | "转账完成"
        | "已完成"
        | "已支付"
        | "已付款"
        | "已收款"
        | "已收钱"
        | "已到账"
        | "提现已到账"
        | "已转账"
        | "已还款"
        | "已扣款"
        | "已领取"
        | "已被领取"
        | "已转入"
        | "已转出"
        | "已存入"
        | "已存入零钱"
        | "已存入零钱通"
        | "已存入银行卡"
        | "已存入余额"
        | "已存入经营账户"
        | "已转入零钱通"
        | "已发放"
        | "已结清"
        | "朋友已收钱"
        | "对方已收钱"
        | "对方已收款"
        | "已确认收货" => Outcome::Settled,
        "退款成功" | "退款到账" | "退款完成" | "退款已到账" | "退货成功" | "退票成功" | "冲退成功" => {
            Outcome::RefundArrived
        }
        "全额退款" | "对方已退还" | "已退还" | "已退回" | "过期已退回" | "已过期退回" | "超时已退回"
        | "超时已退还" | "未领取已退回" | "对方已拒收" | "已拒收" | "提现已退回" | "退还成功" => {
            Outcome::GivenBack
        }
        "冻结成功" | "已冻结" | "支付未完成" | "未付款" | "已受理" | "提现已受理" | "受理成功" | "已提交"
        | "提交成功" | "已发货" | "卖家已发货" | "商家已发货" => Outcome::Pending,
        "失败"
        | "取消"
        | "交易取消"
        | "未支付"
        | "已失效"
        | "已过期"
        | "已终止"
        | "已驳回"
        | "解冻成功"
        | "已解冻"
        | "授权成功"
        | "签约成功"
        | "开通成功"
        | "信用服务使用成功"
        | "芝麻免押下单成功" => Outcome::Closed,
        _ => return None,
    };
    Some(outcome)
}

/// Words that mean the same wherever they begin or end a status.
const BEGINNINGS: [(&str, Outcome); 6] = [
    ("已全额退款", Outcome::GivenBack),
    ("等待", Outcome::Pending),
    ("待", Outcome::Pending),
    ("已取消", Outcome::Closed),
    ("已关闭", Outcome::Closed),
    ("提现失败", Outcome::Closed),
];
const ENDINGS: [(&str, Outcome); 8] = [
    ("失败", Outcome::Closed),
    ("关闭", Outcome::Closed),
    ("已取消", Outcome::Closed),
    ("已撤销", Outcome::Closed),
    ("已撤单", Outcome::Closed),
    ("处理中", Outcome::Pending),
    ("等待买家确认", Outcome::Pending),
    ("中", Outcome::Pending),
];

/// Reads a status word, the layout's own `words` first; `None` where it is not known. `已退款(￥12.00)` says how much of the row came back.
pub(crate) fn read(
    words: &[(&str, Outcome)],
    word: &str,
    direction: Direction,
    amount_fen: i64,
) -> Result<Option<RowEnd>, Fault> {
    if let Some((_, outcome)) = words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)) {
        return Ok(Some(end(*outcome, direction, amount_fen)));
    }
    if let Some(outcome) = common(word) {
        return Ok(Some(end(outcome, direction, amount_fen)));
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
