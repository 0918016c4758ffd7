//! Statements: looked at, tried, and described where nobody has.

use std::path::Path;

use firstline_desk::tools;
use firstline_desk::wire::{ColumnMapping, PreviewRow, SavedMapping, StatementPreview};

use super::{Failure, archive_password, code, signed_in};
use crate::arguments::{Arguments, StatementCommand};
use crate::output::{Output, table};

pub async fn statement(
    arguments: &Arguments,
    command: &StatementCommand,
    output: &mut Output,
) -> Result<(), Failure> {
    match command {
        StatementCommand::Inspect { file, password } => {
            for inspection in tools::inspect_statement(file, archive_password(*password)?)? {
                output.show(&inspection, tools::inspection_text);
            }
            Ok(())
        }
        StatementCommand::Preview { file, mapping, password } => {
            let mapping = mapping.as_deref().map(read_mapping).transpose()?;
            let preview = tools::preview_statement(file, archive_password(*password)?, mapping.as_ref())?;
            output.show(&preview, preview_text);
            Ok(())
        }
        StatementCommand::Map { file, mapping, password } => {
            let mapping = read_mapping(mapping)?;
            let preview = tools::preview_statement(file, archive_password(*password)?, Some(&mapping))?;
            if let Some(fault) = preview.fault {
                return Err(Failure::Refused(tools::not_read_by(&fault)));
            }
            let saved = signed_in(arguments).await?.save_column_mapping(mapping).await?;
            output.show(&saved, |saved| {
                format!("Saved {}\n{} rows are read by it.", line(saved), preview.row_count)
            });
            Ok(())
        }
        StatementCommand::Mappings => {
            let mappings = signed_in(arguments).await?.column_mappings().await?;
            output.show(&mappings, |mappings| {
                if mappings.is_empty() {
                    return "no mappings".to_owned();
                }
                mappings.iter().map(line).collect::<Vec<_>>().join("\n")
            });
            Ok(())
        }
    }
}

fn line(saved: &SavedMapping) -> String {
    let (mapping, hash) = (&saved.mapping, &saved.hash[..12]);
    let columns = mapping.columns.iter().filter(|column| column.role.is_some()).count();
    format!(
        "{} · {} · {columns} of {} columns · {hash} · {} {}",
        mapping.layout,
        code(&mapping.kind),
        mapping.columns.len(),
        saved.saved_by,
        saved.saved_at
    )
}

fn read_mapping(file: &Path) -> Result<ColumnMapping, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| unreadable(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))
}

fn preview_text(preview: &StatementPreview) -> String {
    let mut parts = Vec::new();
    let inner = preview.inner.as_ref().map(|inner| format!(" ({inner})")).unwrap_or_default();
    parts.push(format!("{}{inner} · {}", preview.file, preview.encoding));
    let cells =
        |line: &firstline_desk::wire::PreviewLine| format!("{:>5}  {}", line.line, line.cells.join(" | "));
    parts.push(preview.lines.iter().map(cells).collect::<Vec<_>>().join("\n"));
    match (&preview.layout, &preview.fault) {
        (Some(layout), _) => parts.push(format!("read as {layout}: {} rows", preview.row_count)),
        (None, Some(fault)) => {
            let place = fault.line.map(|line| format!("line {line}: ")).unwrap_or_default();
            parts.push(format!("not read: {place}{}", fault.message));
        }
        (None, None) => {}
    }
    if !preview.rows.is_empty() {
        let row = |row: &PreviewRow| {
            vec![
                row.line.to_string(),
                row.at.clone(),
                code(&row.direction),
                row.amount.clone(),
                row.currency.clone(),
                row.balance.clone().unwrap_or_default(),
                row.counterparty.clone(),
                row.description.clone(),
            ]
        };
        let head =
            ["line", "at", "direction", "amount", "currency", "balance", "counterparty", "description"];
        parts.push(table(&head, &[0, 3, 5], preview.rows.iter().map(row).collect()));
    }
    if preview.layout.is_none()
        && let Some(proposed) = &preview.proposed
    {
        let column = |column: &firstline_desk::wire::MappedColumn| {
            let role = column.role.as_ref().map_or_else(|| "-".to_owned(), code);
            format!("  {} -> {role}", column.header)
        };
        let header = preview.headers.first().map(|line| format!(" of line {line}")).unwrap_or_default();
        parts.push(format!("a mapping of the header{header}, proposed; --json prints it to be completed"));
        parts.push(proposed.columns.iter().map(column).collect::<Vec<_>>().join("\n"));
    }
    parts.join("\n\n")
}
