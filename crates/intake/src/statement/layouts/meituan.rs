//! Meituan: the bill by e-mail. It lists what was ordered and what was paid for it; what was paid counts. A refund is a row of
//! money in, and so told by its type.

use firstline_core::statement::Direction;

use crate::statement::layout::{Layout, Role, Says, WALLET, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "meituan",
    columns: &[
        required(Role::At, &["交易创建时间"]),
        required(Role::ProviderType, &["交易类型"]),
        required(Role::Description, &["订单标题"]),
        required(Role::Direction, &["收/支"]),
        required(Role::Amount, &["实付金额", "实付金额(元)"]),
        optional(Role::Method, &["支付方式"]),
        optional(Role::OrderId, &["交易单号"]),
        optional(Role::MerchantOrderId, &["商家单号"]),
        optional(Role::Remark, &["备注"]),
    ],
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("不计收支", Direction::Neutral),
        ("/", Direction::Neutral),
    ],
    preamble: &[
        ("美团用户名", Says::Account),
        ("起始时间", Says::Window),
        ("共", Says::Rows),
        ("收入", Says::Total(Direction::In)),
        ("支出", Says::Total(Direction::Out)),
        ("不计收支", Says::Total(Direction::Neutral)),
    ],
    free_text: &[Role::Description, Role::Remark],
    ..WALLET
};
