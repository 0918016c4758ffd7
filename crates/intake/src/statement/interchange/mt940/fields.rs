//! The details of a transaction, `:86:`, where they are written in numbered fields.

use super::message::Fields;

/// The names under which SEPA puts a purpose's parts, each followed by a plus.
const NAMES: [&str; 18] = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "ABWA", "ABWE", "PURP", "MDAT", "SQTP", "ORCR", "ORMR",
    "DDAT", "COAM", "OAMT", "IBAN", "BIC",
];
/// What parts the fields: the character behind the three digits.
const SEPARATORS: [char; 7] = ['?', '~', '^', '<', '>', '@', '*'];

/// Reads `166?00GUTSCHRIFT?20SVWZ+...`; `None` where the details are free text.
pub(super) fn read(details: &str) -> Option<Fields> {
    // A line break stands wherever the line was full, in a field's number too.
    let whole: String = details.split('\n').collect();
    let code = whole.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?;
    let separator = whole[3..].chars().next().filter(|c| SEPARATORS.contains(c))?;
    let mut all: Vec<(u8, String)> = Vec::new();
    for part in whole[4..].split(separator) {
        let number = part.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        match (number.and_then(|digits| digits.parse().ok()), all.last_mut()) {
            (Some(number), _) => all.push((number, part[2..].to_owned())),
            // The separator without a number is a character of the text, unless nothing stands behind it.
            (None, Some((_, text))) if !part.is_empty() => {
                text.push(separator);
                text.push_str(part);
            }
            (None, Some(_)) => {}
            (None, None) => return None,
        }
    }
    let mut fields = Fields { code: code.to_owned(), all, purposes: Vec::new() };
    let purpose = fields.joined(20..=29).unwrap_or_default();
    fields.purposes = purposes(&purpose);
    Some(fields)
}

/// The parts of a purpose by their names.
fn purposes(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(&str, usize, usize)> = Vec::new();
    for (plus, _) in text.match_indices('+') {
        let name = NAMES.iter().copied().find(|name| text[..plus].ends_with(name));
        found.extend(name.map(|name| (name, plus - name.len(), plus + 1)));
    }
    let ends = found.iter().skip(1).map(|(_, begins, _)| *begins).chain([text.len()]);
    let named =
        found.iter().zip(ends).map(|((name, _, from), to)| ((*name).to_owned(), text[*from..to].to_owned()));
    let mut parts: Vec<(String, String)> = named.collect();
    // What stands before the first name is the purpose itself, unless that has its own name.
    let before = found.first().map_or("", |(_, begins, _)| &text[..*begins]);
    if !before.trim().is_empty() && parts.iter().all(|(name, _)| name != "SVWZ") {
        parts.push(("SVWZ".to_owned(), before.to_owned()));
    }
    parts
}

/// Names between strokes, as Dutch and Belgian banks write details.
const STROKE_NAMES: [&str; 17] = [
    "TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "MARF", "CSID", "ORDP", "BENM", "ADDR", "ISDT", "CNTP",
    "PURP", "RTRN", "ULTD", "ULTB",
];

/// Reads `/TRTP/SEPA OVERBOEKING/IBAN/NL../NAME/../REMI/..`; nothing where the details are written otherwise.
pub(super) fn between_strokes(details: &str) -> Vec<(&'static str, String)> {
    let whole: String = details.split('\n').collect();
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let Some(rest) = whole.strip_prefix('/') else { return found };
    for part in rest.split('/') {
        match (STROKE_NAMES.iter().find(|name| **name == part), found.last_mut()) {
            (Some(name), _) => found.push((name, String::new())),
            (None, Some((_, text))) => {
                if !text.is_empty() && !part.is_empty() {
                    text.push('/');
                }
                text.push_str(part);
            }
            (None, None) => return found,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_over_line_breaks() {
        let fields = read("166?00GUTSCHR\nIFT?20EREF+A1?21 SVWZ+Lohn?2\n2 Mai?32FIRMA?33 AG?").unwrap();
        assert_eq!((fields.code.as_str(), fields.joined(0..=0).as_deref()), ("166", Some("GUTSCHRIFT")));
        assert_eq!(fields.purpose("EREF"), Some("A1"));
        assert_eq!(fields.purpose("SVWZ"), Some("Lohn Mai"));
        assert_eq!(fields.joined(32..=33).as_deref(), Some("FIRMA AG"));
        assert_eq!(fields.joined(60..=63), None);
    }

    #[test]
    fn names_between_strokes_are_read() {
        let found = between_strokes(
            "/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0457180536/NAME/J. V\nISSER/REMI/HUUR 3/4/EREF/X",
        );
        let said = |name: &str| found.iter().find(|(found, _)| *found == name).map(|(_, text)| text.as_str());
        assert_eq!((said("NAME"), said("IBAN")), (Some("J. VISSER"), Some("NL02ABNA0457180536")));
        assert_eq!((said("REMI"), said("EREF")), (Some("HUUR 3/4"), Some("X")));
        assert!(between_strokes("free /NAME/ text").is_empty() && between_strokes("/x/NAME/y").is_empty());
        let purposes = read("166?20Miete ?21EREF+A1").unwrap();
        assert_eq!((purposes.purpose("SVWZ"), purposes.purpose("EREF")), (Some("Miete"), Some("A1")));
    }

    #[test]
    fn free_text_has_no_fields() {
        for text in ["", "999PN0911DAUERAUFTR", "Zahlung ?20", "05?00x", "051??", "a\u{e9}?00"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
