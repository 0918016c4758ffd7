//! Shanghai Pudong Development Bank: workbooks. The debit account's has money in and out in columns of their own, the credit card's
//! one amount of what is owed.

use crate::statement::layout::{Amounts, CREDIT, DEBIT, Layout, Role, Says, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "spdb_debit",
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::ProviderType, &["交易类型"]),
        required(Role::AmountIn, &["存入金额"]),
        required(Role::AmountOut, &["取出金额"]),
        required(Role::Balance, &["余额"]),
        optional(Role::Counterparty, &["交易对手名称"]),
        optional(Role::CounterpartyAccount, &["交易对手账号"]),
        optional(Role::Description, &["附言"]),
    ],
    amounts: Amounts::InOut,
    preamble: &[("账号", Says::Account), ("户名", Says::Holder), ("日期范围", Says::Window)],
    free_text: &[Role::Description],
    ..DEBIT
};

pub(crate) static CREDIT_CARD: Layout = Layout {
    name: "spdb_credit",
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::Booked, &["记账日期"]),
        required(Role::Description, &["交易摘要"]),
        required(Role::Card, &["卡号末四位"]),
        required(Role::Amount, &["交易金额"]),
        required(Role::Currency, &["交易币种"]),
    ],
    free_text: &[Role::Description],
    ..CREDIT
};
