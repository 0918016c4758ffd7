//! Untrusted files are read by processes of their own: this very program, started again under a hidden word, with next to no
//! rights and a cap on memory, time and output. A file that is more than a reader can bear ends the reader and is refused.
//!
//! Belongs here: starting, capping, asking and ending such a process. Does not: what is said between the two and what is read
//! from a file, which is `firstline-intake`'s.

mod caps;
mod process;
mod serve;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use firstline_core::statement::Statement;
use firstline_core::vendor_result::VendorResult;
use firstline_core::{ContentHash, canonical};
use firstline_intake::application::ReceivedApplication;
use firstline_intake::protocol::{Answer, Request, StatementSummary, Wanted};
use firstline_intake::statement::{ColumnMapping, Inspection, Preview};
use firstline_intake::{FILE_BYTES_MAX, IntakeCode, IntakeError};

use zeroize::Zeroizing;

use crate::wire::{AppError, ErrorCode};

use process::{Asked, Ended, Process};

pub use serve::serve_if_asked;

/// The word that makes a program a reader; never typed by a person.
const HIDDEN_WORD: &str = "read-files";

/// The program that is started to read files: one that calls [`serve_if_asked`] first thing.
#[derive(Debug, Clone)]
pub struct ReaderProgram {
    path: PathBuf,
    arguments: Vec<OsString>,
}

impl ReaderProgram {
    /// A program other than this one, as tests need it.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        ReaderProgram { path: path.into(), arguments: vec![HIDDEN_WORD.into()] }
    }

    /// This very program.
    pub fn this() -> Self {
        // The link leads to the program that runs even where an update has put another in its place.
        let running = Path::new("/proc/self/exe");
        let path = if cfg!(target_os = "linux") && running.exists() {
            running.to_owned()
        } else {
            std::env::current_exe().unwrap_or_default()
        };
        ReaderProgram::at(path)
    }
}

/// The statements of a file with the documents to keep.
pub(crate) struct StatementFile {
    /// The hash of the file's bytes as received.
    pub(crate) received: ContentHash,
    /// The documents that the statements were read from.
    pub(crate) documents: Vec<Vec<u8>>,
    /// The statements, in the file's order.
    pub(crate) statements: Vec<Statement>,
}

/// The statements of a file in short.
pub(crate) struct StatementsInShort {
    /// The hash of the file's bytes as received.
    pub(crate) received: ContentHash,
    /// The statements, in the file's order.
    pub(crate) statements: Vec<StatementSummary>,
}

/// What a file is.
pub(crate) enum FileContent {
    Applications(Vec<ReceivedApplication>),
    VendorResults(Vec<VendorResult>),
    Statements(StatementsInShort),
}

/// Readers: as many as are asked at once. They end with this.
pub struct Readers {
    program: ReaderProgram,
    idle: Mutex<Vec<Process>>,
    password: Option<Zeroizing<String>>,
    mappings: Vec<ColumnMapping>,
    held: BTreeMap<PathBuf, Vec<u8>>,
}

impl Readers {
    /// Readers that run a program.
    pub fn new(program: ReaderProgram) -> Self {
        Readers {
            program,
            idle: Mutex::new(Vec::new()),
            password: None,
            mappings: Vec::new(),
            held: BTreeMap::new(),
        }
    }

    /// The same, for files that may need a password or be in layouts that people have described.
    pub(crate) fn knowing(self, password: Option<Zeroizing<String>>, mappings: Vec<ColumnMapping>) -> Self {
        Readers { password, mappings, ..self }
    }

    /// The same, with files that lie nowhere: a path among these stands for the bytes beside it.
    pub(crate) fn holding(self, held: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Readers { held, ..self }
    }

    /// The mapping of a layout, if it is one that people have described.
    pub(crate) fn mapping_of(&self, layout: &str) -> Option<ContentHash> {
        self.mappings.iter().find(|mapping| mapping.layout == layout).map(canonical::hash)
    }

    fn bytes<'a>(&'a self, path: &'a Path) -> Bytes<'a> {
        self.held.get(path).map_or(Bytes::Lying(path), |held| Bytes::Held(held))
    }

    /// What a file is.
    pub(crate) fn content(&self, path: &Path) -> Result<FileContent, AppError> {
        let (received, answer) = self.ask(path, Wanted::Content, None, &self.bytes(path))?;
        match answer {
            Answer::Applications(applications) => Ok(FileContent::Applications(applications)),
            Answer::VendorResults(results) => Ok(FileContent::VendorResults(results)),
            Answer::Summaries(statements) => {
                Ok(FileContent::Statements(StatementsInShort { received, statements }))
            }
            Answer::Statements(_) | Answer::Inspections(_) | Answer::Preview(_) | Answer::Refused(_) => {
                Err(unasked(path))
            }
        }
    }

    /// The statements of a file in short.
    pub(crate) fn in_short(&self, path: &Path) -> Result<StatementsInShort, AppError> {
        match self.ask(path, Wanted::Summaries, None, &self.bytes(path))? {
            (received, Answer::Summaries(statements)) => Ok(StatementsInShort { received, statements }),
            _ => Err(unasked(path)),
        }
    }

    /// The statements of a file. Its bytes are held from here on: it has been read in short before, and was not refused.
    pub(crate) fn statements(&self, path: &Path) -> Result<StatementFile, AppError> {
        let bytes = match self.held.get(path) {
            Some(held) => held.clone(),
            None => std::fs::read(path).map_err(|error| unreadable(path, &error))?,
        };
        let (received, answer) = self.ask(path, Wanted::Statements, None, &Bytes::Held(&bytes))?;
        let Answer::Statements(read) = answer else { return Err(unasked(path)) };
        let (mut documents, mut bytes) = (Vec::with_capacity(read.documents.len()), Some(bytes));
        for document in read.documents {
            documents.push(document.or_else(|| bytes.take()).ok_or_else(|| unasked(path))?);
        }
        let known: Vec<ContentHash> = documents.iter().map(|document| ContentHash::of(document)).collect();
        let is_named_rightly = |statement: &Statement| match statement.part {
            Some(part) => part.name() == statement.file && known.contains(&part.of),
            None => known.contains(&statement.file),
        };
        // A reader that a file has taken over could give a statement the name of another.
        if read.statements.is_empty() || !read.statements.iter().all(is_named_rightly) {
            return Err(unasked(path));
        }
        Ok(StatementFile { received, documents, statements: read.statements })
    }

    /// What the statements of a file hold and add up to.
    pub fn inspections(&self, path: &Path) -> Result<Vec<Inspection>, AppError> {
        match self.ask(path, Wanted::Inspections, None, &self.bytes(path))? {
            (_, Answer::Inspections(inspections)) => Ok(inspections),
            _ => Err(unasked(path)),
        }
    }

    /// How a file looks, and how it would be read: by the layout given alone, where one is.
    pub(crate) fn preview(&self, path: &Path, tried: Option<&ColumnMapping>) -> Result<Preview, AppError> {
        match self.ask(path, Wanted::Preview, tried, &self.bytes(path))? {
            (_, Answer::Preview(preview)) => Ok(*preview),
            _ => Err(unasked(path)),
        }
    }

    /// Asks a reader that waits, or a new one. One that ended over a file it was not started for may have been worn out by those
    /// before it: a new one then has the last word.
    fn ask(
        &self,
        path: &Path,
        wanted: Wanted,
        tried: Option<&ColumnMapping>,
        bytes: &Bytes<'_>,
    ) -> Result<(ContentHash, Answer), AppError> {
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(process) = waiting {
            match self.ask_one(process, path, (wanted, tried), bytes)? {
                Asked::Answered(received, answer) => return answered(received, answer),
                // Time is counted by the file: another reader would take as long.
                Asked::Ended(Ended::TooSlow) => return Err(refused(path, Ended::TooSlow)),
                Asked::Ended(Ended::OutOfMemory | Ended::Overflowed | Ended::Unexpectedly) => {}
            }
        }
        let process = Process::start(&self.program).map_err(|error| unstarted(&error))?;
        match self.ask_one(process, path, (wanted, tried), bytes)? {
            Asked::Answered(received, answer) => answered(received, answer),
            Asked::Ended(ended) => Err(refused(path, ended)),
        }
    }

    fn ask_one(
        &self,
        mut process: Process,
        path: &Path,
        (wanted, tried): (Wanted, Option<&ColumnMapping>),
        bytes: &Bytes<'_>,
    ) -> Result<Asked, AppError> {
        let (length, mut source) = bytes.open().map_err(|error| unreadable(path, &error))?;
        if length > FILE_BYTES_MAX as u64 {
            let limit = [("limit", &FILE_BYTES_MAX as &dyn Display)];
            return Err(IntakeError::of_file(&name(path), IntakeCode::FileTooLarge, &limit).into());
        }
        let request = Request {
            wanted,
            bytes: length,
            password: self.password.as_ref().map(|password| password.to_string()),
            mappings: self.mappings.clone(),
            tried: tried.cloned(),
        };
        let asked = process.ask(&name(path), &request, &mut source);
        let asked = asked.map_err(|error| unreadable(path, &error))?;
        if matches!(asked, Asked::Answered(..)) && process.is_fresh() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
        }
        Ok(asked)
    }
}

/// Where a file's bytes are. A file that may be refused is never held: it goes from the disk to its reader piece by piece.
enum Bytes<'a> {
    Lying(&'a Path),
    Held(&'a [u8]),
}

impl<'a> Bytes<'a> {
    fn open(&self) -> io::Result<(u64, Box<dyn Read + 'a>)> {
        match self {
            Bytes::Held(bytes) => Ok((bytes.len() as u64, Box::new(*bytes))),
            Bytes::Lying(path) => {
                let file = File::open(path)?;
                let metadata = file.metadata()?;
                if !metadata.is_file() {
                    return Err(io::Error::other("it is not a file"));
                }
                Ok((metadata.len(), Box::new(file)))
            }
        }
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn answered(received: ContentHash, answer: Answer) -> Result<(ContentHash, Answer), AppError> {
    match answer {
        Answer::Refused(errors) => Err(errors.into()),
        Answer::Applications(_)
        | Answer::VendorResults(_)
        | Answer::Summaries(_)
        | Answer::Statements(_)
        | Answer::Inspections(_)
        | Answer::Preview(_) => Ok((received, answer)),
    }
}

fn refused(path: &Path, ended: Ended) -> AppError {
    let limit = |code, limit: u64| IntakeError::of_file(&name(path), code, &[("limit", &limit)]).into();
    let plain = |code| IntakeError::of_file(&name(path), code, &[]).into();
    match ended {
        Ended::OutOfMemory => limit(IntakeCode::ReaderOutOfMemory, caps::MEMORY_MB_MAX),
        Ended::TooSlow => limit(IntakeCode::ReaderTooSlow, caps::SECONDS_MAX),
        Ended::Overflowed => plain(IntakeCode::ReaderOverflowed),
        Ended::Unexpectedly => plain(IntakeCode::ReaderEnded),
    }
}

/// An answer to another question than was asked is no answer.
fn unasked(path: &Path) -> AppError {
    refused(path, Ended::Unexpectedly)
}

fn unreadable(path: &Path, error: &io::Error) -> AppError {
    AppError::new(ErrorCode::IoFailed, format!("{}: {error}", name(path))).about("files")
}

fn unstarted(error: &io::Error) -> AppError {
    AppError::new(ErrorCode::IoFailed, format!("the process that reads files cannot be started: {error}"))
}
