//! Decision tables in the decision-table JSON of GoRules' JDM.

use std::collections::BTreeMap;

use firstline_core::facts::{self, FactType, FactValue};
use serde::Deserialize;

use crate::cell::{self, Cell};
use crate::error::{PackError, PackPlace, refused};

/// The most rows of one table.
const ROWS_MAX: usize = 2000;

/// Which rows of a table count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HitPolicy {
    /// The first that hits.
    First,
    /// All that hit.
    Collect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    #[serde(default)]
    #[expect(dead_code, reason = "editors of the format need it; nothing here reads it")]
    id: Option<String>,
    name: String,
    r#type: String,
    content: RawContent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RawContent {
    hit_policy: HitPolicy,
    inputs: Vec<RawColumn>,
    outputs: Vec<RawColumn>,
    rules: Vec<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    id: String,
    #[serde(default)]
    #[expect(dead_code, reason = "shown by editors of the format")]
    name: Option<String>,
    field: String,
}

/// A row: its cells by column, and its outputs.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// One for each input column; `None` holds for every value.
    pub(crate) cells: Vec<Option<Cell>>,
    pub(crate) outputs: BTreeMap<String, FactValue>,
}

/// A checked table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) hit_policy: HitPolicy,
    /// The fact each input column reads.
    pub(crate) inputs: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// Reads a table whose outputs are exactly these.
    pub(crate) fn read(
        file: &str,
        bytes: &[u8],
        hit_policy: HitPolicy,
        outputs: &[(&str, FactType)],
    ) -> Result<Self, PackError> {
        let place = || PackPlace::file(file);
        let raw: RawTable =
            serde_json::from_slice(bytes).map_err(|error| refused(place(), error.to_string()))?;
        if raw.r#type != "decisionTableNode" {
            return Err(refused(place().column("type"), "it is not a decisionTableNode"));
        }
        let content = raw.content;
        if content.hit_policy != hit_policy {
            return Err(refused(place().column("hitPolicy"), format!("it must be {hit_policy:?}")));
        }
        if content.rules.is_empty() || content.rules.len() > ROWS_MAX {
            return Err(refused(place(), format!("a table has 1 to {ROWS_MAX} rows")));
        }
        let fields: Vec<&str> = content.outputs.iter().map(|column| column.field.as_str()).collect();
        let expected: Vec<&str> = outputs.iter().map(|(name, _)| *name).collect();
        if fields != expected {
            return Err(refused(place(), format!("its outputs must be {expected:?}")));
        }
        let mut inputs = Vec::new();
        for column in &content.inputs {
            let definition = facts::definition(&column.field).ok_or_else(|| {
                refused(place().column(&column.field), "there is no such fact in the dictionary")
            })?;
            inputs.push((column.id.clone(), definition));
        }
        let mut rows: Vec<Row> = Vec::with_capacity(content.rules.len());
        for rule in &content.rules {
            let row = read_row(file, rule, &inputs, &content.outputs, outputs)?;
            if rows.iter().any(|known| known.id == row.id) {
                return Err(refused(place().row(&row.id), "the row's _id is used twice"));
            }
            rows.push(row);
        }
        Ok(Table {
            file: file.to_owned(),
            name: raw.name,
            hit_policy,
            inputs: content.inputs.into_iter().map(|column| column.field).collect(),
            rows,
        })
    }
}

fn read_row(
    file: &str,
    rule: &BTreeMap<String, String>,
    inputs: &[(String, &facts::FactDefinition)],
    columns: &[RawColumn],
    outputs: &[(&str, FactType)],
) -> Result<Row, PackError> {
    let id = rule.get("_id").cloned().ok_or_else(|| refused(PackPlace::file(file), "a row has no _id"))?;
    let place = |column: &str| PackPlace::file(file).row(&id).column(column);
    let known = |key: &String| {
        key.starts_with('_')
            || inputs.iter().any(|(id, _)| id == key)
            || columns.iter().any(|column| column.id == *key)
    };
    if let Some(stranger) = rule.keys().find(|key| !known(key)) {
        return Err(refused(place(stranger), "there is no such column"));
    }
    let mut cells = Vec::with_capacity(inputs.len());
    for (column, definition) in inputs {
        let source = rule.get(column).map_or("", String::as_str);
        let cell = Cell::read(source, definition.fact_type)
            .map_err(|problem| refused(place(definition.name), problem))?;
        cells.push(cell);
    }
    let mut values = BTreeMap::new();
    for (column, (name, fact_type)) in columns.iter().zip(outputs) {
        let source = rule.get(&column.id).map_or("", String::as_str);
        let value = cell::constant(source).map_err(|problem| refused(place(name), problem))?;
        let fits = match &value {
            FactValue::Number(_) => *fact_type == FactType::Number,
            FactValue::Text(_) => *fact_type == FactType::Text,
            FactValue::Bool(_) => *fact_type == FactType::Bool,
            FactValue::Missing => false,
        };
        if !fits {
            return Err(refused(place(name), format!("it must be a {fact_type:?}")));
        }
        values.insert((*name).to_owned(), value);
    }
    Ok(Row { id, cells, outputs: values })
}
