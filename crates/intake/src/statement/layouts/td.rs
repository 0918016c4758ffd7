//! TD Canada Trust: no header, five columns, the month first.

use firstline_core::money::Currency;

use crate::statement::day::Dates;
use crate::statement::layout::{Amounts, DEBIT, Layout, Role};

pub(crate) static LAYOUT: Layout = Layout {
    name: "td",
    currency: Currency::Cad,
    headerless: &[Role::At, Role::Description, Role::AmountOut, Role::AmountIn, Role::Balance],
    dates: Dates::MonthFirst,
    amounts: Amounts::InOut,
    ..DEBIT
};
