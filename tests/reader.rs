//! The program that reads files for the tests across crates, as `firstline` and `firstline-desktop` read them for themselves.

use std::process::ExitCode;

fn main() -> ExitCode {
    firstline_desk::serve_if_asked().unwrap_or(ExitCode::FAILURE)
}
