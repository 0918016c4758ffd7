//! Product packs: loaded, hashed, linted, evaluated with a trace. The only crate that names the expression engine.
//!
//! What belongs here: what a pack's files mean. What deliberately does not: any policy value, any law, any scorecard model.

mod cases;
mod cell;
mod error;
mod evaluate;
mod lint;
mod manifest;
mod pack;
mod table;

pub use error::{PackError, PackPlace};
pub use evaluate::{CellTrace, RowTrace, TableTrace};
pub use pack::Pack;
pub use table::HitPolicy;
