//! JD's bill by e-mail: UTF-8 with a byte order mark, newest first; what went back stands behind the amount, and the stated sum of
//! money out is less by it.

use std::fmt::Write;

use super::super::books::{Came, Flow, WalletRow};
use super::{About, Yuan, plain, total, twenty_digits};

pub(super) fn bill(about: &About<'_>, rows: &[WalletRow]) -> Vec<u8> {
    let mut text = String::with_capacity(rows.len() * 200 + 2000);
    preamble(&mut text, about, rows);
    for row in rows.iter().rev() {
        let (behind, status) = match row.came {
            Came::Settled => (String::new(), "交易成功"),
            Came::Word(word) => (String::new(), word),
            Came::SentBack(fen) if fen == row.fen => ("(已全额退款)".to_owned(), "交易成功"),
            Came::SentBack(fen) => (format!("(已退款{})", Yuan(fen)), "交易成功"),
            Came::RefundWhole | Came::RefundPart => (String::new(), "退款成功"),
        };
        let direction = match row.flow {
            Flow::In => "收入",
            Flow::Out => "支出",
            Flow::Neutral => "不计收支",
        };
        let _ = writeln!(
            text,
            "{}\t,{},{},{}{behind},{},{status},{direction},{},{}\t,{}\t, ,",
            row.at.format("%Y-%m-%d %H:%M:%S"),
            plain(&row.counterparty),
            plain(&row.goods),
            Yuan(row.fen),
            row.method,
            row.kind,
            300_000_000_000 + row.order,
            twenty_digits(row.order, 6),
        );
    }
    text.into_bytes()
}

fn preamble(text: &mut String, about: &About<'_>, rows: &[WalletRow]) {
    let (count_in, sum_in) = total(rows, Flow::In);
    let (count_out, gross_out) = total(rows, Flow::Out);
    let (count_neutral, sum_neutral) = total(rows, Flow::Neutral);
    let parts = rows.iter().filter(|row| row.flow == Flow::Out).filter_map(|row| match row.came {
        Came::SentBack(fen) => Some(fen),
        _ => None,
    });
    let (part_count, part_sum) = (parts.clone().count(), parts.sum::<i64>());
    let part_words =
        if part_count == 0 { String::new() } else { format!("(含{part_count}笔部分退款)") };
    let lines = [
        "导出信息：".to_owned(),
        format!("京东账号名：jd_{}", &super::account_of(&about.person.id_number, 12)),
        format!("申请时间：{}", about.exported.format("%Y-%m-%d %H:%M:%S")),
        format!("日期区间：{} 至 {}", about.first, about.last),
        "导出交易类型：全部".to_owned(),
        "导出交易场景：全部".to_owned(),
        format!("共：{}笔记录", rows.len()),
        format!("收入：{count_in}笔，{}元", Yuan(sum_in)),
        format!("支出：{count_out}笔{part_words}，{}元", Yuan(gross_out - part_sum)),
        format!("不计收支：{count_neutral}笔，{}元", Yuan(sum_neutral)),
        String::new(),
        "特别提示".to_owned(),
        "1.本明细为每笔订单支付的明细，不包括已删除的记录；".to_owned(),
        "2.个人资金互转、全额退款等记为【不计收支】类，部分退款的支出金额为剔除退款后的支付金额；".to_owned(),
        "3.京东快捷支付等非余额支付方式可能既产生京东交易也同步产生银行交易，因此请勿使用本回单进行重复记账；".to_owned(),
        "4.本明细仅供个人对账使用。".to_owned(),
        String::new(),
        "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注".to_owned(),
    ];
    text.push('\u{feff}');
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
}
