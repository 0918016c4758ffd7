//! Bytes to text: which encoding, and where it breaks.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, GB18030};
use memchr::{memchr, memchr_iter, memrchr};

use crate::error::{Fault, IntakeCode};

/// The largest file read, in bytes.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The longest line read, and the longest record where a quoted field spans lines, in bytes of the decoded text.
pub(crate) const LINE_BYTES_MAX: usize = 64 * 1024;
/// The most rows read from one file.
pub(crate) const ROWS_MAX: usize = 500_000;

/// Beginnings of files that people mistake for CSV.
const OTHER_KINDS: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "a spreadsheet (xlsx) or a ZIP archive"),
    (b"\xD0\xCF\x11\xE0", "an old Office file such as xls"),
    (b"%PDF", "a PDF"),
    (b"\x1F\x8B", "a compressed file"),
    (b"SQLite format 3", "a database"),
];

/// Decoded text, its line breaks all `\n` or `\r\n`.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) text: Cow<'a, str>,
    /// `utf-8`, `utf-8-sig` or `gb18030`.
    pub(crate) encoding: &'static str,
    pub(crate) bom: bool,
}

/// Decodes bytes: a byte order mark means UTF-8, valid UTF-8 is UTF-8, everything else is GB18030.
pub(crate) fn decode(bytes: &[u8]) -> Result<Text<'_>, Fault> {
    check_size(bytes)?;
    for (magic, kind) in OTHER_KINDS {
        if bytes.starts_with(magic) {
            return Err(Fault::new(IntakeCode::NotText).with("kind", kind));
        }
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || looks_like_utf16(bytes) {
        return Err(Fault::new(IntakeCode::Utf16));
    }
    if let Some(place) = memchr(0, bytes) {
        return Err(at_byte(Fault::new(IntakeCode::NulByte), bytes, place));
    }
    let (bom, body) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::new(IntakeCode::EmptyFile));
    }
    let (text, encoding) = match std::str::from_utf8(body) {
        Ok(text) => (Cow::Borrowed(text), if bom { "utf-8-sig" } else { "utf-8" }),
        Err(error) if bom || begins_as_utf8(&body[..error.valid_up_to()]) => {
            let place = error.valid_up_to() + bytes.len() - body.len();
            return Err(at_byte(broken("UTF-8"), bytes, place));
        }
        Err(_) => (Cow::Owned(decode_gb18030(body)?), "gb18030"),
    };
    Ok(Text { text: break_lines(text), encoding, bom })
}

/// Refuses more bytes than are read from any file.
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Fault::new(IntakeCode::FileTooLarge).with("limit", FILE_BYTES_MAX));
    }
    Ok(())
}

fn broken(encoding: &str) -> Fault {
    Fault::new(IntakeCode::InvalidEncoding).with("encoding", encoding)
}

/// Whether half of the first bytes are zero in every second place, as ASCII in UTF-16 is.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    let zeros = |start: usize| head.iter().skip(start).step_by(2).filter(|&&byte| byte == 0).count();
    head.len() >= 4 && zeros(0).max(zeros(1)) * 4 >= head.len() && zeros(0).min(zeros(1)) == 0
}

/// Whether the valid beginning of a file already shows that it was written as UTF-8: GB18030 text does not by chance hold
/// four Chinese characters in UTF-8's three bytes before its first byte that is not UTF-8.
fn begins_as_utf8(valid: &[u8]) -> bool {
    valid.iter().filter(|&&byte| (0xE2..=0xEF).contains(&byte)).count() >= 4
}

fn decode_gb18030(bytes: &[u8]) -> Result<String, Fault> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let size = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(size.unwrap_or(bytes.len()));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(length, read_after), read) => {
            let place = read.saturating_sub(usize::from(length) + usize::from(read_after));
            Err(at_byte(broken("GB18030"), bytes, place))
        }
        (DecoderResult::OutputFull, _) => {
            unreachable!("the buffer holds the longest text these bytes can make")
        }
    }
}

/// Names the line and the byte in it, both counted from 1.
fn at_byte(fault: Fault, bytes: &[u8], place: usize) -> Fault {
    let before = &bytes[..place.min(bytes.len())];
    let line = memchr_iter(b'\n', before).count() + 1;
    let column = place - memrchr(b'\n', before).map_or(0, |newline| newline + 1) + 1;
    fault.at(u32::try_from(line).unwrap_or(u32::MAX)).column(format!("byte {column}"))
}

/// Lines of old spreadsheet programs end in a lone carriage return; such a file gets the usual line breaks.
fn break_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr(b'\n', text.as_bytes()).is_none() && memchr(b'\r', text.as_bytes()).is_some() {
        return Cow::Owned(text.replace('\r', "\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> crate::IntakeError {
        decode(bytes).unwrap_err().in_file("x")
    }

    #[test]
    fn encodings_are_told_apart() {
        let chinese = "交易时间,金额\n支出,1.00\n";
        let (gb, _, _) = GB18030.encode(chinese);
        assert_eq!(decode(chinese.as_bytes()).unwrap().encoding, "utf-8");
        let with_bom = format!("\u{feff}{chinese}");
        let text = decode(with_bom.as_bytes()).unwrap();
        assert_eq!((text.encoding, text.bom, &*text.text), ("utf-8-sig", true, chinese));
        let text = decode(&gb).unwrap();
        assert_eq!((text.encoding, &*text.text), ("gb18030", chinese));
    }

    #[test]
    fn a_cut_character_is_refused_with_its_place() {
        let (gb, _, _) = GB18030.encode("a\n交易时间");
        let error = fault(&gb[..gb.len() - 1]);
        assert_eq!((error.code, error.line), (IntakeCode::InvalidEncoding, Some(2)));
        assert_eq!(error.column.as_deref(), Some("byte 7"));
        let utf8 = "交易时间\n支出".as_bytes();
        let error = fault(&utf8[..utf8.len() - 1]);
        assert_eq!((error.line, error.column.as_deref()), (Some(2), Some("byte 4")));
        assert_eq!(error.values["encoding"], "UTF-8");
    }

    #[test]
    fn other_kinds_of_file_are_named() {
        assert_eq!(fault(b"").code, IntakeCode::EmptyFile);
        assert_eq!(fault(b"\xEF\xBB\xBF \r\n\n").code, IntakeCode::EmptyFile);
        assert_eq!(fault(b"PK\x03\x04rest").code, IntakeCode::NotText);
        assert_eq!(fault(b"\xFF\xFEa\0").code, IntakeCode::Utf16);
        assert_eq!(fault(b"a\0b\0c\0d\0").code, IntakeCode::Utf16);
        let error = fault(b"abc\nd\0efghijklmnopqrstuvwxyz");
        assert_eq!(
            (error.code, error.line, error.column.as_deref()),
            (IntakeCode::NulByte, Some(2), Some("byte 2"))
        );
    }

    #[test]
    fn lone_carriage_returns_become_lines() {
        assert_eq!(decode(b"a,b\rc,d").unwrap().text, "a,b\nc,d");
    }
}
