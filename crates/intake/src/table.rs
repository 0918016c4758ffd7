//! Comma-separated text to records, each with the line it begins on.
//!
//! Reads what RFC 4180 describes, and what providers write: blanks around a quoted field, a quotation mark inside an
//! unquoted one. It is stricter than readers that let a lost quotation mark swallow the rows up to the next one: a quoted
//! field ends only before a comma or the end of its line, and one that does not is an error on the line where it opened.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

use crate::error::{Fault, IntakeCode};
use crate::sheet::{Sheet, SheetRecords};
use crate::text::LINE_BYTES_MAX;

/// What a quotation mark at the start of a field means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// A quoted field, which may span lines.
    Quoting,
    /// A quoted field if it closes on its line, else a quotation mark: for providers that never quote but whose users do.
    Lenient,
}

/// Reads records one after another, from text or from a sheet.
pub(crate) struct Records<'a>(Source<'a>);

enum Source<'a> {
    Text(Lines<'a>),
    Sheet(SheetRecords<'a>),
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &'a str, quotes: Quotes) -> Self {
        Records(Source::Text(Lines { text, place: 0, line: 1, last: (0, 1), quotes }))
    }

    pub(crate) fn of_sheet(sheet: &'a Sheet) -> Self {
        Records(Source::Sheet(SheetRecords::new(sheet)))
    }

    /// The same position, with another meaning of quotation marks.
    pub(crate) fn with_quotes(self, quotes: Quotes) -> Self {
        match self.0 {
            Source::Text(lines) => Records(Source::Text(Lines { quotes, ..lines })),
            sheet @ Source::Sheet(_) => Records(sheet),
        }
    }

    /// Everything once more from the beginning.
    pub(crate) fn restarted(self) -> Self {
        match self.0 {
            Source::Text(lines) => Records::new(lines.text, lines.quotes),
            Source::Sheet(records) => Records(Source::Sheet(records.restarted())),
        }
    }

    /// The line, or the sheet's row, that the record read last begins on.
    pub(crate) fn last_line(&self) -> u32 {
        match &self.0 {
            Source::Text(lines) => lines.last.1,
            Source::Sheet(records) => records.last_line(),
        }
    }

    /// Whether the record read last ended with a line break; without one the file may be cut.
    pub(crate) fn ended_with_break(&self) -> bool {
        match &self.0 {
            Source::Text(lines) => lines.text[..lines.place].ends_with('\n'),
            Source::Sheet(_) => true,
        }
    }

    /// Reads the next record into `fields`, trimmed of blanks, and returns its line; `None` at the end.
    pub(crate) fn next(&mut self, fields: &mut Vec<Cow<'a, str>>) -> Result<Option<u32>, Fault> {
        match &mut self.0 {
            Source::Text(lines) => lines.next(fields),
            Source::Sheet(records) => Ok(records.next(fields)),
        }
    }

    /// Reads the last record once more as a provider writes it that puts quotation marks around a text without doubling those
    /// in it: a field that begins with one ends at the first one before a comma or the line's end. For a record that makes no
    /// sense otherwise; false, and nothing changed, where it does not make sense this way either.
    pub(crate) fn reread_undoubled(&mut self, fields: &mut Vec<Cow<'a, str>>) -> bool {
        match &mut self.0 {
            Source::Text(lines) => lines.reread_undoubled(fields),
            Source::Sheet(_) => false,
        }
    }
}

/// Lines of text, and where in it reading has come to.
struct Lines<'a> {
    text: &'a str,
    place: usize,
    line: u32,
    /// Where the record read last, or not read for a fault, begins.
    last: (usize, u32),
    quotes: Quotes,
}

/// Where a physical line ends, without its break, and where the next one begins.
#[derive(Clone, Copy)]
struct LineEnd {
    content: usize,
    next: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self, fields: &mut Vec<Cow<'a, str>>) -> Result<Option<u32>, Fault> {
        fields.clear();
        if self.place >= self.text.len() {
            return Ok(None);
        }
        let line = self.line;
        self.last = (self.place, line);
        let end = self.line_end();
        let text = &self.text[self.place..end.content];
        if text.len() > LINE_BYTES_MAX {
            return Err(too_long().at(line));
        }
        if memchr(b'"', text.as_bytes()).is_none() {
            let mut start = 0;
            for comma in memchr_iter(b',', text.as_bytes()) {
                fields.push(Cow::Borrowed(trim(&text[start..comma])));
                start = comma + 1;
            }
            fields.push(Cow::Borrowed(trim(&text[start..])));
            self.place = end.next;
            self.line += 1;
        } else {
            self.quoted_record(fields, end).map_err(|fault| fault.at(line))?;
        }
        Ok(Some(line))
    }

    fn reread_undoubled(&mut self, fields: &mut Vec<Cow<'a, str>>) -> bool {
        let (place, line) = self.last;
        let begin = Lines { place, ..*self };
        let end = begin.line_end();
        let mut rest = &self.text[place..end.content];
        let mut read = Vec::with_capacity(fields.len());
        if memchr(b'"', rest.as_bytes()).is_none() {
            return false;
        }
        loop {
            let field = rest.trim_start_matches([' ', '\t']);
            let length = match field.strip_prefix('"') {
                Some(content) => {
                    let blanks = |text: &str| text.trim_start_matches([' ', '\t']).is_empty();
                    let mut marks = memchr_iter(b'"', content.as_bytes());
                    let closing = marks.find_map(|mark| {
                        let tail = &content[mark + 1..];
                        let comma = memchr(b',', tail.as_bytes()).unwrap_or(tail.len());
                        blanks(&tail[..comma]).then_some((mark, mark + 1 + comma))
                    });
                    let Some((mark, after)) = closing else { return false };
                    read.push(Cow::Borrowed(trim(&content[..mark])));
                    rest.len() - content.len() + after
                }
                None => {
                    let length = memchr(b',', rest.as_bytes()).unwrap_or(rest.len());
                    read.push(Cow::Borrowed(trim(&rest[..length])));
                    length
                }
            };
            match rest.get(length + 1..) {
                Some(after) => rest = after,
                None => break,
            }
        }
        *fields = read;
        self.place = end.next;
        self.line = line + 1;
        true
    }

    fn line_end(&self) -> LineEnd {
        let rest = &self.text.as_bytes()[self.place..];
        let (content, next) = match memchr(b'\n', rest) {
            Some(newline) => (self.place + newline, self.place + newline + 1),
            None => (self.text.len(), self.text.len()),
        };
        let returned = content > self.place && self.text.as_bytes()[content - 1] == b'\r';
        LineEnd { content: content - usize::from(returned), next }
    }

    /// Reads a record in which quotation marks occur; each byte is looked at a bounded number of times.
    fn quoted_record(&mut self, fields: &mut Vec<Cow<'a, str>>, first_end: LineEnd) -> Result<(), Fault> {
        let begin = self.place;
        let mut end = first_end;
        let mut literal = false;
        loop {
            let rest = &self.text[self.place..end.content];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if !literal && rest[blanks..].starts_with('"') {
                let content = self.place + blanks + 1;
                match self.closing_quote(content, begin, end)? {
                    Some(closing) => {
                        let raw = trim(&self.text[content..closing.quote]);
                        fields.push(if closing.escaped {
                            Cow::Owned(raw.replace("\"\"", "\""))
                        } else {
                            Cow::Borrowed(raw)
                        });
                        self.line += closing.lines;
                        self.place = closing.after;
                        if closing.lines > 0 {
                            end = self.line_end();
                        }
                    }
                    None => {
                        literal = true;
                        continue;
                    }
                }
            } else {
                let comma = memchr(b',', rest.as_bytes());
                let length = comma.unwrap_or(rest.len());
                fields.push(Cow::Borrowed(trim(&rest[..length])));
                self.place += length;
            }
            if self.place >= end.content {
                self.place = end.next;
                self.line += 1;
                return Ok(());
            }
            self.place += 1;
        }
    }

    /// Finds the quotation mark that closes the field whose text begins at `content`: one that stands before a comma or the
    /// end of its line. `None` where the mark that opened it is to be read as a character.
    fn closing_quote(&self, content: usize, begin: usize, end: LineEnd) -> Result<Option<Closing>, Fault> {
        let bytes = self.text.as_bytes();
        let unbalanced = || Fault::new(IntakeCode::UnbalancedQuote).at(self.line);
        let mut closing = Closing { quote: content, after: content, escaped: false, lines: 0 };
        let mut place = content;
        let mut stray = false;
        while let Some(found) = memchr2(b'"', b'\n', &bytes[place..]) {
            let mark = place + found;
            place = mark + 1;
            if place - begin > LINE_BYTES_MAX {
                return Err(too_long());
            }
            if bytes[mark] == b'\n' {
                match self.quotes {
                    Quotes::Lenient => return Ok(None),
                    Quotes::Quoting if stray => return Err(unbalanced()),
                    Quotes::Quoting => closing.lines += 1,
                }
            } else if bytes.get(place) == Some(&b'"') {
                closing.escaped = true;
                place += 1;
            } else {
                let blanks = bytes[place..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                let after = place + blanks;
                let closes = match bytes.get(after) {
                    None | Some(b',' | b'\n') => true,
                    Some(b'\r') => matches!(bytes.get(after + 1), None | Some(b'\n')),
                    Some(_) => false,
                };
                if closes {
                    debug_assert!(
                        closing.lines > 0 || after <= end.content,
                        "a field of one line closes on it"
                    );
                    return Ok(Some(Closing { quote: mark, after, ..closing }));
                }
                if closing.lines > 0 {
                    return Err(unbalanced());
                }
                stray = true;
            }
        }
        match self.quotes {
            Quotes::Lenient => Ok(None),
            Quotes::Quoting => Err(unbalanced()),
        }
    }
}

/// Where a quoted field closes.
struct Closing {
    quote: usize,
    after: usize,
    escaped: bool,
    lines: u32,
}

fn too_long() -> Fault {
    Fault::new(IntakeCode::LineTooLong).with("limit", LINE_BYTES_MAX)
}

/// Trims white space of any script, and the byte order marks that pasted cells carry.
pub(crate) fn trim(text: &str) -> &str {
    let trimmed = text.trim();
    if trimmed.as_bytes().first() == Some(&0xEF) || trimmed.as_bytes().last() == Some(&0xBF) {
        return trimmed.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    }
    trimmed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str, quotes: Quotes) -> Result<Vec<(u32, Vec<String>)>, Fault> {
        let mut records = Records::new(text, quotes);
        let mut fields = Vec::new();
        let mut rows = Vec::new();
        while let Some(line) = records.next(&mut fields)? {
            rows.push((line, fields.iter().map(|field| field.to_string()).collect()));
        }
        Ok(rows)
    }

    fn quoting(text: &str) -> Vec<(u32, Vec<String>)> {
        split(text, Quotes::Quoting).unwrap()
    }

    fn row(line: u32, fields: &[&str]) -> (u32, Vec<String>) {
        (line, fields.iter().map(|field| field.to_string()).collect())
    }

    #[test]
    fn fields_are_trimmed_and_lines_counted() {
        assert_eq!(
            quoting("a ,\"b\t\"\t,c\r\n\n\"1,5\", \"d\"\"e\" \n\"two\nlines\",x\ny"),
            vec![
                row(1, &["a", "b", "c"]),
                row(2, &[""]),
                row(3, &["1,5", "d\"e"]),
                row(4, &["two\nlines", "x"]),
                row(6, &["y"]),
            ]
        );
    }

    #[test]
    fn a_quote_inside_a_field_is_a_character() {
        assert_eq!(quoting("点击\"多多\",\"a\"b\",c"), vec![row(1, &["点击\"多多\"", "a\"b", "c"])]);
    }

    #[test]
    fn a_lost_quote_is_an_error_where_it_opened_and_never_swallows_rows() {
        for text in ["a\n\"b,c\nd,\"e\"\n", "a\nx,\"b\n", "a\n\"b\"c\nd\",e\n", "a\n\"b"] {
            let fault = split(text, Quotes::Quoting).unwrap_err();
            assert_eq!((fault.code, fault.line), (IntakeCode::UnbalancedQuote, Some(2)), "{text:?}");
        }
        assert_eq!(split("\"b,c\nd", Quotes::Lenient).unwrap(), vec![row(1, &["\"b", "c"]), row(2, &["d"])]);
        assert_eq!(split("\"b", Quotes::Lenient).unwrap(), vec![row(1, &["\"b"])]);
    }

    #[test]
    fn marks_that_should_have_been_doubled_can_be_read_once_more() {
        let text = "a,\"点击\"多多视频\"\",\"b\"\t\nc,d\n";
        let mut records = Records::new(text, Quotes::Quoting);
        let mut fields = Vec::new();
        let _ = records.next(&mut fields);
        assert!(records.reread_undoubled(&mut fields));
        assert_eq!(fields, ["a", "点击\"多多视频\"", "b"]);
        assert_eq!(records.next(&mut fields), Ok(Some(2)));
        assert_eq!(fields, ["c", "d"]);
        assert!(!records.reread_undoubled(&mut fields));
    }

    proptest! {
        #[test]
        fn what_rfc_4180_describes_is_read_as_the_csv_crate_reads_it(
            rows in proptest::collection::vec(proptest::collection::vec("[a-c\",\n 中]{0,6}", 2..4), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).quote_style(csv::QuoteStyle::Always).from_writer(vec![]);
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let ours: Vec<Vec<String>> = quoting(&text).into_iter().map(|(_, fields)| fields).collect();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(|field| trim(field).to_owned()).collect())
                .collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn any_text_is_split_or_refused(text in "[ab\",\r\n\t中]{0,40}") {
            for quotes in [Quotes::Quoting, Quotes::Lenient] {
                let _ = split(&text, quotes);
            }
        }
    }
}
