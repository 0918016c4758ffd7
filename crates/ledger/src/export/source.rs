//! Where an export is read from: a folder, a zip, or memory. Nothing is ever unpacked.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::archive;
use super::fault::{ExportFault, Finding, Place};

/// The most files and folders looked at in an export's folder.
const FOLDER_ENTRIES_MAX: usize = 64;

/// Bytes of any length that are read at a place.
#[derive(Debug)]
pub(crate) enum Blob {
    File { file: Mutex<File>, length: u64 },
    Memory(Vec<u8>),
}

impl Blob {
    pub(crate) fn length(&self) -> u64 {
        match self {
            Blob::File { length, .. } => *length,
            Blob::Memory(bytes) => bytes.len() as u64,
        }
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Blob::File { file, .. } => {
                let mut file = file.lock().map_err(|_| io::Error::other("another reader failed"))?;
                file.seek(SeekFrom::Start(offset))?;
                file.read(into)
            }
            Blob::Memory(bytes) => {
                let start = usize::try_from(offset).map_or(bytes.len(), |start| start.min(bytes.len()));
                (&bytes[start..]).read(into)
            }
        }
    }

    /// So many bytes from a place on; an error where there are not so many.
    pub(crate) fn exactly(&self, offset: u64, length: u64) -> io::Result<Vec<u8>> {
        if offset.checked_add(length).is_none_or(|end| end > self.length()) {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the zip is cut off"));
        }
        let mut bytes = Vec::new();
        Section::new(self, offset, length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A part of a blob.
pub(crate) struct Section<'b> {
    blob: &'b Blob,
    offset: u64,
    left: u64,
}

impl<'b> Section<'b> {
    pub(crate) fn new(blob: &'b Blob, offset: u64, length: u64) -> Self {
        Section { blob, offset, left: length }
    }
}

impl Read for Section<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.left).map_or(into.len(), |left| left.min(into.len()));
        if wanted == 0 {
            return Ok(0);
        }
        let read = self.blob.read_at(self.offset, &mut into[..wanted])?;
        if read == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the zip is cut off"));
        }
        self.offset += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

/// An export to be verified.
#[derive(Debug)]
pub struct Source(Kind);

#[derive(Debug)]
enum Kind {
    Folder(BTreeMap<String, PathBuf>),
    Zip(Blob, BTreeMap<String, (u64, u64)>),
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Source {
    /// The folder or zip at a path.
    pub fn open(path: &Path) -> Finding<Self> {
        let failed = |error: io::Error| ExportFault::new(Place::Container, error.to_string());
        let metadata = fs::metadata(path).map_err(failed)?;
        if metadata.is_dir() {
            return Ok(Source(Kind::Folder(files_of(path)?)));
        }
        let file = File::open(path).map_err(failed)?;
        Self::of_zip(Blob::File { file: Mutex::new(file), length: metadata.len() })
    }

    /// A zip in memory.
    pub fn from_zip(bytes: Vec<u8>) -> Finding<Self> {
        Self::of_zip(Blob::Memory(bytes))
    }

    /// Files in memory, by their paths within the export.
    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Self {
        Source(Kind::Memory(files))
    }

    /// Gives back the files that are held in memory; empty for a folder or a zip.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        match self.0 {
            Kind::Memory(files) => files,
            Kind::Folder(_) | Kind::Zip(..) => BTreeMap::new(),
        }
    }

    fn of_zip(blob: Blob) -> Finding<Self> {
        let members = archive::members(&blob)?;
        Ok(Source(Kind::Zip(blob, members)))
    }

    /// What only the container can say is wrong: asked last, so that a changed byte is named by what it is a part of.
    pub(crate) fn check_container(&self) -> Finding<()> {
        match &self.0 {
            Kind::Zip(blob, members) => archive::check_checksums(blob, members),
            Kind::Folder(_) | Kind::Memory(_) => Ok(()),
        }
    }

    /// The paths of all files.
    pub(crate) fn names(&self) -> Vec<&str> {
        match &self.0 {
            Kind::Folder(files) => files.keys().map(String::as_str).collect(),
            Kind::Zip(_, members) => members.keys().map(String::as_str).collect(),
            Kind::Memory(files) => files.keys().map(String::as_str).collect(),
        }
    }

    /// A file, to be read from its beginning.
    pub(crate) fn read(&self, name: &str) -> Finding<Box<dyn io::BufRead + '_>> {
        let missing = || ExportFault::file(name, "it is missing");
        Ok(match &self.0 {
            Kind::Folder(files) => {
                let file = File::open(files.get(name).ok_or_else(missing)?);
                Box::new(BufReader::new(file.map_err(|error| ExportFault::file(name, error.to_string()))?))
            }
            Kind::Zip(blob, members) => {
                let (begin, length) = members.get(name).ok_or_else(missing)?;
                Box::new(BufReader::new(Section::new(blob, *begin, *length)))
            }
            Kind::Memory(files) => Box::new(files.get(name).ok_or_else(missing)?.as_slice()),
        })
    }

    /// A file as a whole, of a bounded length.
    pub(crate) fn read_whole(&self, name: &str) -> Finding<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read(name)?
            .take(super::WHOLE_FILE_LENGTH_MAX + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| ExportFault::file(name, error.to_string()))?;
        if bytes.len() as u64 > super::WHOLE_FILE_LENGTH_MAX {
            return Err(ExportFault::file(name, "it is too long"));
        }
        Ok(bytes)
    }
}

/// Every file of a folder and of the folders in it; links and anything else that is not a plain file are refused.
fn files_of(root: &Path) -> Finding<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![String::new()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        let failed = |error: io::Error| ExportFault::new(Place::Container, format!("{folder}: {error}"));
        for entry in fs::read_dir(root.join(&folder)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            seen += 1;
            if seen > FOLDER_ENTRIES_MAX {
                return Err(ExportFault::new(Place::Container, "it holds more files than an export has"));
            }
            let Ok(name) = entry.file_name().into_string() else {
                return Err(ExportFault::new(Place::Container, format!("{folder}: a name is not UTF-8")));
            };
            let name = format!("{folder}{name}");
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() && folder.is_empty() {
                folders.push(format!("{name}/"));
            } else if kind.is_file() {
                files.insert(name, entry.path());
            } else {
                return Err(ExportFault::file(&name, "it is neither a plain file nor a folder of an export"));
            }
        }
    }
    Ok(files)
}
