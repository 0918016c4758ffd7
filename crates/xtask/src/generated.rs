//! Files that a program writes and the project commits: renewed on demand, compared in CI.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::command::{Failure, Outcome, cargo, command, read_file, run, step, write_file};
use crate::needs::Use;
use crate::{project, setup, test};

const BINDINGS: &str = "ui/src/ipc/bindings.ts";
const SQL_RECORDS: &str = "crates/store/.sqlx";
/// Touched so that cargo expands the SQL macros again: they write their records only while they are compiled.
const SQL_SOURCE: &str = "crates/store/src/lib.rs";

/// Renews everything that is generated.
pub fn renew_all() -> Outcome {
    renew_sql()?;
    test::build()?;
    step("renewing the window's bindings", || export_bindings(&project::root().join(BINDINGS)))
}

/// Renews the records of the SQL statements from the migrations.
pub fn renew_sql() -> Outcome {
    setup::ready(Use::Test)?;
    step("renewing the records of the SQL statements", || {
        let fresh = record_sql(cargo(&["check", "--package", "firstline-store", "--all-targets"]))?;
        let records = records_in(&fresh)?;
        let folder = project::root().join(SQL_RECORDS);
        for stale in records_in(&folder)?.keys().filter(|name| !records.contains_key(*name)) {
            std::fs::remove_file(folder.join(stale))
                .map_err(|error| Failure::of("cannot remove a record", &error))?;
        }
        for (name, text) in &records {
            write_file(&folder.join(name), text)?;
        }
        println!("{} records", records.len());
        Ok(())
    })
}

/// Fails where the committed bindings differ from what the program exports.
pub fn check_bindings() -> Outcome {
    let fresh = project::kept().join("bindings.ts");
    export_bindings(&fresh)?;
    if read_file(&fresh)? == read_file(&project::root().join(BINDINGS))? {
        return Ok(());
    }
    Err(Failure(format!("{BINDINGS} is stale: `cargo xtask codegen` renews it")))
}

/// Runs a compiling command against a database made from the migrations, and fails where the records it writes
/// differ from the committed ones.
pub fn check_sql_with(compile: Command) -> Outcome {
    let fresh = records_in(&record_sql(compile)?)?;
    let kept = records_in(&project::root().join(SQL_RECORDS))?;
    if fresh == kept {
        return Ok(());
    }
    let stale = kept.keys().filter(|name| !fresh.contains_key(*name)).count();
    let missing = fresh.keys().filter(|name| !kept.contains_key(*name)).count();
    Err(Failure(format!(
        "{SQL_RECORDS} is stale ({missing} missing, {stale} no longer used): `cargo xtask sqlx` renews it"
    )))
}

fn export_bindings(to: &Path) -> Outcome {
    write_file(to, "")?;
    run(command(project::program("firstline-desktop")).arg("--export-bindings").arg(to))
}

/// Compiles the SQL against a plain database made from the migrations; returns the folder of the records written.
fn record_sql(mut compile: Command) -> Outcome<PathBuf> {
    let database = schema_database()?;
    let records = project::kept().join("sqlx");
    empty(&records)?;
    let source = project::root().join(SQL_SOURCE);
    let changed = modified(&source)?;
    set_modified(&source, SystemTime::now())?;
    let outcome = run(compile
        .env("DATABASE_URL", format!("sqlite:{}", database.display()))
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &records));
    // With its own time back, the source does not make cargo compile the store once more for the tests.
    set_modified(&source, changed)?;
    outcome.map(|()| records)
}

fn schema_database() -> Outcome<PathBuf> {
    let database = project::kept().join("schema.db");
    write_file(&database, "")?;
    let folder = project::root().join("migrations");
    let mut migrations: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| Failure::of("cannot read the migrations", &error))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    migrations.sort();
    for migration in migrations {
        run(command("sqlite3").arg("-bail").arg(&database).arg(format!(".read '{}'", migration.display())))?;
    }
    Ok(database)
}

fn records_in(folder: &Path) -> Outcome<BTreeMap<String, String>> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| Failure::of(&format!("cannot read {}", folder.display()), &error))?;
    let mut records = BTreeMap::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            records.insert(name, read_file(&entry.path())?.trim_end().to_owned() + "\n");
        }
    }
    Ok(records)
}

fn empty(folder: &Path) -> Outcome {
    let gone = if folder.exists() { std::fs::remove_dir_all(folder) } else { Ok(()) };
    gone.and_then(|()| std::fs::create_dir_all(folder))
        .map_err(|error| Failure::of(&format!("cannot empty {}", folder.display()), &error))
}

fn modified(file: &Path) -> Outcome<SystemTime> {
    std::fs::metadata(file)
        .and_then(|metadata| metadata.modified())
        .map_err(|error| Failure::of(&format!("cannot read the time of {}", file.display()), &error))
}

fn set_modified(file: &Path, time: SystemTime) -> Outcome {
    std::fs::File::options()
        .write(true)
        .open(file)
        .and_then(|file| file.set_modified(time))
        .map_err(|error| Failure::of(&format!("cannot set the time of {}", file.display()), &error))
}
