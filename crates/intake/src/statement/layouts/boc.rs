//! Bank of China. The debit account's list has one signed amount, the net bank's table of it two; the card's bill has in and out in columns of their own, and rows in
//! several currencies, told by a column or by a line above them; a bill made once more has days without a year. Runs of dashes
//! stand for nothing.

use firstline_core::money::Currency;
use firstline_core::statement::StatementKind;

use crate::statement::day::Dates;
use crate::statement::layout::{Amounts, DEBIT, Layout, Role, Says, optional, required};

pub(crate) static DEBIT_CARD: Layout = Layout {
    name: "boc_debit",
    columns: &[
        required(Role::At, &["记账日期"]),
        required(Role::Time, &["记账时间"]),
        required(Role::Currency, &["币别", "币种"]),
        required(Role::Amount, &["金额"]),
        required(Role::ProviderType, &["交易名称"]),
        optional(Role::Balance, &["余额"]),
        optional(Role::Method, &["渠道"]),
        optional(Role::Detail, &["网点名称"]),
        optional(Role::Description, &["附言"]),
        optional(Role::Counterparty, &["对方账户名"]),
        optional(Role::CounterpartyAccount, &["对方卡号/账号", "对方账号"]),
        optional(Role::Card, &["借记卡号"]),
    ],
    preamble: &[
        ("客户姓名", Says::Holder),
        ("户名", Says::Holder),
        ("借记卡号", Says::Account),
        ("账号", Says::Account),
        ("交易区间", Says::Window),
    ],
    free_text: &[Role::Description],
    ..DEBIT
};

/// The table of the net bank.
pub(crate) static NET_BANK: Layout = Layout {
    columns: &[
        required(Role::At, &["交易时间", "交易日期"]),
        required(Role::ProviderType, &["业务摘要"]),
        required(Role::AmountIn, &["收入金额"]),
        required(Role::AmountOut, &["支出金额"]),
        required(Role::Balance, &["余额"]),
        optional(Role::Counterparty, &["对方账户名称"]),
        optional(Role::CounterpartyAccount, &["对方账户账号"]),
        optional(Role::Currency, &["币种"]),
        optional(Role::Method, &["交易渠道/场所"]),
        optional(Role::Remark, &["附言"]),
    ],
    amounts: Amounts::InOut,
    free_text: &[Role::Remark],
    ..DEBIT_CARD
};

pub(crate) static CREDIT_CARD: Layout = Layout {
    name: "boc_credit",
    kind: StatementKind::BankCredit,
    columns: &[
        required(Role::At, &["交易日"]),
        required(Role::Booked, &["银行记账日"]),
        required(Role::Description, &["交易描述"]),
        required(Role::AmountIn, &["存入"]),
        required(Role::AmountOut, &["支出"]),
        optional(Role::Card, &["卡号后四位"]),
        optional(Role::Currency, &["币种"]),
    ],
    amounts: Amounts::InOut,
    preamble: &[
        ("持卡人", Says::Holder),
        ("客户姓名", Says::Holder),
        ("账单周期", Says::Window),
        ("人民币账户", Says::In(Currency::Cny)),
        ("美元账户", Says::In(Currency::Usd)),
        ("外币账户", Says::Currency),
    ],
    notes: &["人民币账户", "美元账户", "外币账户", "交易日"],
    dates: Dates::WithoutYear,
    ..DEBIT_CARD
};
