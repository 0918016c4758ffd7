//! Applications, as CSV or JSON Lines with the same field names.

mod schema;

use std::borrow::Cow;
use std::collections::HashMap;

use firstline_core::Application;
use firstline_core::applicant::Applicant;
use firstline_core::application::Consent;
use serde::{Deserialize, Serialize};

use crate::error::{Fault, IntakeCode, IntakeErrors};
use crate::field::{self, Faults, Given, Row};
use crate::json::{self, Json};
use crate::table::{Quotes, Records};
use crate::text::{self, ROWS_MAX};

pub use schema::schema;
pub(crate) use schema::{FIELDS, RESULT_FIELDS};

/// An application as received, with the statement files it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedApplication {
    /// The application.
    pub application: Application,
    /// Its statement files, as paths relative to the folder of the file it was read from; `/` between parts, never upwards.
    pub statements: Vec<String>,
    /// The line it begins on, counted from 1.
    pub line: u32,
}

/// Reads applications from CSV, or says everything that is wrong with the file (the first hundred errors).
///
/// The first line names the columns, in any order; see [`schema`]. UTF-8, with or without a byte order mark, or GB18030.
pub fn read_csv(name: &str, bytes: &[u8]) -> Result<Vec<ReceivedApplication>, IntakeErrors> {
    let text = text::decode(bytes).map_err(|fault| fault.in_file(name))?;
    let mut faults = Faults::default();
    let mut received = Received::default();
    let mut records = Records::new(&text.text, Quotes::Quoting);
    if let Err(fault) = csv_rows(&mut records, &mut received, &mut faults) {
        faults.push(fault);
    }
    received.finish(faults, name)
}

/// Reads applications from JSON Lines, one object a line, or says everything that is wrong with the file (the first hundred
/// errors).
pub fn read_json_lines(name: &str, bytes: &[u8]) -> Result<Vec<ReceivedApplication>, IntakeErrors> {
    let text = text::decode(bytes).map_err(|fault| fault.in_file(name))?;
    let mut faults = Faults::default();
    let mut received = Received::default();
    for (line, object) in json::objects(&text.text) {
        match object {
            Ok(object) => {
                received.add(Row::from_object(&FIELDS, &object, line, &mut faults), line);
            }
            Err(fault) => faults.push(fault),
        }
        if received.is_full(&mut faults) {
            break;
        }
    }
    received.finish(faults, name)
}

/// The applications of a file so far, and on which line each reference stands.
#[derive(Default)]
struct Received {
    applications: Vec<ReceivedApplication>,
    lines: HashMap<String, u32>,
}

impl Received {
    fn add(&mut self, mut row: Row<'_>, line: u32) {
        let Some(received) = application(&mut row, line) else { return };
        let reference = &received.application.application_ref;
        if let Some(first_line) = self.lines.get(reference) {
            let fault = Fault::new(IntakeCode::DuplicateReference).with("first_line", first_line);
            row.fault(fault.column("application_ref"));
            return;
        }
        self.lines.insert(reference.clone(), line);
        self.applications.push(received);
    }

    fn is_full(&self, faults: &mut Faults) -> bool {
        if self.applications.len() >= ROWS_MAX {
            faults.push(Fault::new(IntakeCode::TooManyRows).with("limit", ROWS_MAX));
            return true;
        }
        faults.full()
    }

    fn finish(self, mut faults: Faults, name: &str) -> Result<Vec<ReceivedApplication>, IntakeErrors> {
        if self.applications.is_empty() && faults.is_empty() {
            faults.push(Fault::new(IntakeCode::NoRows));
        }
        faults.or(self.applications, name)
    }
}

fn csv_rows(records: &mut Records<'_>, received: &mut Received, faults: &mut Faults) -> Result<(), Fault> {
    let mut cells = Vec::new();
    let (header_line, columns) = loop {
        match records.next(&mut cells)? {
            Some(_) if cells.iter().all(|cell| cell.is_empty()) => {}
            Some(line) => break (line, header(&cells, line, faults)),
            None => return Err(Fault::new(IntakeCode::EmptyFile)),
        }
    };
    if !faults.is_empty() {
        return Ok(());
    }
    while let Some(line) = records.next(&mut cells)? {
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let extra = cells.iter().skip(columns.len()).any(|cell| !cell.is_empty());
        if cells.len() < columns.len() || extra {
            let code = if extra { IntakeCode::TooManyFields } else { IntakeCode::ShortRow };
            let fault = Fault::new(code).at(line).with("found", cells.len());
            faults.push(fault.with("expected", columns.len()));
        } else {
            let mut given = vec![Given::Nothing; FIELDS.len()];
            for (column, cell) in columns.iter().zip(&cells) {
                if let Some(place) = column {
                    given[*place] = Given::Cell(cell);
                }
            }
            received.add(Row::new(&FIELDS, given, line, faults), line);
        }
        if received.is_full(faults) {
            return Ok(());
        }
    }
    if received.applications.is_empty() && faults.is_empty() {
        return Err(Fault::new(IntakeCode::NoRows).at(header_line));
    }
    Ok(())
}

/// Which field each column holds; a column without a name holds none.
fn header(cells: &[Cow<'_, str>], line: u32, faults: &mut Faults) -> Vec<Option<usize>> {
    let mut columns = Vec::with_capacity(cells.len());
    for cell in cells {
        let place = FIELDS.iter().position(|field| field.name == cell);
        if place.is_none() && !cell.is_empty() {
            faults.push(Fault::new(IntakeCode::UnknownColumn).at(line).column(field::shown(cell)));
        }
        if place.is_some() && columns.contains(&place) {
            faults.push(Fault::new(IntakeCode::DuplicateColumn).at(line).column(cell.as_ref()));
        }
        columns.push(place);
    }
    for (place, field) in FIELDS.iter().enumerate() {
        if field.required && !columns.contains(&Some(place)) {
            faults.push(Fault::new(IntakeCode::MissingField).at(line).column(field.name));
        }
    }
    while columns.last() == Some(&None) {
        columns.pop();
    }
    columns
}

fn application(row: &mut Row<'_>, line: u32) -> Option<ReceivedApplication> {
    let application_ref = row.code("application_ref");
    let received_at = row.moment("received_at");
    let name = row.personal("name");
    let id_number = row.personal("id_number");
    let id_expires = row.day("id_expires");
    let mobile = row.personal("mobile");
    let bank_card = row.personal("bank_card");
    let employer = row.personal("employer");
    let address = row.personal("address");
    let product = row.code("product");
    let channel = row.code("channel");
    let scene = row.code("scene");
    let line_requested = row.amount("line_requested");
    if line_requested.is_some_and(|amount| !amount.is_positive()) {
        let fault = Fault::new(IntakeCode::NotAllowed).with("expected", "an amount above 0.00");
        row.fault(fault.column("line_requested"));
    }
    let instalments = row.count("instalments", 1);
    let declared_income_monthly = row.amount("declared_income_monthly");
    let declared_housing_monthly = row.amount("declared_housing_monthly");
    let known_exposure = row.amount("known_exposure");
    let consents = row.list("consents", consent);
    let statements = row.list("statements", path);
    if (1..statements.len()).any(|place| statements[..place].contains(&statements[place])) {
        let fault = Fault::new(IntakeCode::NotAllowed).with("expected", "each file once");
        row.fault(fault.column("statements"));
    }
    if !row.is_sound() {
        return None;
    }
    let applicant = Applicant {
        name: name?,
        id_number: id_number?,
        id_expires,
        mobile: mobile?,
        bank_card,
        employer,
        address,
    };
    let application = Application {
        application_ref: application_ref?,
        received_at: received_at?,
        applicant,
        product: product?,
        channel: channel?,
        scene: scene?,
        line_requested: line_requested?,
        instalments: instalments?,
        declared_income_monthly,
        declared_housing_monthly,
        known_exposure: known_exposure?,
        consents,
    };
    Some(ReceivedApplication { application, statements, line })
}

/// `identity_check@2026-11-20T09:30:00+08:00`, or an object of `code` and `given_at`.
fn consent(given: Given<'_>) -> Result<Consent, Fault> {
    let expected = || {
        let form = "code@moment in CSV, {\"code\", \"given_at\"} in JSON,";
        Fault::new(IntakeCode::NotAllowed).with("expected", form)
    };
    let (code, given_at) = match given {
        Given::Cell(cell) => cell.split_once('@').ok_or_else(expected)?,
        Given::Json(Json::Object(object)) => {
            let text = |wanted: &str| match object.iter().find(|(name, _)| name == wanted) {
                Some((_, Json::Text(text))) => Ok(text.as_str()),
                Some(_) | None => Err(expected()),
            };
            if object.len() != 2 {
                return Err(expected());
            }
            (text("code")?, text("given_at")?)
        }
        Given::Nothing | Given::Json(_) => return Err(expected()),
    };
    let code = field::code(code.trim())?;
    if code.len() > schema::CONSENT_CODE_CHARS_MAX {
        return Err(Fault::new(IntakeCode::FieldTooLong).with("limit", schema::CONSENT_CODE_CHARS_MAX));
    }
    Ok(Consent { code: code.to_owned(), given_at: field::moment(given_at.trim())? })
}

/// A path that stays within the folder of its file on every system.
fn path(given: Given<'_>) -> Result<String, Fault> {
    let path = match given {
        Given::Cell(cell) => cell,
        Given::Json(Json::Text(text)) => text.trim(),
        Given::Json(other) => {
            return Err(Fault::new(IntakeCode::WrongType)
                .with("expected", "text")
                .with("found", other.kind()));
        }
        Given::Nothing => return Err(Fault::new(IntakeCode::MissingField)),
    };
    if path.chars().count() > schema::PATH_CHARS_MAX {
        return Err(Fault::new(IntakeCode::FieldTooLong).with("limit", schema::PATH_CHARS_MAX));
    }
    let safe_part = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.ends_with('.') && !part.ends_with(' ')
    };
    let safe_chars =
        |c: char| !c.is_control() && !matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    if !path.chars().all(safe_chars) || !path.split('/').all(safe_part) {
        return Err(Fault::new(IntakeCode::UnsafePath));
    }
    Ok(path.to_owned())
}

/// Whether the names of a CSV header or JSON object are those of an application.
pub(crate) fn is_application<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let known: Vec<&str> = names.filter(|name| FIELDS.iter().any(|field| field.name == *name)).collect();
    known.len() >= 3 && known.contains(&"application_ref")
}
