//! Reading and checking everything before anything is written.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use firstline_core::lifecycle::CaseState;
use firstline_core::vendor_result::VendorResult;
use firstline_core::{Application, ContentHash, canonical};
use firstline_intake::application::ReceivedApplication;
use firstline_store::cases::CaseFile;
use firstline_store::statements::PreparedStatement;
use firstline_store::{Reader, applications, cases, statements, vendor_results};

use crate::progress::Progress;
use crate::reader::{FileContent, Readers, StatementsInShort};
use crate::session::Open;
use crate::wire::{AppError, ErrorCode};

use super::ready::ReadyFile;
use super::source;

/// How many statement files are checked between two reports of progress.
const CHECKED_AT_ONCE: usize = 256;

/// Files up to this size are kept once they are checked, as far as there is room; larger ones are read again to be recorded.
const KEPT_FILE_BYTES_MAX: u64 = 1024 * 1024;

/// How much of what was checked is kept until it is recorded, so that a large import does not take up memory as it grows.
const KEPT_BYTES_MAX: usize = 128 * 1024 * 1024;

/// A file of statements to be recorded: where it lies and what it was when it was checked.
#[derive(Debug)]
pub(super) struct PlannedStatements {
    pub(super) path: PathBuf,
    /// The hash of its bytes.
    pub(super) received: ContentHash,
    /// The names of the statements in it.
    pub(super) names: Vec<ContentHash>,
    /// What was read from it, where there was room to keep it.
    pub(super) kept: Option<ReadyFile>,
}

impl PlannedStatements {
    fn in_short(path: PathBuf, read: &StatementsInShort) -> Self {
        let names = read.statements.iter().map(|statement| statement.file).collect();
        PlannedStatements { path, received: read.received, names, kept: None }
    }

    /// Checks a file, and keeps what was read from it as far as there is room.
    fn check(path: &Path, readers: &Readers, kept: &AtomicUsize) -> Result<Self, AppError> {
        let is_small = std::fs::metadata(path).is_ok_and(|file| file.len() <= KEPT_FILE_BYTES_MAX);
        if !is_small || kept.load(Ordering::Relaxed) >= KEPT_BYTES_MAX {
            return Ok(PlannedStatements::in_short(path.to_owned(), &readers.in_short(path)?));
        }
        let ready = ReadyFile::read(path, readers)?;
        kept.fetch_add(ready.size(), Ordering::Relaxed);
        Ok(PlannedStatements {
            path: path.to_owned(),
            received: ready.received,
            names: ready.statements.iter().map(PreparedStatement::file).collect(),
            kept: Some(ready),
        })
    }
}

/// An application to be recorded with its statements.
pub(super) struct PlannedApplication {
    pub(super) application: Application,
    pub(super) hash: ContentHash,
    pub(super) statements: Vec<PlannedStatements>,
}

/// What one of the files given holds.
pub(super) enum Content {
    Applications(Vec<PlannedApplication>),
    VendorResults(Vec<VendorResult>),
    Statements { layout: String, planned: PlannedStatements },
}

/// One of the files given.
pub(super) struct PlannedFile {
    pub(super) name: String,
    pub(super) content: Content,
}

/// Everything to be recorded, read and found sound.
pub(super) struct Plan {
    pub(super) files: Vec<PlannedFile>,
    pub(super) case_number: Option<String>,
}

impl Plan {
    /// Reads every file; the first that is not as it should be is the error.
    pub(super) fn read(
        given: &[PathBuf],
        case_number: Option<&str>,
        readers: &Readers,
        progress: &mut dyn Progress,
    ) -> Result<Self, AppError> {
        let mut files = Vec::new();
        for path in source::find(given)? {
            files.push(read_file(&path, readers)?);
        }
        let mut plan = Plan { files, case_number: case_number.map(str::to_owned) };
        plan.check_references()?;
        plan.check_statements(readers, progress)?;
        Ok(plan)
    }

    /// Reads files that were handed over, every one of them a statement of one case.
    pub(super) fn of_statements(
        given: &[PathBuf],
        case_number: &str,
        readers: &Readers,
    ) -> Result<Self, AppError> {
        let planned = |path: &PathBuf| {
            let content = planned_statements(path, &readers.in_short(path)?);
            Ok(PlannedFile { name: source::name(path), content })
        };
        let files = given.iter().map(planned).collect::<Result<_, AppError>>()?;
        Ok(Plan { files, case_number: Some(case_number.to_owned()) })
    }

    /// Each application once, and a case for every statement given by itself.
    fn check_references(&self) -> Result<(), AppError> {
        let mut seen = HashSet::new();
        for planned in self.applications() {
            if !seen.insert(&planned.application.application_ref) {
                let reference = &planned.application.application_ref;
                let message = format!("the application {reference} stands in two of the files");
                return Err(AppError::new(ErrorCode::ImportRefused, message).about("files"));
            }
        }
        let lone = self.files.iter().find(|file| matches!(file.content, Content::Statements { .. }));
        match (lone, &self.case_number) {
            (Some(file), None) => {
                let message = format!("{}: a statement by itself needs the case it belongs to", file.name);
                Err(AppError::new(ErrorCode::BadInput, message).about("case_number"))
            }
            (None, Some(number)) => {
                let message = format!("none of the files is a statement to be given to case {number}");
                Err(AppError::new(ErrorCode::BadInput, message).about("case_number"))
            }
            (Some(_), Some(_)) | (None, None) => Ok(()),
        }
    }

    /// Reads every statement file that applications name, and keeps its hash.
    fn check_statements(&mut self, readers: &Readers, progress: &mut dyn Progress) -> Result<(), AppError> {
        let mut planned: Vec<&mut PlannedStatements> = self
            .files
            .iter_mut()
            .filter_map(|file| match &mut file.content {
                Content::Applications(applications) => Some(applications),
                Content::VendorResults(_) | Content::Statements { .. } => None,
            })
            .flatten()
            .flat_map(|application| &mut application.statements)
            .collect();
        let total = planned.len() as u64;
        let (mut done, kept) = (0, AtomicUsize::new(0));
        for chunk in planned.chunks_mut(CHECKED_AT_ONCE) {
            let paths: Vec<&Path> = chunk.iter().map(|statement| statement.path.as_path()).collect();
            let read = source::each(paths, |path| PlannedStatements::check(path, readers, &kept))?;
            for (planned, read) in chunk.iter_mut().zip(read) {
                **planned = read;
            }
            done += chunk.len() as u64;
            progress.report("check", done, total);
        }
        Ok(())
    }

    pub(super) fn applications(&self) -> impl Iterator<Item = &PlannedApplication> {
        self.files
            .iter()
            .filter_map(|file| match &file.content {
                Content::Applications(applications) => Some(applications),
                Content::VendorResults(_) | Content::Statements { .. } => None,
            })
            .flatten()
    }

    /// Holds the plan against what is already here, so that nothing is refused half-way.
    pub(super) async fn check(&self, open: &Open) -> Result<(), AppError> {
        let products: BTreeSet<&str> =
            self.applications().map(|planned| planned.application.product.as_str()).collect();
        let mut reader = open.store.read().await?;
        for product in products {
            open.shelf.active(&mut reader, product).await?;
        }
        for planned in self.applications() {
            check_application(&mut reader, planned).await?;
        }
        let given: HashSet<&str> =
            self.applications().map(|planned| planned.application.application_ref.as_str()).collect();
        for file in &self.files {
            match &file.content {
                Content::Applications(_) => {}
                Content::VendorResults(results) => {
                    check_results(&mut reader, &file.name, results, &given).await?;
                }
                Content::Statements { planned, .. } => {
                    check_lone(&mut reader, self.case_number.as_deref().unwrap_or_default(), planned).await?;
                }
            }
        }
        Ok(())
    }
}

fn read_file(path: &Path, readers: &Readers) -> Result<PlannedFile, AppError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let content = match readers.content(path)? {
        FileContent::Applications(received) => Content::Applications(plan_applications(folder, received)?),
        FileContent::VendorResults(results) => Content::VendorResults(results),
        FileContent::Statements(read) => planned_statements(path, &read),
    };
    Ok(PlannedFile { name: source::name(path), content })
}

fn planned_statements(path: &Path, read: &StatementsInShort) -> Content {
    let layouts: BTreeSet<&str> = read.statements.iter().map(|read| read.layout.as_str()).collect();
    let layout = layouts.into_iter().collect::<Vec<_>>().join(", ");
    Content::Statements { layout, planned: PlannedStatements::in_short(path.to_owned(), read) }
}

fn plan_applications(
    folder: &Path,
    received: Vec<ReceivedApplication>,
) -> Result<Vec<PlannedApplication>, AppError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    received
        .into_iter()
        .map(|received| {
            let statements = received
                .statements
                .iter()
                .map(|relative| {
                    let path = source::within(folder, relative)?;
                    // The rest is filled in when the file is checked, before anything is recorded.
                    Ok(PlannedStatements {
                        path,
                        received: ContentHash([0; 32]),
                        names: Vec::new(),
                        kept: None,
                    })
                })
                .collect::<Result<_, AppError>>()?;
            let hash = canonical::hash(&received.application);
            Ok(PlannedApplication { application: received.application, hash, statements })
        })
        .collect()
}

fn is_closed(state: CaseState) -> bool {
    match state {
        CaseState::Decided | CaseState::Withdrawn => true,
        CaseState::Received
        | CaseState::Ready
        | CaseState::InReview
        | CaseState::WaitingOnApplicant
        | CaseState::AwaitingApproval => false,
    }
}

fn closed(number: &str) -> AppError {
    let message = format!("case {number} is closed: it takes no more evidence");
    AppError::new(ErrorCode::IllegalMove, message).about("files")
}

async fn check_application(reader: &mut Reader, planned: &PlannedApplication) -> Result<(), AppError> {
    let reference = &planned.application.application_ref;
    let Some(found) = applications::find_by_ref(reader, reference).await? else { return Ok(()) };
    if found.hash != planned.hash {
        let message = format!(
            "the application {reference} is here already with other content; a changed application needs a reference of its own"
        );
        return Err(AppError::new(ErrorCode::ImportRefused, message).about("application_ref"));
    }
    let case = cases::load(reader, found.case).await?;
    if is_closed(case.state) {
        for statement in &planned.statements {
            closed_to(reader, &case, statement).await?;
        }
    }
    Ok(())
}

async fn check_results(
    reader: &mut Reader,
    file: &str,
    results: &[VendorResult],
    given: &HashSet<&str>,
) -> Result<(), AppError> {
    for result in results {
        let reference = &result.application_ref;
        match applications::find_by_ref(reader, reference).await? {
            None if given.contains(reference.as_str()) => {}
            None => {
                let message = format!(
                    "{file}: there is no application {reference}; import it first, or along with its vendor results"
                );
                return Err(AppError::new(ErrorCode::ImportRefused, message).about("application_ref"));
            }
            Some(found) => {
                let case = cases::load(reader, found.case).await?;
                if is_closed(case.state) {
                    let known = vendor_results::of_case(reader, case.id).await?;
                    let hash = canonical::hash(result);
                    if !known.iter().any(|(known, _)| *known == hash) {
                        return Err(closed(&case.number));
                    }
                }
            }
        }
    }
    Ok(())
}

/// Refuses what a closed case does not have yet.
async fn closed_to(
    reader: &mut Reader,
    case: &CaseFile,
    planned: &PlannedStatements,
) -> Result<(), AppError> {
    for name in &planned.names {
        if !statements::is_in_case(reader, case.id, *name).await? {
            return Err(closed(&case.number));
        }
    }
    Ok(())
}

async fn check_lone(reader: &mut Reader, number: &str, planned: &PlannedStatements) -> Result<(), AppError> {
    let case = cases::find_by_number(reader, number).await?;
    let Some(case) = case else {
        let message = format!("there is no case {number:?}");
        return Err(AppError::new(ErrorCode::NotFound, message).about("case_number"));
    };
    if is_closed(case.state) {
        closed_to(reader, &case, planned).await?;
    }
    Ok(())
}
