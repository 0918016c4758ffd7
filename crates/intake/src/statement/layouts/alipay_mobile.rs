//! Alipay: the bill from the telephone (开具交易流水证明, 用于个人对账). Its columns have stood in three orders over the years and
//! are found by their headers; free text is not quoted, commas in it included.

use firstline_core::statement::Direction;

use crate::statement::layout::{Layout, Role, Says, WALLET, optional, required};
use crate::statement::status::Outcome;

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
    statuses: STATUSES,
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

/// What Alipay calls the end of a payment, in every form of its bill.
pub(super) const STATUSES: &[(&str, Outcome)] = &[
    ("交易成功", Outcome::Settled),
    ("支付成功", Outcome::Settled),
    ("交易完成", Outcome::Settled),
    ("已完成", Outcome::Settled),
    ("收款成功", Outcome::Settled),
    ("还款完成", Outcome::Settled),
    ("已付款", Outcome::Settled),
    ("还款成功", Outcome::Settled),
    ("代付成功", Outcome::Settled),
    ("亲友代付成功", Outcome::Settled),
    ("转账成功", Outcome::Settled),
    ("提现成功", Outcome::Settled),
    ("充值成功", Outcome::Settled),
    ("缴费成功", Outcome::Settled),
    ("放款成功", Outcome::Settled),
    ("转入成功", Outcome::Settled),
    ("转出成功", Outcome::Settled),
    ("信用服务使用成功", Outcome::Closed),
    ("芝麻免押下单成功", Outcome::Closed),
    ("退款成功", Outcome::RefundArrived),
    ("退款到账", Outcome::RefundArrived),
    ("冻结成功", Outcome::Pending),
    ("解冻成功", Outcome::Closed),
    ("交易关闭", Outcome::Closed),
];
