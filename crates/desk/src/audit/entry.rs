//! One entry with everything that proves it.

use firstline_core::Money;
use firstline_ledger::entry::Entry;
use firstline_ledger::hash::{Hash, leaf_hash};
use firstline_ledger::{payload, tree};
use firstline_store::ledger::{self, EntryFilter, LogClass, StoredEntry};
use firstline_store::{Reader, users};
use serde_json::Value;

use super::{Lookup, class_of, newest, require_auditor};
use crate::session::{self, Open};
use crate::wire::{AppError, EntryView, LogClass as WireClass, NamedValue, ProofStep, ProofView};
use crate::{Desk, view};

/// How many earlier entries of a case are searched for the one an entry names as seen before.
const EARLIER_ENTRIES_MAX: u32 = 500;

/// Fields of payloads that hold what people wrote.
const FREE_TEXT: [&str; 3] = ["note", "text", "purpose"];

impl Desk {
    /// One entry: its fields, what it commits to, who signed it, and its proof up to the newest checkpoint.
    pub async fn audit_entry(&self, log: WireClass, index: u32) -> Result<EntryView, AppError> {
        let open = self.open().await?;
        require_auditor(&open)?;
        let class = class_of(log);
        let mut reader = open.store.read().await?;
        let stored = ledger::load(&mut reader, class, u64::from(index)).await?;
        let entry = stored.parse()?;
        let witnessed = ledger::witnessed_size(&mut reader, class).await?;
        let (signature_key, signature_holds) = match &entry.signature {
            None => (None, None),
            // Reading the entry showed that the signature is that of the key; the key must be the person's.
            Some(signature) => {
                let actor = users::find(&mut reader, stored.actor).await?;
                let enrolled = actor.is_some_and(|user| user.public_key == signature.key);
                (Some(hex::encode(signature.key)), Some(enrolled))
            }
        };
        let fields = &entry.fields;
        let references = fields.references.iter();
        Ok(EntryView {
            row: Lookup::default().row(&mut reader, &stored, witnessed).await?,
            log_id: open.store.logs().origin(class).to_owned(),
            actor_id: fields.actor.to_string(),
            case_id: fields.case.map(|case| case.to_string()),
            parents: parents(&mut reader, class, &stored, &entry).await?,
            references: references
                .map(|(name, hash)| NamedValue { name: name.clone(), value: hex::encode(hash) })
                .collect(),
            commitment: hex::encode(fields.commitment),
            commitment_holds: stored
                .payload
                .as_ref()
                .map(|found| payload::commit(&found.salt, &found.bytes) == fields.commitment),
            payload: stored.payload.as_ref().map(|found| values(&found.bytes)),
            length: session::position(stored.bytes.len() as u64)?,
            bytes_hex: hex::encode(&stored.bytes),
            signature_key,
            signature_holds,
            proof: proof(&open, &mut reader, class, &stored).await?,
        })
    }
}

/// The indices of the entries that an entry names as the case's heads it has seen.
async fn parents(
    reader: &mut Reader,
    class: LogClass,
    stored: &StoredEntry,
    entry: &Entry,
) -> Result<Vec<u32>, AppError> {
    let Some(case) = stored.case.filter(|_| !entry.fields.parents.is_empty()) else {
        return Ok(Vec::new());
    };
    let filter = EntryFilter { case: Some(case), ..EntryFilter::default() };
    let earlier = ledger::page(reader, class, &filter, Some(stored.position), EARLIER_ENTRIES_MAX).await?;
    let named = earlier.iter().filter(|earlier| entry.fields.parents.contains(&leaf_hash(&earlier.bytes)));
    named.map(|parent| session::position(parent.position)).collect()
}

async fn proof(
    open: &Open,
    reader: &mut Reader,
    class: LogClass,
    stored: &StoredEntry,
) -> Result<ProofView, AppError> {
    let newest = newest(open, reader, class).await?;
    let (index, size) = (stored.position, newest.size);
    let ranges = tree::inclusion_ranges(index, size).map_err(AppError::internal)?;
    let nodes = ledger::nodes_at(reader, class, &tree::places_of(&ranges)).await?;
    let hashes: Vec<Hash> = tree::inclusion_proof(&nodes, index, size).map_err(AppError::internal)?;
    let leaf = leaf_hash(&stored.bytes);
    let steps = ranges.iter().zip(&hashes).map(|(range, hash)| {
        Ok(ProofStep {
            hash: hex::encode(hash),
            left: range.end <= index,
            first: session::position(range.start)?,
            last: session::position(range.end - 1)?,
        })
    });
    Ok(ProofView {
        leaf: hex::encode(leaf),
        steps: steps.collect::<Result<_, AppError>>()?,
        tree_size: session::position(size)?,
        root: hex::encode(newest.root),
        holds: tree::verify_inclusion(leaf, index, size, &hashes, &newest.root),
        checkpoint: newest.note,
    })
}

/// A payload's values by their path, what people wrote masked.
fn values(bytes: &[u8]) -> Vec<NamedValue> {
    let mut named = Vec::new();
    match serde_json::from_slice::<Value>(bytes) {
        Ok(mut value) => {
            // In the order of their names, whatever order a build of the library keeps them in.
            value.sort_all_objects();
            gather("", &value, &mut named);
        }
        Err(_) => named.push(NamedValue { name: "bytes".to_owned(), value: hex::encode(bytes) }),
    }
    named
}

fn gather(path: &str, value: &Value, named: &mut Vec<NamedValue>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let text = match value {
        Value::Object(fields) => {
            if let Ok(money) = serde_json::from_value::<Money>(value.clone()) {
                view::money(money)
            } else {
                fields.iter().for_each(|(name, value)| gather(&below(name), value, named));
                return;
            }
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(place, item)| gather(&below(&place.to_string()), item, named));
            return;
        }
        Value::String(text) if FREE_TEXT.iter().any(|name| path.rsplit('.').next() == Some(name)) => {
            masked(text)
        }
        Value::String(text) => text.clone(),
        Value::Null => return,
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    named.push(NamedValue { name: path.to_owned(), value: text });
}

/// Free text may hold anything about anybody: only its length is shown.
fn masked(text: &str) -> String {
    match text.chars().count() {
        0 => String::new(),
        length => format!("*** ({length})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_masked_and_money_is_one_value() {
        let payload = r#"{"decision":{"line_approved":{"currency":"CNY","fen":400000},"line_x":null,"note":"问过本人",
            "overrides":[{"code":"LO-1","text":"long story"}]},"n":3}"#;
        let found: Vec<(String, String)> =
            values(payload.as_bytes()).into_iter().map(|value| (value.name, value.value)).collect();
        let expected = [
            ("decision.line_approved", "4000.00"),
            ("decision.note", "*** (4)"),
            ("decision.overrides.0.code", "LO-1"),
            ("decision.overrides.0.text", "*** (10)"),
            ("n", "3"),
        ];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
