//! What can be typed; everything else is done in the window.

use std::path::PathBuf;

use clap::Parser;

/// Opens the Firstline window on a workspace.
#[derive(Debug, Parser)]
#[command(name = "firstline-desktop", version)]
pub struct Arguments {
    /// The workspace's folder.
    #[arg(
        long,
        env = "FIRSTLINE_WORKSPACE",
        value_name = "DIR",
        required_unless_present = "export_bindings"
    )]
    pub workspace: Option<PathBuf>,
    /// Write the page's TypeScript bindings to this file instead of opening the window.
    #[arg(long, value_name = "FILE")]
    pub export_bindings: Option<PathBuf>,
}
