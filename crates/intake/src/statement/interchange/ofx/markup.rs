//! OFX's markup: SGML whose values need no end, or XML. Trees of what closes, one after the other.

use memchr::memchr_iter;

use super::super::element::{DEPTH_MAX, Element, TEXT_BYTES_MAX};
use crate::error::{Fault, IntakeCode};

/// Reads a text from the element `OFX` on. `closed` is given each aggregate as it closes, with the name of the one around it, and
/// says whether it is to be kept as a child of that one.
pub(super) fn read(
    text: &str,
    mut closed: impl FnMut(&Element, &str) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let mut tree = Tree { open: Vec::new(), leaf: String::new() };
    let mut line = 1_u32;
    let mut rest = text;
    while let Some(place) = rest.find('<') {
        line = line.saturating_add(breaks(&rest[..place]));
        rest = &rest[place..];
        let (token, length) = token(rest).ok_or_else(|| broken(line, "a tag does not end"))?;
        match token {
            Token::Begins { name, is_empty } => {
                tree.begin(name, line)?;
                if is_empty {
                    tree.end(name, line, &mut closed)?;
                }
            }
            Token::Ends(name) => tree.end(name, line, &mut closed)?,
            Token::Passed => {}
        }
        line = line.saturating_add(breaks(&rest[..length]));
        rest = &rest[length..];
        if !matches!(token, Token::Passed) || tree.open.last().is_some_and(|open| open.children.is_empty()) {
            let (text, length) = content(rest);
            tree.value(&text)?;
            line = line.saturating_add(breaks(&rest[..length]));
            rest = &rest[length..];
        }
    }
    match tree.open.last() {
        Some(open) => Err(broken(line, &format!("{} does not end", open.name))),
        None => Ok(()),
    }
}

fn broken(line: u32, problem: &str) -> Fault {
    Fault::new(IntakeCode::NotWellFormed).at(line).with("problem", problem)
}

fn breaks(text: &str) -> u32 {
    u32::try_from(memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

#[derive(Clone, Copy)]
enum Token<'t> {
    Begins {
        name: &'t str,
        is_empty: bool,
    },
    Ends(&'t str),
    /// A comment, an instruction, or a sign that begins no tag.
    Passed,
}

/// The token at the beginning of a text that begins with `<`, and its length; `None` where it does not end.
fn token(text: &str) -> Option<(Token<'_>, usize)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some((Token::Passed, comment.find("-->")? + 7));
    }
    if !begins_tag(text) {
        return Some((Token::Passed, 1));
    }
    let end = text.find('>')?;
    let inner = &text[1..end];
    if inner.starts_with(['?', '!']) {
        return Some((Token::Passed, end + 1));
    }
    let name = |text: &'_ str| text.split_whitespace().next().map_or(0, str::len);
    let token = match inner.strip_prefix('/') {
        Some(ended) => Token::Ends(&ended[..name(ended)]),
        None => {
            let is_empty = inner.ends_with('/');
            let bare = inner.trim_end_matches('/');
            Token::Begins { name: &bare[..name(bare)], is_empty }
        }
    };
    Some((token, end + 1))
}

/// Whether `<` begins a tag here; a lone one is a character of a text.
fn begins_tag(text: &str) -> bool {
    matches!(text.as_bytes().get(1), Some(b'/' | b'?' | b'!' | b'A'..=b'Z' | b'a'..=b'z'))
}

/// The text up to the next tag, its entities and quoted parts resolved, and how long it is in the file.
fn content(text: &str) -> (String, usize) {
    let mut value = String::new();
    let mut place = 0;
    loop {
        let rest = &text[place..];
        if let Some(quoted) = rest.strip_prefix("<![CDATA[") {
            let end = quoted.find("]]>").unwrap_or(quoted.len());
            value.push_str(&quoted[..end]);
            place += (9 + end + 3).min(rest.len());
        } else if rest.is_empty() || begins_tag(rest) && rest.starts_with('<') {
            return (value.trim().to_owned(), place);
        } else {
            let first = usize::from(rest.starts_with('<'));
            let end = rest[first..].find('<').map_or(rest.len(), |end| end + first);
            resolve(&rest[..end], &mut value);
            place += end;
        }
    }
}

/// Entities are resolved; an ampersand that begins none stands for itself, as many banks write it.
fn resolve(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find('&') {
        into.push_str(&rest[..place]);
        rest = &rest[place..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let known = end.and_then(|end| Some((character(&rest[1..end])?, end + 1)));
        let (c, length) = known.unwrap_or(('&', 1));
        into.push(c);
        rest = &rest[length..];
    }
    into.push_str(rest);
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => None,
    }
}

/// The elements that are open, and the name of the value that ended last: its end tag may still come.
struct Tree {
    open: Vec<Element>,
    leaf: String,
}

impl Tree {
    fn begin(&mut self, name: &str, line: u32) -> Result<(), Fault> {
        let name = name.to_ascii_uppercase();
        self.leaf.clear();
        if self.open.is_empty() && name != "OFX" {
            return Ok(());
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(broken(line, "it is nested too deep"));
        }
        self.open.push(Element { name, line, ..Element::default() });
        Ok(())
    }

    /// A value makes the innermost element a leaf, which is thereby complete.
    fn value(&mut self, text: &str) -> Result<(), Fault> {
        if text.is_empty() || self.open.len() < 2 {
            return Ok(());
        }
        if text.len() > TEXT_BYTES_MAX {
            let fault = Fault::new(IntakeCode::FieldTooLong).with("limit", TEXT_BYTES_MAX);
            return Err(fault.at(self.open[self.open.len() - 1].line));
        }
        if !self.leaf.is_empty() || self.open.last().is_some_and(|open| !open.children.is_empty()) {
            // Text between the elements of an aggregate means nothing.
            return Ok(());
        }
        let mut leaf = self.open.pop().expect("two elements are open");
        leaf.text = text.to_owned();
        self.leaf.clone_from(&leaf.name);
        self.open.last_mut().expect("two elements were open").children.push(leaf);
        Ok(())
    }

    /// Closes an element, and with it those within that have no end: values left empty.
    fn end(
        &mut self,
        name: &str,
        line: u32,
        closed: &mut impl FnMut(&Element, &str) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        let name = name.to_ascii_uppercase();
        if std::mem::take(&mut self.leaf) == name {
            return Ok(());
        }
        if !self.open.iter().any(|open| open.name == name) {
            // A value that ended where the next tag began may still be given its end.
            let ended = self.open.last().is_some_and(|open| open.child(&name).is_some());
            return if ended || self.open.is_empty() {
                Ok(())
            } else {
                Err(broken(line, &format!("{name} ends but did not begin")))
            };
        }
        while let Some(mut ended) = self.open.pop() {
            let Some(parent) = self.open.last_mut() else { break };
            if ended.name == name {
                let is_value = ended.children.is_empty();
                if is_value || closed(&ended, &parent.name)? {
                    parent.children.push(ended);
                }
                break;
            }
            // What stood in a value left empty stood beside it.
            let beside = std::mem::take(&mut ended.children);
            parent.children.push(ended);
            parent.children.extend(beside);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<String>, Fault> {
        let mut rows = Vec::new();
        read(text, |element, _| {
            if element.name == "ROW" {
                let said = |child: &Element| format!("{}={}", child.name, child.text);
                rows.push(element.children.iter().map(said).collect::<Vec<_>>().join(" "));
            }
            Ok(element.name != "ROW")
        })?;
        Ok(rows)
    }

    #[test]
    fn values_need_no_end() {
        let mixed = "junk<OFX><LIST>\n<ROW><A>1\n<B>2</B><C></C><D><E>x &amp; y &lt;z<F/></ROW><row><a>A & B < C</row></LIST></OFX>";
        assert_eq!(rows(mixed).unwrap(), ["A=1 B=2 C= D= E=x & y <z F=", "A=A & B < C"]);
        let quoted = "<?xml?><OFX><ROW><A><![CDATA[ a<b> ]]></A><!-- <ROW> --><B>2</ROW></OFX>";
        assert_eq!(rows(quoted).unwrap(), ["A=a<b> B=2"]);
    }

    #[test]
    fn what_does_not_end_is_refused() {
        for text in ["<OFX><LIST><ROW><A>1", "<OFX><LIST", "<OFX></LIST></OFX>", &"<OFX>".repeat(200)] {
            assert_eq!(rows(text).unwrap_err().code, IntakeCode::NotWellFormed, "{text}");
        }
    }
}
