//! Spreadsheets as records: the cells of one sheet as text, each with its row number, so that a layout reads them as it reads lines.
//!
//! What belongs here: one form for the cells of both file formats, and the limits that a hostile file meets before it costs
//! anything. What deliberately does not: formulas are never worked out, and styles, charts and links are passed over.

mod biff;
mod value;
mod xls;
mod xlsx;

use std::borrow::Cow;

use crate::error::{Fault, IntakeCode};
use crate::table::trim;
use crate::text::FILE_BYTES_MAX;

pub(crate) use xls::read as read_xls;
pub(crate) use xlsx::read as read_xlsx;

/// The most cells with something in them that are read from one workbook.
const CELLS_MAX: usize = 2_000_000;
/// The most columns of a sheet.
const COLUMNS_MAX: u32 = 256;
/// The most sheets of a workbook.
const SHEETS_MAX: usize = 64;
/// The longest text of all cells together: a shared text counts as often as it is used.
const TEXT_BYTES_MAX: usize = FILE_BYTES_MAX;

/// What a cell holds, before it became text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Date,
}

/// A cell with something in it; row and column are counted from 0.
#[derive(Debug, Clone, Copy)]
struct Cell {
    row: u32,
    column: u16,
    kind: Kind,
    start: u32,
    end: u32,
}

/// What a reader found in a cell.
#[derive(Debug, Clone, Copy)]
enum Value<'v> {
    Text(&'v str),
    /// A number as its shortest exact decimal text.
    Number(&'v str),
    /// The same, in a cell that is shown as a date or a time.
    Date(&'v str),
}

/// What is left of a workbook's limits.
#[derive(Debug)]
struct Budget {
    cells: usize,
    text_bytes: usize,
}

impl Budget {
    fn new() -> Self {
        Budget { cells: CELLS_MAX, text_bytes: TEXT_BYTES_MAX }
    }
}

/// Which columns hold amounts, and which days or times.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) amounts: Vec<usize>,
    pub(crate) moments: Vec<usize>,
}

/// One sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    text: String,
    cells: Vec<Cell>,
    /// How many columns the widest row has.
    width: usize,
    is_1904: bool,
    /// The first cell with a formula, row and column.
    formula: Option<(u32, u32)>,
}

impl Sheet {
    fn new(is_1904: bool) -> Self {
        Sheet { text: String::new(), cells: Vec::new(), width: 0, is_1904, formula: None }
    }

    /// Adds a cell; one without text is none.
    fn add(&mut self, row: u32, column: u32, value: Value<'_>, budget: &mut Budget) -> Result<(), Fault> {
        let date;
        let (kind, text) = match value {
            Value::Text(text) => (Kind::Text, trim(text)),
            Value::Number(text) => (Kind::Number, text),
            Value::Date(serial) => {
                date = value::date_text(serial, self.is_1904).unwrap_or_else(|| serial.to_owned());
                (Kind::Date, date.as_str())
            }
        };
        if text.is_empty() {
            return Ok(());
        }
        let line = row.saturating_add(1);
        if column >= COLUMNS_MAX {
            let fault = Fault::new(IntakeCode::SheetTooLarge).with("what", "columns");
            return Err(fault.with("limit", COLUMNS_MAX).at(line));
        }
        if text.contains('\0') {
            return Err(Fault::new(IntakeCode::NulByte).at(line).column(reference(row, column)));
        }
        let too_large = |what: &str, limit: usize| {
            Fault::new(IntakeCode::SheetTooLarge).with("what", what).with("limit", limit).at(line)
        };
        budget.cells = budget.cells.checked_sub(1).ok_or_else(|| too_large("cells", CELLS_MAX))?;
        budget.text_bytes = budget
            .text_bytes
            .checked_sub(text.len())
            .ok_or_else(|| too_large("bytes of text", TEXT_BYTES_MAX))?;
        let placed = self.keep(text).zip(u16::try_from(column).ok());
        let ((start, end), column) = placed.ok_or_else(|| too_large("bytes of text", TEXT_BYTES_MAX))?;
        self.width = self.width.max(usize::from(column) + 1);
        self.cells.push(Cell { row, column, kind, start, end });
        Ok(())
    }

    /// Writers put cells in order; where one did not, they are, and of two in one place the later counts.
    fn sort(&mut self) {
        let place = |cell: &Cell| (cell.row, cell.column);
        if !self.cells.is_sorted_by(|a, b| place(a) < place(b)) {
            self.cells.reverse();
            self.cells.sort_by_key(place);
            self.cells.dedup_by_key(|cell| place(cell));
        }
    }

    fn keep(&mut self, text: &str) -> Option<(u32, u32)> {
        let start = u32::try_from(self.text.len()).ok()?;
        self.text.push_str(text);
        Some((start, u32::try_from(self.text.len()).ok()?))
    }

    fn text(&self, cell: &Cell) -> &str {
        &self.text[cell.start as usize..cell.end as usize]
    }

    /// Refuses a sheet with a formula: what a provider exports are values, and a value that is worked out is one that somebody put there.
    pub(crate) fn refuse_formulas(&self) -> Result<(), Fault> {
        match self.formula {
            None => Ok(()),
            Some((row, column)) => Err(Fault::new(IntakeCode::FormulaCell)
                .at(row.saturating_add(1))
                .column(reference(row, column))),
        }
    }

    /// Brings numbers below the header into the form their columns are read in: amounts to two decimal places where they
    /// are meant to have two, numbers in columns of days and times to those, and midnight to a time where others have one.
    pub(crate) fn settle(&mut self, header_line: u32, columns: &Columns) {
        let mut with_time = vec![false; self.width];
        for place in 0..self.cells.len() {
            let cell = self.cells[place];
            let column = usize::from(cell.column);
            let is_moment = columns.moments.contains(&column);
            if cell.row < header_line {
                continue;
            }
            if cell.kind == Kind::Number && is_moment {
                if let Some(date) = value::date_text(self.text(&cell), self.is_1904) {
                    self.rewrite(place, Kind::Date, &date);
                }
            } else if cell.kind == Kind::Number
                && columns.amounts.contains(&column)
                && let Some(amount) = value::amount_text(self.text(&cell))
            {
                self.rewrite(place, Kind::Number, &amount);
            }
            let cell = self.cells[place];
            let text = self.text(&cell);
            with_time[column] |=
                is_moment && cell.kind == Kind::Date && text.contains('-') && text.contains(':');
        }
        for place in 0..self.cells.len() {
            let cell = self.cells[place];
            let is_midnight = cell.row >= header_line
                && cell.kind == Kind::Date
                && with_time[usize::from(cell.column)]
                && !self.text(&cell).contains(':');
            if is_midnight {
                let whole = format!("{} 00:00:00", self.text(&cell));
                self.rewrite(place, Kind::Date, &whole);
            }
        }
    }

    /// Puts another text in a cell's place. Where the texts have grown beyond what can be counted it keeps the one it has.
    fn rewrite(&mut self, place: usize, kind: Kind, text: &str) {
        if let Some((start, end)) = self.keep(text) {
            self.cells[place] = Cell { kind, start, end, ..self.cells[place] };
        }
    }
}

/// A cell as spreadsheet programs name it, `F23`.
fn reference(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    format!("{}{}", letters.into_iter().collect::<String>(), row.saturating_add(1))
}

/// Reads the rows of a sheet that have something in them, one after another.
#[derive(Debug)]
pub(crate) struct SheetRecords<'a> {
    sheet: &'a Sheet,
    next: usize,
    last_line: u32,
}

impl<'a> SheetRecords<'a> {
    pub(crate) fn new(sheet: &'a Sheet) -> Self {
        SheetRecords { sheet, next: 0, last_line: 1 }
    }

    /// Every row once more.
    pub(crate) fn restarted(self) -> Self {
        SheetRecords::new(self.sheet)
    }

    /// The row read last, counted from 1.
    pub(crate) fn last_line(&self) -> u32 {
        self.last_line
    }

    /// Reads the next row into `fields`, as many as the widest row has; `None` at the end.
    pub(crate) fn next(&mut self, fields: &mut Vec<Cow<'a, str>>) -> Option<u32> {
        fields.clear();
        let sheet = self.sheet;
        let row = sheet.cells.get(self.next)?.row;
        fields.resize(sheet.width, Cow::Borrowed(""));
        while let Some(cell) = sheet.cells.get(self.next).filter(|cell| cell.row == row) {
            fields[usize::from(cell.column)] = Cow::Borrowed(sheet.text(cell));
            self.next += 1;
        }
        self.last_line = row.saturating_add(1);
        Some(self.last_line)
    }
}

/// Runs a library on hostile bytes: one that panics refuses the file instead of ending the program.
fn guarded<T>(kind: &str, read: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged(kind, "")))
}

/// A workbook that cannot be read.
fn damaged(kind: &str, problem: impl std::fmt::Display) -> Fault {
    Fault::new(IntakeCode::DamagedFile).with("kind", kind).with("problem", problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &[(u32, u32, Value<'_>)]) -> Sheet {
        let mut sheet = Sheet::new(false);
        let mut budget = Budget::new();
        for (row, column, value) in cells {
            sheet.add(*row, *column, *value, &mut budget).unwrap();
        }
        sheet.sort();
        sheet
    }

    fn rows(sheet: &Sheet) -> Vec<(u32, Vec<String>)> {
        let (mut records, mut fields, mut rows) = (SheetRecords::new(sheet), Vec::new(), Vec::new());
        while let Some(line) = records.next(&mut fields) {
            rows.push((line, fields.iter().map(|field| field.to_string()).collect()));
        }
        rows
    }

    #[test]
    fn rows_keep_their_numbers_and_are_as_wide_as_the_widest() {
        let sheet = sheet(&[
            (0, 0, Value::Text(" a ")),
            (0, 2, Value::Number("1.1")),
            (4, 1, Value::Text("b")),
            (5, 0, Value::Text("\t")),
        ]);
        let row = |fields: [&str; 3]| fields.map(str::to_owned).to_vec();
        assert_eq!(rows(&sheet), vec![(1, row(["a", "", "1.1"])), (5, row(["", "b", ""]))]);
    }

    #[test]
    fn cells_out_of_order_are_put_in_order_and_the_later_of_two_counts() {
        let sheet = sheet(&[(1, 0, Value::Text("c")), (0, 0, Value::Text("a")), (0, 0, Value::Text("b"))]);
        assert_eq!(rows(&sheet), vec![(1, vec!["b".to_owned()]), (2, vec!["c".to_owned()])]);
    }

    #[test]
    fn a_far_corner_and_too_many_cells_are_refused_before_they_cost_anything() {
        let mut far = Sheet::new(false);
        let mut budget = Budget::new();
        let fault = far.add(1_048_575, 16_383, Value::Text("x"), &mut budget).unwrap_err();
        assert_eq!((fault.code, fault.line), (IntakeCode::SheetTooLarge, Some(1_048_576)));
        let mut poor = Budget { cells: 1, text_bytes: 3 };
        far.add(0, 0, Value::Text("ab"), &mut poor).unwrap();
        assert_eq!(far.add(0, 1, Value::Text("c"), &mut poor).unwrap_err().code, IntakeCode::SheetTooLarge);
        let mut poor = Budget { cells: 9, text_bytes: 3 };
        assert_eq!(
            far.add(0, 1, Value::Text("long"), &mut poor).unwrap_err().code,
            IntakeCode::SheetTooLarge
        );
    }

    #[test]
    fn numbers_become_what_their_columns_hold() {
        let mut sheet = sheet(&[
            (0, 0, Value::Text("时间")),
            (1, 0, Value::Date("43734.53156")),
            (1, 1, Value::Number("12.340000000000002")),
            (2, 0, Value::Number("43735")),
            (2, 1, Value::Number("12.345")),
            (2, 2, Value::Number("12.345")),
        ]);
        sheet.settle(1, &Columns { amounts: vec![1], moments: vec![0] });
        let row = |fields: [&str; 3]| fields.map(str::to_owned).to_vec();
        assert_eq!(
            rows(&sheet)[1..],
            [
                (2, row(["2019-09-26 12:45:27", "12.34", ""])),
                (3, row(["2019-09-27 00:00:00", "12.345", "12.345"])),
            ]
        );
    }

    #[test]
    fn cells_are_named_as_spreadsheet_programs_name_them() {
        assert_eq!(reference(22, 5), "F23");
        assert_eq!(reference(0, 26), "AA1");
        assert_eq!(reference(1_048_575, 16_383), "XFD1048576");
    }
}
