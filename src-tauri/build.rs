//! Tells Tauri which commands exist, so that each needs its own permission; the capability file is the one list of them.

use std::path::Path;

const CAPABILITY: &str = "capabilities/window.json";
const PAGE: &str = "../ui/dist";

fn main() {
    // The page is embedded. A check of the Rust code alone must work in a fresh clone, before the page is ever built.
    std::fs::create_dir_all(Path::new(PAGE)).expect("the folder of the built page can be made");
    println!("cargo::rerun-if-changed={PAGE}");
    println!("cargo::rerun-if-changed={CAPABILITY}");

    let manifest = tauri_build::AppManifest::new().commands(commands().leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the window's configuration and capability are valid");
}

/// The commands that the capability permits, `sign_in` for `allow-sign-in`.
fn commands() -> Vec<&'static str> {
    let text = std::fs::read_to_string(CAPABILITY).expect("the capability file is beside this one");
    let capability: serde_json::Value = serde_json::from_str(&text).expect("the capability file is JSON");
    let permissions = capability["permissions"].as_array().expect("a capability lists permissions");
    permissions
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| &*name.replace('-', "_").leak())
        .collect()
}
