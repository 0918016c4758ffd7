//! The one list of what the page may call. Each command unpacks its arguments, calls the desk's function of the same name,
//! and returns what that returns; session, role and input are checked there, as if an attacker called.

use firstline_desk::Desk;
use firstline_desk::wire::{
    AppError, AuditFilter, AuditPage, CaseView, ColumnMapping, DecisionDraft, DecisionReceipt, DecisionSheet,
    EntryView, ExportReceipt, ExportRequest, GivenFile, ImportReceipt, LogClass, MaskedField, QueueCounts,
    QueueFilter, QueuePage, QueuePreview, ReclassifyReceipt, ReclassifyRequest, RowName, RowsPage, RowsQuery,
    SavedMapping, SessionView, StatementPreview, VerifyView, WorkspaceStatus,
};
use tauri::{State, Wry};
use tauri_specta::{Builder, collect_commands};

/// Every command, for the window's handler and for the page's types.
pub fn all() -> Builder<Wry> {
    Builder::new().disable_serde_phases().commands(collect_commands![
        workspace_status,
        sign_in,
        lock,
        session,
        queue_counts,
        queue_list,
        queue_preview,
        take_next,
        take_case,
        release_case,
        case_show,
        case_rows,
        reveal,
        assess_case,
        reclassify,
        undo_reclassification,
        decision_sheet,
        decide,
        sign_proposal,
        preview_statement,
        import_statements,
        save_column_mapping,
        column_mappings,
        audit_list,
        audit_entry,
        audit_verify,
        audit_export,
    ])
}

type Answer<T> = Result<T, AppError>;

#[tauri::command]
#[specta::specta]
async fn workspace_status(desk: State<'_, Desk>) -> Answer<WorkspaceStatus> {
    desk.workspace_status().await
}

#[tauri::command]
#[specta::specta]
async fn sign_in(desk: State<'_, Desk>, user: String, passphrase: String) -> Answer<SessionView> {
    desk.sign_in(user, passphrase).await
}

#[tauri::command]
#[specta::specta]
async fn lock(desk: State<'_, Desk>) -> Answer<()> {
    desk.lock().await
}

#[tauri::command]
#[specta::specta]
async fn session(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.session().await
}

#[tauri::command]
#[specta::specta]
async fn queue_counts(desk: State<'_, Desk>) -> Answer<QueueCounts> {
    desk.queue_counts().await
}

#[tauri::command]
#[specta::specta]
async fn queue_list(
    desk: State<'_, Desk>,
    filter: QueueFilter,
    after: Option<String>,
    limit: u32,
) -> Answer<QueuePage> {
    desk.queue_list(filter, after, limit).await
}

#[tauri::command]
#[specta::specta]
async fn queue_preview(desk: State<'_, Desk>, case_id: String) -> Answer<QueuePreview> {
    desk.queue_preview(case_id).await
}

#[tauri::command]
#[specta::specta]
async fn take_next(desk: State<'_, Desk>) -> Answer<Option<String>> {
    desk.take_next().await
}

#[tauri::command]
#[specta::specta]
async fn take_case(desk: State<'_, Desk>, case_id: String) -> Answer<CaseView> {
    desk.take_case(case_id).await
}

#[tauri::command]
#[specta::specta]
async fn release_case(desk: State<'_, Desk>, case_id: String) -> Answer<()> {
    desk.release_case(case_id).await
}

#[tauri::command]
#[specta::specta]
async fn case_show(desk: State<'_, Desk>, case_id: String) -> Answer<CaseView> {
    desk.case_show(case_id).await
}

#[tauri::command]
#[specta::specta]
async fn case_rows(
    desk: State<'_, Desk>,
    case_id: String,
    query: RowsQuery,
    from: u32,
    limit: u32,
    find: Option<RowName>,
) -> Answer<RowsPage> {
    desk.case_rows(case_id, query, from, limit, find).await
}

#[tauri::command]
#[specta::specta]
async fn reveal(
    desk: State<'_, Desk>,
    case_id: String,
    field: MaskedField,
    purpose: String,
) -> Answer<String> {
    desk.reveal(case_id, field, purpose).await
}

#[tauri::command]
#[specta::specta]
async fn assess_case(desk: State<'_, Desk>, case_id: String) -> Answer<CaseView> {
    desk.assess_case(case_id).await
}

#[tauri::command]
#[specta::specta]
async fn reclassify(
    desk: State<'_, Desk>,
    case_id: String,
    request: ReclassifyRequest,
) -> Answer<ReclassifyReceipt> {
    desk.reclassify(case_id, request).await
}

#[tauri::command]
#[specta::specta]
async fn undo_reclassification(
    desk: State<'_, Desk>,
    case_id: String,
    entry: u32,
    note: String,
) -> Answer<ReclassifyReceipt> {
    desk.undo_reclassification(case_id, entry, note).await
}

#[tauri::command]
#[specta::specta]
async fn decision_sheet(
    desk: State<'_, Desk>,
    case_id: String,
    draft: DecisionDraft,
) -> Answer<DecisionSheet> {
    desk.decision_sheet(case_id, draft).await
}

#[tauri::command]
#[specta::specta]
async fn decide(desk: State<'_, Desk>, case_id: String, draft: DecisionDraft) -> Answer<DecisionReceipt> {
    desk.decide(case_id, draft).await
}

#[tauri::command]
#[specta::specta]
async fn sign_proposal(
    desk: State<'_, Desk>,
    case_id: String,
    proposal: u32,
    grant: bool,
    note: String,
) -> Answer<DecisionReceipt> {
    desk.sign_proposal(case_id, proposal, grant, note).await
}

#[tauri::command]
#[specta::specta]
async fn preview_statement(
    desk: State<'_, Desk>,
    file: GivenFile,
    password: Option<String>,
    mapping: Option<ColumnMapping>,
) -> Answer<StatementPreview> {
    desk.preview_statement(file, password, mapping).await
}

#[tauri::command]
#[specta::specta]
async fn import_statements(
    desk: State<'_, Desk>,
    case_id: String,
    files: Vec<GivenFile>,
    password: Option<String>,
) -> Answer<ImportReceipt> {
    desk.import_statements(case_id, files, password).await
}

#[tauri::command]
#[specta::specta]
async fn save_column_mapping(desk: State<'_, Desk>, mapping: ColumnMapping) -> Answer<SavedMapping> {
    desk.save_column_mapping(mapping).await
}

#[tauri::command]
#[specta::specta]
async fn column_mappings(desk: State<'_, Desk>) -> Answer<Vec<SavedMapping>> {
    desk.column_mappings().await
}

#[tauri::command]
#[specta::specta]
async fn audit_list(
    desk: State<'_, Desk>,
    filter: AuditFilter,
    before: Option<u32>,
    limit: u32,
) -> Answer<AuditPage> {
    desk.audit_list(filter, before, limit).await
}

#[tauri::command]
#[specta::specta]
async fn audit_entry(desk: State<'_, Desk>, log: LogClass, index: u32) -> Answer<EntryView> {
    desk.audit_entry(log, index).await
}

#[tauri::command]
#[specta::specta]
async fn audit_verify(desk: State<'_, Desk>) -> Answer<VerifyView> {
    desk.audit_verify().await
}

#[tauri::command]
#[specta::specta]
async fn audit_export(desk: State<'_, Desk>, request: ExportRequest) -> Answer<ExportReceipt> {
    desk.audit_export(request).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A command that the capability does not name could never be called; one that it names beyond these would be open
    /// to the page without standing in the list.
    #[test]
    fn the_capability_names_exactly_these_commands() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities/window.json"))
            .unwrap();
        let capability: serde_json::Value = serde_json::from_str(&text).unwrap();
        let permitted: BTreeSet<String> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|permission| permission.as_str().unwrap().trim_start_matches("allow-").replace('-', "_"))
            .collect();

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        all().export(specta_typescript::Typescript::default(), &file).unwrap();
        let bindings = std::fs::read_to_string(file).unwrap();
        let called: BTreeSet<String> = bindings
            .split("__TAURI_INVOKE(\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(permitted, called);
    }
}
