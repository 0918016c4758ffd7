//! One cell of a table: a unary ZEN expression about its own column's value, and nothing else.
//!
//! A cell may compare, combine with `and`, `or`, `not`, list words and give intervals. It may not name other facts and may not
//! call functions, so that it cannot read a clock or a random number, and so that its numbers are its boundaries.

use std::cell::RefCell;
use std::collections::HashMap;

use firstline_core::facts::{FactType, FactValue};
use rust_decimal::Decimal;
use zen_expression::expression::{Expression, Unary};
use zen_expression::variable::Variable;
use zen_expression::{compile_expression, compile_unary_expression};

/// The longest cell, in bytes.
const CELL_LENGTH_MAX: usize = 400;

/// Words a cell may use besides quoted ones.
const WORDS: &[&str] = &["and", "or", "not", "in", "null", "true", "false"];

/// A checked cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// As written.
    pub(crate) source: String,
    /// The numbers it names, in order: its boundaries.
    pub(crate) numbers: Vec<Decimal>,
    /// The quoted words it names.
    pub(crate) words: Vec<String>,
    /// Whether it speaks of the missing value.
    names_null: bool,
}

/// What a cell says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Holds,
    DoesNotHold,
    /// It cannot be evaluated: the value is missing and the cell does not say what that means, or the engine refused.
    Errored(String),
}

thread_local! {
    /// Bytecode by source: the engine's values stay on their thread.
    static COMPILED: RefCell<HashMap<String, Expression<Unary>>> = RefCell::new(HashMap::new());
}

impl Cell {
    /// Checks a cell for a column of this type; `None` for an empty one, which holds for every value.
    pub(crate) fn read(source: &str, fact_type: FactType) -> Result<Option<Self>, String> {
        let source = source.trim();
        if source.is_empty() || source == "-" {
            return Ok(None);
        }
        if source.len() > CELL_LENGTH_MAX {
            return Err(format!("the cell is longer than {CELL_LENGTH_MAX} bytes"));
        }
        let mut cell =
            Cell { source: source.to_owned(), numbers: Vec::new(), words: Vec::new(), names_null: false };
        cell.scan()?;
        cell.check_type(fact_type)?;
        compile_unary_expression(source).map_err(|error| format!("{source:?} is no expression: {error}"))?;
        Ok(Some(cell))
    }

    fn scan(&mut self) -> Result<(), String> {
        let source = self.source.clone();
        let mut rest = source.as_str();
        while let Some(first) = rest.chars().next() {
            rest = match first {
                '\'' | '"' => self.scan_quoted(rest, first)?,
                _ if first.is_ascii_digit() => self.scan_number(rest)?,
                _ if first.is_alphabetic() || first == '_' => self.scan_word(rest)?,
                '$' | '<' | '>' | '=' | '!' | '(' | ')' | '[' | ']' | ',' | '.' | '-' | ' ' => {
                    &rest[first.len_utf8()..]
                }
                _ => return Err(format!("{first:?} has no place in a cell")),
            };
        }
        Ok(())
    }

    fn scan_quoted<'a>(&mut self, rest: &'a str, quote: char) -> Result<&'a str, String> {
        let body = &rest[1..];
        let end = body.find(quote).ok_or("a quote opens and does not close")?;
        self.words.push(body[..end].to_owned());
        Ok(&body[end + 1..])
    }

    fn scan_number<'a>(&mut self, rest: &'a str) -> Result<&'a str, String> {
        let mut end = rest.len();
        let bytes = rest.as_bytes();
        for (position, byte) in bytes.iter().enumerate() {
            // Two dots are an interval, one is a decimal point.
            let point = *byte == b'.' && bytes.get(position + 1).is_some_and(u8::is_ascii_digit);
            if !byte.is_ascii_digit() && !point {
                end = position;
                break;
            }
        }
        let text = &rest[..end];
        self.numbers.push(Decimal::from_str_exact(text).map_err(|_| format!("{text:?} is not a number"))?);
        Ok(&rest[end..])
    }

    fn scan_word<'a>(&mut self, rest: &'a str) -> Result<&'a str, String> {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = &rest[..end];
        if !WORDS.contains(&word) {
            return Err(format!("{word:?} has no place in a cell: no other facts, no functions"));
        }
        if rest[end..].trim_start().starts_with('(') && !matches!(word, "and" | "or" | "not" | "in") {
            return Err(format!("{word:?} is not a function"));
        }
        self.names_null |= word == "null";
        Ok(&rest[end..])
    }

    fn check_type(&self, fact_type: FactType) -> Result<(), String> {
        let misfit = match fact_type {
            FactType::Number => !self.words.is_empty(),
            FactType::Text | FactType::Bool => !self.numbers.is_empty(),
        };
        if misfit { Err(format!("{:?} does not fit a {fact_type:?}", self.source)) } else { Ok(()) }
    }

    /// Evaluates the cell. A missing value is an error unless the cell itself speaks of `null`.
    pub(crate) fn evaluate(&self, value: &FactValue) -> Verdict {
        if *value == FactValue::Missing && !self.names_null {
            return Verdict::Errored(
                "the value is missing and the cell does not say what that means".to_owned(),
            );
        }
        COMPILED.with_borrow_mut(|compiled| {
            if !compiled.contains_key(&self.source) {
                match compile_unary_expression(&self.source) {
                    Ok(expression) => compiled.insert(self.source.clone(), expression),
                    Err(error) => return Verdict::Errored(error.to_string()),
                };
            }
            let context = Variable::from(serde_json::json!({}));
            if let Variable::Object(object) = &context {
                object.borrow_mut().insert(Variable::dollar_key(), variable(value));
            }
            match compiled[&self.source].evaluate(context) {
                Ok(true) => Verdict::Holds,
                Ok(false) => Verdict::DoesNotHold,
                Err(error) => Verdict::Errored(error.to_string()),
            }
        })
    }
}

fn variable(value: &FactValue) -> Variable {
    match value {
        FactValue::Number(number) => Variable::Number(*number),
        FactValue::Text(text) => Variable::String(text.as_str().into()),
        FactValue::Bool(value) => Variable::Bool(*value),
        FactValue::Missing => Variable::Null,
    }
}

/// The constant an output cell gives: a number, a quoted word, or a truth value.
pub(crate) fn constant(source: &str) -> Result<FactValue, String> {
    if source.len() > CELL_LENGTH_MAX {
        return Err(format!("the cell is longer than {CELL_LENGTH_MAX} bytes"));
    }
    let plain = source.trim().trim_matches('\'');
    if plain.contains('(') {
        return Err(format!("{source:?} is not a constant"));
    }
    let value = compile_expression(source)
        .and_then(|expression| expression.evaluate(Variable::Null))
        .map_err(|error| format!("{source:?} is no expression: {error}"))?;
    match value {
        Variable::Number(number) => Ok(FactValue::Number(number.normalize())),
        Variable::String(text) => Ok(FactValue::Text(text.to_string())),
        Variable::Bool(value) => Ok(FactValue::Bool(value)),
        other => Err(format!("{source:?} gives {other}, not a number, a word or a truth value")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(source: &str, value: FactValue) -> Verdict {
        let fact_type = match value {
            FactValue::Number(_) | FactValue::Missing => FactType::Number,
            FactValue::Text(_) => FactType::Text,
            FactValue::Bool(_) => FactType::Bool,
        };
        Cell::read(source, fact_type).unwrap().unwrap().evaluate(&value)
    }

    fn number(text: &str) -> FactValue {
        FactValue::Number(Decimal::from_str_exact(text).unwrap())
    }

    #[test]
    fn cells_compare_exactly() {
        assert_eq!(holds("> 0.30", number("0.3")), Verdict::DoesNotHold);
        assert_eq!(holds("> 0.30", number("0.3001")), Verdict::Holds);
        assert_eq!(holds("[3000..5000)", number("3000")), Verdict::Holds);
        assert_eq!(holds("[3000..5000)", number("5000")), Verdict::DoesNotHold);
        assert_eq!(holds("'fail'", FactValue::Text("fail".into())), Verdict::Holds);
        assert_eq!(holds("'fail', 'warn'", FactValue::Text("warn".into())), Verdict::Holds);
        assert_eq!(holds("true", FactValue::Bool(true)), Verdict::Holds);
        assert_eq!(holds("true", FactValue::Bool(false)), Verdict::DoesNotHold);
    }

    #[test]
    fn a_missing_value_is_an_error_unless_the_cell_speaks_of_it() {
        assert!(matches!(holds("> 0.30", FactValue::Missing), Verdict::Errored(_)));
        assert_eq!(holds("$ != null and $ > 0.30", FactValue::Missing), Verdict::DoesNotHold);
        assert_eq!(holds("$ == null or $ < 3000", FactValue::Missing), Verdict::Holds);
        assert_eq!(holds("$ == null or $ < 3000", number("2999.99")), Verdict::Holds);
    }

    #[test]
    fn clocks_chance_and_other_facts_have_no_place() {
        for source in
            ["rand(10) > 5", "d('now') > 0", "income_monthly > 3", "$ > now", "len($) > 2", "{a: 1}", "`x`"]
        {
            assert!(Cell::read(source, FactType::Number).is_err(), "{source}");
        }
        assert!(Cell::read("> 5", FactType::Text).is_err());
        assert!(Cell::read("'pass'", FactType::Number).is_err());
        assert!(Cell::read("> > 5", FactType::Number).is_err());
    }

    #[test]
    fn boundaries_are_the_numbers_written() {
        let cell = Cell::read("[0.15..0.30)", FactType::Number).unwrap().unwrap();
        assert_eq!(cell.numbers, [Decimal::new(15, 2), Decimal::new(30, 2)]);
    }
}
