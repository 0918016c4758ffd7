//! Chance from a seed: the same seed gives the same choices on every machine. Integers only, so that no rounding of a processor or
//! a library can change a byte of what is written.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What chance is drawn for. Each applicant has one stream for each, so that one more draw in one place moves nothing elsewhere, and
/// one more applicant changes nobody before.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Person,
    Circumstances,
    Life,
    Application,
    Vendors,
}

const PURPOSES: u64 = 8;

/// A stream of chance.
#[derive(Debug, Clone)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    pub(super) fn new(seed: u64, applicant: u32, purpose: Purpose) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(u64::from(applicant) * PURPOSES + purpose as u64);
        Chance(generator)
    }

    /// A whole number below `limit`, which is above zero. Multiplying beats a remainder: its bias is below one in 2^40 here.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let wide = u128::from(self.0.next_u64()) * u128::from(limit);
        u32::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u32::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::from(self.below(span))
    }

    /// A number from `low` to `high`, likelier in the middle.
    pub(super) fn about(&mut self, low: i64, high: i64) -> i64 {
        (self.between(low, high) + self.between(low, high) + self.between(low, high)) / 3
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(super) fn happens(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(u32::try_from(from.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// One of some things, by weight.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> T {
        let total: u32 = from.iter().map(|(weight, _)| weight).sum();
        let mut place = self.below(total);
        for (weight, thing) in from {
            if place < *weight {
                return *thing;
            }
            place -= weight;
        }
        from[0].1
    }
}
