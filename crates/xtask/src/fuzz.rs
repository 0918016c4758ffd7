//! Fuzzing every door that strangers' bytes come in by, guided by coverage, on the toolchain everything else is built with.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Failure, Outcome, cargo, command, run, step};
use crate::project;

/// The targets, as `tests/fuzz/src/doors.rs` names them, and where files of the kind lie that a run can begin with.
const TARGETS: [(&str, &[&str]); 14] = [
    ("detect", &["crates/intake/tests/golden"]),
    ("statement", &["crates/intake/tests/golden"]),
    ("interchange", &["crates/intake/tests/golden"]),
    ("workbook", &["crates/intake/tests/golden"]),
    ("archive", &["crates/intake/tests/golden"]),
    ("preview", &["crates/intake/tests/golden"]),
    ("applications_csv", &["crates/intake/tests/golden/applications"]),
    ("applications_json", &["crates/intake/tests/golden/applications"]),
    ("vendor_results", &["crates/intake/tests/golden/vendor_results"]),
    ("request", &[]),
    ("answer", &[]),
    ("round_trip", &["crates/intake/tests/golden"]),
    ("entry", &[]),
    ("export", &[]),
];

/// A short run, as CI does it.
pub const SECONDS_SHORT: &str = "5";

/// What `cargo fuzz` passes as well, but for the one sanitizer that needs another toolchain.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// A file larger than this teaches a run nothing that a smaller one does not.
const SEED_BYTES_MAX: u64 = 32 * 1024;

/// Runs one target, or each, for so many seconds.
pub fn fuzz(only: Option<&str>, seconds: &str) -> Outcome {
    if seconds.parse::<u32>().is_err() {
        return Err(Failure(format!("{seconds:?} is not a number of seconds")));
    }
    let chosen: Vec<_> = TARGETS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
    if chosen.is_empty() {
        let known: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        return Err(Failure(format!("the targets are {}", known.join(", "))));
    }
    let triple = host()?;
    step("building the fuzz targets", || build(&triple))?;
    let program = folder().join(&triple).join("release/firstline-fuzz");
    for (target, seeds) in chosen {
        step(&format!("fuzzing {target} for {seconds} s"), || run_target(&program, target, seeds, seconds))?;
    }
    Ok(())
}

/// Builds beside everything else: other flags for the same crates would make each build undo the one before.
fn folder() -> PathBuf {
    project::target().join("fuzz")
}

fn build(triple: &str) -> Outcome {
    // With a target named, the flags are not for build scripts and macros, which could not be linked with counters.
    run(cargo(&["build", "--release", "--manifest-path", "tests/fuzz/Cargo.toml", "--target", triple])
        .env("CARGO_TARGET_DIR", folder())
        .env("RUSTFLAGS", COUNTERS))
}

fn host() -> Outcome<String> {
    let said = crate::command::read(command("rustc").arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure("rustc does not say which host it is for".to_owned()))
}

/// What a run learns stays in `target`; what it begins with is committed.
fn run_target(program: &Path, target: &str, seeds: &[&str], seconds: &str) -> Outcome {
    let learnt = folder().join("learnt").join(target);
    let found = folder().join("found").join(target);
    for folder in [&learnt, &found] {
        std::fs::create_dir_all(folder).map_err(|error| Failure::of("cannot make a folder", &error))?;
    }
    let mut fuzzer = Command::new(program);
    fuzzer.current_dir(project::root()).env("FIRSTLINE_FUZZ_TARGET", target).arg(&learnt);
    let own = project::root().join("tests/fuzz/corpus").join(target);
    for seeds in seeds.iter().map(|seeds| project::root().join(seeds)).chain([own]) {
        if seeds.is_dir() {
            fuzzer.arg(seeds);
        }
    }
    let words = project::root().join("tests/fuzz/words.dict");
    run(fuzzer
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg(format!("-dict={}", words.display()))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={SEED_BYTES_MAX}"))
        .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=0", "-verbosity=1", "-close_fd_mask=1"]))
    .map_err(|Failure(reason)| {
        let place = found.display();
        Failure(format!("{reason}\n{target} found something: the bytes are in {place}; each finding becomes a numbered test"))
    })
}
