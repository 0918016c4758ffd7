//! Tools that need no workspace: how strangers' files and numbers are tried.

use std::path::Path;

use firstline_core::check::{CheckOutcome, Evidence};
use firstline_core::identity::{self, BankCard, IdNumber, Mobile};
use firstline_intake::statement::Inspection;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::reader::{ReaderProgram, Readers};
use crate::wire::{AppError, ColumnMapping, ErrorCode, PreviewFault, StatementPreview};
use crate::{clock, import, mappings, view, wording};

/// The schema of applications and vendor results, as Markdown.
pub fn schema() -> String {
    firstline_intake::application::schema()
}

/// Says what statements a file holds and what each adds up to. The password opens a protected archive.
pub fn inspect_statement(
    path: &Path,
    password: Option<Zeroizing<String>>,
) -> Result<Vec<Inspection>, AppError> {
    Readers::new(ReaderProgram::this()).knowing(password, Vec::new()).inspections(path)
}

/// Shows how a file looks, and how it would be read: by the mapping given alone, where one is.
pub fn preview_statement(
    path: &Path,
    password: Option<Zeroizing<String>>,
    mapping: Option<&ColumnMapping>,
) -> Result<StatementPreview, AppError> {
    let tried = mapping.map(mappings::checked).transpose()?;
    let readers = Readers::new(ReaderProgram::this()).knowing(password, Vec::new());
    import::seen(path, readers.preview(path, tried.as_ref())?)
}

/// The refusal of a mapping that a file is not read by.
pub fn not_read_by(fault: &PreviewFault) -> AppError {
    let place = fault.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    AppError::new(ErrorCode::BadInput, format!("the file is not read by it: {place}{}", fault.message))
        .about("mapping")
}

/// An inspection in lines for people.
pub fn inspection_text(inspection: &Inspection) -> String {
    let mut lines = vec![
        format!(
            "{} · {} · header on line {}",
            inspection.layout, inspection.encoding, inspection.header_line
        ),
        format!("{} rows, {} to {}", inspection.rows, inspection.first, inspection.last),
    ];
    for (word, sum) in &inspection.sums {
        let rows = inspection.counts.get(word).copied().unwrap_or_default();
        lines.push(format!("{word} {sum} ({rows} rows)"));
    }
    for test in &inspection.truth_tests {
        let outcome = view::code(&test.outcome);
        let title = wording::label(&format!("truth.{}", test.code)).en;
        lines.push(format!("{outcome:12} {title}: {}", view::spending::truth_basis(test).en));
    }
    lines.join("\n")
}

/// What a check of numbers alone found; what was not given is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdentityChecked {
    /// The identity number: its outcome, evidence, kind, birth date, age, sex and region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<IdNumber>,
    /// The mobile number: its outcome, evidence, carrier, and whether a virtual operator's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<Mobile>,
    /// The bank card: its outcome, evidence, issuer and card type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<BankCard>,
}

/// Checks numbers by their structure, as of now.
pub fn check_identity(id: Option<&str>, mobile: Option<&str>, card: Option<&str>) -> IdentityChecked {
    IdentityChecked {
        id: id.map(|number| identity::check_id_number(number, clock::now().at)),
        mobile: mobile.map(identity::check_mobile),
        card: card.map(identity::check_bank_card),
    }
}

/// Checked numbers in lines for people.
pub fn identity_text(checked: &IdentityChecked) -> String {
    let mut lines = Vec::new();
    let mut add = |title: &str, outcome: CheckOutcome, evidence: &[Evidence]| {
        let said: Vec<String> = evidence.iter().map(|evidence| wording::evidence(evidence).en).collect();
        lines.push(format!("{title:8} {:15} {}", view::code(&outcome), said.join("; ")));
    };
    if let Some(id) = &checked.id {
        add("id", id.outcome, &id.evidence);
        if let Some(region) = &id.region {
            add("region", region.outcome, &region.evidence);
        }
    }
    if let Some(mobile) = &checked.mobile {
        add("mobile", mobile.outcome, &mobile.evidence);
    }
    if let Some(card) = &checked.card {
        add("card", card.outcome, &card.evidence);
    }
    if let Some(id) = &checked.id {
        let born = id.birth_date.map_or_else(|| "—".to_owned(), |day| day.to_string());
        let sex = id.sex.map_or_else(|| "—".to_owned(), |sex| view::code(&sex));
        lines.push(format!("born {born}, {sex}"));
    }
    lines.join("\n")
}
