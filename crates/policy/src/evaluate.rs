//! Running a table: which rows hit, which could not be evaluated, and the trace of each cell.

use std::collections::BTreeMap;

use firstline_core::facts::{FactValue, Facts};
use firstline_core::policy::RuleError;

use crate::cell::Verdict;
use crate::table::{HitPolicy, Row, Table};

/// What one cell said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellTrace {
    /// The fact.
    pub fact: String,
    /// Its value.
    pub value: FactValue,
    /// The cell as written.
    pub cell: String,
    /// Whether it held; `None` where it could not be evaluated.
    pub held: Option<bool>,
}

/// What one row said; cells after the first that did not hold are not evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowTrace {
    /// The row's id.
    pub row: String,
    /// Whether it hit; `None` where it could not be evaluated.
    pub hit: Option<bool>,
    /// The cells evaluated.
    pub cells: Vec<CellTrace>,
}

/// What one table said, row by row; in a first-hit table rows after the hit are not evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableTrace {
    /// The table's name.
    pub table: String,
    /// Its rows.
    pub rows: Vec<RowTrace>,
}

/// What came of one row.
pub(crate) enum Outcome {
    Hit,
    Miss,
    Errored(RuleError),
}

fn value_of(facts: &Facts, name: &str) -> FactValue {
    facts.get(name).cloned().unwrap_or(FactValue::Missing)
}

pub(crate) fn run_row(table: &Table, row: &Row, facts: &Facts) -> Outcome {
    for (fact, cell) in table.inputs.iter().zip(&row.cells) {
        let Some(cell) = cell else { continue };
        match cell.evaluate(facts.get(fact).unwrap_or(&FactValue::Missing)) {
            Verdict::Holds => {}
            Verdict::DoesNotHold => return Outcome::Miss,
            Verdict::Errored(message) => {
                return Outcome::Errored(RuleError {
                    table: table.name.clone(),
                    row: row.id.clone(),
                    column: fact.clone(),
                    message,
                });
            }
        }
    }
    Outcome::Hit
}

/// The rows that hit, and the rows that could not be evaluated. A first-hit table stops at a row of either kind: what follows an
/// errored row is not known to be first.
pub(crate) fn run<'t>(table: &'t Table, facts: &Facts) -> (Vec<&'t Row>, Vec<RuleError>) {
    let (mut hits, mut errors) = (Vec::new(), Vec::new());
    for row in &table.rows {
        match run_row(table, row, facts) {
            Outcome::Miss => continue,
            Outcome::Hit => hits.push(row),
            Outcome::Errored(error) => errors.push(error),
        }
        if table.hit_policy == HitPolicy::First {
            break;
        }
    }
    (hits, errors)
}

/// The facts that a row's cells read, and the cells as written, by fact.
pub(crate) fn read_by(
    table: &Table,
    row: &Row,
    facts: &Facts,
) -> (BTreeMap<String, FactValue>, BTreeMap<String, String>) {
    let cells: BTreeMap<String, String> = table
        .inputs
        .iter()
        .zip(&row.cells)
        .filter_map(|(fact, cell)| cell.as_ref().map(|cell| (fact.clone(), cell.source.clone())))
        .collect();
    let values = cells.keys().map(|fact| (fact.clone(), value_of(facts, fact))).collect();
    (values, cells)
}

pub(crate) fn trace(table: &Table, facts: &Facts) -> TableTrace {
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut cells = Vec::new();
        let mut hit = Some(true);
        for (fact, cell) in table.inputs.iter().zip(&row.cells) {
            let Some(cell) = cell else { continue };
            let value = value_of(facts, fact);
            let held = match cell.evaluate(&value) {
                Verdict::Holds => Some(true),
                Verdict::DoesNotHold => Some(false),
                Verdict::Errored(_) => None,
            };
            cells.push(CellTrace { fact: fact.clone(), value, cell: cell.source.clone(), held });
            if held != Some(true) {
                hit = held;
                break;
            }
        }
        rows.push(RowTrace { row: row.id.clone(), hit, cells });
        if table.hit_policy == HitPolicy::First && hit != Some(false) {
            break;
        }
    }
    TableTrace { table: table.name.clone(), rows }
}
