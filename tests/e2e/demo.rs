//! A demo workspace of its own for each test, and the programs that the build has made.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Everybody's passphrase in a demo workspace.
pub const PASSPHRASE: &str = "firstline-demo";
/// Reviews and decides.
pub const UNDERWRITER: &str = "zhou.min";
/// Reads the log, exports, verifies.
pub const COMPLIANCE: &str = "he.jing";

/// A workspace in a folder that goes with this value.
pub struct Demo {
    folder: tempfile::TempDir,
}

impl Demo {
    /// Forty invented people, the same in every test.
    pub fn make() -> Self {
        let demo = Self { folder: tempfile::tempdir().unwrap() };
        let made = Command::new(program("firstline"))
            .arg("--workspace")
            .arg(demo.workspace())
            .args(["demo", "--applicants", "40", "--seed", "7"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        demo
    }

    /// The workspace's folder.
    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    /// A place beside the workspace.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// What a stranger's verifier says of an export.
pub fn verify(export: &Path) -> Output {
    Command::new(program("firstline-verify")).arg(export).output().unwrap()
}

/// A program as the build has made it.
pub fn program(name: &str) -> PathBuf {
    setting("FIRSTLINE_PROGRAMS").join(name)
}

/// What `cargo xtask` tells this suite.
pub fn setting(name: &str) -> PathBuf {
    std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: run `cargo xtask test`")).into()
}
