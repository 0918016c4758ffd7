//! Statements of banks and wallets.

mod currency;
mod day;
mod guess;
pub mod interchange;
mod layout;
mod layouts;
mod mapping;
mod moved;
mod preamble;
mod preview;
mod received;
mod rows;
mod sheets;
mod status;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use firstline_core::ContentHash;
use firstline_core::money::Money;
use firstline_core::spending::truth::test_statement;
use firstline_core::statement::{Statement, StatementPart, TruthTest};
use serde::{Deserialize, Serialize};

use crate::error::{Fault, IntakeCode, IntakeError};
use crate::table::{Quotes, Records};
use crate::{sheet, text};
use layout::{Bound, Layout};
use preamble::Said;
use received::{Document, Form};
use rows::Tally;

pub use mapping::{
    AmountForm, ColumnMapping, ColumnRole, DateOrder, DirectionWord, MappedColumn, MappingFault,
    StatusMeaning, StatusWord,
};
pub use preview::{Preview, PreviewLine, PreviewRow, preview};

/// What a statement file holds, in short: the answer of `firstline statement inspect`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The layout's name, such as `wechat_csv`.
    pub layout: String,
    /// `utf-8`, `utf-8-sig` (a byte order mark was there) or `gb18030`; of workbooks `xlsx` or `xls`.
    pub encoding: String,
    /// Whether the file begins with a byte order mark.
    pub bom: bool,
    /// The line of the column header, counted from 1; 0 where the file has none.
    pub header_line: u32,
    /// How many rows.
    pub rows: u32,
    /// Stated amounts added up by direction, two decimal places. A wallet's directions are the file's own words (`支出`, `收入`,
    /// `不计收支`, `/`), of which those that occur are listed; a bank's are `in` and `out`.
    pub sums: BTreeMap<String, String>,
    /// Rows by the same directions.
    pub counts: BTreeMap<String, u32>,
    /// The earliest row, `2024-12-05 22:49:55`, or the day alone where rows carry no time.
    pub first: String,
    /// The latest row, likewise.
    pub last: String,
    /// Tests of the statement itself.
    pub truth_tests: Vec<TruthTest>,
}

/// What the person who brings a file says of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadOptions<'a> {
    /// The password of a protected file.
    pub password: Option<&'a str>,
    /// Layouts that people have described, for files whose header no known layout has.
    pub mappings: &'a [ColumnMapping],
}

/// What a file gives: documents to keep, and the statements read from them.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The bytes each statement was read from, one for each [`Statement::document`].
    pub documents: Vec<Cow<'a, [u8]>>,
    /// The statements, in the file's order; never empty.
    pub statements: Vec<Statement>,
}

/// Reads a file of statements; its layout is told from its content. `name` is used for errors only.
///
/// The file is read whole or refused: the first thing that is not as it should be is the error. A word for a direction or a
/// status that the layout does not know does not refuse the file; see [`firstline_core::statement::UnknownWord`].
pub fn read<'a>(name: &str, bytes: &'a [u8], options: &ReadOptions<'_>) -> Result<Reading<'a>, IntakeError> {
    let (documents, read) = read_whole(name, bytes, options)?;
    Ok(Reading { documents, statements: read.into_iter().map(|read| read.statement).collect() })
}

/// Reads a file of statements and says what each holds; errors as for [`read`].
pub fn inspect(name: &str, bytes: &[u8], options: &ReadOptions<'_>) -> Result<Vec<Inspection>, IntakeError> {
    let (_, read) = read_whole(name, bytes, options)?;
    Ok(read.into_iter().map(inspection).collect())
}

fn inspection(read: ReadStatement) -> Inspection {
    let ReadStatement { statement, tallies, bom } = read;
    let moments = || statement.transactions.iter().map(|row| (row.at, row.has_time));
    let said = |moment: Option<(NaiveDateTime, bool)>| match moment {
        Some((at, true)) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        Some((at, false)) => at.format("%Y-%m-%d").to_string(),
        None => String::new(),
    };
    let currency = statement.currency;
    Inspection {
        bom,
        header_line: statement.header_line,
        rows: u32::try_from(statement.transactions.len()).unwrap_or(u32::MAX),
        sums: tallies
            .iter()
            .map(|tally| (tally.word.clone(), Money::from_fen(tally.fen, currency).to_string()))
            .collect(),
        counts: tallies.into_iter().map(|tally| (tally.word, tally.rows)).collect(),
        first: said(moments().min()),
        last: said(moments().max()),
        truth_tests: test_statement(&statement),
        layout: statement.layout,
        encoding: statement.encoding,
    }
}

/// The layout whose header the text has, if it is a known one.
pub(crate) fn layout_of(text: &str) -> Option<&'static str> {
    let records = Records::new(text, Quotes::Lenient);
    layout::recognise(records, &layouts::ALL, |_| ()).ok().map(|(_, bound)| bound.layout.name)
}

/// A statement, and what its inspection says besides.
struct ReadStatement {
    statement: Statement,
    tallies: Vec<Tally>,
    bom: bool,
}

/// The documents to keep, and what was read from them.
type Whole<'a> = (Vec<Cow<'a, [u8]>>, Vec<ReadStatement>);

fn read_whole<'a>(name: &str, bytes: &'a [u8], options: &ReadOptions<'_>) -> Result<Whole<'a>, IntakeError> {
    let (mut documents, mut all, mut letter) = (Vec::new(), Vec::new(), None);
    for document in received::open(name, bytes, options.password)? {
        let read = mapping::with_layouts(options.mappings, |mapped| {
            let layouts: Vec<&Layout<'_>> = layouts::ALL.iter().chain(mapped).copied().collect();
            read_document(&document, &layouts)
        });
        let mut read = match read {
            Err(fault) if fault.code == IntakeCode::UnknownLayout && document.may_be_a_letter() => {
                letter.get_or_insert(document.fault(name, fault));
                continue;
            }
            read => read.map_err(|fault| document.fault(name, fault))?,
        };
        name_parts(ContentHash::of(&document.bytes), &mut read);
        all.append(&mut read);
        documents.push(document.bytes);
    }
    match letter {
        Some(error) if documents.is_empty() => Err(error),
        _ => Ok((documents, all)),
    }
}

/// Reads every statement of one document by the layouts given; their names are given afterwards.
fn read_document(document: &Document<'_>, layouts: &[&Layout<'_>]) -> Result<Vec<ReadStatement>, Fault> {
    let bytes = &document.bytes;
    match document.form {
        Form::Text | Form::Zip => interchange::read(bytes).unwrap_or_else(|| read_text(bytes, layouts)),
        Form::Xlsx => sheets::read(sheet::read_xlsx(bytes)?, "xlsx", layouts),
        Form::Xls => sheets::read(sheet::read_xls(bytes)?, "xls", layouts),
    }
}

/// Names the statements of a document by its hash, and where there are several each by its number too.
fn name_parts(of: ContentHash, read: &mut [ReadStatement]) {
    let alone = read.len() == 1;
    for (number, read) in (1..).zip(read) {
        let part = (!alone).then_some(StatementPart { of, number });
        read.statement.file = part.map_or(of, StatementPart::name);
        read.statement.part = part;
    }
}

/// Reads text with a header and rows: a statement for each currency of its rows.
fn read_text(bytes: &[u8], layouts: &[&Layout<'_>]) -> Result<Vec<ReadStatement>, Fault> {
    let text = text::decode(bytes)?;
    let mut above = Vec::new();
    let records = Records::new(&text.text, Quotes::Lenient);
    let (records, bound) = layout::recognise(records, layouts, |fields| {
        above.push(fields.join(",").trim_end_matches(',').to_owned());
    })?;
    let mut read = read_rows(records, &bound, &above, text.encoding)?;
    read.iter_mut().for_each(|read| read.bom = text.bom);
    Ok(read)
}

/// Reads the rows below a header, and what the lines above it say of them.
fn read_rows(
    mut records: Records<'_>,
    bound: &Bound<'_>,
    above: &[String],
    encoding: &str,
) -> Result<Vec<ReadStatement>, Fault> {
    let mut said = Said::default();
    for line in above {
        said.read_line(bound.layout.preamble, line);
    }
    let parts = rows::read(&mut records, bound, &mut said)?;
    let alone = parts.len() == 1;
    let read = parts.into_iter().map(|rows| {
        let mut preamble = said.preamble(rows.currency, alone, rows.unknown_words);
        preamble.account = preamble.account.or(rows.card);
        let statement = Statement {
            // Filled in once it is known how many statements the document holds.
            file: ContentHash([0; 32]),
            part: None,
            layout: bound.layout.name.to_owned(),
            encoding: encoding.to_owned(),
            header_line: bound.line,
            kind: bound.layout.kind,
            currency: rows.currency,
            preamble,
            transactions: rows.transactions,
        };
        ReadStatement { statement, tallies: rows.tallies, bom: false }
    });
    Ok(read.collect())
}
