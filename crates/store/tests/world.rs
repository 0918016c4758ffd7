//! A small workspace and the things that go into it.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use firstline_core::assessment::Assessment;
use firstline_core::decision::{Decision, DecisionKind, Role};
use firstline_core::statement::{Statement, Transaction};
use firstline_core::vendor_result::VendorResult;
use firstline_core::{Application, Money, canonical};
use firstline_store::event::{
    ApplicationReceived, AssessmentMade, CaseTaken, DecisionMade, Event, StatementImported,
    VendorResultReceived,
};
use firstline_store::ledger::AppendedEntry;
use firstline_store::workspace::{self, Session};
use firstline_store::{
    CaseId, ContentHash, Context, Moment, NewUser, Result, Store, SystemSalts, UserId, WorkspaceOptions,
    WriteTransaction, applications, assessments, cases, documents, record, statements, vendor_results,
};
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;
use zeroize::Zeroizing;

pub const PASSPHRASE: &str = "correct horse battery";

pub struct World {
    pub folder: tempfile::TempDir,
    pub store: Store,
    pub session: Session,
}

pub fn uuid(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x5eed_0000_0000_4000, 0x8000_0000_0000_0000 | number)
}

pub fn case(number: u64) -> CaseId {
    CaseId(uuid(1_000 + number))
}

pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
}

pub fn moment(seconds: i64) -> Moment {
    Moment { at: at(seconds), monotonic_ms: 1_000 * seconds.unsigned_abs(), boot: uuid(7) }
}

pub fn user(number: u64, login: &str, role: Role) -> NewUser {
    NewUser {
        id: UserId(uuid(number)),
        login: login.to_owned(),
        display_name: format!("某 {login}"),
        role,
        passphrase: Zeroizing::new(PASSPHRASE.to_owned()),
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(WorkspaceOptions::weak_for_tests()).await
    }

    pub async fn with(options: WorkspaceOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let admin = user(1, "admin", Role::Admin);
        let (store, session) =
            workspace::create(folder.path(), options, uuid(99), &admin, moment(0)).await.unwrap();
        World { folder, store, session }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Records as the admin.
    pub async fn record(
        &self,
        tx: &mut WriteTransaction,
        seconds: i64,
        case: Option<CaseId>,
        event: impl Into<Event>,
    ) -> Result<AppendedEntry> {
        record_as(tx, &self.session, seconds, case, event).await
    }

    /// Enrols a person and signs nobody in: their session is made of the slot.
    pub async fn enrol(&self, number: u64, login: &str, role: Role) {
        let options = WorkspaceOptions::weak_for_tests();
        let new = user(number, login, role);
        workspace::add_user(self.path(), &self.store, options, &self.session, &new, moment(1)).await.unwrap();
    }

    /// Closes the workspace and opens it again as somebody.
    pub async fn reopen_as(self, login: &str) -> Self {
        let World { folder, store, session } = self;
        drop(session);
        store.close().await.unwrap();
        let options = WorkspaceOptions::weak_for_tests();
        let (store, session) = workspace::open(folder.path(), options, login, PASSPHRASE).await.unwrap();
        World { folder, store, session }
    }

    /// A case with an application, a statement, a vendor's answer and an assessment.
    pub async fn ready_case(&self, tx: &mut WriteTransaction, number: u64) -> CaseId {
        let case = case(number);
        let application = application(number);
        let (hash, _) = applications::insert(tx, case, &application).await.unwrap();
        let received = ApplicationReceived {
            number: cases::next_number(tx, 2026).await.unwrap(),
            application: hash,
            product: application.product.clone(),
            scene: application.scene.clone(),
            line_requested: application.line_requested,
            received_at: application.received_at,
            due_at: application.received_at + TimeDelta::days(1),
        };
        self.record(tx, 10, Some(case), received).await.unwrap();
        self.import(tx, case, &statement(number, 6)).await;
        let result = vendor_result(number);
        let (hash, _) = vendor_results::insert(tx, case, &result).await.unwrap();
        let received = VendorResultReceived {
            result: hash,
            kind: result.kind,
            vendor: result.vendor.clone(),
            verdict: result.verdict,
            obtained_at: result.obtained_at,
        };
        self.record(tx, 12, Some(case), received).await.unwrap();
        self.assess(tx, case, number).await;
        case
    }

    pub async fn import(&self, tx: &mut WriteTransaction, case: CaseId, statement: &Statement) {
        documents::insert(tx, format!("file {}", statement.file).as_bytes()).await.unwrap();
        let (hash, _) = statements::insert(tx, statement).await.unwrap();
        let imported = StatementImported {
            file: statement.file,
            document: statement.part.map(|part| part.of),
            mapping: None,
            statement: hash,
            layout: statement.layout.clone(),
            rows: u32::try_from(statement.transactions.len()).unwrap(),
        };
        self.record(tx, 11, Some(case), imported).await.unwrap();
    }

    pub async fn assess(&self, tx: &mut WriteTransaction, case: CaseId, number: u64) {
        let assessment = assessment(number);
        let (hash, _) = assessments::insert(tx, case, &assessment).await.unwrap();
        let made = AssessmentMade {
            assessment: hash,
            pack: assessment.pack,
            as_of: assessment.as_of,
            recommendation: assessment.recommendation.clone(),
            risk_grade: Some("B".to_owned()),
            points: Some(612),
            review_triggers: vec!["R-07".to_owned()],
            knock_outs: Vec::new(),
        };
        self.record(tx, 13, Some(case), made).await.unwrap();
    }

    /// A case that is decided.
    pub async fn decided_case(&self, tx: &mut WriteTransaction, number: u64) -> CaseId {
        let case = self.ready_case(tx, number).await;
        self.record(tx, 20, Some(case), CaseTaken { until: at(1_000) }).await.unwrap();
        self.record(tx, 30, Some(case), decision_made(number, DecisionKind::Approve)).await.unwrap();
        case
    }

    /// A raw connection to the closed database, with the triggers that guard entries dropped.
    pub async fn tampering(&self) -> SqliteConnection {
        let options = WorkspaceOptions::weak_for_tests();
        let key = workspace::database_key(self.path(), options, "admin", PASSPHRASE).await.unwrap();
        let mut raw = raw_connection(&self.path().join("workspace.db"), &key).await;
        sqlx::raw_sql("DROP TRIGGER entry_is_never_updated; DROP TRIGGER entry_is_never_deleted")
            .execute(&mut raw)
            .await
            .unwrap();
        raw
    }
}

/// A copy of a workspace's files elsewhere, so that one process can hold both.
pub fn copy_of(world: &World) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["workspace.db", "keys.json"] {
        std::fs::copy(world.path().join(name), folder.path().join(name)).unwrap();
    }
    folder
}

pub async fn raw_connection(path: &Path, key: &[u8; 32]) -> SqliteConnection {
    let connection = SqliteConnectOptions::new()
        .filename(path)
        .pragma("key", format!("\"x'{}'\"", hex::encode(key)))
        .foreign_keys(false)
        .connect()
        .await
        .unwrap();
    // An unrelated trait would shadow `close`; naming it here keeps the import honest.
    let _ = <SqliteConnection as Connection>::close;
    connection
}

pub async fn record_as(
    tx: &mut WriteTransaction,
    session: &Session,
    seconds: i64,
    case: Option<CaseId>,
    event: impl Into<Event>,
) -> Result<AppendedEntry> {
    let mut salts = SystemSalts;
    let Moment { at, monotonic_ms, boot } = moment(seconds);
    let mut context = Context {
        at,
        monotonic_ms,
        boot,
        actor: session.user,
        signer: Some(&session.key),
        salts: &mut salts,
    };
    record(tx, &mut context, case, &event.into()).await
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub fn application(number: u64) -> Application {
    read(json!({
        "application_ref": format!("APP-{number:06}"),
        "received_at": at(i64::try_from(number).unwrap()),
        "applicant": {
            "name": format!("张三{number}"), "id_number": format!("110105{number:011}X"), "id_expires": null,
            "mobile": format!("138{:08}", number), "bank_card": format!("622200{:010}", number),
            "employer": null, "address": null
        },
        "product": "cn-instalment-first-line", "channel": "app", "scene": "electronics",
        "line_requested": {"currency": "CNY", "fen": 500_000}, "instalments": 6,
        "declared_income_monthly": null, "declared_housing_monthly": null,
        "known_exposure": {"currency": "CNY", "fen": 0}, "consents": []
    }))
}

pub fn transaction(number: u64, line: u32) -> Transaction {
    read(json!({
        "line": line, "at": format!("2026-10-{:02}T08:15:{:02}", 1 + line % 28, line % 60),
        "has_time": line.is_multiple_of(2), "direction": (["in", "out", "neutral"][line as usize % 3]),
        "amount": {"currency": "CNY", "fen": 100 * u64::from(line) + number}, "refunded": {"currency": "CNY", "fen": 0},
        "balance": line.is_multiple_of(2).then(|| json!({"currency": "CNY", "fen": -5 * i64::from(line)})),
        "status": "settled", "counterparty": format!("商户 \"{line}\""), "counterparty_account": "6222****",
        "description": "咖啡 ☕ 'x' \\ \n", "provider_type": "日用百货", "method": "零钱",
        "order_id": format!("{number}-{line}"), "merchant_order_id": ""
    }))
}

pub fn statement(number: u64, rows: u32) -> Statement {
    read(json!({
        "file": ContentHash::of(format!("statement {number}").as_bytes()), "layout": "wechat_csv",
        "encoding": "utf-8-sig", "header_line": 17, "kind": "wallet", "currency": "CNY",
        "preamble": {"holder": "张三", "account": null,
            "stated_window": {"first": "2026-10-01", "last": "2026-10-31"}, "stated_rows": rows,
            "stated_totals": [{"direction": "in", "count": 1, "sum": {"currency": "CNY", "fen": 1}}],
            "omits_deleted": true},
        "transactions": (0..rows).map(|row| transaction(number, 18 + row)).collect::<Vec<_>>()
    }))
}

pub fn vendor_result(number: u64) -> VendorResult {
    read(json!({
        "application_ref": format!("APP-{number:06}"), "vendor": "made-up", "kind": "id_two_factor",
        "verdict": "match", "code": "0", "factor": null, "score": "0.97", "threshold": null, "months": null,
        "obtained_at": at(5)
    }))
}

pub fn assessment(number: u64) -> Assessment {
    let yuan = |fen: i64| json!({"currency": "CNY", "fen": fen});
    read(json!({
        "format": 1, "as_of": at(13), "pack": ContentHash::of(b"pack"), "scorecard": ContentHash::of(b"scorecard"),
        "inputs": {"application": canonical::hash(&application(number)), "statements": [], "vendor_results": [],
            "links": {"same_id": [], "same_mobile": [], "same_card": []}, "granted_exposure": yuan(0)},
        "checks": [],
        "spending": {"window": null, "days_observed": 0, "months_observed": 0, "statements": 0, "rows": 0,
            "thin_file": true, "months": [], "income_streams": [], "income_monthly": null,
            "income_seen_monthly": null, "income_cv": null, "income_months_ratio": null, "obligations": [],
            "obligations_monthly": yuan(0), "spending_monthly": null, "negative_net_months": 0, "categories": [],
            "lowest_balance": null, "days_below_zero": null, "buffer_days": null, "daily_balances": [],
            "debt_to_income": null, "residual_income": null, "income_shortfall_ratio": null,
            "left_out": {"own_transfers": yuan(0), "refunds": yuan(0), "counted_elsewhere": yuan(0),
                "loan_proceeds": yuan(0), "other_inflow": yuan(0)},
            "truth_tests": []},
        "score": null, "score_error": null,
        "policy": {"knock_outs": [], "review_triggers": [], "matrix": null, "errors": []},
        "line": {"caps": [], "binding_cap": "product", "line": yuan(300_000), "below_minimum": false,
            "instalments": 6, "payment_monthly": yuan(50_000), "payment_to_income": null, "tracks": [],
            "widest_disagreement": null},
        "recommendation": {"kind": "counteroffer", "line_recommended": yuan(300_000), "instalments": 6,
            "payment_monthly": yuan(50_000), "because": ["cap:product"]},
        "facts": {}
    }))
}

pub fn decision(number: u64, kind: DecisionKind) -> Decision {
    let granted = matches!(kind, DecisionKind::Approve | DecisionKind::Counteroffer);
    Decision {
        kind,
        assessment: canonical::hash(&assessment(number)),
        line_requested: Money::cny(500_000),
        line_recommended: Money::cny(300_000),
        line_approved: granted.then(|| Money::cny(400_000)),
        instalments: 6,
        payment_monthly: granted.then(|| Money::cny(70_000)),
        overrides: Vec::new(),
        reason_codes: Vec::new(),
        open_checks: Vec::new(),
        note: "看过了".to_owned(),
    }
}

pub fn decision_made(number: u64, kind: DecisionKind) -> DecisionMade {
    DecisionMade { decision: decision(number, kind), pack: ContentHash::of(b"pack") }
}
