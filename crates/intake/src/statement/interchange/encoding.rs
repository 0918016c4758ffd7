//! Bytes to text where a format declares its encoding, or leaves it to be told from the text itself.
//!
//! Only names and remarks depend on the answer: tags, days and amounts are ASCII in every one of these formats.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};
use memchr::memchr;

use crate::error::{Fault, IntakeCode};
use crate::text::FILE_BYTES_MAX;

/// The upper half of code page 852, in which some banks of central Europe still write; `encoding_rs` has only what browsers read.
const CODE_PAGE_852: &str = "\
    ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×č\
    áíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐\
    └┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀\
    ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}\
";

/// Decoded text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// Lower case, `utf-8-sig` where a byte order mark was there.
    pub(super) encoding: String,
    pub(super) bom: bool,
}

/// Decodes a whole file. `declared` names the encoding a header claims; it is believed where the bytes are not UTF-8 and fit it.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Decoded<'a>, Fault> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Fault::new(IntakeCode::FileTooLarge).with("limit", FILE_BYTES_MAX));
    }
    if let Some(text) = utf16(bytes)? {
        return Ok(text);
    }
    if let Some(place) = memchr(0, bytes) {
        let line = memchr::memchr_iter(b'\n', &bytes[..place]).count() + 1;
        return Err(Fault::new(IntakeCode::NulByte).at(u32::try_from(line).unwrap_or(u32::MAX)));
    }
    let (bom, body) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::new(IntakeCode::EmptyFile));
    }
    if let Ok(text) = std::str::from_utf8(body) {
        let encoding = if bom { "utf-8-sig" } else { "utf-8" }.to_owned();
        return Ok(Decoded { text: Cow::Borrowed(text), encoding, bom });
    }
    if bom {
        return Err(Fault::new(IntakeCode::InvalidEncoding).with("encoding", "UTF-8"));
    }
    let claimed = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(text) = claimed.and_then(|encoding| strictly(encoding, body)) {
        return Ok(text);
    }
    Ok(guessed(body))
}

fn utf16(bytes: &[u8]) -> Result<Option<Decoded<'_>>, Fault> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] => UTF_16BE,
        _ => return Ok(None),
    };
    let mut decoded = strictly(encoding, &bytes[2..])
        .ok_or_else(|| Fault::new(IntakeCode::InvalidEncoding).with("encoding", encoding.name()))?;
    if decoded.text.contains('\0') {
        return Err(Fault::new(IntakeCode::NulByte));
    }
    decoded.bom = true;
    Ok(Some(decoded))
}

fn strictly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Decoded<'a>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded { text, encoding: encoding.name().to_ascii_lowercase(), bom: false })
}

/// The likeliest of the encodings in which banks write without saying so. Every byte has a character in the last ones, so one of
/// them always fits.
fn guessed(bytes: &[u8]) -> Decoded<'_> {
    if looks_like_chinese(bytes)
        && let Some(text) = strictly(GB18030, bytes)
    {
        return text;
    }
    let mut best: Option<(i64, Decoded<'_>)> = None;
    for (name, encoding) in
        [("windows-1252", Some(WINDOWS_1252)), ("windows-1250", Some(WINDOWS_1250)), ("cp852", None)]
    {
        let text = match encoding {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
            None => Cow::Owned(code_page_852(bytes)),
        };
        let score = plausibility(&text);
        if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
            best = Some((score, Decoded { text, encoding: name.to_owned(), bom: false }));
        }
    }
    best.expect("three encodings were tried").1
}

fn code_page_852(bytes: &[u8]) -> String {
    let upper: Vec<char> = CODE_PAGE_852.chars().collect();
    debug_assert_eq!(upper.len(), 128);
    bytes
        .iter()
        .map(|&byte| match byte.checked_sub(0x80) {
            None => char::from(byte),
            Some(place) => upper.get(usize::from(place)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        })
        .collect()
}

/// Whether nearly all bytes above ASCII stand in pairs of GB 2312's range, as letters with accents never do.
fn looks_like_chinese(bytes: &[u8]) -> bool {
    let (mut paired, mut high, mut place) = (0_usize, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(place) {
        let next = bytes.get(place + 1).copied().unwrap_or(0);
        let pair = matches!(byte, 0xA1..=0xA9 | 0xB0..=0xF7) && next >= 0xA1;
        high += usize::from(byte >= 0x80) + usize::from(pair);
        paired += 2 * usize::from(pair);
        place += 1 + usize::from(pair);
    }
    paired >= 4 && paired * 10 >= high * 9
}

/// How well the characters above ASCII sit in their words: letters among letters speak for an encoding, anything else inside a
/// word and control or box characters against it.
fn plausibility(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if !c.is_ascii() {
            let in_word =
                before.is_alphabetic() || characters.peek().is_some_and(|next| next.is_alphabetic());
            score += match c {
                '\u{80}'..='\u{9f}' | '\u{2500}'..='\u{25a0}' | char::REPLACEMENT_CHARACTER => -3,
                c if c.is_alphabetic() => {
                    i64::from(in_word) * if c.is_lowercase() || !before.is_lowercase() { 2 } else { -1 }
                }
                _ => -2 * i64::from(in_word),
            };
        }
        before = c;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(bytes: &[u8], declared: Option<&str>) -> (String, String) {
        let decoded = decode(bytes, declared).unwrap();
        (decoded.encoding, decoded.text.into_owned())
    }

    #[test]
    fn encodings_are_told_from_words() {
        assert_eq!(encoding(b"M\xfcller Stra\xdfe", None).0, "windows-1252");
        assert_eq!(
            encoding(b"jutal\x82k \xa0tutal\xa0s", None),
            ("cp852".to_owned(), "jutalék átutalás".to_owned())
        );
        let (polish, _, _) = WINDOWS_1250.encode("Wypłata gotówki, opłata składki");
        assert_eq!(encoding(&polish, None).0, "windows-1250");
        let (chinese, _, _) = GB18030.encode("超市购物 转账");
        assert_eq!(encoding(&chinese, None), ("gb18030".to_owned(), "超市购物 转账".to_owned()));
        assert_eq!(encoding("Müller".as_bytes(), Some("windows-1252")).0, "utf-8");
        assert_eq!(encoding(b"\xff\xfeA\0\xe4\0", None), ("utf-16le".to_owned(), "Aä".to_owned()));
    }

    #[test]
    fn a_declared_encoding_is_believed_where_it_fits() {
        assert_eq!(encoding(b"\xa4 5", Some("iso-8859-15")).1, "€ 5");
        assert_eq!(decode(b"a\0b", None).unwrap_err().code, IntakeCode::NulByte);
        assert_eq!(decode(b" \r\n", None).unwrap_err().code, IntakeCode::EmptyFile);
    }
}
