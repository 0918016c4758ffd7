//! A file as it looks, before anything is imported: its first lines, where its header may stand, and how it would be read.

use firstline_core::statement::{Direction, Transaction};
use serde::{Deserialize, Serialize};

use super::guess;
use super::mapping::{COLUMNS_MAX, ColumnMapping, with_layouts};
use super::received::{self, Document, Form};
use super::{ReadOptions, ReadStatement, layouts, read_document};
use crate::error::{Fault, IntakeCode, IntakeError};
use crate::table::{Quotes, Records};
use crate::{sheet, text};

/// How many lines are shown.
const LINES_SHOWN: usize = 40;
/// How many rows are shown as they were read.
const ROWS_SHOWN: usize = 20;
/// How much of a cell is shown.
const CELL_CHARS_MAX: usize = 60;

/// A line of the file, parted into cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// The line, or the sheet's row, counted from 1.
    pub line: u32,
    /// Its cells, long ones cut.
    pub cells: Vec<String>,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// The line it begins on.
    pub line: u32,
    /// `2024-12-05 22:49:55`, or the day alone.
    pub at: String,
    /// Which way.
    pub direction: Direction,
    /// The amount, two decimal places.
    pub amount: String,
    /// Its currency's code.
    pub currency: String,
    /// The balance after it, where there is one.
    pub balance: Option<String>,
    /// The other side's name, cut where it is long.
    pub counterparty: String,
    /// What it was for, likewise.
    pub description: String,
}

/// How a file looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The file within an archive that is shown; `None` where the file is not one.
    pub inner: Option<String>,
    /// `utf-8`, `utf-8-sig`, `gb18030`, `xlsx` or `xls`; empty where no table was found.
    pub encoding: String,
    /// Its first lines.
    pub lines: Vec<PreviewLine>,
    /// Lines that may be the header, the likeliest first.
    pub headers: Vec<u32>,
    /// The layout it was read by, if it was.
    pub layout: Option<String>,
    /// How it might be mapped, guessed from the words of its header.
    pub proposed: Option<ColumnMapping>,
    /// The first rows as they were read.
    pub rows: Vec<PreviewRow>,
    /// How many rows there are.
    pub row_count: u32,
    /// Why it cannot be read as it stands.
    pub fault: Option<IntakeError>,
}

/// Looks at a file. With a mapping, the file is read by it and by no other layout.
///
/// Errors are those of opening it: a password is needed, it is no statement's kind of file. What stands in the way of reading its
/// rows is in [`Preview::fault`].
pub fn preview(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions<'_>,
    mapping: Option<&ColumnMapping>,
) -> Result<Preview, IntakeError> {
    let documents = received::open(name, bytes, options.password)?;
    let is_archive = documents.first().is_some_and(|document| document.inner.is_some());
    let given = mapping.map(std::slice::from_ref).unwrap_or(options.mappings);
    let mut first: Option<Preview> = None;
    for document in &documents {
        let read = with_layouts(given, |mapped| {
            let known: &[_] = if mapping.is_some() { &[] } else { &layouts::ALL };
            let all: Vec<_> = known.iter().copied().chain(mapped.iter().copied()).collect();
            read_document(document, &all)
        });
        let is_read = read.is_ok();
        let shown = show(name, document, read, is_archive);
        // Of the files of an archive, the one that needs a person is shown.
        if !is_read && !document.may_be_a_letter() {
            return Ok(shown);
        }
        first.get_or_insert(shown);
    }
    first.ok_or_else(|| Fault::new(IntakeCode::ArchiveHoldsNoStatement).in_file(name))
}

fn show(
    name: &str,
    document: &Document<'_>,
    read: Result<Vec<ReadStatement>, Fault>,
    is_archive: bool,
) -> Preview {
    let (encoding, lines) = table(document);
    let (headers, proposed) = guess::guess(&lines);
    let lines = lines.into_iter().map(shortened).collect();
    let inner = document.inner.clone().filter(|_| is_archive);
    let mut preview = Preview {
        inner,
        encoding,
        lines,
        headers,
        layout: None,
        proposed,
        rows: Vec::new(),
        row_count: 0,
        fault: None,
    };
    match read {
        Ok(read) => {
            preview.layout = read.first().map(|read| read.statement.layout.clone());
            let count: usize = read.iter().map(|read| read.statement.transactions.len()).sum();
            preview.row_count = u32::try_from(count).unwrap_or(u32::MAX);
            let mut rows: Vec<&Transaction> =
                read.iter().flat_map(|read| read.statement.transactions.iter().take(ROWS_SHOWN)).collect();
            rows.sort_by_key(|row| row.line);
            preview.rows = rows.into_iter().take(ROWS_SHOWN).map(shown_row).collect();
        }
        Err(fault) => preview.fault = Some(document.fault(name, fault)),
    }
    preview
}

/// The lines of a document's table: of a workbook, those of the sheet that looks most like one.
fn table(document: &Document<'_>) -> (String, Vec<PreviewLine>) {
    let nothing = || (String::new(), Vec::new());
    let of_sheets = |sheets: Result<Vec<sheet::Sheet>, Fault>, encoding: &str| {
        let tables = sheets.unwrap_or_default().into_iter().map(|sheet| lines(Records::of_sheet(&sheet)));
        let best = tables.max_by_key(|lines| guess::score(lines));
        best.map_or_else(nothing, |lines| (encoding.to_owned(), lines))
    };
    match document.form {
        Form::Text | Form::Zip => match text::decode(&document.bytes) {
            Ok(text) => (text.encoding.to_owned(), lines(Records::new(&text.text, Quotes::Lenient))),
            Err(_) => nothing(),
        },
        Form::Xlsx => of_sheets(sheet::read_xlsx(&document.bytes), "xlsx"),
        Form::Xls => of_sheets(sheet::read_xls(&document.bytes), "xls"),
    }
}

fn lines(mut records: Records<'_>) -> Vec<PreviewLine> {
    let (mut lines, mut fields) = (Vec::new(), Vec::new());
    while lines.len() < LINES_SHOWN {
        let Ok(Some(line)) = records.next(&mut fields) else { break };
        let filled = fields.iter().rposition(|field| !field.is_empty()).map_or(0, |last| last + 1);
        let cells = fields[..filled.min(COLUMNS_MAX)].iter().map(|field| field.to_string()).collect();
        lines.push(PreviewLine { line, cells });
    }
    lines
}

fn shortened(line: PreviewLine) -> PreviewLine {
    PreviewLine { cells: line.cells.iter().map(|cell| short(cell)).collect(), ..line }
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(CELL_CHARS_MAX).collect();
    if text.chars().count() > CELL_CHARS_MAX {
        short.push('…');
    }
    short
}

fn shown_row(row: &Transaction) -> PreviewRow {
    let form = if row.has_time { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d" };
    PreviewRow {
        line: row.line,
        at: row.at.format(form).to_string(),
        direction: row.direction,
        amount: row.amount.to_string(),
        currency: row.amount.currency().code().to_owned(),
        balance: row.balance.map(|balance| balance.to_string()),
        counterparty: short(row.counterparty.expose()),
        description: short(row.description.expose()),
    }
}
