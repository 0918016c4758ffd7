//! The zip of an export: one file, stored and not compressed, in one form.
//!
//! Since nothing is compressed, a hostile zip cannot blow up; since every header follows from the names, lengths and checksums,
//! reading demands the very bytes that writing gives, and no byte is without meaning. Other zip programs read it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use crc32fast::Hasher;

use super::fault::{ExportFault, Finding, Place};
use super::source::{Blob, Section};

/// The most files accepted.
const FILES_MAX: u16 = 64;

/// The length of the record at the end of a zip.
const END_LENGTH: u64 = 22;

/// 1980-01-01, the first day a zip can state: when an export was made stands in its manifest.
const DATE: u16 = 0x21;

/// Names are UTF-8.
const FLAGS: u16 = 0x0800;

/// A file within the zip.
#[derive(Debug, Clone)]
struct Member {
    name: String,
    checksum: u32,
    length: u32,
    offset: u32,
}

impl Member {
    /// What both headers of a file have in common.
    fn common(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [20, FLAGS, 0, 0, DATE] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.checksum, self.length, self.length] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&(self.name.len() as u16).to_le_bytes());
        bytes.extend_from_slice(&0_u16.to_le_bytes());
        bytes
    }

    fn local(&self) -> Vec<u8> {
        [b"PK\x03\x04".as_slice(), &self.common(), self.name.as_bytes()].concat()
    }

    fn central(&self) -> Vec<u8> {
        let made_by = 20_u16.to_le_bytes();
        let mut bytes = [b"PK\x01\x02".as_slice(), &made_by, &self.common()].concat();
        // Comment length, disk, inner and outer attributes: nothing.
        bytes.extend_from_slice(&[0; 10]);
        bytes.extend_from_slice(&self.offset.to_le_bytes());
        bytes.extend_from_slice(self.name.as_bytes());
        bytes
    }
}

fn directory(members: &[Member], start: u32) -> Vec<u8> {
    let mut bytes: Vec<u8> = members.iter().flat_map(Member::central).collect();
    let length = bytes.len() as u32;
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        bytes.extend_from_slice(&(members.len() as u16).to_le_bytes());
    }
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&start.to_le_bytes());
    bytes.extend_from_slice(&0_u16.to_le_bytes());
    bytes
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "a zip holds at most 4 GiB; export into a folder instead")
}

/// Packs the files of a folder, in the order of their names, into a new zip; gives its length.
pub fn pack(folder: &Path, names: &[String], zip: &Path) -> io::Result<u64> {
    let mut names = names.to_vec();
    names.sort();
    let mut out = BufWriter::new(File::create_new(zip)?);
    let mut members: Vec<Member> = Vec::new();
    let mut position: u64 = 0;
    for name in names {
        let path = folder.join(&name);
        let (checksum, length) = checksum(BufReader::new(File::open(&path)?))?;
        let offset = u32::try_from(position).map_err(|_| too_large())?;
        let length = u32::try_from(length).map_err(|_| too_large())?;
        let member = Member { name, checksum, length, offset };
        let header = member.local();
        out.write_all(&header)?;
        let copied = io::copy(&mut File::open(&path)?, &mut out)?;
        if copied != u64::from(length) {
            return Err(io::Error::other("a file changed while it was packed"));
        }
        position += header.len() as u64 + copied;
        members.push(member);
    }
    let end = directory(&members, u32::try_from(position).map_err(|_| too_large())?);
    out.write_all(&end)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(position + end.len() as u64)
}

fn checksum(mut from: impl Read) -> io::Result<(u32, u64)> {
    let mut hasher = Hasher::new();
    let mut length = 0;
    let mut buffer = [0; 16 * 1024];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok((hasher.finalize(), length)),
            read => {
                hasher.update(&buffer[..read]);
                length += read as u64;
            }
        }
    }
}

fn fault(what: impl Into<String>) -> ExportFault {
    ExportFault::new(Place::Container, what)
}

fn number_16(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn number_32(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Where each file of a zip lies: begin and length. Refuses every zip that [`pack`] would not have written.
pub(crate) fn members(zip: &Blob) -> Finding<BTreeMap<String, (u64, u64)>> {
    const OTHER: &str =
        "the zip is not one that Firstline wrote; a zip packed by another program is verified as a folder";
    let total = zip.length();
    let end_start = total.checked_sub(END_LENGTH).ok_or_else(|| fault("the zip is cut off"))?;
    let end = zip.exactly(end_start, END_LENGTH).map_err(|error| fault(error.to_string()))?;
    if &end[..4] != b"PK\x05\x06" {
        return Err(fault("the zip is cut off or continues after its end"));
    }
    let count = number_16(&end, 10);
    let (length, start) = (u64::from(number_32(&end, 12)), u64::from(number_32(&end, 16)));
    if count > FILES_MAX || start + length != end_start || length > u64::from(FILES_MAX) * 512 {
        return Err(fault(OTHER));
    }
    let found = zip.exactly(start, length + END_LENGTH).map_err(|error| fault(error.to_string()))?;
    let members = listed(&found, count).ok_or_else(|| fault(OTHER))?;
    let rendered = directory(&members, u32::try_from(start).map_err(|_| fault(OTHER))?);
    if rendered != found || !members.is_sorted_by(|a, b| a.name < b.name) {
        return Err(fault(OTHER));
    }
    let mut places = BTreeMap::new();
    let mut position = 0;
    for member in members {
        let header = member.local();
        let begin = position + header.len() as u64;
        let found = zip.exactly(position, header.len() as u64);
        if u64::from(member.offset) != position || !found.is_ok_and(|found| found == header) {
            return Err(fault(format!(
                "the header of {:?} in the zip does not agree with its list",
                member.name
            )));
        }
        position = begin + u64::from(member.length);
        if position > start {
            return Err(fault(OTHER));
        }
        places.insert(member.name.clone(), (begin, u64::from(member.length)));
    }
    if position != start {
        return Err(fault("there are bytes in the zip that belong to no file"));
    }
    Ok(places)
}

/// The files that the list at the end of a zip names; the rest of each record is compared by rendering it again.
fn listed(directory: &[u8], count: u16) -> Option<Vec<Member>> {
    let mut members = Vec::new();
    let mut at = 0;
    for _ in 0..count {
        let record = directory.get(at..at + 46)?;
        let name_end = at + 46 + usize::from(number_16(record, 28));
        let name = std::str::from_utf8(directory.get(at + 46..name_end)?).ok()?;
        members.push(Member {
            name: name.to_owned(),
            checksum: number_32(record, 16),
            length: number_32(record, 24),
            offset: number_32(record, 42),
        });
        at = name_end;
    }
    Some(members)
}

/// Checks the checksums of every file of a zip; the list says them.
pub(crate) fn check_checksums(zip: &Blob, places: &BTreeMap<String, (u64, u64)>) -> Finding<()> {
    for (name, (begin, length)) in places {
        let header =
            zip.exactly(begin - 30 - name.len() as u64, 30).map_err(|error| fault(error.to_string()))?;
        let section = Section::new(zip, *begin, *length);
        let (found, _) = checksum(section).map_err(|error| ExportFault::file(name, error.to_string()))?;
        if found != number_32(&header, 14) {
            return Err(ExportFault::file(name, "its bytes and its checksum in the zip do not agree"));
        }
    }
    Ok(())
}
