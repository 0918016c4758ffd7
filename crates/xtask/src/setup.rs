//! Makes the machine ready: system packages, Node's version, the driver of the end-to-end suite.

use std::path::PathBuf;
use std::process::Command;

use crate::command::{Failure, Outcome, cargo, command, on_path, read, run, step, succeeds, write_file};
use crate::needs::{NEEDS, Need, Use};
use crate::project;

/// The oldest Node that the UI's build tool takes.
const NODE_MIN: (u32, u32) = (20, 19);
const TAURI_DRIVER: &str = "2.1.0";

/// Installs what is missing for a use; quick and silent when nothing is.
pub fn ready(purpose: Use) -> Outcome {
    check_node()?;
    let missing = missing_for(purpose);
    if !missing.is_empty() {
        step("installing what is missing", || install(&missing))?;
        let still = missing_for(purpose);
        if !still.is_empty() {
            return Err(Failure(format!("installed, but still not found:\n{}", list(&still))));
        }
    }
    Ok(())
}

/// The driver between WebDriver and the window, installed below `target` so that nothing of the user's is touched.
pub fn driver() -> Outcome<PathBuf> {
    let tools = project::target().join("tools");
    let driver = tools.join("bin/tauri-driver");
    let note = project::kept().join("tauri-driver");
    if driver.is_file() && project::noted(&note, TAURI_DRIVER) {
        return Ok(driver);
    }
    step("installing tauri-driver", || {
        run(cargo(&[
            "install",
            "tauri-driver",
            "--version",
            TAURI_DRIVER,
            "--locked",
            "--debug",
            "--force",
        ])
        .arg("--root")
        .arg(&tools)
        .env("CARGO_TARGET_DIR", tools.join("build")))?;
        write_file(&note, TAURI_DRIVER)
    })?;
    Ok(driver)
}

fn missing_for(purpose: Use) -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| need.from <= purpose && !(need.is_met)()).collect()
}

fn check_node() -> Outcome {
    let wanted = format!("Node {}.{} or later with npm", NODE_MIN.0, NODE_MIN.1);
    if !on_path("node") || !on_path("npm") {
        return Err(Failure(format!(
            "{wanted} is needed and not on the path; see https://nodejs.org/en/download"
        )));
    }
    let printed = read(command("node").arg("--version"))?;
    let mut parts =
        printed.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if version < NODE_MIN {
        return Err(Failure(format!("{wanted} is needed; this machine has {}", printed.trim())));
    }
    Ok(())
}

fn install(missing: &[&Need]) -> Outcome {
    println!("{}", list(missing));
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let named = |wanted: &str| {
        release
            .lines()
            .filter(|line| line.starts_with("ID=") || line.starts_with("ID_LIKE="))
            .any(|line| line.split(['=', ' ', '"']).any(|word| word == wanted))
    };
    if named("debian") || named("ubuntu") {
        return install_with_apt(missing);
    }
    let by_hand = if named("fedora") {
        format!("sudo dnf install {}", packages(missing, |need| need.fedora).join(" "))
    } else if named("arch") {
        format!("sudo pacman -S --needed {}", packages(missing, |need| need.arch).join(" "))
    } else {
        format!("the things above (on Debian they are {})", packages(missing, |need| need.debian).join(" "))
    };
    Err(Failure(format!(
        "this is not Debian or Ubuntu, so nothing was installed. Install, then call again:\n  {by_hand}"
    )))
}

/// The Python of the second verifier, in an environment below `target` with the packages of `tests/requirements.txt`.
pub fn python() -> Outcome<PathBuf> {
    let folder = project::target().join("tools/python");
    let python = folder.join("bin/python3");
    let requirements = project::root().join("tests/requirements.txt");
    let (note, wanted) = (project::kept().join("python"), project::fingerprint_of_file(&requirements)?);
    if python.is_file() && project::noted(&note, &wanted) {
        return Ok(python);
    }
    step("installing the second verifier's Python packages", || {
        run(command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        run(command(&python).args(pip).arg(&requirements))
    })?;
    write_file(&note, &wanted)?;
    Ok(python)
}

fn install_with_apt(missing: &[&Need]) -> Outcome {
    let names = packages(missing, |need| need.debian);
    let Some(update) = as_root("apt-get") else {
        return Err(Failure(format!(
            "these packages need root, and sudo would ask for a password. Install them, then call again:\n  \
             sudo apt-get update && sudo apt-get install --no-install-recommends {}",
            names.join(" ")
        )));
    };
    run(quiet_apt(update).arg("update"))?;
    let Some(install) = as_root("apt-get") else {
        return Err(Failure("sudo stopped answering between two calls".to_owned()));
    };
    run(quiet_apt(install).args(["install", "--yes", "--no-install-recommends"]).args(names))
}

/// apt asks nothing, and waits for another apt that holds the lock instead of failing.
fn quiet_apt(mut apt: Command) -> Command {
    apt.args(["-qq", "-o", "DPkg::Lock::Timeout=300"]);
    apt
}

/// A program to be run as root: itself where we are root, through sudo where that asks nothing, else none.
fn as_root(program: &str) -> Option<Command> {
    let mut program_as_root = if read(command("id").arg("-u")).is_ok_and(|user| user.trim() == "0") {
        let mut env = command("env");
        env.args(["DEBIAN_FRONTEND=noninteractive", program]);
        env
    } else if succeeds(command("sudo").args(["-n", "true"])) {
        let mut sudo = command("sudo");
        sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", program]);
        sudo
    } else {
        return None;
    };
    program_as_root.env("LC_ALL", "C.UTF-8");
    Some(program_as_root)
}

fn packages(missing: &[&Need], of: fn(&Need) -> &'static [&'static str]) -> Vec<&'static str> {
    missing.iter().flat_map(|need| of(need).iter().copied()).collect()
}

fn list(needs: &[&Need]) -> String {
    needs.iter().map(|need| format!("  - {}", need.what)).collect::<Vec<_>>().join("\n")
}
