//! Exports that verify, and what verification says of them.

use std::process::{Command, Output};

use firstline_ledger::export::{self, PayloadState, Place, Report, Scope, Source};
use firstline_ledger::hash::{Hash, leaf_hash};
use firstline_ledger::key::{self, SigningKey};

use crate::world::{ADMIN, LIN, World, case, device_key, files_of, zip_of};

fn verified(dir: &std::path::Path) -> Report {
    let report = export::verify(&Source::open(dir).unwrap()).unwrap();
    assert_eq!(export::verify(&Source::from_files(files_of(dir))).unwrap(), report);
    assert_eq!(export::verify(&Source::from_zip(zip_of(dir)).unwrap()).unwrap(), report);
    report
}

fn said(report: &Report, part: &str) -> bool {
    report.not_proven.iter().any(|sentence| sentence.contains(part))
}

#[test]
fn a_whole_export_proves_every_entry_and_says_what_it_does_not() {
    let folder = tempfile::tempdir().unwrap();
    World::new(4).export(folder.path(), Scope::Whole, true);
    let report = verified(folder.path());
    let decision = &report.logs[0];
    assert_eq!((decision.entries, decision.size, decision.checkpoints), (11, 11, 5));
    assert_eq!((decision.payloads, decision.erased, decision.left_out), (10, 1, 0));
    assert_eq!((decision.signatures, decision.signatures_unbound), (4, 0));
    assert_eq!(report.logs[1].entries, 4);
    assert_eq!((report.sealed_by, report.made_by, report.made_by_name.as_str()), (11, ADMIN, "管理员"));
    assert_eq!(report.log_key, key::fingerprint(&device_key().public_key()));
    assert!(said(&report, "entries after the last checkpoint somebody else holds were not replaced"));
    assert!(said(&report, "1 erased payloads"));
    assert!(said(&report, &report.log_key));
    assert!(!said(&report, "left out") && !said(&report, "its last entry"));
}

#[test]
fn a_case_export_proves_its_entries_within_the_whole_log() {
    let folder = tempfile::tempdir().unwrap();
    World::new(9).export(folder.path(), Scope::Case(case(5)), true);
    let report = verified(folder.path());
    let decision = &report.logs[0];
    assert_eq!((decision.entries, decision.size, decision.checkpoints), (5, 21, 2));
    assert_eq!((decision.signatures, decision.witnessed), (1, 3));
    assert_eq!((report.logs[1].entries, report.logs[1].size), (1, 9));
    assert!(said(&report, "after its last entry here"));
    let csv = String::from_utf8(files_of(folder.path())["decision/entries.csv"].clone()).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.ends_with("\r\n"));
    assert!(csv.contains("FL-2026-000005") && !csv.contains("FL-2026-000004"));
}

#[test]
fn an_export_without_payloads_says_so() {
    let folder = tempfile::tempdir().unwrap();
    World::new(3).export(folder.path(), Scope::Whole, false);
    let report = verified(folder.path());
    assert_eq!((report.logs[0].payloads, report.logs[0].erased, report.logs[0].left_out), (3, 1, 5));
    assert_eq!(report.logs[0].signatures, 3, "enrolments keep their payloads, so signers are known");
    assert!(said(&report, "5 payloads that the export leaves out"));
    let files = files_of(folder.path());
    assert!(!String::from_utf8_lossy(&files["decision/entries.csv"]).contains("看过了"));
}

#[test]
fn a_signature_whose_enrolment_is_erased_is_not_said_to_be_proven() {
    let mut world = World::new(2);
    world.decision.entries[2].payload = PayloadState::Erased;
    let folder = tempfile::tempdir().unwrap();
    world.export(folder.path(), Scope::Whole, true);
    let fault = export::verify(&Source::open(folder.path()).unwrap()).unwrap_err();
    assert_eq!(fault.to_string(), "keys.json: no entry of the export enrols lin");

    world.unlisted = Some(LIN);
    let folder = tempfile::tempdir().unwrap();
    world.export(folder.path(), Scope::Whole, true);
    let report = verified(folder.path());
    assert_eq!((report.logs[0].signatures, report.logs[0].signatures_unbound), (1, 2));
    assert!(said(&report, "whose key made 2 signatures"));
}

#[test]
fn the_zip_is_read_by_another_implementation() {
    let folder = tempfile::tempdir().unwrap();
    World::new(2).export(folder.path(), Scope::Whole, true);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip_of(folder.path()))).unwrap();
    let files = files_of(folder.path());
    assert_eq!(archive.len(), files.len());
    for (name, bytes) in files {
        let mut found = Vec::new();
        std::io::copy(&mut archive.by_name(&name).unwrap(), &mut found).unwrap();
        assert_eq!(found, bytes, "{name}");
    }
}

#[test]
fn the_bytes_of_an_export_are_frozen() {
    let folder = tempfile::tempdir().unwrap();
    World::new(1).export(folder.path(), Scope::Whole, true);
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/export");
    let bless = std::env::var_os("FIRSTLINE_BLESS").is_some();
    for (name, bytes) in files_of(folder.path()) {
        let path = golden.join(&name);
        if bless {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name} is not what it was");
    }
    export::verify(&Source::open(&golden).unwrap()).unwrap();
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstline-verify")).args(arguments).output().unwrap()
}

#[test]
fn the_program_says_its_verdict_by_exit_status_and_words() {
    let folder = tempfile::tempdir().unwrap();
    World::new(2).export(folder.path(), Scope::Whole, true);
    let path = folder.path().to_str().unwrap();
    let output = run(&[path]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.starts_with("VERIFIED\n") && text.contains("\nNot proven:\n"), "{text}");
    let json: serde_json::Value = serde_json::from_slice(&run(&[path, "--json"]).stdout).unwrap();
    assert_eq!(json["verified"], true);
    assert_eq!(json["report"]["logs"][0]["entries"], 7);

    let entries = folder.path().join("decision/entries.jsonl");
    let text = std::fs::read_to_string(&entries).unwrap();
    std::fs::write(&entries, text.replacen(r#"{"index":5,"leaf":""#, r#"{"index":5,"leaf":"0"#, 1)).unwrap();
    let output = run(&[path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("decision log, entry 5: "));
    let output = run(&["--json", path]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &json["fault"]["at"]["index"]), (Some(1), &5.into()));

    for usage in [&[][..], &["--what"], &[path, path]] {
        assert_eq!(run(usage).status.code(), Some(2));
    }
    assert_eq!(run(&["--help"]).status.code(), Some(0));
    assert_eq!(run(&["/nowhere/at/all"]).status.code(), Some(1));
}

#[test]
fn fingerprints_are_of_the_key_alone() {
    let key: Hash = leaf_hash(b"key");
    assert_eq!(key::fingerprint(&key).len(), 8 * 4 + 7);
    assert_ne!(key::fingerprint(&key), key::fingerprint(&SigningKey::from_seed(&key).public_key()));
}

#[test]
fn places_are_named_in_words() {
    let class = "decision".to_owned();
    assert_eq!(Place::Entry { class: class.clone(), index: 17 }.to_string(), "decision log, entry 17");
    assert_eq!(Place::Payload { class, index: 17 }.to_string(), "decision log, payload of entry 17");
}
