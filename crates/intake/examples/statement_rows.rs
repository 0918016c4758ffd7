//! Prints the rows of statement files as CSV of one shape, whatever their layouts: what `cargo xtask bench` gives to `sqlite3`, so that
//! it imports the very rows that Firstline does.
//!
//! Usage: `statement_rows FOLDER > rows.csv`; every file below the folder is a statement.
#![allow(clippy::print_stderr, reason = "an example reports to the terminal it was called from")]

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use firstline_core::statement::Statement;
use firstline_intake::statement::{self, ReadOptions};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: statement_rows FOLDER > rows.csv");
        return ExitCode::from(2);
    };
    match print_folder(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("statement_rows: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print_folder(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    find(folder, &mut files)?;
    files.sort();
    let mut out = csv::Writer::from_writer(BufWriter::new(std::io::stdout().lock()));
    for file in files {
        let name = file.display().to_string();
        let bytes = std::fs::read(&file)?;
        for statement in statement::read(&name, &bytes, &ReadOptions::default())?.statements {
            print(&name, &statement, &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn print(name: &str, statement: &Statement, out: &mut csv::Writer<impl Write>) -> csv::Result<()> {
    for row in &statement.transactions {
        let balance = row.balance.map(|balance| balance.to_string());
        out.write_record([
            name,
            &row.line.to_string(),
            &row.at.to_string(),
            &format!("{:?}", row.direction),
            &row.amount.to_string(),
            &row.refunded.to_string(),
            balance.as_deref().unwrap_or_default(),
            &format!("{:?}", row.status),
            row.counterparty.expose(),
            row.counterparty_account.expose(),
            row.description.expose(),
            &row.provider_type,
            &row.method,
            &row.order_id,
            &row.merchant_order_id,
        ])?;
    }
    Ok(())
}
