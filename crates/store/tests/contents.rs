//! Contents come back exactly as they went in, once.

use firstline_core::{Currency, Money};
use firstline_store::{
    Insertion, applications, assessments, cases, documents, links, packs, statements, vendor_results,
};

use crate::world::{World, application, assessment, case, statement, vendor_result};

#[tokio::test]
async fn contents_are_rebuilt_exactly_and_inserted_once() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    let id = world.ready_case(&mut tx, 1).await;
    let (again, insertion) = applications::insert(&mut tx, case(77), &application(1)).await.unwrap();
    assert_eq!(insertion, Insertion::Same);
    assert_eq!(statements::insert(&mut tx, &statement(1, 6)).await.unwrap().1, Insertion::Same);
    assert_eq!(vendor_results::insert(&mut tx, id, &vendor_result(1)).await.unwrap().1, Insertion::Same);
    assert_eq!(assessments::insert(&mut tx, id, &assessment(1)).await.unwrap().1, Insertion::Same);
    let mut other = application(1);
    other.instalments = 3;
    let refused = applications::insert(&mut tx, case(77), &other).await.unwrap_err();
    assert_eq!(refused.code(), "duplicate");
    tx.commit().await.unwrap();

    let mut reader = world.store.read().await.unwrap();
    assert_eq!(applications::load(&mut reader, id).await.unwrap(), application(1));
    let found = applications::find_by_ref(&mut reader, "APP-000001").await.unwrap().unwrap();
    assert_eq!((found.case, found.hash), (id, again));
    let file = statement(1, 6).file;
    assert_eq!(statements::load(&mut reader, file).await.unwrap(), statement(1, 6));
    let rows = statements::page(&mut reader, file, Some(19), 2).await.unwrap();
    assert_eq!(rows, statement(1, 6).transactions[2..4]);
    assert!(statements::is_in_case(&mut reader, id, file).await.unwrap());
    assert_eq!(statements::cases_of(&mut reader, file).await.unwrap(), [id]);
    let summary = &statements::of_case(&mut reader, id).await.unwrap()[0];
    assert_eq!((summary.rows, summary.first), (6, statement(1, 6).transactions.iter().map(|r| r.at).min()));
    assert_eq!(vendor_results::of_case(&mut reader, id).await.unwrap()[0].1, vendor_result(1));
    let stored = &assessments::of_case(&mut reader, id).await.unwrap()[0];
    assert_eq!(stored.assessment().unwrap(), assessment(1));
    assert_eq!(assessments::page(&mut reader, None, 10).await.unwrap(), std::slice::from_ref(stored));
}

#[tokio::test]
async fn a_statement_of_many_rows_goes_in_and_out() {
    let world = World::new().await;
    let many = statement(5, 12_345);
    let mut tx = world.store.begin().await.unwrap();
    statements::insert(&mut tx, &many).await.unwrap();
    tx.commit().await.unwrap();
    let mut reader = world.store.read().await.unwrap();
    assert_eq!(statements::load(&mut reader, many.file).await.unwrap(), many);
    assert_eq!(statements::row_count(&mut reader).await.unwrap(), 12_345);
    let rows = &many.transactions;
    for (after, limit, expected) in [
        (None, 3, &rows[..3]),
        (Some(rows[998].line), 3, &rows[999..1_002]),
        (Some(rows[999].line - 1), 2_500, &rows[999..3_499]),
        (Some(rows[12_000].line), 1_000, &rows[12_001..]),
        (Some(rows[12_344].line), 1_000, &[]),
    ] {
        assert_eq!(statements::page(&mut reader, many.file, after, limit).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_statement_the_table_cannot_hold_exactly_is_refused_whole() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    let mut foreign = statement(1, 6);
    foreign.transactions[3].amount = Money::from_fen(1, Currency::Hkd);
    let mut negative = statement(1, 6);
    negative.transactions[3].amount = Money::cny(-1);
    let mut unordered = statement(1, 6);
    unordered.transactions.swap(2, 3);
    for refused in [foreign, negative, unordered] {
        assert_eq!(statements::insert(&mut tx, &refused).await.unwrap_err().code(), "refused");
    }
    assert_eq!(statements::row_count(&mut tx).await.unwrap(), 0);
    assert_eq!(statements::insert(&mut tx, &statement(1, 6)).await.unwrap().1, Insertion::New);
}

#[tokio::test]
async fn documents_and_packs_come_back_by_hash() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    for bytes in [vec![], b"short".to_vec(), vec![b'x'; 100_000], (0..=255).collect::<Vec<u8>>().repeat(3)] {
        let (hash, insertion) = documents::insert(&mut tx, &bytes).await.unwrap();
        assert_eq!(insertion, Insertion::New);
        assert_eq!(documents::insert(&mut tx, &bytes).await.unwrap(), (hash, Insertion::Same));
        assert_eq!(documents::load(&mut tx, hash).await.unwrap(), bytes);
    }
    let name = packs::PackName {
        hash: firstline_store::ContentHash::of(b"a pack"),
        product: "p".to_owned(),
        version: "1".to_owned(),
    };
    let files = vec![("pack.toml".to_owned(), b"x".to_vec()), ("policy/a.json".to_owned(), b"{}".to_vec())];
    assert!(packs::insert(&mut tx, &name, &files).await.unwrap().is_new());
    assert!(!packs::insert(&mut tx, &name, &files).await.unwrap().is_new());
    assert_eq!(packs::files(&mut tx, name.hash).await.unwrap(), files);
    assert_eq!(packs::all(&mut tx).await.unwrap(), [name]);
}

#[tokio::test]
async fn the_same_person_phone_or_card_is_found_in_other_cases() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    let first = world.decided_case(&mut tx, 1).await;
    let second = world.ready_case(&mut tx, 2).await;
    let mut borrowed = application(3);
    borrowed.applicant.mobile = "+86 138 0000 0001".into();
    borrowed.applicant.id_number = application(1).applicant.id_number;
    applications::insert(&mut tx, case(3), &borrowed).await.unwrap();
    let found = links::of_case(&mut tx, case(3)).await.unwrap();
    assert_eq!(found.same_mobile, ["FL-2026-000001"]);
    assert_eq!(found.same_id, ["FL-2026-000001"]);
    assert!(found.same_card.is_empty());
    assert!(links::of_case(&mut tx, second).await.unwrap().same_id.is_empty());
    assert_eq!(cases::granted_exposure(&mut tx, case(3)).await.unwrap(), Money::cny(400_000));
    assert_eq!(cases::granted_exposure(&mut tx, first).await.unwrap(), Money::cny(0));
}
