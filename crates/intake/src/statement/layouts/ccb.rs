//! China Construction Bank, debit: a workbook with money out and in as numbers in columns of their own, the one that did not
//! move being zero. The older export has one signed amount and the other side's account and name in one column.

use crate::statement::layout::{Amounts, DEBIT, Layout, Role, Says, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "ccb_debit",
    columns: &[
        required(Role::At, &["交易日期"]),
        optional(Role::Time, &["交易时间"]),
        required(Role::AmountOut, &["支出", "支出金额"]),
        required(Role::AmountIn, &["收入", "收入金额", "存入金额"]),
        required(Role::Balance, &["账户余额"]),
        required(Role::ProviderType, &["摘要"]),
        optional(Role::Currency, &["币种", "币别"]),
        optional(Role::CounterpartyAccount, &["对方账号"]),
        optional(Role::Counterparty, &["对方户名"]),
        optional(Role::Description, &["交易地点", "交易地点/附言"]),
    ],
    amounts: Amounts::InOut,
    preamble: &[
        ("账号", Says::Account),
        ("卡号", Says::Account),
        ("户名", Says::Holder),
        ("客户名称", Says::Holder),
        ("起止日期", Says::Window),
    ],
    notes: &["以上数据仅供参考"],
    free_text: &[Role::Description],
    ..DEBIT
};

/// The older export.
pub(crate) static SIGNED: Layout = Layout {
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::Amount, &["交易金额"]),
        required(Role::Balance, &["账户余额"]),
        required(Role::ProviderType, &["摘要"]),
        required(Role::Counterparty, &["对方账号与户名"]),
        optional(Role::Currency, &["币别", "币种"]),
        optional(Role::Description, &["交易地点/附言", "交易地点"]),
    ],
    amounts: Amounts::Signed,
    ..LAYOUT
};
