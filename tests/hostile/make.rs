//! Containers, written byte by byte or through the crates that read them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// A header that a layout knows, and rows under it.
pub const BANK: &str = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n\
    2026-04-01,CNY,-2100.00,7900.00,转账汇款,示例房东,\n\
    2026-04-10,CNY,8000.00,15900.00,代发工资,示例工厂,\n\
    2026-04-12,CNY,-12.34,15887.66,快捷支付,\"示例便利店,三号店\",\n";

/// A ZIP archive, deflated.
pub fn zip<'n>(files: impl IntoIterator<Item = (&'n str, Vec<u8>)>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(&content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook of one sheet, with texts to share.
pub fn xlsx(sheet: &str, shared: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned();
    let root = format!(
        "<Relationships xmlns=\"{LINKS}\"><Relationship Id=\"r1\" Type=\"{KINDS}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let links = format!(
        "<Relationships xmlns=\"{LINKS}\"><Relationship Id=\"r1\" Type=\"{KINDS}/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{KINDS}/sharedStrings\" \
         Target=\"sharedStrings.xml\"/></Relationships>"
    );
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{KINDS}\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{sheet}</sheetData></worksheet>");
    let shared = format!("<sst xmlns=\"{MAIN}\" {shared}</sst>");
    zip([
        ("[Content_Types].xml", types.into_bytes()),
        ("_rels/.rels", root.into_bytes()),
        ("xl/workbook.xml", workbook.into_bytes()),
        ("xl/_rels/workbook.xml.rels", links.into_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.into_bytes()),
        ("xl/sharedStrings.xml", shared.into_bytes()),
    ])
}

/// A row of texts that stand in their cells.
pub fn xlsx_row(number: usize, cells: &[&str]) -> String {
    let cells = cells.iter().zip('A'..).map(|(text, column)| {
        format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

/// The bank's rows as a workbook.
pub fn bank_xlsx() -> Vec<u8> {
    let rows = BANK.lines().zip(1..).map(|(line, number)| {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).take(7).collect();
        xlsx_row(number, &cells)
    });
    xlsx(&rows.collect::<String>(), "count=\"0\" uniqueCount=\"0\">")
}

/// A record of an old workbook.
pub fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes()[..], body].concat()
}

/// An old workbook of one sheet with the records given.
pub fn xls(records: &[u8]) -> Vec<u8> {
    let begins = |substream: u16| {
        let mut body = vec![0; 16];
        body[..2].copy_from_slice(&0x0600_u16.to_le_bytes());
        body[2..4].copy_from_slice(&substream.to_le_bytes());
        record(0x0809, &body)
    };
    let sheet_name = |place: u32| record(0x0085, &[&place.to_le_bytes()[..], &[0, 0, 1, 0, b'1']].concat());
    let workbook = begins(0x0005);
    let place = u32::try_from(workbook.len() + sheet_name(0).len() + record(0x000A, &[]).len()).unwrap();
    let ends = record(0x000A, &[]);
    let stream = [&workbook[..], &sheet_name(place), &ends, &begins(0x0010), records, &ends].concat();
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    container.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    container.flush().unwrap();
    container.into_inner().into_inner()
}

/// A text in a cell of an old workbook.
pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let count = u16::try_from(units.len() / 2).unwrap();
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0], count.to_le_bytes()].concat();
    record(0x0204, &[&place[..], &[1], &units].concat())
}

/// The bank's rows as an old workbook.
pub fn bank_xls() -> Vec<u8> {
    let mut records = Vec::new();
    for (line, row) in BANK.lines().zip(0..) {
        for (cell, column) in line.split(',').zip(0..7) {
            records.extend(label(row, column, cell.trim_matches('"')));
        }
    }
    xls(&records)
}
