//! What is said between the desk and the process that reads a file for it: a request with the file's bytes, and an answer in
//! frames.
//!
//! Belongs here: the bytes of both, written and read over any stream. Does not: starting a process, capping and ending it,
//! which is the desk's. An answer is as untrusted as the file it was made from: reading one is bounded in bytes, keeps nothing
//! but values of the types below, and can do nothing worse than fail.

mod answer;
mod frame;
mod rows;

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::statement::ColumnMapping;

pub use answer::{Answer, AnswerFault, StatementSummary, Statements, read_answer, write_answer};

/// The longest request, without the file's bytes: mostly the mappings, of which there are a few hundred at most.
const REQUEST_BYTES_MAX: u32 = 16 * 1024 * 1024;

/// What is wanted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// Whatever it is: applications and vendor results whole, statements in short.
    Content,
    /// Its statements in short, whatever else it may be.
    Summaries,
    /// Its statements with their rows.
    Statements,
    /// What its statements hold and add up to.
    Inspections,
    /// How it looks, and how it would be read.
    Preview,
}

/// A file to be read. Its bytes follow.
#[derive(Clone, Serialize, Deserialize)]
pub struct Request {
    /// What is wanted of it.
    pub wanted: Wanted,
    /// How many bytes it has.
    pub bytes: u64,
    /// The password of a protected file.
    pub password: Option<String>,
    /// Layouts that people have described.
    pub mappings: Vec<ColumnMapping>,
    /// The one layout to try it by, where it is only looked at.
    pub tried: Option<ColumnMapping>,
}

/// A password is not left behind in memory.
impl Drop for Request {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

impl Request {
    /// Writes the request; the file's bytes are the caller's to write behind it.
    pub fn write(&self, output: &mut impl Write) -> io::Result<()> {
        let text = Zeroizing::new(serde_json::to_vec(self)?);
        let length = u32::try_from(text.len()).ok().filter(|length| *length <= REQUEST_BYTES_MAX);
        let length = length.ok_or_else(|| io::Error::other("the request is too long"))?;
        output.write_all(&length.to_be_bytes())?;
        output.write_all(&text)
    }

    /// Reads the next request, or `None` where the stream ends before one.
    pub fn read(input: &mut impl Read) -> io::Result<Option<Self>> {
        let mut length = [0; 4];
        match input.read(&mut length[..1])? {
            0 => return Ok(None),
            _ => input.read_exact(&mut length[1..])?,
        }
        let length = u32::from_be_bytes(length);
        if length > REQUEST_BYTES_MAX {
            return Err(io::Error::other("the request is too long"));
        }
        let mut text = Zeroizing::new(vec![0; length as usize]);
        input.read_exact(&mut text)?;
        Ok(Some(serde_json::from_slice(&text)?))
    }
}

#[cfg(test)]
mod tests;
