//! Currencies as statements write them.

use firstline_core::money::Currency;

use crate::cell;
use crate::table::trim;

/// What currencies are called in statements, besides their codes; a name stands before another that it holds.
const NAMES: [(&str, Currency); 36] = [
    ("马来西亚林吉特", Currency::Myr),
    ("澳大利亚元", Currency::Aud),
    ("澳门帕塔卡", Currency::Mop),
    ("俄罗斯卢布", Currency::Rub),
    ("人民币元", Currency::Cny),
    ("加拿大元", Currency::Cad),
    ("新西兰元", Currency::Nzd),
    ("新加坡元", Currency::Sgd),
    ("瑞士法郎", Currency::Chf),
    ("瑞典克朗", Currency::Sek),
    ("丹麦克朗", Currency::Dkk),
    ("挪威克朗", Currency::Nok),
    ("人民币", Currency::Cny),
    ("RMB", Currency::Cny),
    ("CNH", Currency::Cny),
    ("澳门元", Currency::Mop),
    ("澳门币", Currency::Mop),
    ("新台币", Currency::Twd),
    ("韩国元", Currency::Krw),
    ("泰国铢", Currency::Thb),
    ("林吉特", Currency::Myr),
    ("港币", Currency::Hkd),
    ("港元", Currency::Hkd),
    ("美元", Currency::Usd),
    ("美金", Currency::Usd),
    ("欧元", Currency::Eur),
    ("日元", Currency::Jpy),
    ("日圆", Currency::Jpy),
    ("英镑", Currency::Gbp),
    ("加元", Currency::Cad),
    ("澳元", Currency::Aud),
    ("新元", Currency::Sgd),
    ("韩元", Currency::Krw),
    ("韩圆", Currency::Krw),
    ("泰铢", Currency::Thb),
    ("卢布", Currency::Rub),
];

/// The currency a cell names, as a code or in Chinese, what stands in brackets behind it left aside; `None` where it is not known.
pub(crate) fn named(word: &str) -> Option<Currency> {
    let bare = trim(word.split(['(', '（']).next().unwrap_or_default());
    let known = NAMES.iter().find(|(name, _)| *name == bare);
    known.map(|(_, currency)| *currency).or_else(|| Currency::from_code(bare))
}

/// The currency a line names in Chinese somewhere.
pub(crate) fn within(line: &str) -> Option<Currency> {
    NAMES.iter().find(|(name, _)| line.contains(name)).map(|(_, currency)| *currency)
}

/// Parts what an amount's cell says of its currency from the amount: `CNY 12.00`, `CNY12.00`, `HK$12.00`, `人民币12.00`. The word
/// is empty where there is none.
pub(crate) fn split(text: &str) -> (&str, &str) {
    let begins_as_amount =
        |c: char| c.is_ascii_digit() || cell::is_minus(c) || matches!(c, '+' | '.' | '¥' | '￥' | '(' | '（');
    match text.find(begins_as_amount) {
        Some(place) => (trim(&text[..place]), &text[place..]),
        None => ("", text),
    }
}

/// The currency that stands before an amount; a lone `$` is the dollar of the layout's own country.
pub(crate) fn before_amount(word: &str, own: Currency) -> Option<Currency> {
    match word {
        "HK$" => Some(Currency::Hkd),
        "US$" => Some(Currency::Usd),
        "C$" | "CA$" => Some(Currency::Cad),
        "$" => matches!(own, Currency::Hkd | Currency::Usd | Currency::Cad).then_some(own),
        "€" => Some(Currency::Eur),
        _ => named(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_before_an_amount_is_parted_from_it() {
        for (cell, parts) in [
            ("CNY 123.18", ("CNY", "123.18")),
            ("CNY13.50", ("CNY", "13.50")),
            ("-13.50", ("", "-13.50")),
            ("¥13.50", ("", "¥13.50")),
            ("HK$-1,000.00", ("HK$", "-1,000.00")),
            ("人民币 5", ("人民币", "5")),
            ("CNY", ("", "CNY")),
            ("−5.00", ("", "−5.00")),
            ("", ("", "")),
        ] {
            assert_eq!(split(cell), parts, "{cell}");
        }
    }

    #[test]
    fn a_lone_dollar_sign_is_the_layouts_own() {
        assert_eq!(before_amount("$", Currency::Cad), Some(Currency::Cad));
        assert_eq!(before_amount("$", Currency::Cny), None);
        assert_eq!(before_amount("JPY?", Currency::Cny), None);
    }
}
