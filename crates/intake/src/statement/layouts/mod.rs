//! The layouts, one module each. A new one is a description here and its files under `tests/golden/<name>/`.

mod abc_debit;
mod alipay_mobile;
mod alipay_web;
mod bmo;
mod boc;
mod bocom;
mod ccb;
mod cgb_credit;
mod cib_debit;
mod citic;
mod cmb_credit;
mod cmb_debit;
mod hsbc_hk;
mod icbc;
mod jd;
mod meituan;
mod pab_debit;
mod spdb;
mod td;
mod wechat_csv;

use super::layout::Layout;

/// Every layout. Their headers exclude each other, so that the order does not matter; a test holds them to it.
pub(crate) static ALL: [&Layout; 30] = [
    &jd::LAYOUT,
    &wechat_csv::LAYOUT,
    &alipay_mobile::LAYOUT,
    &alipay_web::LAYOUT,
    &meituan::LAYOUT,
    &abc_debit::LAYOUT,
    &boc::DEBIT_CARD,
    &boc::NET_BANK,
    &boc::CREDIT_CARD,
    &bocom::DEBIT_CARD,
    &bocom::NET_BANK,
    &bocom::CREDIT_CARD,
    &cgb_credit::LAYOUT,
    &cib_debit::LAYOUT,
    &cmb_debit::LAYOUT,
    &cmb_debit::EXPORT,
    &cmb_credit::LAYOUT,
    &icbc::DEBIT_CARD,
    &icbc::CREDIT_CARD,
    &hsbc_hk::DEBIT_CARD,
    &hsbc_hk::CREDIT_CARD,
    &bmo::DEBIT_CARD,
    &bmo::CREDIT_CARD,
    &td::LAYOUT,
    &ccb::LAYOUT,
    &ccb::SIGNED,
    &citic::LAYOUT,
    &spdb::LAYOUT,
    &spdb::CREDIT_CARD,
    &pab_debit::LAYOUT,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::layout::{Need, recognise};
    use crate::table::{Quotes, Records};

    #[test]
    fn the_headers_exclude_each_other() {
        for layout in ALL.into_iter().filter(|layout| layout.headerless.is_empty()) {
            for all in [true, false] {
                let wanted = layout.columns.iter().filter(|column| all || column.need == Need::Required);
                let header: Vec<&str> = wanted.map(|column| column.names[0]).collect();
                let header = header.join(",");
                for other in ALL {
                    let records = Records::new(&header, Quotes::Lenient);
                    let found = recognise(records, &[other], |_| ()).is_ok();
                    assert_eq!(found, std::ptr::eq(layout, other), "{header} as {}", other.name);
                }
            }
        }
    }
}
