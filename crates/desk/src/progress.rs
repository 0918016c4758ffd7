//! Long work says how far it is.

/// Whoever watches long work.
pub trait Progress: Send {
    /// Called from time to time with the stage's name, how much of it is done and how much there is.
    fn report(&mut self, stage: &str, done: u64, total: u64);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn report(&mut self, _stage: &str, _done: u64, _total: u64) {}
}
