//! China Merchants Bank, debit, in its two forms: the statement, oldest first and in UTF-8; and the personal bank's export, newest
//! first, in GB18030, with its totals below.

use std::fmt::Write;

use encoding_rs::GB18030;

use super::super::books::{BankRow, BankWord};
use super::{About, Yuan, account_of, grouped, in_and_out, plain};

fn word(of: BankWord) -> &'static str {
    match of {
        BankWord::Wages => "代发工资",
        BankWord::Payout => "代发其他",
        BankWord::TransferIn => "汇入汇款",
        BankWord::TransferOut => "转账汇款",
        BankWord::QuickPayment => "快捷支付",
        BankWord::Refund => "快捷退款",
        BankWord::Withdrawal => "银联ATM取款",
        BankWord::Interest => "账户结息",
        BankWord::Fee => "短信服务费",
        BankWord::LoanRepayment => "贷款扣款",
    }
}

/// The statement (交易流水).
pub(super) fn statement(rows: &[BankRow]) -> Vec<u8> {
    let quoted = |fen: i64| {
        let text = grouped(fen);
        if text.contains(',') { format!("\"{text}\"") } else { text }
    };
    let mut text = String::with_capacity(rows.len() * 130 + 200);
    text.push_str("记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n");
    for row in rows {
        let other = if row.name.is_empty() {
            String::new()
        } else {
            format!("{}{}", plain(&row.name), account_of(&row.name, 15))
        };
        let _ = writeln!(
            text,
            "{},CNY,{},{},{},{other},{}",
            row.at.date(),
            quoted(row.fen),
            quoted(row.balance_fen),
            word(row.word),
            plain(&row.note),
        );
    }
    text.into_bytes()
}

/// The personal bank's export.
pub(super) fn export(about: &About<'_>, rows: &[BankRow]) -> Vec<u8> {
    let mut text = String::with_capacity(rows.len() * 130 + 800);
    let lines = [
        "\"# 招商银行交易记录\"".to_owned(),
        format!("\"# 导出时间: [            {}]\"", about.exported.format("%Y-%m-%d %H:%M:%S")),
        format!("\"# 账    号: [一卡通:{}   样例支行]\"", about.person.card_masked()),
        "\"# 币    种: [                         人民币]\"".to_owned(),
        format!(
            "\"# 起始日期: [{}]   终止日期: [{}]\"",
            about.first.format("%Y%m%d"),
            about.last.format("%Y%m%d")
        ),
        "\"# 过滤设置:  无\"".to_owned(),
        String::new(),
        "\"交易日期\",\"交易时间\",\"收入\",\"支出\",\"余额\",\"交易类型\",\"交易备注\"".to_owned(),
    ];
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    for row in rows.iter().rev() {
        let amount = grouped(row.fen.abs());
        let (amount_in, amount_out) = if row.fen > 0 { (amount.as_str(), "") } else { ("", amount.as_str()) };
        let parting = if row.name.is_empty() { "" } else { "-" };
        let _ = writeln!(
            text,
            "\"\t{}\",\"\t{}\",\"{amount_in}\",\"{amount_out}\",\"{}\",\"\t{}\",\"\t{}{parting}{}\"",
            row.at.format("%Y%m%d"),
            row.at.format("%H:%M:%S"),
            grouped(row.balance_fen),
            word(row.word),
            plain(&row.name),
            plain(&row.note),
        );
    }
    let (sum_in, sum_out) = in_and_out(rows);
    let count_in = rows.iter().filter(|row| row.fen > 0).count();
    let _ = writeln!(text, "\n\"# 收入合计: {count_in}笔，共{}元\"", Yuan(sum_in));
    let _ = writeln!(text, "\"# 支出合计: {}笔，共{}元\"", rows.len() - count_in, Yuan(sum_out));
    GB18030.encode(&text).0.into_owned()
}
