//! The page's imports: `app -> features -> components, ipc, i18n, lib`; no feature imports another; the window's API is
//! named in `ipc` alone.

use std::path::{Component, Path, PathBuf};

/// Folders of `ui/src` by height: each may import its own height and below.
const HEIGHTS: &[(&str, u8)] =
    &[("app", 3), ("features", 2), ("components", 1), ("ipc", 0), ("i18n", 0), ("lib", 0)];

#[test]
fn the_page_imports_downwards_only() {
    let mut read = 0;
    for file in super::files(&["ui/src"]) {
        if !file.ends_with(".ts") && !file.ends_with(".tsx") {
            continue;
        }
        let text = std::fs::read_to_string(super::root().join(&file)).unwrap();
        let from = Path::new(&file).strip_prefix("ui/src").unwrap();
        for imported in imported(&text) {
            check(from, &imported);
            read += 1;
        }
    }
    assert!(read > 50, "only {read} imports were found: the reader of imports is broken");
}

fn check(from: &Path, imported: &str) {
    if imported.starts_with("@tauri-apps/") {
        assert_eq!(first(from), "ipc", "{} imports {imported}", from.display());
    }
    if !imported.starts_with('.') {
        return;
    }
    let to = resolve(from.parent().unwrap(), imported);
    let Some(height) = height(first(from)) else { return }; // main.tsx, which starts the app
    let below = height_of_import(&to);
    assert!(below <= height, "{} imports {}, which stands above it", from.display(), to.display());
    if first(from) == "features" && first(&to) == "features" {
        assert_eq!(second(from), second(&to), "{} imports another feature: {}", from.display(), to.display());
    }
}

fn height_of_import(to: &Path) -> u8 {
    height(first(to)).unwrap_or_else(|| panic!("{} is in no folder of the design", to.display()))
}

fn height(folder: &str) -> Option<u8> {
    HEIGHTS.iter().find(|(name, _)| *name == folder).map(|(_, height)| *height)
}

/// What stands in quotation marks behind `from` or `import`.
fn imported(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for opening in ["from '", "import '", "import('", "from \"", "import \""] {
        let close = opening.chars().last().unwrap();
        for rest in text.split(opening).skip(1) {
            found.push(rest.split(close).next().unwrap().to_owned());
        }
    }
    found
}

fn resolve(folder: &Path, imported: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for component in folder.join(imported).components() {
        match component {
            Component::ParentDir => assert!(path.pop(), "{imported} leads out of ui/src"),
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    path
}

fn first(path: &Path) -> &str {
    path.iter().next().unwrap().to_str().unwrap()
}

fn second(path: &Path) -> Option<&str> {
    path.iter().nth(1).map(|part| part.to_str().unwrap())
}
