//! One demo case from the queue to a verified export, in the terminal: what the window would show, where there is none.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::command::{Failure, Outcome, command, read, run};
use crate::project;

/// Who acts in the demo workspace; `firstline demo` enrols them all with one passphrase.
const UNDERWRITER: &str = "zhou.min";
const COMPLIANCE: &str = "he.jing";
const PASSPHRASE: &str = "firstline-demo";

/// Walks one case: queue, take, show, counteroffer with an override reason, audit list, export, verification.
pub fn walk(workspace: &Path) -> Outcome {
    let desk = Firstline { workspace };
    desk.show(UNDERWRITER, &["queue", "--limit", "10"])?;
    let (number, recommended) = desk.case_with_a_line()?;
    desk.show(UNDERWRITER, &["case", "take", &number])?;
    desk.show(UNDERWRITER, &["case", "show", &number])?;
    desk.counteroffer(&number, recommended)?;
    desk.show(COMPLIANCE, &["audit", "list", "--case", &number])?;
    let export = free_path(&project::target().join("demo-export"));
    let to = export.display().to_string();
    desk.show(COMPLIANCE, &["audit", "export", "--out", &to])?;
    println!("\n$ firstline-verify {to}");
    run(command(project::program("firstline-verify")).arg(&export))?;
    println!("\nCase {number} went from the queue to a signed decision, and its export verifies.");
    Ok(())
}

struct Firstline<'a> {
    workspace: &'a Path,
}

impl Firstline<'_> {
    fn call(&self, user: &str, arguments: &[&str]) -> Command {
        let mut firstline = command(project::program("firstline"));
        firstline.arg("--workspace").arg(self.workspace).args(["--user", user]).args(arguments);
        firstline.env("FIRSTLINE_PASSPHRASE", PASSPHRASE);
        firstline
    }

    fn show(&self, user: &str, arguments: &[&str]) -> Outcome {
        let typed: Vec<String> = arguments.iter().map(|argument| quoted(argument)).collect();
        println!("\n$ firstline --user {user} {}", typed.join(" "));
        run(&mut self.call(user, arguments))
    }

    fn ask(&self, user: &str, arguments: &[&str]) -> Outcome<Value> {
        let text = read(self.call(user, arguments).arg("--json"))?;
        serde_json::from_str(&text)
            .map_err(|error| Failure(format!("`firstline {}` printed no JSON: {error}", arguments.join(" "))))
    }

    /// The first waiting case for which the machine recommends a line that leaves room for a smaller one.
    fn case_with_a_line(&self) -> Outcome<(String, u64)> {
        let page = self.ask(UNDERWRITER, &["queue", "--limit", "200"])?;
        let rows = page["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter()
            .filter(|row| row["lock"].is_null())
            .filter_map(|row| {
                Some((row["number"].as_str()?.to_owned(), whole_yuan(row["line_recommended"].as_str()?)?))
            })
            .find(|(_, line)| *line >= 2 * STEP)
            .ok_or_else(|| {
                let folder = self.workspace.display();
                Failure(format!(
                    "no case with a recommended line waits any more; remove {folder} to begin again"
                ))
            })
    }

    /// Offers one step less than recommended, answering each named disagreement with the first reason on its list.
    fn counteroffer(&self, number: &str, recommended: u64) -> Outcome {
        let line = (recommended - STEP).to_string();
        let offer = ["decide", number, "counteroffer", "--line", &line];
        let mut preview = offer.to_vec();
        preview.push("--preview");
        let sheet = self.ask(UNDERWRITER, &preview)?;
        let disagreements = sheet["disagreements"].as_array().map(Vec::as_slice).unwrap_or_default();
        let overrides: Vec<String> = disagreements
            .iter()
            .filter_map(|one| {
                let words =
                    [one["kind"].as_str()?, one["side"].as_str()?, one["reasons"][0]["code"].as_str()?];
                Some(format!("{}:{}", words.join(":"), OVERRIDE_TEXT))
            })
            .collect();
        if overrides.is_empty() {
            return Err(Failure(format!("the sheet of case {number} names no disagreement for {line}")));
        }
        let mut decision = offer.to_vec();
        for one in &overrides {
            decision.extend(["--override", one]);
        }
        self.show(UNDERWRITER, &decision)
    }
}

/// The step in which lines are offered, in yuan.
const STEP: u64 = 500;
const OVERRIDE_TEXT: &str =
    "Income of the last two months is lower than before; begin smaller and look again in spring";

fn whole_yuan(amount: &str) -> Option<u64> {
    amount.split('.').next()?.parse().ok()
}

/// As it would be typed, so that a line of the walk can be tried again by hand.
fn quoted(argument: &str) -> String {
    if argument.contains([' ', ';']) { format!("'{argument}'") } else { argument.to_owned() }
}

/// The path, or the path with the first number behind it that is not taken: an export never overwrites another.
fn free_path(path: &Path) -> PathBuf {
    let numbered = (2..).map(|number| PathBuf::from(format!("{}-{number}", path.display())));
    std::iter::once(path.to_path_buf()).chain(numbered).find(|path| !path.exists()).unwrap_or_default()
}
