//! What is stored comes out the same when it is worked out again.

use firstline_desk::Unwatched;
use firstline_desk::wire::DecisionKind;

use super::world::{World, answered, draft};

#[tokio::test]
async fn every_assessment_replays_to_its_bytes_and_the_projections_to_their_rows() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    world.import(1..6).await;
    let case = world.take_next().await;
    let decline = answered(&world.desk, &case, draft(&case, DecisionKind::Decline, None)).await.unwrap();
    world.desk.decide(case.case_id, decline).await.unwrap();
    let case = world.take_next().await;
    world.desk.assess_case(case.case_id).await.unwrap();
    world.sign_in("he.jing").await;
    let receipt = world.desk.replay(&mut Unwatched).await.unwrap();
    assert_eq!(receipt.assessments, 6);
    assert_eq!(receipt.different, Vec::<String>::new());
    assert!(receipt.projections_identical, "{receipt:?}");
}
