//! Ping An Bank, debit: a workbook that names both who paid and who was paid; a word says which of them is the holder.

use firstline_core::statement::Direction;

use crate::statement::layout::{Amounts, DEBIT, Layout, Role, Says, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "pab_debit",
    columns: &[
        required(Role::At, &["交易时间"]),
        required(Role::Payer, &["付款方姓名"]),
        required(Role::Counterparty, &["收款方姓名"]),
        required(Role::Direction, &["交易类型"]),
        required(Role::Amount, &["交易金额"]),
        optional(Role::PayerAccount, &["付款方账号"]),
        optional(Role::CounterpartyAccount, &["收款方账号"]),
        optional(Role::Balance, &["账户余额"]),
        optional(Role::ProviderType, &["摘要"]),
        optional(Role::Description, &["备注"]),
        optional(Role::OrderId, &["交易流水号"]),
    ],
    amounts: Amounts::Signed,
    directions: &[("转入", Direction::In), ("转出", Direction::Out)],
    preamble: &[("户名", Says::Holder), ("账号", Says::Account), ("卡号", Says::Account)],
    free_text: &[Role::Description],
    ..DEBIT
};
