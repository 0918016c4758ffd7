//! Old Excel workbooks (`.xls`, BIFF8 in a compound file).
//!
//! Read here and not by a library: the one that was tried reserves what a file claims to hold, follows a chain of sectors that
//! leads back to itself for ever, and lays cells out over the whole rectangle they span, so that a few kilobytes can ask for all
//! memory. A test holds what is read here to what it reads.

use std::io::{Cursor, Read};

use rust_decimal::Decimal;

use super::biff::{Fields, Record, Records, SharedTexts, broken};
use super::{Budget, SHEETS_MAX, Sheet, Value, guarded, value};
use crate::error::{Fault, IntakeCode};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BIFF8: u16 = 0x0600;

/// What the sheets share.
#[derive(Debug, Default)]
struct Workbook {
    texts: Vec<String>,
    /// Whether each cell format shows a date.
    dates: Vec<bool>,
    is_1904: bool,
    /// Where each worksheet begins.
    sheets: Vec<usize>,
}

/// Reads every worksheet.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let stream = guarded("an xls workbook", || workbook_stream(bytes))?;
    let workbook = read_workbook(&stream)?;
    let mut budget = Budget::new();
    workbook.sheets.iter().map(|place| read_sheet(&stream, *place, &workbook, &mut budget)).collect()
}

/// Takes the workbook out of its container.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut container =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| broken(&error.to_string()))?;
    if container.is_stream("/EncryptedPackage") {
        return Err(Fault::new(IntakeCode::ProtectedWorkbook));
    }
    if !container.is_stream("/Workbook") {
        let kind = if container.is_stream("/Book") {
            "a workbook of Excel 95 or older"
        } else {
            "an old Office file that is not a workbook"
        };
        return Err(Fault::new(IntakeCode::NotText).with("kind", kind));
    }
    let stream = container.open_stream("/Workbook").map_err(|error| broken(&error.to_string()))?;
    let mut content = Vec::new();
    // A stream cannot be longer than the file it is in, whatever its directory says.
    stream.take(bytes.len() as u64).read_to_end(&mut content).map_err(|error| broken(&error.to_string()))?;
    Ok(content)
}

fn read_workbook(stream: &[u8]) -> Result<Workbook, Fault> {
    let mut workbook = Workbook::default();
    let mut records = Records::new(stream, 0);
    let mut formats: Vec<(u16, String)> = Vec::new();
    let mut cell_formats = Vec::new();
    let first = records.next()?;
    if first.kind != BOF || Fields(first.body).u16()? != BIFF8 {
        return Err(broken("it does not begin as a workbook of Excel 97 or later does"));
    }
    loop {
        let Record { kind, body } = records.next()?;
        let mut fields = Fields(body);
        match kind {
            EOF => break,
            0x002F => return Err(Fault::new(IntakeCode::ProtectedWorkbook)),
            0x0022 => workbook.is_1904 = fields.u16()? == 1,
            0x041E => formats.push((fields.u16()?, fields.text()?)),
            0x00E0 => {
                fields.take(2)?;
                cell_formats.push(fields.u16()?);
            }
            0x00FC => {
                let later = records.continued();
                workbook.texts = SharedTexts::read(body, later)?;
            }
            0x0085 => {
                let place = fields.u32()? as usize;
                fields.byte()?;
                let is_worksheet = fields.byte()? == 0;
                if is_worksheet {
                    workbook.sheets.push(place);
                }
            }
            _ => {}
        }
    }
    let mut places = workbook.sheets.clone();
    places.sort_unstable();
    places.dedup();
    if places.len() != workbook.sheets.len() || places.len() > SHEETS_MAX {
        let fault = Fault::new(IntakeCode::SheetTooLarge).with("what", "sheets");
        return Err(fault.with("limit", SHEETS_MAX));
    }
    workbook.dates = cell_formats
        .into_iter()
        .map(|id| {
            let format = formats.iter().rfind(|(known, _)| *known == id).map(|(_, format)| format.as_str());
            value::shows_date(id, format)
        })
        .collect();
    Ok(workbook)
}

fn read_sheet(stream: &[u8], place: usize, workbook: &Workbook, budget: &mut Budget) -> Result<Sheet, Fault> {
    let mut sheet = Sheet::new(workbook.is_1904);
    let mut records = Records::new(stream, place);
    if records.next()?.kind != BOF {
        return Err(broken("a sheet does not begin where the workbook says"));
    }
    // Charts within a sheet have cells of their own between a beginning and an end.
    let mut inner = 0_u32;
    loop {
        let record = records.next()?;
        match record.kind {
            BOF => inner = inner.saturating_add(1),
            EOF if inner == 0 => break,
            EOF => inner -= 1,
            _ if inner > 0 => {}
            _ => read_cells(record, workbook, &mut sheet, budget)?,
        }
    }
    sheet.sort();
    Ok(sheet)
}

/// Reads the cells of a record, if it is one with cells.
fn read_cells(
    record: Record<'_>,
    workbook: &Workbook,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<(), Fault> {
    let mut fields = Fields(record.body);
    if !matches!(record.kind, 0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x027E) {
        return Ok(());
    }
    let (row, column) = (u32::from(fields.u16()?), u32::from(fields.u16()?));
    let is_date = |format: u16| workbook.dates.get(usize::from(format)).copied().unwrap_or_default();
    let number = |text: &str, format, sheet: &mut Sheet, column, budget: &mut Budget| {
        let value = if is_date(format) { Value::Date(text) } else { Value::Number(text) };
        sheet.add(row, column, value, budget)
    };
    match record.kind {
        0x0006 => {
            sheet.formula.get_or_insert((row, column));
            Ok(())
        }
        0x00BD => {
            let mut column = column;
            while fields.0.len() >= 6 {
                let format = fields.u16()?;
                let text = packed_number(fields.u32()?);
                number(&text, format, sheet, column, budget)?;
                column += 1;
            }
            Ok(())
        }
        0x00FD => {
            fields.take(2)?;
            let index = fields.u32()? as usize;
            let text =
                workbook.texts.get(index).ok_or_else(|| broken("a cell shares a text that is not there"))?;
            sheet.add(row, column, Value::Text(text), budget)
        }
        0x0203 => {
            let format = fields.u16()?;
            let text = value::number_text(fields.f64()?);
            number(&text, format, sheet, column, budget)
        }
        0x027E => {
            let format = fields.u16()?;
            let text = packed_number(fields.u32()?);
            number(&text, format, sheet, column, budget)
        }
        0x0205 => {
            fields.take(2)?;
            let (value, is_error) = (fields.byte()?, fields.byte()? != 0);
            let text = match (is_error, value) {
                (true, _) => "#ERROR",
                (false, 0) => "FALSE",
                (false, _) => "TRUE",
            };
            sheet.add(row, column, Value::Text(text), budget)
        }
        _ => {
            fields.take(2)?;
            let text = fields.text()?;
            sheet.add(row, column, Value::Text(&text), budget)
        }
    }
}

/// A number packed into four bytes: a whole number or the upper half of a floating-point one, either of them in hundredths.
fn packed_number(packed: u32) -> String {
    let hundredths = packed & 1 != 0;
    if packed & 2 != 0 {
        let whole = i64::from(packed.cast_signed() >> 2);
        return Decimal::new(whole, if hundredths { 2 } else { 0 }).normalize().to_string();
    }
    let text = value::number_text(f64::from_bits(u64::from(packed & !3) << 32));
    if !hundredths {
        return text;
    }
    let number = text.parse::<Decimal>().ok().and_then(|number| number.checked_div(Decimal::ONE_HUNDRED));
    number.map_or(text, |number| number.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_exact() {
        assert_eq!(packed_number((1234 << 2) | 3), "12.34");
        assert_eq!(packed_number((500 << 2) | 2), "500");
        assert_eq!(packed_number(((-7_i32).cast_unsigned() << 2) | 3), "-0.07");
        let upper = |number: f64| (number.to_bits() >> 32) as u32 & !3;
        assert_eq!(packed_number(upper(1.5)), "1.5");
        assert_eq!(packed_number(upper(2048.0) | 1), "20.48");
    }

    /// What another reader finds in a workbook, row by row, numbers and texts as text.
    fn as_calamine_reads(bytes: &[u8]) -> Vec<Vec<(u32, u32, String)>> {
        use calamine::{Data, Reader, Xls};

        let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).unwrap();
        let mut sheets = Vec::new();
        for name in workbook.sheet_names() {
            let range = workbook.worksheet_range(&name).unwrap();
            let (top, left) = range.start().unwrap_or_default();
            let cell = |(row, column, value): (usize, usize, &Data)| {
                let text = match value {
                    Data::DateTime(date) => {
                        value::date_text(&value::number_text(date.as_f64()), false).unwrap()
                    }
                    Data::Float(number) => value::number_text(*number),
                    other => other.to_string().trim().to_owned(),
                };
                let place = |from: u32, by: usize| from + u32::try_from(by).unwrap();
                (!text.is_empty()).then(|| (place(top, row), place(left, column), text))
            };
            sheets.push(range.used_cells().filter_map(cell).collect());
        }
        sheets
    }

    #[test]
    fn workbooks_are_read_as_calamine_reads_them() {
        let golden: [&[u8]; 3] = [
            include_bytes!("../../tests/golden/ccb_debit/workbook.xls"),
            include_bytes!("../../tests/golden/citic_credit/workbook.xls"),
            include_bytes!("../../tests/golden/spdb_debit/workbook.xls"),
        ];
        for bytes in golden {
            let sheets = read(bytes).unwrap();
            let ours: Vec<Vec<(u32, u32, String)>> = sheets
                .iter()
                .map(|sheet| {
                    let cells = sheet.cells.iter();
                    cells
                        .map(|cell| (cell.row, u32::from(cell.column), sheet.text(cell).to_owned()))
                        .collect()
                })
                .collect();
            assert_eq!(ours, as_calamine_reads(bytes));
        }
    }

    /// A workbook of one sheet with these records in it, in a container.
    fn workbook(globals: &[(u16, Vec<u8>)], cells: &[(u16, Vec<u8>)]) -> Vec<u8> {
        use std::io::Write;

        let record = |kind: u16, body: &[u8]| {
            let length = u16::try_from(body.len()).unwrap();
            [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
        };
        let bof = record(BOF, &[0x00, 0x06, 0x05, 0x00]);
        let globals: Vec<u8> = globals.iter().flat_map(|(kind, body)| record(*kind, body)).collect();
        let sheet_record = 4 + 10;
        let place = u32::try_from(bof.len() + globals.len() + sheet_record + 4).unwrap();
        let sheet = [&place.to_le_bytes()[..], &[0, 0, 2, 0, b'S', b'1']].concat();
        let cells: Vec<u8> = cells.iter().flat_map(|(kind, body)| record(*kind, body)).collect();
        let end = record(EOF, &[]);
        let stream = [bof.clone(), globals, record(0x0085, &sheet), end.clone(), bof, cells, end].concat();
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        container.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        container.flush().unwrap();
        container.into_inner().into_inner()
    }

    fn shared_text(row: u16, text: u32) -> (u16, Vec<u8>) {
        (0x00FD, [&row.to_le_bytes()[..], &[0, 0, 0, 0], &text.to_le_bytes()].concat())
    }

    #[test]
    fn a_shared_text_goes_on_in_the_next_record_and_may_change_its_width() {
        // Two texts: four narrow characters of which two, and two wide ones, stand in the next record; then one with a run of
        // formatting and an extension, cut within both.
        let first = vec![2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, b'a', b'b'];
        let second = vec![1, 0x2D, 0x4E, 0x87, 0x65, 1, 0, 0x0C, 1, 0, 3, 0, 0, 0, b'x', 0, 0];
        let third = vec![1, 2, 7, 7, 7];
        let globals = [(0x00FC, first), (0x003C, second), (0x003C, third)];
        let bytes = workbook(&globals, &[shared_text(0, 0), shared_text(1, 1)]);
        let sheets = read(&bytes).unwrap();
        let texts: Vec<&str> = sheets[0].cells.iter().map(|cell| sheets[0].text(cell)).collect();
        assert_eq!(texts, ["ab中文", "x"]);
    }

    #[test]
    fn a_shared_text_that_grows_where_it_is_used_is_refused() {
        let long = [&[1, 0, 0, 0, 1, 0, 0, 0, 0x30, 0x75, 0][..], &[b'x'; 30_000]].concat();
        let cells: Vec<_> = (0..3_000).map(|row| shared_text(row, 0)).collect();
        assert_eq!(read(&workbook(&[(0x00FC, long)], &cells)).unwrap_err().code, IntakeCode::SheetTooLarge);
        let claimed = vec![0xFF; 8];
        assert_eq!(read(&workbook(&[(0x00FC, claimed)], &[])).unwrap_err().code, IntakeCode::DamagedFile);
        assert_eq!(read(&workbook(&[], &[shared_text(0, 9)])).unwrap_err().code, IntakeCode::DamagedFile);
        assert_eq!(
            read(&workbook(&[(0x002F, vec![1, 0])], &[])).unwrap_err().code,
            IntakeCode::ProtectedWorkbook
        );
    }

    #[test]
    fn a_cell_at_the_far_corner_costs_nothing() {
        let corner = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F].to_vec();
        assert_eq!(read(&workbook(&[], &[(0x0203, corner)])).unwrap_err().code, IntakeCode::SheetTooLarge);
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert_eq!(read(b"\xD0\xCF\x11\xE0rest").unwrap_err().code, IntakeCode::DamagedFile);
        assert_eq!(read(b"").unwrap_err().code, IntakeCode::DamagedFile);
    }
}
