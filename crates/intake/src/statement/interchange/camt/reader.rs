//! A CAMT message as a stream of parts: the tree of one entry, one balance or one account at a time, whatever the file's size.

use memchr::memchr_iter;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::super::element::{DEPTH_MAX, Element, TEXT_BYTES_MAX};
use crate::error::{Fault, IntakeCode};

/// Where the stream has arrived.
#[derive(Debug)]
pub(super) enum Step {
    /// An element begins: enter it by asking on, or take it whole with [`Stream::take`].
    Begins(Element),
    /// The element entered last ends.
    Ends,
    /// Text between elements that nobody took.
    Text(String),
    /// The file ends.
    Over,
}

/// A pull parser that knows its line and its depth.
pub(super) struct Stream<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    counted_to: usize,
    line: u32,
    depth: usize,
}

impl<'t> Stream<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Stream { text, reader, counted_to: 0, line: 1, depth: 0 }
    }

    /// Goes one step on. Comments and processing instructions are passed over; a document type is refused, since entities of
    /// its own are the way to blow a small file up.
    pub(super) fn next(&mut self) -> Result<Step, Fault> {
        loop {
            let before = self.reader.buffer_position();
            let event = self.reader.read_event();
            self.count_lines(before);
            let event = event.map_err(|error| self.broken(&error.to_string()))?;
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH_MAX {
                        let fault =
                            Fault::new(IntakeCode::NotWellFormed).with("problem", "it is nested too deep");
                        return Err(fault.at(self.line));
                    }
                    return Ok(Step::Begins(self.element(&start)?));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Step::Ends);
                }
                Event::Text(text) => return Ok(Step::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Ok(Step::Text(text.into_inner().into_owned())),
                Event::GeneralRef(reference) => {
                    return Ok(Step::Text(self.character(&reference)?.to_string()));
                }
                Event::DocType(_) => return Err(self.broken("it declares a document type of its own")),
                Event::Eof if self.depth > 0 => return Err(self.broken("it ends before its elements do")),
                Event::Eof => return Ok(Step::Over),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// The whole tree of an element that has just begun.
    pub(super) fn take(&mut self, element: Element) -> Result<Element, Fault> {
        let mut open = vec![element];
        loop {
            match self.next()? {
                Step::Begins(child) => open.push(child),
                Step::Text(text) => {
                    let innermost = open.last_mut().expect("the taken element is open until it ends");
                    innermost.text.push_str(&text);
                    if innermost.text.len() > TEXT_BYTES_MAX {
                        let fault = Fault::new(IntakeCode::FieldTooLong).with("limit", TEXT_BYTES_MAX);
                        return Err(fault.at(innermost.line).column(innermost.name.as_str()));
                    }
                }
                Step::Ends => {
                    let mut ended = open.pop().expect("the taken element is open until it ends");
                    ended.text = ended.text.trim().to_owned();
                    match open.last_mut() {
                        Some(parent) => parent.children.push(ended),
                        None => return Ok(ended),
                    }
                }
                Step::Over => return Err(self.broken("it ends before its elements do")),
            }
        }
    }

    /// Passes over an element that has just begun.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Step::Begins(_) => open += 1,
                Step::Ends => open -= 1,
                Step::Text(_) => {}
                Step::Over => return Err(self.broken("it ends before its elements do")),
            }
        }
        Ok(())
    }

    fn element(&self, start: &BytesStart<'_>) -> Result<Element, Fault> {
        let name = start.local_name().into_inner().to_owned();
        let mut currency = None;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.broken(&error.to_string()))?;
            if attribute.key.local_name().into_inner() == "Ccy" {
                currency = Some(attribute.value.trim().to_owned());
            }
        }
        Ok(Element { name, currency, line: self.line, ..Element::default() })
    }

    fn character(&self, reference: &BytesRef<'_>) -> Result<char, Fault> {
        if let Some(c) = reference.resolve_char_ref().map_err(|error| self.broken(&error.to_string()))? {
            return Ok(c);
        }
        match &**reference {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            name => Err(self.broken(&format!("the entity {name} is not known"))),
        }
    }

    /// The line that what was read last begins on is the one before its own line breaks; markup begins where the reader stood.
    fn count_lines(&mut self, to: u64) {
        let to = usize::try_from(to).unwrap_or(usize::MAX).min(self.text.len());
        let breaks = memchr_iter(b'\n', &self.text.as_bytes()[self.counted_to..to]).count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.counted_to = to;
    }

    fn broken(&self, problem: &str) -> Fault {
        Fault::new(IntakeCode::NotWellFormed).at(self.line).with("problem", problem)
    }
}
