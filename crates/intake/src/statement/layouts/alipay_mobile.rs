//! Alipay: the bill from the telephone (开具交易流水证明, 用于个人对账). Its columns have stood in three orders over the years and
//! are found by their headers; free text is not quoted, commas in it included.

use firstline_core::statement::Direction;

use crate::statement::layout::{Layout, Role, Says, WALLET, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "alipay_mobile",
    columns: &[
        required(Role::At, &["交易时间", "交易创建时间"]),
        required(Role::Counterparty, &["交易对方"]),
        required(Role::Description, &["商品说明", "商品名称"]),
        required(Role::Direction, &["收/支"]),
        required(Role::Amount, &["金额", "金额(元)"]),
        required(Role::Status, &["交易状态"]),
        optional(Role::CounterpartyAccount, &["对方账号"]),
        optional(Role::Method, &["收/付款方式", "支付方式"]),
        optional(Role::ProviderType, &["交易分类"]),
        optional(Role::OrderId, &["交易订单号", "交易号"]),
        optional(Role::MerchantOrderId, &["商家订单号"]),
        optional(Role::Remark, &["备注"]),
    ],
    // The last two belong to the web export, whose refunds stand in a column of their own.
    absent: &["商户名称", "交易说明", "资金状态", "成功退款(元)"],
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("不计收支", Direction::Neutral),
        ("其他", Direction::Neutral),
        ("/", Direction::Neutral),
        ("", Direction::Neutral),
    ],
    preamble: &[
        ("姓名", Says::Holder),
        ("支付宝账户", Says::Account),
        ("支付宝账号", Says::Account),
        ("起始时间", Says::Window),
        ("起始日期", Says::Window),
        ("共", Says::Rows),
        ("收入", Says::Total(Direction::In)),
        ("支出", Says::Total(Direction::Out)),
        ("不计收支", Says::Total(Direction::Neutral)),
        ("其他", Says::Total(Direction::Neutral)),
    ],
    free_text: &[Role::Description, Role::Counterparty, Role::Remark],
    ..WALLET
};
