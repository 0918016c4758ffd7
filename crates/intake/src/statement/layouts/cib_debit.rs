//! Industrial Bank (兴业银行), debit: out before in, a file for each currency of the card, which a line above the header names.

use crate::statement::layout::{Amounts, DEBIT, Layout, Role, Says, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "cib_debit",
    columns: &[
        required(Role::At, &["交易时间"]),
        required(Role::AmountOut, &["支出"]),
        required(Role::AmountIn, &["收入"]),
        required(Role::Balance, &["账户余额"]),
        required(Role::ProviderType, &["摘要"]),
        required(Role::Counterparty, &["对方户名"]),
        optional(Role::Booked, &["记账日", "记账日期"]),
        optional(Role::CounterpartyAccount, &["对方账号"]),
        optional(Role::Description, &["用途"]),
        optional(Role::Method, &["交易渠道"]),
        optional(Role::Remark, &["备注"]),
    ],
    // China Construction Bank's files have a day and a time apart.
    absent: &["交易日期", "交易地点"],
    amounts: Amounts::InOut,
    preamble: &[
        ("账户户名", Says::Holder),
        ("账户账号", Says::Account),
        ("卡内账户", Says::Currency),
        ("起始日期", Says::Window),
        ("截止日期", Says::WindowEnd),
    ],
    free_text: &[Role::Remark],
    ..DEBIT
};
