//! `firstline`: everything the desk does, headless. Exit 0 done, 2 usage, 3 refused with a code.

mod arguments;
mod commands;
mod output;
mod passphrase;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::output::Output;

/// Done.
const EXIT_DONE: u8 = 0;
/// The command could not be understood (clap's own code for usage).
const EXIT_USAGE: u8 = 2;
/// The desk refused, with a code.
const EXIT_REFUSED: u8 = 3;

fn main() -> ExitCode {
    // Started to read files, it is nothing but that.
    if let Some(code) = firstline_desk::serve_if_asked() {
        return code;
    }
    let arguments = Arguments::parse();
    let mut output = Output::new(arguments.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output.problem("io_failed", &format!("cannot start: {error}"));
            return ExitCode::from(EXIT_REFUSED);
        }
    };
    match runtime.block_on(commands::run(&arguments, &mut output)) {
        Ok(()) => ExitCode::from(EXIT_DONE),
        Err(commands::Failure::Usage(message)) => {
            output.problem("usage", &message);
            ExitCode::from(EXIT_USAGE)
        }
        Err(commands::Failure::Refused(error)) => {
            output.refused(&error);
            ExitCode::from(EXIT_REFUSED)
        }
    }
}
