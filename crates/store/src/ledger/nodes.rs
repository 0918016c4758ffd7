//! The tree's complete nodes, as the database keeps them.

use std::collections::HashMap;

use firstline_ledger::hash::Hash;
use firstline_ledger::tree::{Frontier, NodePlace};
use sqlx::SqliteConnection;

use super::LogClass;
use crate::codec;
use crate::connection::{Read, Reader};
use crate::error::{Result, StoreError};

/// Nodes read from the database, from which `firstline-ledger` makes proofs.
pub type Nodes = HashMap<NodePlace, Hash>;

/// Every node of a log: about two for each entry.
pub async fn all_nodes(from: &mut Reader, class: LogClass) -> Result<Nodes> {
    let log = class.id();
    let rows = sqlx::query!("SELECT level, position, hash FROM merkle_node WHERE log = ?", log)
        .fetch_all(from.connection())
        .await?;
    collect(rows.into_iter().map(|row| (row.level, row.position, row.hash)))
}

/// The nodes that some proofs need, as [`firstline_ledger::tree::places_of`] names them.
pub async fn nodes_at(from: &mut Reader, class: LogClass, places: &[NodePlace]) -> Result<Nodes> {
    read(from.connection(), class, places).await
}

/// The end of a log: what appending to it needs.
pub(super) async fn frontier(connection: &mut SqliteConnection, class: LogClass) -> Result<Frontier> {
    let log = class.id();
    let row = sqlx::query!(r#"SELECT max(position) AS "last?: i64" FROM entry WHERE log = ?"#, log)
        .fetch_one(&mut *connection)
        .await?;
    let size = match row.last {
        None => 0,
        Some(last) => codec::unsigned("log", last)? + 1,
    };
    let places = Frontier::places(size);
    let nodes = read(connection, class, &places).await?;
    let missing = |place: &NodePlace| {
        StoreError::damaged("log", format!("node {}/{} is missing", place.level, place.position))
    };
    let peaks = places
        .iter()
        .map(|place| nodes.get(place).copied().ok_or_else(|| missing(place)))
        .collect::<Result<Vec<_>>>()?;
    Ok(Frontier::new(size, peaks).expect("there is one peak for each place of a peak"))
}

async fn read(connection: &mut SqliteConnection, class: LogClass, places: &[NodePlace]) -> Result<Nodes> {
    let log = class.id();
    let wanted: Vec<_> = places.iter().map(|place| (place.level, place.position)).collect();
    let wanted = serde_json::to_string(&wanted).map_err(|error| StoreError::refused("node", error))?;
    let rows = sqlx::query!(
        r#"SELECT level AS "level!", position AS "position!", hash FROM json_each(?1) AS wanted
         CROSS JOIN merkle_node ON log = ?2 AND level = wanted.value ->> 0 AND position = wanted.value ->> 1"#,
        wanted,
        log
    )
    .fetch_all(connection)
    .await?;
    collect(rows.into_iter().map(|row| (row.level, row.position, row.hash)))
}

/// The nodes that appending the entries from `first` up to, not including, `end` completed.
pub(super) async fn completed_between(
    connection: &mut SqliteConnection,
    class: LogClass,
    first: u64,
    end: u64,
) -> Result<Nodes> {
    let log = class.id();
    let (first, end) = (codec::signed("node", first)?, codec::signed("node", end)?);
    let levels = serde_json::to_string(&(0..=62).collect::<Vec<u32>>())
        .map_err(|error| StoreError::refused("node", error))?;
    let rows = sqlx::query!(
        r#"SELECT level AS "level!", position AS "position!", hash FROM json_each(?1) AS wanted
         CROSS JOIN merkle_node ON log = ?2 AND level = wanted.value
            AND position >= (?3 >> wanted.value) AND position < (?4 >> wanted.value)"#,
        levels,
        log,
        first,
        end
    )
    .fetch_all(connection)
    .await?;
    collect(rows.into_iter().map(|row| (row.level, row.position, row.hash)))
}

fn collect(rows: impl Iterator<Item = (i64, i64, Vec<u8>)>) -> Result<Nodes> {
    rows.map(|(level, position, hash)| {
        let place =
            NodePlace { level: codec::small("node", level)?, position: codec::unsigned("node", position)? };
        Ok((place, codec::hash("node", &hash)?.0))
    })
    .collect()
}
