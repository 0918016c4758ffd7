//! Applications, as CSV or JSON Lines with the same field names.

use firstline_core::Application;

use crate::error::{Fault, IntakeCode, IntakeErrors};

/// An application as received, with the statement files it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedApplication {
    /// The application.
    pub application: Application,
    /// Its statement files, as paths relative to the folder of the file it was read from; `/` between parts, never upwards.
    pub statements: Vec<String>,
    /// The line it begins on, counted from 1.
    pub line: u32,
}

/// Reads applications from CSV, or says everything that is wrong with the file (the first hundred errors).
pub fn read_csv(name: &str, _bytes: &[u8]) -> Result<Vec<ReceivedApplication>, IntakeErrors> {
    Err(Fault::new(IntakeCode::EmptyFile).in_file(name).into())
}

/// Reads applications from JSON Lines, or says everything that is wrong with the file (the first hundred errors).
pub fn read_json_lines(name: &str, _bytes: &[u8]) -> Result<Vec<ReceivedApplication>, IntakeErrors> {
    Err(Fault::new(IntakeCode::EmptyFile).in_file(name).into())
}

/// The schema of applications and vendor results for people, in Markdown, with its JSON form inside.
pub fn schema() -> String {
    String::new()
}
