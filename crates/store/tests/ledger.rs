//! Appending, reading and verifying; and that no byte can be changed unseen.

use firstline_core::decision::{DecisionKind, Role};
use firstline_ledger::checkpoint::Checkpoint;
use firstline_ledger::hash::leaf_hash;
use firstline_ledger::tree;
use firstline_store::event::{CaseOpened, CaseTaken, Event, PackActivated, SessionOpened};
use firstline_store::ledger::{self, EntryFilter, LedgerFault, LogClass, Place, StoredEntry};
use firstline_store::{ContentHash, Store, WriteTransaction};
use sqlx::SqliteConnection;

use crate::world::{World, at, case, decision_made, raw_connection};

async fn verdict(store: &Store) -> Result<ledger::LedgerReport, LedgerFault> {
    ledger::verify(store, &mut |_, _| {}).await.unwrap()
}

fn opened() -> SessionOpened {
    SessionOpened { through: "command_line".to_owned() }
}

fn activated() -> PackActivated {
    PackActivated { product: "p".to_owned(), version: "1".to_owned(), pack: ContentHash::of(b"pack") }
}

async fn positions(store: &Store, filter: &EntryFilter, before: Option<u64>, limit: u32) -> Vec<u64> {
    let mut reader = store.read().await.unwrap();
    let page = ledger::page(&mut reader, LogClass::Decision, filter, before, limit).await.unwrap();
    page.iter().map(|entry: &StoredEntry| entry.position).collect()
}

#[tokio::test]
async fn what_is_recorded_is_chained_signed_and_verified() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    world.record(&mut tx, 2, None, activated()).await.unwrap();
    world.record(&mut tx, 2, None, opened()).await.unwrap();
    let id = world.decided_case(&mut tx, 1).await;
    world.record(&mut tx, 40, Some(id), CaseOpened {}).await.unwrap();
    let made = tx.commit().await.unwrap();
    assert_eq!(made.len(), 2, "one checkpoint for each log that grew");

    let report = verdict(&world.store).await.unwrap();
    let decision = &report.logs[&LogClass::Decision];
    assert_eq!((decision.entries, decision.payloads, decision.payloads_erased), (9, 9, 0));
    assert_eq!((decision.signatures, decision.checkpoints, decision.witnessed), (2, 2, 0));
    assert_eq!(report.logs[&LogClass::Access].entries, 2);

    let mut reader = world.store.read().await.unwrap();
    let entries = ledger::of_case(&mut reader, LogClass::Decision, id, 100).await.unwrap();
    let names: Vec<_> = entries.iter().rev().map(|entry| entry.event.as_str()).collect();
    let expected = [
        "application_received",
        "statement_imported",
        "vendor_result_received",
        "assessment_made",
        "case_taken",
        "decision_made",
    ];
    assert_eq!(names, expected);
    for pair in entries.windows(2) {
        let parents = pair[0].parse().unwrap().fields.parents;
        assert_eq!(parents, [leaf_hash(&pair[1].bytes)], "each entry names the case's entry before it");
    }
    let Event::DecisionMade(found) = entries[0].event().unwrap() else { panic!("the last is the decision") };
    assert_eq!(found, decision_made(1, DecisionKind::Approve));
    assert_eq!(entries[0].parse().unwrap().signature.unwrap().key, world.session.key.public_key());
    assert!(
        !String::from_utf8_lossy(&entries[0].bytes).contains("看过了"),
        "the note is in the payload only"
    );

    let latest = ledger::latest_checkpoint(&mut reader, LogClass::Decision).await.unwrap().unwrap();
    let logs = world.store.logs();
    let note = std::str::from_utf8(&latest.note).unwrap();
    let checkpoint = Checkpoint::parse(note, logs.origin(LogClass::Decision), &logs.public_key()).unwrap();
    for entry in &entries {
        let ranges = tree::inclusion_ranges(entry.position, latest.size).unwrap();
        let places = tree::places_of(&ranges);
        let nodes = ledger::nodes_at(&mut reader, LogClass::Decision, &places).await.unwrap();
        let proof = tree::inclusion_proof(&nodes, entry.position, latest.size).unwrap();
        let leaf = leaf_hash(&entry.bytes);
        assert!(tree::verify_inclusion(leaf, entry.position, latest.size, &proof, &checkpoint.root));
    }
}

#[tokio::test]
async fn lists_page_backward_by_key_and_narrow() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    let first = world.decided_case(&mut tx, 1).await;
    world.decided_case(&mut tx, 2).await;
    tx.commit().await.unwrap();
    let all = EntryFilter::default();
    assert_eq!(positions(&world.store, &all, None, 4).await, [13, 12, 11, 10]);
    assert_eq!(positions(&world.store, &all, Some(10), 3).await, [9, 8, 7]);
    assert_eq!(positions(&world.store, &all, Some(0), 3).await, [0_u64; 0]);
    let of_case = EntryFilter { case: Some(first), ..all.clone() };
    assert_eq!(positions(&world.store, &of_case, None, 3).await, [7, 6, 5]);
    let decisions = EntryFilter { event: Some("decision_made".to_owned()), ..all.clone() };
    assert_eq!(positions(&world.store, &decisions, None, 9).await, [13, 7]);
    let mine = EntryFilter { actor: Some(world.session.user), to: Some(at(10)), ..all.clone() };
    assert_eq!(positions(&world.store, &mine, None, 9).await, [1, 0]);
    let late = EntryFilter { from: Some(at(30)), case: Some(first), ..all };
    assert_eq!(positions(&world.store, &late, None, 9).await, [7]);
}

#[tokio::test]
async fn entries_cannot_be_changed_or_deleted() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    for sql in ["UPDATE entry SET event = 'x'", "DELETE FROM entry", "REPLACE INTO entry SELECT * FROM entry"]
    {
        let refused = sqlx::query(sql).execute(firstline_store::Read::connection(&mut tx)).await;
        assert!(refused.unwrap_err().to_string().contains("never"), "{sql}");
    }
    tx.rollback().await.unwrap();
    assert!(verdict(&world.store).await.is_ok());
}

#[tokio::test]
async fn an_erased_payload_leaves_every_proof_standing() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    let sql = "DELETE FROM payload WHERE log = 1 AND position = 1";
    sqlx::query(sql).execute(firstline_store::Read::connection(&mut tx)).await.unwrap();
    tx.commit().await.unwrap();
    let report = verdict(&world.store).await.unwrap();
    assert_eq!(report.logs[&LogClass::Decision].payloads_erased, 1);
}

#[tokio::test]
async fn going_back_to_a_savepoint_undoes_entries_and_state() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    world.ready_case(&mut tx, 1).await;
    let place = tx.savepoint().await.unwrap();
    world.ready_case(&mut tx, 2).await;
    let inner = tx.savepoint().await.unwrap();
    world.ready_case(&mut tx, 3).await;
    tx.keep(inner).await.unwrap();
    tx.go_back(place).await.unwrap();
    let place = tx.savepoint().await.unwrap();
    world.decided_case(&mut tx, 4).await;
    tx.keep(place).await.unwrap();
    world.record(&mut tx, 50, Some(case(1)), CaseTaken { until: at(100) }).await.unwrap();
    tx.commit().await.unwrap();
    let report = verdict(&world.store).await.unwrap();
    assert_eq!(report.logs[&LogClass::Decision].entries, 2 + 4 + 6 + 1);
    assert!(firstline_store::projections::check(&world.store).await.unwrap().is_identical());
}

#[tokio::test]
async fn a_transaction_that_is_dropped_changes_nothing() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    world.ready_case(&mut tx, 1).await;
    drop(tx);
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(firstline_store::cases::count(&mut tx).await.unwrap(), 0);
    world.ready_case(&mut tx, 1).await;
    tx.commit().await.unwrap();
    assert_eq!(verdict(&world.store).await.unwrap().logs[&LogClass::Decision].entries, 6);
}

/// A store to tamper with: the open one, and a raw connection to the same file.
struct Tampered {
    world: World,
    raw: SqliteConnection,
}

async fn tampered(fill: impl AsyncFnOnce(&World, &mut WriteTransaction)) -> Tampered {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    fill(&world, &mut tx).await;
    tx.commit().await.unwrap();
    drop(world.tampering().await);
    let options = firstline_store::WorkspaceOptions::weak_for_tests();
    let key =
        firstline_store::workspace::database_key(world.path(), options, "admin", crate::world::PASSPHRASE);
    let mut raw = raw_connection(&world.path().join("workspace.db"), &key.await.unwrap()).await;
    sqlx::raw_sql(
        "PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0; PRAGMA ignore_check_constraints = ON",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    assert!(verdict(&world.store).await.is_ok(), "untouched, it verifies");
    Tampered { world, raw }
}

/// One cell with bytes: where it is, and what it holds.
#[derive(Debug, Clone)]
struct Cell {
    table: &'static str,
    column: &'static str,
    row: String,
    class: LogClass,
    text: bool,
    bytes: Vec<u8>,
    /// Where a change must be found.
    place: Place,
}

/// Every cell of the ledger's tables that holds bytes.
async fn cells(raw: &mut SqliteConnection) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (table, column, text) in [
        ("entry", "bytes", false),
        ("entry", "event", true),
        ("entry", "actor", false),
        ("entry", "case_id", false),
        ("payload", "salt", false),
        ("payload", "bytes", false),
        ("merkle_node", "hash", false),
        ("checkpoint", "note", false),
    ] {
        let key = match table {
            "merkle_node" => "position, level",
            "checkpoint" => "size, 0",
            _ => "position, 0",
        };
        let sql = format!(
            "SELECT log, {key}, CAST({column} AS BLOB) FROM {table} WHERE {column} IS NOT NULL ORDER BY 1, 2, 3"
        );
        let rows: Vec<(i64, i64, i64, Vec<u8>)> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *raw).await.unwrap();
        for (log, first, second, bytes) in rows {
            let (number, level) = (u64::try_from(first).unwrap(), u32::try_from(second).unwrap());
            let (row, place) = match table {
                "merkle_node" => (
                    format!("log = {log} AND level = {second} AND position = {first}"),
                    Place::Node { level, position: number },
                ),
                "checkpoint" => (format!("log = {log} AND size = {first}"), Place::Checkpoint(number)),
                "payload" => (format!("log = {log} AND position = {first}"), Place::Payload(number)),
                _ => (format!("log = {log} AND position = {first}"), Place::Entry(number)),
            };
            let class = if log == 1 { LogClass::Decision } else { LogClass::Access };
            cells.push(Cell { table, column, row, class, text, bytes, place });
        }
    }
    cells
}

async fn put(raw: &mut SqliteConnection, cell: &Cell, bytes: &[u8]) {
    let value = if cell.text { "CAST(? AS TEXT)" } else { "?" };
    let sql = format!("UPDATE {} SET {} = {value} WHERE {}", cell.table, cell.column, cell.row);
    let done = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(bytes).execute(&mut *raw).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
}

/// Changes one byte of one cell, expects it found and named, and puts it back.
async fn change_is_found(tampered: &mut Tampered, cell: &Cell, position: usize, flip: u8) {
    let mut changed = cell.bytes.clone();
    changed[position] ^= flip;
    put(&mut tampered.raw, cell, &changed).await;
    let fault = match ledger::verify(&tampered.world.store, &mut |_, _| {}).await {
        Ok(Err(fault)) => fault,
        other => panic!("{} {} byte {position}: {other:?}", cell.table, cell.column),
    };
    // A leaf and the entry it is the hash of accuse the entry; a node's fault shows at the node.
    let expected = match cell.place {
        Place::Node { level: 0, position } => Place::Entry(position),
        place => place,
    };
    assert_eq!((fault.class, fault.place), (cell.class, expected), "{} {}: {fault}", cell.table, cell.column);
    put(&mut tampered.raw, cell, &cell.bytes).await;
}

#[tokio::test]
async fn every_changed_byte_of_a_small_store_is_found_and_named() {
    let mut tampered = tampered(async |world, tx| {
        world.record(tx, 2, None, activated()).await.unwrap();
        world.record(tx, 2, Some(case(1)), CaseOpened {}).await.unwrap();
        world.record(tx, 3, None, opened()).await.unwrap();
    })
    .await;
    let cells = cells(&mut tampered.raw).await;
    let mut tried = 0;
    for cell in &cells {
        for position in 0..cell.bytes.len() {
            change_is_found(&mut tampered, cell, position, 1).await;
            tried += 1;
        }
    }
    assert!(tried > 3_000, "{tried}");
    assert!(verdict(&tampered.world.store).await.is_ok(), "everything is back in its place");
}

#[tokio::test]
async fn changed_numbers_missing_rows_and_added_rows_are_found() {
    let mut tampered = tampered(async |world, tx| {
        world.record(tx, 2, None, activated()).await.unwrap();
        world.record(tx, 3, None, opened()).await.unwrap();
        world.decided_case(tx, 1).await;
    })
    .await;
    for sql in [
        "UPDATE entry SET at_ms = at_ms + 1 WHERE position = 2",
        "UPDATE entry SET position = 99 WHERE log = 1 AND position = 8",
        "UPDATE entry SET case_id = NULL WHERE log = 1 AND position = 8",
        "UPDATE payload SET position = 99 WHERE log = 1 AND position = 3",
        "UPDATE merkle_node SET position = 99 WHERE log = 1 AND level = 1 AND position = 0",
        "UPDATE merkle_node SET level = 40 WHERE log = 1 AND level = 2",
        "UPDATE checkpoint SET size = size + 50 WHERE log = 1 AND size = 2",
        "UPDATE checkpoint SET size = 8 WHERE log = 1 AND size = 9",
        "UPDATE entry SET log = 2 WHERE log = 1 AND position = 8",
        "UPDATE log SET origin = origin || 'x' WHERE id = 2",
        "UPDATE log SET public_key = zeroblob(32) WHERE id = 1",
        "DELETE FROM entry WHERE log = 1 AND position = 8",
        "DELETE FROM entry WHERE log = 2",
        "DELETE FROM merkle_node WHERE log = 1 AND level = 3",
        "DELETE FROM merkle_node WHERE log = 1 AND level = 0 AND position = 4",
        "DELETE FROM checkpoint WHERE log = 1 AND size = 9",
        "INSERT INTO merkle_node VALUES (1, 0, 500, zeroblob(32))",
        "INSERT INTO checkpoint SELECT 1, 500, note FROM checkpoint WHERE log = 1 AND size = 9",
        "INSERT INTO checkpoint SELECT 1, 3, note FROM checkpoint WHERE log = 1 AND size = 9",
        "INSERT INTO payload SELECT 1, 500, salt, bytes FROM payload WHERE log = 1 AND position = 3",
    ] {
        sqlx::raw_sql("BEGIN").execute(&mut tampered.raw).await.unwrap();
        sqlx::query(sql).execute(&mut tampered.raw).await.unwrap();
        sqlx::raw_sql("COMMIT").execute(&mut tampered.raw).await.unwrap();
        let found = verdict(&tampered.world.store).await;
        assert!(found.is_err(), "{sql}: {found:?}");
        tampered = again(tampered).await;
    }
}

/// A fresh store of the same kind, since not every change above can be taken back by one statement.
async fn again(old: Tampered) -> Tampered {
    drop(old);
    tampered(async |world, tx| {
        world.record(tx, 2, None, activated()).await.unwrap();
        world.record(tx, 3, None, opened()).await.unwrap();
        world.decided_case(tx, 1).await;
    })
    .await
}

/// How many random positions of the larger store are tried.
const RANDOM_POSITIONS: u64 = 10_000;

#[tokio::test]
async fn random_changed_bytes_of_a_larger_store_are_found_and_named() {
    let mut tampered = tampered(async |world, tx| {
        for number in 1..=15 {
            world.decided_case(tx, number).await;
            world.record(tx, 50, Some(case(number)), CaseOpened {}).await.unwrap();
        }
    })
    .await;
    let cells = cells(&mut tampered.raw).await;
    let total: u64 = cells.iter().map(|cell| cell.bytes.len() as u64).sum();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..RANDOM_POSITIONS {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut offset = (state >> 16) % total;
        let flip = 1 << (state >> 61);
        let cell = cells
            .iter()
            .find(|cell| {
                let length = cell.bytes.len() as u64;
                let inside = offset < length;
                if !inside {
                    offset -= length;
                }
                inside
            })
            .unwrap();
        // Text stays text: the highest bit would make it something SQLite never stores as such.
        let flip = if cell.text { flip & 0x7f | u8::from(flip == 0x80) } else { flip };
        change_is_found(&mut tampered, cell, usize::try_from(offset).unwrap(), flip).await;
    }
    assert!(verdict(&tampered.world.store).await.is_ok(), "everything is back in its place");
}

#[tokio::test]
async fn a_role_is_what_the_ledger_says() {
    let world = World::new().await;
    world.enrol(2, "lin", Role::Underwriter).await;
    let world = world.reopen_as("lin").await;
    assert_eq!(world.session.role, Role::Underwriter);
    assert!(verdict(&world.store).await.is_ok());
}
