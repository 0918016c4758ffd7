//! Current state follows from the ledger, and moves only as it may.

use firstline_core::decision::{DecisionKind, Role};
use firstline_core::lifecycle::CaseState;
use firstline_core::spending::{CorrectionScope, DataCorrection};
use firstline_core::statement::RowRef;
use firstline_store::event::{
    ApplicationWithdrawn, ApprovalGranted, ApprovalRejected, CaseReferred, CaseReleased, CaseTaken,
    ColumnMappingSaved, InformationReceived, InformationRequested, PackActivated, ProposalMade,
    ReclassificationUndone, SpendingReclassified,
};
use firstline_store::workspace::Session;
use firstline_store::{
    CaseId, ContentHash, Store, cases, column_mappings, ledger, projections, queue, users,
};

use crate::world::{World, at, decision, decision_made, record_as};

async fn state(store: &Store, case: CaseId) -> CaseState {
    let mut reader = store.read().await.unwrap();
    cases::load(&mut reader, case).await.unwrap().state
}

/// A second person's session, in a workspace of the same people.
async fn two_people() -> (World, Session) {
    let world = World::new().await;
    world.enrol(2, "lin", Role::Underwriter).await;
    let world = world.reopen_as("lin").await;
    let World { folder, store, session: lin } = world;
    store.close().await.unwrap();
    let world = World { ..open_again(folder).await };
    (world, lin)
}

async fn open_again(folder: tempfile::TempDir) -> World {
    let options = firstline_store::WorkspaceOptions::weak_for_tests();
    let opened = firstline_store::workspace::open(folder.path(), options, "admin", crate::world::PASSPHRASE);
    let (store, session) = opened.await.unwrap();
    World { folder, store, session }
}

#[tokio::test]
async fn rebuilding_gives_the_rows_that_stand_there() {
    let (world, lin) = two_people().await;
    let mut tx = world.store.begin().await.unwrap();
    let pack = ContentHash::of(b"pack");
    let activated = PackActivated { product: "p".to_owned(), version: "1".to_owned(), pack };
    world.record(&mut tx, 2, None, activated).await.unwrap();
    for number in 1..=5 {
        world.decided_case(&mut tx, number).await;
    }
    let waiting = world.ready_case(&mut tx, 6).await;
    world.record(&mut tx, 40, Some(waiting), CaseTaken { until: at(100) }).await.unwrap();
    let correction = |line| DataCorrection {
        scope: CorrectionScope::Row,
        row: RowRef { file: ContentHash::of(b"file"), line },
        category: "rent".to_owned(),
    };
    let assessment = decision(6, DecisionKind::Decline).assessment;
    for line in [2, 3, 3] {
        let made = SpendingReclassified { correction: correction(line), assessment, note: String::new() };
        let made = world.record(&mut tx, 41, Some(waiting), made).await.unwrap();
        if line == 2 {
            let reclassification = made.position;
            let undone = ReclassificationUndone { reclassification, assessment, note: String::new() };
            world.record(&mut tx, 41, Some(waiting), undone.clone()).await.unwrap();
            let again = world.record(&mut tx, 41, Some(waiting), undone).await;
            assert_eq!(again.unwrap_err().code(), "missing", "what was undone stands no more");
        }
    }
    let asked = InformationRequested { decision: decision(6, DecisionKind::RequestInformation), pack };
    world.record(&mut tx, 41, Some(waiting), asked).await.unwrap();
    let proposed = world.ready_case(&mut tx, 7).await;
    record_as(&mut tx, &lin, 42, Some(proposed), CaseTaken { until: at(100) }).await.unwrap();
    let proposal =
        ProposalMade { decision: decision(7, DecisionKind::Counteroffer), pack, because: Vec::new() };
    record_as(&mut tx, &lin, 43, Some(proposed), proposal).await.unwrap();
    for content in ["{\"first\":1}", "{\"second\":2}"] {
        let mapping = ContentHash::of(content.as_bytes());
        let saved =
            ColumnMappingSaved { layout: "示例银行".to_owned(), mapping, content: content.to_owned() };
        world.record(&mut tx, 44, None, saved).await.unwrap();
    }
    let kept = column_mappings::all(&mut tx).await.unwrap();
    assert_eq!((kept.len(), kept[0].content.as_str()), (1, "{\"second\":2}"), "the later takes the place");
    tx.commit().await.unwrap();

    let report = projections::check(&world.store).await.unwrap();
    assert!(report.is_identical(), "{report:?}");
    let rows: Vec<_> = report.tables.iter().map(|table| (table.table, table.rows)).collect();
    let expected = [
        ("user_account", 2),
        ("active_pack", 1),
        ("column_mapping", 1),
        ("case_file", 7),
        ("case_statement", 7),
        ("case_vendor_result", 7),
        ("case_correction", 1),
    ];
    assert_eq!(rows, expected);

    // A row changed behind the ledger's back is told apart.
    let mut tx = world.store.begin().await.unwrap();
    let sql = "UPDATE case_file SET decided_fen = decided_fen + 1 WHERE number = 'FL-2026-000003'";
    sqlx::query(sql).execute(firstline_store::Read::connection(&mut tx)).await.unwrap();
    tx.commit().await.unwrap();
    let report = projections::check(&world.store).await.unwrap();
    let differing: Vec<_> =
        report.tables.iter().filter(|table| table.before != table.after).map(|table| table.table).collect();
    assert_eq!(differing, ["case_file"]);
}

#[tokio::test]
async fn a_case_moves_only_as_it_may() {
    let (world, lin) = two_people().await;
    let mut tx = world.store.begin().await.unwrap();
    let case = world.ready_case(&mut tx, 1).await;
    let reclassified = |seen| SpendingReclassified {
        correction: DataCorrection {
            scope: CorrectionScope::Counterparty,
            row: RowRef { file: ContentHash::of(b"file"), line: 2 },
            category: "rent".to_owned(),
        },
        assessment: decision(seen, DecisionKind::Decline).assessment,
        note: String::new(),
    };
    let early = world.record(&mut tx, 20, Some(case), reclassified(1)).await;
    assert_eq!(early.unwrap_err().code(), "illegal_move", "a case is corrected in review only");
    let early = world.record(&mut tx, 20, Some(case), decision_made(1, DecisionKind::Approve)).await;
    assert_eq!(early.unwrap_err().code(), "illegal_move", "a case is decided in review only");

    record_as(&mut tx, &lin, 21, Some(case), CaseTaken { until: at(100) }).await.unwrap();
    let theft = world.record(&mut tx, 22, Some(case), CaseTaken { until: at(200) }).await;
    assert_eq!(theft.unwrap_err().code(), "case_locked");
    let meddling = world.record(&mut tx, 22, Some(case), decision_made(1, DecisionKind::Approve)).await;
    assert_eq!(meddling.unwrap_err().code(), "not_owner");
    let meddling = world.record(&mut tx, 22, Some(case), reclassified(1)).await;
    assert_eq!(meddling.unwrap_err().code(), "not_owner", "only who has the case corrects it");
    let stale = record_as(&mut tx, &lin, 23, Some(case), reclassified(2)).await;
    assert_eq!(stale.unwrap_err().code(), "stale_assessment");
    let stale = record_as(&mut tx, &lin, 23, Some(case), decision_made(2, DecisionKind::Approve)).await;
    assert_eq!(stale.unwrap_err().code(), "stale_assessment");
    let mut lineless = decision_made(1, DecisionKind::Approve);
    lineless.decision.line_approved = None;
    let lineless = record_as(&mut tx, &lin, 23, Some(case), lineless).await;
    assert_eq!(lineless.unwrap_err().code(), "refused");

    record_as(&mut tx, &lin, 24, Some(case), CaseTaken { until: at(150) }).await.unwrap();
    world.record(&mut tx, 151, Some(case), CaseTaken { until: at(300) }).await.unwrap();
    let too_late = record_as(&mut tx, &lin, 152, Some(case), CaseReleased {}).await;
    assert_eq!(too_late.unwrap_err().code(), "not_owner", "the time ran out and another took it");
    world.record(&mut tx, 153, Some(case), CaseReleased {}).await.unwrap();

    record_as(&mut tx, &lin, 160, Some(case), CaseTaken { until: at(300) }).await.unwrap();
    record_as(&mut tx, &lin, 161, Some(case), decision_made(1, DecisionKind::Decline)).await.unwrap();
    let again = record_as(&mut tx, &lin, 162, Some(case), CaseTaken { until: at(300) }).await;
    assert_eq!(again.unwrap_err().code(), "illegal_move", "a decided case stays decided");
    tx.commit().await.unwrap();
    assert_eq!(state(&world.store, case).await, CaseState::Decided);
    assert!(projections::check(&world.store).await.unwrap().is_identical());
    assert!(ledger::verify(&world.store, &mut |_, _| {}).await.unwrap().is_ok());
}

#[tokio::test]
async fn a_second_signature_is_another_persons() {
    let (world, lin) = two_people().await;
    let pack = ContentHash::of(b"pack");
    let mut tx = world.store.begin().await.unwrap();
    let case = world.ready_case(&mut tx, 1).await;
    let proposal =
        ProposalMade { decision: decision(1, DecisionKind::Approve), pack, because: vec!["exposure".into()] };
    record_as(&mut tx, &lin, 20, Some(case), CaseTaken { until: at(100) }).await.unwrap();
    let first = record_as(&mut tx, &lin, 21, Some(case), proposal.clone()).await.unwrap();
    let grant = |position| ApprovalGranted { proposal: position, note: String::new() };
    let own = record_as(&mut tx, &lin, 22, Some(case), grant(first.position)).await;
    assert_eq!(own.unwrap_err().code(), "same_person");
    let other = world.record(&mut tx, 22, Some(case), grant(first.position + 1)).await;
    assert_eq!(other.unwrap_err().code(), "missing");
    let back = ApprovalRejected { proposal: first.position, note: "why so much?".to_owned() };
    world.record(&mut tx, 23, Some(case), back).await.unwrap();
    record_as(&mut tx, &lin, 24, Some(case), CaseTaken { until: at(100) }).await.unwrap();
    let second = record_as(&mut tx, &lin, 25, Some(case), proposal).await.unwrap();
    let outdated = world.record(&mut tx, 26, Some(case), grant(first.position)).await;
    assert_eq!(outdated.unwrap_err().code(), "missing", "an older proposal cannot be agreed to");
    let granted = world.record(&mut tx, 27, Some(case), grant(second.position)).await.unwrap();
    tx.commit().await.unwrap();
    let mut reader = world.store.read().await.unwrap();
    let decided = cases::load(&mut reader, case).await.unwrap().decision.unwrap();
    assert_eq!((decided.by, decided.position), (lin.user, granted.position));
}

#[tokio::test]
async fn legal_effect_needs_the_actors_own_key() {
    let (world, lin) = two_people().await;
    let mut tx = world.store.begin().await.unwrap();
    let case = world.ready_case(&mut tx, 1).await;
    world.record(&mut tx, 20, Some(case), CaseTaken { until: at(100) }).await.unwrap();
    let forged =
        Session { user: world.session.user, login: String::new(), display_name: String::new(), ..lin };
    let done = record_as(&mut tx, &forged, 21, Some(case), decision_made(1, DecisionKind::Approve)).await;
    assert_eq!(done.unwrap_err().code(), "wrong_signer");
    tx.rollback().await.unwrap();
    let mut reader = world.store.read().await.unwrap();
    assert_eq!(users::all(&mut reader).await.unwrap().len(), 2);
}

#[tokio::test]
async fn information_withdrawal_and_referral_move_the_case() {
    let (world, lin) = two_people().await;
    let pack = ContentHash::of(b"pack");
    let mut tx = world.store.begin().await.unwrap();
    let case = world.ready_case(&mut tx, 1).await;
    world.record(&mut tx, 20, Some(case), CaseTaken { until: at(100) }).await.unwrap();
    let wrong = InformationRequested { decision: decision(1, DecisionKind::Approve), pack };
    assert_eq!(world.record(&mut tx, 21, Some(case), wrong).await.unwrap_err().code(), "refused");
    let asked = InformationRequested { decision: decision(1, DecisionKind::RequestInformation), pack };
    world.record(&mut tx, 21, Some(case), asked).await.unwrap();
    let arrived = InformationReceived { note: "payslip".to_owned() };
    world.record(&mut tx, 22, Some(case), arrived).await.unwrap();
    world.record(&mut tx, 23, Some(case), CaseTaken { until: at(100) }).await.unwrap();
    let referred = CaseReferred {
        decision: decision(1, DecisionKind::Refer),
        pack,
        to_role: None,
        to_user: Some(lin.user),
    };
    world.record(&mut tx, 24, Some(case), referred).await.unwrap();
    let for_admin = queue::next(&mut tx, at(25), world.session.user, Role::Admin).await.unwrap();
    assert!(for_admin.is_none(), "a referred case waits for the one it was referred to");
    let for_lin = queue::next(&mut tx, at(25), lin.user, Role::Underwriter).await.unwrap();
    assert_eq!(for_lin.unwrap().id, case);
    world.record(&mut tx, 26, Some(case), ApplicationWithdrawn { note: String::new() }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&world.store, case).await, CaseState::Withdrawn);
    assert!(projections::check(&world.store).await.unwrap().is_identical());
}
