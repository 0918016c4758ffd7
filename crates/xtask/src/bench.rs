//! Speed, side by side with a peer in the same run: rows imported against `sqlite3`'s own `.import` of the same rows, applicants
//! assessed, entries verified. Ratios are what counts; the absolute figures are this machine's.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::{Failure, Outcome, cargo, command, read, run, step};
use crate::needs::Use;
use crate::{project, setup};

const PASSPHRASE: &str = "firstline-demo";
/// Which run of the peer counts: the middle of so many.
const PEER_RUNS: usize = 3;

/// Measures on a demo of so many applicants.
pub fn bench(applicants: &str) -> Outcome {
    setup::ready(Use::Test)?;
    step("building the release", build)?;
    let folder = project::target().join("bench");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .map_err(|error| Failure::of("cannot empty the bench folder", &error))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| Failure::of("cannot make the bench folder", &error))?;
    let bench = Bench { folder };
    let demo = step("making the demo", || bench.ask(&["demo", "--applicants", applicants, "--seed", "1"]))?;
    let rows = step("writing the rows as one CSV", || bench.rows(&demo))?;
    let peer = step("sqlite3 .import of the same rows", || bench.peer(&rows))?;
    let assessed = step("assessing every applicant again", || bench.ask(&["assess", "--all"]))?;
    let verified = step("verifying the logs", || bench.ask(&["audit", "verify"]))?;
    report(&demo["import"], peer, &assessed, &verified)
}

fn build() -> Outcome {
    run(&mut cargo(&["build", "--release", "-p", "firstline"]))?;
    run(&mut cargo(&["build", "--release", "-p", "firstline-intake", "--example", "statement_rows"]))
}

struct Bench {
    folder: PathBuf,
}

impl Bench {
    fn program(name: &str) -> PathBuf {
        project::target().join("release").join(name)
    }

    fn ask(&self, arguments: &[&str]) -> Outcome<Value> {
        let user = if arguments.first() == Some(&"audit") { "he.jing" } else { "zhou.min" };
        let text = read(
            command(Self::program("firstline"))
                .arg("--workspace")
                .arg(self.folder.join("workspace"))
                .args(["--user", user, "--json"])
                .args(arguments)
                .env("FIRSTLINE_PASSPHRASE", PASSPHRASE),
        )?;
        serde_json::from_str(&text).map_err(|error| Failure(format!("firstline printed no JSON: {error}")))
    }

    fn rows(&self, demo: &Value) -> Outcome<PathBuf> {
        let path = self.folder.join("rows.csv");
        let file = File::create(&path).map_err(|error| Failure::of("cannot write the rows", &error))?;
        let statements = Path::new(demo["files"].as_str().unwrap_or_default()).join("statements");
        run(command(Self::program("examples/statement_rows")).arg(statements).stdout(file))?;
        Ok(path)
    }

    /// How long `sqlite3` takes to import the rows into a plain table: the middle of some runs.
    fn peer(&self, rows: &Path) -> Outcome<Duration> {
        let columns: Vec<String> = (1..=15).map(|number| format!("c{number} TEXT")).collect();
        let mut took = Vec::with_capacity(PEER_RUNS);
        for number in 0..PEER_RUNS {
            let begun = Instant::now();
            run(Command::new("sqlite3")
                .arg(self.folder.join(format!("peer-{number}.db")))
                .arg(format!("CREATE TABLE rows ({}) STRICT;", columns.join(", ")))
                .arg(format!(".import --csv '{}' rows", rows.display())))?;
            took.push(begun.elapsed());
        }
        took.sort();
        Ok(took[PEER_RUNS / 2])
    }
}

fn number(value: &Value) -> Outcome<u64> {
    value.as_u64().ok_or_else(|| Failure(format!("{value} is not a number")))
}

fn report(import: &Value, peer: Duration, assessed: &Value, verified: &Value) -> Outcome {
    let rows = number(&import["statement_rows"])?;
    let imported = number(&import["statement_rows_per_second"])?.max(1);
    let peer_rows = u128::from(rows) * 1_000 / peer.as_millis().max(1);
    let entries: u64 = verified["logs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|log| log["entries"].as_u64().unwrap_or_default())
        .sum();
    let verify_ms = number(&verified["took_ms"])?.max(1);
    let tenths = peer_rows * 10 / u128::from(imported);
    println!();
    println!(
        "statement rows imported a second   {imported:>10}   ({rows} rows, {} statements)",
        import["statements"]
    );
    println!("sqlite3 .import of the same rows   {peer_rows:>10}   a plain table, no keys, not encrypted");
    println!("sqlite3 over Firstline             {:>8}.{}", tenths / 10, tenths % 10);
    println!(
        "applicants assessed a second       {:>10}   ({} cases)",
        assessed["applicants_per_second"], assessed["cases"]
    );
    println!("ledger entries verified a second   {:>10}   ({entries} entries)", entries * 1_000 / verify_ms);
    Ok(())
}
