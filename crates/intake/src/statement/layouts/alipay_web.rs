//! Alipay: the bill from the web page (交易记录明细查询). Refunds stand in a column of their own, totals below the rows, and every
//! cell is filled up with blanks or a tab; free text is not quoted.

use firstline_core::statement::Direction;

use crate::statement::layout::{Layout, Role, Says, WALLET, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "alipay_web",
    columns: &[
        required(Role::At, &["交易创建时间"]),
        required(Role::Counterparty, &["交易对方"]),
        required(Role::Description, &["商品名称"]),
        required(Role::Amount, &["金额(元)", "金额"]),
        required(Role::Direction, &["收/支"]),
        required(Role::Status, &["交易状态"]),
        required(Role::Refunded, &["成功退款(元)"]),
        optional(Role::OrderId, &["交易号"]),
        optional(Role::MerchantOrderId, &["商家订单号"]),
        optional(Role::ProviderType, &["类型"]),
        optional(Role::Detail, &["备注"]),
    ],
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("不计收支", Direction::Neutral),
        ("其他", Direction::Neutral),
        ("/", Direction::Neutral),
        ("", Direction::Neutral),
    ],
    preamble: &[
        ("账号", Says::Account),
        ("用户", Says::Holder),
        ("起始日期", Says::Window),
        ("共", Says::Rows),
        ("已收入", Says::Total(Direction::In)),
        ("已支出", Says::Total(Direction::Out)),
    ],
    notes: &["已收入", "待收入", "已支出", "待支出"],
    free_text: &[Role::Description, Role::Counterparty, Role::Detail],
    ..WALLET
};
