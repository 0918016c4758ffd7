//! The documents in a file as received: itself, or the files of the archive it is.
//!
//! A wallet sends its bill as a protected archive. What is kept as the document is the file in it: a protected archive could not
//! be read again without its password, which nobody stores; and the same bill given unpacked is the same document.

use std::borrow::Cow;

use firstline_core::ContentHash;

use crate::archive::Archive;
use crate::error::{Fault, IntakeCode, IntakeError};
use crate::text;

/// The form of a document, told from its first bytes and, of a ZIP, from its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Xlsx,
    Xls,
    Zip,
}

/// A document: its bytes and their form.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// Its name within the archive it came in.
    pub(crate) inner: Option<String>,
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) form: Form,
}

impl Document<'_> {
    /// Whether it is a text beside which an archive may hold the statement.
    pub(crate) fn may_be_a_letter(&self) -> bool {
        let ending = self.inner.as_deref().and_then(|inner| inner.rsplit_once('.'));
        ending.is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("txt"))
    }

    /// An error in it, of the file of that name: of an archive it names the file within, too.
    pub(crate) fn fault(&self, name: &str, fault: Fault) -> IntakeError {
        match &self.inner {
            Some(inner) => fault.with("inner", inner).in_file(name),
            None => fault.in_file(name),
        }
    }
}

/// Endings of files beside a statement in an archive that are not read: letters, pictures, seals.
const PASSED_OVER: [&str; 14] =
    ["pdf", "md", "html", "htm", "doc", "docx", "jpg", "jpeg", "png", "gif", "ofd", "sig", "p7s", "ds_store"];

/// Tells the form of some bytes; an archive that cannot be opened is an error.
pub(crate) fn form_of(bytes: &[u8]) -> Result<Form, Fault> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(Form::Xls);
    }
    if !(bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")) {
        return Ok(Form::Text);
    }
    let archive = Archive::open(bytes)?;
    let is_office = archive.names().iter().any(|name| name == "[Content_Types].xml");
    if !is_office && archive.names().first().is_some_and(|name| name == "mimetype") {
        return Err(Fault::new(IntakeCode::NotText).with("kind", "an OpenDocument file"));
    }
    Ok(if is_office { Form::Xlsx } else { Form::Zip })
}

/// Opens a file: an archive gives the files in it, anything else is itself.
pub(crate) fn open<'a>(
    name: &str,
    bytes: &'a [u8],
    password: Option<&str>,
) -> Result<Vec<Document<'a>>, IntakeError> {
    let in_file = |fault: Fault| fault.in_file(name);
    text::check_size(bytes).map_err(in_file)?;
    let form = form_of(bytes).map_err(in_file)?;
    if form != Form::Zip {
        return Ok(vec![Document { inner: None, bytes: Cow::Borrowed(bytes), form }]);
    }
    unpack(name, bytes, password)
}

fn unpack(name: &str, bytes: &[u8], password: Option<&str>) -> Result<Vec<Document<'static>>, IntakeError> {
    let mut archive = Archive::open(bytes).map_err(|fault| fault.in_file(name))?;
    let mut documents: Vec<Document<'static>> = Vec::new();
    let mut seen = Vec::new();
    for index in 0..archive.names().len() {
        let inner = archive.names()[index].clone();
        if is_passed_over(&inner) {
            continue;
        }
        let content = archive.read(index, password).map_err(|fault| fault.in_file(name))?;
        let in_file = |fault: Fault| fault.with("inner", &inner).in_file(name);
        let form = form_of(&content).map_err(in_file)?;
        if form == Form::Zip {
            return Err(in_file(Fault::new(IntakeCode::NestedArchive)));
        }
        let hash = ContentHash::of(&content);
        if !seen.contains(&hash) {
            seen.push(hash);
            documents.push(Document { inner: Some(inner), bytes: Cow::Owned(content), form });
        }
    }
    if documents.is_empty() {
        return Err(Fault::new(IntakeCode::ArchiveHoldsNoStatement).in_file(name));
    }
    Ok(documents)
}

/// Folders, what archivers of other systems leave beside the files, and files that are plainly no statement.
fn is_passed_over(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    file.is_empty()
        || name.starts_with("__MACOSX/")
        || PASSED_OVER.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
