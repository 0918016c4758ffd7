//! HSBC, Hong Kong: days first, one signed amount with its currency beside it; an account holds several currencies. The card's file
//! says debit or credit in a word as well.

use firstline_core::money::Currency;
use firstline_core::statement::{Direction, StatementKind};

use crate::statement::day::Dates;
use crate::statement::layout::{Amounts, DEBIT, Layout, Role, optional, required, trailing};
use crate::statement::status::Outcome;

pub(crate) static DEBIT_CARD: Layout = Layout {
    name: "hsbc_hk_debit",
    currency: Currency::Hkd,
    columns: &[
        required(Role::At, &["Date"]),
        required(Role::Description, &["Description"]),
        required(Role::Amount, &["Billing amount"]),
        required(Role::Currency, &["Billing currency"]),
        required(Role::Balance, &["Balance"]),
    ],
    dates: Dates::DayFirst,
    free_text: &[Role::Description],
    ..DEBIT
};

pub(crate) static CREDIT_CARD: Layout = Layout {
    name: "hsbc_hk_credit",
    kind: StatementKind::BankCredit,
    columns: &[
        required(Role::At, &["Transaction date"]),
        required(Role::Booked, &["Post date"]),
        required(Role::Description, &["Description"]),
        required(Role::Amount, &["Billing amount"]),
        required(Role::Currency, &["Billing currency"]),
        optional(Role::Status, &["Transaction status"]),
        optional(Role::Counterparty, &["Merchant name"]),
        optional(Role::Detail, &["Country / region"]),
        trailing(Role::Direction, &["Credit / Debit"]),
    ],
    amounts: Amounts::Signed,
    directions: &[("DEBIT", Direction::Out), ("CREDIT", Direction::In)],
    statuses: &[("POSTED", Outcome::Settled), ("PENDING", Outcome::Pending)],
    ..DEBIT_CARD
};
