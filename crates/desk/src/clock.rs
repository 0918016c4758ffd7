//! The one clock and the one source of random ids; everything else is given its time.

use std::sync::OnceLock;
use std::time::Instant;

use chrono::{SubsecRound, Utc};
use firstline_store::workspace::Moment;
use uuid::Uuid;

/// The present moment, as entries state it.
#[expect(clippy::disallowed_methods, reason = "the one home of the clock")]
pub fn now() -> Moment {
    static START: OnceLock<(Instant, Uuid)> = OnceLock::new();
    let (start, boot) = START.get_or_init(|| (Instant::now(), new_id()));
    Moment {
        at: Utc::now().trunc_subsecs(3),
        monotonic_ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        boot: *boot,
    }
}

/// A random id.
pub fn new_id() -> Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("an operating system without randomness cannot run this program");
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
