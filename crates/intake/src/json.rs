//! JSON Lines to objects, with nothing dropped on the way: a field given twice is seen twice.

use std::fmt;

use memchr::memchr_iter;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::error::{Fault, IntakeCode};
use crate::text::LINE_BYTES_MAX;

/// A JSON value. Numbers that are not whole are only told apart, never used: amounts come as text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool,
    Whole(i64),
    Fraction,
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// The fields of an object in the order given.
pub(crate) type Object = Vec<(String, Json)>;

impl Json {
    /// What it is, for an error.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Json::Null => "nothing",
            Json::Bool => "true or false",
            Json::Whole(_) | Json::Fraction => "a number",
            Json::Text(_) => "text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E: Error>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Json, E> {
                Ok(Json::Bool)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Whole(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
                Ok(i64::try_from(value).map_or(Json::Fraction, Json::Whole))
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
                Ok(Json::Fraction)
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
                Ok(Json::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Json::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
                let mut object = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    object.push(entry);
                }
                Ok(Json::Object(object))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// Reads one object a line, blank lines passed over; each comes with its line.
pub(crate) fn objects(text: &str) -> impl Iterator<Item = (u32, Result<Object, Fault>)> {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    let lines = ends.scan(0, |start, end| {
        let line = text.get(*start..end).unwrap_or_default();
        *start = end + 1;
        Some(line)
    });
    (1..).zip(lines).filter(|(_, line)| !line.trim().is_empty()).map(|(number, line)| {
        let object = object(line).map_err(|fault| fault.at(number));
        (number, object)
    })
}

fn object(line: &str) -> Result<Object, Fault> {
    if line.len() > LINE_BYTES_MAX {
        return Err(Fault::new(IntakeCode::LineTooLong).with("limit", LINE_BYTES_MAX));
    }
    match serde_json::from_str(line) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err(Fault::new(IntakeCode::NotAnObject)),
        Err(error) => {
            let problem = match error.classify() {
                serde_json::error::Category::Eof => "it ends too early",
                serde_json::error::Category::Syntax => "a character is out of place here",
                serde_json::error::Category::Data | serde_json::error::Category::Io => "it cannot be read",
            };
            let fault = Fault::new(IntakeCode::NotJson).with("problem", problem);
            Err(fault.column(format!("byte {}", error.column())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_an_object_or_an_error_with_its_place() {
        let read: Vec<_> =
            objects("{\"a\":1,\"a\":\"x\"}\r\n\n[1]\n{\"a\":\n{\"a\"1}\n{\"b\":1.5}").collect();
        assert_eq!(
            read[0],
            (1, Ok(vec![("a".to_owned(), Json::Whole(1)), ("a".to_owned(), Json::Text("x".to_owned()))]))
        );
        let code = |index: usize| read[index].1.as_ref().unwrap_err().code;
        assert_eq!((read[1].0, code(1)), (3, IntakeCode::NotAnObject));
        assert_eq!((read[2].0, code(2)), (4, IntakeCode::NotJson));
        assert_eq!((read[3].0, code(3)), (5, IntakeCode::NotJson));
        assert_eq!(read[4], (6, Ok(vec![("b".to_owned(), Json::Fraction)])));
        assert_eq!(read.len(), 5);
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!("{{\"a\":{}", "[".repeat(10_000));
        assert_eq!(objects(&deep).next().unwrap().1.unwrap_err().code, IntakeCode::NotJson);
    }
}
