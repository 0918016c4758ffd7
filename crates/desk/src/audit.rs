//! The signed record: listing it, opening an entry with its proof, verifying all of it, and exporting it.

mod entry;
mod export;
mod place;

use std::collections::BTreeMap;
use std::time::Instant;

use firstline_ledger::hash::empty_root;
use firstline_store::event::{AuditViewed, Event};
use firstline_store::ids::UserId;
use firstline_store::ledger::{self, EntryFilter, LedgerFault, LogClass, LogReport, StoredEntry};
use firstline_store::{CaseId, Reader, cases, users};

use crate::session::{self, Open};
use crate::wire::{
    AppError, AuditFilter, AuditPage, AuditRow, ErrorCode, LogClass as WireClass, UnwitnessedView,
    VerifyFault, VerifyLogView, VerifyView,
};
use crate::{Desk, clock, view, wording};

/// The most rows of one page.
const PAGE_ROWS_MAX: u32 = 500;

/// How many entries are read at once where the list is narrowed by something that no index has.
const SCAN_ENTRIES: u32 = 1_000;

/// The device's short name: the first characters of its key's fingerprint, as log names carry it.
pub(crate) fn device_name(open: &Open) -> String {
    hex::encode(&open.store.logs().public_key()[..4])
}

/// The entries of the decision log that nobody else holds.
pub(crate) async fn unwitnessed(reader: &mut Reader) -> Result<UnwitnessedView, AppError> {
    let size = ledger::count(reader, LogClass::Decision).await?;
    let witnessed = ledger::witnessed_size(reader, LogClass::Decision).await?;
    let entries = size.saturating_sub(witnessed);
    let since = match entries {
        0 => None,
        _ => {
            let oldest = ledger::load(reader, LogClass::Decision, witnessed).await?;
            Some(view::moment(oldest.at))
        }
    };
    Ok(UnwitnessedView { entries: session::position(entries)?, since })
}

/// The name shown for a user id, or the id itself where nobody has it.
pub(crate) async fn user_name(reader: &mut Reader, user: UserId) -> Result<String, AppError> {
    let found = users::find(reader, user).await?;
    Ok(found.map_or_else(|| user.to_string(), |user| user.display_name))
}

fn class_of(class: WireClass) -> LogClass {
    match class {
        WireClass::Decision => LogClass::Decision,
        WireClass::Access => LogClass::Access,
    }
}

fn wire_class(class: LogClass) -> WireClass {
    match class {
        LogClass::Decision => WireClass::Decision,
        LogClass::Access => WireClass::Access,
    }
}

/// Names for the ids that entries carry, each looked up once.
#[derive(Default)]
struct Lookup {
    users: BTreeMap<UserId, String>,
    cases: BTreeMap<CaseId, Option<String>>,
}

impl Lookup {
    async fn user(&mut self, reader: &mut Reader, id: UserId) -> Result<String, AppError> {
        if let Some(name) = self.users.get(&id) {
            return Ok(name.clone());
        }
        let name = user_name(reader, id).await?;
        self.users.insert(id, name.clone());
        Ok(name)
    }

    async fn case(&mut self, reader: &mut Reader, id: Option<CaseId>) -> Result<Option<String>, AppError> {
        let Some(id) = id else { return Ok(None) };
        if let Some(number) = self.cases.get(&id) {
            return Ok(number.clone());
        }
        let number = cases::find(reader, id).await?.map(|case| case.number);
        self.cases.insert(id, number.clone());
        Ok(number)
    }

    async fn row(
        &mut self,
        reader: &mut Reader,
        entry: &StoredEntry,
        witnessed: u64,
    ) -> Result<AuditRow, AppError> {
        Ok(AuditRow {
            index: session::position(entry.position)?,
            at: view::moment(entry.at),
            event: entry.event.clone(),
            title: wording::label(&format!("event.{}", entry.event)),
            case_number: self.case(reader, entry.case).await?,
            actor: self.user(reader, entry.actor).await?,
            signed: entry.parse()?.signature.is_some(),
            witnessed: entry.position < witnessed,
        })
    }
}

/// The events whose name is, or begins with, what was asked for; `decision.` is understood as `decision_`.
fn events_named(beginning: &str) -> Vec<&'static str> {
    let beginning = beginning.replace('.', "_");
    let names = Event::NAMES.iter().copied();
    match names.clone().find(|name| *name == beginning) {
        Some(name) => vec![name],
        None => names.filter(|name| name.starts_with(&beginning)).collect(),
    }
}

/// What a filter comes to: columns to narrow by and, where several events are asked for, their names.
struct Narrowed {
    columns: EntryFilter,
    events: Option<Vec<&'static str>>,
}

/// `None` where nothing can be found: an unknown person, case or event.
async fn narrowed(reader: &mut Reader, filter: &AuditFilter) -> Result<Option<Narrowed>, AppError> {
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let mut columns = EntryFilter::default();
    let mut events = None;
    if let Some(actor) = given(&filter.actor) {
        let everyone = users::all(reader).await?;
        let found = everyone
            .into_iter()
            .find(|user| user.login == actor || user.display_name == actor || user.id.to_string() == actor);
        let Some(user) = found else { return Ok(None) };
        columns.actor = Some(user.id);
    }
    if let Some(number) = given(&filter.case_number) {
        let Some(case) = cases::find_by_number(reader, &number).await? else { return Ok(None) };
        columns.case = Some(case.id);
    }
    if let Some(event) = given(&filter.event) {
        let names = events_named(&event);
        match names.as_slice() {
            [] => return Ok(None),
            [one] => columns.event = Some((*one).to_owned()),
            _ => events = Some(names),
        }
    }
    Ok(Some(Narrowed { columns, events }))
}

/// Up to `limit` entries before a position, the latest first.
async fn entries(
    reader: &mut Reader,
    class: LogClass,
    narrowed: &Narrowed,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<StoredEntry>, AppError> {
    let Some(events) = &narrowed.events else {
        return Ok(ledger::page(reader, class, &narrowed.columns, before, limit).await?);
    };
    let (mut found, mut before) = (Vec::new(), before);
    loop {
        let page = ledger::page(reader, class, &narrowed.columns, before, SCAN_ENTRIES).await?;
        let Some(last) = page.last() else { return Ok(found) };
        before = Some(last.position);
        for entry in page.into_iter().filter(|entry| events.contains(&entry.event.as_str())) {
            found.push(entry);
            if found.len() == limit as usize {
                return Ok(found);
            }
        }
    }
}

/// The size and root that a log's newest checkpoint signs, with the note.
async fn newest(open: &Open, reader: &mut Reader, class: LogClass) -> Result<Newest, AppError> {
    let Some(stored) = ledger::latest_checkpoint(reader, class).await? else {
        return Ok(Newest { size: 0, root: empty_root(), note: String::new() });
    };
    let logs = open.store.logs();
    let broken = |what: String| AppError::new(ErrorCode::LedgerBroken, what);
    let note = String::from_utf8(stored.note).map_err(|error| broken(error.to_string()))?;
    let read = firstline_ledger::checkpoint::Checkpoint::parse(&note, logs.origin(class), &logs.public_key())
        .map_err(|error| broken(format!("{} log, checkpoint {}: {error}", class.code(), stored.size)))?;
    Ok(Newest { size: read.size, root: read.root, note })
}

struct Newest {
    size: u64,
    root: firstline_ledger::hash::Hash,
    note: String,
}

fn require_auditor(open: &Open) -> Result<(), AppError> {
    open.require(session::audits(open.session.role))
}

/// The filters as the access log keeps them.
fn filters(filter: &AuditFilter) -> BTreeMap<String, String> {
    let pairs = [
        ("log", Some(view::code(&filter.log))),
        ("event", filter.event.clone()),
        ("actor", filter.actor.clone()),
        ("case_number", filter.case_number.clone()),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

impl Desk {
    /// A page of a log, the latest first. Beginning to look is itself recorded; further pages are part of the same look.
    pub async fn audit_list(
        &self,
        filter: AuditFilter,
        before: Option<u32>,
        limit: u32,
    ) -> Result<AuditPage, AppError> {
        let open = self.open().await?;
        require_auditor(&open)?;
        if before.is_none() {
            open.record_alone(None, AuditViewed { filters: filters(&filter) }.into()).await?;
        }
        let class = class_of(filter.log);
        let limit = limit.clamp(1, PAGE_ROWS_MAX);
        let mut reader = open.store.read().await?;
        let found = match narrowed(&mut reader, &filter).await? {
            None => Vec::new(),
            // One more than asked for tells whether there is a next page.
            Some(narrowed) => {
                entries(&mut reader, class, &narrowed, before.map(u64::from), limit + 1).await?
            }
        };
        let witnessed = ledger::witnessed_size(&mut reader, class).await?;
        let mut lookup = Lookup::default();
        let mut rows = Vec::new();
        for entry in found.iter().take(limit as usize) {
            rows.push(lookup.row(&mut reader, entry, witnessed).await?);
        }
        let more = found.len() > rows.len();
        let newest = newest(&open, &mut reader, class).await?;
        Ok(AuditPage {
            next: rows.last().filter(|_| more).map(|row| row.index),
            rows,
            size: session::position(newest.size)?,
            witnessed_size: session::position(witnessed)?,
            log_id: open.store.logs().origin(class).to_owned(),
            root: hex::encode(newest.root),
        })
    }

    /// Verifies both logs: every leaf, node, payload, checkpoint and signature is worked out again.
    pub async fn audit_verify(&self) -> Result<VerifyView, AppError> {
        let open = self.open().await?;
        require_auditor(&open)?;
        let begun = Instant::now();
        let logs = match ledger::verify(&open.store, &mut |_, _| {}).await? {
            Ok(report) => {
                report.logs.iter().map(|(class, log)| log_view(*class, log)).collect::<Result<_, _>>()?
            }
            Err(fault) => vec![fault_view(&fault)],
        };
        let took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
        Ok(VerifyView { at: view::moment(clock::now().at), took_ms, logs })
    }
}

fn log_view(class: LogClass, log: &LogReport) -> Result<VerifyLogView, AppError> {
    Ok(VerifyLogView {
        log: wire_class(class),
        entries: session::position(log.entries)?,
        signatures: session::position(log.signatures)?,
        checkpoints: session::position(log.checkpoints)?,
        payloads: session::position(log.payloads)?,
        erased: session::position(log.payloads_erased)?,
        root: log.root.map_or_else(|| hex::encode(empty_root()), |root| root.to_string()),
        fault: None,
        unwitnessed: session::position(log.entries.saturating_sub(log.witnessed))?,
    })
}

/// A log with a fault: nothing is said to have been verified in it.
fn fault_view(fault: &LedgerFault) -> VerifyLogView {
    VerifyLogView {
        log: wire_class(fault.class),
        entries: 0,
        signatures: 0,
        checkpoints: 0,
        payloads: 0,
        erased: 0,
        root: String::new(),
        fault: Some(VerifyFault {
            place: format!("{} log, {}", fault.class.code(), fault.place),
            reason: fault.what.clone(),
        }),
        unwitnessed: 0,
    }
}
