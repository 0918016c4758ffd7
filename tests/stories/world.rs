//! A workspace with its people, and invented applicants as files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use firstline_desk::wire::{
    AppError, CaseView, DecisionDraft, DecisionKind, DecisionSheet, ImportReceipt, NewUser, OverrideDraft,
    Role,
};
use firstline_desk::{Desk, FIRST_PRODUCT, ReaderProgram, Unwatched};
use tempfile::TempDir;

/// Everybody's passphrase.
pub const PASSPHRASE: &str = "a passphrase for tests";

/// The people of a test workspace: the name to sign in with and the role.
pub const PEOPLE: [(&str, Role); 3] =
    [("zhou.min", Role::Underwriter), ("lin.lan", Role::Approver), ("he.jing", Role::Compliance)];

/// A workspace in a folder of its own, signed in as its admin, `admin`.
pub struct World {
    pub folder: TempDir,
    pub desk: Desk,
}

/// A desk over a workspace, as tests use it.
pub fn desk(directory: &Path) -> Desk {
    Desk::new(directory, "test").with_weak_keys_for_tests().with_reader(reader())
}

/// What reads files for a desk that a test runs: the test's own program cannot.
pub fn reader() -> ReaderProgram {
    ReaderProgram::at(env!("CARGO_BIN_EXE_firstline-test-reader"))
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder.path().join("workspace"));
        desk.init("Test", person("admin", Role::Admin)).await.unwrap();
        for (user, role) in PEOPLE {
            desk.add_user(person(user, role)).await.unwrap();
        }
        World { folder, desk }
    }

    pub async fn sign_in(&self, user: &str) {
        self.desk.sign_in(user.to_owned(), PASSPHRASE.to_owned()).await.unwrap();
    }

    /// Imports applicants by their numbers; see [`write_applicants`].
    pub async fn import(&self, numbers: std::ops::Range<u32>) -> ImportReceipt {
        let file = write_applicants(&self.folder.path().join("incoming"), numbers, &Shape::default());
        self.desk.import(&[file], None, &mut Unwatched).await.unwrap()
    }

    /// The case that is due next, taken.
    pub async fn take_next(&self) -> CaseView {
        let id = self.desk.take_next().await.unwrap().expect("a case waits");
        self.desk.case_show(id).await.unwrap()
    }
}

fn person(user: &str, role: Role) -> NewUser {
    NewUser { user: user.to_owned(), display_name: user.to_owned(), role, passphrase: PASSPHRASE.to_owned() }
}

/// What an invented applicant is like.
pub struct Shape {
    pub line_requested: u32,
    pub salary: u32,
    pub months: u32,
}

impl Default for Shape {
    fn default() -> Self {
        Shape { line_requested: 5_000, salary: 8_000, months: 7 }
    }
}

/// Writes an applications file with a bank statement each, and gives its path. Identity numbers carry a specimen region code.
pub fn write_applicants(folder: &Path, numbers: std::ops::Range<u32>, shape: &Shape) -> PathBuf {
    let statements = folder.join("statements");
    std::fs::create_dir_all(&statements).unwrap();
    let mut applications = String::new();
    let (first, last) = (numbers.start, numbers.end);
    for number in numbers {
        let statement = format!("statements/T-{number:06}.csv");
        std::fs::write(folder.join(&statement), bank_statement(number, shape)).unwrap();
        let application = serde_json::json!({
            "application_ref": format!("T-{number:06}"),
            "received_at": "2026-11-20T09:30:00+08:00",
            "name": "示例人",
            "id_number": specimen_id_number(number),
            "id_expires": "2036-05-20",
            "mobile": format!("138{number:08}"),
            "product": FIRST_PRODUCT,
            "channel": "app",
            "scene": "electronics",
            "line_requested": format!("{}.00", shape.line_requested),
            "instalments": 12,
            "declared_income_monthly": format!("{}.00", shape.salary),
            "known_exposure": "0.00",
            "consents": [{"code": "statement_analysis", "given_at": "2026-11-20T09:29:00+08:00"}],
            "statements": [statement],
        });
        writeln!(applications, "{application}").unwrap();
    }
    let file = folder.join(format!("applications-{first}-{last}.jsonl"));
    std::fs::write(&file, applications).unwrap();
    file
}

/// A number of region 990101 with the check character that GB 11643 gives it.
fn specimen_id_number(number: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let day = number / 1_000 % 28 + 1;
    let body = format!("9901011990{:02}{day:02}{:03}", number / 28_000 % 12 + 1, number % 1_000);
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = "10X98765432".as_bytes()[(sum % 11) as usize];
    format!("{body}{}", char::from(check))
}

/// Months of salary, rent and small purchases, each balance following from the one before. The day's purchase differs by applicant, so
/// that no two files are the same.
fn bank_statement(number: u32, shape: &Shape) -> String {
    let mut text = String::from("记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n");
    let mut balance = i64::from(number % 100_000) + 1_000_000;
    let mut row = |day: String, fen: i64, kind: &str, party: &str| {
        balance += fen;
        let amount = |fen: i64| {
            format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100)
        };
        writeln!(text, "{day},CNY,{},{},{kind},{party},", amount(fen), amount(balance)).unwrap();
    };
    for month in 0..shape.months {
        let month = format!("2026-{:02}", 11 - shape.months + month);
        row(format!("{month}-01"), -210_000, "转账汇款", "示例房东");
        row(format!("{month}-10"), i64::from(shape.salary) * 100, "代发工资", "示例工厂");
        row(format!("{month}-12"), -i64::from(number % 997) - 1_000, "快捷支付", "示例便利店");
        row(format!("{month}-28"), -130_000, "快捷支付", "示例超市");
    }
    text
}

/// A draft over the assessment on screen, with nothing filled in but the line.
pub fn draft(case: &CaseView, kind: DecisionKind, line: Option<&str>) -> DecisionDraft {
    DecisionDraft {
        kind,
        assessment: case.assessment.hash.clone(),
        line: line.map(str::to_owned),
        instalments: None,
        overrides: Vec::new(),
        reason_codes: Vec::new(),
        note: String::new(),
    }
}

/// Fills in what the sheet asks for: a reason for each disagreement, and the first listed reason where one is due.
pub async fn answered(desk: &Desk, case: &CaseView, draft: DecisionDraft) -> Result<DecisionDraft, AppError> {
    let sheet: DecisionSheet = desk.decision_sheet(case.case_id.clone(), draft.clone()).await?;
    let overrides = sheet
        .disagreements
        .iter()
        .map(|disagreement| OverrideDraft {
            kind: disagreement.kind,
            side: disagreement.side,
            reason_code: disagreement.reasons[0].code.clone(),
            text: "seen by the person who decides: a letter of the employer".to_owned(),
        })
        .collect();
    let reason_codes = sheet.reasons.iter().take(1).map(|reason| reason.code.clone()).collect();
    Ok(DecisionDraft { overrides, reason_codes, ..draft })
}
