//! The same file as it comes after other hands: another encoding, other line ends, tabs behind cells, columns in another order.
//! None of it may change what is read.

use std::path::{Path, PathBuf};

use firstline_core::statement::{Statement, Transaction};
use firstline_intake::statement::{ReadOptions, read};

/// Golden statements as text, the layouts whose files are quoted as CSV describes beside a mark.
fn statements() -> Vec<(PathBuf, String)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<PathBuf> = std::fs::read_dir(golden)
        .unwrap()
        .map(|folder| folder.unwrap().path())
        .filter(|folder| {
            let name = folder.file_name().unwrap().to_str().unwrap();
            folder.is_dir() && !["errors", "applications", "vendor_results", "child"].contains(&name)
        })
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()))
        .filter(|file| file.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    let text = |file: &Path| {
        let bytes = std::fs::read(file).unwrap();
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned(),
        };
        text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
    };
    let found: Vec<_> = files.into_iter().map(|file| (file.clone(), text(&file))).collect();
    assert!(found.len() >= 30, "the golden files are where they are looked for");
    found
}

/// What was read, without the lines, which may move.
fn meaning(file: &Path, bytes: &[u8]) -> Vec<(String, Statement)> {
    let name = file.display().to_string();
    let reading = read(&name, bytes, &ReadOptions::default())
        .unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(bytes)));
    let statements = reading.statements.into_iter().map(|statement| {
        let without_line = |row: Transaction| Transaction { line: 0, ..row };
        let mut preamble = statement.preamble;
        preamble.unknown_words.iter_mut().for_each(|word| word.line = 0);
        let bare = Statement {
            file: firstline_core::ContentHash([0; 32]),
            part: None,
            encoding: String::new(),
            header_line: 0,
            preamble,
            transactions: statement.transactions.into_iter().map(without_line).collect(),
            ..statement
        };
        (bare.currency.code().to_owned(), bare)
    });
    statements.collect()
}

fn assert_same(change: &str, changed: impl Fn(&str) -> Option<Vec<u8>>) {
    let mut compared = 0;
    for (file, text) in statements() {
        let Some(bytes) = changed(&text) else { continue };
        assert_eq!(meaning(&file, &bytes), meaning(&file, text.as_bytes()), "{change}: {file:?}");
        compared += 1;
    }
    assert!(compared >= 10, "{change} was tried on {compared} files");
}

#[test]
fn encodings_and_line_ends_change_nothing() {
    assert_same("a byte order mark", |text| Some(format!("\u{feff}{text}").into_bytes()));
    assert_same("CRLF", |text| Some(text.replace('\n', "\r\n").into_bytes()));
    assert_same("GB18030", |text| {
        let (bytes, _, unmappable) = encoding_rs::GB18030.encode(text);
        (!unmappable).then(|| bytes.into_owned())
    });
}

#[test]
fn blanks_and_empty_lines_change_nothing() {
    assert_same("a comma at each line's end", |text| {
        let whole_lines = text.lines().all(|line| line.matches('"').count() % 2 == 0);
        whole_lines.then(|| text.replace('\n', ",\n").into_bytes())
    });
    assert_same("empty lines below", |text| Some(format!("{text}\n\n , ,\n").into_bytes()));
    assert_same("tabs behind cells", |text| {
        (!text.contains('"')).then(|| text.replace(',', "\t,").into_bytes())
    });
    assert_same("blanks around cells", |text| {
        (!text.contains('"')).then(|| text.replace(',', "  , ").into_bytes())
    });
}

#[test]
fn the_width_of_brackets_in_a_header_changes_nothing() {
    let header = |text: &str, from: [char; 2], to: [char; 2]| {
        let changed = text.lines().map(|line| {
            if line.contains("金额")
                && line.contains("交易")
                && !line.starts_with(|c: char| c.is_ascii_digit())
            {
                line.replace(from[0], &to[0].to_string()).replace(from[1], &to[1].to_string())
            } else {
                line.to_owned()
            }
        });
        let changed: Vec<String> = changed.collect();
        changed.join("\n") + "\n"
    };
    assert_same("wide brackets", |text| Some(header(text, ['(', ')'], ['（', '）']).into_bytes()));
    assert_same("narrow brackets", |text| Some(header(text, ['（', '）'], ['(', ')']).into_bytes()));
}

#[test]
fn the_order_of_columns_changes_nothing() {
    assert_same("columns from last to first", |text| {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        // Rows that leave cells out, titles between rows and totals below them mean something only in their order, and a file
        // without a header is nothing but order.
        let header = records.iter().position(|record| record.len() >= 4).unwrap();
        let width = records[header].len();
        let whole = records[header..].iter().all(|record| record.len() == width);
        if !whole || text.contains("合计") || text.starts_with("03/") {
            return None;
        }
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for record in &records {
            if record.len() == width {
                writer.write_record(record.iter().rev()).unwrap();
            } else {
                writer.write_record(record.iter()).unwrap();
            }
        }
        Some(writer.into_inner().unwrap())
    });
}
