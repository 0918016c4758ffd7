//! Every door that strangers' bytes come in by, for libFuzzer: `cargo xtask fuzz [TARGET]`.
//!
//! One program with a target for each door, since building it takes longer than a short run of all. What a run finds becomes a
//! numbered regression test beside the code that was wrong.
#![no_main]

mod doors;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

use doors::{DOORS, Door};

/// Names the target; libFuzzer keeps the arguments for itself.
const TARGET: &str = "FIRSTLINE_FUZZ_TARGET";

static DOOR: OnceLock<Door> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let door = DOOR.get_or_init(|| {
        // A panic that a parser catches, as around libraries for workbooks, is none; one that it does not still ends the run.
        let _ = std::panic::take_hook();
        let target = std::env::var(TARGET).unwrap_or_default();
        let known = DOORS.iter().find(|(name, _)| *name == target);
        known.unwrap_or_else(|| panic!("${TARGET} is none of the targets: {target:?}")).1
    });
    door(bytes);
});
