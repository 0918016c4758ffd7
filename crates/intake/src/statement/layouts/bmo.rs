//! Bank of Montreal: days as bare digits, the card or account in single quotation marks. The debit account's amounts are signed;
//! the credit card's are what is owed.

use firstline_core::money::Currency;
use firstline_core::statement::Direction;

use crate::statement::layout::{CREDIT, DEBIT, Layout, Role, required};

pub(crate) static DEBIT_CARD: Layout = Layout {
    name: "bmo_debit",
    currency: Currency::Cad,
    columns: &[
        required(Role::Card, &["First Bank Card"]),
        required(Role::Direction, &["Transaction Type"]),
        required(Role::At, &["Date Posted"]),
        required(Role::Amount, &["Transaction Amount"]),
        required(Role::Description, &["Description"]),
    ],
    directions: &[("DEBIT", Direction::Out), ("CREDIT", Direction::In)],
    free_text: &[Role::Description],
    ..DEBIT
};

pub(crate) static CREDIT_CARD: Layout = Layout {
    name: "bmo_credit",
    currency: Currency::Cad,
    columns: &[
        required(Role::Card, &["Card #"]),
        required(Role::At, &["Transaction Date"]),
        required(Role::Booked, &["Posting Date"]),
        required(Role::Amount, &["Transaction Amount"]),
        required(Role::Description, &["Description"]),
    ],
    free_text: &[Role::Description],
    ..CREDIT
};
