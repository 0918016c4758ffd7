//! The one byte form of a value that is hashed: JSON without white space, fields in declared order, maps in key order.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ids::ContentHash;

/// Renders a value to its canonical bytes. The value must hold no floating point and no unordered map.
pub fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("values of this crate have string keys and no failing serializer")
}

/// Reads canonical bytes back.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(bytes)
}

/// Hashes a value by its canonical bytes.
pub fn hash<T: Serialize>(value: &T) -> ContentHash {
    ContentHash::of(&to_bytes(value))
}

/// The word of an enum value as it is written everywhere outside the program: `CapKind::PaymentToIncome` is `payment_to_income`.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("only enums of plain words are rendered as words, not {other:?}"),
    }
}
