//! Statements of banks and wallets.

use std::collections::BTreeMap;

use firstline_core::statement::{Statement, TruthTest};
use serde::{Deserialize, Serialize};

use crate::error::{Fault, IntakeCode, IntakeError};

/// What a statement file holds, in short: the answer of `firstline statement inspect`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The layout's name, such as `wechat_csv`.
    pub layout: String,
    /// `utf-8`, `utf-8-sig` (a byte order mark was there) or `gb18030`.
    pub encoding: String,
    /// Whether the file begins with a byte order mark.
    pub bom: bool,
    /// The line of the column header, counted from 1.
    pub header_line: u32,
    /// How many rows.
    pub rows: u32,
    /// Stated amounts added up by direction, two decimal places.
    pub sums: BTreeMap<String, String>,
    /// Rows by the same directions.
    pub counts: BTreeMap<String, u32>,
    /// The earliest row, `2024-12-05 22:49:55`, or the day alone where rows carry no time.
    pub first: String,
    /// The latest row, likewise.
    pub last: String,
    /// Tests of the statement itself.
    pub truth_tests: Vec<TruthTest>,
}

/// Reads a statement; its layout is told from its content. `name` is used for errors only.
pub fn read(name: &str, _bytes: &[u8]) -> Result<Statement, IntakeError> {
    Err(Fault::new(IntakeCode::UnknownLayout).in_file(name))
}

/// Reads a statement and says what it holds.
pub fn inspect(name: &str, _bytes: &[u8]) -> Result<Inspection, IntakeError> {
    Err(Fault::new(IntakeCode::UnknownLayout).in_file(name))
}
