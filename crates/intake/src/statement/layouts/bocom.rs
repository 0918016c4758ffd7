//! Bank of Communications. The debit account's file says in a word whether a row is a debit or a credit; the card's bill writes
//! currency and amount into one cell, without a sign, and tells a repayment or refund by the first word of the description; as
//! first sent it has days without a year, as sent again whole ones.

use firstline_core::applicant::Personal;
use firstline_core::statement::{Direction, Transaction};

use crate::statement::day::Dates;
use crate::statement::layout::{Amounts, CREDIT, DEBIT, Layout, Role, Says, optional, required};

pub(crate) static DEBIT_CARD: Layout = Layout {
    name: "bocom_debit",
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::Direction, &["借贷", "借贷标志", "借贷状态"]),
        required(Role::Amount, &["交易金额"]),
        required(Role::Balance, &["余额", "账户余额"]),
        required(Role::ProviderType, &["交易类型"]),
        optional(Role::Time, &["交易时间"]),
        optional(Role::CounterpartyAccount, &["对方账号"]),
        optional(Role::Counterparty, &["对方户名"]),
        optional(Role::Currency, &["币种"]),
        optional(Role::Detail, &["交易地点"]),
        optional(Role::Remark, &["摘要"]),
    ],
    amounts: Amounts::Stated,
    directions: &[
        ("借 Dr", Direction::Out),
        ("贷 Cr", Direction::In),
        ("借Dr", Direction::Out),
        ("贷Cr", Direction::In),
        ("借", Direction::Out),
        ("贷", Direction::In),
        ("Dr", Direction::Out),
        ("Cr", Direction::In),
        ("借记", Direction::Out),
        ("贷记", Direction::In),
    ],
    preamble: &[
        ("户名", Says::Holder),
        ("账号/卡号", Says::Account),
        ("账号", Says::Account),
        ("卡号", Says::Account),
        ("查询起止日期", Says::Window),
        ("查询起日", Says::Window),
        ("查询止日", Says::WindowEnd),
    ],
    free_text: &[Role::Remark],
    ..DEBIT
};

/// The workbook of the net bank, whose time of the transaction holds the day too.
pub(crate) static NET_BANK: Layout = Layout {
    columns: &[
        required(Role::At, &["交易时间"]),
        required(Role::Booked, &["记账日期"]),
        required(Role::ProviderType, &["交易方式"]),
        required(Role::AmountOut, &["支出金额"]),
        required(Role::AmountIn, &["收入金额"]),
        required(Role::Balance, &["余额"]),
        optional(Role::Detail, &["交易地点"]),
        optional(Role::Counterparty, &["对方户名"]),
        optional(Role::CounterpartyAccount, &["对方账户", "对方账号"]),
        optional(Role::Remark, &["摘要"]),
    ],
    amounts: Amounts::InOut,
    directions: &[],
    preamble: &[("银行卡号", Says::Account), ("姓名", Says::Holder), ("查询日期", Says::Window)],
    ..DEBIT_CARD
};

pub(crate) static CREDIT_CARD: Layout = Layout {
    name: "bocom_credit",
    columns: &[
        required(Role::At, &["交易日期", "Transaction Date"]),
        required(Role::Booked, &["记账日期", "Posting Date"]),
        required(Role::Description, &["交易说明", "Description of Transaction"]),
        required(Role::Amount, &["入账币种/金额", "入账金额", "清算币种/金额", "Payment Curr/Amt"]),
        optional(Role::Card, &["卡末四位", "卡号末四位", "Card Number (Last 4 digits)"]),
    ],
    dates: Dates::WithoutYear,
    amounts: Amounts::Described,
    directions: &[
        ("信用卡还款", Direction::In),
        ("红包还款", Direction::In),
        ("自动购汇还款", Direction::In),
        ("自动还款", Direction::In),
        ("还款", Direction::In),
        ("退货", Direction::In),
        ("退款", Direction::In),
        ("刷卡金返还", Direction::In),
        ("费用返还", Direction::In),
        ("返现", Direction::In),
        ("刷卡金扣回", Direction::Out),
        ("消费", Direction::Out),
        ("分期", Direction::Out),
        ("自动购汇扣款", Direction::Out),
        ("取现", Direction::Out),
        ("预借现金", Direction::Out),
        ("利息", Direction::Out),
        ("年费", Direction::Out),
        ("手续费", Direction::Out),
        ("违约金", Direction::Out),
    ],
    preamble: &[
        ("姓名", Says::Holder),
        ("持卡人", Says::Holder),
        ("卡号", Says::Account),
        ("账单周期", Says::Window),
    ],
    free_text: &[Role::Description],
    finish: Some(part_type),
    ..CREDIT
};

/// Parts `消费 美团` into type and merchant.
fn part_type(row: &mut Transaction) {
    if let Some((kind, merchant)) = row.description.expose().split_once(' ') {
        row.provider_type = kind.to_owned();
        row.counterparty = Personal::from(merchant.trim());
    }
}
