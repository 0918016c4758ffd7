//! Stories through the desk: what people do, from a file to a signed decision, and what happens when the power goes.

mod demo;
mod given;
mod killed;
mod overlapping;
mod path;
mod reclassified;
mod replayed;
mod two_people;
pub mod world;
