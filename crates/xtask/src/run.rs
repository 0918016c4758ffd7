//! Shows the program at work: the window where there is a display, else one case walked in the terminal.

use std::path::{Path, PathBuf};

use crate::command::{Outcome, cargo, command, run as execute, step};
use crate::needs::Use;
use crate::{project, setup, ui, walk};

/// How many made-up applicants the demo workspace gets.
const APPLICANTS: &str = "40";
const SEED: &str = "7";

/// Sets up, builds, makes the demo workspace on first use, and opens the window on it.
pub fn run() -> Outcome {
    setup::ready(Use::Run)?;
    ui::build()?;
    step("building", || execute(&mut cargo(&["build", "--workspace"])))?;
    let workspace = workspace();
    if !workspace.join("workspace.db").is_file() {
        step("making a demo workspace", || {
            execute(command(project::program("firstline")).arg("--workspace").arg(&workspace).args([
                "demo",
                "--applicants",
                APPLICANTS,
                "--seed",
                SEED,
            ]))
        })?;
    }
    if !has_display() {
        println!(
            "== there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window is opened"
        );
        return step("one demo case in the terminal", || walk::walk(&workspace));
    }
    println!("== opening the window on {}", workspace.display());
    execute(command(project::program("firstline-desktop")).arg("--workspace").arg(&workspace))
}

fn workspace() -> PathBuf {
    std::env::var_os("FIRSTLINE_WORKSPACE").map_or_else(
        || project::target().join("demo-workspace"),
        |folder| std::env::current_dir().unwrap_or_else(|_| Path::new(".").to_path_buf()).join(folder),
    )
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
