//! What holds across crates. One binary, one module for each story.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

mod audit;
mod hostile;
mod project;
mod spending;
mod stories;
