//! Alipay's bill from the telephone: GB18030, newest first, a purchase that went back whole is closed and counted as neither.

use std::fmt::Write;

use encoding_rs::GB18030;

use super::super::books::{Came, Flow, WalletRow};
use super::{About, Yuan, plain, total, twenty_digits};

pub(super) fn bill(about: &About<'_>, rows: &[WalletRow]) -> Vec<u8> {
    let mut text = String::with_capacity(rows.len() * 220 + 2000);
    preamble(&mut text, about, rows);
    for row in rows.iter().rev() {
        let status = match row.came {
            Came::Settled => "交易成功",
            Came::Word(word) => word,
            Came::SentBack(fen) if fen == row.fen => "交易关闭",
            Came::SentBack(_) => "交易成功",
            Came::RefundWhole | Came::RefundPart => "退款成功",
        };
        let order = format!("2088{}", twenty_digits(row.order, 4));
        // A refund's number is its purchase's with more behind it; its day is therefore left out of both.
        let order = match row.came {
            Came::RefundWhole | Came::RefundPart => format!("{order}_{:05}", row.order % 100_000),
            Came::Settled | Came::Word(_) | Came::SentBack(_) => order,
        };
        let direction = match row.flow {
            Flow::In => "收入",
            Flow::Out => "支出",
            Flow::Neutral => "不计收支",
        };
        let _ = writeln!(
            text,
            "{},{},{},/,{},{direction},{},{},{status},{order}\t,T{}\t,,",
            row.at.format("%Y-%m-%d %H:%M:%S"),
            row.kind,
            plain(&row.counterparty),
            plain(&row.goods),
            Yuan(row.fen),
            row.method,
            twenty_digits(row.order, 5),
        );
    }
    GB18030.encode(&text).0.into_owned()
}

fn preamble(text: &mut String, about: &About<'_>, rows: &[WalletRow]) {
    let (count_in, sum_in) = total(rows, Flow::In);
    let (count_out, sum_out) = total(rows, Flow::Out);
    let (count_neutral, sum_neutral) = total(rows, Flow::Neutral);
    let lines = [
        "-".repeat(84),
        "导出信息：".to_owned(),
        format!("姓名：{}", about.person.name),
        format!("支付宝账户：{}", about.person.account_masked()),
        format!("起始时间：[{} 00:00:00]    终止时间：[{} 23:59:59]", about.first, about.last),
        "导出交易类型：[全部]".to_owned(),
        format!("导出时间：[{}]", about.exported.format("%Y-%m-%d %H:%M:%S")),
        format!("共{}笔记录", rows.len()),
        format!("收入：{count_in}笔 {}元", Yuan(sum_in)),
        format!("支出：{count_out}笔 {}元", Yuan(sum_out)),
        format!("不计收支：{count_neutral}笔 {}元", Yuan(sum_neutral)),
        String::new(),
        "特别提示：".to_owned(),
        "1.支付宝快捷支付等非余额支付方式可能既产生支付宝交易也同步产生银行交易，因此请勿使用本回单进行重复记账；".to_owned(),
        "2.部分账单如：充值提现、账户转存或者个人设置收支等不计入为收入或者支出，记为不计收支类；".to_owned(),
        "3.本明细仅展示当前账单中的交易，不包括已删除的记录；".to_owned(),
        "4.本明细仅供个人对账使用。".to_owned(),
        String::new(),
        format!("{0}支付宝  电子客户回单{0}", "-".repeat(24)),
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,".to_owned(),
    ];
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
}
