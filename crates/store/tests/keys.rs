//! Keys, passphrases, the key file and the lock.

use std::fs;

use firstline_core::decision::Role;
use firstline_store::workspace::{self, KeyCost};
use firstline_store::{StoreError, WorkspaceOptions, users};
use serde_json::Value;

use crate::world::{PASSPHRASE, World, copy_of, moment, user, uuid};

fn weak() -> WorkspaceOptions {
    WorkspaceOptions::weak_for_tests()
}

fn code<T>(result: Result<T, StoreError>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(error) => error.code(),
    }
}

#[tokio::test]
async fn a_wrong_passphrase_is_refused() {
    let world = World::new().await;
    world.store.clone().close().await.unwrap();
    let copy = copy_of(&world);
    assert_eq!(code(workspace::open(copy.path(), weak(), "admin", "wrong horse").await), "wrong_passphrase");
    assert_eq!(code(workspace::open(copy.path(), weak(), "admin", "").await), "wrong_passphrase");
    assert_eq!(code(workspace::open(copy.path(), weak(), "nobody", PASSPHRASE).await), "unknown_user");
    assert_eq!(code(workspace::open(copy.path(), weak(), "admin", PASSPHRASE).await), "done");
}

#[tokio::test]
async fn the_file_does_not_begin_like_sqlite_and_holds_nothing_readable() {
    let world = World::new().await;
    world.store.clone().close().await.unwrap();
    let bytes = fs::read(world.path().join("workspace.db")).unwrap();
    assert_ne!(&bytes[..15], b"SQLite format 3");
    let readable = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(!readable(b"CREATE TABLE"));
    assert!(!readable(b"admin"));
}

#[tokio::test]
async fn a_second_opening_is_refused_while_the_first_lasts() {
    let world = World::new().await;
    assert_eq!(code(workspace::open(world.path(), weak(), "admin", PASSPHRASE).await), "workspace_in_use");
    let world = world.reopen_as("admin").await;
    let made =
        workspace::create(world.path(), weak(), uuid(5), &user(1, "admin", Role::Admin), moment(0)).await;
    assert_eq!(code(made), "workspace_in_use");
    let copy = copy_of(&world);
    let made =
        workspace::create(copy.path(), weak(), uuid(5), &user(1, "admin", Role::Admin), moment(0)).await;
    assert_eq!(code(made), "workspace_exists");
}

#[tokio::test]
async fn each_user_opens_the_workspace_with_their_own_passphrase() {
    let world = World::new().await;
    let mut lin = user(2, "lin.yue", Role::Underwriter);
    lin.passphrase = "another phrase".to_owned().into();
    workspace::add_user(world.path(), &world.store, weak(), &world.session, &lin, moment(1)).await.unwrap();
    world.store.clone().close().await.unwrap();
    let copy = copy_of(&world);
    let (store, session) = workspace::open(copy.path(), weak(), "lin.yue", "another phrase").await.unwrap();
    assert_eq!((session.role, session.login.as_str()), (Role::Underwriter, "lin.yue"));
    let mut reader = store.read().await.unwrap();
    assert_eq!(users::all(&mut reader).await.unwrap().len(), 2);
    drop(reader);
    store.close().await.unwrap();
    assert_eq!(code(workspace::open(copy.path(), weak(), "lin.yue", PASSPHRASE).await), "wrong_passphrase");
}

#[tokio::test]
async fn a_name_is_enrolled_once_and_must_be_a_name() {
    let world = World::new().await;
    let again = user(9, "admin", Role::Approver);
    let done =
        workspace::add_user(world.path(), &world.store, weak(), &world.session, &again, moment(1)).await;
    assert_eq!(code(done), "user_exists");
    for login in ["", "a b", "张三", &"x".repeat(65)] {
        let bad = user(9, login, Role::Approver);
        let done =
            workspace::add_user(world.path(), &world.store, weak(), &world.session, &bad, moment(1)).await;
        assert_eq!(code(done), "bad_user_name");
    }
    let mut short = user(9, "short", Role::Approver);
    short.passphrase = "1234567".to_owned().into();
    let done =
        workspace::add_user(world.path(), &world.store, weak(), &world.session, &short, moment(1)).await;
    assert_eq!(code(done), "passphrase_too_short");
    let world = world.reopen_as("admin").await;
    assert_eq!(workspace::sign_in_names(world.path()).unwrap().len(), 1);
}

#[tokio::test]
async fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let world = World::new().await;
    let change = workspace::change_passphrase(
        world.path(),
        &world.store,
        weak(),
        "admin",
        "wrong horse",
        "new phrase 1",
    );
    assert_eq!(code(change.await), "wrong_passphrase");
    workspace::change_passphrase(world.path(), &world.store, weak(), "admin", PASSPHRASE, "new phrase 1")
        .await
        .unwrap();
    world.store.clone().close().await.unwrap();
    let copy = copy_of(&world);
    assert_eq!(code(workspace::open(copy.path(), weak(), "admin", PASSPHRASE).await), "wrong_passphrase");
    assert_eq!(code(workspace::open(copy.path(), weak(), "admin", "new phrase 1").await), "done");
}

/// Opens a copy of a workspace whose key file was changed.
async fn open_with(world: &World, change: impl FnOnce(&mut Value)) -> Result<Role, StoreError> {
    let copy = copy_of(world);
    let path = copy.path().join("keys.json");
    let mut keys: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut keys);
    fs::write(&path, serde_json::to_vec(&keys).unwrap()).unwrap();
    let (store, session) = workspace::open(copy.path(), weak(), "lin.yue", PASSPHRASE).await?;
    store.close().await?;
    Ok(session.role)
}

#[tokio::test]
async fn changing_the_key_file_gains_nothing() {
    let world = World::new().await;
    world.enrol(2, "lin.yue", Role::Underwriter).await;
    world.store.clone().close().await.unwrap();

    let role = open_with(&world, |keys| keys["slots"][1]["role"] = "admin".into()).await;
    assert_eq!(role.unwrap(), Role::Underwriter, "the role in the key file has no effect");

    let swapped = open_with(&world, |keys| {
        keys["slots"][0]["login"] = "lin.yue".into();
        keys["slots"][1]["login"] = "admin".into();
    });
    assert_eq!(code(swapped.await), "wrong_passphrase", "a slot is bound to its name");

    let taken_over = open_with(&world, |keys| keys["slots"][1]["user"] = keys["slots"][0]["user"].clone());
    assert_eq!(code(taken_over.await), "wrong_passphrase", "a slot is bound to its user");

    let cheap = open_with(&world, |keys| keys["slots"][1]["kdf"]["cost"]["memory_kib"] = 128.into());
    assert_eq!(code(cheap.await), "wrong_passphrase", "a slot is bound to its parameters");

    let trap = open_with(&world, |keys| keys["slots"][1]["kdf"]["cost"]["memory_kib"] = u32::MAX.into());
    assert_eq!(code(trap.await), "key_cost_refused", "parameters that would take all memory are refused");

    let mixed = open_with(&world, |keys| {
        keys["slots"][1]["signing_seed"] = keys["slots"][1]["database_key"].clone();
    });
    assert_eq!(code(mixed.await), "wrong_passphrase", "a sealed key is bound to its purpose");

    let unknown = open_with(&world, |keys| keys["slots"][1]["surprise"] = true.into());
    assert_eq!(code(unknown.await), "key_file_damaged");
}

#[tokio::test]
async fn weak_derivation_is_refused_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let sly = WorkspaceOptions { key_cost: KeyCost::WEAK_FOR_TESTS, ..WorkspaceOptions::default() };
    let admin = user(1, "admin", Role::Admin);
    assert_eq!(
        code(workspace::create(folder.path(), sly, uuid(5), &admin, moment(0)).await),
        "key_cost_refused"
    );
    let world = World::new().await;
    world.store.clone().close().await.unwrap();
    let copy = copy_of(&world);
    let opened = workspace::open(copy.path(), WorkspaceOptions::default(), "admin", PASSPHRASE).await;
    assert_eq!(code(opened), "key_cost_refused");
}

#[tokio::test]
async fn the_standard_derivation_works() {
    let folder = tempfile::tempdir().unwrap();
    let options = WorkspaceOptions::default();
    let admin = user(1, "admin", Role::Admin);
    let (store, _) = workspace::create(folder.path(), options, uuid(5), &admin, moment(0)).await.unwrap();
    store.close().await.unwrap();
    assert_eq!(
        code(workspace::open(folder.path(), options, "admin", "wrong horse").await),
        "wrong_passphrase"
    );
    assert_eq!(code(workspace::open(folder.path(), options, "admin", PASSPHRASE).await), "done");
}
