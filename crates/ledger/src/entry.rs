//! Entries: canonical JSON, stored and hashed verbatim, never rendered again from what was read.
//!
//! This is a frozen format: a golden test holds its bytes.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::hash::{Hash, from_hex};
use crate::key::{self, PublicKey, SigningKey};

/// The version of the format.
const VERSION: u64 = 1;

/// What stands before the bytes that a person signs, so that the signature is good for nothing else.
const SIGNATURE_DOMAIN: &[u8] = b"firstline entry v1\n";

/// The largest entry accepted, in bytes.
pub const ENTRY_LENGTH_MAX: usize = 64 * 1024;

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryDraft {
    /// The log's name, which is also the origin of its checkpoints.
    pub log: String,
    /// The position in the log, counted from 0.
    pub index: u64,
    /// What happened, such as `decision.made`.
    pub event: String,
    /// The version of the event's payload.
    pub event_version: u32,
    /// Wall time; written with milliseconds.
    pub at: DateTime<Utc>,
    /// Milliseconds of a clock that never goes back.
    pub monotonic_ms: u64,
    /// Which run of that clock.
    pub boot: Uuid,
    /// Who acted.
    pub actor: Uuid,
    /// The case's random reference, if it is about one.
    pub case: Option<Uuid>,
    /// Leaf hashes of the case's heads that the actor had seen.
    pub parents: Vec<Hash>,
    /// Hashes of what the event rests on, by what they are.
    pub references: BTreeMap<String, Hash>,
    /// The salted commitment to the payload.
    pub commitment: Hash,
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

impl EntryDraft {
    fn open_bytes(&self) -> String {
        let case = self.case.map_or_else(|| "null".to_owned(), |case| quoted(&case.to_string()));
        let parents: Vec<String> = self.parents.iter().map(|hash| quoted(&hex::encode(hash))).collect();
        let references: Vec<String> = self
            .references
            .iter()
            .map(|(name, hash)| format!("{}:{}", quoted(name), quoted(&hex::encode(hash))))
            .collect();
        format!(
            r#"{{"v":{VERSION},"log":{},"index":{},"type":{},"at":{},"mono":{},"boot":{},"actor":{},"case":{case},"parents":[{}],"refs":{{{}}},"commitment":{}"#,
            quoted(&self.log),
            self.index,
            quoted(&format!("{}/{}", self.event, self.event_version)),
            quoted(&self.at.to_rfc3339_opts(SecondsFormat::Millis, true)),
            self.monotonic_ms,
            quoted(&self.boot.to_string()),
            quoted(&self.actor.to_string()),
            parents.join(","),
            references.join(","),
            quoted(&hex::encode(self.commitment)),
        )
    }

    /// The bytes of an entry that nobody signs.
    pub fn to_bytes(&self) -> Vec<u8> {
        format!("{}}}", self.open_bytes()).into_bytes()
    }

    /// The bytes of an entry that a person signs: the key and the signature stand last, within the hashed bytes.
    pub fn sign(&self, signer: &SigningKey) -> Vec<u8> {
        let keyed = format!(r#"{},"key":"{}""#, self.open_bytes(), hex::encode(signer.public_key()));
        let signature = signer.sign(&signed_message(&keyed));
        format!(r#"{keyed},"sig":"{}"}}"#, hex::encode(signature)).into_bytes()
    }
}

/// What is signed: the domain and the entry's bytes up to and with the key, closed.
fn signed_message(keyed: &str) -> Vec<u8> {
    [SIGNATURE_DOMAIN, keyed.as_bytes(), b"}"].concat()
}

/// The key and signature of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySignature {
    /// The public key of the person who signed.
    pub key: PublicKey,
    /// The signature.
    pub signature: [u8; 64],
}

/// An entry as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its fields.
    pub fields: EntryDraft,
    /// Its signature, where it has one. Reading checks that the signature is that of the key.
    pub signature: Option<EntrySignature>,
}

/// Why bytes are not an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// More than [`ENTRY_LENGTH_MAX`] bytes.
    #[error("the entry is longer than {ENTRY_LENGTH_MAX} bytes")]
    TooLong,
    /// Not JSON of the right shape.
    #[error("the entry cannot be read: {0}")]
    NotAnEntry(String),
    /// A field does not hold what it should.
    #[error("the entry's field {0:?} does not hold what it should")]
    Field(&'static str),
    /// The bytes are another spelling of the same values; the format has one.
    #[error("the entry is not in its one canonical form from byte {0} on")]
    NotCanonical(usize),
    /// The signature is not that of the key the entry names.
    #[error("the signature is not that of the key the entry names")]
    BadSignature,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    v: u64,
    log: String,
    index: u64,
    r#type: String,
    at: String,
    mono: u64,
    boot: String,
    actor: String,
    case: Option<String>,
    parents: Vec<String>,
    refs: BTreeMap<String, String>,
    commitment: String,
    key: Option<String>,
    sig: Option<String>,
}

/// Reads an entry strictly: the fields rendered again must give the very same bytes, and a signature must hold.
pub fn parse(bytes: &[u8]) -> Result<Entry, EntryError> {
    if bytes.len() > ENTRY_LENGTH_MAX {
        return Err(EntryError::TooLong);
    }
    let raw: Raw =
        serde_json::from_slice(bytes).map_err(|error| EntryError::NotAnEntry(error.to_string()))?;
    let signature = signature(&raw)?;
    let fields = fields(raw)?;
    let rendered = match &signature {
        None => fields.to_bytes(),
        Some(EntrySignature { key, signature }) => {
            let keyed = format!(r#"{},"key":"{}""#, fields.open_bytes(), hex::encode(key));
            if !key::verify(key, &signed_message(&keyed), signature) {
                return Err(EntryError::BadSignature);
            }
            format!(r#"{keyed},"sig":"{}"}}"#, hex::encode(signature)).into_bytes()
        }
    };
    if rendered != bytes {
        let same = rendered.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        return Err(EntryError::NotCanonical(same));
    }
    Ok(Entry { fields, signature })
}

fn fields(raw: Raw) -> Result<EntryDraft, EntryError> {
    if raw.v != VERSION {
        return Err(EntryError::Field("v"));
    }
    let (event, version) = raw.r#type.rsplit_once('/').ok_or(EntryError::Field("type"))?;
    let hash = |text: &String, field| from_hex(text).ok_or(EntryError::Field(field));
    let id = |text: &str, field| text.parse::<Uuid>().map_err(|_| EntryError::Field(field));
    Ok(EntryDraft {
        index: raw.index,
        event: event.to_owned(),
        event_version: version.parse().map_err(|_| EntryError::Field("type"))?,
        at: DateTime::parse_from_rfc3339(&raw.at).map_err(|_| EntryError::Field("at"))?.with_timezone(&Utc),
        monotonic_ms: raw.mono,
        boot: id(&raw.boot, "boot")?,
        actor: id(&raw.actor, "actor")?,
        case: raw.case.as_deref().map(|case| id(case, "case")).transpose()?,
        parents: raw.parents.iter().map(|text| hash(text, "parents")).collect::<Result<_, _>>()?,
        references: raw
            .refs
            .iter()
            .map(|(name, text)| Ok((name.clone(), hash(text, "refs")?)))
            .collect::<Result<_, EntryError>>()?,
        commitment: hash(&raw.commitment, "commitment")?,
        log: raw.log,
    })
}

fn signature(raw: &Raw) -> Result<Option<EntrySignature>, EntryError> {
    match (&raw.key, &raw.sig) {
        (None, None) => Ok(None),
        (Some(key), Some(text)) => {
            let mut signature = [0; 64];
            hex::decode_to_slice(text, &mut signature).map_err(|_| EntryError::Field("sig"))?;
            Ok(Some(EntrySignature { key: from_hex(key).ok_or(EntryError::Field("key"))?, signature }))
        }
        (Some(_), None) => Err(EntryError::Field("sig")),
        (None, Some(_)) => Err(EntryError::Field("key")),
    }
}
