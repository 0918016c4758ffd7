//! What CI runs: everything that can be wrong without a test failing, then the tests.

use crate::command::{Outcome, cargo, command, on_path, run, step, succeeds};
use crate::{fuzz, generated, test, ui};

/// Formatting, lints, UI checks, freshness of generated files, tests.
pub fn ci() -> Outcome {
    tools()?;
    step("formatting", || run(&mut cargo(&["fmt", "--all", "--check"])))?;
    test::build()?;
    step("UI checks", ui::check)?;
    step("freshness of the window's bindings", generated::check_bindings)?;
    // One compilation serves the lints and the SQL: each statement is checked against the migrations on the way.
    step("lints, and SQL against the migrations", || {
        generated::check_sql_with(cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    step("a short run of each fuzz target", || fuzz::fuzz(None, fuzz::SECONDS_SHORT))?;
    test::test_unless_passed()
}

/// rustfmt and clippy are components of the toolchain that a bare one may lack.
fn tools() -> Outcome {
    if succeeds(&mut cargo(&["fmt", "--version"])) && succeeds(&mut cargo(&["clippy", "--version"])) {
        return Ok(());
    }
    if !on_path("rustup") {
        return Err(crate::command::Failure(
            "rustfmt and clippy are missing from this Rust toolchain".to_owned(),
        ));
    }
    step("installing rustfmt and clippy", || {
        run(command("rustup").args(["component", "add", "rustfmt", "clippy"]))
    })
}
