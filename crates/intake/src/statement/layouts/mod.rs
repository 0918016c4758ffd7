//! The layouts, one module each. A new one is a description here and its files under `tests/golden/<name>/`.

mod alipay_mobile;
mod cmb_debit;
mod icbc_debit;
mod jd;
mod wechat_csv;

use super::layout::Layout;

/// Every layout. Their headers exclude each other, so that the order does not matter; a test holds them to it.
pub(crate) static ALL: [&Layout; 6] = [
    &jd::LAYOUT,
    &wechat_csv::LAYOUT,
    &alipay_mobile::LAYOUT,
    &cmb_debit::LAYOUT,
    &cmb_debit::EXPORT,
    &icbc_debit::LAYOUT,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::layout::{Need, recognise};
    use crate::table::{Quotes, Records};

    #[test]
    fn the_headers_exclude_each_other() {
        for layout in ALL {
            for all in [true, false] {
                let wanted = layout.columns.iter().filter(|column| all || column.need == Need::Required);
                let header: Vec<&str> = wanted.map(|column| column.names[0]).collect();
                let header = header.join(",");
                for other in ALL {
                    let found =
                        recognise(&mut Records::new(&header, Quotes::Lenient), &[other], |_| ()).is_ok();
                    assert_eq!(found, std::ptr::eq(layout, other), "{header} as {}", other.name);
                }
            }
        }
    }
}
