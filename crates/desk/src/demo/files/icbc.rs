//! Industrial and Commercial Bank of China, debit: newest first, cells filled up with blanks and a tab, a total below. The second
//! version has 交易详情 and 对方账户, the first has not.

use std::fmt::Write;

use super::super::books::{BankRow, BankWord};
use super::{About, account_of, grouped, in_and_out, plain};

fn word(of: BankWord) -> &'static str {
    match of {
        BankWord::Wages => "工资",
        BankWord::Payout => "代发",
        BankWord::TransferIn => "他行汇入",
        BankWord::TransferOut => "跨行汇款",
        BankWord::QuickPayment => "消费",
        BankWord::Refund => "退款",
        BankWord::Withdrawal => "ATM取款",
        BankWord::Interest => "利息",
        BankWord::Fee => "短信费",
        BankWord::LoanRepayment => "贷款还款",
    }
}

/// The statement; in the first version where `first_version`.
pub(super) fn statement(about: &About<'_>, rows: &[BankRow], first_version: bool) -> Vec<u8> {
    let mut text = String::with_capacity(rows.len() * 330 + 800);
    let _ = writeln!(
        text,
        "明细查询文件下载\n\n卡号: {},\"卡别名: \"\n\n子账户序号: 00000,子账户类别: 活期,\"子账户别名: \"\n",
        about.person.card_masked()
    );
    text.push_str(match first_version {
        true => {
            "交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名\n"
        }
        false => {
            "交易日期,摘要,交易详情,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户\n"
        }
    });
    for row in rows.iter().rev() {
        write_row(&mut text, row, first_version);
    }
    let (sum_in, sum_out) = in_and_out(rows);
    let commas = if first_version { ",,,,,,,," } else { ",,,,,,,,," };
    let _ =
        writeln!(text, " \n人民币合计{commas}\"{:<20}\t\",\"{:<20}\t\",", grouped(sum_in), grouped(sum_out));
    text.into_bytes()
}

fn write_row(text: &mut String, row: &BankRow, first_version: bool) {
    let amount = grouped(row.fen.abs());
    let (amount_in, amount_out) = if row.fen > 0 { (amount.as_str(), "") } else { ("", amount.as_str()) };
    // A payment through a wallet names the wallet as the other side and the shop as the place.
    let (holder, place) = match row.word {
        BankWord::QuickPayment | BankWord::Refund => {
            (row.name.split('-').next().unwrap_or_default(), format!("{} {}", row.name, row.note))
        }
        BankWord::Wages
        | BankWord::Payout
        | BankWord::TransferIn
        | BankWord::TransferOut
        | BankWord::Withdrawal
        | BankWord::Interest
        | BankWord::Fee
        | BankWord::LoanRepayment => (row.name.as_str(), row.note.clone()),
    };
    let (holder, place) = (plain(holder), plain(&place));
    let _ = write!(text, "{}     \t,\"{:<8}\t\",", row.at.date(), word(row.word));
    if !first_version {
        text.push_str("\"          \t\",");
    }
    let _ = write!(
        text,
        "\"{place:<16}\t\",\"CHN                 \t\",钞        \t,\"-                   \t\",\"-                   \t\",-              \t,\
         \"{amount_in:<20}\t\",\"{amount_out:<20}\t\",人民币         \t,\"{:<20}\t\",\"{holder:<20}\t\",",
        grouped(row.balance_fen)
    );
    if !first_version {
        let account = if holder.is_empty() { String::new() } else { account_of(&holder, 8) };
        let masked =
            if account.is_empty() { account } else { format!("{}****{}", &account[..4], &account[4..]) };
        let _ = write!(text, "\"{masked:<16}\t\",");
    }
    text.push('\n');
}
