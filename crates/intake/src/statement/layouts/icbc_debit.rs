//! Industrial and Commercial Bank of China, debit: amounts in or out in columns of their own, cells filled up with blanks and
//! tabs, a total below. The second version adds 交易详情 and 对方账户.

use firstline_core::statement::StatementKind;

use crate::statement::layout::{Amounts, Layout, Role, Says, optional, required};
use crate::statement::status::SETTLED;
use crate::table::Quotes;

pub(crate) static LAYOUT: Layout = Layout {
    name: "icbc_debit",
    kind: StatementKind::BankDebit,
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
    // The credit card's bill has the day of booking apart.
    absent: &["记账日期"],
    quotes: Quotes::Quoting,
    amounts: Amounts::InOut,
    directions: &[],
    statuses: &[],
    status_without_word: SETTLED,
    preamble: &[
        ("卡号", Says::Account),
        ("账号", Says::Account),
        ("户名", Says::Holder),
        ("起止日期", Says::Window),
    ],
    total_rows: &["人民币合计", "合计"],
    notes: &["美元合计", "港币合计", "欧元合计", "明细查询文件下载", "卡号", "子账户序号"],
    free_text: &[],
    finish: None,
};
