//! The ledger's formats against published references, and against whoever changes a byte.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what fails here fails the test; skips are said aloud"
)]

mod export;
mod formats;
mod hostile;
mod python;
mod tamper;
mod tree;
mod world;

/// The folder of reference data, where it is present.
fn reference(path: &str) -> Option<std::path::PathBuf> {
    let root = std::env::var_os("FIRSTLINE_REFERENCE_DATA").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        std::path::PathBuf::from,
    );
    let found = root.join(path);
    if found.exists() {
        return Some(found);
    }
    println!("skipped: reference data absent ({path})");
    None
}

fn reference_json(path: &str) -> Option<serde_json::Value> {
    reference(path).map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())
}
