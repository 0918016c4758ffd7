//! The page: its packages from the lockfile, its build into `ui/dist`, its own checks and tests.

use std::process::Command;

use crate::command::{Outcome, command, run, step, write_file};
use crate::project;

/// Installs the UI's packages where the lockfile has changed since they were.
pub fn install() -> Outcome {
    let lockfile = project::fingerprint_of_file(&project::root().join("ui/package-lock.json"))?;
    let note = project::root().join("ui/node_modules/.firstline-lockfile");
    if project::noted(&note, &lockfile) {
        return Ok(());
    }
    step("installing the UI's packages", || {
        run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
        write_file(&note, &lockfile)
    })
}

/// Builds `ui/dist`, which the window embeds, where a source of it has changed.
pub fn build() -> Outcome {
    install()?;
    let sources = project::fingerprint("ui")?;
    let note = project::kept().join("ui-built");
    if project::root().join("ui/dist/index.html").is_file() && project::noted(&note, &sources) {
        return Ok(());
    }
    step("building the page", || {
        run(&mut npm(&["run", "build"]))?;
        write_file(&note, &sources)
    })
}

/// Types, lints and formatting of the page.
pub fn check() -> Outcome {
    install()?;
    run(&mut npm(&["run", "check"]))
}

/// The page's own tests.
pub fn test() -> Outcome {
    install()?;
    run(&mut npm(&["test"]))
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = command("npm");
    npm.args(arguments).current_dir(project::root().join("ui")).env("CI", "1");
    npm
}
