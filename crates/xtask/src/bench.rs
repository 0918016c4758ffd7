//! Speed, side by side with its peers in the same run: rows imported against `sqlite3`'s own `.import` of the same rows and against the
//! same job written with pandas, applicants assessed, entries verified. Ratios are what counts; the absolute figures are this machine's.

mod large;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::{Failure, Outcome, cargo, command, read, read_file, run, step, succeeds};
use crate::needs::Use;
use crate::{project, setup};

/// The same job written with pandas.
const PANDAS_IMPORT: &str = "crates/xtask/src/peers/pandas_import.py";
const CATEGORIES: &str = "crates/policy/packs/cn-instalment-first-line/2026.11/categories.toml";

/// The version that was measured against; PyPI has it for every Python from 3.11.
const PANDAS: &str = "pandas==3.1.1";

const PASSPHRASE: &str = "firstline-demo";
/// Which run of the peer counts: the middle of so many.
const PEER_RUNS: usize = 3;

/// Measures on a demo of so many applicants.
pub fn bench(applicants: &str) -> Outcome {
    setup::ready(Use::Test)?;
    step("building the release", build)?;
    let bench = Bench::empty()?;
    let demo = step("making the demo", || bench.ask(&["demo", "--applicants", applicants, "--seed", "1"]))?;
    let statements = Path::new(demo["files"].as_str().unwrap_or_default()).join("statements");
    let rows = step("writing the rows as one CSV", || bench.rows(&statements))?;
    let sqlite = step("sqlite3 .import of the same rows", || bench.sqlite(&rows))?;
    let pandas = step("the same job with pandas", || bench.pandas(&statements))?;
    let assessed = step("assessing every applicant again", || bench.ask(&["assess", "--all"]))?;
    let verified = step("verifying the logs", || bench.ask(&["audit", "verify"]))?;
    report(&demo["import"], sqlite, &pandas, &assessed, &verified)
}

/// Imports a file of so many cases, of a hundred rows each, and shows how much memory that takes.
pub fn large(cases: &str) -> Outcome {
    let cases: u32 = cases.parse().map_err(|_| Failure(format!("{cases:?} is not a number of cases")))?;
    setup::ready(Use::Test)?;
    step("building the release", build)?;
    let bench = Bench::empty()?;
    let demo = step("making a workspace", || bench.ask(&["demo", "--applicants", "1", "--seed", "1"]))?;
    let first = Path::new(demo["files"].as_str().unwrap_or_default()).join("applications.jsonl");
    let line = read_file(&first)?;
    let application: Value = serde_json::from_str(line.lines().next().unwrap_or_default())
        .map_err(|error| Failure(format!("the demo's first application cannot be read: {error}")))?;
    let folder =
        step("writing the cases", || large::write(&bench.folder.join("large"), cases, &application))?;
    step("importing and assessing them", || large::import(&bench, &folder))
}

fn build() -> Outcome {
    run(&mut cargo(&["build", "--release", "-p", "firstline"]))?;
    run(&mut cargo(&["build", "--release", "-p", "firstline-intake", "--example", "statement_rows"]))
}

struct Bench {
    folder: PathBuf,
}

impl Bench {
    /// An empty folder to work in.
    fn empty() -> Outcome<Self> {
        let folder = project::target().join("bench");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .map_err(|error| Failure::of("cannot empty the bench folder", &error))?;
        }
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::of("cannot make the bench folder", &error))?;
        Ok(Bench { folder })
    }

    fn program(name: &str) -> PathBuf {
        project::target().join("release").join(name)
    }

    /// Firstline, asked for JSON.
    fn firstline(&self, user: &str, arguments: &[&str]) -> Command {
        let mut command = command(Self::program("firstline"));
        command
            .arg("--workspace")
            .arg(self.folder.join("workspace"))
            .args(["--user", user, "--json"])
            .args(arguments)
            .env("FIRSTLINE_PASSPHRASE", PASSPHRASE);
        command
    }

    fn ask(&self, arguments: &[&str]) -> Outcome<Value> {
        let user = if arguments.first() == Some(&"audit") { "he.jing" } else { "zhou.min" };
        let text = read(&mut self.firstline(user, arguments))?;
        serde_json::from_str(&text).map_err(|error| Failure(format!("firstline printed no JSON: {error}")))
    }

    fn rows(&self, statements: &Path) -> Outcome<PathBuf> {
        let path = self.folder.join("rows.csv");
        let file = File::create(&path).map_err(|error| Failure::of("cannot write the rows", &error))?;
        run(command(Self::program("examples/statement_rows")).arg(statements).stdout(file))?;
        Ok(path)
    }

    /// How long `sqlite3` takes to import the rows into a plain table: the middle of some runs.
    fn sqlite(&self, rows: &Path) -> Outcome<Duration> {
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

    /// What the same job written with pandas took, in an environment of its own.
    fn pandas(&self, statements: &Path) -> Outcome<Value> {
        let environment = project::target().join("bench-python");
        let python = environment.join("bin/python");
        if !succeeds(command(&python).args(["-c", "import pandas"])) {
            run(command("python3").args(["-m", "venv"]).arg(&environment))?;
            run(command(&python).args(["-m", "pip", "install", "--quiet", PANDAS]))?;
        }
        let text = read(
            command(&python)
                .arg(project::root().join(PANDAS_IMPORT))
                .arg(statements)
                .arg(project::root().join(CATEGORIES))
                .arg(self.folder.join("pandas.db")),
        )?;
        serde_json::from_str(&text)
            .map_err(|error| Failure(format!("{PANDAS_IMPORT} printed no JSON: {error}")))
    }
}

fn number(value: &Value) -> Outcome<u64> {
    value.as_u64().ok_or_else(|| Failure(format!("{value} is not a number")))
}

/// How many things a second.
fn per_second(count: u64, milliseconds: u64) -> u64 {
    count * 1_000 / milliseconds.max(1)
}

/// One figure over another, to a tenth.
fn ratio(one: u64, other: u64) -> String {
    let tenths = one * 10 / other.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn report(import: &Value, sqlite: Duration, pandas: &Value, assessed: &Value, verified: &Value) -> Outcome {
    let rows = number(&import["statement_rows"])?;
    if number(&pandas["rows"])? != rows {
        return Err(Failure(format!("pandas read {} rows, Firstline {rows}", pandas["rows"])));
    }
    let imported = number(&import["statement_rows_per_second"])?;
    let categorised = per_second(rows, number(&import["took_ms"])?);
    let by_sqlite = per_second(rows, u64::try_from(sqlite.as_millis()).unwrap_or(u64::MAX));
    let by_pandas = per_second(rows, number(&pandas["milliseconds"])?);
    let entries: u64 = verified["logs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|log| log["entries"].as_u64().unwrap_or_default())
        .sum();
    println!();
    println!("{rows} statement rows of {} files, of {} cases", import["statements"], import["applications"]);
    println!("rows a second, imported               {imported:>10}   checked, encrypted, recorded");
    println!(
        "rows a second, imported and assessed  {categorised:>10}   every row categorised, every case assessed"
    );
    println!("rows a second, sqlite3 .import        {by_sqlite:>10}   a plain table of text, from one CSV");
    println!("rows a second, pandas                 {by_pandas:>10}   read, categorised, in a plain table");
    println!("sqlite3 over imported                 {:>10}", ratio(by_sqlite, imported));
    println!("sqlite3 over imported and assessed    {:>10}", ratio(by_sqlite, categorised));
    println!("imported over pandas                  {:>10}", ratio(imported, by_pandas));
    println!("imported and assessed over pandas     {:>10}", ratio(categorised, by_pandas));
    println!(
        "applicants assessed a second          {:>10}   ({} cases)",
        assessed["applicants_per_second"], assessed["cases"]
    );
    let by_verifying = per_second(entries, number(&verified["took_ms"])?);
    println!("ledger entries verified a second      {by_verifying:>10}   ({entries} entries)");
    Ok(())
}
