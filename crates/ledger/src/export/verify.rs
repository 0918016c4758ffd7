//! Verification of an export: from the seal to the manifest, from the manifest to the files, and then every statement in them.
//!
//! The first file whose hash is not the manifest's is looked into, so that a changed byte is named by the entry, the checkpoint
//! or the proof it belongs to and not only by its file.

mod log;

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, Read};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::log::LogCheck;
use super::fault::{ExportFault, Finding, Place};
use super::files::{FileSummary, Keys, LogFiles, Manifest, Names, PersonKey};
use super::lines::{self, LineError, SealLine};
use super::report::{self, LogProof, Report};
use super::source::Source;
use super::{EXPORT_EVENT, KEYS, LINE_LENGTH_MAX, MANIFEST, NAMES, SEAL};
use crate::checkpoint::Checkpoint;
use crate::entry::{self, Entry};
use crate::hash::{Hash, leaf_hash};
use crate::key::{self, PublicKey};
use crate::payload;
use crate::tree::{verify_consistency, verify_inclusion};

/// The reference under which the sealing entry names the manifest.
const MANIFEST_REFERENCE: &str = "manifest";

/// A person as the latest enrolment read so far says. Names are not demanded: only the key matters to signatures.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Enrolment {
    user: Uuid,
    #[serde(with = "hex::serde")]
    public_key: PublicKey,
    login: Option<String>,
    display_name: Option<String>,
    role: Option<String>,
    #[serde(skip)]
    index: u64,
}

/// Enrolments by actor.
pub(crate) type Enrolled = HashMap<Uuid, Enrolment>;

/// Verifies an export, or names the first thing in it that is wrong.
pub fn verify(source: &Source) -> Finding<Report> {
    let seal = read_seal(source)?;
    let manifest_bytes = source.read_whole(MANIFEST)?;
    let manifest_hash: Hash = Sha256::digest(&manifest_bytes).into();
    if seal.entry.fields.references.get(MANIFEST_REFERENCE) != Some(&manifest_hash) {
        return Err(ExportFault::file(MANIFEST, "its bytes are not those that the sealing entry names"));
    }
    let manifest: Manifest = serde_json::from_slice(&manifest_bytes)
        .map_err(|error| ExportFault::file(MANIFEST, error.to_string()))?;
    if let Some(flaw) = manifest.flaw() {
        return Err(ExportFault::file(MANIFEST, flaw));
    }
    check_names(source, &manifest)?;
    let changed = first_changed(source, &manifest)?;
    if let Some(name) = changed.filter(|name| [KEYS, NAMES].contains(name)) {
        return Err(ExportFault::file(name, NOT_AS_STATED));
    }
    let keys: Keys = read_json(source, KEYS)?;
    let names: Names = read_json(source, NAMES)?;
    check_keys(&keys, &manifest)?;

    let mut enrolled = Enrolled::new();
    let mut proofs = Vec::new();
    for summary in &manifest.logs {
        let own = LogFiles::of(&summary.class);
        if changed.is_none_or(|name| own.all().into_iter().any(|file| file == name)) {
            let check = LogCheck::new(source, &manifest, summary, &keys, &names, changed)?;
            proofs.push(check.run(&mut enrolled)?);
        }
    }
    if let Some(name) = changed {
        return Err(ExportFault::file(name, NOT_AS_STATED));
    }
    check_persons(&keys, &enrolled)?;
    check_seal(&seal, &manifest, &keys, &enrolled)?;
    source.check_container()?;
    Ok(report(&manifest, &keys, proofs, &seal))
}

const NOT_AS_STATED: &str = "its bytes are not those that the manifest names";

fn report(manifest: &Manifest, keys: &Keys, logs: Vec<LogProof>, seal: &ReadSeal) -> Report {
    let fingerprint = keys.logs.first().map_or_else(String::new, |log| key::fingerprint(&log.public_key));
    let made_by_name = keys
        .persons
        .iter()
        .find(|person| person.actor == manifest.made_by)
        .map_or_else(|| manifest.made_by.to_string(), |person| person.name.clone());
    let sealed_by = seal.entry.fields.index;
    Report {
        made_at: manifest.made_at.clone(),
        made_by: manifest.made_by,
        purpose: manifest.purpose.clone(),
        scope: manifest.scope,
        proven: report::proven(&logs, sealed_by, &made_by_name),
        not_proven: report::not_proven(manifest, &logs, &fingerprint),
        made_by_name,
        log_key: fingerprint,
        sealed_by,
        logs,
    }
}

/// The seal as read: its entry's signature is that of the key it names.
struct ReadSeal {
    line: SealLine,
    entry: Entry,
    leaf: Hash,
}

fn seal_fault(what: impl Into<String>) -> ExportFault {
    ExportFault::new(Place::Seal, what)
}

impl From<LineError> for ExportFault {
    /// Lines are read in many places; only the seal is read without saying where.
    fn from(error: LineError) -> Self {
        seal_fault(error.to_string())
    }
}

fn read_seal(source: &Source) -> Finding<ReadSeal> {
    let bytes = source.read_whole(SEAL)?;
    let line = bytes.strip_suffix(b"\n").ok_or_else(|| seal_fault("it does not end as a line"))?;
    let line: SealLine = lines::strict(line)?;
    let entry_bytes = lines::decode("the entry", &line.entry)?;
    let entry = entry::parse(&entry_bytes).map_err(|error| seal_fault(error.to_string()))?;
    if entry.fields.event != EXPORT_EVENT || entry.signature.is_none() {
        return Err(seal_fault("its entry is not the signed record of an export"));
    }
    let salt = lines::hash("the salt", &line.salt)?;
    let payload = lines::decode("the payload", &line.payload)?;
    if payload::commit(&salt, &payload) != entry.fields.commitment {
        return Err(seal_fault("its payload is not what its entry commits to"));
    }
    Ok(ReadSeal { line, entry, leaf: leaf_hash(&entry_bytes) })
}

fn check_seal(seal: &ReadSeal, manifest: &Manifest, keys: &Keys, enrolled: &Enrolled) -> Finding<()> {
    let (Some(log), Some(log_key)) = (manifest.logs.first(), keys.logs.first()) else {
        return Err(seal_fault("there is no decision log"));
    };
    let fields = &seal.entry.fields;
    if fields.log != log.origin || fields.actor != manifest.made_by {
        return Err(seal_fault("its entry is of another log or person"));
    }
    let signed_with = seal.entry.signature.as_ref().map(|signature| &signature.key);
    let enrolled_key = enrolled.get(&fields.actor).map(|enrolment| &enrolment.public_key);
    if signed_with.is_none() || enrolled_key != signed_with {
        return Err(seal_fault(
            "its entry is not signed with the enrolled key of the person who made the export",
        ));
    }
    let checkpoint = Checkpoint::parse(&seal.line.checkpoint, &log.origin, &log_key.public_key)
        .map_err(|error| seal_fault(error.to_string()))?;
    if fields.index < log.size {
        return Err(seal_fault("its entry is older than the export"));
    }
    let inclusion = lines::hashes("the inclusion proof", &seal.line.inclusion)?;
    if !verify_inclusion(seal.leaf, fields.index, checkpoint.size, &inclusion, &checkpoint.root) {
        return Err(seal_fault("its inclusion proof does not lead to its checkpoint's root"));
    }
    let consistency = lines::hashes("the consistency proof", &seal.line.consistency)?;
    if !verify_consistency(log.size, &log.root, checkpoint.size, &checkpoint.root, &consistency) {
        return Err(seal_fault("its checkpoint's tree does not extend the exported one"));
    }
    Ok(())
}

fn check_names(source: &Source, manifest: &Manifest) -> Finding<()> {
    let found: BTreeSet<&str> = source.names().into_iter().collect();
    let stated = manifest.files.iter().map(|file| file.name.as_str());
    let expected: BTreeSet<&str> = stated.chain([MANIFEST, SEAL]).collect();
    if let Some(name) = expected.difference(&found).next() {
        return Err(ExportFault::file(name, "it is missing"));
    }
    if let Some(name) = found.difference(&expected).next() {
        return Err(ExportFault::file(name, "the manifest does not name it"));
    }
    Ok(())
}

/// The first file whose length or hash is not what the manifest states.
fn first_changed<'m>(source: &Source, manifest: &'m Manifest) -> Finding<Option<&'m str>> {
    for FileSummary { name, length, sha256 } in &manifest.files {
        let mut reader = source.read(name)?;
        let (mut hash, mut seen) = (Sha256::new(), 0);
        loop {
            let chunk = reader.fill_buf().map_err(|error| ExportFault::file(name, error.to_string()))?;
            let read = chunk.len();
            if read == 0 || seen > *length {
                break;
            }
            hash.update(chunk);
            seen += read as u64;
            reader.consume(read);
        }
        if seen != *length || Hash::from(hash.finalize()) != *sha256 {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

fn read_json<T: serde::de::DeserializeOwned>(source: &Source, name: &str) -> Finding<T> {
    serde_json::from_slice(&source.read_whole(name)?)
        .map_err(|error| ExportFault::file(name, error.to_string()))
}

fn check_keys(keys: &Keys, manifest: &Manifest) -> Finding<()> {
    let stated = keys.logs.iter().map(|log| (&log.class, &log.origin));
    if !stated.eq(manifest.logs.iter().map(|log| (&log.class, &log.origin))) {
        return Err(ExportFault::file(KEYS, "its logs are not those of the manifest"));
    }
    if let Some(log) = keys.logs.iter().find(|log| log.fingerprint != key::fingerprint(&log.public_key)) {
        return Err(ExportFault::file(
            KEYS,
            format!("the fingerprint of the {} log's key is wrong", log.class),
        ));
    }
    let actors: BTreeSet<Uuid> = keys.persons.iter().map(|person| person.actor).collect();
    if actors.len() != keys.persons.len() {
        return Err(ExportFault::file(KEYS, "a person stands in it twice"));
    }
    Ok(())
}

/// Every person of the keys must be as an entry of the export enrols them.
fn check_persons(keys: &Keys, enrolled: &Enrolled) -> Finding<()> {
    for PersonKey { actor, login, name, role, public_key, enrolled_by } in &keys.persons {
        let Some(found) = enrolled.get(actor) else {
            return Err(ExportFault::file(KEYS, format!("no entry of the export enrols {login}")));
        };
        if found.public_key != *public_key {
            return Err(ExportFault::file(KEYS, format!("the key of {login} is not the enrolled one")));
        }
        let said = [(&found.login, login), (&found.display_name, name), (&found.role, role)];
        let contradicted =
            said.iter().any(|(found, stated)| found.as_ref().is_some_and(|found| found != *stated));
        if found.index != *enrolled_by || contradicted {
            return Err(ExportFault::file(KEYS, format!("{login} is not what the enrolment says")));
        }
    }
    Ok(())
}

/// The lines of a file, each of a bounded length, counted.
pub(crate) struct Lines<'s> {
    reader: Box<dyn BufRead + 's>,
    name: String,
    line: Vec<u8>,
    pub(crate) read: u64,
}

impl<'s> Lines<'s> {
    pub(crate) fn new(source: &'s Source, name: &str) -> Finding<Self> {
        Ok(Lines { reader: source.read(name)?, name: name.to_owned(), line: Vec::new(), read: 0 })
    }

    /// The next line without its end; `None` after the last. A line that does not end, or not soon, is a fault at `place`.
    pub(crate) fn next(&mut self, place: impl FnOnce(u64) -> Place) -> Finding<Option<&[u8]>> {
        self.line.clear();
        let limit = LINE_LENGTH_MAX as u64 + 1;
        self.reader
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut self.line)
            .map_err(|error| ExportFault::file(&self.name, error.to_string()))?;
        if self.line.is_empty() {
            return Ok(None);
        }
        self.read += 1;
        if self.line.pop() == Some(b'\n') {
            return Ok(Some(&self.line));
        }
        let what = if self.line.len() as u64 + 1 == limit {
            "its line is too long"
        } else {
            "its line does not end"
        };
        Err(ExportFault::new(place(self.read), what))
    }
}
