//! Writing an export into a folder, file by file, over plain values.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::csv::{self, Rows};
use super::files::{FileSummary, Header, Keys, LogFiles, LogSummary, Manifest, Names, is_class};
use super::lines::{
    CheckpointLine, EntryLine, PayloadField, PayloadState, ProofLine, SealLine, encode, hash_texts, render,
};
use super::{FORMAT, KEYS, MANIFEST, NAMES, SEAL};
use crate::entry::{self, EntryError};
use crate::hash::{Hash, leaf_hash};

/// Why an export cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder or a file refused.
    #[error("the export cannot be written: {0}")]
    Io(#[from] io::Error),
    /// What was to be written is not what an export holds.
    #[error("entry {index} cannot be exported: {error}")]
    Entry {
        /// Its index.
        index: u64,
        /// Why.
        error: EntryError,
    },
    /// The manifest would contradict itself.
    #[error("the export would contradict itself: {0}")]
    Contradiction(String),
}

/// A file being written, its hash worked out on the way.
struct HashedFile {
    name: String,
    file: BufWriter<File>,
    hash: Sha256,
    length: u64,
}

impl HashedFile {
    fn create(dir: &Path, name: &str) -> io::Result<Self> {
        let file = File::create_new(dir.join(name))?;
        Ok(HashedFile { name: name.to_owned(), file: BufWriter::new(file), hash: Sha256::new(), length: 0 })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.length += bytes.len() as u64;
        self.file.write_all(bytes)
    }

    fn line(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        self.put(&render(value))?;
        self.put(b"\n")
    }

    fn finish(self) -> io::Result<FileSummary> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(FileSummary { name: self.name, length: self.length, sha256: self.hash.finalize().into() })
    }
}

fn write_whole(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<FileSummary> {
    let mut file = HashedFile::create(dir, name)?;
    file.put(bytes)?;
    file.finish()
}

/// JSON for people, with its line's end.
fn pretty(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("these structs hold nothing that JSON cannot");
    bytes.push(b'\n');
    bytes
}

/// An export being written.
pub struct ExportWriter {
    dir: PathBuf,
    header: Header,
    keys: Keys,
    names: Names,
    logs: Vec<LogSummary>,
    files: Vec<FileSummary>,
}

/// What a log's part begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// Its class, which names its folder.
    pub class: String,
    /// Its name, the origin of its checkpoints.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root over all of them.
    pub root: Hash,
    /// How many entries the newest checkpoint covers that somebody else is said to hold.
    pub witnessed: u64,
    /// Whether not all entries will be written.
    pub partial: bool,
}

impl ExportWriter {
    /// Begins an export in an empty folder.
    pub fn create(dir: &Path, header: Header, keys: Keys, names: Names) -> Result<Self, WriteError> {
        let files = vec![write_whole(dir, KEYS, &pretty(&keys))?, write_whole(dir, NAMES, &pretty(&names))?];
        Ok(ExportWriter { dir: dir.to_owned(), header, keys, names, logs: Vec::new(), files })
    }

    /// Begins a log; the decision log comes first.
    pub fn log(&mut self, head: LogHead) -> Result<LogWriter<'_>, WriteError> {
        if !is_class(&head.class) {
            return Err(WriteError::Contradiction(format!("{:?} cannot name a folder", head.class)));
        }
        fs::create_dir(self.dir.join(&head.class))?;
        let names = LogFiles::of(&head.class);
        let open = |name: &str| HashedFile::create(&self.dir, name);
        let mut csv = open(&names.csv)?;
        csv.put(csv::HEAD.as_bytes())?;
        Ok(LogWriter {
            checkpoints: open(&names.checkpoints)?,
            newest: open(&names.newest)?,
            entries: open(&names.entries)?,
            csv,
            proofs: open(&names.proofs)?,
            rows: Rows::new(&self.keys, &self.names),
            last_note: String::new(),
            summary: LogSummary {
                indices: head.partial.then(Vec::new),
                class: head.class,
                origin: head.origin,
                size: head.size,
                root: head.root,
                witnessed: head.witnessed,
                payloads: 0,
                erased: 0,
                left_out: 0,
            },
            logs: &mut self.logs,
            files: &mut self.files,
        })
    }

    /// Writes the manifest. Its hash goes into the entry that seals the export.
    pub fn finish(self) -> Result<UnsealedExport, WriteError> {
        let Header { made_at, made_by, purpose, scope, with_payloads, signed_events } = self.header;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            made_at,
            made_by,
            purpose,
            scope,
            with_payloads,
            signed_events,
            logs: self.logs,
            files: self.files,
        };
        if let Some(flaw) = manifest.flaw() {
            return Err(WriteError::Contradiction(flaw));
        }
        let written = write_whole(&self.dir, MANIFEST, &pretty(&manifest))?;
        Ok(UnsealedExport { dir: self.dir, manifest, manifest_hash: written.sha256 })
    }
}

/// A log being written: checkpoints, entries and proofs in the order of the log.
pub struct LogWriter<'w> {
    checkpoints: HashedFile,
    newest: HashedFile,
    entries: HashedFile,
    csv: HashedFile,
    proofs: HashedFile,
    rows: Rows<'w>,
    last_note: String,
    summary: LogSummary,
    logs: &'w mut Vec<LogSummary>,
    files: &'w mut Vec<FileSummary>,
}

impl LogWriter<'_> {
    /// Writes an entry, its verbatim bytes and what there is of its payload.
    pub fn entry(&mut self, index: u64, bytes: &[u8], payload: &PayloadState) -> Result<(), WriteError> {
        let read = entry::parse(bytes).map_err(|error| WriteError::Entry { index, error })?;
        let leaf = leaf_hash(bytes);
        self.entries.line(&EntryLine {
            index,
            leaf: hex::encode(leaf),
            entry: encode(bytes),
            payload: PayloadField::from(payload),
        })?;
        self.csv.put(self.rows.row(&read, &leaf, payload).as_bytes())?;
        match payload {
            PayloadState::Present { .. } => self.summary.payloads += 1,
            PayloadState::Erased => self.summary.erased += 1,
            PayloadState::LeftOut => self.summary.left_out += 1,
        }
        if let Some(indices) = &mut self.summary.indices {
            indices.push(index);
        }
        Ok(())
    }

    /// Writes a checkpoint, verbatim. The newest comes last.
    pub fn checkpoint(&mut self, size: u64, note: &str) -> Result<(), WriteError> {
        note.clone_into(&mut self.last_note);
        Ok(self.checkpoints.line(&CheckpointLine { size, note: note.to_owned() })?)
    }

    /// Writes the proof that an entry is in the tree of the newest checkpoint; for partial exports, in the order of the entries.
    pub fn inclusion(&mut self, index: u64, size: u64, proof: &[Hash]) -> Result<(), WriteError> {
        Ok(self.proofs.line(&ProofLine::Inclusion { index, size, hashes: hash_texts(proof) })?)
    }

    /// Writes the proof that the newest checkpoint's tree extends an earlier one's, for each earlier checkpoint, after all
    /// inclusion proofs.
    pub fn consistency(&mut self, from: u64, to: u64, proof: &[Hash]) -> Result<(), WriteError> {
        Ok(self.proofs.line(&ProofLine::Consistency { from, to, hashes: hash_texts(proof) })?)
    }

    /// Ends the log.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.newest.put(self.last_note.as_bytes())?;
        for file in [self.checkpoints, self.newest, self.entries, self.csv, self.proofs] {
            self.files.push(file.finish()?);
        }
        self.logs.push(self.summary);
        Ok(())
    }
}

/// An export with its manifest, which waits for the entry over the manifest's hash.
#[derive(Debug)]
pub struct UnsealedExport {
    dir: PathBuf,
    manifest: Manifest,
    manifest_hash: Hash,
}

/// The signed entry over the manifest's hash, and what shows that it is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The entry's verbatim bytes.
    pub entry: Vec<u8>,
    /// The salt of the commitment to its payload.
    pub salt: [u8; 32],
    /// Its payload.
    pub payload: Vec<u8>,
    /// A checkpoint that covers it, verbatim.
    pub checkpoint: String,
    /// The proof that the entry is in that checkpoint's tree.
    pub inclusion: Vec<Hash>,
    /// The proof that that tree extends the one the export ends with.
    pub consistency: Vec<Hash>,
}

impl UnsealedExport {
    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The SHA-256 of the manifest's bytes.
    pub fn manifest_hash(&self) -> Hash {
        self.manifest_hash
    }

    /// Seals the export; it is whole from then on.
    pub fn seal(self, seal: &Seal) -> Result<(), WriteError> {
        let mut file = HashedFile::create(&self.dir, SEAL)?;
        file.line(&SealLine {
            entry: encode(&seal.entry),
            salt: hex::encode(seal.salt),
            payload: encode(&seal.payload),
            checkpoint: seal.checkpoint.clone(),
            inclusion: hash_texts(&seal.inclusion),
            consistency: hash_texts(&seal.consistency),
        })?;
        file.finish()?;
        Ok(())
    }
}
