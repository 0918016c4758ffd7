//! Beyond one person's authority: a proposal, and somebody else's signature.

use firstline_desk::wire::{CaseState, CaseView, DecisionKind, DecisionReceipt, ErrorCode};

use super::world::{Shape, World, answered, draft, write_applicants};

/// A case whose counteroffer is above what the caps allow, proposed by the underwriter.
async fn proposed(world: &World) -> (CaseView, DecisionReceipt) {
    world.sign_in("zhou.min").await;
    let shape = Shape { line_requested: 10_000, salary: 4_600, months: 7 };
    let file = write_applicants(&world.folder.path().join("incoming"), 1..2, &shape);
    world.desk.import(&[file], None, &mut firstline_desk::Unwatched).await.unwrap();
    let case = world.take_next().await;
    let recommended: u32 = case.line.line.trim_end_matches(".00").parse().unwrap();
    // More than the share the underwriter may add alone, less than the approver's.
    let line = ((recommended * 13 / 10).div_ceil(500) * 500).to_string();
    let over = draft(&case, DecisionKind::Counteroffer, Some(&line));
    let over = answered(&world.desk, &case, over).await.unwrap();
    let receipt = world.desk.decide(case.case_id.clone(), over).await.unwrap();
    assert_eq!(receipt.state, CaseState::AwaitingApproval, "{receipt:?}");
    assert!(receipt.awaiting.iter().any(|signer| signer.user == "lin.lan"));
    (case, receipt)
}

#[tokio::test]
async fn the_second_signature_is_another_persons() {
    let world = World::new().await;
    let (case, receipt) = proposed(&world).await;
    let own = world.desk.sign_proposal(case.case_id.clone(), receipt.entry, true, String::new()).await;
    assert_eq!(own.unwrap_err().code, ErrorCode::MakerIsChecker);
    world.sign_in("lin.lan").await;
    let seen = world.desk.case_show(case.case_id.clone()).await.unwrap();
    assert!(seen.proposal.as_ref().is_some_and(|proposal| proposal.may_sign), "{:?}", seen.proposal);
    let signed =
        world.desk.sign_proposal(case.case_id.clone(), receipt.entry, true, String::new()).await.unwrap();
    assert_eq!(signed.state, CaseState::Decided);
    let decided = world.desk.case_show(case.case_id).await.unwrap().decided.expect("a decision stands");
    assert_eq!(decided.by, "zhou.min");
    assert_eq!(decided.second_signature.expect("two people signed").by, "lin.lan");
}

#[tokio::test]
async fn a_proposal_sent_back_says_why_and_returns_to_its_maker() {
    let world = World::new().await;
    let (case, receipt) = proposed(&world).await;
    world.sign_in("lin.lan").await;
    let bare = world.desk.sign_proposal(case.case_id.clone(), receipt.entry, false, " ".to_owned()).await;
    assert_eq!(bare.unwrap_err().code, ErrorCode::TextTooShort);
    let note = "show the employer's letter".to_owned();
    let back = world.desk.sign_proposal(case.case_id.clone(), receipt.entry, false, note).await.unwrap();
    assert_eq!(back.state, CaseState::Ready);
    assert_eq!(world.desk.take_next().await.unwrap(), None, "it waits for its maker");
    world.sign_in("zhou.min").await;
    assert_eq!(world.desk.take_next().await.unwrap(), Some(case.case_id));
}
