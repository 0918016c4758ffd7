//! The program as it is installed reads files in a process of its own: itself.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

use std::process::{Command, Output};

fn inspect(content: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.csv");
    std::fs::write(&file, content).unwrap();
    Command::new(env!("CARGO_BIN_EXE_firstline"))
        .args(["--json", "statement", "inspect"])
        .arg(&file)
        .output()
        .unwrap()
}

#[test]
fn a_statement_is_read_by_the_program_started_again() {
    let bank = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n2026-04-01,CNY,-21.00,79.00,转账,示例房东,\n";
    let read = inspect(bank.as_bytes());
    let said = String::from_utf8(read.stdout).unwrap();
    assert!(read.status.success() && said.contains("\"layout\":"), "{said}");
}

#[test]
fn a_refusal_says_which_file_and_why() {
    let refused = inspect(b"a,b\n\0");
    assert_eq!(refused.status.code(), Some(3));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("nul_byte") && said.contains("bank.csv"), "{said}");
}
