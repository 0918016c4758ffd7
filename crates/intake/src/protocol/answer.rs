//! An answer: made from a file where nothing is trusted, and read where everything is kept.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use firstline_core::ContentHash;
use firstline_core::statement::Statement;
use firstline_core::vendor_result::VendorResult;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::frame::{self, Frames, Tag};
use super::{Request, Wanted, rows};
use crate::application::{self, ReceivedApplication};
use crate::statement::{self, ColumnMapping, Inspection, Preview, ReadOptions, Reading};
use crate::text::ROWS_MAX;
use crate::{FileKind, IntakeCode, IntakeError, IntakeErrors, detect, vendor_result};

/// The most documents, statements, summaries or inspections of one file.
const PARTS_MAX: usize = 10_000;
/// A frame is full once it has so many bytes; the last thing in it goes beyond.
const FRAME_BYTES: usize = 256 * 1024;

/// A statement in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementSummary {
    /// The statement's name.
    pub file: ContentHash,
    /// The name of its layout.
    pub layout: String,
    /// How many rows it has.
    pub rows: u32,
}

/// The statements of a file, and the documents they were read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statements {
    /// What [`Reading::documents`] holds; `None` for the file itself.
    pub documents: Vec<Option<Vec<u8>>>,
    /// The statements, in the file's order.
    pub statements: Vec<Statement>,
}

/// What reading a file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The file is refused.
    Refused(IntakeErrors),
    /// Applications.
    Applications(Vec<ReceivedApplication>),
    /// Vendor results.
    VendorResults(Vec<VendorResult>),
    /// Statements in short.
    Summaries(Vec<StatementSummary>),
    /// Statements with their rows.
    Statements(Statements),
    /// What statements hold and add up to.
    Inspections(Vec<Inspection>),
    /// How the file looks.
    Preview(Box<Preview>),
}

/// Why bytes are no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerFault {
    /// They end before the answer does.
    #[error("the answer ends before its end")]
    Cut,
    /// They are no frames, or frames in an order that means nothing.
    #[error("the answer is not one")]
    Malformed,
    /// They are more than any answer has.
    #[error("the answer is longer than any may be")]
    TooLong,
    /// They could not be read.
    #[error("the answer could not be read: {0}")]
    Unreadable(io::Error),
}

impl From<io::Error> for AnswerFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => AnswerFault::Cut,
            _ => AnswerFault::Unreadable(error),
        }
    }
}

/// Reads a file and writes the answer.
pub fn write_answer(request: &Request, bytes: &[u8], output: &mut impl Write) -> io::Result<()> {
    let options = ReadOptions { password: request.password.as_deref(), mappings: &request.mappings };
    let written = match request.wanted {
        Wanted::Content => content(bytes, &options, output),
        Wanted::Summaries => summaries(bytes, &options, output),
        Wanted::Statements => statements(bytes, &options, output),
        Wanted::Inspections => inspections(bytes, &options, output),
        Wanted::Preview => preview(bytes, &options, request.tried.as_ref(), output),
    };
    match written {
        Ok(()) => frame::write(output, Tag::End, &[]),
        Err(Unanswered::Refused(errors)) => json(output, Tag::Refused, &errors),
        Err(Unanswered::Unwritten(error)) => Err(error),
    }
}

/// Why an answer stops before its end.
enum Unanswered {
    Refused(IntakeErrors),
    Unwritten(io::Error),
}

impl<E: Into<IntakeErrors>> From<E> for Unanswered {
    fn from(errors: E) -> Self {
        Unanswered::Refused(errors.into())
    }
}

type Written = Result<(), Unanswered>;

/// The reader of a file does not know its name; whoever asked does.
const UNNAMED: &str = "";

fn json(output: &mut impl Write, tag: Tag, value: &impl Serialize) -> io::Result<()> {
    frame::write(output, tag, &serde_json::to_vec(value)?)
}

fn put(output: &mut impl Write, tag: Tag, value: &impl Serialize) -> Written {
    json(output, tag, value).map_err(Unanswered::Unwritten)
}

fn content(bytes: &[u8], options: &ReadOptions<'_>, output: &mut impl Write) -> Written {
    match detect(bytes) {
        FileKind::ApplicationsCsv => {
            items(output, Tag::Applications, &application::read_csv(UNNAMED, bytes)?)
        }
        FileKind::ApplicationsJsonLines => {
            items(output, Tag::Applications, &application::read_json_lines(UNNAMED, bytes)?)
        }
        FileKind::VendorResults => {
            items(output, Tag::VendorResults, &vendor_result::read_json_lines(UNNAMED, bytes)?)
        }
        FileKind::Statement(_) | FileKind::Unknown => summaries(bytes, options, output),
    }
}

fn items(output: &mut impl Write, tag: Tag, items: &[impl Serialize]) -> Written {
    write_items(output, tag, items).map_err(Unanswered::Unwritten)
}

/// Lists in JSON, as many as it takes.
fn write_items(output: &mut impl Write, tag: Tag, items: &[impl Serialize]) -> io::Result<()> {
    let mut list = Vec::new();
    for (place, item) in items.iter().enumerate() {
        list.push(if list.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(&mut list, item)?;
        if list.len() >= FRAME_BYTES || place + 1 == items.len() {
            list.push(b']');
            frame::write(output, tag, &list)?;
            list.clear();
        }
    }
    Ok(())
}

fn summaries(bytes: &[u8], options: &ReadOptions<'_>, output: &mut impl Write) -> Written {
    for statement in statement::read(UNNAMED, bytes, options)?.statements {
        let rows = u32::try_from(statement.transactions.len()).unwrap_or(u32::MAX);
        let summary = StatementSummary { file: statement.file, layout: statement.layout, rows };
        put(output, Tag::Summary, &summary)?;
    }
    Ok(())
}

fn inspections(bytes: &[u8], options: &ReadOptions<'_>, output: &mut impl Write) -> Written {
    let inspections = statement::inspect(UNNAMED, bytes, options)?;
    inspections.iter().try_for_each(|inspection| put(output, Tag::Inspection, inspection))
}

fn preview(
    bytes: &[u8],
    options: &ReadOptions<'_>,
    tried: Option<&ColumnMapping>,
    output: &mut impl Write,
) -> Written {
    put(output, Tag::Preview, &statement::preview(UNNAMED, bytes, options, tried)?)
}

fn statements(bytes: &[u8], options: &ReadOptions<'_>, output: &mut impl Write) -> Written {
    let Reading { documents, statements } = statement::read(UNNAMED, bytes, options)?;
    let rows: usize = statements.iter().map(|statement| statement.transactions.len()).sum();
    if rows > ROWS_MAX {
        return Err(IntakeError::of_file(UNNAMED, IntakeCode::TooManyRows, &[("limit", &ROWS_MAX)]).into());
    }
    for document in documents {
        // The file itself need not be sent back.
        let is_file = matches!(document, Cow::Borrowed(document) if document.len() == bytes.len());
        let document = if is_file { None } else { Some(document.as_ref()) };
        write_document(document, output).map_err(Unanswered::Unwritten)?;
    }
    for mut statement in statements {
        let transactions = std::mem::take(&mut statement.transactions);
        put(output, Tag::Statement, &statement)?;
        let mut rows = Vec::with_capacity(2 * FRAME_BYTES);
        for transaction in transactions {
            rows = rows::append(rows, &transaction)
                .map_err(|error| Unanswered::Unwritten(io::Error::other(error)))?;
            if rows.len() >= FRAME_BYTES {
                frame::write(output, Tag::Rows, &rows).map_err(Unanswered::Unwritten)?;
                rows.clear();
            }
        }
        if !rows.is_empty() {
            frame::write(output, Tag::Rows, &rows).map_err(Unanswered::Unwritten)?;
        }
    }
    Ok(())
}

fn write_document(document: Option<&[u8]>, output: &mut impl Write) -> io::Result<()> {
    let Some(document) = document else { return frame::write(output, Tag::SameDocument, &[]) };
    for part in document.chunks(FRAME_BYTES) {
        frame::write(output, Tag::Document, part)?;
    }
    frame::write(output, Tag::DocumentEnd, &[])
}

/// Reads an answer about the file that the caller calls `name`.
pub fn read_answer(name: &str, input: &mut impl Read) -> Result<Answer, AnswerFault> {
    let mut frames = Frames::new(input);
    let mut answer: Option<Answer> = None;
    let mut document = Vec::new();
    let mut rows_left = ROWS_MAX;
    loop {
        let (tag, bytes) = frames.next()?;
        match tag {
            Tag::Refused => {
                let errors: IntakeErrors = value(bytes)?;
                return Ok(Answer::Refused(errors.cleaned(name).ok_or(AnswerFault::Malformed)?));
            }
            Tag::Applications => {
                list(&mut answer, Answer::Applications, applications)?.append(&mut value(bytes)?);
            }
            Tag::VendorResults => {
                list(&mut answer, Answer::VendorResults, vendor_results)?.append(&mut value(bytes)?);
            }
            Tag::Summary => list(&mut answer, Answer::Summaries, summary)?.push(value(bytes)?),
            Tag::Inspection => list(&mut answer, Answer::Inspections, inspection)?.push(value(bytes)?),
            Tag::Preview => {
                let mut preview: Preview = value(bytes)?;
                preview.fault = preview.fault.map(|fault| fault.cleaned(name));
                if answer.replace(Answer::Preview(Box::new(preview))).is_some() {
                    return Err(AnswerFault::Malformed);
                }
            }
            Tag::SameDocument => read_statements(&mut answer)?.documents.push(None),
            Tag::Document => document.extend_from_slice(bytes),
            Tag::DocumentEnd => {
                read_statements(&mut answer)?.documents.push(Some(std::mem::take(&mut document)));
            }
            Tag::Statement => read_statements(&mut answer)?.statements.push(value(bytes)?),
            Tag::Rows => {
                let last = read_statements(&mut answer)?.statements.last_mut();
                rows::read(bytes, &mut last.ok_or(AnswerFault::Malformed)?.transactions, &mut rows_left)?;
            }
            Tag::End => return answer.ok_or(AnswerFault::Malformed),
        }
    }
}

fn value<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, AnswerFault> {
    serde_json::from_slice(bytes).map_err(|_| AnswerFault::Malformed)
}

/// The list within an answer, which begins with its first frame; a frame of another kind has no place in it.
fn list<T>(
    answer: &mut Option<Answer>,
    begin: impl FnOnce(Vec<T>) -> Answer,
    within: impl FnOnce(&mut Answer) -> Option<&mut Vec<T>>,
) -> Result<&mut Vec<T>, AnswerFault> {
    let list = within(answer.get_or_insert_with(|| begin(Vec::new()))).ok_or(AnswerFault::Malformed)?;
    if list.len() < ROWS_MAX { Ok(list) } else { Err(AnswerFault::TooLong) }
}

fn applications(answer: &mut Answer) -> Option<&mut Vec<ReceivedApplication>> {
    if let Answer::Applications(list) = answer { Some(list) } else { None }
}

fn vendor_results(answer: &mut Answer) -> Option<&mut Vec<VendorResult>> {
    if let Answer::VendorResults(list) = answer { Some(list) } else { None }
}

fn summary(answer: &mut Answer) -> Option<&mut Vec<StatementSummary>> {
    if let Answer::Summaries(list) = answer { Some(list) } else { None }
}

fn inspection(answer: &mut Answer) -> Option<&mut Vec<Inspection>> {
    if let Answer::Inspections(list) = answer { Some(list) } else { None }
}

fn read_statements(answer: &mut Option<Answer>) -> Result<&mut Statements, AnswerFault> {
    let Answer::Statements(read) = answer.get_or_insert_with(|| Answer::Statements(Statements::default()))
    else {
        return Err(AnswerFault::Malformed);
    };
    let parts = read.documents.len().max(read.statements.len());
    if parts < PARTS_MAX { Ok(read) } else { Err(AnswerFault::TooLong) }
}
