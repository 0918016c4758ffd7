//! The real window, driven as a person would: what is clicked is what the page shows.
//!
//! These tests need a display, WebKit's driver and the built programs, so a plain `cargo test` leaves them out;
//! `cargo xtask test` gives them all three. Nothing here waits for a length of time: each step waits until it can be done.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

mod demo;
mod person;
mod pictures;
mod rows;
mod stories;
mod window;
