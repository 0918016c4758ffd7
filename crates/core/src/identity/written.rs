//! Numbers as people write and paste them: full-width digits, spaces between groups, invisible marks.

/// The number with its white space and invisible marks left out and full-width characters as ASCII.
///
/// Nothing else is touched: a hyphen or a letter stays for the check to judge.
pub fn plain(given: &str) -> String {
    given.chars().filter(|character| !is_blank(*character)).map(narrow).collect()
}

/// Whether a number was written otherwise than it is read, apart from blanks around it.
pub fn differs(given: &str, plain: &str) -> bool {
    given.trim() != plain
}

/// The ASCII character that a full-width one stands for, or the character itself.
pub fn narrow(character: char) -> char {
    const FULL_WIDTH_OFFSET: u32 = 0xFF01 - 0x21;
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - FULL_WIDTH_OFFSET).unwrap_or(character)
        }
        _ => character,
    }
}

/// White space, and the marks that spreadsheets and chat programs leave around pasted text.
pub fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}
