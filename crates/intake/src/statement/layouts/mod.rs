//! The layouts, one module each. A new one is a description here and its files under `tests/golden/<name>/`.

mod alipay_mobile;
mod cmb_debit;
mod icbc_debit;
mod jd;
mod wechat_csv;

use super::layout::Layout;

/// Every layout. Their headers exclude each other, so that the order does not matter; a test holds them to it.
pub(crate) static ALL: [&Layout; 5] =
    [&jd::LAYOUT, &wechat_csv::LAYOUT, &alipay_mobile::LAYOUT, &cmb_debit::LAYOUT, &icbc_debit::LAYOUT];
