//! A compliance reviewer looks at the record, verifies it, exports it, and a stranger proves the export.

use std::path::{Path, PathBuf};

use firstline_desk::wire::{AuditFilter, ErrorCode, ExportRequest, LogClass, NewUser, Role};
use firstline_desk::{Desk, FIRST_PRODUCT, Unwatched};
use firstline_ledger::export::{self, Report, Source};

const PASSPHRASE: &str = "correct horse battery";

fn user(name: &str, role: Role) -> NewUser {
    NewUser {
        user: name.to_owned(),
        display_name: format!("某{name}"),
        role,
        passphrase: PASSPHRASE.to_owned(),
    }
}

fn applications(folder: &Path) -> PathBuf {
    let lines: String = (1..=3)
        .map(|number| {
            format!(
                r#"{{"application_ref":"A-{number}","received_at":"2026-11-20T09:30:00+08:00","name":"示例甲","id_number":"810000199408230021","mobile":"1380013800{number}","product":"{FIRST_PRODUCT}","channel":"app","scene":"electronics","line_requested":"5000.00","instalments":12,"known_exposure":"0.00"}}"#
            ) + "\n"
        })
        .collect();
    let path = folder.join("applications.jsonl");
    std::fs::write(&path, lines).unwrap();
    path
}

/// A workspace with three cases, and everybody of the story; the reviewer is signed in.
async fn workspace(folder: &Path) -> (Desk, Vec<String>) {
    let desk = Desk::new(folder.join("workspace"), "command_line");
    let desk = desk.with_weak_keys_for_tests().with_reader(crate::stories::world::reader());
    desk.init("某行", user("admin", Role::Admin)).await.unwrap();
    desk.add_user(user("reviewer", Role::Compliance)).await.unwrap();
    desk.add_user(user("lin", Role::Underwriter)).await.unwrap();
    desk.import(&[applications(folder)], None, &mut Unwatched).await.unwrap();
    desk.sign_in("reviewer".to_owned(), PASSPHRASE.to_owned()).await.unwrap();
    let page = desk.audit_list(of("application_received"), None, 10).await.unwrap();
    (desk, page.rows.into_iter().filter_map(|row| row.case_number).collect())
}

fn of(event: &str) -> AuditFilter {
    AuditFilter { log: LogClass::Decision, event: Some(event.to_owned()), actor: None, case_number: None }
}

fn everything(log: LogClass) -> AuditFilter {
    AuditFilter { log, event: None, actor: None, case_number: None }
}

fn proven(path: &str) -> Report {
    export::verify(&Source::open(Path::new(path)).unwrap()).unwrap()
}

#[tokio::test]
async fn the_record_is_listed_narrowed_and_opened_with_its_proof() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, numbers) = workspace(folder.path()).await;
    assert_eq!(numbers.len(), 3);

    let all = desk.audit_list(everything(LogClass::Decision), None, 500).await.unwrap();
    assert_eq!(all.rows.len(), all.size as usize);
    assert!(all.rows.is_sorted_by(|a, b| a.index > b.index) && all.next.is_none());
    let (mut paged, mut before) = (Vec::new(), None);
    loop {
        let page = desk.audit_list(everything(LogClass::Decision), before, 4).await.unwrap();
        paged.extend(page.rows);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(paged, all.rows);

    let narrowed = AuditFilter { case_number: Some(numbers[0].clone()), ..of("a") };
    let page = desk.audit_list(narrowed, None, 1).await.unwrap();
    assert_eq!((page.rows[0].event.as_str(), page.rows.len()), ("assessment_made", 1));
    assert!(page.next.is_some(), "the application's receipt comes before its assessment");
    for nothing in [of("nonsense"), AuditFilter { actor: Some("nobody".to_owned()), ..of("") }] {
        assert!(desk.audit_list(nothing, None, 10).await.unwrap().rows.is_empty());
    }
    let looks = desk.audit_list(everything(LogClass::Access), None, 100).await.unwrap();
    assert!(looks.rows.iter().filter(|row| row.event == "audit_viewed").count() >= 5);

    for row in &all.rows {
        let entry = desk.audit_entry(LogClass::Decision, row.index).await.unwrap();
        assert_eq!((&entry.row, entry.proof.holds, entry.commitment_holds), (row, true, Some(true)));
        assert_eq!(entry.signature_holds, row.signed.then_some(true));
        assert_eq!(entry.row.event == "assessment_made", !entry.parents.is_empty());
    }
    let missing = desk.audit_entry(LogClass::Decision, all.size).await.unwrap_err();
    assert_eq!(missing.code, ErrorCode::NotFound);
    let report = desk.audit_verify().await.unwrap();
    assert!(report.logs.len() == 2 && report.logs.iter().all(|log| log.fault.is_none()));
    assert_eq!(report.logs[0].entries, all.size);
    desk.lock().await.unwrap();
}

#[tokio::test]
async fn every_kind_of_export_is_recorded_signed_and_proven() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, numbers) = workspace(folder.path()).await;
    for case_number in [None, Some(numbers[1].clone())] {
        for (with_payloads, zip) in [(true, false), (true, true), (false, false), (false, true)] {
            let request = ExportRequest { case_number: case_number.clone(), with_payloads, zip, path: None };
            let receipt = desk.audit_export(request).await.unwrap();
            let report = proven(&receipt.path);
            assert_eq!(report.log_key, receipt.log_key);
            assert_eq!(report.sealed_by, u64::from(receipt.entry));
            assert_eq!(report.made_by_name, "某reviewer");
            let decision = &report.logs[0];
            assert_eq!(decision.size, u64::from(receipt.tree_size));
            assert_eq!(decision.entries, u64::from(receipt.entries));
            assert_eq!(decision.entries == decision.size, case_number.is_none());
            assert_eq!(decision.left_out > 0, !with_payloads);
            assert_eq!(decision.signatures_unbound, 0);
            let recorded = desk.audit_entry(LogClass::Decision, receipt.entry).await.unwrap();
            assert_eq!((recorded.row.event.as_str(), recorded.signature_holds), ("export_made", Some(true)));
        }
    }
    assert!(desk.audit_verify().await.unwrap().logs.iter().all(|log| log.fault.is_none()));
    let left: Vec<_> = std::fs::read_dir(desk.directory().join("exports")).unwrap().collect();
    assert_eq!(left.len(), 8, "the exports and nothing else");
    desk.lock().await.unwrap();
}

#[tokio::test]
async fn an_export_replaces_nothing_and_is_not_for_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _) = workspace(folder.path()).await;
    let to = |path: &Path, zip: bool| ExportRequest {
        case_number: None,
        with_payloads: true,
        zip,
        path: Some(path.display().to_string()),
    };
    let target = folder.path().join("given");
    std::fs::create_dir(&target).unwrap();
    let receipt = desk.audit_export(to(&target, false)).await.unwrap();
    proven(&receipt.path);
    for zip in [false, true] {
        let refused = desk.audit_export(to(&target, zip)).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::BadInput, Some("path")));
    }
    let unknown =
        ExportRequest { case_number: Some("FL-1".to_owned()), ..to(&folder.path().join("x"), false) };
    assert_eq!(desk.audit_export(unknown).await.unwrap_err().code, ErrorCode::NotFound);
    assert!(!folder.path().join("x").exists());

    desk.sign_in("lin".to_owned(), PASSPHRASE.to_owned()).await.unwrap();
    let target = folder.path().join("lin");
    assert_eq!(desk.audit_export(to(&target, false)).await.unwrap_err().code, ErrorCode::NotPermitted);
    assert!(!target.exists());
    let list = desk.audit_list(everything(LogClass::Decision), None, 10).await;
    assert_eq!(list.unwrap_err().code, ErrorCode::NotPermitted);
    assert_eq!(desk.audit_entry(LogClass::Decision, 0).await.unwrap_err().code, ErrorCode::NotPermitted);
    assert_eq!(desk.audit_verify().await.unwrap_err().code, ErrorCode::NotPermitted);
    desk.lock().await.unwrap();
    let out = desk.audit_export(to(&target, false)).await.unwrap_err();
    assert_eq!(out.code, ErrorCode::NotSignedIn);
}
