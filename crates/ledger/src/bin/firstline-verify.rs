//! `firstline-verify EXPORT [--json]`: proves an export with nothing else at hand, or names the first thing wrong in it.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use firstline_ledger::export::{self, ExportFault, Report, Source};

const USAGE: &str = "\
Usage: firstline-verify EXPORT [--json]

Verifies an audit export of Firstline, a folder or a zip, and needs nothing but the export.
Says what was proven and what was not.

  --json    print the report as JSON
  --help    print this

Exit status: 0 verified, 1 something in the export is wrong (the first such thing is named), 2 wrong usage.
";

enum Call {
    Help,
    Verify { export: PathBuf, json: bool },
}

fn read_call(arguments: impl Iterator<Item = OsString>) -> Option<Call> {
    let (mut export, mut json) = (None, false);
    for argument in arguments {
        match argument.to_str() {
            Some("--help" | "-h") => return Some(Call::Help),
            Some("--json") => json = true,
            Some(text) if text.starts_with("--") => return None,
            _ if export.is_none() => export = Some(PathBuf::from(argument)),
            _ => return None,
        }
    }
    export.map(|export| Call::Verify { export, json })
}

fn main() -> ExitCode {
    let (export, json) = match read_call(std::env::args_os().skip(1)) {
        Some(Call::Help) => return finish(USAGE, 0),
        Some(Call::Verify { export, json }) => (export, json),
        None => {
            // Where standard error is closed there is nobody to tell.
            let _ = std::io::stderr().write_all(USAGE.as_bytes());
            return ExitCode::from(2);
        }
    };
    let found = Source::open(&export).and_then(|source| export::verify(&source));
    let status = u8::from(found.is_err());
    let text = match (&found, json) {
        (Ok(report), false) => report_text(report),
        (Err(fault), false) => format!("NOT VERIFIED\nFirst broken place: {fault}\n"),
        (Ok(report), true) => json_text(&serde_json::json!({ "verified": true, "report": report })),
        (Err(fault), true) => json_text(&fault_json(fault)),
    };
    finish(&text, status)
}

/// Prints and ends; a verdict that could not be printed is no verdict.
fn finish(text: &str, status: u8) -> ExitCode {
    let printed = std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush());
    ExitCode::from(if printed.is_ok() { status } else { 1 })
}

fn json_text(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn fault_json(fault: &ExportFault) -> serde_json::Value {
    serde_json::json!({
        "verified": false,
        "fault": { "place": fault.place.to_string(), "at": fault.place, "what": fault.what },
    })
}

fn report_text(report: &Report) -> String {
    let mut text =
        format!("VERIFIED\nMade {} by {}\nLog key {}\n", report.made_at, report.made_by_name, report.log_key);
    for log in &report.logs {
        text += &format!("{} log {}: {} entries, root {}\n", log.class, log.origin, log.size, log.root);
    }
    text += "\nProven:\n";
    text.extend(report.proven.iter().map(|sentence| format!("  - {sentence}\n")));
    text += "\nNot proven:\n";
    text.extend(report.not_proven.iter().map(|sentence| format!("  - {sentence}\n")));
    text
}
