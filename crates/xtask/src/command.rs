//! Calling other programs and saying what is being done and how long it took.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::project;

/// Why a chore stopped, in words a person can act on.
#[derive(Debug)]
pub struct Failure(pub String);

/// What a chore comes to.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure to read, write or start something.
    pub fn of(what: &str, error: &std::io::Error) -> Self {
        Self(format!("{what}: {error}"))
    }
}

/// Names a step, does it, and says how long it took; the times are what a slow run is judged by.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("== {name}");
    let begun = Instant::now();
    let outcome = work();
    let seconds = begun.elapsed().as_secs();
    let word = if outcome.is_ok() { "done" } else { "FAILED" };
    println!("== {name}: {word} in {} min {:02} s", seconds / 60, seconds % 60);
    outcome
}

/// A program to be started in the project's folder. Nothing reads the terminal: no chore asks a question.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root()).stdin(Stdio::null());
    command
}

/// The cargo that called us, or the one on the path.
pub fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = command(program);
    cargo.args(arguments);
    cargo
}

/// Runs a program to its end with its output shown.
pub fn run(command: &mut Command) -> Outcome {
    let line = line_of(command);
    let status = command.status().map_err(|error| Failure::of(&format!("cannot start `{line}`"), &error))?;
    if status.success() { Ok(()) } else { Err(Failure(format!("`{line}` ended with {status}"))) }
}

/// Runs a program to its end and returns what it printed.
pub fn read(command: &mut Command) -> Outcome<String> {
    let line = line_of(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::of(&format!("cannot start `{line}`"), &error))?;
    if !output.status.success() {
        return Err(Failure(format!("`{line}` ended with {}", output.status)));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure(format!("`{line}` printed bytes that are not UTF-8")))
}

/// Whether a program runs and succeeds, without a word.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Whether a program of this name is on the path.
pub fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Reads a file of the project, saying which one where that fails.
pub fn read_file(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::of(&format!("cannot read {}", path.display()), &error))
}

/// Writes a file and the folders above it.
pub fn write_file(path: &Path, text: &str) -> Outcome {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::of(&format!("cannot write {}", path.display()), &error))
}

fn line_of(command: &Command) -> String {
    let mut line =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
