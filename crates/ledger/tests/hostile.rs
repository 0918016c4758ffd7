//! Exports made to mislead by somebody who knows the format, and containers made to harm.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use firstline_ledger::export::{self, ExportFault, Place, Scope, Source};
use firstline_ledger::hash::leaf_hash;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::world::{World, case, files_of, zip_of};

type Files = BTreeMap<String, Vec<u8>>;

fn fault_of(files: &Files) -> ExportFault {
    export::verify(&Source::from_files(files.clone())).unwrap_err()
}

/// What verification says of an export in which somebody who makes and signs exports has changed files: manifest and seal fit again.
fn resealed(scope: Scope, change: impl Fn(&mut Files)) -> Result<(), ExportFault> {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::new(6);
    let unsealed = world.unsealed(folder.path(), scope, true);
    let mut files = files_of(folder.path());
    change(&mut files);
    let mut manifest: Value = serde_json::from_slice(&files[export::MANIFEST]).unwrap();
    for file in manifest["files"].as_array_mut().unwrap() {
        let bytes = &files[file["name"].as_str().unwrap()];
        file["length"] = bytes.len().into();
        file["sha256"] = hex::encode(Sha256::digest(bytes)).into();
    }
    for (log, class) in manifest["logs"].as_array_mut().unwrap().iter_mut().zip(["decision", "access"]) {
        if log["indices"].is_array() {
            log["indices"] = indices(&files[&format!("{class}/entries.jsonl")]).into();
        }
    }
    let bytes = serde_json::to_vec(&manifest).unwrap();
    unsealed.seal(&world.seal(Sha256::digest(&bytes).into())).unwrap();
    files.insert(export::SEAL.to_owned(), std::fs::read(folder.path().join(export::SEAL)).unwrap());
    files.insert(export::MANIFEST.to_owned(), bytes);
    export::verify(&Source::from_files(files)).map(drop)
}

fn indices(entries: &[u8]) -> Vec<u64> {
    let lines = std::str::from_utf8(entries).unwrap().lines();
    lines.map(|line| serde_json::from_str::<Value>(line).unwrap()["index"].as_u64().unwrap()).collect()
}

/// Replaces text in a file, which must be there.
fn edit(files: &mut Files, name: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[name].clone()).unwrap();
    assert!(text.contains(from), "{name} holds {from}");
    files.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
}

/// Rewrites an entry that nobody signed, and everything beside it that follows from it, as far as no key is needed.
fn rewrite_entry(files: &mut Files, class: &str, index: u64) {
    let (lines, rows) = (format!("{class}/entries.jsonl"), format!("{class}/entries.csv"));
    let text = String::from_utf8(files[&lines].clone()).unwrap();
    let begin = format!(r#"{{"index":{index},"#);
    let line: Value =
        serde_json::from_str(text.lines().find(|line| line.starts_with(&begin)).unwrap()).unwrap();
    let (old_leaf, old_entry) = (line["leaf"].as_str().unwrap(), line["entry"].as_str().unwrap());
    let entry = String::from_utf8(BASE64.decode(old_entry).unwrap()).unwrap();
    let changed = entry.replacen(r#""mono":5"#, r#""mono":6"#, 1);
    assert_ne!(entry, changed);
    let leaf = hex::encode(leaf_hash(changed.as_bytes()));
    edit(files, &lines, old_leaf, &leaf);
    edit(files, &lines, old_entry, &BASE64.encode(&changed));
    edit(files, &rows, old_leaf, &leaf);
}

#[test]
fn resealing_alone_is_no_fault() {
    assert_eq!(resealed(Scope::Whole, |_| {}), Ok(()));
    assert_eq!(resealed(Scope::Case(case(2)), |_| {}), Ok(()));
}

#[test]
fn an_entry_rewritten_with_its_leaf_contradicts_what_is_signed() {
    let place = |scope, class: &str, index| {
        resealed(scope, |files| rewrite_entry(files, class, index)).unwrap_err().place
    };
    let class = "access".to_owned();
    let checkpoint = Place::Checkpoint { class: class.clone(), line: 3, size: Some(3) };
    assert_eq!(place(Scope::Whole, "access", 2), checkpoint);
    assert_eq!(place(Scope::Case(case(2)), "access", 1), Place::Proof { class, line: 1 });
    let class = "decision".to_owned();
    // The entry after it in the case names it by its leaf.
    assert_eq!(place(Scope::Whole, "decision", 5), Place::Entry { class: class.clone(), index: 6 });
    assert_eq!(place(Scope::Case(case(2)), "decision", 5), Place::Proof { class, line: 4 });
}

#[test]
fn a_name_that_the_csv_does_not_use_is_found() {
    let fault = resealed(Scope::Whole, |files| edit(files, "names.json", "FL-2026-000001", "FL-2026-999999"));
    assert_eq!(fault.unwrap_err().place, Place::Row { class: "decision".to_owned(), index: 3 });
}

#[test]
fn an_entry_left_out_of_a_case_is_missed() {
    let fault = resealed(Scope::Case(case(2)), |files| {
        for name in ["decision/entries.jsonl", "decision/proofs.jsonl"] {
            let text = String::from_utf8(files[name].clone()).unwrap();
            let kept = text.lines().filter(|line| !line.contains(r#""index":5,"#));
            files.insert(
                name.to_owned(),
                kept.map(|line| format!("{line}\n")).collect::<String>().into_bytes(),
            );
        }
        let text = String::from_utf8(files["decision/entries.csv"].clone()).unwrap();
        let kept: Vec<&str> = text.split_inclusive("\r\n").filter(|row| !row.starts_with("5,")).collect();
        files.insert("decision/entries.csv".to_owned(), kept.concat().into_bytes());
    })
    .unwrap_err();
    assert_eq!(
        fault.to_string(),
        "decision log, entry 6: it names an earlier entry of its case that is not there"
    );
}

#[test]
fn keys_that_the_log_did_not_enrol_are_refused() {
    let other = hex::encode(firstline_ledger::key::SigningKey::from_seed(&[77; 32]).public_key());
    let lin = hex::encode(crate::world::person_key(crate::world::LIN).public_key());
    let fault = resealed(Scope::Whole, |files| edit(files, "keys.json", &lin, &other)).unwrap_err();
    assert_eq!(fault.to_string(), "keys.json: the key of lin is not the enrolled one");
    for (from, to) in
        [("林晓", "林小"), ("underwriter", "approver"), (r#""enrolled_by": 2"#, r#""enrolled_by": 1"#)]
    {
        // The CSV shows names and roles, and is rendered with what the keys say.
        let fault = resealed(Scope::Whole, |files| {
            edit(files, "keys.json", from, to);
            for name in ["decision/entries.csv", "access/entries.csv"] {
                let rows = String::from_utf8(files[name].clone()).unwrap();
                let rows = rows.replace(&format!(",lin,{from}"), &format!(",lin,{to}"));
                let rows = rows.replace(&format!(",林晓,{from}"), &format!(",林晓,{to}"));
                files.insert(name.to_owned(), rows.into_bytes());
            }
        });
        assert_eq!(fault.unwrap_err().to_string(), "keys.json: lin is not what the enrolment says");
    }
    let device = hex::encode(crate::world::device_key().public_key());
    let fault = resealed(Scope::Whole, |files| edit(files, "keys.json", &device, &other)).unwrap_err();
    assert_eq!(
        fault.place,
        Place::File { name: "keys.json".to_owned() },
        "the fingerprint is another's: {fault}"
    );
}

#[test]
fn checkpoints_and_payloads_cannot_be_dropped_in_silence() {
    let fault = resealed(Scope::Whole, |files| {
        let text = String::from_utf8(files["decision/checkpoints.jsonl"].clone()).unwrap();
        let kept: String = text.lines().skip(1).map(|line| format!("{line}\n")).collect();
        files.insert("decision/checkpoints.jsonl".to_owned(), kept.into_bytes());
    })
    .unwrap_err();
    assert_eq!(
        fault.to_string(),
        "decision log: the checkpoint that somebody else is said to hold is not there"
    );
    let fault = resealed(Scope::Whole, |files| {
        let text = String::from_utf8(files["decision/entries.jsonl"].clone()).unwrap();
        let line = text.lines().nth(5).unwrap();
        let (before, _) = line.split_once(r#""payload":"#).unwrap();
        edit(files, "decision/entries.jsonl", line, &format!(r#"{before}"payload":"left_out"}}"#));
    })
    .unwrap_err();
    assert_eq!(
        fault.to_string(),
        "decision log, payload of entry 5: it is left out of an export that has payloads"
    );
}

fn exported() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    World::new(2).export(folder.path(), Scope::Whole, true);
    let files = files_of(folder.path());
    (folder, files)
}

#[test]
fn missing_and_unknown_files_are_named() {
    let (_folder, files) = exported();
    for name in files.keys() {
        let mut fewer = files.clone();
        fewer.remove(name);
        let fault = fault_of(&fewer);
        let expected = if name == export::SEAL { "seal.json" } else { name };
        assert_eq!(fault.place, Place::File { name: expected.to_owned() }, "{fault}");
    }
    for name in ["notes.txt", "decision/more.jsonl", "../../etc/passwd", "decision/entries.jsonl2"] {
        let mut more = files.clone();
        more.insert(name.to_owned(), b"x".to_vec());
        assert_eq!(fault_of(&more).to_string(), format!("{name}: the manifest does not name it"));
    }
}

#[test]
fn a_folder_with_links_or_depths_is_refused() {
    let (folder, _) = exported();
    let at = folder.path();
    let verdict = || Source::open(at).and_then(|source| export::verify(&source));
    verdict().unwrap();
    std::fs::create_dir_all(at.join("decision/deeper/still")).unwrap();
    assert!(matches!(verdict().unwrap_err().place, Place::File { name } if name == "decision/deeper"));
    std::fs::remove_dir_all(at.join("decision/deeper")).unwrap();
    for number in 0..100 {
        std::fs::write(at.join(format!("{number}.txt")), b"x").unwrap();
    }
    assert_eq!(verdict().unwrap_err().place, Place::Container);
    for number in 0..100 {
        std::fs::remove_file(at.join(format!("{number}.txt"))).unwrap();
    }
    verdict().unwrap();
    link(at);
}

#[cfg(unix)]
fn link(at: &Path) {
    let elsewhere = at.with_extension("elsewhere");
    std::fs::rename(at.join("keys.json"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, at.join("keys.json")).unwrap();
    let fault = Source::open(at).unwrap_err();
    std::fs::remove_file(elsewhere).unwrap();
    assert_eq!(fault.place, Place::File { name: "keys.json".to_owned() });
}

#[cfg(not(unix))]
fn link(_at: &Path) {}

#[test]
fn a_line_without_end_and_a_huge_line_are_faults() {
    let (_folder, files) = exported();
    for filling in [b"x".to_vec(), vec![b'x'; export::LINE_LENGTH_MAX + 10], vec![b'['; 100_000]] {
        let mut changed = files.clone();
        changed.insert("access/entries.jsonl".to_owned(), filling);
        assert_eq!(fault_of(&changed).place, Place::Entry { class: "access".to_owned(), index: 0 });
    }
}

#[test]
fn a_cut_lengthened_or_repacked_zip_is_refused() {
    let (folder, files) = exported();
    let zip = zip_of(folder.path());
    let verdict = |bytes: Vec<u8>| Source::from_zip(bytes).and_then(|source| export::verify(&source));
    verdict(zip.clone()).unwrap();
    for length in (0..zip.len()).step_by(97) {
        assert_eq!(verdict(zip[..length].to_vec()).unwrap_err().place, Place::Container, "cut to {length}");
    }
    assert!(verdict([zip.as_slice(), b"x"].concat()).is_err());
    assert!(verdict([b"x".as_slice(), &zip].concat()).is_err());

    let packed = |compression: zip::CompressionMethod, names: &[(&str, &[u8])]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(compression);
        for (name, bytes) in names {
            writer.start_file(*name, options).unwrap();
            std::io::Write::write_all(&mut writer, bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let plain: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let bomb = vec![0_u8; 20_000_000];
    let hostile = [
        packed(zip::CompressionMethod::Deflated, &plain),
        packed(zip::CompressionMethod::Deflated, &[("manifest.json", &bomb), ("seal.json", &bomb)]),
        packed(zip::CompressionMethod::Stored, &[("../../../escape", b"x"), ("/etc/passwd", b"y")]),
    ];
    for bytes in hostile {
        assert_eq!(Source::from_zip(bytes).unwrap_err().place, Place::Container);
    }
}
