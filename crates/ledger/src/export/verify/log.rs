//! Verification of one log of an export: checkpoints first, then entries with their payloads, rows and proofs side by side.

use std::collections::HashSet;
use std::io::{BufRead, Read};

use uuid::Uuid;

use super::{Enrolled, Enrolment, Lines};
use crate::checkpoint::Checkpoint;
use crate::entry::{self, Entry};
use crate::export::csv::{self, Rows};
use crate::export::fault::{ExportFault, Finding, Place};
use crate::export::files::{Keys, LogFiles, LogSummary, Manifest, Names, Scope};
use crate::export::lines::{self, CheckpointLine, EntryLine, LineError, PayloadState, ProofLine};
use crate::export::report::LogProof;
use crate::export::source::Source;
use crate::export::{DECISION, DEVICE_KEY_REFERENCE, ENROLMENT_EVENT};
use crate::hash::{Hash, empty_root, leaf_hash};
use crate::key::PublicKey;
use crate::payload;
use crate::tree::{Frontier, verify_consistency, verify_inclusion};

/// Going through one log.
pub(super) struct LogCheck<'s> {
    manifest: &'s Manifest,
    summary: &'s LogSummary,
    public_key: PublicKey,
    rows: Rows<'s>,
    checkpoints: Vec<Checkpoint>,
    entries: Lines<'s>,
    proofs: Lines<'s>,
    csv: Box<dyn BufRead + 's>,
    source: &'s Source,
    files: LogFiles,
    frontier: Frontier,
    next_checkpoint: usize,
    /// Leaves seen by case, which later entries of the case may name as parents.
    leaves: HashSet<(Uuid, Hash)>,
    /// The file known to be changed, where there is one: then only the place is sought, and the other files are not doubted.
    changed: Option<&'s str>,
    report: LogProof,
}

impl<'s> LogCheck<'s> {
    pub(super) fn new(
        source: &'s Source,
        manifest: &'s Manifest,
        summary: &'s LogSummary,
        keys: &'s Keys,
        names: &'s Names,
        changed: Option<&'s str>,
    ) -> Finding<Self> {
        let files = LogFiles::of(&summary.class);
        let log_key = keys.logs.iter().find(|log| log.class == summary.class);
        Ok(LogCheck {
            public_key: log_key
                .ok_or_else(|| ExportFault::file(crate::export::KEYS, "a log's key is missing"))?
                .public_key,
            entries: Lines::new(source, &files.entries)?,
            proofs: Lines::new(source, &files.proofs)?,
            csv: source.read(&files.csv)?,
            rows: Rows::new(keys, names),
            report: LogProof {
                class: summary.class.clone(),
                origin: summary.origin.clone(),
                size: summary.size,
                root: hex::encode(summary.root),
                entries: 0,
                checkpoints: 0,
                payloads: 0,
                erased: 0,
                left_out: 0,
                signatures: 0,
                signatures_unbound: 0,
                witnessed: summary.witnessed,
                witnessed_root: None,
            },
            checkpoints: Vec::new(),
            frontier: Frontier::default(),
            next_checkpoint: 0,
            leaves: HashSet::new(),
            manifest,
            summary,
            source,
            files,
            changed,
        })
    }

    fn class(&self) -> String {
        self.summary.class.clone()
    }

    fn doubted(&self, name: &str) -> bool {
        self.changed.is_none_or(|changed| changed == name)
    }

    fn log_fault<T>(&self, what: impl Into<String>) -> Finding<T> {
        Err(ExportFault::new(Place::Log { class: self.class() }, what))
    }

    pub(super) fn run(mut self, enrolled: &mut Enrolled) -> Finding<LogProof> {
        let LogFiles { checkpoints, newest, proofs, .. } = &self.files;
        if [checkpoints, newest, proofs].into_iter().any(|name| self.doubted(name)) {
            self.read_checkpoints()?;
        }
        self.check_csv_text(csv::HEAD.as_bytes(), Place::File { name: self.files.csv.clone() })?;
        while let Some(index) = self.summary.index_at(self.entries.read) {
            self.check_entry(index, enrolled)?;
        }
        let class = self.class();
        if self.entries.next(|_| Place::Log { class })?.is_some() {
            return Err(ExportFault::file(&self.files.entries, "there are lines after the last entry"));
        }
        self.check_end()?;
        Ok(self.report)
    }

    fn read_checkpoints(&mut self) -> Finding<()> {
        let class = self.class();
        let at = |line, size| Place::Checkpoint { class: class.clone(), line, size };
        let mut lines = Lines::new(self.source, &self.files.checkpoints)?;
        let mut last_note = String::new();
        loop {
            let number = lines.read + 1;
            let Some(line) = lines.next(|line| at(line, None))? else { break };
            let line: CheckpointLine =
                lines::strict(line).map_err(|error| ExportFault::new(at(number, None), error.to_string()))?;
            let place = at(number, Some(line.size));
            let found = Checkpoint::parse(&line.note, &self.summary.origin, &self.public_key)
                .map_err(|error| ExportFault::new(place.clone(), error.to_string()))?;
            if found.size != line.size || self.checkpoints.last().is_some_and(|last| last.size >= found.size)
            {
                return Err(ExportFault::new(place, "it is of another size than stated, or out of order"));
            }
            self.checkpoints.push(found);
            last_note = line.note;
        }
        self.report.checkpoints = self.checkpoints.len() as u64;
        if self.source.read_whole(&self.files.newest)? != last_note.as_bytes() {
            return Err(ExportFault::file(&self.files.newest, "it is not the newest checkpoint"));
        }
        let newest = self.checkpoints.last();
        let (size, root) = newest.map_or((0, empty_root()), |newest| (newest.size, newest.root));
        if (size, root) != (self.summary.size, self.summary.root) {
            return self.log_fault("its newest checkpoint is not over the entries that the manifest states");
        }
        let held = self.checkpoints.iter().find(|held| held.size == self.summary.witnessed);
        if self.summary.witnessed > 0 && held.is_none() {
            return self.log_fault("the checkpoint that somebody else is said to hold is not there");
        }
        self.report.witnessed_root = held.map(|held| hex::encode(held.root));
        Ok(())
    }

    fn check_entry(&mut self, index: u64, enrolled: &mut Enrolled) -> Finding<()> {
        let class = self.class();
        let place = Place::Entry { class: class.clone(), index };
        let fault = |what: String| ExportFault::new(place.clone(), what);
        let unreadable = |error: LineError| fault(error.to_string());
        let line = self.entries.next(|_| place.clone())?;
        let line: EntryLine =
            lines::strict(line.ok_or_else(|| fault("it is missing".to_owned()))?).map_err(unreadable)?;
        if line.index != index {
            return Err(fault(format!("its line holds entry {}", line.index)));
        }
        let bytes = lines::decode("the entry", &line.entry).map_err(unreadable)?;
        let leaf = leaf_hash(&bytes);
        if lines::hash("the leaf hash", &line.leaf).map_err(unreadable)? != leaf {
            return Err(fault("its bytes and its leaf hash do not agree".to_owned()));
        }
        let entry = entry::parse(&bytes).map_err(|error| fault(error.to_string()))?;
        if entry.fields.log != self.summary.origin || entry.fields.index != index {
            return Err(fault("its bytes name another log or index".to_owned()));
        }
        let payload_place = Place::Payload { class: class.clone(), index };
        let state = line
            .payload
            .state()
            .map_err(|error| ExportFault::new(payload_place.clone(), error.to_string()))?;
        self.check_payload(&entry, &state, payload_place)?;
        self.check_first(&entry, &place)?;
        enrol(&entry, &state, &self.summary.class, enrolled)
            .map_err(|what| ExportFault::new(Place::Payload { class: class.clone(), index }, what))?;
        self.check_signature(&entry, enrolled)?;
        self.check_parents(&entry, leaf, &place)?;
        let row = self.rows.row(&entry, &leaf, &state);
        self.check_csv_text(row.as_bytes(), Place::Row { class, index })?;
        self.report.entries += 1;
        match self.summary.indices {
            None => self.grow(leaf),
            Some(_) => self.check_inclusion(leaf, index),
        }
    }

    fn check_payload(&mut self, entry: &Entry, state: &PayloadState, place: Place) -> Finding<()> {
        match state {
            PayloadState::Present { salt, bytes } => {
                if payload::commit(salt, bytes) != entry.fields.commitment {
                    return Err(ExportFault::new(place, "it is not what the entry commits to"));
                }
                self.report.payloads += 1;
            }
            PayloadState::Erased => self.report.erased += 1,
            PayloadState::LeftOut if self.manifest.with_payloads => {
                return Err(ExportFault::new(place, "it is left out of an export that has payloads"));
            }
            PayloadState::LeftOut => self.report.left_out += 1,
        }
        Ok(())
    }

    /// The first entry of the decision log names the key that signs the checkpoints.
    fn check_first(&self, entry: &Entry, place: &Place) -> Finding<()> {
        if self.summary.class != DECISION || entry.fields.index != 0 {
            return Ok(());
        }
        if entry.fields.references.get(DEVICE_KEY_REFERENCE) != Some(&self.public_key) {
            return Err(ExportFault::new(
                place.clone(),
                "it does not name the key that signs the checkpoints",
            ));
        }
        Ok(())
    }

    /// Reading the entry showed that its signature is that of the key it names; the key must be the acting person's.
    fn check_signature(&mut self, entry: &Entry, enrolled: &Enrolled) -> Finding<()> {
        let fields = &entry.fields;
        let place = || Place::Signature { class: self.summary.class.clone(), index: fields.index };
        let demanded = self.manifest.signed_events.contains(&fields.event);
        let Some(signature) = &entry.signature else {
            return if demanded { Err(ExportFault::new(place(), "it is missing")) } else { Ok(()) };
        };
        if !demanded {
            return Err(ExportFault::new(place(), "an event of this kind has none"));
        }
        match enrolled.get(&fields.actor) {
            Some(person) if person.public_key == signature.key => self.report.signatures += 1,
            Some(_) => {
                return Err(ExportFault::new(
                    place(),
                    "it is not made with the acting person's enrolled key",
                ));
            }
            None => self.report.signatures_unbound += 1,
        }
        Ok(())
    }

    /// What an entry of a case names as seen before must have come before: so none is missing in between.
    fn check_parents(&mut self, entry: &Entry, leaf: Hash, place: &Place) -> Finding<()> {
        let fields = &entry.fields;
        // Of a partial export's other cases only single entries are there.
        let followed = match self.manifest.scope {
            Scope::Whole => true,
            Scope::Case(case) => fields.case == Some(case),
        };
        let Some(case) = fields.case.filter(|_| followed) else { return Ok(()) };
        if fields.parents.iter().any(|parent| !self.leaves.contains(&(case, *parent))) {
            return Err(ExportFault::new(
                place.clone(),
                "it names an earlier entry of its case that is not there",
            ));
        }
        self.leaves.insert((case, leaf));
        Ok(())
    }

    /// Appends a leaf and compares the root with the checkpoint over so many entries, where there is one.
    fn grow(&mut self, leaf: Hash) -> Finding<()> {
        self.frontier.append(leaf);
        let Some(checkpoint) = self.checkpoints.get(self.next_checkpoint) else { return Ok(()) };
        if checkpoint.size != self.frontier.size() {
            return Ok(());
        }
        if checkpoint.root != self.frontier.root() {
            let place = Place::Checkpoint {
                class: self.class(),
                line: self.next_checkpoint as u64 + 1,
                size: Some(checkpoint.size),
            };
            return Err(ExportFault::new(place, "it is signed over other entries than these"));
        }
        self.next_checkpoint += 1;
        Ok(())
    }

    /// The next line of the proofs.
    fn next_proof(&mut self) -> Finding<(Place, ProofLine)> {
        let class = self.class();
        let line = self.proofs.read + 1;
        let place = Place::Proof { class, line };
        let text = self.proofs.next(|_| place.clone())?;
        let text = text.ok_or_else(|| ExportFault::new(place.clone(), "it is missing"))?;
        let proof =
            lines::strict(text).map_err(|error| ExportFault::new(place.clone(), error.to_string()))?;
        Ok((place, proof))
    }

    fn check_inclusion(&mut self, leaf: Hash, index: u64) -> Finding<()> {
        let (size, root) = (self.summary.size, self.summary.root);
        let (place, proof) = self.next_proof()?;
        let ProofLine::Inclusion { index: found, size: over, hashes } = proof else {
            return Err(ExportFault::new(place, format!("it is not the inclusion proof of entry {index}")));
        };
        let hashes = lines::hashes("the proof", &hashes)
            .map_err(|error| ExportFault::new(place.clone(), error.to_string()))?;
        if (found, over) != (index, size) || !verify_inclusion(leaf, index, size, &hashes, &root) {
            return Err(ExportFault::new(
                place,
                format!("it does not lead from entry {index} to the newest checkpoint's root"),
            ));
        }
        Ok(())
    }

    fn check_consistency(&mut self) -> Finding<()> {
        let checkpoints = std::mem::take(&mut self.checkpoints);
        let Some((newest, earlier)) = checkpoints.split_last() else { return Ok(()) };
        for checkpoint in earlier {
            let (place, proof) = self.next_proof()?;
            let ProofLine::Consistency { from, to, hashes } = proof else {
                return Err(ExportFault::new(place, "it is not a consistency proof"));
            };
            let hashes = lines::hashes("the proof", &hashes)
                .map_err(|error| ExportFault::new(place.clone(), error.to_string()))?;
            let extends =
                verify_consistency(checkpoint.size, &checkpoint.root, newest.size, &newest.root, &hashes);
            if (from, to) != (checkpoint.size, newest.size) || !extends {
                return Err(ExportFault::new(
                    place,
                    format!("it does not lead from checkpoint {} to the newest", checkpoint.size),
                ));
            }
        }
        Ok(())
    }

    fn check_end(&mut self) -> Finding<()> {
        if self.doubted(&self.files.proofs) {
            self.check_consistency()?;
            let class = self.class();
            if self.proofs.next(|line| Place::Proof { class, line })?.is_some() {
                return Err(ExportFault::file(&self.files.proofs, "there are lines after the last proof"));
            }
        }
        let more =
            self.csv.fill_buf().map_err(|error| ExportFault::file(&self.files.csv, error.to_string()))?;
        if !more.is_empty() {
            return Err(ExportFault::file(&self.files.csv, "there are rows after the last entry's"));
        }
        let LogProof { payloads, erased, left_out, .. } = &self.report;
        let stated = (self.summary.payloads, self.summary.erased, self.summary.left_out);
        if self.changed.is_none() && (*payloads, *erased, *left_out) != stated {
            return self.log_fault("its payloads are not as many as the manifest states");
        }
        Ok(())
    }

    /// The next bytes of the CSV must be these.
    fn check_csv_text(&mut self, expected: &[u8], place: Place) -> Finding<()> {
        let mut found = Vec::with_capacity(expected.len());
        self.csv
            .by_ref()
            .take(expected.len() as u64)
            .read_to_end(&mut found)
            .map_err(|error| ExportFault::file(&self.files.csv, error.to_string()))?;
        if found == expected {
            Ok(())
        } else {
            Err(ExportFault::new(place, "it does not say what the entry says"))
        }
    }
}

/// Takes note of the key that an enrolment binds to a person.
fn enrol(entry: &Entry, state: &PayloadState, class: &str, enrolled: &mut Enrolled) -> Result<(), String> {
    let PayloadState::Present { bytes, .. } = state else { return Ok(()) };
    if class != DECISION || entry.fields.event != ENROLMENT_EVENT {
        return Ok(());
    }
    let mut enrolment: Enrolment = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    enrolment.index = entry.fields.index;
    if entry.fields.references.get("public_key") != Some(&enrolment.public_key) {
        return Err("its key is not the one that its entry names".to_owned());
    }
    enrolled.insert(enrolment.user, enrolment);
    Ok(())
}
