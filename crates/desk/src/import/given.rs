//! Files that the window hands over: chosen by a person, never written to disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use firstline_intake::statement::Preview;
use firstline_intake::{FILE_BYTES_MAX, IntakeCode, IntakeError};
use firstline_store::cases;
use zeroize::Zeroizing;

use crate::progress::Unwatched;
use crate::queue::parse_case_id;
use crate::reader::Readers;
use crate::session;
use crate::wire::{AppError, ColumnMapping, ErrorCode, GivenFile, ImportReceipt, StatementPreview};
use crate::{Desk, mappings};

use super::record_plan;
use super::survey::Plan;

/// The most files that are handed over at once.
const FILES_MAX: usize = 50;

impl Desk {
    /// Shows how a file looks and how it would be read: by the mapping given, or else by the layouts that are known and those
    /// saved here. Nothing of it is kept.
    pub async fn preview_statement(
        &self,
        file: GivenFile,
        password: Option<String>,
        mapping: Option<ColumnMapping>,
    ) -> Result<StatementPreview, AppError> {
        let password = password.map(Zeroizing::new);
        let open = self.open().await?;
        open.require(session::imports(open.session.role))?;
        let tried = mapping.as_ref().map(mappings::checked).transpose()?;
        let known = mappings::in_force(&mut open.store.read().await?).await?;
        let (path, bytes) = opened(file)?;
        let readers = Readers::new(self.reader.clone());
        let readers = readers.knowing(password, known).holding(BTreeMap::from([(path.clone(), bytes)]));
        let preview = readers.preview(&path, tried.as_ref())?;
        seen(&path, preview)
    }

    /// Imports statements that the window hands over into a case. Refused, with nothing written, where any of them is not as it
    /// should be; the password opens those that are protected and is kept nowhere.
    pub async fn import_statements(
        &self,
        case_id: String,
        files: Vec<GivenFile>,
        password: Option<String>,
    ) -> Result<ImportReceipt, AppError> {
        let password = password.map(Zeroizing::new);
        let open = self.open().await?;
        open.require(session::imports(open.session.role))?;
        let start = Instant::now();
        if files.is_empty() || files.len() > FILES_MAX {
            let message = format!("give 1 to {FILES_MAX} files at once");
            return Err(AppError::new(ErrorCode::BadInput, message).about("files"));
        }
        let mut reader = open.store.read().await?;
        let number = cases::load(&mut reader, parse_case_id(&case_id)?).await?.number;
        let known = mappings::in_force(&mut reader).await?;
        drop(reader);
        let mut held = BTreeMap::new();
        let mut paths = Vec::with_capacity(files.len());
        for file in files {
            let (path, bytes) = opened(file)?;
            if held.insert(path.clone(), bytes).is_some() {
                let message = format!("two of the files are called {}", path.display());
                return Err(AppError::new(ErrorCode::BadInput, message).about("files"));
            }
            paths.push(path);
        }
        let readers = Readers::new(self.reader.clone()).knowing(password, known).holding(held);
        let readers = Arc::new(readers);
        let plan = Plan::of_statements(&paths, &number, &readers)?;
        record_plan(&open, plan, &readers, start, &mut Unwatched).await
    }
}

/// A file's name and its bytes.
fn opened(file: GivenFile) -> Result<(PathBuf, Vec<u8>), AppError> {
    // The name stands in messages; whatever it is, it leads nowhere, since its bytes are held beside it.
    let name: String = file.name.chars().filter(|c| !c.is_control()).take(200).collect();
    if file.content.len() / 4 * 3 > FILE_BYTES_MAX + 3 {
        let limit: &dyn std::fmt::Display = &FILE_BYTES_MAX;
        return Err(IntakeError::of_file(&name, IntakeCode::FileTooLarge, &[("limit", limit)]).into());
    }
    let bytes = STANDARD.decode(file.content).map_err(|_| {
        AppError::new(ErrorCode::BadInput, format!("{name}: its content is not in base64")).about("files")
    })?;
    Ok((PathBuf::from(name), bytes))
}

/// A preview as it crosses.
pub(crate) fn seen(path: &Path, preview: Preview) -> Result<StatementPreview, AppError> {
    let mut value = serde_json::to_value(preview).map_err(AppError::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert("file".to_owned(), path.display().to_string().into());
    }
    serde_json::from_value(value).map_err(AppError::internal)
}
