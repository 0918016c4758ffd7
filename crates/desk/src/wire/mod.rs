//! What crosses to the window and to `--json`: plain values, amounts as decimal strings, codes from closed lists.
//!
//! Amounts are strings such as `"1234.50"` in the product's currency; ratios are plain decimal strings (`"0.324"`);
//! days are `2026-11-20`, moments RFC 3339 in UTC. The window formats them and never computes with them.
#![allow(missing_docs, reason = "field names are the glossary's words; the types say the rest")]

mod audit;
mod case;
mod correction;
mod decision;
mod error;
mod queue;
mod rows;
mod session;
mod setup;
mod statement;

pub use audit::*;
pub use case::*;
pub use correction::*;
pub use decision::*;
pub use error::*;
pub use queue::*;
pub use rows::*;
pub use session::*;
pub use setup::*;
pub use statement::*;

use serde::{Deserialize, Serialize};
use specta::Type;

/// A text in both languages; the window prints the one in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

/// How loud a mark is; each has its own shape and word on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Neutral,
    Warn,
    Fail,
    Unknown,
}
