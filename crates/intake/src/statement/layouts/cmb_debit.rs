//! China Merchants Bank, debit: one signed amount, the balance after it, and the other side's name with its account behind it.

use firstline_core::applicant::Personal;
use firstline_core::statement::{Direction, StatementKind, Transaction};

use crate::statement::layout::{Amounts, Layout, Role, Says, optional, required};
use crate::statement::status::SETTLED;
use crate::table::Quotes;

/// The fewest digits at the end of a name that are an account and not a part of it.
const ACCOUNT_DIGITS_MIN: usize = 6;

pub(crate) static LAYOUT: Layout = Layout {
    name: "cmb_debit",
    kind: StatementKind::BankDebit,
    columns: &[
        required(Role::At, &["记账日期"]),
        required(Role::Amount, &["交易金额"]),
        required(Role::Balance, &["联机余额"]),
        required(Role::ProviderType, &["交易摘要"]),
        optional(Role::Currency, &["货币"]),
        optional(Role::Counterparty, &["对手信息"]),
        optional(Role::Remark, &["客户摘要"]),
    ],
    absent: &[],
    quotes: Quotes::Quoting,
    amounts: Amounts::Signed,
    directions: &[],
    statuses: &[],
    status_without_word: SETTLED,
    preamble: &[
        ("户名", Says::Holder),
        ("户    名", Says::Holder),
        ("账号", Says::Account),
        ("账    号", Says::Account),
        ("起始日期", Says::Window),
        ("收入合计", Says::Total(Direction::In)),
        ("支出合计", Says::Total(Direction::Out)),
    ],
    total_rows: &[],
    notes: &["收入合计", "支出合计"],
    free_text: &[Role::Remark, Role::Counterparty],
    finish: Some(part_account),
};

/// Parts `张三 66666666666666` and `北京住房公积金管理中心1111111111` into name and account.
fn part_account(row: &mut Transaction) {
    let whole = row.counterparty.expose();
    let name = whole.trim_end_matches(|c: char| c.is_ascii_digit() || c == '*');
    if whole.len() - name.len() >= ACCOUNT_DIGITS_MIN {
        let account = Personal::from(&whole[name.len()..]);
        row.counterparty = Personal::from(name.trim());
        row.counterparty_account = account;
    }
}
