//! China Merchants Bank, debit, in two forms. The statement (交易流水) has one signed amount, the balance after it, and the other
//! side's name with its account behind it; the export of the personal bank has in and out in columns of their own, the time of
//! day apart, and totals below that begin with `#`.

use firstline_core::applicant::Personal;
use firstline_core::statement::{Direction, Transaction};

use crate::statement::layout::{Amounts, DEBIT, Layout, Role, Says, optional, required};

/// The fewest digits at the end of a name that are an account and not a part of it.
const ACCOUNT_DIGITS_MIN: usize = 6;

/// The statement.
pub(crate) static LAYOUT: Layout = Layout {
    name: "cmb_debit",
    columns: &[
        required(Role::At, &["记账日期", "Date"]),
        required(Role::Amount, &["交易金额", "Transaction Amount"]),
        required(Role::Balance, &["联机余额", "Balance"]),
        required(Role::ProviderType, &["交易摘要", "Transaction Type"]),
        optional(Role::Currency, &["货币", "Currency"]),
        optional(Role::Counterparty, &["对手信息", "Counter Party"]),
        optional(Role::Remark, &["客户摘要", "Customer Summary"]),
    ],
    preamble: PREAMBLE,
    notes: &["收入合计", "支出合计"],
    free_text: &[Role::Remark, Role::Counterparty],
    finish: Some(part_account),
    ..DEBIT
};

/// The export of the personal bank.
pub(crate) static EXPORT: Layout = Layout {
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::Time, &["交易时间"]),
        required(Role::AmountIn, &["收入"]),
        required(Role::AmountOut, &["支出"]),
        required(Role::Balance, &["余额"]),
        required(Role::ProviderType, &["交易类型"]),
        required(Role::Description, &["交易备注"]),
    ],
    amounts: Amounts::InOut,
    free_text: &[Role::Description],
    finish: None,
    ..LAYOUT
};

const PREAMBLE: &[(&str, Says)] = &[
    ("户名", Says::Holder),
    ("姓名", Says::Holder),
    ("账号", Says::Account),
    ("账户", Says::Account),
    ("卡号", Says::Account),
    ("币种", Says::Currency),
    ("起始日期", Says::Window),
    ("终止日期", Says::WindowEnd),
    ("查询时间段", Says::Window),
    ("收入合计", Says::Total(Direction::In)),
    ("支出合计", Says::Total(Direction::Out)),
];

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
