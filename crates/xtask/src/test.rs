//! Building and testing, with one selection of packages everywhere: a narrower one would compile half of the tree again.

use crate::command::{Outcome, cargo, run, step, write_file};
use crate::needs::Use;
use crate::window::Display;
use crate::{project, setup, ui};

/// Everything that is tested.
pub fn test() -> Outcome {
    build()?;
    let python = setup::python()?;
    step("Rust tests", || {
        run(cargo(&["test", "--workspace", "--no-fail-fast"]).env("FIRSTLINE_PYTHON", python))
    })?;
    step("UI tests", ui::test)?;
    step("end-to-end tests on the real window", || end_to_end("story"))?;
    write_file(&project::kept().join("tested"), &sources()?)
}

/// As `test`, unless it has just passed on these very sources.
pub fn test_unless_passed() -> Outcome {
    if project::noted(&project::kept().join("tested"), &sources()?) {
        println!("== tests: `cargo xtask test` has passed on these very sources; not run again");
        return Ok(());
    }
    test()
}

/// Builds everything, the page first because the window embeds it.
pub fn build() -> Outcome {
    setup::ready(Use::Test)?;
    ui::build()?;
    step("building", || run(&mut cargo(&["build", "--workspace", "--all-targets"])))
}

/// Pictures of every screen in `target/screenshots`.
pub fn screenshots() -> Outcome {
    build()?;
    step("pictures of every screen", || end_to_end("picture"))?;
    println!("pictures are in {}", project::target().join("screenshots").display());
    Ok(())
}

/// The tests that drive the window are ignored by a plain `cargo test`, which has no display to give them.
fn end_to_end(only: &str) -> Outcome {
    let driver = setup::driver()?;
    let display = Display::start()?;
    let mut cargo = cargo(&[
        "test",
        "--workspace",
        "--test",
        "e2e",
        "--",
        "--ignored",
        "--test-threads=1",
        "--show-output",
        only,
    ]);
    display.show(&mut cargo);
    run(cargo
        .env("FIRSTLINE_DRIVER", driver)
        .env("FIRSTLINE_PROGRAMS", project::target().join("debug"))
        .env("FIRSTLINE_SCREENSHOTS", project::target().join("screenshots")))
}

fn sources() -> Outcome<String> {
    project::fingerprint(".")
}
