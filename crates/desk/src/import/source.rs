//! Files as they lie on disk: found, read within bounds, told apart by their content.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use firstline_core::ContentHash;
use firstline_core::statement::Statement;
use firstline_intake::FILE_BYTES_MAX;
use firstline_intake::statement::{self, ReadOptions};

use crate::wire::{AppError, ErrorCode};

/// Endings of files that are looked at within a folder; what they are is told from their content.
const ENDINGS: [&str; 3] = ["csv", "jsonl", "json"];

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
                let message = format!("{}: the folder holds no csv, jsonl or json file", path.display());
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

/// Reads a regular file, no further than the largest that is accepted.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    let file = File::open(path).map_err(|error| failed(path, error))?;
    let metadata = file.metadata().map_err(|error| failed(path, error))?;
    if !metadata.is_file() {
        return Err(failed(path, "it is not a file"));
    }
    let limit = FILE_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(limit)).unwrap_or_default());
    file.take(limit).read_to_end(&mut bytes).map_err(|error| failed(path, error))?;
    Ok(bytes)
}

/// Reads a file, with the name errors give it.
pub(crate) fn read_named(path: &Path) -> Result<(String, Vec<u8>), AppError> {
    Ok((name(path), read(path)?))
}

/// The statements of a file with the documents to keep.
pub(super) struct StatementFile {
    /// The hash of the file's bytes as received.
    pub(super) received: ContentHash,
    pub(super) documents: Vec<Vec<u8>>,
    pub(super) statements: Vec<Statement>,
}

/// Reads a file of statements.
pub(super) fn read_statements(path: &Path) -> Result<StatementFile, AppError> {
    statements_of(path, &read(path)?)
}

/// Reads statements from the bytes of a file.
pub(super) fn statements_of(path: &Path, bytes: &[u8]) -> Result<StatementFile, AppError> {
    let reading = statement::read(&name(path), bytes, &ReadOptions::default())?;
    Ok(StatementFile {
        received: ContentHash::of(bytes),
        documents: reading.documents.into_iter().map(Cow::into_owned).collect(),
        statements: reading.statements,
    })
}

/// Does one thing with each of many files on every core, in order; the first error in that order ends it.
pub(super) fn each<T: Send>(
    paths: &[&Path],
    work: impl Fn(&Path) -> Result<T, AppError> + Sync,
) -> Result<Vec<T>, AppError> {
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(8));
    let share = paths.len().div_ceil(workers).max(1);
    let work = &work;
    let done: Vec<Result<Vec<T>, AppError>> = std::thread::scope(|scope| {
        let threads: Vec<_> = paths
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(|path| work(path)).collect()))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(AppError::internal("reading a file ended the thread it ran on")))
            })
            .collect()
    });
    let mut all = Vec::with_capacity(paths.len());
    for part in done {
        all.extend(part?);
    }
    Ok(all)
}
