//! Statement files made ready to be recorded, while the one writer writes those before them.

use std::path::Path;
use std::sync::Arc;

use firstline_core::ContentHash;
use firstline_store::documents::PreparedDocument;
use firstline_store::statements::PreparedStatement;
use tokio::task::JoinHandle;

use crate::reader::Readers;
use crate::wire::{AppError, ErrorCode};

use super::source;
use super::survey::{PlannedApplication, PlannedStatements};

/// A statement file with nothing left to do but to write it.
#[derive(Debug)]
pub(super) struct ReadyFile {
    /// The hash of the file's bytes as received.
    pub(super) received: ContentHash,
    pub(super) documents: Vec<PreparedDocument>,
    pub(super) statements: Vec<PreparedStatement>,
}

impl ReadyFile {
    /// Reads a file and makes it ready.
    pub(super) fn read(path: &Path, readers: &Readers) -> Result<Self, AppError> {
        let read = readers.statements(path)?;
        let statements = read.statements.iter().map(PreparedStatement::new).collect::<Result<_, _>>()?;
        let documents = read.documents.into_iter().map(PreparedDocument::new).collect::<Result<_, _>>()?;
        Ok(ReadyFile { received: read.received, documents, statements })
    }

    /// Reads a file again, unless it was kept; it must be what it was when it was checked.
    pub(super) fn again(planned: PlannedStatements, readers: &Readers) -> Result<Self, AppError> {
        if let Some(kept) = planned.kept {
            return Ok(kept);
        }
        let read = ReadyFile::read(&planned.path, readers)?;
        if read.received == planned.received {
            return Ok(read);
        }
        let path = planned.path.display();
        let message = format!("{path}: it changed while it was being imported; import again");
        Err(AppError::new(ErrorCode::ImportRefused, message).about("files"))
    }

    /// About how many bytes it takes up.
    pub(super) fn size(&self) -> usize {
        self.documents.iter().map(PreparedDocument::size).sum::<usize>()
            + self.statements.iter().map(PreparedStatement::size).sum::<usize>()
    }
}

/// An application with the statement files it names.
pub(super) struct ReadyApplication {
    pub(super) planned: PlannedApplication,
    pub(super) files: Vec<ReadyFile>,
}

/// A batch that other threads make ready.
pub(super) struct Coming(JoinHandle<Result<Vec<ReadyApplication>, AppError>>);

impl Coming {
    /// Has a batch made ready on every core.
    pub(super) fn begin(batch: Vec<PlannedApplication>, readers: &Arc<Readers>) -> Self {
        let readers = Arc::clone(readers);
        Coming(tokio::task::spawn_blocking(move || ready(batch, &readers)))
    }

    /// The batch, once it is ready.
    pub(super) async fn ready(self) -> Result<Vec<ReadyApplication>, AppError> {
        self.0.await.map_err(AppError::internal)?
    }
}

fn ready(mut batch: Vec<PlannedApplication>, readers: &Readers) -> Result<Vec<ReadyApplication>, AppError> {
    // Files, not applications, are shared out: one person may bring many.
    let planned: Vec<Vec<PlannedStatements>> =
        batch.iter_mut().map(|planned| std::mem::take(&mut planned.statements)).collect();
    let counts: Vec<usize> = planned.iter().map(Vec::len).collect();
    let files = source::each(planned.into_iter().flatten(), |planned| ReadyFile::again(planned, readers))?;
    let mut files = files.into_iter();
    let ready = batch
        .into_iter()
        .zip(counts)
        .map(|(planned, count)| ReadyApplication { planned, files: files.by_ref().take(count).collect() });
    Ok(ready.collect())
}
