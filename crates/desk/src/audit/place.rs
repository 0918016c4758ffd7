//! Putting an export in its place: all of it or nothing, and never over anything.

use std::fs;
use std::path::{Path, PathBuf};

use crate::wire::AppError;

/// A folder to work in, which is gone when the export has been put in its place or has failed.
pub(super) struct Work(PathBuf);

impl Work {
    pub(super) fn create(folder: PathBuf) -> Result<Self, AppError> {
        let work = Work(folder);
        fs::create_dir_all(work.folder())?;
        Ok(work)
    }

    /// Where the zip is packed.
    pub(super) fn zip(&self) -> PathBuf {
        self.0.join("zip")
    }

    /// Where the files are written.
    pub(super) fn folder(&self) -> PathBuf {
        self.0.join("export")
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What cannot be removed is left with a name that says what it is.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Puts what was made in its place, if there is still nothing there but perhaps an empty folder.
pub(super) fn put(made: &Path, target: &Path) -> Result<(), AppError> {
    if made.is_dir() {
        match fs::remove_dir(target) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        return Ok(fs::rename(made, target)?);
    }
    // A link is made only where nothing is: renaming would replace what came there meanwhile.
    fs::hard_link(made, target).or_else(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::rename(made, target),
    })?;
    Ok(())
}

/// The length of a folder's files together.
pub(super) fn length_of(folder: &Path, names: &[String]) -> Result<u64, AppError> {
    let mut total = 0;
    for name in names {
        total += fs::metadata(folder.join(name))?.len();
    }
    Ok(total)
}
