//! Every bomb through an import: refused with a reason, nothing written, and the process that imports hardly notices.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use firstline_desk::wire::AppError;
use firstline_desk::{Desk, Unwatched};

use super::bombs;
use super::make::{BANK, bank_xls, bank_xlsx, zip};
use crate::stories::world::{PASSPHRASE, World, desk};

const FOLDER: &str = "FIRSTLINE_HOSTILE_FOLDER";

/// How much larger the importing process may have been at any moment, over all bombs.
const GROWTH_KB_MAX: u64 = 50 * 1024;

/// Every reason that a file is refused for by the caps alone. A slow machine may meet one of them before the reason below it.
const CAPS: [&str; 1] = ["reader_too_slow"];

/// The most memory that this process has had, in kilobytes.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the system says it");
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

async fn entries(desk: &Desk) -> u64 {
    desk.session().await.unwrap().unwitnessed.entries.into()
}

async fn import(desk: &Desk, file: PathBuf, case: &str) -> Result<(), AppError> {
    desk.import(&[file], Some(case), &mut Unwatched).await.map(|_| ())
}

/// The process that is measured: imports what lies in a folder, file by file, and says what came of each.
#[tokio::test]
#[ignore = "run by the test below as a process of its own"]
async fn imports_what_lies_in_the_folder() {
    let folder =
        PathBuf::from(std::env::var(FOLDER).expect("the folder is given by the test that starts this"));
    let desk = desk(&folder.join("workspace"));
    desk.sign_in("zhou.min".to_owned(), PASSPHRASE.to_owned()).await.unwrap();
    let case = std::fs::read_to_string(folder.join("case")).unwrap();
    import(&desk, folder.join("ordinary.csv"), &case).await.unwrap();
    let (before, was) = (peak_kb(), entries(&desk).await);
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("bombs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let Err(refused) = import(&desk, file, &case).await else {
            println!("\n> {name} imported 0");
            return;
        };
        assert!(refused.message.len() < 1_000 && refused.message.contains(&name), "{name}: {refused}");
        assert_eq!(entries(&desk).await, was, "{name} left something");
        let reason = refused.values.get("intake_code").cloned().unwrap_or_default();
        println!("\n> {name} {reason} {}", peak_kb() - before);
    }
}

#[tokio::test]
async fn every_bomb_is_refused_for_a_reason_and_costs_the_importer_next_to_nothing() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    let case = world.import(1..2).await.files[0].cases[0].clone();
    world.desk.lock().await.unwrap();
    let folder = world.folder.path();
    std::fs::write(folder.join("case"), case).unwrap();
    std::fs::write(folder.join("ordinary.csv"), BANK).unwrap();
    let bombs = folder.join("bombs");
    std::fs::create_dir(&bombs).unwrap();
    let expected = bombs::write(&bombs);
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["hostile::imports::imports_what_lies_in_the_folder", "--exact", "--ignored", "--nocapture"])
        .arg("--test-threads=1")
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    let outcomes: Vec<Vec<&str>> = said
        .lines()
        .filter_map(|line| line.strip_prefix("> "))
        .map(|line| line.split(' ').collect())
        .collect();
    assert_eq!(outcomes.len(), expected.len());
    let mut wrong = Vec::new();
    for (name, reasons) in expected {
        let outcome = outcomes.iter().find(|outcome| outcome[0] == name).expect(name);
        let (reason, growth) = (outcome[1], outcome[2].parse::<u64>().unwrap());
        let is_refused = !reason.is_empty() && reason != "imported";
        let is_expected = reasons.is_empty() || reasons.contains(&reason) || CAPS.contains(&reason);
        if !is_refused || !is_expected || growth > GROWTH_KB_MAX {
            wrong.push(format!(
                "{name}: {reason}, {growth} kB more; refused for one of {reasons:?} was expected"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Without these, a reader that refuses everything would pass for a safe one.
#[tokio::test]
async fn the_same_containers_with_honest_content_are_read() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    let case = world.import(1..2).await.files[0].cases[0].clone();
    let folder: &Path = world.folder.path();
    for (name, content) in [
        ("bank.csv", BANK.as_bytes().to_vec()),
        ("bank.xlsx", bank_xlsx()),
        ("bank.xls", bank_xls()),
        ("bank.zip", zip([("other.csv", BANK.replace("2026-04-12", "2026-04-13").into_bytes())])),
    ] {
        let file = folder.join(name);
        std::fs::write(&file, content).unwrap();
        let receipt = world.desk.import(&[file], Some(&case), &mut Unwatched).await.unwrap();
        assert_eq!((receipt.statements, receipt.statement_rows), (1, 3), "{name}");
    }
}
