//! Every list query runs on its index, readers cannot write, and tables refuse what their columns do not allow.

use firstline_store::Read;
use serde_json::Value;
use sqlx::SqliteConnection;

use crate::world::World;

/// The committed texts of the crate's queries: what the compiler checked is what is planned here.
fn queries() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");
    let read = |path: std::path::PathBuf| -> Value {
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    };
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| read(file.unwrap().path())["query"].as_str().unwrap().to_owned())
        .collect()
}

async fn plan(connection: &mut SqliteConnection, query: &str) -> String {
    let sql = format!("EXPLAIN QUERY PLAN {query}");
    let rows: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(connection).await.unwrap();
    rows.into_iter().map(|row| row.3).collect::<Vec<_>>().join("\n")
}

/// Queries that read a whole table because their work is on the whole of it, by how they begin.
const WHOLE_TABLE: [&str; 11] = [
    "SELECT id FROM workspace",
    "SELECT class, origin FROM log",
    "SELECT hash, product, version FROM pack ORDER BY",
    "SELECT layout, hash, mapping, saved_by, saved_ms FROM column_mapping ORDER BY",
    "SELECT id, login, display_name, role, public_key, enrolled_ms FROM user_account ORDER BY",
    "SELECT count(*)",
    "SELECT coalesce(sum(row_count)",
    "SELECT state, count(*)",
    "SELECT (SELECT count(*)",
    "SELECT sequence, hash",
    "SELECT id FROM case_file WHERE id >",
];

#[tokio::test]
async fn no_query_scans_a_table_or_sorts_what_it_found() {
    let world = World::new().await;
    let mut reader = world.store.read().await.unwrap();
    let mut planned = 0;
    for query in queries() {
        let flat = query.split_whitespace().collect::<Vec<_>>().join(" ");
        if !flat.starts_with("SELECT") || WHOLE_TABLE.iter().any(|start| flat.starts_with(start)) {
            continue;
        }
        let plan = plan(reader.connection(), &query).await;
        let scans: Vec<_> = plan
            .lines()
            .filter(|line| line.starts_with("SCAN"))
            .filter(|line| !line.contains("VIRTUAL TABLE") && !line.contains("CONSTANT ROW"))
            // Scanning an index in the order of the list, from its key on, is what a page is.
            .filter(|line| !line.contains("USING INDEX") && !line.contains("USING COVERING INDEX"))
            .filter(|line| !line.contains("(subquery-"))
            .collect();
        assert!(scans.is_empty(), "{flat}\n{plan}");
        planned += 1;
    }
    assert!(planned > 30, "{planned}");
}

#[tokio::test]
async fn each_list_runs_on_its_own_index() {
    let world = World::new().await;
    let mut reader = world.store.read().await.unwrap();
    let lists = [
        ("AND entry.case_id = ?6 ORDER BY entry.position DESC", "entry_by_case"),
        ("AND entry.event = ?4 ORDER BY entry.position DESC", "entry_by_event"),
        ("AND entry.actor = ?5 ORDER BY entry.position DESC", "entry_by_actor"),
        (
            "AND (?8 IS NULL OR entry.at_ms < ?8) ORDER BY entry.position DESC",
            "PRIMARY KEY (log=? AND position<?)",
        ),
        ("AND case_file.state = ?9 ORDER BY case_file.due_ms", "case_file_by_state"),
        ("AND case_file.owner = ?9 ORDER BY case_file.due_ms", "case_file_by_owner"),
        ("state IN ('received', 'ready', 'in_review') ORDER BY case_file.due_ms", "case_file_in_review"),
        ("NOT IN ('decided', 'withdrawn') ORDER BY case_file.due_ms", "case_file_open"),
        ("instr(application.application_ref, ?7)) ORDER BY case_file.due_ms", "case_file_by_due"),
        ("ORDER BY due_ms, id LIMIT 1", "case_file_open"),
        ("FROM vendor_result WHERE case_id", "vendor_result_by_case"),
        ("FROM case_statement CROSS JOIN statement", "PRIMARY KEY (case_id=?)"),
        ("FROM case_statement WHERE file", "case_statement_by_file"),
        ("FROM assessment WHERE case_id = ? ORDER BY", "assessment_by_case"),
        ("FROM checkpoint WHERE log = ? ORDER BY size DESC", "PRIMARY KEY (log=?)"),
        ("WHERE mine.case_id = ?1 AND mine.kind = ?2", "case_link_by_case"),
    ];
    let queries: Vec<_> = queries()
        .into_iter()
        .map(|query| (query.split_whitespace().collect::<Vec<_>>().join(" "), query))
        .collect();
    for (part, index) in lists {
        let found: Vec<_> = queries.iter().filter(|(flat, _)| flat.contains(part)).collect();
        assert!(!found.is_empty(), "no query has {part:?}");
        for (flat, query) in found {
            let plan = plan(reader.connection(), query).await;
            assert!(plan.contains(index), "{flat}\n{plan}");
            let sorts = plan.contains("TEMP B-TREE");
            assert!(!sorts || part.contains("mine.kind"), "{flat}\n{plan}");
        }
    }
}

#[tokio::test]
async fn readers_cannot_write_and_settings_are_as_designed() {
    let world = World::new().await;
    let mut reader = world.store.read().await.unwrap();
    let refused = sqlx::query("DELETE FROM payload").execute(reader.connection()).await;
    assert!(refused.unwrap_err().to_string().contains("readonly"), "a reader is read-only");
    let mut tx = world.store.begin().await.unwrap();
    for (pragma, writer, of_reader) in [
        ("journal_mode", "wal", "wal"),
        ("synchronous", "2", "2"),
        ("foreign_keys", "1", "1"),
        ("secure_delete", "1", "1"),
        ("temp_store", "2", "2"),
        ("trusted_schema", "0", "0"),
        ("query_only", "0", "1"),
        ("wal_autocheckpoint", "1000", "0"),
        ("cipher_version", "4.10.0 community", "4.10.0 community"),
    ] {
        assert_eq!(setting(tx.connection(), pragma).await, writer, "{pragma} of the writer");
        if pragma != "secure_delete" {
            assert_eq!(setting(reader.connection(), pragma).await, of_reader, "{pragma} of a reader");
        }
    }
}

async fn setting(connection: &mut SqliteConnection, pragma: &str) -> String {
    use sqlx::{Row, TypeInfo, ValueRef};
    let sql = format!("PRAGMA {pragma}");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(connection).await.unwrap();
    match row.try_get_raw(0).unwrap().type_info().name() {
        "INTEGER" => row.get::<i64, _>(0).to_string(),
        _ => row.get::<String, _>(0),
    }
}

#[tokio::test]
async fn tables_are_strict_and_refuse_what_no_enum_has() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    world.ready_case(&mut tx, 1).await;
    let connection = tx.connection();
    let loose: Vec<(String,)> = sqlx::query_as(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
           AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlx_%'",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    assert_eq!(loose, []);
    for sql in [
        "UPDATE case_file SET state = 'lost'",
        "UPDATE case_file SET points = 'many'",
        "UPDATE case_file SET owner = zeroblob(16)",
        "UPDATE case_file SET currency = 'XXX'",
        "UPDATE user_account SET role = 'owner'",
        "UPDATE statement_rows SET first_line = last_line + 1",
        "UPDATE statement_rows SET row_count = 1001",
        "UPDATE statement_rows SET stored = 'text'",
        "UPDATE statement SET kind = 'loan'",
        "UPDATE merkle_node SET hash = zeroblob(31)",
        "INSERT INTO secret VALUES ('other', zeroblob(32))",
        "INSERT INTO payload VALUES (1, 999, zeroblob(32), x'')",
    ] {
        let refused = sqlx::query(sql).execute(&mut *connection).await;
        assert!(refused.is_err(), "{sql}");
    }
}
