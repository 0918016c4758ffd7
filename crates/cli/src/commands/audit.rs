//! The signed log.

use firstline_desk::Desk;
use firstline_desk::wire::{
    AppError, AuditFilter, AuditPage, EntryView, ErrorCode, ExportReceipt, ExportRequest, LogClass,
    VerifyView,
};

use super::{Failure, both, code, signed_in};
use crate::arguments::{Arguments, AuditCommand, Log};
use crate::output::{Output, dash, table};
use crate::progress::Bar;

pub async fn audit(
    arguments: &Arguments,
    command: &AuditCommand,
    output: &mut Output,
) -> Result<(), Failure> {
    let desk = signed_in(arguments).await?;
    match command {
        AuditCommand::List { log, event, actor, case_number, limit, before } => {
            let filter = AuditFilter {
                log: class(*log),
                event: event.clone(),
                actor: actor.clone(),
                case_number: case_number.clone(),
            };
            let page = desk.audit_list(filter, *before, *limit).await?;
            output.show(&page, page_table);
        }
        AuditCommand::Show { index, log } => {
            let entry = desk.audit_entry(class(*log), *index).await?;
            output.show(&entry, entry_text);
        }
        AuditCommand::Export { out, case_number, without_payloads, zip } => {
            let receipt = desk
                .audit_export(ExportRequest {
                    case_number: case_number.clone(),
                    with_payloads: !without_payloads,
                    zip: *zip,
                    path: out.as_ref().map(|path| path.display().to_string()),
                })
                .await?;
            output.show(&receipt, export_text);
        }
        AuditCommand::Verify => {
            let report = desk.audit_verify().await?;
            output.show(&report, verify_text);
            if let Some(fault) = report.logs.iter().find_map(|log| log.fault.as_ref()) {
                return Err(Failure::Refused(AppError::new(
                    ErrorCode::LedgerBroken,
                    format!("{}: {}", fault.place, fault.reason),
                )));
            }
        }
        AuditCommand::Replay => replay(&desk, output).await?,
    }
    Ok(())
}

async fn replay(desk: &Desk, output: &mut Output) -> Result<(), Failure> {
    let receipt = desk.replay(&mut Bar::new(output.is_json())).await?;
    output.show(&receipt, |receipt| {
        format!(
            "{} assessments replayed, {} with other bytes\nprojections rebuilt from the ledger: {} ({})\n{} ms",
            receipt.assessments,
            receipt.different.len(),
            if receipt.projections_identical { "identical" } else { "DIFFERENT" },
            receipt.tables.join(", "),
            receipt.took_ms,
        )
    });
    if receipt.different.is_empty() && receipt.projections_identical {
        return Ok(());
    }
    let message = "what is stored does not come out the same when it is worked out again";
    Err(Failure::Refused(AppError::new(ErrorCode::LedgerBroken, message)))
}

fn class(log: Log) -> LogClass {
    match log {
        Log::Decision => LogClass::Decision,
        Log::Access => LogClass::Access,
    }
}

fn page_table(page: &AuditPage) -> String {
    let rows = page
        .rows
        .iter()
        .map(|row| {
            vec![
                row.index.to_string(),
                row.at.clone(),
                row.event.clone(),
                both(&row.title),
                dash(row.case_number.as_ref()),
                row.actor.clone(),
                if row.signed { "signed" } else { "" }.to_owned(),
                if row.witnessed { "witnessed" } else { "unwitnessed" }.to_owned(),
            ]
        })
        .collect();
    format!(
        "{}\n\n{} entries, {} witnessed · {} · root {}",
        table(&["entry", "at", "event", "", "case", "by", "", ""], &[0], rows),
        page.size,
        page.witnessed_size,
        page.log_id,
        page.root
    )
}

fn entry_text(entry: &EntryView) -> String {
    let payload = entry.payload.as_ref().map_or_else(
        || "erased".to_owned(),
        |values| {
            values
                .iter()
                .map(|value| format!("  {} {}", value.name, value.value))
                .collect::<Vec<_>>()
                .join("\n")
        },
    );
    format!(
        "entry {} of {}\n{} · {} · {}\ncommitment {} {}\nsignature {} {}\ninclusion in tree of {}: {}\npayload\n{payload}\nbytes\n{}",
        entry.row.index,
        entry.log_id,
        entry.row.event,
        entry.row.at,
        entry.row.actor,
        entry.commitment,
        dash(entry.commitment_holds.map(|holds| if holds { "holds" } else { "DOES NOT HOLD" })),
        dash(entry.signature_key.as_ref()),
        dash(entry.signature_holds.map(|holds| if holds { "holds" } else { "DOES NOT HOLD" })),
        entry.proof.tree_size,
        if entry.proof.holds { "holds" } else { "DOES NOT HOLD" },
        entry.bytes_hex,
    )
}

fn export_text(receipt: &ExportReceipt) -> String {
    format!(
        "Exported {} entries ({} payloads) of a log of {} to {}\nLog key {}\nThe export itself is entry {}.\nProve it: firstline-verify {}",
        receipt.entries,
        receipt.payloads,
        receipt.tree_size,
        receipt.path,
        receipt.log_key,
        receipt.entry,
        receipt.path
    )
}

fn verify_text(report: &VerifyView) -> String {
    let rows = report
        .logs
        .iter()
        .map(|log| {
            vec![
                code(&log.log),
                log.entries.to_string(),
                log.signatures.to_string(),
                log.checkpoints.to_string(),
                log.payloads.to_string(),
                log.unwitnessed.to_string(),
                log.fault.as_ref().map_or_else(
                    || "unchanged".to_owned(),
                    |fault| format!("BROKEN at {}: {}", fault.place, fault.reason),
                ),
            ]
        })
        .collect();
    format!(
        "{}\n\nVerification says that the record is unchanged, not that a decision was right. Entries that only this device\nholds could still be rewritten by whoever holds the device and its keys.",
        table(
            &["log", "entries", "signatures", "checkpoints", "payloads", "unwitnessed", ""],
            &[1, 2, 3, 4, 5],
            rows
        )
    )
}
