//! Exporting the logs: written beside its place under another name, recorded and signed, sealed, and only then put in its place.
//!
//! Where something fails after the export was recorded, the record stands and the export does not: never the other way round.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use firstline_core::ContentHash;
use firstline_ledger::export::{
    self, ExportWriter, Header, Keys, LogHead, LogKey, Manifest, Names, PayloadState, PersonKey, Scope, Seal,
    Text, UnsealedExport, WriteError,
};
use firstline_ledger::{key, tree};
use firstline_store::event::{Event, ExportMade, UserEnrolled};
use firstline_store::ids::UserId;
use firstline_store::ledger::{self, EntryFilter, LogClass, Nodes, StoredCheckpoint, StoredEntry};
use firstline_store::{CaseId, Reader, cases, users};

use super::place::{Work, length_of, put};
use super::{newest, require_auditor};
use crate::session::{self, Open};
use crate::wire::{AppError, ErrorCode, ExportReceipt, ExportRequest};
use crate::{Desk, clock, view, wording};

/// How many entries or cases are read at once.
const BATCH: u32 = 1_000;

/// The events whose payloads always go along: they bind keys, to people and to the device.
const BINDING: [&str; 2] = ["workspace_created", "user_enrolled"];

impl From<WriteError> for AppError {
    fn from(error: WriteError) -> Self {
        let code = match &error {
            WriteError::Io(_) => ErrorCode::IoFailed,
            WriteError::Entry { .. } => ErrorCode::LedgerBroken,
            WriteError::Contradiction(_) => ErrorCode::Internal,
        };
        AppError::new(code, error.to_string())
    }
}

impl Desk {
    /// Exports a case or everything, as a folder or a zip. The export is recorded, signed by the person who makes it.
    pub async fn audit_export(&self, request: ExportRequest) -> Result<ExportReceipt, AppError> {
        let open = self.open().await?;
        require_auditor(&open)?;
        let target = self.target(&request)?;
        let parent =
            target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let work = Work::create(parent.join(format!(".firstline-export-{}", clock::new_id())))?;

        let unsealed = write(&open, &request, &work.folder()).await?;
        let manifest = unsealed.manifest().clone();
        let entry = seal(&open, &request, unsealed).await?;
        let mut names = export::file_names(manifest.logs.iter().map(|log| log.class.as_str()));
        names.extend([export::MANIFEST.to_owned(), export::SEAL.to_owned()]);
        let (made, bytes) = if request.zip {
            let zip = work.zip();
            let bytes = export::archive::pack(&work.folder(), &names, &zip)?;
            (zip, bytes)
        } else {
            (work.folder(), length_of(&work.folder(), &names)?)
        };
        put(&made, &target)?;
        receipt(&open, &manifest, &target, bytes, entry)
    }

    /// Where the export goes: nothing may be there yet.
    fn target(&self, request: &ExportRequest) -> Result<PathBuf, AppError> {
        let target = match &request.path {
            Some(path) if !path.trim().is_empty() => PathBuf::from(path),
            _ => {
                let folder = self.directory().join("exports");
                fs::create_dir_all(&folder)?;
                let of = request.case_number.as_deref().unwrap_or("all");
                let time = clock::now().at.format("%Y%m%dT%H%M%S%3fZ");
                folder.join(format!("{of}-{time}{}", if request.zip { ".zip" } else { "" }))
            }
        };
        match fs::symlink_metadata(&target) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(target),
            Err(error) => Err(error.into()),
            Ok(found) if found.is_dir() && !request.zip && fs::read_dir(&target)?.next().is_none() => {
                Ok(target)
            }
            Ok(_) => {
                let message = format!("{} is there already; an export replaces nothing", target.display());
                Err(AppError::new(ErrorCode::BadInput, message).about("path"))
            }
        }
    }
}

fn receipt(
    open: &Open,
    manifest: &Manifest,
    target: &Path,
    bytes: u64,
    entry: u64,
) -> Result<ExportReceipt, AppError> {
    let decision = manifest.logs.first().ok_or_else(|| AppError::internal("an export without a log"))?;
    Ok(ExportReceipt {
        path: target.display().to_string(),
        entries: session::position(decision.entries())?,
        payloads: session::position(decision.payloads)?,
        tree_size: session::position(decision.size)?,
        bytes: u32::try_from(bytes).unwrap_or(u32::MAX),
        log_key: key::fingerprint(&open.store.logs().public_key()),
        entry: session::position(entry)?,
    })
}

/// Which entries of which logs go along, and whose keys.
struct Selection {
    case: Option<CaseId>,
    enrolments: BTreeMap<UserId, (u64, UserEnrolled)>,
    /// By log, the entries of a case's export in order.
    partial: BTreeMap<LogClass, Vec<StoredEntry>>,
}

async fn write(open: &Open, request: &ExportRequest, folder: &Path) -> Result<UnsealedExport, AppError> {
    let mut reader = open.store.read().await?;
    let case = match &request.case_number {
        None => None,
        Some(number) => {
            let found = cases::find_by_number(&mut reader, number).await?;
            let missing = || {
                AppError::new(ErrorCode::NotFound, format!("there is no case {number}")).about("case_number")
            };
            Some(found.ok_or_else(missing)?.id)
        }
    };
    let selection = select(open, &mut reader, case).await?;
    let header = Header {
        made_at: clock::now().at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        made_by: open.session.user.0,
        purpose: String::new(),
        scope: case.map_or(Scope::Whole, |case| Scope::Case(case.0)),
        with_payloads: request.with_payloads,
        signed_events: Event::NAMES
            .iter()
            .filter(|name| Event::needs_signature(name))
            .map(|name| (*name).to_owned())
            .collect(),
    };
    let keys = keys(open, &selection);
    let names = names(&mut reader, case).await?;
    let mut writer = ExportWriter::create(folder, header, keys, names)?;
    for class in LogClass::ALL {
        write_log(open, &mut reader, &mut writer, class, &selection, request.with_payloads).await?;
    }
    Ok(writer.finish()?)
}

async fn select(open: &Open, reader: &mut Reader, case: Option<CaseId>) -> Result<Selection, AppError> {
    let mut enrolments = BTreeMap::new();
    let mut binding = Vec::new();
    let filter = EntryFilter { event: Some("user_enrolled".to_owned()), ..EntryFilter::default() };
    let people = u32::try_from(users::all(reader).await?.len()).map_err(AppError::internal)?;
    for entry in ledger::page(reader, LogClass::Decision, &filter, None, people).await? {
        // An erased enrolment binds nothing any more; verification says so of the signatures it leaves unbound.
        if entry.payload.is_some()
            && let Event::UserEnrolled(user) = entry.event()?
        {
            enrolments.insert(user.user, (entry.position, user));
        }
        binding.push(entry);
    }
    let mut partial = BTreeMap::new();
    if let Some(case) = case {
        let mut acting = BTreeSet::from([open.session.user]);
        for class in LogClass::ALL {
            let mut entries = ledger::of_case(reader, class, case, u32::MAX).await?;
            entries.reverse();
            acting.extend(entries.iter().map(|entry| entry.actor));
            partial.insert(class, entries);
        }
        enrolments.retain(|user, _| acting.contains(user));
        let kept: BTreeSet<u64> = enrolments.values().map(|(position, _)| *position).collect();
        let mut decision = vec![ledger::load(reader, LogClass::Decision, 0).await?];
        decision.extend(binding.into_iter().rev().filter(|entry| kept.contains(&entry.position)));
        decision.extend(partial.remove(&LogClass::Decision).unwrap_or_default());
        decision.sort_by_key(|entry| entry.position);
        partial.insert(LogClass::Decision, decision);
    }
    Ok(Selection { case, enrolments, partial })
}

fn keys(open: &Open, selection: &Selection) -> Keys {
    let logs = open.store.logs();
    let public_key = logs.public_key();
    let log = |class: LogClass| LogKey {
        class: class.code().to_owned(),
        origin: logs.origin(class).to_owned(),
        public_key,
        fingerprint: key::fingerprint(&public_key),
    };
    let person = |(enrolled_by, user): &(u64, UserEnrolled)| PersonKey {
        actor: user.user.0,
        login: user.login.clone(),
        name: user.display_name.clone(),
        role: view::code(&user.role),
        public_key: user.public_key,
        enrolled_by: *enrolled_by,
    };
    Keys {
        logs: LogClass::ALL.map(log).to_vec(),
        persons: selection.enrolments.values().map(person).collect(),
    }
}

async fn names(reader: &mut Reader, case: Option<CaseId>) -> Result<Names, AppError> {
    let mut numbers = BTreeMap::new();
    match case {
        Some(case) => {
            numbers.insert(case.0, cases::load(reader, case).await?.number);
        }
        None => {
            let mut after = None;
            loop {
                let ids = cases::page(reader, after, BATCH).await?;
                let Some(last) = ids.last() else { break };
                after = Some(*last);
                for id in ids {
                    numbers.insert(id.0, cases::load(reader, id).await?.number);
                }
            }
        }
    }
    let title = |name: &&str| {
        let label = wording::label(&format!("event.{name}"));
        ((*name).to_owned(), Text { zh: label.zh, en: label.en })
    };
    Ok(Names { cases: numbers, events: Event::NAMES.iter().map(title).collect() })
}

async fn write_log(
    open: &Open,
    reader: &mut Reader,
    writer: &mut ExportWriter,
    class: LogClass,
    selection: &Selection,
    with_payloads: bool,
) -> Result<(), AppError> {
    let newest = newest(open, reader, class).await?;
    let size = newest.size;
    let witnessed = ledger::witnessed_size(reader, class).await?;
    let mut checkpoints: Vec<StoredCheckpoint> = ledger::checkpoints(reader, class, 0, size).await?;
    if selection.case.is_some() {
        checkpoints.retain(|checkpoint| [size, witnessed].contains(&checkpoint.size));
    }
    let mut out = writer.log(LogHead {
        class: class.code().to_owned(),
        origin: open.store.logs().origin(class).to_owned(),
        size,
        root: newest.root,
        witnessed,
        partial: selection.case.is_some(),
    })?;
    for checkpoint in &checkpoints {
        let note = std::str::from_utf8(&checkpoint.note);
        let note = note.map_err(|error| AppError::new(ErrorCode::LedgerBroken, error.to_string()))?;
        out.checkpoint(checkpoint.size, note)?;
    }
    let nodes: Nodes;
    match selection.partial.get(&class) {
        Some(entries) => {
            nodes = nodes_of(reader, class, entries, &checkpoints, size).await?;
            for entry in entries {
                out.entry(entry.position, &entry.bytes, &payload(entry, with_payloads))?;
                let proof = tree::inclusion_proof(&nodes, entry.position, size);
                out.inclusion(entry.position, size, &proof.map_err(AppError::internal)?)?;
            }
        }
        None => {
            nodes = ledger::all_nodes(reader, class).await?;
            let mut next = 0;
            while next < size {
                let batch = ledger::batch(reader, class, next, BATCH).await?;
                let gap = || {
                    AppError::new(
                        ErrorCode::LedgerBroken,
                        format!("{} log, entry {next} is missing", class.code()),
                    )
                };
                let last = batch.last().ok_or_else(gap)?.position;
                for entry in batch {
                    out.entry(entry.position, &entry.bytes, &payload(&entry, with_payloads))?;
                }
                next = last + 1;
            }
        }
    }
    for checkpoint in checkpoints.iter().filter(|checkpoint| checkpoint.size < size) {
        let proof = tree::consistency_proof(&nodes, checkpoint.size, size).map_err(AppError::internal)?;
        out.consistency(checkpoint.size, size, &proof)?;
    }
    Ok(out.finish()?)
}

/// The nodes that a case's proofs need.
async fn nodes_of(
    reader: &mut Reader,
    class: LogClass,
    entries: &[StoredEntry],
    checkpoints: &[StoredCheckpoint],
    size: u64,
) -> Result<Nodes, AppError> {
    let mut places = BTreeSet::new();
    for entry in entries {
        let ranges = tree::inclusion_ranges(entry.position, size).map_err(AppError::internal)?;
        places.extend(tree::places_of(&ranges));
    }
    for checkpoint in checkpoints {
        let ranges = tree::consistency_ranges(checkpoint.size, size).map_err(AppError::internal)?;
        places.extend(tree::places_of(&ranges));
    }
    let places: Vec<_> = places.into_iter().collect();
    Ok(ledger::nodes_at(reader, class, &places).await?)
}

fn payload(entry: &StoredEntry, with_payloads: bool) -> PayloadState {
    match &entry.payload {
        None => PayloadState::Erased,
        Some(found) if with_payloads || BINDING.contains(&entry.event.as_str()) => {
            PayloadState::Present { salt: found.salt, bytes: found.bytes.clone() }
        }
        Some(_) => PayloadState::LeftOut,
    }
}

/// Records the export, signed, and seals it with the record and its proofs; gives the record's index.
async fn seal(open: &Open, request: &ExportRequest, unsealed: UnsealedExport) -> Result<u64, AppError> {
    let manifest = unsealed.manifest();
    let exported = manifest.logs.first().map_or(0, |log| log.size);
    let made = ExportMade {
        manifest: ContentHash(unsealed.manifest_hash()),
        sizes: manifest.logs.iter().map(|log| (log.class.clone(), log.size)).collect(),
        with_payloads: request.with_payloads,
        purpose: manifest.purpose.clone(),
    };
    let index = u64::from(open.record_alone(None, made.into()).await?);
    let mut reader = open.store.read().await?;
    let newest = newest(open, &mut reader, LogClass::Decision).await?;
    let entry = ledger::load(&mut reader, LogClass::Decision, index).await?;
    let inclusion = tree::inclusion_ranges(index, newest.size).map_err(AppError::internal)?;
    let consistency = tree::consistency_ranges(exported, newest.size).map_err(AppError::internal)?;
    let places: Vec<_> = [tree::places_of(&inclusion), tree::places_of(&consistency)].concat();
    let nodes = ledger::nodes_at(&mut reader, LogClass::Decision, &places).await?;
    let payload = entry.payload.ok_or_else(|| AppError::internal("the record just made has no payload"))?;
    unsealed.seal(&Seal {
        entry: entry.bytes,
        salt: payload.salt,
        payload: payload.bytes,
        checkpoint: newest.note,
        inclusion: tree::inclusion_proof(&nodes, index, newest.size).map_err(AppError::internal)?,
        consistency: tree::consistency_proof(&nodes, exported, newest.size).map_err(AppError::internal)?,
    })?;
    Ok(index)
}
