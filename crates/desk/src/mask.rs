//! Masks: what is shown of a personal value until somebody reveals it with a purpose.

/// A name with its middle masked: 陈*涛, 欧**, `S*** J***` for romanised words.
pub fn name(text: &str) -> String {
    let text = text.trim();
    if text.chars().any(|c| c.is_ascii_alphabetic()) {
        return text.split_whitespace().map(|word| keep(word, 1, 0, 3)).collect::<Vec<_>>().join(" ");
    }
    match text.chars().count() {
        0 => String::new(),
        1 => "*".to_owned(),
        2 => keep(text, 1, 0, 1),
        length => keep(text, 1, 1, length.min(8) - 2),
    }
}

/// An identity number with its birth date masked: 990101********231X.
pub fn id_number(text: &str) -> String {
    match text.chars().count() {
        0..=7 => "*".repeat(text.chars().count()),
        length if length >= 15 => keep(text, 6, 4, length - 10),
        length => keep(text, 2, 2, length - 4),
    }
}

/// A mobile number by its last four digits: …7710.
pub fn mobile(text: &str) -> String {
    tail(text, 4)
}

/// A bank card by its last four digits: …6021.
pub fn bank_card(text: &str) -> String {
    tail(text, 4)
}

/// An address by its first six characters.
pub fn address(text: &str) -> String {
    if text.chars().count() <= 6 { text.to_owned() } else { keep(text, 6, 0, 4) }
}

/// A company or other payer: the first two characters, then the last two, 杭州**科技.
pub fn organisation(text: &str) -> String {
    let text = text.trim();
    match text.chars().count() {
        0..=3 => name(text),
        4..=5 => keep(text, 2, 1, 2),
        _ => keep(text, 2, 2, 2),
    }
}

fn keep(text: &str, first: usize, last: usize, stars: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let head: String = characters.iter().take(first).collect();
    let tail: String = characters.iter().skip(characters.len().saturating_sub(last).max(first)).collect();
    format!("{head}{}{tail}", "*".repeat(stars))
}

fn tail(text: &str, shown: usize) -> String {
    let characters: Vec<char> = text.trim().chars().collect();
    if characters.len() <= shown * 2 {
        return "*".repeat(characters.len());
    }
    let tail: String = characters[characters.len() - shown..].iter().collect();
    format!("…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_what_the_picture_shows() {
        assert_eq!(name("陈小涛"), "陈*涛");
        assert_eq!(name("刘洋"), "刘*");
        assert_eq!(name("欧阳建国"), "欧**国");
        assert_eq!(name("SMITH JOHN"), "S*** J***");
        assert_eq!(id_number("99010119950302231X"), "990101********231X");
        assert_eq!(mobile("13800007710"), "…7710");
        assert_eq!(organisation("杭州云启科技"), "杭州**科技");
    }

    #[test]
    fn a_short_value_is_masked_whole() {
        assert_eq!(id_number("1234"), "****");
        assert_eq!(mobile("12345"), "*****");
        assert_eq!(name("李"), "*");
    }
}
