//! The power goes: a process that imports and decides is killed, again and again, and nothing it said it did is lost or half done.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use firstline_desk::Unwatched;
use firstline_desk::wire::{CaseState, DecisionKind, QueueFilter, QueueWork};

use super::world::{PASSPHRASE, Shape, World, answered, desk, draft, write_applicants};

const KILLS: u32 = 200;
/// After so many kills the ledger is verified and everything replayed; always after the last.
const KILLS_BETWEEN_VERIFICATIONS: u32 = 40;
const FOLDER: &str = "FIRSTLINE_KILLED_FOLDER";
const ROUND: &str = "FIRSTLINE_KILLED_ROUND";
/// How many applicants one round could import, were it never killed.
const ROUND_APPLICANTS: u32 = 1_000;

/// The process that is killed: imports an applicant, decides the next case, and says so, until it is ended.
#[tokio::test]
#[ignore = "run by the test below as a process of its own"]
async fn works_until_it_is_killed() {
    let folder =
        PathBuf::from(std::env::var(FOLDER).expect("the folder is given by the test that starts this"));
    let round: u32 = std::env::var(ROUND).unwrap().parse().unwrap();
    let desk = desk(&folder.join("workspace"));
    desk.sign_in("zhou.min".to_owned(), PASSPHRASE.to_owned()).await.unwrap();
    say("ready");
    for number in round * ROUND_APPLICANTS..(round + 1) * ROUND_APPLICANTS {
        let file = write_applicants(&folder.join("incoming"), number..number + 1, &Shape::default());
        let receipt = desk.import(&[file], None, &mut Unwatched).await.unwrap();
        say(&format!("imported {}", receipt.files[0].cases[0]));
        let Some(id) = desk.take_next().await.unwrap() else { continue };
        let case = desk.case_show(id.clone()).await.unwrap();
        let decline = answered(&desk, &case, draft(&case, DecisionKind::Decline, None)).await.unwrap();
        let receipt = desk.decide(id, decline).await.unwrap();
        say(&format!("decided {}", receipt.number));
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n> {line}").and_then(|()| out.flush()).unwrap();
}

/// Starts the process and gives what it says, line by line.
fn start(folder: &Path, round: u32) -> (Child, Receiver<String>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "stories::killed::works_until_it_is_killed",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FOLDER, folder)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some(said) = line.strip_prefix("> ")
                && sender.send(said.to_owned()).is_err()
            {
                return;
            }
        }
    });
    (child, receiver)
}

/// A number that differs from kill to kill, the same in every run.
fn scattered(kill: u32) -> u64 {
    let mut state = u64::from(kill).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x2545_f491_4f6c_dd1d);
    state ^= state >> 29;
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}

/// Lets the process work for a while, kills it wherever it is, and gives what it had said by then.
fn killed(folder: &Path, kill: u32) -> Vec<String> {
    let (mut child, said) = start(folder, kill);
    assert_eq!(
        said.recv().as_deref(),
        Ok("ready"),
        "the process could not open the workspace after kill {kill}"
    );
    // Not a wait for something: the moment of the kill itself, anywhere within an import or a decision.
    let mut heard = Vec::new();
    let moments = scattered(kill) % 6;
    for _ in 0..moments {
        heard.extend(said.recv());
    }
    let moment = Duration::from_micros(scattered(kill + 7_919) % 60_000);
    match said.recv_timeout(moment) {
        Ok(line) => heard.push(line),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
    }
    child.kill().unwrap();
    child.wait().unwrap();
    heard.extend(said);
    heard
}

#[tokio::test]
async fn two_hundred_kills_lose_nothing_and_leave_nothing_half_done() {
    let world = World::new().await;
    world.desk.lock().await.unwrap();
    let folder = world.folder.path();
    let (mut imported, mut decided) = (Vec::new(), Vec::new());
    for kill in 1..=KILLS {
        for line in killed(folder, kill) {
            match line.split_once(' ') {
                Some(("imported", number)) => imported.push(number.to_owned()),
                Some(("decided", number)) => decided.push(number.to_owned()),
                _ => panic!("it said {line:?}"),
            }
        }
        if kill % KILLS_BETWEEN_VERIFICATIONS == 0 || kill == KILLS {
            nothing_is_lost(&world, &imported, &decided).await;
        }
    }
    assert!(imported.len() > 100 && decided.len() > 50, "{} and {}", imported.len(), decided.len());
}

async fn nothing_is_lost(world: &World, imported: &[String], decided: &[String]) {
    world.sign_in("he.jing").await;
    let report = world.desk.audit_verify().await.unwrap();
    for log in &report.logs {
        assert_eq!(log.fault, None);
    }
    let replayed = world.desk.replay(&mut Unwatched).await.unwrap();
    assert!(replayed.different.is_empty() && replayed.projections_identical, "{replayed:?}");
    for number in imported {
        world.desk.case_id(number).await.unwrap();
    }
    for number in decided {
        let case = world.desk.case_show(world.desk.case_id(number).await.unwrap()).await.unwrap();
        assert!(case.state == CaseState::Decided && case.decided.is_some(), "{number} is {:?}", case.state);
    }
    // Whole cases only: whatever was imported has its statement, said or not.
    for work in [QueueWork::Review, QueueWork::Decided] {
        let filter = QueueFilter { work, grades: Vec::new(), scene: None, trigger: None, text: None };
        let mut after = None;
        loop {
            let page = world.desk.queue_list(filter.clone(), after, 200).await.unwrap();
            for row in page.rows.iter().filter(|row| row.state != CaseState::Received) {
                let case = world.desk.case_show(row.case_id.clone()).await.unwrap();
                assert_eq!(case.spending.statements.len(), 1, "{} came in without its statement", row.number);
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    world.desk.lock().await.unwrap();
}
