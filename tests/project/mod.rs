//! The project's own rules: who may import whom, and what no linter sees.

mod crates;
mod tidy;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Every file that git tracks or would, below the given folders, as paths from the root.
fn files(below: &[&str]) -> Vec<String> {
    let listed = std::process::Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z", "--"])
        .args(below)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).unwrap();
    let existing = names.split('\0').filter(|name| !name.is_empty() && root().join(name).is_file());
    existing.map(str::to_owned).collect()
}
