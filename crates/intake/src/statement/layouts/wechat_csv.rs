//! WeChat Pay: the bill for one's own accounts (用于个人对账), as CSV. Refunds stand in the status, `已退款(￥12.00)`.

use firstline_core::statement::Direction;

use crate::statement::layout::{Layout, Role, Says, WALLET, optional, required};
use crate::table::Quotes;

pub(crate) static LAYOUT: Layout = Layout {
    name: "wechat_csv",
    columns: &[
        required(Role::At, &["交易时间"]),
        required(Role::ProviderType, &["交易类型"]),
        required(Role::Counterparty, &["交易对方"]),
        required(Role::Direction, &["收/支"]),
        required(Role::Amount, &["金额(元)", "金额"]),
        required(Role::Status, &["当前状态"]),
        optional(Role::Description, &["商品"]),
        optional(Role::Method, &["支付方式"]),
        optional(Role::OrderId, &["交易单号"]),
        optional(Role::MerchantOrderId, &["商户单号"]),
        optional(Role::Remark, &["备注"]),
    ],
    quotes: Quotes::Quoting,
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("/", Direction::Neutral),
        ("中性交易", Direction::Neutral),
        ("不计收支", Direction::Neutral),
    ],
    preamble: &[
        ("微信昵称", Says::Account),
        ("起始时间", Says::Window),
        ("共", Says::Rows),
        ("收入", Says::Total(Direction::In)),
        ("支出", Says::Total(Direction::Out)),
        ("中性交易", Says::Total(Direction::Neutral)),
    ],
    free_text: &[Role::Description, Role::Counterparty, Role::Remark],
    ..WALLET
};
