//! Vendor results as JSON Lines.

use firstline_core::check::CheckKind;
use firstline_core::vendor_result::VendorResult;

use crate::application::RESULT_FIELDS;
use crate::error::{Fault, IntakeCode, IntakeErrors};
use crate::field::{Faults, Row};
use crate::json;
use crate::text::{self, ROWS_MAX};

/// Reads vendor results, one JSON object a line, or says everything that is wrong with the file (the first hundred errors).
///
/// The vocabulary is in [`crate::application::schema`]. A score comes only with its threshold, months only with
/// `time_on_network`.
pub fn read_json_lines(name: &str, bytes: &[u8]) -> Result<Vec<VendorResult>, IntakeErrors> {
    let text = text::decode(bytes).map_err(|fault| fault.in_file(name))?;
    let mut faults = Faults::default();
    let mut results = Vec::new();
    for (line, object) in json::objects(&text.text) {
        if results.len() >= ROWS_MAX {
            faults.push(Fault::new(IntakeCode::TooManyRows).with("limit", ROWS_MAX));
        }
        match object {
            Ok(object) => {
                results.extend(result(&mut Row::from_object(&RESULT_FIELDS, &object, line, &mut faults)));
            }
            Err(fault) => faults.push(fault),
        }
        if faults.full() || results.len() > ROWS_MAX {
            break;
        }
    }
    if results.is_empty() && faults.is_empty() {
        faults.push(Fault::new(IntakeCode::NoRows));
    }
    faults.or(results, name)
}

fn result(row: &mut Row<'_>) -> Option<VendorResult> {
    let application_ref = row.code("application_ref");
    let vendor = row.text("vendor");
    let kind = row.one_of("kind");
    let verdict = row.one_of("verdict");
    let code = row.text("code");
    let factor = row.code("factor");
    let score = row.decimal("score");
    let threshold = row.decimal("threshold");
    let months = row.count("months", 0);
    let obtained_at = row.moment("obtained_at");
    if row.is_sound() && score.is_some() != threshold.is_some() {
        let missing = if score.is_some() { "threshold" } else { "score" };
        row.fault(Fault::new(IntakeCode::MissingField).column(missing));
    }
    if months.is_some() && kind.is_some_and(|kind| kind != CheckKind::TimeOnNetwork) {
        let fault = Fault::new(IntakeCode::NotAllowed).with("expected", "kind time_on_network");
        row.fault(fault.column("months"));
    }
    if !row.is_sound() {
        return None;
    }
    Some(VendorResult {
        application_ref: application_ref?,
        vendor: vendor?,
        kind: kind?,
        verdict: verdict?,
        code,
        factor,
        score,
        threshold,
        months,
        obtained_at: obtained_at?,
    })
}
