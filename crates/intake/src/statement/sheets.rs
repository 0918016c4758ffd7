//! Statements in workbooks: the sheets with a known header, each read as lines of text are.

use firstline_core::statement::{Statement, Transaction};

use super::layout::{self, Bound, Layout, Role, Says};
use super::{ReadStatement, read_rows};
use crate::error::{Fault, IntakeCode};
use crate::sheet::{Columns, Sheet};
use crate::table::Records;

/// Reads every sheet with a known header. A sheet with the rows of one before it is that one once more; sheets without a known
/// header are passed over as long as there is one that has it.
pub(super) fn read(
    sheets: Vec<Sheet>,
    encoding: &'static str,
    layouts: &[&Layout<'_>],
) -> Result<Vec<ReadStatement>, Fault> {
    let mut all: Vec<ReadStatement> = Vec::new();
    let mut nearest: Option<Fault> = None;
    for sheet in sheets {
        match read_sheet(sheet, encoding, layouts) {
            Ok(read) => {
                let is_new = |read: &ReadStatement| {
                    !all.iter().any(|other| has_same_rows(&other.statement, &read.statement))
                };
                let mut new: Vec<ReadStatement> = read.into_iter().filter(is_new).collect();
                all.append(&mut new);
            }
            Err(fault) if fault.code == IntakeCode::UnknownLayout => {
                nearest.get_or_insert(fault);
            }
            Err(fault) if fault.code == IntakeCode::MissingColumn => nearest = Some(fault),
            Err(fault) => return Err(fault),
        }
    }
    if all.is_empty() {
        return Err(nearest.unwrap_or_else(|| Fault::new(IntakeCode::EmptyFile)));
    }
    Ok(all)
}

fn read_sheet(
    mut sheet: Sheet,
    encoding: &'static str,
    layouts: &[&Layout<'_>],
) -> Result<Vec<ReadStatement>, Fault> {
    let mut above = Vec::new();
    let (_, bound) = layout::recognise(Records::of_sheet(&sheet), layouts, |fields| {
        above.push(fields.iter().map(|field| field.to_string()).collect::<Vec<_>>());
    })?;
    sheet.refuse_formulas()?;
    sheet.settle(bound.line, &columns(&bound));
    let mut records = Records::of_sheet(&sheet);
    let mut fields = Vec::new();
    if bound.line > 0 {
        while records.next(&mut fields)?.is_some_and(|line| line < bound.line) {}
    }
    let above: Vec<String> = above.iter().map(|cells| line_of(cells, bound.layout.preamble)).collect();
    read_rows(records, &bound, &above, encoding)
}

/// The columns in which numbers stand for more than numbers.
fn columns(bound: &Bound<'_>) -> Columns {
    let of = |roles: &[Role]| roles.iter().filter_map(|role| bound.index(*role)).collect();
    Columns {
        amounts: of(&[Role::Amount, Role::AmountIn, Role::AmountOut, Role::Refunded, Role::Balance]),
        moments: of(&[Role::At, Role::Booked, Role::Time]),
    }
}

/// The cells of a row above the header as one line of text. What a cell claims may stand in the next one.
fn line_of(cells: &[String], words: &[(&str, Says)]) -> String {
    let mut line = String::new();
    for cell in cells.iter().filter(|cell| !cell.is_empty()) {
        line.push_str(cell);
        let plain = || cell.chars().filter(|c| !c.is_whitespace());
        if words.iter().any(|(word, _)| plain().eq(word.chars())) {
            line.push('：');
        } else if !cell.ends_with([':', '：']) {
            line.push(',');
        }
    }
    line.truncate(line.trim_end_matches([',', '：']).len());
    line
}

/// Whether two sheets hold the same rows, wherever they stand.
fn has_same_rows(one: &Statement, other: &Statement) -> bool {
    let (rows, others) = (&one.transactions, &other.transactions);
    one.layout == other.layout
        && rows.len() == others.len()
        && rows.iter().zip(others).all(|(row, other)| *row == Transaction { line: row.line, ..other.clone() })
}
