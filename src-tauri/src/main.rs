//! The window: unpacks a command, calls one desk function, returns. No decision is made here.
//!
//! Belongs here: the window itself, its one list of commands, locking when nobody is there. Does not: anything that the
//! command line could not do as well; that is the desk's.

mod arguments;
mod commands;
mod window;

use std::path::Path;
use std::process::ExitCode;

use arguments::Arguments;
use clap::Parser;

fn main() -> ExitCode {
    // Started to read files, it is nothing but that.
    if let Some(code) = firstline_desk::serve_if_asked() {
        return code;
    }
    let arguments = Arguments::parse();
    let outcome = match (arguments.export_bindings, arguments.workspace) {
        (Some(file), _) => export_bindings(&file),
        (None, Some(workspace)) => window::open(workspace),
        (None, None) => Err("no workspace: give --workspace DIR or set $FIRSTLINE_WORKSPACE".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            window::report(&format!("the window could not be opened: {reason}"));
            ExitCode::FAILURE
        }
    }
}

/// Writes what the page calls and what it gets, as TypeScript. It needs no display.
fn export_bindings(file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    commands::all().export(specta_typescript::Typescript::default(), file)?;
    Ok(())
}
