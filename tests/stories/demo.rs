//! A demo workspace is made through the same intake as anybody's files.

use firstline_desk::Unwatched;

use super::world::desk;

#[tokio::test]
async fn a_demo_workspace_holds_what_was_imported_and_shows_every_recommendation() {
    let directory = tempfile::tempdir().unwrap();
    let workspace = directory.path().join("demo");
    let desk = desk(&workspace);
    let receipt = desk.demo(24, 7, &mut Unwatched).await.unwrap();
    assert_eq!((receipt.import.applications, receipt.import.assessed), (24, 24));
    assert!(receipt.import.statements > 24 && receipt.import.vendor_results > 100);
    let status = desk.workspace_status().await.unwrap();
    assert!(status.demo && status.session.is_none() && status.name == "演示工作区");
    assert_eq!(status.users.len(), 5);
    for user in &receipt.users {
        let session = desk.sign_in(user.user.clone(), receipt.passphrase.clone()).await.unwrap();
        assert_eq!((session.display_name.as_str(), session.role), (user.display_name.as_str(), user.role));
    }
    desk.sign_in("zhou.min".to_owned(), receipt.passphrase.clone()).await.unwrap();
    let again = desk.assess_all(&mut Unwatched).await.unwrap();
    assert_eq!((again.cases, again.refer), (24, 0));
    assert!(again.approve > 2 && again.counteroffer > 2 && again.decline > 2, "{again:?}");
    let first = desk.take_next().await.unwrap().unwrap();
    let view = desk.case_show(first).await.unwrap();
    assert!(view.number.ends_with("1"), "the first of the people shown waits longest: {}", view.number);
    assert!(desk.demo(1, 7, &mut Unwatched).await.is_err(), "a workspace that is there is left alone");
}
