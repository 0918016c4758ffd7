//! Intake's behaviour on whole files.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test says by panicking what went wrong")]

mod archives;
mod golden;
mod hostile;
mod interchange;
mod mapping;
mod reference;
mod schema;
mod variants;
mod workbooks;
