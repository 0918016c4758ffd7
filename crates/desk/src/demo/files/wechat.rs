//! WeChat Pay's bill as CSV: UTF-8 with a byte order mark, newest first, refunds in the status.

use std::fmt::Write;

use super::super::books::{Came, Flow, WalletRow};
use super::{About, Yuan, plain, total, twenty_digits};

pub(super) fn bill(about: &About<'_>, rows: &[WalletRow]) -> Vec<u8> {
    let mut text = String::with_capacity(rows.len() * 200 + 1000);
    preamble(&mut text, about, rows);
    for row in rows.iter().rev() {
        let (status, is_refund) = status(row);
        let day = row.at.format("%m%d");
        let order = if is_refund {
            format!("5030{day}{}", twenty_digits(row.order, 2))
        } else {
            format!("4200{day}{}", twenty_digits(row.order, 1))
        };
        let transfer = matches!(row.kind.as_str(), "转账" | "微信红包" | "零钱提现" | "二维码收款");
        let merchant_order = if transfer { "/".to_owned() } else { twenty_digits(row.order, 3) };
        let direction = match row.flow {
            Flow::In => "收入",
            Flow::Out => "支出",
            Flow::Neutral => "/",
        };
        let remark = if row.remark.is_empty() { "/" } else { &row.remark };
        let _ = writeln!(
            text,
            "{},{},{},\"{}\",{direction},¥{},{},{status},\"{order}\t\",\"{merchant_order}\t\",\"{remark}\"",
            row.at.format("%Y-%m-%d %H:%M:%S"),
            plain(&row.kind),
            plain(&row.counterparty),
            plain(&row.goods),
            Yuan(row.fen),
            row.method,
        );
    }
    text.into_bytes()
}

fn preamble(text: &mut String, about: &About<'_>, rows: &[WalletRow]) {
    const EMPTY: &str = ",,,,,,,,,,";
    let (count_in, sum_in) = total(rows, Flow::In);
    let (count_out, sum_out) = total(rows, Flow::Out);
    let (count_neutral, sum_neutral) = total(rows, Flow::Neutral);
    let lines = [
        "微信支付账单明细".to_owned(),
        format!("微信昵称：[{}]", about.person.nick),
        format!("起始时间：[{} 00:00:00] 终止时间：[{} 23:59:59]", about.first, about.last),
        "导出类型：[全部]".to_owned(),
        format!("导出时间：[{}]", about.exported.format("%Y-%m-%d %H:%M:%S")),
        String::new(),
        format!("共{}笔记录", rows.len()),
        format!("收入：{count_in}笔 {}元", Yuan(sum_in)),
        format!("支出：{count_out}笔 {}元", Yuan(sum_out)),
        format!("中性交易：{count_neutral}笔 {}元", Yuan(sum_neutral)),
        "注：".to_owned(),
        "1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易".to_owned(),
        "2. 本明细仅展示当前账单中的交易，不包括已删除的记录".to_owned(),
        "3. 本明细仅供个人对账使用".to_owned(),
        String::new(),
        "----------------------微信支付账单明细列表--------------------".to_owned(),
    ];
    text.push('\u{feff}');
    for line in lines {
        let _ = writeln!(text, "{line}{EMPTY}");
    }
    text.push_str(
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n",
    );
}

/// The status word, and whether the row is a refund.
fn status(row: &WalletRow) -> (String, bool) {
    match row.came {
        Came::Settled if row.kind == "扫二维码付款" => ("已转账".to_owned(), false),
        Came::Settled => ("支付成功".to_owned(), false),
        Came::Word(word) => (word.to_owned(), false),
        Came::SentBack(fen) if fen == row.fen => ("已全额退款".to_owned(), false),
        Came::SentBack(fen) => (format!("已退款(￥{})", Yuan(fen)), false),
        Came::RefundWhole => ("已全额退款".to_owned(), true),
        Came::RefundPart => (format!("已退款(￥{})", Yuan(row.fen)), true),
    }
}
