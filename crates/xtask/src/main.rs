//! The project's chores, each one command: `cargo xtask run | test | ci | codegen | sqlx | bench`.
//!
//! Belongs here: setting a machine up, building in the right order, and calling the tools that check the project.
//! Does not: anything that a user of Firstline needs once it is built. It compiles without any system package, since
//! it is what installs them.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a chore reports to the terminal it was called from"
)]

mod bench;
mod checks;
mod command;
mod fuzz;
mod generated;
mod needs;
mod project;
mod run;
mod setup;
mod test;
mod ui;
mod walk;
mod window;

use std::process::ExitCode;

use command::{Failure, Outcome};

const USAGE: &str = "\
usage: cargo xtask CHORE

  run          set up, build, and open the window on a demo workspace (made on first use;
               $FIRSTLINE_WORKSPACE names another); without a display, walk one demo case in the terminal
  test         set up, build, and run the Rust tests, the UI tests and the end-to-end suite on the real window
  ci           formatting, lints, UI checks and freshness of generated files, then everything `test` does
  codegen      renew the generated files that are committed: the window's bindings and .sqlx
  sqlx         renew .sqlx alone: the record of every SQL statement checked against the migrations
  fuzz [TARGET|all [--seconds N]]
               fuzz one target or each for some seconds (5); see tests/fuzz
  bench [N]    measure, beside a peer in the same run, on a demo of N applicants (1000): see docs/performance.md
  bench --large [N]  import N cases (100000) of a hundred rows each and show the memory that takes
  screenshots  take pictures of every screen, in both languages and themes, into target/screenshots
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome: Outcome = match words.as_slice() {
        ["run"] => run::run(),
        ["test"] => test::test(),
        ["ci"] => checks::ci(),
        ["codegen"] => generated::renew_all(),
        ["sqlx"] => generated::renew_sql(),
        ["fuzz"] => fuzz::fuzz(None, fuzz::SECONDS_SHORT),
        ["fuzz", target] => fuzz::fuzz(Some(target), fuzz::SECONDS_SHORT),
        ["fuzz", "all", "--seconds", seconds] => fuzz::fuzz(None, seconds),
        ["fuzz", target, "--seconds", seconds] => fuzz::fuzz(Some(target), seconds),
        ["bench"] => bench::bench("1000"),
        ["bench", "--large"] => bench::large("100000"),
        ["bench", "--large", cases] => bench::large(cases),
        ["bench", applicants] => bench::bench(applicants),
        ["screenshots"] => test::screenshots(),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(reason)) => {
            eprintln!("\nxtask: {reason}");
            ExitCode::FAILURE
        }
    }
}
