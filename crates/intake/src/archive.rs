//! ZIP archives, opened within limits: what wallets send by e-mail, and the container of a workbook.
//!
//! Every byte that is unpacked counts against one limit, whatever the archive's directory says about sizes.

use std::io::{Cursor, Read};

use encoding_rs::GB18030;
use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Fault, IntakeCode};
use crate::text::FILE_BYTES_MAX;

/// The most files in an archive.
const FILES_MAX: usize = 2_000;
/// The most bytes unpacked from one archive.
const UNPACKED_BYTES_MAX: usize = FILE_BYTES_MAX;

/// An archive and what may still be unpacked from it.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: usize,
}

fn too_large() -> Fault {
    Fault::new(IntakeCode::ArchiveTooLarge).with("limit", UNPACKED_BYTES_MAX)
}

fn broken(problem: impl std::fmt::Display) -> Fault {
    Fault::new(IntakeCode::DamagedFile).with("kind", "a ZIP archive").with("problem", problem)
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let too_many = || Fault::new(IntakeCode::ArchiveTooManyFiles).with("limit", FILES_MAX);
        // The directory is read into memory whole: its entries are counted before.
        if memmem::find_iter(bytes, b"PK\x01\x02").count() > FILES_MAX {
            return Err(too_many());
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if zip.len() > FILES_MAX {
            return Err(too_many());
        }
        let mut names = Vec::with_capacity(zip.len());
        let mut declared = 0_u64;
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index).map_err(broken)?;
            declared = declared.saturating_add(file.size());
            names.push(name_of(file.name_raw()));
        }
        if declared > UNPACKED_BYTES_MAX as u64 {
            return Err(too_large());
        }
        Ok(Archive { zip, names, left: UNPACKED_BYTES_MAX })
    }

    /// The names of its files, folders among them, in the order of its directory.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Unpacks a file.
    pub(crate) fn read(&mut self, index: usize, password: Option<&str>) -> Result<Vec<u8>, Fault> {
        let encrypted = self.zip.by_index_raw(index).map_err(broken)?.encrypted();
        let opened = match (encrypted, password) {
            (true, None) => return Err(Fault::new(IntakeCode::PasswordNeeded)),
            (true, Some(password)) => self.zip.by_index_decrypt(index, password.as_bytes()),
            (false, _) => self.zip.by_index(index),
        };
        let file = opened.map_err(|error| match error {
            ZipError::InvalidPassword => Fault::new(IntakeCode::WrongPassword),
            other => broken(other),
        })?;
        let mut content = Vec::new();
        let limit = self.left as u64 + 1;
        // Of the older encryption one wrong password in 256 is only told by what comes out making no sense.
        file.take(limit)
            .read_to_end(&mut content)
            .map_err(|error| if encrypted { Fault::new(IntakeCode::WrongPassword) } else { broken(error) })?;
        self.left = self.left.checked_sub(content.len()).ok_or_else(too_large)?;
        Ok(content)
    }
}

/// A file's name: UTF-8, or else as archives from China were packed before.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}
