//! Use-cases: one function per thing a person does. Owns transactions; speaks wire types.
//!
//! The window's commands, each one desk method of the same name on [`Desk`], all `async`, all `Result<T, AppError>`:
//!
//! | command | arguments | result |
//! |---|---|---|
//! | `workspace_status` | | `WorkspaceStatus` |
//! | `sign_in` | `user: String, passphrase: String` | `SessionView` |
//! | `lock` | | `()` |
//! | `session` | | `SessionView` |
//! | `queue_counts` | | `QueueCounts` |
//! | `queue_list` | `filter: QueueFilter, after: Option<String>, limit: u32` | `QueuePage` |
//! | `queue_preview` | `case_id: String` | `QueuePreview` |
//! | `take_next` | | `Option<String>`, the case id |
//! | `take_case` | `case_id: String` | `CaseView` |
//! | `release_case` | `case_id: String` | `()` |
//! | `case_show` | `case_id: String` | `CaseView` |
//! | `figure_rows` | `case_id: String, figure: String` | `RowsView` |
//! | `reveal` | `case_id: String, field: MaskedField, purpose: String` | `String` |
//! | `assess_case` | `case_id: String` | `CaseView` |
//! | `decision_sheet` | `case_id: String, draft: DecisionDraft` | `DecisionSheet` |
//! | `decide` | `case_id: String, draft: DecisionDraft` | `DecisionReceipt` |
//! | `sign_proposal` | `case_id: String, proposal: u32, grant: bool, note: String` | `DecisionReceipt` |
//! | `audit_list` | `filter: AuditFilter, before: Option<u32>, limit: u32` | `AuditPage` |
//! | `audit_entry` | `log: LogClass, index: u32` | `EntryView` |
//! | `audit_verify` | | `VerifyView` |
//! | `audit_export` | `request: ExportRequest` | `ExportReceipt` |

pub mod wire;
