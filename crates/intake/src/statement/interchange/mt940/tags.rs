//! The lines of a file as tags with their values, and where a message ends.

/// A tag with its value, or the end of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Tag { line: u32, name: String, value: String },
    End,
}

/// What may be known by a tag. Others are passed over, or are text that happens to look like one.
const KNOWN: [&str; 21] = [
    "13", "13D", "20", "21", "25", "25P", "28", "28C", "34F", "60", "60F", "60M", "61", "62", "62F", "62M",
    "64", "65", "86", "90C", "90D",
];

/// The parts of a file. A value keeps its line breaks; lines lose the blanks at their ends.
pub(super) fn read(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = (1_u32..).zip(text.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        let line = line.trim_matches(|c: char| c.is_control() && c != '\t');
        // A bank that breaks its lines anywhere may break them within a tag.
        let joined;
        let line = match lines.peek() {
            Some((_, next)) if line == ":" && begins_with_tag(&format!(":{next}")) => {
                joined = format!(":{}", lines.next().map_or("", |(_, next)| next));
                joined.as_str()
            }
            _ => line,
        };
        let line = match envelope(line) {
            Some(Envelope::Begins(rest)) => rest,
            Some(Envelope::Ends) => {
                parts.push(Part::End);
                continue;
            }
            None => line,
        };
        match (tag(line, parts.last()), parts.last_mut()) {
            (Some((name, value)), _) => {
                parts.push(Part::Tag { line: number, name: name.to_owned(), value: value.trim().to_owned() });
            }
            (None, Some(Part::Tag { value, .. })) => {
                value.push('\n');
                value.push_str(line.trim_end());
            }
            // Lines before the first tag of a message are the bank's own envelope.
            (None, Some(Part::End) | None) => {}
        }
    }
    for part in &mut parts {
        if let Part::Tag { value, .. } = part {
            value.truncate(value.trim_end().len());
            let blank = value.len() - value.trim_start_matches([' ', '\t', '\n']).len();
            value.drain(..blank);
        }
    }
    parts
}

enum Envelope<'l> {
    Begins(&'l str),
    Ends,
}

/// The blocks of SWIFT's own envelope, and the lone dash that ends a message.
fn envelope(line: &str) -> Option<Envelope<'_>> {
    if line.starts_with("{1:") || line.starts_with("{2:") || line.starts_with("{4:") {
        return Some(Envelope::Begins(line.find("{4:").map_or("", |place| &line[place + 3..])));
    }
    let rest = line.strip_prefix('-')?;
    let ends =
        rest.is_empty() || rest.starts_with('}') || rest.chars().all(|c| c.is_whitespace() || c.is_control());
    ends.then_some(Envelope::Ends)
}

fn split_tag(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix(':')?;
    let (name, value) = rest.split_once(':')?;
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let well_formed = name == "NS"
        || digits == 2 && name.len() <= 3 && name.bytes().skip(2).all(|byte| byte.is_ascii_uppercase());
    well_formed.then_some((name, value))
}

fn begins_with_tag(line: &str) -> bool {
    split_tag(line).is_some_and(|(name, _)| name == "NS" || KNOWN.contains(&name))
}

/// The tag a line begins with. In details a time of day may be broken so that its minutes look like one.
fn tag<'l>(line: &'l str, before: Option<&Part>) -> Option<(&'l str, &'l str)> {
    let (name, value) = split_tag(line)?;
    let known = name == "NS" || KNOWN.contains(&name);
    let Some(Part::Tag { name: last, value: so_far, .. }) = before else { return Some((name, value)) };
    if last != "86" {
        return Some((name, value));
    }
    let time = name.len() == 2
        && ends_with_hour(so_far)
        && value.bytes().take_while(u8::is_ascii_digit).count() == 2;
    (known && !time).then_some((name, value))
}

/// Whether a text ends as `2014-09-12T16` does.
fn ends_with_hour(text: &str) -> bool {
    let mut last = text.bytes().rev();
    let digits = last.by_ref().take(2).filter(u8::is_ascii_digit).count() == 2;
    digits && matches!(last.next(), Some(b'T' | b' ' | b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<(String, String)> {
        let named = |part| match part {
            Part::Tag { name, value, .. } => (name, value),
            Part::End => ("-".to_owned(), String::new()),
        };
        read(text).into_iter().map(named).collect()
    }

    #[test]
    fn values_go_on_over_lines_and_messages_end() {
        let text = "{1:F01BANK}{2:I940}{4:\n:20:A\n:86: one  \n two\n\n:62F:x\n-}\nbank line\n:20:B\n-\u{3}";
        let found = tags(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            found,
            [("20", "A"), ("86", "one\n two"), ("62F", "x"), ("-", ""), ("20", "B"), ("-", "")]
        );
    }

    #[test]
    fn a_broken_time_of_day_is_no_tag() {
        for time in [":26:37 rest", ":20:37", ":12:11"] {
            assert_eq!(tags(&format!(":86:x 2014-09-12T16\n{time}\n:62F:y")).len(), 2, "{time}");
        }
        assert_eq!(tags(":86:x 16\n:61:1403010301D1,N")[1].0, "61");
        assert_eq!(tags(":61:x\n:\n86:166?00")[1], ("86".to_owned(), "166?00".to_owned()));
    }
}
