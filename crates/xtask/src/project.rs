//! Where things lie, and the fingerprint of a set of files.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::command::{Failure, Outcome, command, read};

/// The folder of the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.join("../..").canonicalize().unwrap_or(here)
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// What the chores keep for themselves between runs.
pub fn kept() -> PathBuf {
    target().join("xtask")
}

/// A program of the workspace as the development profile builds it.
pub fn program(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// One number that changes when any file of the project below `folder` does: names and contents, tracked or new,
/// but nothing that git ignores.
pub fn fingerprint(folder: &str) -> Outcome<String> {
    let listed = read(command("git").args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        folder,
    ]))?;
    let mut names: Vec<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    let mut hasher = DefaultHasher::new();
    for name in names {
        name.hash(&mut hasher);
        // A file that is deleted but still tracked has a name and no contents.
        std::fs::read(root().join(name)).ok().hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// One number for one file's contents.
pub fn fingerprint_of_file(path: &Path) -> Outcome<String> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::of(&format!("cannot read {}", path.display()), &error))?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether the note kept at `path` says `value`.
pub fn noted(path: &Path, value: &str) -> bool {
    std::fs::read_to_string(path).is_ok_and(|text| text == value)
}
