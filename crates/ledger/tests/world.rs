//! Two small logs with people, cases and checkpoints, and exports of them, over plain values.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use chrono::DateTime;
use firstline_ledger::checkpoint::Checkpoint;
use firstline_ledger::entry::EntryDraft;
use firstline_ledger::export::{
    self, ExportWriter, Header, Keys, LogHead, LogKey, Names, PayloadState, PersonKey, Scope, Seal, Text,
    UnsealedExport,
};
use firstline_ledger::hash::{Hash, leaf_hash};
use firstline_ledger::key::{self, SigningKey};
use firstline_ledger::payload;
use firstline_ledger::tree::{Frontier, NodePlace, consistency_proof, inclusion_proof};
use uuid::Uuid;

pub const ADMIN: Uuid = Uuid::from_u128(0xa1);
pub const LIN: Uuid = Uuid::from_u128(0xb2);

const PEOPLE: [(Uuid, &str, &str, &str); 2] =
    [(ADMIN, "admin", "管理员", "admin"), (LIN, "lin", "林晓", "underwriter")];

pub fn case(number: u64) -> Uuid {
    Uuid::from_u64_pair(0xca5e, number)
}

pub fn person_key(actor: Uuid) -> SigningKey {
    SigningKey::from_seed(&[actor.as_bytes()[15]; 32])
}

pub fn device_key() -> SigningKey {
    SigningKey::from_seed(&[3; 32])
}

pub struct Recorded {
    pub bytes: Vec<u8>,
    pub case: Option<Uuid>,
    pub event: &'static str,
    pub payload: PayloadState,
}

pub struct Log {
    pub class: &'static str,
    pub origin: String,
    pub entries: Vec<Recorded>,
    pub checkpoints: Vec<(u64, String)>,
    pub frontier: Frontier,
    pub nodes: HashMap<NodePlace, Hash>,
    heads: HashMap<Uuid, Hash>,
}

/// An event to record.
pub struct Act {
    pub event: &'static str,
    pub actor: Uuid,
    pub case: Option<Uuid>,
    pub signed: bool,
    pub references: BTreeMap<String, Hash>,
    pub payload: String,
}

impl Act {
    pub fn plain(event: &'static str, case: Option<Uuid>, payload: String) -> Self {
        Act { event, actor: LIN, case, signed: false, references: BTreeMap::new(), payload }
    }
}

impl Log {
    fn new(class: &'static str) -> Self {
        Log {
            class,
            origin: format!("firstline/7c2e/{class}"),
            entries: Vec::new(),
            checkpoints: Vec::new(),
            frontier: Frontier::default(),
            nodes: HashMap::new(),
            heads: HashMap::new(),
        }
    }

    pub fn record(&mut self, act: Act) {
        let index = self.frontier.size();
        let salt = leaf_hash(format!("salt of {} {index}", self.class).as_bytes());
        let draft = EntryDraft {
            log: self.origin.clone(),
            index,
            event: act.event.to_owned(),
            event_version: 1,
            at: DateTime::from_timestamp_millis(1_795_000_000_000 + index.cast_signed() * 1_001).unwrap(),
            monotonic_ms: 5_000 + index,
            boot: Uuid::from_u128(0xb007),
            actor: act.actor,
            case: act.case,
            parents: act.case.and_then(|case| self.heads.get(&case)).copied().into_iter().collect(),
            references: act.references,
            commitment: payload::commit(&salt, act.payload.as_bytes()),
        };
        let bytes = if act.signed { draft.sign(&person_key(act.actor)) } else { draft.to_bytes() };
        let leaf = leaf_hash(&bytes);
        for node in self.frontier.append(leaf) {
            self.nodes.insert(NodePlace { level: node.level, position: node.position }, node.hash);
        }
        if let Some(case) = act.case {
            self.heads.insert(case, leaf);
        }
        let payload = PayloadState::Present { salt, bytes: act.payload.into_bytes() };
        self.entries.push(Recorded { bytes, case: act.case, event: act.event, payload });
    }

    pub fn checkpoint(&mut self) {
        let size = self.frontier.size();
        let checkpoint = Checkpoint { origin: self.origin.clone(), size, root: self.frontier.root() };
        self.checkpoints.push((size, checkpoint.sign(&device_key())));
    }
}

pub struct World {
    pub decision: Log,
    pub access: Log,
    /// A person that the keys leave out.
    pub unlisted: Option<Uuid>,
}

impl World {
    /// Two people and so many decided cases, the payload of one entry erased.
    pub fn new(cases: u64) -> Self {
        Self::with(cases, 1)
    }

    /// The same with a checkpoint and a signed decision only every so many cases, the last among them.
    pub fn with(cases: u64, every: u64) -> Self {
        let (mut decision, mut access) = (Log::new("decision"), Log::new("access"));
        let references = [("device_key".to_owned(), device_key().public_key())].into();
        decision.record(Act {
            actor: ADMIN,
            references,
            ..Act::plain("workspace_created", None, "{}".to_owned())
        });
        for (actor, login, name, role) in PEOPLE {
            let public_key = person_key(actor).public_key();
            let payload = format!(
                r#"{{"display_name":"{name}","login":"{login}","public_key":"{}","role":"{role}","user":"{actor}"}}"#,
                hex::encode(public_key)
            );
            let references = [("public_key".to_owned(), public_key)].into();
            decision.record(Act { actor: ADMIN, references, ..Act::plain("user_enrolled", None, payload) });
        }
        decision.checkpoint();
        for number in 1..=cases {
            let id = Some(case(number));
            let received = format!(r#"{{"number":"FL-2026-{number:06}","scene":"=1+1, \"家电\""}}"#);
            decision.record(Act::plain("application_received", id, received));
            access.record(Act::plain("case_opened", id, "{}".to_owned()));
            let decided = format!(r#"{{"kind":"approve","note":"看过了 {number}"}}"#);
            let references = [("assessment".to_owned(), leaf_hash(&number.to_be_bytes()))].into();
            let signed = number % every == 0;
            let event = if signed { "decision_made" } else { "case_noted" };
            decision.record(Act { signed, references, ..Act::plain(event, id, decided) });
            if signed {
                access.checkpoint();
                decision.checkpoint();
            }
        }
        decision.entries[3].payload = PayloadState::Erased;
        World { decision, access, unlisted: None }
    }

    pub fn keys(&self) -> Keys {
        let public_key = device_key().public_key();
        let log = |log: &Log| LogKey {
            class: log.class.to_owned(),
            origin: log.origin.clone(),
            public_key,
            fingerprint: key::fingerprint(&public_key),
        };
        let persons = (1..).zip(PEOPLE).filter(|(_, person)| Some(person.0) != self.unlisted);
        Keys {
            logs: vec![log(&self.decision), log(&self.access)],
            persons: persons
                .map(|(enrolled_by, (actor, login, name, role))| PersonKey {
                    actor,
                    login: login.to_owned(),
                    name: name.to_owned(),
                    role: role.to_owned(),
                    public_key: person_key(actor).public_key(),
                    enrolled_by,
                })
                .collect(),
        }
    }

    fn names(&self, scope: Scope) -> Names {
        let of_scope = |id: &Uuid| match scope {
            Scope::Whole => true,
            Scope::Case(case) => *id == case,
        };
        let cases = self.decision.entries.iter().filter_map(|entry| entry.case).filter(of_scope);
        let title = Text { zh: "决定".to_owned(), en: "Decision".to_owned() };
        Names {
            cases: cases.map(|id| (id, format!("FL-2026-{:06}", id.as_u64_pair().1))).collect(),
            events: [("decision_made".to_owned(), title)].into(),
        }
    }

    /// Writes an export of what the logs hold into an empty folder.
    pub fn export(&mut self, dir: &Path, scope: Scope, with_payloads: bool) {
        let unsealed = self.unsealed(dir, scope, with_payloads);
        let manifest = unsealed.manifest_hash();
        unsealed.seal(&self.seal(manifest)).unwrap();
    }

    pub fn unsealed(&self, dir: &Path, scope: Scope, with_payloads: bool) -> UnsealedExport {
        let header = Header {
            made_at: "2026-11-25T08:00:00.000Z".to_owned(),
            made_by: ADMIN,
            purpose: "a review".to_owned(),
            scope,
            with_payloads,
            signed_events: vec!["decision_made".to_owned(), "export_made".to_owned()],
        };
        let mut writer = ExportWriter::create(dir, header, self.keys(), self.names(scope)).unwrap();
        for log in [&self.decision, &self.access] {
            write_log(&mut writer, log, scope, with_payloads);
        }
        writer.finish().unwrap()
    }

    /// Records the export and gives what seals it.
    pub fn seal(&mut self, manifest: Hash) -> Seal {
        let (index, log) = (self.decision.frontier.size(), &mut self.decision);
        let references = [("manifest".to_owned(), manifest)].into();
        let payload = r#"{"purpose":"a review"}"#.to_owned();
        log.record(Act {
            actor: ADMIN,
            signed: true,
            references,
            ..Act::plain("export_made", None, payload)
        });
        log.checkpoint();
        let recorded = log.entries.last().unwrap();
        let PayloadState::Present { salt, bytes } = recorded.payload.clone() else { unreachable!() };
        Seal {
            entry: recorded.bytes.clone(),
            salt,
            payload: bytes,
            checkpoint: log.checkpoints.last().unwrap().1.clone(),
            inclusion: inclusion_proof(&log.nodes, index, index + 1).unwrap(),
            consistency: consistency_proof(&log.nodes, index, index + 1).unwrap(),
        }
    }
}

fn write_log(writer: &mut ExportWriter, log: &Log, scope: Scope, with_payloads: bool) {
    let (size, root) = (log.frontier.size(), log.frontier.root());
    let partial = matches!(scope, Scope::Case(_));
    let witnessed = log.checkpoints.first().map_or(0, |(size, _)| *size);
    let (class, origin) = (log.class.to_owned(), log.origin.clone());
    let mut out = writer.log(LogHead { class, origin, size, root, witnessed, partial }).unwrap();
    let newest = log.checkpoints.len() - 1;
    let kept = |position: usize| !partial || position == 0 || position == newest;
    let checkpoints: Vec<_> = log
        .checkpoints
        .iter()
        .enumerate()
        .filter(|(position, _)| kept(*position))
        .map(|(_, kept)| kept)
        .collect();
    for (size, note) in &checkpoints {
        out.checkpoint(*size, note).unwrap();
    }
    for (index, entry) in (0..).zip(&log.entries) {
        let binds = ["workspace_created", "user_enrolled"].contains(&entry.event);
        if let Scope::Case(case) = scope
            && entry.case != Some(case)
            && !binds
        {
            continue;
        }
        let payload = match &entry.payload {
            PayloadState::Present { .. } if !with_payloads && !binds => &PayloadState::LeftOut,
            other => other,
        };
        out.entry(index, &entry.bytes, payload).unwrap();
        if partial {
            out.inclusion(index, size, &inclusion_proof(&log.nodes, index, size).unwrap()).unwrap();
        }
    }
    for (from, _) in &checkpoints[..checkpoints.len() - 1] {
        out.consistency(*from, size, &consistency_proof(&log.nodes, *from, size).unwrap()).unwrap();
    }
    out.finish().unwrap();
}

/// The files of an export's folder that are there, in memory.
pub fn files_of(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = export::file_names(["decision", "access"]);
    let all = names.into_iter().chain([export::MANIFEST.to_owned(), export::SEAL.to_owned()]);
    all.filter_map(|name| Some((name.clone(), std::fs::read(dir.join(name)).ok()?))).collect()
}

/// The bytes of the zip of an export's folder.
pub fn zip_of(dir: &Path) -> Vec<u8> {
    let zip = dir.join("export.zip");
    let names: Vec<String> = files_of(dir).into_keys().collect();
    export::archive::pack(dir, &names, &zip).unwrap();
    let bytes = std::fs::read(&zip).unwrap();
    std::fs::remove_file(zip).unwrap();
    bytes
}
