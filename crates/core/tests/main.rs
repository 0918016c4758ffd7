//! The crate from outside, one module a part.

mod identity;
mod spending;
