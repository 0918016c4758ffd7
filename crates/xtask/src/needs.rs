//! What a machine must have beside Rust and Node, how to tell that it has it, and what to install where it has not.

use std::path::Path;

use crate::command::{command, on_path, succeeds};

/// What a chore is about to do; each use includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Compile.
    Build,
    /// Open the window.
    Run,
    /// Drive the window under a virtual display, and run the second verifier.
    Test,
}

/// One thing a machine must have.
pub struct Need {
    /// What it is, for a person who installs it by hand.
    pub what: &'static str,
    /// From which use on it is needed.
    pub from: Use,
    /// Whether it is there.
    pub is_met: fn() -> bool,
    /// The Debian and Ubuntu packages that bring it.
    pub debian: &'static [&'static str],
    /// The Fedora packages that bring it.
    pub fedora: &'static [&'static str],
    /// The Arch packages that bring it.
    pub arch: &'static [&'static str],
}

/// Everything needed, in the order it is used.
pub const NEEDS: &[Need] = &[
    Need {
        what: "a C and C++ compiler with make",
        from: Use::Build,
        is_met: || on_path("cc") && on_path("c++") && on_path("make"),
        debian: &["build-essential"],
        fedora: &["gcc", "gcc-c++", "make"],
        arch: &["base-devel"],
    },
    Need {
        what: "pkg-config",
        from: Use::Build,
        is_met: || on_path("pkg-config"),
        debian: &["pkg-config"],
        fedora: &["pkgconf-pkg-config"],
        arch: &["pkgconf"],
    },
    Need {
        what: "WebKitGTK 4.1 with its headers",
        from: Use::Build,
        is_met: || library("webkit2gtk-4.1"),
        debian: &["libwebkit2gtk-4.1-dev"],
        fedora: &["webkit2gtk4.1-devel"],
        arch: &["webkit2gtk-4.1"],
    },
    Need {
        what: "OpenSSL 3 with its headers",
        from: Use::Build,
        is_met: || library("openssl"),
        debian: &["libssl-dev"],
        fedora: &["openssl-devel"],
        arch: &["openssl"],
    },
    Need {
        what: "a Chinese font (Noto Sans CJK)",
        from: Use::Run,
        is_met: || font_below(Path::new("/usr/share/fonts")),
        debian: &["fonts-noto-cjk"],
        fedora: &["google-noto-sans-cjk-fonts"],
        arch: &["noto-fonts-cjk"],
    },
    Need {
        what: "a virtual display (Xvfb, xauth)",
        from: Use::Test,
        is_met: || on_path("Xvfb") && on_path("xauth"),
        debian: &["xvfb", "xauth"],
        fedora: &["xorg-x11-server-Xvfb", "xorg-x11-xauth"],
        arch: &["xorg-server-xvfb", "xorg-xauth"],
    },
    Need {
        what: "WebKit's WebDriver",
        from: Use::Test,
        is_met: || on_path("WebKitWebDriver"),
        debian: &["webkit2gtk-driver"],
        fedora: &["webkit2gtk4.1"],
        arch: &["webkit2gtk-4.1"],
    },
    Need {
        what: "the sqlite3 shell, 3.37 or later",
        from: Use::Test,
        is_met: || on_path("sqlite3"),
        debian: &["sqlite3"],
        fedora: &["sqlite"],
        arch: &["sqlite"],
    },
    Need {
        what: "Python 3 that makes virtual environments",
        from: Use::Test,
        is_met: || succeeds(command("python3").args(["-c", "import venv, ensurepip"])),
        debian: &["python3", "python3-venv"],
        fedora: &["python3"],
        arch: &["python"],
    },
];

fn library(name: &str) -> bool {
    succeeds(command("pkg-config").args(["--exists", name]))
}

fn font_below(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return font_below(&path);
        }
        let name = entry.file_name().to_string_lossy().to_lowercase();
        name.contains("cjk") || name.contains("notosanssc") || name.contains("sourcehansans")
    })
}
