//! Re-classifying from the command line.

use firstline_desk::wire::{AssessmentMark, CorrectionScope, ReclassifyReceipt, ReclassifyRequest};

use super::Failure;

/// The request of what was typed.
pub fn request(
    row: &Option<String>,
    category: &Option<String>,
    counterparty: bool,
    note: &str,
) -> Result<ReclassifyRequest, Failure> {
    let named = row.as_deref().and_then(|row| row.rsplit_once(':'));
    let parsed = named.and_then(|(file, line)| Some((file.to_owned(), line.parse::<u32>().ok()?)));
    let (Some((file, line)), Some(category)) = (parsed, category) else {
        return Err(Failure::Usage("--row is FILE:LINE, and --category a code".to_owned()));
    };
    let scope = if counterparty { CorrectionScope::Counterparty } else { CorrectionScope::Row };
    Ok(ReclassifyRequest { scope, file, line, category: category.clone(), note: note.to_owned() })
}

/// What moved.
pub fn text(receipt: &ReclassifyReceipt) -> String {
    let mark = |mark: &AssessmentMark| {
        let points = mark.points.map_or_else(|| "no score".to_owned(), |points| format!("{points} points"));
        format!("{points}, line {}, recommended {}", mark.line, mark.line_recommended)
    };
    let others = match receipt.other_rows {
        0 => String::new(),
        rows => format!("\n{rows} more rows have this counterparty: --counterparty takes them along."),
    };
    format!(
        "Entry {}: {} rows of {}.\nBefore: {}\nAfter:  {}{others}",
        receipt.entry,
        receipt.rows,
        receipt.case.number,
        mark(&receipt.before),
        mark(&receipt.after),
    )
}
