//! Files as they lie on disk: found, and gone through on every core. What is in them is read elsewhere: see [`crate::reader`].

use std::path::{Path, PathBuf};

use crate::wire::{AppError, ErrorCode};

/// Endings of files that are looked at within a folder; what they are is told from their content.
const ENDINGS: [&str; 6] = ["csv", "jsonl", "json", "xls", "xlsx", "zip"];

fn failed(path: &Path, error: impl std::fmt::Display) -> AppError {
    AppError::new(ErrorCode::IoFailed, format!("{}: {error}", path.display())).about("files")
}

/// The name of a file as errors give it.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// The files to read: those given, and the files directly within folders given, in name order.
pub(super) fn find(given: &[PathBuf]) -> Result<Vec<PathBuf>, AppError> {
    let mut found = Vec::new();
    for path in given {
        if path.is_dir() {
            let mut inside = Vec::new();
            for entry in std::fs::read_dir(path).map_err(|error| failed(path, error))? {
                let file = entry.map_err(|error| failed(path, error))?.path();
                let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
                if file.is_file() && ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
                    inside.push(file);
                }
            }
            if inside.is_empty() {
                let message = format!(
                    "{}: the folder holds no csv, xls, xlsx, zip, jsonl or json file",
                    path.display()
                );
                return Err(AppError::new(ErrorCode::ImportRefused, message).about("files"));
            }
            inside.sort();
            found.append(&mut inside);
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

/// A file named by another, which must lie within that one's folder wherever links on disk lead.
pub(super) fn within(folder: &Path, relative: &str) -> Result<PathBuf, AppError> {
    let path = folder.join(relative);
    let resolved = path.canonicalize().map_err(|error| failed(&path, error))?;
    let root = folder.canonicalize().map_err(|error| failed(folder, error))?;
    if resolved.starts_with(&root) {
        Ok(path)
    } else {
        let message = format!("{}: it leads out of the folder it was named from", path.display());
        Err(AppError::new(ErrorCode::ImportRefused, message).about("files"))
    }
}

/// Does one thing with each of many on every core, in order; the first error in that order ends it.
pub(super) fn each<I: Send, T: Send>(
    items: impl IntoIterator<Item = I>,
    work: impl Fn(I) -> Result<T, AppError> + Sync,
) -> Result<Vec<T>, AppError> {
    let mut left: Vec<I> = items.into_iter().collect();
    let (work, count) = (&work, left.len());
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(8));
    let share = count.div_ceil(workers).max(1);
    let done: Vec<Result<Vec<T>, AppError>> = std::thread::scope(|scope| {
        let mut threads = Vec::with_capacity(workers);
        while !left.is_empty() {
            let rest = left.split_off(share.min(left.len()));
            let items = std::mem::replace(&mut left, rest);
            threads.push(scope.spawn(move || items.into_iter().map(work).collect()));
        }
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(AppError::internal("reading a file ended the thread it ran on")))
            })
            .collect()
    });
    let mut all = Vec::with_capacity(count);
    for part in done {
        all.extend(part?);
    }
    Ok(all)
}
