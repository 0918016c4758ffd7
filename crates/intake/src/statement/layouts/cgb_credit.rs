//! China Guangfa Bank, credit card: what was paid abroad and what was booked for it, of which the booked amount counts; the type
//! stands in brackets before the merchant.

use firstline_core::applicant::Personal;
use firstline_core::statement::Transaction;

use crate::statement::layout::{CREDIT, Layout, Role, Says, optional, required};

pub(crate) static LAYOUT: Layout = Layout {
    name: "cgb_credit",
    columns: &[
        required(Role::At, &["交易日期"]),
        required(Role::Booked, &["入账日期"]),
        required(Role::Description, &["交易摘要"]),
        required(Role::Amount, &["入账金额"]),
        required(Role::Currency, &["入账货币", "入账币种"]),
        optional(Role::Card, &["卡号末四位", "卡末四位"]),
    ],
    preamble: &[("持卡人", Says::Holder), ("卡号", Says::Account), ("账单周期", Says::Window)],
    free_text: &[Role::Description],
    finish: Some(part_type),
    ..CREDIT
};

/// Parts `（消费）示例商户` into type and merchant.
fn part_type(row: &mut Transaction) {
    let described = row.description.expose();
    let Some(rest) = described.strip_prefix(['（', '(']) else { return };
    if let Some((kind, merchant)) = rest.split_once(['）', ')']) {
        let merchant = Personal::from(merchant.trim());
        row.provider_type = kind.to_owned();
        row.counterparty = merchant;
    }
}
