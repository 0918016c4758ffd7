//! Files that are small, or seem to be, and unfold to more than a machine has.

use std::fs::File;
use std::path::Path;

use super::make::{BANK, bank_xls, label, record, xls, xlsx, xlsx_row, zip};

/// A file's name, what it holds, and why it is refused. An empty reason: whatever it is, it is one.
type Bomb = (&'static str, Vec<u8>, &'static [&'static str]);

/// Writes every bomb into a folder and gives its name with the reasons it may be refused for.
pub fn write(folder: &Path) -> Vec<(&'static str, &'static [&'static str])> {
    let mut written = Vec::new();
    for family in [texts, archives, workbooks, old_workbooks, markup] {
        for (name, content, reasons) in family() {
            std::fs::write(folder.join(name), content).unwrap();
            written.push((name, reasons));
        }
    }
    // It takes no room on the disk.
    File::create(folder.join("sparse.csv")).unwrap().set_len(64 << 30).unwrap();
    written.push(("sparse.csv", &["file_too_large"]));
    written
}

fn texts() -> Vec<Bomb> {
    let header = BANK.lines().next().unwrap();
    let many = 24 * 1024 * 1024;
    let line = format!("{header}\n2026-04-01,CNY,-1.00,1.00,{},,\n", "长".repeat(many / 3));
    let quotes = format!("{header}\n{}", "\"".repeat(many));
    let commas = format!("{header}\n{}", ",".repeat(many));
    let breaks = format!("{header}\n{}", "\n".repeat(many / 16));
    let mut zero = BANK.as_bytes().to_vec();
    zero[40] = 0;
    let zeros = vec![0; many];
    let mut mixed = BANK.as_bytes().to_vec();
    // 示例 in GB18030 behind lines in UTF-8.
    mixed.extend_from_slice(b"2026-04-13,CNY,-1.00,15886.66,\xca\xbe\xc0\xfd,,\n");
    let utf16: Vec<u8> = BANK.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let formula = BANK.replace("-12.34", "=-12-0.34");
    let nested = format!("{{\"application_ref\": {}", "[".repeat(many));
    let deep = format!("{{\"application_ref\": {}", "[".repeat(60_000));
    let field = format!(
        "{{\"application_ref\": \"A\", \"vendor\": \"{}\", \"kind\": 1, \"verdict\": 2}}",
        "x".repeat(many)
    );
    vec![
        ("giant_line.csv", line.into_bytes(), &["line_too_long"]),
        ("quotes.csv", quotes.into_bytes(), &["unbalanced_quote", "line_too_long"]),
        ("commas.csv", commas.into_bytes(), &["line_too_long", "too_many_fields"]),
        ("breaks.csv", breaks.into_bytes(), &["no_rows"]),
        ("zero_byte.csv", zero, &["nul_byte"]),
        ("zero_bytes.csv", zeros, &["nul_byte", "utf16"]),
        ("mixed_encodings.csv", mixed, &["invalid_encoding"]),
        ("utf16.csv", utf16, &["nul_byte", "utf16"]),
        ("formula.csv", formula.into_bytes(), &["not_an_amount"]),
        ("nested.jsonl", nested.into_bytes(), &["line_too_long", "unknown_layout"]),
        ("deep.jsonl", deep.into_bytes(), &["not_json", "unknown_layout"]),
        ("giant_field.jsonl", field.into_bytes(), &["line_too_long", "unknown_layout"]),
    ]
}

fn archives() -> Vec<Bomb> {
    let big = vec![b' '; 80 * 1024 * 1024];
    let plain = zip([("bill.csv", big)]);
    // What the archive says of sizes is not what is in it.
    let mut lying = plain.clone();
    for signature in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let place = lying.windows(4).position(|four| four == signature).unwrap();
        let size = place + if signature[2] == 3 { 22 } else { 24 };
        lying[size..size + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let many = zip((0..20_000)
        .map(|_| ("", Vec::new()))
        .enumerate()
        .map(|(place, (_, content))| (&*Box::leak(format!("{place}.csv").into_boxed_str()), content)));
    let nested = zip([("bill.zip", zip([("bill.csv", BANK.as_bytes().to_vec())]))]);
    let mut cut = zip([("bill.csv", BANK.as_bytes().to_vec())]);
    cut.truncate(cut.len() - 30);
    vec![
        ("archive.zip", plain, &["archive_too_large"]),
        ("lying.zip", lying, &["archive_too_large", "damaged_file"]),
        ("many.zip", many, &["archive_too_many_files"]),
        ("nested.zip", nested, &["nested_archive"]),
        ("cut.zip", cut, &["damaged_file"]),
    ]
}

fn workbooks() -> Vec<Bomb> {
    const NONE: &str = "count=\"0\" uniqueCount=\"0\">";
    let header: Vec<&str> = BANK.lines().next().unwrap().split(',').collect();
    let header = xlsx_row(1, &header);
    let rows = "<row/>".repeat(12 * 1024 * 1024);
    let far =
        format!("{header}<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>");
    let beyond = format!("{header}<row r=\"9\"><c r=\"ZZZZZZZ99999999999\"><v>1</v></c></row>");
    let shared = format!("count=\"1\" uniqueCount=\"1\"><si><t>{}</t></si>", "长".repeat(300_000));
    let uses: String = (2..60_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let cells: String = (0..2_200_000).map(|_| "<c><v>1</v></c>").collect();
    let formula = header.clone()
        + "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>2026-04-01</t></is></c><c r=\"C2\"><f>1+1</f><v>2</v></c></row>";
    let deep = format!("{header}{}", "<row r=\"2\">".repeat(500_000));
    vec![
        ("rows.xlsx", xlsx(&rows, NONE), &["archive_too_large"]),
        ("far_corner.xlsx", xlsx(&far, NONE), &["sheet_too_large"]),
        ("beyond.xlsx", xlsx(&beyond, NONE), &["damaged_file", "sheet_too_large"]),
        ("shared.xlsx", xlsx(&uses, &shared), &["sheet_too_large"]),
        (
            "claimed.xlsx",
            xlsx(&header, "count=\"4294967295\" uniqueCount=\"4294967295\">"),
            &["damaged_file"],
        ),
        ("cells.xlsx", xlsx(&format!("<row>{cells}</row>"), NONE), &["sheet_too_large", "damaged_file"]),
        ("formula.xlsx", xlsx(&formula, NONE), &["formula_cell"]),
        ("deep.xlsx", xlsx(&deep, NONE), &[]),
    ]
}

fn old_workbooks() -> Vec<Bomb> {
    let mut absurd = record(0x0200, &[255; 14]);
    absurd.extend(label(0, 0, "记账日期"));
    absurd.extend(label(65_535, 255, "x"));
    let far = label(65_535, 16_383, "x");
    let unended = [&record(0x0200, &[0; 14])[..], &[0x04, 0x02, 0xff, 0xff]].concat();
    // The chain of sectors leads back to its beginning: sector 0 is followed by sector 0.
    let mut looped = bank_xls();
    let table = 4_096;
    for sector in 0..64 {
        looped[table + sector * 4..table + sector * 4 + 4].copy_from_slice(&0_u32.to_le_bytes());
    }
    let mut cut = bank_xls();
    cut.truncate(1_024);
    vec![
        ("absurd.xls", xls(&absurd), &["unknown_layout", "sheet_too_large"]),
        ("far.xls", xls(&far), &["sheet_too_large"]),
        ("unended.xls", xls(&unended), &["damaged_file"]),
        ("looped.xls", looped, &["damaged_file", "not_text"]),
        ("cut.xls", cut, &["damaged_file", "not_text"]),
    ]
}

fn markup() -> Vec<Bomb> {
    const CAMT: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02";
    let deep = format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"{CAMT}\"><BkToCstmrStmt><Stmt>{}",
        "<Ntry>".repeat(4_000_000)
    );
    let lines =
        format!("<?xml version=\"1.0\"?>\n<Document xmlns=\"{CAMT}\">\n{}", "<Ntry>\n".repeat(3_000_000));
    let mut laughs = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE Document [\n<!ENTITY a0 \"haha\">\n");
    for level in 1..40 {
        let before = format!("&a{};", level - 1).repeat(10);
        laughs.push_str(&format!("<!ENTITY a{level} \"{before}\">\n"));
    }
    laughs.push_str(&format!("]>\n<Document xmlns=\"{CAMT}\"><BkToCstmrStmt><Stmt><Id>&a39;</Id></Stmt></BkToCstmrStmt></Document>\n"));
    let outside = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE Document [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\n\
         <Document xmlns=\"{CAMT}\"><BkToCstmrStmt><Stmt><Id>&f;</Id></Stmt></BkToCstmrStmt></Document>\n"
    );
    let ofx = format!("OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX>{}", "<STMTTRN>".repeat(2_000_000));
    let mt940 = format!(
        ":20:X\n:25:1\n:28C:1\n:60F:C260401CNY1,00\n{}",
        ":61:2604010401D1,00NMSC\n:86:".repeat(1_000_000)
    );
    vec![
        ("deep.xml", deep.into_bytes(), &[]),
        ("deep_lines.xml", lines.into_bytes(), &[]),
        ("laughs.xml", laughs.into_bytes(), &[]),
        ("outside.xml", outside.into_bytes(), &[]),
        ("deep.ofx", ofx.into_bytes(), &[]),
        ("rows.sta", mt940.into_bytes(), &[]),
    ]
}
