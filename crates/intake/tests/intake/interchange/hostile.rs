//! Files of the published formats that are made to cost more than they weigh: refused with words.

use firstline_intake::statement::{ReadOptions, read};
use firstline_intake::{FILE_BYTES_MAX, IntakeCode};

fn refused(text: &str) -> IntakeCode {
    let error = read("x", text.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert!(!error.message.is_empty() && !error.message.contains('?'), "{error}");
    error.code
}

const CAMT: &str = "<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>X</IBAN></Id></Acct>";

#[test]
fn nesting_long_texts_and_lists_have_limits() {
    let deep = format!("{CAMT}{}", "<Ntry>".repeat(100_000));
    assert_eq!(refused(&deep), IntakeCode::NotWellFormed);
    assert_eq!(refused(&format!("<OFX>{}", "<A>".repeat(100_000))), IntakeCode::NotWellFormed);
    let long = "x".repeat(70_000);
    assert_eq!(refused(&format!("{CAMT}<Ntry><AddtlNtryInf>{long}")), IntakeCode::FieldTooLong);
    assert_eq!(refused(&format!("<OFX><STMTTRN><MEMO>{long}</STMTTRN></OFX>")), IntakeCode::FieldTooLong);
    let details = "line of details\n".repeat(5_000);
    let message =
        format!(":20:A\n:25:1\n:60F:C260101EUR1,\n:61:260101C1,NMSCX\n:86:{details}:62F:C260101EUR2,\n-\n");
    assert_eq!(refused(&message), IntakeCode::FieldTooLong);
    let accounts: String =
        (0..1_001).map(|number| format!(":20:A\n:25:{number}\n:60F:C260101EUR1,\n-\n")).collect();
    assert_eq!(refused(&accounts), IntakeCode::TooManyItems);
    let rows = format!("!Type:Bank\n{}", "D2026-01-01\nT1\n^\n".repeat(500_001));
    assert_eq!(refused(&rows), IntakeCode::TooManyRows);
}

#[test]
fn entities_and_document_types_are_not_followed() {
    assert_eq!(refused("<!DOCTYPE a><Document><BkToCstmrStmt/></Document>"), IntakeCode::NotWellFormed);
    assert_eq!(refused(&format!("{CAMT}<Id>&file;</Id>")), IntakeCode::NotWellFormed);
}

#[test]
fn one_transaction_with_a_line_of_details_each_costs_no_more_than_reading() {
    let lines = ":86:166?20more\n".repeat(200_000);
    let message =
        format!(":20:A\n:25:1\n:60F:C260101EUR1,\n:61:260101C1,NMSCX\n{lines}:62F:C260101EUR2,\n-\n");
    assert_eq!(refused(&message), IntakeCode::FieldTooLong);
    for filling in ["&", "<", "<a", "&#", "]]>", "<![CDATA[", "<!--", "^", "?20", ":86:\n", "//"] {
        for head in ["<OFX><STMTTRN><MEMO>", CAMT, "!Type:Bank\nP", ":20:A\n:61:260101C1,NMSC"] {
            let text = format!("{head}{}", filling.repeat(400_000 / filling.len()));
            assert!(
                text.len() < FILE_BYTES_MAX && read("x", text.as_bytes(), &ReadOptions::default()).is_err()
            );
        }
    }
}
