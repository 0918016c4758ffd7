//! What no linter sees.

use std::collections::BTreeSet;

/// A file past 400 lines is a sign to look again; past this it has to be two.
const LINES_MAX: usize = 500;

/// What the design allows at the top, beside dotfiles.
const TOP: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "crates",
    "docs",
    "migrations",
    "src-tauri",
    "tests",
    "ui",
];

fn text_of(file: &str) -> String {
    std::fs::read_to_string(super::root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn written_by_hand(file: &str) -> bool {
    let source = [".rs", ".ts", ".tsx", ".css", ".py", ".sql"].iter().any(|ending| file.ends_with(ending));
    // The one is generated; the other is one file on purpose, so that a stranger can read it from end to end.
    source && !["ui/src/ipc/bindings.ts", "tests/verify_export.py"].contains(&file)
}

#[test]
fn no_file_outgrows_its_name() {
    for file in super::files(&["."]).iter().filter(|file| written_by_hand(file)) {
        let lines = text_of(file).lines().count();
        assert!(lines <= LINES_MAX, "{file} has {lines} lines: does it hold two things?");
    }
}

#[test]
fn the_window_shell_stays_thin() {
    let files = super::files(&["src-tauri"]);
    let lines: usize =
        files.iter().filter(|file| file.ends_with(".rs")).map(|file| text_of(file).lines().count()).sum();
    assert!(lines < 2_000, "src-tauri has {lines} lines: what of it belongs to the desk?");
}

#[test]
fn the_top_level_stays_as_designed() {
    let tops: BTreeSet<String> =
        super::files(&["."]).iter().map(|file| file.split('/').next().unwrap().to_owned()).collect();
    let strangers: Vec<_> =
        tops.iter().filter(|top| !top.starts_with('.') && !TOP.contains(&top.as_str())).collect();
    assert!(strangers.is_empty(), "not in the design's layout: {strangers:?}");
}

/// A path of one person's machine works nowhere else, and says who they are.
#[test]
fn no_file_names_a_place_on_one_machine() {
    let places = ["/home/", "/Users/", "/root/", "/work/", "C:\\Users"].map(|place| place.to_owned());
    for file in super::files(&["."]) {
        let binary = [".png", ".zip", ".woff2", ".ico", ".svg"].iter().any(|ending| file.ends_with(ending));
        if binary || file.ends_with("project/tidy.rs") || file.ends_with("package-lock.json") {
            continue;
        }
        let bytes = std::fs::read(super::root().join(&file)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for place in &places {
            assert!(!text.contains(place.as_str()), "{file} names {place}");
        }
    }
}

/// Line endings are part of a migration's checksum: with a carriage return, a user's file would refuse to open.
#[test]
fn migrations_end_their_lines_with_a_line_feed() {
    let migrations = super::files(&["migrations"]);
    assert!(!migrations.is_empty());
    for file in migrations.iter().filter(|file| file.ends_with(".sql")) {
        assert!(!text_of(file).contains('\r'), "{file} has carriage returns");
    }
    assert!(text_of(".gitattributes").lines().any(|line| line == "*.sql text eol=lf"));
}

/// A test is skipped for a reason that can be read, or not at all.
#[test]
fn no_test_is_ignored_without_a_reason() {
    for file in super::files(&["crates", "src-tauri", "tests"]) {
        if file.ends_with(".rs") && !file.ends_with("project/tidy.rs") {
            assert!(!text_of(&file).contains("#[ignore]"), "{file} ignores a test without saying why");
        }
    }
}
