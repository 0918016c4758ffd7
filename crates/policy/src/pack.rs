//! A product pack: its files, its hash, and what they say.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use firstline_core::ContentHash;
use firstline_core::decision::{AuthorityLimit, ReasonDefinition};
use firstline_core::facts::{FactType, FactValue, Facts};
use firstline_core::line::ProductTerms;
use firstline_core::money::{Money, Rounding};
use firstline_core::policy::{MatrixTerms, PolicyResult, RuleHit, Severity};
use include_dir::{Dir, include_dir};

use crate::error::{PackError, PackPlace, refused};
use crate::evaluate::{self, TableTrace};
use crate::lint;
use crate::manifest::{Manifest, read_reasons};
use crate::table::{HitPolicy, Row, Table};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/packs");

/// The most files of a pack and the most bytes of one.
const FILES_MAX: usize = 500;
const FILE_LENGTH_MAX: u64 = 4 << 20;

/// A loaded and linted pack.
#[derive(Debug, Clone)]
pub struct Pack {
    manifest: Manifest,
    hash: ContentHash,
    files: BTreeMap<String, Vec<u8>>,
    terms: ProductTerms,
    authority: Vec<AuthorityLimit>,
    reasons: Vec<ReasonDefinition>,
    pub(crate) knock_outs: Table,
    pub(crate) review_triggers: Table,
    pub(crate) line_matrix: Table,
}

impl Pack {
    /// Loads a pack from its folder.
    pub fn load(folder: &Path) -> Result<Self, PackError> {
        let mut files = BTreeMap::new();
        read_folder(folder, "", &mut files)?;
        Pack::from_files(files)
    }

    /// Loads the newest shipped version of a product's pack.
    pub fn shipped(name: &str) -> Result<Self, PackError> {
        let folder = SHIPPED.get_dir(name).ok_or_else(|| PackError::NotShipped(name.to_owned()))?;
        let newest = folder
            .dirs()
            .max_by(|a, b| a.path().cmp(b.path()))
            .ok_or_else(|| PackError::NotShipped(name.to_owned()))?;
        let mut files = BTreeMap::new();
        embedded(newest, newest.path(), &mut files);
        Pack::from_files(files)
    }

    /// Makes a pack of files by their path within it, with `/` between parts. Refuses it whole, with the place, where anything
    /// does not hold.
    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Result<Self, PackError> {
        let file = |name: &str| {
            files
                .get(name)
                .map(Vec::as_slice)
                .ok_or_else(|| refused(PackPlace::file(name), "the pack lacks this file"))
        };
        let manifest = Manifest::read(file("pack.toml")?)?;
        let rule_outputs =
            [("code", FactType::Text), ("severity", FactType::Text), ("overridable", FactType::Bool)];
        let matrix_outputs = [("income_multiple", FactType::Number), ("first_use_cap", FactType::Number)];
        let table = |name: &str, policy, outputs: &[(&str, FactType)]| {
            Table::read(name, file(name)?, policy, outputs)
        };
        let pack = Pack {
            hash: hash_of(&files),
            terms: manifest.terms()?,
            authority: manifest.authority()?,
            reasons: read_reasons(file("reasons.toml")?)?,
            knock_outs: table("policy/knock_outs.json", HitPolicy::Collect, &rule_outputs)?,
            review_triggers: table("policy/review_triggers.json", HitPolicy::Collect, &rule_outputs)?,
            line_matrix: table("policy/line_matrix.json", HitPolicy::First, &matrix_outputs)?,
            manifest,
            files,
        };
        lint::check(&pack)?;
        Ok(pack)
    }

    /// The product's name.
    pub fn name(&self) -> &str {
        &self.manifest.name
    }

    /// The version.
    pub fn version(&self) -> &str {
        &self.manifest.version
    }

    /// The first day it may be in force.
    pub fn effective_from(&self) -> NaiveDate {
        self.manifest.effective_from
    }

    /// The product's name in Chinese and in English.
    pub fn label(&self) -> (&str, &str) {
        (&self.manifest.label.zh, &self.manifest.label.en)
    }

    /// SHA-256 over a listing of the files: for each in path order `<sha256 in hex>  <path>\n`.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// The product's terms.
    pub fn terms(&self) -> &ProductTerms {
        &self.terms
    }

    /// The authority matrix.
    pub fn authority(&self) -> &[AuthorityLimit] {
        &self.authority
    }

    /// Every coded reason.
    pub fn reasons(&self) -> &[ReasonDefinition] {
        &self.reasons
    }

    /// A coded reason.
    pub fn reason(&self, code: &str) -> Option<&ReasonDefinition> {
        self.reasons.iter().find(|reason| reason.code == code)
    }

    /// The bytes of a file.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Every file, in path order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Evaluates every table.
    pub fn evaluate(&self, facts: &Facts) -> PolicyResult {
        let (knock_outs, mut errors) = evaluate::run(&self.knock_outs, facts);
        let (review_triggers, trigger_errors) = evaluate::run(&self.review_triggers, facts);
        let (matrix, matrix_errors) = evaluate::run(&self.line_matrix, facts);
        errors.extend(trigger_errors);
        errors.extend(matrix_errors);
        PolicyResult {
            knock_outs: knock_outs.into_iter().map(|row| hit(&self.knock_outs, row, facts)).collect(),
            review_triggers: review_triggers
                .into_iter()
                .map(|row| hit(&self.review_triggers, row, facts))
                .collect(),
            matrix: matrix.first().map(|row| self.matrix_terms(row)),
            errors,
        }
    }

    /// Every row and cell of every table with what it said, for the screen.
    pub fn trace(&self, facts: &Facts) -> Vec<TableTrace> {
        [&self.knock_outs, &self.review_triggers, &self.line_matrix]
            .map(|table| evaluate::trace(table, facts))
            .into()
    }

    fn matrix_terms(&self, row: &Row) -> MatrixTerms {
        let number = |name: &str| match row.outputs.get(name) {
            Some(FactValue::Number(number)) => *number,
            other => unreachable!("reading the table checks its outputs, yet {name} is {other:?}"),
        };
        let cap = Money::rounded(number("first_use_cap"), self.terms.currency, Rounding::Down);
        MatrixTerms {
            row: row.id.clone(),
            income_multiple: number("income_multiple"),
            first_use_cap: cap.expect("the lint checks that every cap of the matrix is an amount"),
        }
    }
}

fn hit(table: &Table, row: &Row, facts: &Facts) -> RuleHit {
    let (values, cells) = evaluate::read_by(table, row, facts);
    let text = |name: &str| match row.outputs.get(name) {
        Some(FactValue::Text(text)) => text.as_str(),
        other => unreachable!("reading the table checks its outputs, yet {name} is {other:?}"),
    };
    RuleHit {
        table: table.name.clone(),
        row: row.id.clone(),
        code: text("code").to_owned(),
        severity: if text("severity") == "fail" { Severity::Fail } else { Severity::Warn },
        overridable: row.outputs.get("overridable") == Some(&FactValue::Bool(true)),
        facts: values,
        cells,
    }
}

fn hash_of(files: &BTreeMap<String, Vec<u8>>) -> ContentHash {
    let listing: String =
        files.iter().map(|(path, bytes)| format!("{}  {path}\n", ContentHash::of(bytes))).collect();
    ContentHash::of(listing.as_bytes())
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), PackError> {
    let unreadable = |error: &dyn std::fmt::Display| PackError::Unreadable {
        path: folder.display().to_string(),
        problem: error.to_string(),
    };
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        let entry = entry.map_err(|error| unreadable(&error))?;
        let kind = entry.file_type().map_err(|error| unreadable(&error))?;
        let name = entry.file_name().into_string().map_err(|_| unreadable(&"a name is not UTF-8"))?;
        let path = format!("{prefix}{name}");
        if kind.is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            let length = entry.metadata().map_err(|error| unreadable(&error))?.len();
            if length > FILE_LENGTH_MAX || files.len() >= FILES_MAX {
                return Err(refused(PackPlace::file(&path), "a pack has at most 500 files of 4 MiB"));
            }
            let bytes = std::fs::read(entry.path()).map_err(|error| unreadable(&error))?;
            files.insert(path, bytes);
        } else {
            return Err(refused(PackPlace::file(&path), "a pack holds files and folders only"));
        }
    }
    Ok(())
}

fn embedded(folder: &Dir<'_>, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files() {
        let path = file.path().strip_prefix(root).unwrap_or(file.path());
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        files.insert(parts.join("/"), file.contents().to_vec());
    }
    for inner in folder.dirs() {
        embedded(inner, root, files);
    }
}
