//! The files of an export that are read as a whole: manifest, keys, names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DECISION, KEYS, NAMES};
use crate::hash::Hash;
use crate::key::PublicKey;

/// What an export covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every entry.
    Whole,
    /// The entries of one case, and those that bind the keys of the people who acted in it.
    Case(Uuid),
}

/// Who made an export, when, what for, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// When, in RFC 3339.
    pub made_at: String,
    /// Who.
    pub made_by: Uuid,
    /// What for, in the person's words.
    pub purpose: String,
    /// Of what.
    pub scope: Scope,
    /// Whether payloads go along; enrolments' payloads always do.
    pub with_payloads: bool,
    /// Events that are only valid with the acting person's signature.
    pub signed_events: Vec<String>,
}

/// The manifest: what the export holds, and the hash of every other file but the seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`super::FORMAT`].
    pub format: String,
    /// When, in RFC 3339.
    pub made_at: String,
    /// Who.
    pub made_by: Uuid,
    /// What for, in the person's words.
    pub purpose: String,
    /// Of what.
    pub scope: Scope,
    /// Whether payloads go along.
    pub with_payloads: bool,
    /// Events that are only valid with the acting person's signature.
    pub signed_events: Vec<String>,
    /// The logs, the decision log first.
    pub logs: Vec<LogSummary>,
    /// Every file but this one and the seal.
    pub files: Vec<FileSummary>,
}

/// One log, as the manifest states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSummary {
    /// Its class, which is also the name of its folder.
    pub class: String,
    /// Its name, the origin of its checkpoints.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root over all of them.
    #[serde(with = "hex::serde")]
    pub root: Hash,
    /// How many entries the newest checkpoint covers of which the exporter says that somebody else holds it.
    pub witnessed: u64,
    /// Which entries the export holds; absent where it holds all.
    pub indices: Option<Vec<u64>>,
    /// How many payloads it holds.
    pub payloads: u64,
    /// How many payloads had been erased.
    pub erased: u64,
    /// How many payloads were left out.
    pub left_out: u64,
}

/// A file, as the manifest states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSummary {
    /// Its path within the export.
    pub name: String,
    /// Its length in bytes.
    pub length: u64,
    /// The SHA-256 of its bytes.
    #[serde(with = "hex::serde")]
    pub sha256: Hash,
}

/// The public keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// Of the logs.
    pub logs: Vec<LogKey>,
    /// Of the people.
    pub persons: Vec<PersonKey>,
}

/// The key that signs a log's checkpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogKey {
    /// The log's class.
    pub class: String,
    /// The log's name.
    pub origin: String,
    /// The key.
    #[serde(with = "hex::serde")]
    pub public_key: PublicKey,
    /// Its fingerprint, to compare by voice.
    pub fingerprint: String,
}

/// A person, and the key they sign with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonKey {
    /// The id that entries name them by.
    pub actor: Uuid,
    /// The name they sign in with.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// What they are.
    pub role: String,
    /// The key.
    #[serde(with = "hex::serde")]
    pub public_key: PublicKey,
    /// The entry of the decision log that enrolled the key.
    pub enrolled_by: u64,
}

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What the CSV calls cases and events. The exporter says so; the logs do not prove it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Case numbers by case reference.
    pub cases: BTreeMap<Uuid, String>,
    /// Titles by event.
    pub events: BTreeMap<String, Text>,
}

/// The files of one log.
pub(crate) struct LogFiles {
    pub(crate) entries: String,
    pub(crate) checkpoints: String,
    pub(crate) newest: String,
    pub(crate) proofs: String,
    pub(crate) csv: String,
}

impl LogFiles {
    pub(crate) fn of(class: &str) -> Self {
        LogFiles {
            entries: format!("{class}/entries.jsonl"),
            checkpoints: format!("{class}/checkpoints.jsonl"),
            newest: format!("{class}/checkpoint.txt"),
            proofs: format!("{class}/proofs.jsonl"),
            csv: format!("{class}/entries.csv"),
        }
    }

    pub(crate) fn all(&self) -> [&String; 5] {
        [&self.checkpoints, &self.newest, &self.entries, &self.csv, &self.proofs]
    }
}

/// The files that a manifest must name, in its order; nothing else may be in an export but the manifest and the seal.
pub fn file_names<'c>(classes: impl IntoIterator<Item = &'c str>) -> Vec<String> {
    let mut names = vec![KEYS.to_owned(), NAMES.to_owned()];
    for class in classes {
        names.extend(LogFiles::of(class).all().into_iter().cloned());
    }
    names
}

/// Whether a class can be the name of a folder.
pub(crate) fn is_class(class: &str) -> bool {
    (1..=16).contains(&class.len()) && class.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl Manifest {
    /// What is wrong with the manifest's own statements, whatever the files hold.
    pub(crate) fn flaw(&self) -> Option<String> {
        if self.format != super::FORMAT {
            return Some(format!("the format {:?} is not {:?}", self.format, super::FORMAT));
        }
        let classes: Vec<&str> = self.logs.iter().map(|log| log.class.as_str()).collect();
        let distinct: std::collections::BTreeSet<_> = classes.iter().collect();
        if classes.first() != Some(&DECISION)
            || distinct.len() != classes.len()
            || !classes.iter().all(|c| is_class(c))
        {
            return Some("its logs are not the decision log and others by name".to_owned());
        }
        if !self.files.iter().map(|file| &file.name).eq(&file_names(classes)) {
            return Some("its files are not those of its logs".to_owned());
        }
        for log in &self.logs {
            let whole = matches!(self.scope, Scope::Whole);
            if whole != log.indices.is_none() {
                return Some(format!("the {} log's entries are not what the scope says", log.class));
            }
            let ordered = log.indices.iter().all(|list| list.is_sorted_by(|a, b| a < b));
            let within = log.indices.iter().flatten().all(|index| *index < log.size);
            if !ordered || !within || log.witnessed > log.size {
                return Some(format!("the {} log's numbers contradict each other", log.class));
            }
        }
        None
    }
}

impl LogSummary {
    /// How many entries the export holds of it.
    pub fn entries(&self) -> u64 {
        self.indices.as_ref().map_or(self.size, |indices| indices.len() as u64)
    }

    /// The index that the line of this number holds, both counted from 0.
    pub(crate) fn index_at(&self, line: u64) -> Option<u64> {
        match &self.indices {
            None => (line < self.size).then_some(line),
            Some(indices) => usize::try_from(line).ok().and_then(|line| indices.get(line)).copied(),
        }
    }
}
