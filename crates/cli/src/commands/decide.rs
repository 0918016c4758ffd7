//! Deciding and signing.

use firstline_desk::Desk;
use firstline_desk::wire::{
    CaseState, DecisionDraft, DecisionKind, DecisionReceipt, DecisionSheet, OverrideDraft, OverrideKind,
    OverrideSide,
};

use super::{Failure, both, code, signed_in};
use crate::arguments::{Arguments, DecideArguments, Kind};
use crate::output::{Output, dash, table};

pub async fn decide(
    arguments: &Arguments,
    decide: &DecideArguments,
    output: &mut Output,
) -> Result<(), Failure> {
    let overrides =
        decide.overrides.iter().map(|text| parse_override(text)).collect::<Result<Vec<_>, _>>()?;
    let desk = signed_in(arguments).await?;
    let case_id = desk.case_id(&decide.number).await?;
    let case = desk.case_show(case_id.clone()).await?;
    let draft = DecisionDraft {
        kind: match decide.kind {
            Kind::Approve => DecisionKind::Approve,
            Kind::Counteroffer => DecisionKind::Counteroffer,
            Kind::Decline => DecisionKind::Decline,
            Kind::RequestInformation => DecisionKind::RequestInformation,
            Kind::Refer => DecisionKind::Refer,
        },
        assessment: case.assessment.hash.clone(),
        line: decide.line.clone(),
        instalments: decide.instalments,
        overrides,
        reason_codes: decide.reasons.clone(),
        note: decide.note.clone(),
    };
    if decide.preview {
        let sheet = desk.decision_sheet(case_id, draft).await?;
        output.show(&sheet, sheet_text);
        return Ok(());
    }
    if case.state == CaseState::Ready {
        desk.take_case(case_id.clone()).await?;
    }
    let receipt = desk.decide(case_id, draft).await?;
    output.show(&receipt, receipt_text);
    Ok(())
}

pub async fn sign(
    arguments: &Arguments,
    number: &str,
    grant: bool,
    note: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    let desk: Desk = signed_in(arguments).await?;
    let case_id = desk.case_id(number).await?;
    let case = desk.case_show(case_id.clone()).await?;
    let Some(proposal) = case.proposal else {
        return Err(Failure::Usage(format!("{number} has no proposal that waits for a second signature")));
    };
    let receipt = desk.sign_proposal(case_id, proposal.entry, grant, note.to_owned()).await?;
    output.show(&receipt, receipt_text);
    Ok(())
}

fn parse_override(text: &str) -> Result<OverrideDraft, Failure> {
    let usage = || {
        Failure::Usage(format!(
            "{text:?} is not KIND:SIDE:CODE:TEXT, such as line_override:low_side:L2:Loan ends in December"
        ))
    };
    let mut parts = text.splitn(4, ':');
    let mut part = || parts.next().map(str::trim).filter(|part| !part.is_empty()).ok_or_else(usage);
    let kind = match part()? {
        "score_override" => OverrideKind::ScoreOverride,
        "policy_exception" => OverrideKind::PolicyException,
        "line_override" => OverrideKind::LineOverride,
        _ => return Err(usage()),
    };
    let side = match part()? {
        "high_side" => OverrideSide::HighSide,
        "low_side" => OverrideSide::LowSide,
        _ => return Err(usage()),
    };
    Ok(OverrideDraft { kind, side, reason_code: part()?.to_owned(), text: part()?.to_owned() })
}

fn receipt_text(receipt: &DecisionReceipt) -> String {
    let waits = if receipt.awaiting.is_empty() {
        String::new()
    } else {
        let signers: Vec<&str> = receipt.awaiting.iter().map(|signer| signer.display_name.as_str()).collect();
        format!("; it waits for the second signature of {}", signers.join(" or "))
    };
    format!(
        "{}: {} {} recorded as entry {}; the case is {}{waits}.",
        receipt.number,
        code(&receipt.kind),
        dash(receipt.line_approved.as_ref()),
        receipt.entry,
        code(&receipt.state),
    )
}

fn sheet_text(sheet: &DecisionSheet) -> String {
    let columns = [&sheet.requested, &sheet.recommended, &sheet.yours];
    let row = |name: &str, value: &dyn Fn(&firstline_desk::wire::OfferColumn) -> Option<String>| {
        std::iter::once(name.to_owned())
            .chain(columns.iter().map(|column| dash(value(column))))
            .collect::<Vec<_>>()
    };
    let amounts = vec![
        row("line", &|column| column.line.clone()),
        row("against recommended", &|column| column.difference.clone()),
        row("instalments", &|column| column.instalments.map(|count| count.to_string())),
        row("each instalment", &|column| column.payment_monthly.clone()),
        row("fees in all", &|column| column.fee_total.clone()),
        row("payment to income", &|column| column.payment_to_income.clone()),
        row("residual income after", &|column| column.residual_income_after.clone()),
    ];
    let mut text = table(&["", "requested", "recommended", "yours"], &[1, 2, 3], amounts);
    for disagreement in &sheet.disagreements {
        text.push_str(&format!(
            "\n\n{} ({}:{})",
            both(&disagreement.text),
            code(&disagreement.kind),
            code(&disagreement.side)
        ));
        for reason in &disagreement.reasons {
            text.push_str(&format!("\n  {}  {}", reason.code, both(&reason.text)));
        }
    }
    if !sheet.reasons.is_empty() {
        text.push_str("\n\nReasons");
        for reason in &sheet.reasons {
            text.push_str(&format!("\n  {}  {}", reason.code, both(&reason.text)));
        }
    }
    let limits = sheet
        .authority
        .rows
        .iter()
        .map(|row| {
            vec![
                code(&row.item),
                row.value.clone(),
                row.limit.clone(),
                if row.within { "within" } else { "beyond" }.to_owned(),
            ]
        })
        .collect();
    text.push_str(&format!("\n\n{}", table(&["authority", "this decision", "limit", ""], &[1, 2], limits)));
    for problem in &sheet.problems {
        text.push_str(&format!("\nmissing ({}): {}", code(&problem.code), both(&problem.text)));
    }
    text.push_str(&format!("\n\nWould be recorded as entry {}:\n{}", sheet.entry, sheet.record));
    text
}
