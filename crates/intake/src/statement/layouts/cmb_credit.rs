//! China Merchants Bank, credit card: the bill. Its days have no year, which its title's month gives; a repayment has no day of its
//! own and counts on the day of booking.

use crate::statement::day::Dates;
use crate::statement::layout::{CREDIT, Layout, Role, Says, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "cmb_credit",
    columns: &[
        required(Role::At, &["交易日"]),
        required(Role::Booked, &["记账日"]),
        required(Role::Description, &["交易摘要"]),
        required(Role::Amount, &["人民币金额"]),
        optional(Role::Card, &["卡号末四位"]),
    ],
    dates: Dates::WithoutYear,
    preamble: &[("账单周期", Says::Window), ("姓名", Says::Holder), ("户名", Says::Holder)],
    free_text: &[Role::Description],
    ..CREDIT
};
