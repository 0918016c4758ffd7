//! Use-cases: one function per thing a person does. Owns transactions; speaks wire types.
//!
//! What belongs here: the order of a use-case, who may do it, what is recorded, and how core values look on the wire. What
//! deliberately does not: SQL, file formats, the trade's rules, and anything that knows of a window or a terminal.
//!
//! The window's commands, each one desk method of the same name on [`Desk`], all `async`, all `Result<T, AppError>`:
//!
//! | command | arguments | result |
//! |---|---|---|
//! | `workspace_status` | | `WorkspaceStatus` |
//! | `sign_in` | `user: String, passphrase: String` | `SessionView` |
//! | `lock` | | `()` |
//! | `session` | | `SessionView` |
//! | `queue_counts` | | `QueueCounts` |
//! | `queue_list` | `filter: QueueFilter, after: Option<String>, limit: u32` | `QueuePage` |
//! | `queue_preview` | `case_id: String` | `QueuePreview` |
//! | `take_next` | | `Option<String>`, the case id |
//! | `take_case` | `case_id: String` | `CaseView` |
//! | `release_case` | `case_id: String` | `()` |
//! | `case_show` | `case_id: String` | `CaseView` |
//! | `case_rows` | `case_id: String, query: RowsQuery, from: u32, limit: u32, find: Option<RowName>` | `RowsPage` |
//! | `reveal` | `case_id: String, field: MaskedField, purpose: String` | `String` |
//! | `assess_case` | `case_id: String` | `CaseView` |
//! | `reclassify` | `case_id: String, request: ReclassifyRequest` | `ReclassifyReceipt` |
//! | `undo_reclassification` | `case_id: String, entry: u32, note: String` | `ReclassifyReceipt` |
//! | `decision_sheet` | `case_id: String, draft: DecisionDraft` | `DecisionSheet` |
//! | `decide` | `case_id: String, draft: DecisionDraft` | `DecisionReceipt` |
//! | `sign_proposal` | `case_id: String, proposal: u32, grant: bool, note: String` | `DecisionReceipt` |
//! | `preview_statement` | `file: GivenFile, password: Option<String>, mapping: Option<ColumnMapping>` | `StatementPreview` |
//! | `import_statements` | `case_id: String, files: Vec<GivenFile>, password: Option<String>` | `ImportReceipt` |
//! | `save_column_mapping` | `mapping: ColumnMapping` | `SavedMapping` |
//! | `column_mappings` | | `Vec<SavedMapping>` |
//! | `audit_list` | `filter: AuditFilter, before: Option<u32>, limit: u32` | `AuditPage` |
//! | `audit_entry` | `log: LogClass, index: u32` | `EntryView` |
//! | `audit_verify` | | `VerifyView` |
//! | `audit_export` | `request: ExportRequest` | `ExportReceipt` |

pub mod assess;
mod audit;
mod cases;
mod clock;
mod decide;
pub mod demo;
mod error;
mod import;
mod inputs;
mod mappings;
mod mask;
mod packs;
mod progress;
mod queue;
mod reader;
mod reclassify;
mod replay;
mod rows;
mod runs;
mod session;
mod sheet;
pub mod tools;
mod view;
pub mod wire;
mod wording;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use firstline_store::WorkspaceOptions;
use tokio::sync::Mutex;

pub use progress::{Progress, Unwatched};
pub use reader::{ReaderProgram, Readers, serve_if_asked};
pub use session::FIRST_PRODUCT;

use session::Open;

/// The workstation: one workspace and, once somebody has signed in, their session.
pub struct Desk {
    directory: PathBuf,
    through: &'static str,
    options: WorkspaceOptions,
    reader: ReaderProgram,
    open: Mutex<Option<Arc<Open>>>,
}

impl Desk {
    /// The desk over the workspace in a folder, used through `window` or `command_line`.
    pub fn new(directory: impl Into<PathBuf>, through: &'static str) -> Self {
        Desk {
            directory: directory.into(),
            through,
            options: WorkspaceOptions::default(),
            reader: ReaderProgram::this(),
            open: Mutex::new(None),
        }
    }

    /// The same desk with next to no key derivation, for tests that make many workspaces.
    pub fn with_weak_keys_for_tests(mut self) -> Self {
        self.options = WorkspaceOptions::weak_for_tests();
        self
    }

    /// The same desk with another program to read files, for one that cannot do so itself: a test's.
    pub fn with_reader(mut self, reader: ReaderProgram) -> Self {
        self.reader = reader;
        self
    }

    /// The workspace's folder.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub(crate) fn options(&self) -> WorkspaceOptions {
        self.options
    }

    pub(crate) fn through(&self) -> &str {
        self.through
    }

    /// Puts another session in the place of the present one, which is returned.
    pub(crate) async fn put(&self, open: Option<Arc<Open>>) -> Option<Arc<Open>> {
        std::mem::replace(&mut *self.open.lock().await, open)
    }

    /// The session, without counting as use.
    pub(crate) async fn peek(&self) -> Option<Arc<Open>> {
        self.open.lock().await.clone()
    }
}
