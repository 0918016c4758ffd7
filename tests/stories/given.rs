//! Files that a person chooses in the window: protected ones, and ones nobody has described yet.

use firstline_desk::Unwatched;
use firstline_desk::wire::{
    AppError, AuditFilter, ColumnRole, ErrorCode, GivenFile, ImportReceipt, LogClass, StatementPreview,
};

use super::world::World;

/// A wallet's bill of one row, in base64.
const BILL: &str = concat!(
    "5Lqk5piT5pe26Ze0LOS6pOaYk+exu+WeiyzkuqTmmJPlr7nmlrks5ZWG5ZOBLOaUti/mlK8s6YeR6aKdKOWFgyks5pSv5LuY5pa5",
    "5byPLOW9k+WJjeeKtuaAgSzkuqTmmJPljZXlj7cs5ZWG5oi35Y2V5Y+3LOWkh+azqAoyMDI2LTAzLTMxIDIzOjU5OjU5LOWVhuaI",
    "t+a2iOi0uSznpLrkvovotoXluIIs54mb5aW2LOaUr+WHuizCpTI4LjEwLOmbtumSsSzmlK/ku5jmiJDlip8sMTAwMCwyMDAwLC8K",
);

/// The same bill in an archive, encrypted with AES under the password 246810.
const PROTECTED: &str = concat!(
    "UEsDBBQAAQBjAKZweV0AAAAA1gAAAOEAAAAIAAsAYmlsbC5jc3YBmQcAAgBBRQMIAD/DiOGcHQB/rmw4he7Tkqkwz0rGdi+916N1",
    "hRlrQQV39W9W9tkgPYRW8399XBBx6UeRrnwsa/u9k/aSSe+9A4CM4I/PxlVJNLRz00bVKh+hh0b6TlC/BeJ5/14E7WENMHlw5GYD",
    "a8ufBoHvLzNr2JAVrx71xE4EDGnajY3t+w/++N1IU0aXAsKJIh9Rl6Py0bj06xb2NtQPddYZvecjMsRAmh+mES00J8c4bmqyepei",
    "3sXYGz6PKz4QoZdJHfv9IFAiLCKBC37hnIcP7OyT/Va+FXL4OlNQSwECFAMUAAEAYwCmcHldAAAAANYAAADhAAAACAALAAAAAAAA",
    "AAAAgAEAAAAAYmlsbC5jc3YBmQcAAgBBRQMIAFBLBQYAAAAAAQABAEEAAAAHAQAAAAA=",
);

/// Two rows of a bank that no layout knows.
const UNKNOWN: &str = concat!(
    "56S65L6L5p2R6ZWH6ZO26KGMIOS6pOaYk+a4heWNlQrlhaXotKbml6Us5YCf6LS35qCH6K6wLOWPkeeUn+mHkeminSzotKbmiLfn",
    "u5PkvZks5a+55omL5ZCNLOS6i+eUsQoyMDI2LTAzLTMxLOi0tyw4MDAwLjAwLDgxMDAuMDAs56S65L6L5bel5Y6CLOW3pei1hAoy",
    "MDI2LTA0LTA1LOWAnywxMi41MCw4MDg3LjUwLOekuuS+i+i2heW4gizniZvlpbYK",
);

fn given(name: &str, content: &str) -> GivenFile {
    GivenFile { name: name.to_owned(), content: content.to_owned() }
}

/// A workspace with one case, and its id.
async fn with_a_case() -> (World, String) {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..2).await;
    let case = world.take_next().await.case_id;
    (world, case)
}

async fn import(
    world: &World,
    case: &str,
    file: GivenFile,
    password: Option<&str>,
) -> Result<ImportReceipt, AppError> {
    world.desk.import_statements(case.to_owned(), vec![file], password.map(str::to_owned)).await
}

#[tokio::test]
async fn a_protected_bill_asks_for_its_password_and_is_the_bill_in_it() {
    let (world, case) = with_a_case().await;
    let refused = import(&world, &case, given("bill.zip", PROTECTED), None).await.unwrap_err();
    assert_eq!((refused.code, &*refused.values["file"]), (ErrorCode::PasswordNeeded, "bill.zip"));
    let refused = import(&world, &case, given("bill.zip", PROTECTED), Some("135790")).await.unwrap_err();
    assert_eq!((refused.code, &*refused.values["file"]), (ErrorCode::PasswordWrong, "bill.zip"));
    let receipt = import(&world, &case, given("bill.zip", PROTECTED), Some("246810")).await.unwrap();
    assert_eq!((receipt.statements, receipt.statement_rows, receipt.assessed), (1, 1, 1));
    let again = import(&world, &case, given("bill.csv", BILL), None).await.unwrap();
    assert_eq!((again.statements, again.files[0].new), (0, 0), "unpacked it is the same document");
}

async fn preview(world: &World, tried: Option<&StatementPreview>) -> StatementPreview {
    let mapping = tried.and_then(|preview| preview.proposed.clone());
    world.desk.preview_statement(given("ledger.csv", UNKNOWN), None, mapping).await.unwrap()
}

#[tokio::test]
async fn an_unknown_file_is_described_once_and_read_ever_after() {
    let (world, case) = with_a_case().await;
    let refused = import(&world, &case, given("ledger.csv", UNKNOWN), None).await.unwrap_err();
    assert_eq!((refused.code, &*refused.values["file"]), (ErrorCode::StatementUnknown, "ledger.csv"));

    let mut seen = preview(&world, None).await;
    assert_eq!((&*seen.fault.as_ref().unwrap().code, seen.headers[0]), ("unknown_layout", 2));
    let mut mapping = seen.proposed.clone().unwrap();
    let roles = [
        ColumnRole::At,
        ColumnRole::Direction,
        ColumnRole::Amount,
        ColumnRole::Balance,
        ColumnRole::Counterparty,
        ColumnRole::Description,
    ];
    for (column, role) in mapping.columns.iter_mut().zip(roles) {
        column.role = Some(role);
    }
    let unnamed = world.desk.save_column_mapping(mapping.clone()).await.unwrap_err();
    assert_eq!((unnamed.code, unnamed.field.as_deref()), (ErrorCode::BadInput, Some("layout")));
    mapping.layout = "示例村镇银行".to_owned();
    mapping.amounts = firstline_desk::wire::AmountForm::Stated;
    mapping.directions = [("贷", "in"), ("借", "out")]
        .map(|(word, way)| {
            serde_json::from_value(serde_json::json!({ "word": word, "direction": way })).unwrap()
        })
        .to_vec();
    seen.proposed = Some(mapping.clone());
    let tried = preview(&world, Some(&seen)).await;
    assert_eq!((tried.row_count, tried.fault), (2, None));
    assert_eq!((&*tried.rows[0].amount, &*tried.rows[0].at), ("8000.00", "2026-03-31"));

    let saved = world.desk.save_column_mapping(mapping).await.unwrap();
    let receipt = import(&world, &case, given("ledger.csv", UNKNOWN), None).await.unwrap();
    assert_eq!((&*receipt.files[0].kind, receipt.statement_rows), ("示例村镇银行", 2));
    assert_eq!(preview(&world, None).await.layout.as_deref(), Some("示例村镇银行"));
    let known = world.desk.column_mappings().await.unwrap();
    assert_eq!(known, std::slice::from_ref(&saved));
    assert_eq!(saved.saved_by, "zhou.min");

    world.sign_in("he.jing").await;
    let filter = AuditFilter { event: Some("statement_imported".to_owned()), ..all() };
    let page = world.desk.audit_list(filter, None, 1).await.unwrap();
    let entry = world.desk.audit_entry(LogClass::Decision, page.rows[0].index).await.unwrap();
    assert!(
        entry.references.iter().any(|named| named.name == "mapping" && named.value == saved.hash),
        "the record says by which mapping the statement was read: {:?}",
        entry.references
    );
    let receipt = world.desk.replay(&mut Unwatched).await.unwrap();
    assert!(receipt.projections_identical && receipt.different.is_empty(), "{receipt:?}");
}

fn all() -> AuditFilter {
    AuditFilter { log: LogClass::Decision, event: None, actor: None, case_number: None }
}

#[tokio::test]
async fn nobody_imports_or_describes_whose_work_it_is_not() {
    let (world, case) = with_a_case().await;
    world.sign_in("he.jing").await;
    let refused = import(&world, &case, given("bill.csv", BILL), None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotPermitted);
    let refused = world.desk.preview_statement(given("bill.csv", BILL), None, None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotPermitted);
    world.sign_in("zhou.min").await;
    let twice = vec![given("bill.csv", BILL), given("bill.csv", BILL)];
    let refused = world.desk.import_statements(case.clone(), twice, None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadInput);
    let refused = import(&world, &case, given("/etc/passwd", "no base64!"), None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadInput);
}
