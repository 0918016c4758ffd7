//! The second verifier, in another language and from the written format alone, agrees on every export.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use firstline_ledger::export::Scope;

use crate::world::{World, case, files_of, zip_of};

/// How many bytes of each file are changed, each in a copy of its own.
const CHANGES: usize = 12;

/// The Python to use: the one named by the environment, whose absence fails, else whichever is on the path.
fn python() -> Command {
    Command::new(std::env::var_os("FIRSTLINE_PYTHON").unwrap_or_else(|| "python3".into()))
}

fn run(paths: &[PathBuf]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/verify_export.py");
    python().arg("-B").arg(script).args(paths).output().unwrap()
}

/// Whether Python and its package are there. Absence fails where one is named and is said aloud elsewhere.
fn present() -> bool {
    let imports = "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey";
    let found = python().args(["-c", imports]).output().is_ok_and(|output| output.status.success());
    let named = std::env::var_os("FIRSTLINE_PYTHON").is_some();
    assert!(found || !named, "$FIRSTLINE_PYTHON has not the packages of tests/requirements.txt");
    if !found {
        println!("skipped: python3 with the packages of tests/requirements.txt is absent (second verifier)");
    }
    found
}

fn write(folder: &Path, files: impl IntoIterator<Item = (String, Vec<u8>)>) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn exports(into: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (number, (scope, with_payloads)) in [
        (Scope::Whole, true),
        (Scope::Whole, false),
        (Scope::Case(case(3)), true),
        (Scope::Case(case(7)), false),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = into.join(number.to_string());
        std::fs::create_dir(&folder).unwrap();
        World::new(7).export(&folder, scope, with_payloads);
        let zip = into.join(format!("{number}.zip"));
        std::fs::write(&zip, zip_of(&folder)).unwrap();
        paths.extend([folder, zip]);
    }
    paths
}

#[test]
fn the_second_verifier_accepts_the_same_exports() {
    if !present() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut paths = exports(folder.path());
    paths.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/export"));
    let output = run(&paths);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(text.lines().filter(|line| line.starts_with("VERIFIED ")).count(), paths.len(), "{text}");
}

#[test]
fn the_second_verifier_refuses_changed_exports() {
    if !present() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut tampered = Vec::new();
    for path in exports(folder.path()).chunks(2) {
        let files = files_of(&path[0]);
        for (name, bytes) in files.iter().filter(|(_, bytes)| !bytes.is_empty()) {
            for change in 0..CHANGES {
                let mut changed = files.clone();
                let offset = (bytes.len() - 1) * change / (CHANGES - 1);
                changed.get_mut(name).unwrap()[offset] ^= 1 << (change % 8);
                let copy = folder.path().join(format!("changed-{}", tampered.len()));
                write(&copy, changed);
                tampered.push(copy);
            }
        }
        let zip = std::fs::read(&path[1]).unwrap();
        for offset in (0..zip.len()).step_by(zip.len() / 40) {
            let mut changed = zip.clone();
            changed[offset] ^= 4;
            let copy = folder.path().join(format!("changed-{}.zip", tampered.len()));
            std::fs::write(&copy, changed).unwrap();
            tampered.push(copy);
        }
        let missing = folder.path().join(format!("changed-{}", tampered.len()));
        write(&missing, files.into_iter().filter(|(name, _)| name != "access/proofs.jsonl"));
        tampered.push(missing);
    }
    assert!(tampered.len() > 600, "{}", tampered.len());
    let output = run(&tampered);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains("\nVERIFIED") && !text.starts_with("VERIFIED"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("NOT VERIFIED ")).count(), tampered.len());
}
