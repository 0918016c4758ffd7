//! A second export of an account: its rows that are here already are kept, count once, and are said.

use firstline_desk::Unwatched;

use super::world::World;

#[tokio::test]
async fn an_export_that_overlaps_says_what_was_new() {
    let world = World::new().await;
    world.sign_in("zhou.min").await;
    let receipt = world.import(1..2).await;
    let number = receipt.files[0].cases[0].clone();
    let before = world.desk.case_show(world.desk.case_id(&number).await.unwrap()).await.unwrap();

    let incoming = world.folder.path().join("incoming");
    let text = std::fs::read_to_string(incoming.join("statements/T-000001.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let (header, last) = (lines[0], &lines[lines.len() - 9..]);
    let newer = format!("{}新的一笔", last[8]);
    let second = incoming.join("second.csv");
    std::fs::write(&second, [&[header], last, &[newer.as_str()]].concat().join("\n")).unwrap();
    let receipt =
        world.desk.import(std::slice::from_ref(&second), Some(&number), &mut Unwatched).await.unwrap();
    let file = &receipt.files[0];
    assert_eq!((file.records, file.new, file.repeated_rows), (10, 1, 9), "{file:?}");
    let day = |line: &str| line.split(',').next().map(str::to_owned);
    assert_eq!((&file.repeated_from, &file.repeated_to), (&day(last[0]), &day(last[8])));
    assert!(
        file.message.starts_with("1 of 10 rows new; 9 were in statements imported before (2026-"),
        "{file:?}"
    );

    let after = world.desk.case_show(before.case_id.clone()).await.unwrap();
    assert_eq!(after.spending.statements.len(), 2);
    let again = world.desk.import(&[second], Some(&number), &mut Unwatched).await.unwrap();
    assert_eq!((again.statement_rows, again.files[0].new), (0, 0));
    assert_eq!(again.files[0].message, "nothing new: it was imported before");
}
