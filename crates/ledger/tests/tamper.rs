//! Whoever changes an export is found out, and the place is named: byte by byte, and by those who know the format.

use std::collections::BTreeMap;

use firstline_ledger::export::{self, ExportFault, Place, Scope, Source};

use crate::world::{World, case, files_of, zip_of};

type Files = BTreeMap<String, Vec<u8>>;

fn exported(cases: u64, every: u64, scope: Scope) -> (Files, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    World::with(cases, every).export(folder.path(), scope, true);
    (files_of(folder.path()), zip_of(folder.path()))
}

fn verdict(files: &Files) -> Result<(), ExportFault> {
    export::verify(&Source::from_files(files.clone())).map(drop)
}

/// Where a change at an offset of a file must be found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expected {
    File(String),
    Seal,
    /// An entry, its payload or its signature.
    Entry(String, u64),
    Row(String, u64),
    Checkpoint(String, u64),
    Proof(String, u64),
}

impl Expected {
    fn is(&self, place: &Place) -> bool {
        match (self, place) {
            (Expected::File(name), Place::File { name: found }) => name == found,
            (Expected::Seal, Place::Seal) => true,
            (
                Expected::Entry(class, index),
                Place::Entry { class: log, index: found }
                | Place::Payload { class: log, index: found }
                | Place::Signature { class: log, index: found },
            ) => (class, index) == (log, found),
            (Expected::Row(class, index), Place::Row { class: log, index: found }) => {
                (class, index) == (log, found)
            }
            (Expected::Checkpoint(class, line), Place::Checkpoint { class: log, line: found, .. })
            | (Expected::Proof(class, line), Place::Proof { class: log, line: found }) => {
                (class, line) == (log, found)
            }
            _ => false,
        }
    }
}

/// The expectation for every byte of a file.
fn expectations(name: &str, bytes: &[u8], indices: &BTreeMap<String, Vec<u64>>) -> Vec<Expected> {
    let whole = || Expected::File(name.to_owned());
    let Some((class, file)) = name.split_once('/') else {
        return vec![if name == export::SEAL { Expected::Seal } else { whole() }; bytes.len()];
    };
    let class = class.to_owned();
    let mut line = 0;
    bytes
        .iter()
        .map(|byte| {
            let expected = match file {
                "entries.jsonl" => Expected::Entry(class.clone(), indices[&class][line]),
                "entries.csv" if line == 0 => whole(),
                "entries.csv" => Expected::Row(class.clone(), indices[&class][line - 1]),
                "checkpoints.jsonl" => Expected::Checkpoint(class.clone(), line as u64 + 1),
                "proofs.jsonl" => Expected::Proof(class.clone(), line as u64 + 1),
                _ => whole(),
            };
            line += usize::from(*byte == b'\n');
            expected
        })
        .collect()
}

fn indices_of(files: &Files) -> BTreeMap<String, Vec<u64>> {
    ["decision", "access"]
        .map(|class| {
            let lines = files[&format!("{class}/entries.jsonl")].split(|byte| *byte == b'\n');
            let index = |line: &[u8]| {
                serde_json::from_slice::<serde_json::Value>(line).unwrap()["index"].as_u64().unwrap()
            };
            (class.to_owned(), lines.filter(|line| !line.is_empty()).map(index).collect())
        })
        .into()
}

/// An export with what must be found at each of its bytes.
struct Target {
    files: Files,
    expected: BTreeMap<String, Vec<Expected>>,
}

impl Target {
    fn new(files: Files) -> Self {
        assert_eq!(verdict(&files), Ok(()), "untouched, it verifies");
        let indices = indices_of(&files);
        let expected =
            files.iter().map(|(name, bytes)| (name.clone(), expectations(name, bytes, &indices))).collect();
        Target { files, expected }
    }

    /// Changes a byte, expects it found and named, and puts it back.
    fn try_file(&mut self, name: &str, offset: usize, flip: u8) {
        let mut files = std::mem::take(&mut self.files);
        files.get_mut(name).unwrap()[offset] ^= flip;
        let source = Source::from_files(files);
        let found = export::verify(&source);
        self.files = source.into_files();
        self.files.get_mut(name).unwrap()[offset] ^= flip;
        let fault = found.expect_err(&format!("{name} byte {offset} ^ {flip}"));
        let expected = &self.expected[name][offset];
        assert!(expected.is(&fault.place), "{name} byte {offset} ^ {flip}: {fault}, not {expected:?}");
    }

    /// The same within the zip, whose own bytes are those that belong to no file.
    fn try_zip(&self, zip: &[u8], starts: &BTreeMap<usize, String>, offset: usize, flip: u8) {
        let mut changed = zip.to_vec();
        changed[offset] ^= flip;
        let fault = Source::from_zip(changed)
            .and_then(|source| export::verify(&source))
            .expect_err(&format!("zip byte {offset} ^ {flip}"));
        let inside = starts.range(..=offset).next_back().and_then(|(start, name)| {
            self.expected[name].get(offset - start).map(|expected| (name, expected))
        });
        match inside {
            Some((name, expected)) => {
                assert!(expected.is(&fault.place), "zip, {name} byte {offset}: {fault}")
            }
            None => assert_eq!(fault.place, Place::Container, "zip byte {offset}: {fault}"),
        }
    }

    /// Where each file begins in a zip.
    fn starts(&self, zip: &[u8]) -> BTreeMap<usize, String> {
        let find = |name: &str, bytes: &[u8]| {
            let header = [name.as_bytes(), bytes].concat();
            zip.windows(header.len()).position(|window| window == header).unwrap() + name.len()
        };
        self.files
            .iter()
            .filter(|(_, bytes)| !bytes.is_empty())
            .map(|(name, bytes)| (find(name, bytes), name.clone()))
            .collect()
    }

    fn total(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }

    /// The file and the offset in it of an offset in all files.
    fn place(&self, mut offset: usize) -> (String, usize) {
        for (name, bytes) in &self.files {
            if offset < bytes.len() {
                return (name.clone(), offset);
            }
            offset -= bytes.len();
        }
        unreachable!("the offset lies within the files")
    }
}

fn try_every_byte(scope: Scope) {
    let (files, zip) = exported(1, 1, scope);
    let mut target = Target::new(files);
    let names: Vec<String> = target.files.keys().cloned().collect();
    for name in names {
        for offset in 0..target.files[&name].len() {
            target.try_file(&name, offset, 1 << (offset % 8));
        }
    }
    let starts = target.starts(&zip);
    for offset in 0..zip.len() {
        target.try_zip(&zip, &starts, offset, 1 << (offset % 8));
    }
    assert_eq!(verdict(&target.files), Ok(()), "everything is back in its place");
}

#[test]
fn every_changed_byte_of_a_small_whole_export_is_found_and_named() {
    try_every_byte(Scope::Whole);
}

#[test]
fn every_changed_byte_of_a_small_case_export_is_found_and_named() {
    try_every_byte(Scope::Case(case(1)));
}

/// How many random positions of each large export are tried.
const RANDOM_POSITIONS: u64 = 10_000;

/// Numbers of a linear congruential generator: the same on every run.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 16
}

/// What a random change is made in.
enum Container {
    Folder,
    Zip,
}

fn try_random_positions(scope: Scope, container: &Container) {
    let (files, zip) = exported(72, 12, scope);
    let mut target = Target::new(files);
    let starts = target.starts(&zip);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..RANDOM_POSITIONS {
        let flip = 1 << (random(&mut state) % 8);
        let offset = usize::try_from(random(&mut state)).unwrap();
        match container {
            Container::Folder => {
                let (name, within) = target.place(offset % target.total());
                target.try_file(&name, within, flip);
            }
            Container::Zip => target.try_zip(&zip, &starts, offset % zip.len(), flip),
        }
    }
    assert_eq!(verdict(&target.files), Ok(()), "everything is back in its place");
}

#[test]
fn random_changed_bytes_of_a_large_whole_export_are_found_and_named() {
    try_random_positions(Scope::Whole, &Container::Folder);
}

#[test]
fn random_changed_bytes_of_a_large_whole_zip_are_found_and_named() {
    try_random_positions(Scope::Whole, &Container::Zip);
}

#[test]
fn random_changed_bytes_of_a_large_case_export_are_found_and_named() {
    try_random_positions(Scope::Case(case(37)), &Container::Folder);
}

#[test]
fn random_changed_bytes_of_a_large_case_zip_are_found_and_named() {
    try_random_positions(Scope::Case(case(37)), &Container::Zip);
}
