//! The reader's own caps, as the system keeps them, and what becomes of readers that break off, hang or babble.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use firstline_desk::{ReaderProgram, Readers};
use firstline_intake::protocol::{Answer, Request, Wanted, read_answer};

use super::make::BANK;

/// A file read by a program that is not the reader; the code it is refused with.
fn refused_by(script: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (program, file) = (folder.path().join("reader"), folder.path().join("bank.csv"));
    std::fs::write(&file, BANK).unwrap();
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let refused = Readers::new(ReaderProgram::at(&program)).inspections(&file).unwrap_err();
    assert!(refused.message.contains("bank.csv"), "{refused}");
    refused.values["intake_code"].clone()
}

#[test]
fn a_reader_that_ends_by_itself_refuses_its_file() {
    assert_eq!(refused_by("exit 0"), "reader_ended");
    assert_eq!(refused_by("exit 101"), "reader_ended");
    assert_eq!(refused_by("kill -KILL $$"), "reader_ended");
    assert_eq!(refused_by("cat >/dev/null"), "reader_too_slow");
}

/// SIGABRT is how a Rust program ends that gets no more memory.
#[test]
fn a_reader_without_memory_or_time_says_so() {
    assert_eq!(refused_by("kill -ABRT $$"), "reader_out_of_memory");
    assert_eq!(refused_by("kill -XCPU $$"), "reader_too_slow");
}

#[test]
fn a_reader_that_hangs_is_ended() {
    assert_eq!(refused_by("while :; do :; done"), "reader_too_slow");
}

#[test]
fn a_reader_that_babbles_is_ended() {
    assert_eq!(refused_by("while :; do echo babble; done"), "reader_ended");
    // Frame after frame that says nothing: an empty document, without end.
    assert_eq!(refused_by(r"while :; do printf '\004\0\0\0\0'; done"), "reader_overflowed");
}

#[test]
fn a_program_that_is_not_there_is_no_fault_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.csv");
    std::fs::write(&file, BANK).unwrap();
    let failed = Readers::new(ReaderProgram::at(folder.path().join("none"))).inspections(&file).unwrap_err();
    assert!(!failed.values.contains_key("intake_code"), "{failed}");
}

/// The soft and the hard limit of a process, as the system says them.
fn limit<'l>(limits: &'l str, name: &str) -> (&'l str, &'l str) {
    let line = limits.lines().find_map(|line| line.strip_prefix(name)).expect(name);
    let mut words = line.split_whitespace();
    (words.next().unwrap(), words.next().unwrap())
}

#[test]
fn a_reader_has_given_up_what_it_does_not_need() {
    let mut reader = Command::new(env!("CARGO_BIN_EXE_firstline-test-reader"))
        .arg("read-files")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (reader.stdin.take().unwrap(), reader.stdout.take().unwrap());
    let (wanted, bytes) = (Wanted::Inspections, BANK.len() as u64);
    let request = Request { wanted, bytes, password: None, mappings: Vec::new(), tried: None };
    request.write(&mut input).unwrap();
    input.write_all(BANK.as_bytes()).unwrap();
    assert!(matches!(read_answer("bank.csv", &mut output).unwrap(), Answer::Inspections(_)));
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", reader.id())).unwrap();
    for name in ["Max open files", "Max file size", "Max processes", "Max core file size"] {
        assert_eq!(limit(&limits, name), ("0", "0"), "{name}");
    }
    let (memory, memory_for_good) = limit(&limits, "Max address space");
    assert!(memory == memory_for_good && memory.parse::<u64>().unwrap() < 4 << 30, "{memory}");
    let seconds: u64 = limit(&limits, "Max cpu time").0.parse().unwrap();
    assert!(seconds <= 6, "{seconds}");
    drop(input);
    assert!(reader.wait().unwrap().success(), "it ends when nobody asks any more");
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty());
}
