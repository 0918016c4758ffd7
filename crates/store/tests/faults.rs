//! A full disk leaves the old state, and the store goes on working once there is room.

use firstline_core::statement::Statement;
use firstline_store::ledger::{self, LogClass};
use firstline_store::{ContentHash, StoreError, WorkspaceOptions, cases, documents, statements, workspace};

use crate::world::{PASSPHRASE, World, statement};

async fn entries(world: &World) -> u64 {
    let report = ledger::verify(&world.store, &mut |_, _| {}).await.unwrap().unwrap();
    report.logs[&LogClass::Decision].entries
}

/// A statement that stays large however it is encoded.
fn large_statement() -> Statement {
    let mut large = statement(3, 20_000);
    for row in &mut large.transactions {
        let scattered = ContentHash::of(&row.line.to_be_bytes());
        (row.order_id, row.merchant_order_id) =
            (scattered.to_string(), ContentHash::of(&scattered.0).to_string());
    }
    large
}

#[tokio::test]
async fn a_full_disk_leaves_the_old_state_and_the_store_working() {
    let options = WorkspaceOptions { page_count_max: Some(200), ..WorkspaceOptions::weak_for_tests() };
    let world = World::with(options).await;
    let mut tx = world.store.begin().await.unwrap();
    world.ready_case(&mut tx, 1).await;
    tx.commit().await.unwrap();
    let before = entries(&world).await;

    let mut tx = world.store.begin().await.unwrap();
    world.ready_case(&mut tx, 2).await;
    let full = statements::insert(&mut tx, &large_statement()).await.unwrap_err();
    assert!(matches!(full, StoreError::Full), "{full}");
    assert_eq!(full.code(), "disk_full");
    drop(tx);
    assert_eq!(entries(&world).await, before, "nothing of the transaction stands");

    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(cases::count(&mut tx).await.unwrap(), 1);
    world.ready_case(&mut tx, 2).await;
    tx.commit().await.unwrap();
    assert_eq!(entries(&world).await, before + 4);

    // With room again, the same import goes through.
    let World { folder, store, session } = world;
    drop(session);
    store.close().await.unwrap();
    let roomy = WorkspaceOptions::weak_for_tests();
    let (store, _) = workspace::open(folder.path(), roomy, "admin", PASSPHRASE).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    statements::insert(&mut tx, &large_statement()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_at_the_commit_is_reported_and_undone() {
    let options = WorkspaceOptions { page_count_max: Some(200), ..WorkspaceOptions::weak_for_tests() };
    let world = World::with(options).await;
    let before = entries(&world).await;
    for number in 0..200 {
        let mut tx = world.store.begin().await.unwrap();
        let bytes: Vec<u8> =
            (0..20_000_u32).map(|byte| (byte.wrapping_mul(2_654_435_761 + number) >> 24) as u8).collect();
        let done = documents::insert(&mut tx, &bytes).await;
        let done = match done {
            Ok(_) => tx.commit().await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            assert_eq!(error.code(), "disk_full");
            assert_eq!(entries(&world).await, before);
            return;
        }
    }
    panic!("the file never filled up");
}

#[tokio::test]
async fn a_closed_store_refuses_and_writers_wait_their_turn() {
    let world = World::new().await;
    let first = world.store.begin().await.unwrap();
    let second = {
        let store = world.store.clone();
        tokio::spawn(async move { store.begin().await.map(drop) })
    };
    tokio::task::yield_now().await;
    assert!(!second.is_finished(), "one writer at a time");
    first.rollback().await.unwrap();
    second.await.unwrap().unwrap();
    let kept = world.store.clone();
    world.store.clone().close().await.unwrap();
    assert!(kept.begin().await.is_err());
    assert!(kept.read().await.is_err());
}
