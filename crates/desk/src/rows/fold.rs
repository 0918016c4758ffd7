//! Text as it is searched: full and half width, upper and lower case, and compatible forms are one.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Adds a text in the form it is searched in.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        folded.extend(text.chars().map(|c| c.to_ascii_lowercase()));
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        folded.extend(text.chars().flat_map(char::to_lowercase));
    } else {
        folded.extend(text.nfkc().flat_map(char::to_lowercase));
    }
}

/// The words of a search, each to be found. A figure is searched as it is stored: without grouping or currency sign.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
        .split_whitespace()
        .map(|word| {
            let figure = word.trim_start_matches(['¥', '￥']).replace(',', "");
            let is_figure = !figure.is_empty() && figure.chars().all(|c| c.is_ascii_digit() || c == '.');
            if is_figure { figure } else { word.to_owned() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        fold_into(text, &mut folded);
        folded
    }

    #[test]
    fn width_and_case_make_no_difference() {
        assert_eq!(folded("ＡＢＣ１２３（美团）"), folded("abc123(美团)"));
        assert_eq!(folded("Apple STORE"), "apple store");
        assert_eq!(folded("㈱示例"), folded("(株)示例"));
    }

    #[test]
    fn a_figure_is_found_however_it_is_grouped() {
        assert_eq!(words("￥1,234.50 美团"), ["1234.50", "美团"]);
        assert_eq!(words("a,b"), ["a,b"]);
    }
}
