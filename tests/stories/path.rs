//! The whole path: a statement comes in, a person decides against the machine, and the record shows it.

use firstline_desk::Unwatched;
use firstline_desk::wire::{CaseState, DecisionKind, ErrorCode, QueueFilter, QueueWork, RowsQuery};

use super::world::{Shape, World, answered, draft, write_applicants};

fn everything(work: QueueWork) -> QueueFilter {
    QueueFilter { work, grades: Vec::new(), scene: None, trigger: None, text: None }
}

#[tokio::test]
async fn a_counteroffer_needs_its_reason_and_is_signed_with_it() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    let receipt = world.import(1..4).await;
    assert_eq!((receipt.applications, receipt.statements, receipt.assessed), (3, 3, 3));
    assert_eq!(receipt.statement_rows, 3 * 28);

    let case = world.take_next().await;
    assert_eq!(case.state, CaseState::InReview);
    let query = RowsQuery { figure: Some("income_monthly".to_owned()), ..RowsQuery::default() };
    let rows = world.desk.case_rows(case.case_id.clone(), query, 0, 100, None).await.unwrap();
    assert!(rows.total > 0 && rows.rows.iter().all(|row| row.counterparty.contains("示例工厂")), "{rows:?}");

    // Below the line recommended: a departure, which asks for a coded reason.
    let bare = draft(&case, DecisionKind::Counteroffer, Some("1000"));
    let refused = world.desk.decide(case.case_id.clone(), bare.clone()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ReasonRequired, "{refused}");

    let full = answered(&world.desk, &case, bare).await.unwrap();
    assert!(!full.overrides.is_empty());
    let receipt = world.desk.decide(case.case_id.clone(), full.clone()).await.unwrap();
    assert_eq!(receipt.state, CaseState::Decided);
    assert_eq!(receipt.line_approved.as_deref(), Some("1000.00"));

    let decided = world.desk.case_show(case.case_id.clone()).await.unwrap();
    let decision = decided.decided.expect("a decision stands");
    assert_eq!((decision.entry, decision.by.as_str()), (receipt.entry, "zhou.min"));
    assert_eq!(decision.overrides[0].reason_code, full.overrides[0].reason_code);

    let again = world.desk.decide(case.case_id, full).await.unwrap_err();
    assert_eq!(again.code, ErrorCode::IllegalMove, "{again}");
}

#[tokio::test]
async fn the_same_files_again_change_nothing_and_say_so() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..3).await;
    let size = world.desk.session().await.unwrap().unwitnessed.entries;
    let again = world.import(1..3).await;
    assert_eq!((again.applications, again.statements, again.assessed), (0, 0, 0));
    assert!(
        again.files.iter().all(|file| file.new == 0 && file.message.contains("nothing new")),
        "{again:?}"
    );
    assert_eq!(world.desk.session().await.unwrap().unwitnessed.entries, size, "no entry was made");
}

#[tokio::test]
async fn one_broken_statement_keeps_every_application_out() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    let folder = world.folder.path().join("broken");
    let file = write_applicants(&folder, 1..4, &Shape::default());
    let broken = folder.join("statements/T-000003.csv");
    let text = std::fs::read_to_string(&broken).unwrap().replacen("2026-06-01", "2026-06-31", 1);
    std::fs::write(&broken, text).unwrap();
    let refused = world.desk.import(&[file], None, &mut Unwatched).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ImportRefused);
    assert!(refused.message.contains("T-000003.csv, line"), "{refused}");
    assert_eq!(refused.values.get("column").map(String::as_str), Some("记账日期"));
    let page = world.desk.queue_list(everything(QueueWork::Review), None, 50).await.unwrap();
    assert_eq!(page.total, 0);
}

#[tokio::test]
async fn a_decision_over_an_older_assessment_is_refused() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..2).await;
    let case = world.take_next().await;
    let stale = draft(&case, DecisionKind::Decline, None);
    let stale = answered(&world.desk, &case, stale).await.unwrap();
    world.desk.assess_case(case.case_id.clone()).await.unwrap();
    let refused = world.desk.decide(case.case_id, stale).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::StaleAssessment);
}

#[tokio::test]
async fn a_case_taken_by_one_is_locked_for_another() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..2).await;
    let case = world.take_next().await;
    world.sign_in("lin.lan").await;
    let refused = world.desk.take_case(case.case_id.clone()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::CaseLocked);
    let seen = world.desk.case_show(case.case_id.clone()).await.unwrap();
    let blocked = seen.blocked.clone().expect("it says why nobody else decides");
    assert!(!blocked.zh.is_empty());
    let decline = draft(&seen, DecisionKind::Decline, None);
    let decline = answered(&world.desk, &seen, decline).await.unwrap();
    let refused = world.desk.decide(case.case_id, decline).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::CaseLocked);
}

#[tokio::test]
async fn roles_that_decide_nothing_are_refused_everywhere() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..2).await;
    let case = world.take_next().await;
    world.sign_in("he.jing").await;
    let decline = draft(&case, DecisionKind::Decline, None);
    let permitted = [
        world.desk.take_next().await.err(),
        world.desk.take_case(case.case_id.clone()).await.err(),
        world.desk.decision_sheet(case.case_id.clone(), decline.clone()).await.err(),
        world.desk.decide(case.case_id.clone(), decline).await.err(),
        world.desk.sign_proposal(case.case_id.clone(), 0, true, String::new()).await.err(),
        world.desk.assess_case(case.case_id.clone()).await.err(),
        world.desk.import(&[], None, &mut Unwatched).await.err(),
    ];
    for refused in permitted {
        assert_eq!(refused.expect("it was refused").code, ErrorCode::NotPermitted);
    }
}

#[tokio::test]
async fn commands_called_at_once_do_not_wait_for_each_other_without_end() {
    let World { folder: _folder, desk } = {
        let world = World::new().await;
        world.sign_in("zhou.min").await;
        world.import(1..2).await;
        world
    };
    let id = desk.take_next().await.unwrap().expect("a case waits");
    let case = desk.case_show(id).await.unwrap();
    let desk = std::sync::Arc::new(desk);
    let mut at_once = tokio::task::JoinSet::new();
    // More than there are readers: a command that held one while it asked for another would stop them all.
    for _ in 0..16 {
        let (desk, case) = (std::sync::Arc::clone(&desk), case.clone());
        at_once.spawn(async move {
            desk.session().await?;
            desk.queue_preview(case.case_id.clone()).await?;
            desk.decision_sheet(case.case_id.clone(), draft(&case, DecisionKind::Decline, None)).await?;
            desk.case_show(case.case_id).await
        });
    }
    for answered in at_once.join_all().await {
        answered.unwrap();
    }
}
