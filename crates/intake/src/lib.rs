//! Untrusted bytes in, the trade's values out: statements, applications, vendor results.
//!
//! What belongs here: decoding, splitting and reading of file formats, one module per format, and an error that a person
//! can act on for everything that is not as it should be. What deliberately does not: opening files, judging what was read
//! (that is `firstline-core`), storing it, and guessing. A file is read whole or refused whole.

pub mod application;
mod archive;
mod cell;
mod detect;
mod error;
mod field;
mod json;
pub mod protocol;
mod sheet;
pub mod statement;
mod table;
mod text;
pub mod vendor_result;
mod wording;

pub use detect::{FileKind, detect};
pub use error::{IntakeCode, IntakeError, IntakeErrors};
pub use text::FILE_BYTES_MAX;
