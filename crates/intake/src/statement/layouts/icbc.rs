//! Industrial and Commercial Bank of China: amounts in or out in columns of their own, cells filled up with blanks and tabs, a
//! total below. The second version of the debit account's file adds 交易详情 and 对方账户; the credit card's has the day of booking
//! apart. The amount that counts is the booked one, in the currency of the account.

use firstline_core::money::Currency;
use firstline_core::statement::StatementKind;

use crate::statement::layout::{Amounts, DEBIT, Layout, Role, Says, optional, required};

pub(crate) static DEBIT_CARD: Layout = Layout {
    name: "icbc_debit",
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::ProviderType, &["摘要"]),
        required(Role::AmountIn, &["记账金额(收入)"]),
        required(Role::AmountOut, &["记账金额(支出)"]),
        required(Role::Balance, &["余额"]),
        optional(Role::Description, &["交易详情"]),
        optional(Role::Detail, &["交易场所"]),
        optional(Role::Currency, &["记账币种"]),
        optional(Role::Counterparty, &["对方户名"]),
        optional(Role::CounterpartyAccount, &["对方账户", "对方账号"]),
    ],
    absent: &["记账日期"],
    amounts: Amounts::InOut,
    preamble: &[
        ("卡号", Says::Account),
        ("账号", Says::Account),
        ("户名", Says::Holder),
        ("起止日期", Says::Window),
    ],
    total_rows: &[
        ("人民币合计", Some(Currency::Cny)),
        ("美元合计", Some(Currency::Usd)),
        ("港币合计", Some(Currency::Hkd)),
        ("欧元合计", Some(Currency::Eur)),
        ("合计", None),
    ],
    notes: &["明细查询文件下载", "卡号", "子账户序号", "子账户类别"],
    ..DEBIT
};

pub(crate) static CREDIT_CARD: Layout = Layout {
    name: "icbc_credit",
    kind: StatementKind::BankCredit,
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::Booked, &["记账日期"]),
        required(Role::ProviderType, &["摘要"]),
        required(Role::AmountIn, &["记账金额(收入)"]),
        required(Role::AmountOut, &["记账金额(支出)"]),
        optional(Role::Balance, &["余额"]),
        optional(Role::Description, &["交易详情"]),
        optional(Role::Detail, &["交易场所"]),
        optional(Role::Currency, &["记账币种"]),
        optional(Role::Counterparty, &["对方户名"]),
        optional(Role::CounterpartyAccount, &["对方账户", "对方账号"]),
    ],
    absent: &[],
    ..DEBIT_CARD
};
