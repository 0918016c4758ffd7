//! Agricultural Bank of China, debit: one signed amount and the balance after it, days and times as bare digits. A row ends with
//! its last filled cell.

use crate::statement::layout::{DEBIT, Layout, Role, Says, optional, required, trailing};

pub(crate) static LAYOUT: Layout = Layout {
    name: "abc_debit",
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::ProviderType, &["交易摘要"]),
        required(Role::Amount, &["交易金额"]),
        required(Role::Balance, &["本次余额"]),
        required(Role::Counterparty, &["对手信息", "对方户名"]),
        optional(Role::Time, &["交易时间"]),
        optional(Role::CounterpartyAccount, &["对方账号"]),
        optional(Role::OrderId, &["日志号"]),
        trailing(Role::Method, &["交易渠道"]),
        trailing(Role::Description, &["交易附言", "交易用途"]),
    ],
    preamble: &[
        ("户名", Says::Holder),
        ("账户", Says::Account),
        ("账号", Says::Account),
        ("起止日期", Says::Window),
        ("起始日期", Says::Window),
        ("截止日期", Says::WindowEnd),
    ],
    free_text: &[Role::Description],
    ..DEBIT
};
