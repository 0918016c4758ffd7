//! A person puts rows right, and score, line and record follow.

use std::collections::BTreeSet;

use firstline_desk::Unwatched;
use firstline_desk::wire::{
    CaseView, CorrectionScope, DecisionKind, ErrorCode, ReclassifyRequest, RowView, RowsQuery,
};

use super::world::{World, answered, draft};

async fn rows(world: &World, case: &CaseView, figure: &str) -> Vec<RowView> {
    let query = RowsQuery { figure: Some(figure.to_owned()), ..RowsQuery::default() };
    world.desk.case_rows(case.case_id.clone(), query, 0, 1_000, None).await.unwrap().rows
}

fn into(category: &str, scope: CorrectionScope, row: &RowView) -> ReclassifyRequest {
    ReclassifyRequest {
        scope,
        file: row.file.clone(),
        line: row.line,
        category: category.to_owned(),
        note: "the lease says so".to_owned(),
    }
}

/// What the screen shows of the machine's word, without what only says when it was worked out.
fn said(case: &CaseView) -> String {
    let mut case = case.clone();
    case.assessment.hash.clear();
    case.assessment.as_of.clear();
    case.assessment.sequence = 0;
    case.timeline.clear();
    case.header.lock = None;
    format!("{case:?}")
}

#[tokio::test]
async fn a_reclassified_counterparty_moves_score_and_line_and_is_undone() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..3).await;
    let case = world.take_next().await;
    let id = case.case_id.clone();
    let wages = rows(&world, &case, "income_monthly").await;
    assert!(wages.iter().all(|row| row.category_code == "salary" && row.correction.is_none()), "{wages:?}");

    // One month's wages were a friend's money: the answer says how many more rows that payer has.
    let one = into("transfer_in", CorrectionScope::Row, &wages[0]);
    let receipt = world.desk.reclassify(id.clone(), one).await.unwrap();
    assert_eq!((receipt.rows, receipt.other_rows), (1, 6), "seven months of wages");
    assert_ne!(receipt.case.spending.income_monthly.value, case.spending.income_monthly.value);
    let undone = world.desk.undo_reclassification(id.clone(), receipt.entry, String::new()).await.unwrap();
    assert_eq!(undone.rows, 1);
    assert_eq!(said(&undone.case), said(&case), "everything is as it was");

    // All of them: no income is left, so score and line fall.
    let all = into("transfer_in", CorrectionScope::Counterparty, &wages[0]);
    let receipt = world.desk.reclassify(id.clone(), all).await.unwrap();
    assert_eq!((receipt.rows, receipt.other_rows), (7, 0));
    assert_eq!(receipt.case.spending.income_monthly.value, None);
    assert!(receipt.after.points < receipt.before.points, "{receipt:?}");
    assert_ne!(receipt.after.line, receipt.before.line);
    let standing = &receipt.case.spending.corrections[0];
    assert_eq!((standing.entry, standing.by.as_str()), (receipt.entry, "zhou.min"));
    assert_eq!((standing.note.as_str(), standing.figure.rows), ("the lease says so", 7));
    let listed = rows(&world, &receipt.case, &standing.figure.key).await;
    assert_eq!(listed.len(), 7);
    assert!(listed.iter().all(|row| row.correction == Some(receipt.entry)), "{listed:?}");
    assert!(listed.iter().all(|row| row.category_code == "transfer_in"));

    // Another row of the same payer: the one correction changes, no second is laid over it.
    let again = into("business_takings", CorrectionScope::Counterparty, &wages[3]);
    let receipt = world.desk.reclassify(id.clone(), again).await.unwrap();
    assert_eq!(receipt.case.spending.corrections.len(), 1);
    assert_eq!(receipt.case.spending.income_streams[0].kind, "business");

    let timeline: Vec<_> = receipt.case.timeline.iter().map(|row| row.event.as_str()).collect();
    let made = |event: &str| timeline.iter().filter(|name| **name == event).count();
    assert_eq!((made("spending_reclassified"), made("reclassification_undone")), (3, 1), "{timeline:?}");
    let said_so = receipt.case.timeline.iter().find(|row| row.event == "spending_reclassified").unwrap();
    assert_eq!(said_so.actor, "zhou.min");
    assert!(said_so.text.en.ends_with("Business takings"), "{said_so:?}");

    // The decision rests on it, and all of it comes out the same again.
    let decline = draft(&receipt.case, DecisionKind::Decline, None);
    let decline = answered(&world.desk, &receipt.case, decline).await.unwrap();
    world.desk.decide(id.clone(), decline).await.unwrap();
    let late = into("salary", CorrectionScope::Row, &wages[0]);
    let refused = world.desk.reclassify(id, late).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::IllegalMove, "{refused}");
    world.sign_in("he.jing").await;
    let replayed = world.desk.replay(&mut Unwatched).await.unwrap();
    assert_eq!((replayed.assessments, replayed.different), (6, Vec::<String>::new()));
    assert!(replayed.projections_identical, "{:?}", replayed.tables);
    let verified = world.desk.audit_verify().await.unwrap();
    assert!(verified.logs.iter().all(|log| log.fault.is_none()), "{verified:?}");
}

#[tokio::test]
async fn only_who_has_the_case_reclassifies_and_only_into_what_money_can_be() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..2).await;
    let case = world.take_next().await;
    let id = case.case_id.clone();
    let wage = rows(&world, &case, "income_monthly").await.remove(0);
    let entries = world.desk.session().await.unwrap().unwitnessed.entries;
    let offered: BTreeSet<&str> = case
        .spending
        .category_options
        .iter()
        .filter(|option| option.money_in)
        .map(|option| option.code.as_str())
        .collect();
    assert!(offered.contains("salary") && !offered.contains("rent"), "{offered:?}");

    let mut elsewhere = into("transfer_in", CorrectionScope::Row, &wage);
    elsewhere.line = 9_999;
    for (request, code) in [
        (into("rent", CorrectionScope::Row, &wage), ErrorCode::BadInput),
        (into("no_such_category", CorrectionScope::Row, &wage), ErrorCode::BadInput),
        (elsewhere, ErrorCode::NotFound),
    ] {
        let refused = world.desk.reclassify(id.clone(), request).await.unwrap_err();
        assert_eq!(refused.code, code, "{refused}");
    }
    let refused = world.desk.undo_reclassification(id.clone(), 0, String::new()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound, "{refused}");

    world.sign_in("lin.lan").await;
    let request = into("transfer_in", CorrectionScope::Row, &wage);
    let refused = world.desk.reclassify(id.clone(), request.clone()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::CaseLocked, "another person has the case");
    world.sign_in("he.jing").await;
    let refused = world.desk.reclassify(id, request).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotPermitted);
    world.sign_in("zhou.min").await;
    let now = world.desk.session().await.unwrap().unwitnessed.entries;
    assert_eq!(now, entries, "nothing was recorded");
}
