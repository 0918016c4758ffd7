//! What is wrong with a file, where, and in words a person can act on.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::field::ERRORS_MAX;
use crate::wording;

/// How many characters of a text are shown.
const SHOWN_CHARS_MAX: usize = 160;
/// The most values an error has.
const VALUES_MAX: usize = 8;

/// What is wrong. Closed: a screen words each code with the error's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntakeCode {
    /// The file has no bytes, or nothing but blank lines.
    EmptyFile,
    /// The file is larger than `limit` bytes.
    FileTooLarge,
    /// A line is longer than `limit` bytes.
    LineTooLong,
    /// The file has more than `limit` rows.
    TooManyRows,
    /// The bytes are of another kind, named by `kind`: a spreadsheet, an archive, a PDF.
    NotText,
    /// The file is in UTF-16.
    Utf16,
    /// A byte of value zero, which no text file holds.
    NulByte,
    /// Bytes that are no character in `encoding`.
    InvalidEncoding,
    /// No known column header was found.
    UnknownLayout,
    /// The header of `layout` lacks the column.
    MissingColumn,
    /// The header names a column twice.
    DuplicateColumn,
    /// The header names a column that is not known.
    UnknownColumn,
    /// There is a header and nothing below it.
    NoRows,
    /// A row has `found` fields where `expected` are needed.
    ShortRow,
    /// A row has `found` fields where the header has `expected`, and the extra ones cannot be placed.
    TooManyFields,
    /// A quote opens here and does not close as it should.
    UnbalancedQuote,
    /// `found` is not a date, or no such day exists.
    NotADate,
    /// `found` is a day without a year, and the file does not say of which month its bill is.
    YearUnknown,
    /// The date lies outside the years 1990 to 2100.
    DateOutOfRange,
    /// `found` is not an amount.
    NotAnAmount,
    /// `found` has more than two decimal places.
    TooManyDecimals,
    /// `found` is below zero where the direction is stated apart.
    NegativeAmount,
    /// `found` is larger than any amount accepted.
    AmountOutOfRange,
    /// A row without an amount.
    MissingAmount,
    /// A row with an amount both in and out.
    AmbiguousDirection,
    /// `found` is not a currency that is known.
    UnknownCurrency,
    /// An amount that says it is in `found` in a row that says it is in `expected`.
    MixedCurrencies,
    /// The part refunded is larger than the amount.
    RefundExceedsAmount,
    /// The markup is broken: `problem`.
    NotWellFormed,
    /// The file is of a known format but holds no statement: `problem`.
    NoStatement,
    /// The provider's server answered with an error instead of a statement: its own `code` and `message`.
    ProviderError,
    /// An investment account that shows no movements of cash.
    InvestmentAccount,
    /// Nothing tells which number of `found` is the day and which the month.
    AmbiguousDate,
    /// The line is not JSON.
    NotJson,
    /// The line is JSON but not an object.
    NotAnObject,
    /// A field that is not known.
    UnknownField,
    /// A field that occurs twice in one object.
    DuplicateField,
    /// A field that must be given is not.
    MissingField,
    /// The field holds `found` where `expected` is needed.
    WrongType,
    /// The field is longer than `limit` characters.
    FieldTooLong,
    /// The field holds something outside what is allowed, named by `expected`.
    NotAllowed,
    /// A list with more than `limit` items.
    TooManyItems,
    /// A path that leaves the folder of its file.
    UnsafePath,
    /// The same `application_ref` as on line `first_line`.
    DuplicateReference,
    /// More errors than are reported.
    MoreErrors,
    /// Reading the file needs more than `limit` MB of memory.
    ReaderOutOfMemory,
    /// Reading the file takes longer than `limit` seconds.
    ReaderTooSlow,
    /// What the file would become is longer than any file may be.
    ReaderOverflowed,
    /// The process that was to read the file ended unexpectedly, or answered with something that is no answer.
    ReaderEnded,
    /// A `kind` of file that is not as it should be, for a `problem`.
    DamagedFile,
    /// An archive that unpacks to more than `limit` bytes.
    ArchiveTooLarge,
    /// An archive of more than `limit` files.
    ArchiveTooManyFiles,
    /// An archive in which no file is a statement.
    ArchiveHoldsNoStatement,
    /// An archive within an archive.
    NestedArchive,
    /// The file is protected and no password was given.
    PasswordNeeded,
    /// The password given does not open the file.
    WrongPassword,
    /// A workbook protected by a password of its own, which is not opened here.
    ProtectedWorkbook,
    /// A workbook with more than `limit` of `what`.
    SheetTooLarge,
    /// A cell with a formula, where an export has values.
    FormulaCell,
}

impl IntakeCode {
    /// The code as it stands on the wire, `not_an_amount`.
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => unreachable!("a unit variant serialises as its name"),
        }
    }
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub struct IntakeError {
    /// The file's name as the caller gave it; used for nothing else.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<u32>,
    /// The column: its header text or field name, or `byte 12` where there is none.
    pub column: Option<String>,
    /// What is wrong.
    pub code: IntakeCode,
    /// The same in English, with what to do about it; the place is not repeated in it.
    pub message: String,
    /// The values of the message by name, for other languages. `found` quotes the cell at fault, cut short: shown to the person
    /// who imports, never logged. Names, identity, telephone and card numbers of applications are never quoted.
    pub values: BTreeMap<String, String>,
}

impl fmt::Display for IntakeError {
    /// `wechat.csv, line 18, column 金额(元): "12.345" has more than two decimal places; ...`, and of an archive
    /// `bill.zip (wechat.csv), line 18, ...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(inner) = self.values.get("inner") {
            write!(f, " ({inner})")?;
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl IntakeError {
    /// An error of a file as a whole, found by whoever has it read.
    pub fn of_file(file: &str, code: IntakeCode, values: &[(&str, &dyn fmt::Display)]) -> Self {
        let fault = Fault::new(code);
        values.iter().fold(fault, |fault, (name, value)| fault.with(name, value)).in_file(file)
    }

    /// The same error with each text cut and cleaned as this module would have made it, about the file of that name. It may come from a process that a hostile file has taken over.
    pub(crate) fn cleaned(self, file: &str) -> Self {
        let mut fault = Fault::new(self.code);
        fault.line = self.line;
        if let Some(column) = self.column {
            fault = fault.column(shown(&column));
        }
        for (name, value) in self.values.into_iter().take(VALUES_MAX) {
            fault = fault.with(&shown(&name), value);
        }
        fault.in_file(file)
    }
}

/// Everything that is wrong with one file, in the order of its lines; never empty. The file is refused whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub struct IntakeErrors(pub Vec<IntakeError>);

impl fmt::Display for IntakeErrors {
    /// One error a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl IntakeErrors {
    /// See [`IntakeError::cleaned`]; `None` where there is no error among them.
    pub(crate) fn cleaned(self, file: &str) -> Option<Self> {
        let errors: Vec<_> =
            self.0.into_iter().take(ERRORS_MAX + 1).map(|error| error.cleaned(file)).collect();
        (!errors.is_empty()).then_some(IntakeErrors(errors))
    }
}

impl From<IntakeError> for IntakeErrors {
    fn from(error: IntakeError) -> Self {
        IntakeErrors(vec![error])
    }
}

/// A text as it may be shown: without control characters, cut where it is long.
fn shown(full: &str) -> String {
    let mut shown: String = full.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS_MAX).collect();
    if full.chars().count() > SHOWN_CHARS_MAX {
        shown.push('…');
    }
    shown
}

/// What is wrong and where, before the file's name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: IntakeCode,
    pub(crate) line: Option<u32>,
    column: Option<String>,
    values: BTreeMap<String, String>,
}

impl Fault {
    pub(crate) fn new(code: IntakeCode) -> Self {
        Fault { code, line: None, column: None, values: BTreeMap::new() }
    }

    /// Names the line, unless one is named already.
    pub(crate) fn at(mut self, line: u32) -> Self {
        self.line.get_or_insert(line);
        self
    }

    /// Names the column, unless one is named already.
    pub(crate) fn column(mut self, column: impl Into<String>) -> Self {
        self.column.get_or_insert_with(|| column.into());
        self
    }

    /// Adds a value; a long one is cut, since it may be an attacker's.
    pub(crate) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.values.insert(name.to_owned(), shown(&value.to_string()));
        self
    }

    pub(crate) fn in_file(self, file: &str) -> IntakeError {
        let message = wording::english(self.code, &self.values);
        IntakeError {
            file: file.to_owned(),
            line: self.line,
            column: self.column,
            code: self.code,
            message,
            values: self.values,
        }
    }
}
