//! JD: the wallet's bill by e-mail. Refunded parts stand behind the amount, `131.77(已退款89.84)`, and the refund is a row of
//! its own that counts as neither in nor out.

use firstline_core::statement::Direction;

use crate::statement::layout::{Layout, Role, Says, WALLET, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "jd",
    columns: &[
        required(Role::At, &["交易时间"]),
        required(Role::Counterparty, &["商户名称"]),
        required(Role::Description, &["交易说明"]),
        required(Role::Amount, &["金额", "金额(元)"]),
        required(Role::Status, &["交易状态"]),
        required(Role::Direction, &["收/支"]),
        optional(Role::Method, &["收/付款方式"]),
        optional(Role::ProviderType, &["交易分类"]),
        optional(Role::OrderId, &["交易订单号"]),
        optional(Role::MerchantOrderId, &["商家订单号"]),
        optional(Role::Remark, &["备注"]),
    ],
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("不计收支", Direction::Neutral),
        ("其他", Direction::Neutral),
        ("/", Direction::Neutral),
    ],
    preamble: &[
        ("京东账号名", Says::Account),
        ("日期区间", Says::Window),
        ("共", Says::Rows),
        ("收入", Says::Total(Direction::In)),
        ("支出", Says::Total(Direction::Out)),
        ("不计收支", Says::Total(Direction::Neutral)),
    ],
    free_text: &[Role::Description, Role::Counterparty, Role::Remark],
    ..WALLET
};
