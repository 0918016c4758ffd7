//! Everything that must hold of a pack before it may be used.

use std::collections::BTreeSet;

use firstline_core::calendar::{Calendar, CalendarError};
use firstline_core::decision::ReasonUse;
use firstline_core::facts::{FactType, FactValue, Facts, definition};
use firstline_core::money::Money;
use firstline_core::spending::{Categories, CategoriesError};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::cases::{self, BASELINE, Case};
use crate::error::{PackError, PackPlace, refused};
use crate::evaluate::{self, Outcome};
use crate::pack::Pack;
use crate::table::Table;

#[derive(Deserialize)]
struct GradesOnly {
    grades: Vec<GradeOnly>,
}

#[derive(Deserialize)]
struct GradeOnly {
    name: String,
}

pub(crate) fn check(pack: &Pack) -> Result<(), PackError> {
    let grades = grades(pack)?;
    let baseline =
        pack.file(BASELINE).ok_or_else(|| refused(PackPlace::file(BASELINE), "the pack lacks this file"))?;
    let baseline = cases::read_baseline(baseline)?;
    check_categories(pack)?;
    check_calendar(pack)?;
    for table in [&pack.knock_outs, &pack.review_triggers] {
        check_codes(pack, table)?;
    }
    check_grades(pack, &grades)?;
    check_matrix(pack, &grades, &baseline)?;
    for table in [&pack.knock_outs, &pack.review_triggers, &pack.line_matrix] {
        check_cases(pack, table, &baseline)?;
    }
    for reason_use in [
        ReasonUse::ScoreOverrideLowSide,
        ReasonUse::ScoreOverrideHighSide,
        ReasonUse::PolicyException,
        ReasonUse::LineOverrideLowSide,
        ReasonUse::LineOverrideHighSide,
        ReasonUse::Adverse,
        ReasonUse::InformationRequest,
        ReasonUse::Referral,
    ] {
        if !pack.reasons().iter().any(|reason| reason.reason_use == reason_use) {
            return Err(refused(PackPlace::file("reasons.toml"), format!("no reason is for {reason_use:?}")));
        }
    }
    Ok(())
}

fn grades(pack: &Pack) -> Result<Vec<String>, PackError> {
    let place = || PackPlace::file("scorecard.json");
    let bytes = pack.file("scorecard.json").ok_or_else(|| refused(place(), "the pack lacks this file"))?;
    let raw: GradesOnly =
        serde_json::from_slice(bytes).map_err(|error| refused(place(), error.to_string()))?;
    Ok(raw.grades.into_iter().map(|grade| grade.name).collect())
}

/// Categories read, and their rules name what there is.
fn check_categories(pack: &Pack) -> Result<(), PackError> {
    let place = || PackPlace::file("categories.toml");
    let bytes = pack.file("categories.toml").ok_or_else(|| refused(place(), "the pack lacks this file"))?;
    let text = std::str::from_utf8(bytes).map_err(|error| refused(place(), format!("not UTF-8: {error}")))?;
    match Categories::from_toml(text) {
        Ok(_) => Ok(()),
        Err(CategoriesError::Unreadable(problem)) => Err(refused(place(), problem)),
        Err(CategoriesError::Refused { place: item, problem }) => Err(refused(place().row(&item), problem)),
    }
}

/// The calendar reads.
fn check_calendar(pack: &Pack) -> Result<(), PackError> {
    let place = || PackPlace::file("calendar.toml");
    let bytes = pack.file("calendar.toml").ok_or_else(|| refused(place(), "the pack lacks this file"))?;
    let text = std::str::from_utf8(bytes).map_err(|error| refused(place(), format!("not UTF-8: {error}")))?;
    match Calendar::from_toml(text) {
        Ok(_) => Ok(()),
        Err(CalendarError::Unreadable(problem)) => Err(refused(place(), problem)),
        Err(CalendarError::Refused { place: item, problem }) => Err(refused(place().row(&item), problem)),
    }
}

/// Every rule has a code with words, and a severity that is one.
fn check_codes(pack: &Pack, table: &Table) -> Result<(), PackError> {
    for row in &table.rows {
        let place = |column: &str| PackPlace::file(&table.file).row(&row.id).column(column);
        let worded = match row.outputs.get("code") {
            Some(FactValue::Text(code)) => {
                pack.reason(code).is_some_and(|reason| reason.reason_use == ReasonUse::Rule)
            }
            _ => false,
        };
        if !worded {
            return Err(refused(place("code"), "reasons.toml has no rule words for this code"));
        }
        let severity = row.outputs.get("severity");
        let known =
            ["warn", "fail"].iter().any(|word| severity == Some(&FactValue::Text((*word).to_owned())));
        if !known {
            return Err(refused(place("severity"), "it is 'warn' or 'fail'"));
        }
        if row.cells.iter().all(Option::is_none) {
            return Err(refused(PackPlace::file(&table.file).row(&row.id), "a rule without conditions"));
        }
    }
    Ok(())
}

/// Grades named anywhere are grades of the scorecard.
fn check_grades(pack: &Pack, grades: &[String]) -> Result<(), PackError> {
    for limit in pack.authority() {
        if let Some(stranger) = limit.grades.iter().find(|grade| !grades.contains(grade)) {
            let place = PackPlace::file("pack.toml").row("authority").column("grades");
            return Err(refused(place, format!("the scorecard has no grade {stranger:?}")));
        }
    }
    for table in [&pack.knock_outs, &pack.review_triggers, &pack.line_matrix] {
        for row in &table.rows {
            for (fact, cell) in table.inputs.iter().zip(&row.cells) {
                let words = cell.iter().flat_map(|cell| &cell.words);
                let stranger = words.filter(|_| fact == "risk_grade").find(|word| !grades.contains(word));
                if let Some(stranger) = stranger {
                    let place = PackPlace::file(&table.file).row(&row.id).column(fact);
                    return Err(refused(place, format!("the scorecard has no grade {stranger:?}")));
                }
            }
        }
    }
    Ok(())
}

/// Values on, between and beyond every number that a column names.
fn probes(table: &Table, column: usize) -> Vec<Decimal> {
    let numbers: BTreeSet<Decimal> = table
        .rows
        .iter()
        .flat_map(|row| &row.cells[column])
        .flat_map(|cell| cell.numbers.iter().copied())
        .collect();
    let numbers: Vec<Decimal> = numbers.into_iter().collect();
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return vec![Decimal::ONE] };
    let mut probes = vec![*first / Decimal::TWO, *last + Decimal::ONE, Decimal::ZERO];
    probes.extend(numbers.windows(2).map(|pair| (pair[0] + pair[1]) / Decimal::TWO));
    probes.extend(&numbers);
    probes
}

/// The matrix answers for every grade and every income, and each of its rows can be first.
fn check_matrix(pack: &Pack, grades: &[String], baseline: &Facts) -> Result<(), PackError> {
    let table = &pack.line_matrix;
    let file = || PackPlace::file(&table.file);
    if table.inputs != ["risk_grade", "income_monthly"] {
        return Err(refused(file(), "its inputs are risk_grade and income_monthly, in this order"));
    }
    let mut reached = BTreeSet::new();
    for grade in grades {
        let numbers = probes(table, 1).into_iter().map(|income| FactValue::Number(income.normalize()));
        for income in numbers.chain([FactValue::Missing]) {
            let mut facts = baseline.clone();
            facts.set("risk_grade", FactValue::Text(grade.clone()));
            facts.set("income_monthly", income.clone());
            let (hits, errors) = evaluate::run(table, &facts);
            match (hits.first(), errors.first()) {
                (Some(row), _) => reached.insert(row.id.clone()),
                (None, Some(error)) => {
                    let place = file().row(&error.row).column(&error.column);
                    return Err(refused(
                        place,
                        format!("with grade {grade} and income {income}: {}", error.message),
                    ));
                }
                (None, None) => {
                    return Err(refused(file(), format!("no row for grade {grade} and income {income}")));
                }
            };
        }
    }
    for row in &table.rows {
        if !reached.contains(&row.id) {
            return Err(refused(
                file().row(&row.id),
                "the row is never first: rows above it take everything",
            ));
        }
        let cap = match row.outputs.get("first_use_cap") {
            Some(FactValue::Number(cap)) => Money::new(*cap, pack.terms().currency).ok(),
            _ => None,
        };
        if cap.is_none_or(Money::is_negative) {
            return Err(refused(file().row(&row.id).column("first_use_cap"), "it is not an amount"));
        }
        if let Some(FactValue::Number(multiple)) = row.outputs.get("income_multiple")
            && multiple.is_sign_negative()
        {
            return Err(refused(file().row(&row.id).column("income_multiple"), "it is below zero"));
        }
    }
    Ok(())
}

/// Every case holds, every row is hit by a case, and every boundary has a case on it.
fn check_cases(pack: &Pack, table: &Table, baseline: &Facts) -> Result<(), PackError> {
    let file = table.file.replace(".json", ".cases.json");
    let bytes =
        pack.file(&file).ok_or_else(|| refused(PackPlace::file(&file), "no table without its cases"))?;
    let cases = cases::read(&file, bytes, baseline)?;
    let mut hit = BTreeSet::new();
    for case in &cases {
        check_case(&file, table, case)?;
        hit.extend(case.hits.iter().cloned());
    }
    for row in &table.rows {
        if !hit.contains(&row.id) {
            return Err(refused(PackPlace::file(&file), format!("no case hits row {}", row.id)));
        }
        for (fact, cell) in table.inputs.iter().zip(&row.cells) {
            let numeric = definition(fact).is_some_and(|definition| definition.fact_type == FactType::Number);
            for boundary in cell.iter().flat_map(|cell| &cell.numbers).filter(|_| numeric) {
                let on = FactValue::Number(boundary.normalize());
                if !cases.iter().any(|case| case.named.get(fact) == Some(&on)) {
                    let place = PackPlace::file(&file).row(&row.id).column(fact);
                    return Err(refused(place, format!("no case stands on the boundary {boundary}")));
                }
            }
        }
    }
    Ok(())
}

fn check_case(file: &str, table: &Table, case: &Case) -> Result<(), PackError> {
    let mut hits = Vec::new();
    let mut errors = Vec::new();
    if table.hit_policy == crate::table::HitPolicy::First {
        let (rows, errored) = evaluate::run(table, &case.facts);
        hits.extend(rows.iter().map(|row| row.id.clone()));
        errors.extend(errored.into_iter().map(|error| error.row));
    } else {
        for row in &table.rows {
            match evaluate::run_row(table, row, &case.facts) {
                Outcome::Hit => hits.push(row.id.clone()),
                Outcome::Miss => {}
                Outcome::Errored(error) => errors.push(error.row),
            }
        }
    }
    if hits == case.hits && errors == case.errors {
        return Ok(());
    }
    let expected = (&case.hits, &case.errors);
    let problem = format!("expected rows and errors {expected:?}, found {:?}", (&hits, &errors));
    Err(refused(PackPlace::file(file).row(&case.name), problem))
}
