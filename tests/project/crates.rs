//! Imports point one way: `core` and `ledger` import no sibling, and a library that only one crate may know is named by
//! that crate alone.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{Metadata, MetadataCommand};

/// What each package may import of its siblings. A package that is not here has no place in the design yet.
const SIBLINGS: &[(&str, &[&str])] = &[
    ("firstline-core", &[]),
    ("firstline-ledger", &[]),
    ("firstline-scoring", &["firstline-core"]),
    ("firstline-policy", &["firstline-core"]),
    ("firstline-intake", &["firstline-core"]),
    ("firstline-store", &["firstline-core", "firstline-ledger"]),
    (
        "firstline-desk",
        &[
            "firstline-core",
            "firstline-intake",
            "firstline-ledger",
            "firstline-policy",
            "firstline-scoring",
            "firstline-store",
        ],
    ),
    ("firstline", &["firstline-desk"]),
    ("firstline-desktop", &["firstline-desk"]),
    ("xtask", &[]),
];

/// Tests across crates reach whatever they test.
const ANYTHING: &str = "firstline-tests";

/// Libraries, by the beginning of their name, that only the named packages may import.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("sqlx", &["firstline-store"]),
    ("libsqlite3-sys", &["firstline-store"]),
    ("zen-", &["firstline-policy"]),
    ("tauri", &["firstline-desktop"]),
    ("specta", &["firstline-desk", "firstline-desktop"]),
    ("clap", &["firstline", "firstline-desktop"]),
    ("csv", &["firstline-intake"]),
    ("thirtyfour", &[]),
    ("reqwest", &[]),
    ("ureq", &[]),
    ("hyper", &[]),
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(super::root().join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .unwrap()
}

/// Each package's direct imports, whether to build, to run or to test it.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata().packages.into_iter();
    packages
        .map(|package| {
            let names = package.dependencies.into_iter().map(|dependency| dependency.name).collect();
            (package.name.to_string(), names)
        })
        .collect()
}

#[test]
fn each_crate_imports_only_the_siblings_it_may() {
    let rules: BTreeMap<&str, &[&str]> = SIBLINGS.iter().copied().collect();
    let imports = imports();
    let named: BTreeSet<&str> = rules.keys().copied().chain([ANYTHING]).collect();
    assert_eq!(
        imports.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        named,
        "packages and rules differ"
    );
    for (package, imported) in imports.iter().filter(|(package, _)| *package != ANYTHING) {
        let siblings = imported.iter().filter(|name| named.contains(name.as_str()));
        let refused: Vec<_> =
            siblings.filter(|name| !rules[package.as_str()].contains(&name.as_str())).collect();
        assert!(refused.is_empty(), "{package} must not import {refused:?}");
    }
}

#[test]
fn each_library_stays_in_the_crate_that_may_name_it() {
    for (package, imported) in imports().iter().filter(|(package, _)| *package != ANYTHING) {
        for (library, homes) in KEPT_IN {
            let names: Vec<_> = imported.iter().filter(|name| name.starts_with(library)).collect();
            assert!(
                names.is_empty() || homes.contains(&package.as_str()),
                "{package} must not import {names:?}: only {homes:?} may"
            );
        }
    }
}

/// The trade computes; it does not read clocks, files, networks or chance.
#[test]
fn the_core_can_reach_no_world() {
    let imports = imports();
    for library in ["tokio", "getrandom", "rand", "tempfile", "zip"] {
        assert!(!imports["firstline-core"].contains(library), "firstline-core imports {library}");
    }
    for file in super::files(&["crates/core/src", "crates/scoring/src", "crates/intake/src"]) {
        let text = std::fs::read_to_string(super::root().join(&file)).unwrap();
        for world in
            ["std::fs", "std::net", "std::process", "std::env", "SystemTime", "Instant::now", "thread_rng"]
        {
            // A module of tests at a file's end may read what it compares with.
            let code = text.split("#[cfg(test)]").next().unwrap();
            assert!(!code.contains(world), "{file} names {world}");
        }
    }
}
