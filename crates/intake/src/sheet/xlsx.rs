//! Excel workbooks (`.xlsx`), read cell by cell through `calamine`.
//!
//! The library trusts what a file claims and unpacks without bound, so that every part is unpacked here once before, counted
//! and looked at; what passes is as small as it seems.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, Xlsx};
use memchr::memmem;

use super::{Budget, SHEETS_MAX, Sheet, Value, damaged, guarded, value};
use crate::archive::Archive;
use crate::error::{Fault, IntakeCode};

fn broken(problem: impl std::fmt::Display) -> Fault {
    damaged("an xlsx workbook", problem)
}

/// Reads every worksheet.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    check_parts(bytes)?;
    guarded("an xlsx workbook", || {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
        let is_1904 = workbook.has_1904_epoch();
        let named: Vec<String> = workbook
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect();
        if named.len() > SHEETS_MAX {
            let fault = Fault::new(IntakeCode::SheetTooLarge).with("what", "sheets");
            return Err(fault.with("limit", SHEETS_MAX));
        }
        let mut budget = Budget::new();
        named.iter().map(|name| read_sheet(&mut workbook, name, is_1904, &mut budget)).collect()
    })
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    is_1904: bool,
    budget: &mut Budget,
) -> Result<Sheet, Fault> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let mut sheet = Sheet::new(is_1904);
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
        let (row, column) = cell.pos;
        if cell.formula.is_some() {
            sheet.formula.get_or_insert((row, column));
        }
        let owned;
        let value = match &cell.value {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => Value::Text(text),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Value::Text(text)
            }
            DataRef::Bool(true) => Value::Text("TRUE"),
            DataRef::Bool(false) => Value::Text("FALSE"),
            DataRef::Int(number) => {
                owned = number.to_string();
                Value::Number(&owned)
            }
            DataRef::Float(number) => {
                owned = value::number_text(*number);
                Value::Number(&owned)
            }
            DataRef::DateTime(date) => {
                owned = value::number_text(date.as_f64());
                Value::Date(&owned)
            }
            DataRef::Error(_) => {
                owned = Data::from(cell.value.clone()).to_string();
                Value::Text(&owned)
            }
        };
        sheet.add(row, column, value, budget)?;
    }
    sheet.sort();
    Ok(sheet)
}

/// Unpacks each part, within the limit on all of them, and refuses what would make the library reserve more than is there.
fn check_parts(bytes: &[u8]) -> Result<(), Fault> {
    let mut archive = Archive::open(bytes)?;
    if archive.names().iter().any(|name| name.eq_ignore_ascii_case("xl/workbook.bin")) {
        return Err(Fault::new(IntakeCode::NotText).with("kind", "a binary workbook (xlsb)"));
    }
    for index in 0..archive.names().len() {
        let name = archive.names()[index].clone();
        let part = archive.read(index, None)?;
        // The list of shared texts is the one part whose claims the library believes before it has read them.
        let file = name.rsplit('/').next().unwrap_or_default();
        if !file.eq_ignore_ascii_case("sharedStrings.xml") {
            continue;
        }
        if memchr::memchr(0, &part).is_some() {
            return Err(broken(format!("{name} holds a zero byte")));
        }
        if claims(&part, b"uniqueCount").any(|count| count > part.len()) {
            return Err(broken(format!("{name} claims more texts than it has room for")));
        }
    }
    Ok(())
}

/// The numbers that stand behind a name in XML, as in `uniqueCount="12"`.
fn claims<'p>(part: &'p [u8], name: &'static [u8]) -> impl Iterator<Item = usize> + 'p {
    memmem::find_iter(part, name).map(move |place| {
        let rest = &part[place + name.len()..];
        let digits = rest.iter().skip_while(|byte| {
            matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'' | b'+' | b'0')
        });
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        digits
            .fold(0_usize, |count, digit| count.saturating_mul(10).saturating_add(usize::from(digit - b'0')))
    })
}
