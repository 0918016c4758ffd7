//! China CITIC Bank, credit card: the bill as a workbook, a purchase above zero and a repayment or a refund below.

use crate::statement::layout::{CREDIT, Layout, Role, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "citic_credit",
    columns: &[
        required(Role::At, &["交易日期"]),
        optional(Role::Booked, &["入账日期"]),
        required(Role::Description, &["交易描述"]),
        required(Role::Amount, &["结算金额"]),
        required(Role::Currency, &["结算币种"]),
        optional(Role::Card, &["卡末四位"]),
    ],
    free_text: &[Role::Description],
    ..CREDIT
};
