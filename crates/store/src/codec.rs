//! Column values to domain values and back, loudly.

use std::io::{Read as _, Write as _};

use chrono::{DateTime, Utc};
use firstline_core::{CaseId, ContentHash, Currency, Money};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::value::{Error as CodeError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::ids::UserId;

/// A fieldless enum's code, as serde writes it.
pub(crate) fn code<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        other => panic!("only enums without fields have a code, not {other:?}"),
    }
}

/// A fieldless enum by its code.
pub(crate) fn from_code<T: DeserializeOwned>(what: &'static str, code: &str) -> Result<T> {
    let deserializer: StrDeserializer<'_, CodeError> = code.into_deserializer();
    T::deserialize(deserializer).map_err(|error| StoreError::damaged(what, error))
}

pub(crate) fn hash(what: &'static str, bytes: &[u8]) -> Result<ContentHash> {
    let bytes = bytes.try_into().map_err(|_| StoreError::damaged(what, "not a 32-byte hash"))?;
    Ok(ContentHash(bytes))
}

pub(crate) fn uuid(what: &'static str, bytes: &[u8]) -> Result<Uuid> {
    Uuid::from_slice(bytes).map_err(|error| StoreError::damaged(what, error))
}

pub(crate) fn case_id(bytes: &[u8]) -> Result<CaseId> {
    uuid("case id", bytes).map(CaseId)
}

pub(crate) fn user_id(bytes: &[u8]) -> Result<UserId> {
    uuid("user id", bytes).map(UserId)
}

pub(crate) fn time(what: &'static str, milliseconds: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(milliseconds)
        .ok_or_else(|| StoreError::damaged(what, format!("{milliseconds} ms is not a time")))
}

pub(crate) fn money(what: &'static str, fen: i64, currency: &str) -> Result<Money> {
    Ok(Money::from_fen(fen, self::currency(what, currency)?))
}

pub(crate) fn currency(what: &'static str, code: &str) -> Result<Currency> {
    from_code(what, code)
}

/// A count or position as SQLite keeps it.
pub(crate) fn signed(what: &'static str, value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| StoreError::refused(what, "a number beyond 63 bits"))
}

pub(crate) fn unsigned(what: &'static str, value: i64) -> Result<u64> {
    u64::try_from(value).map_err(|_| StoreError::damaged(what, format!("{value} is below zero")))
}

pub(crate) fn small(what: &'static str, value: i64) -> Result<u32> {
    u32::try_from(value).map_err(|_| StoreError::damaged(what, format!("{value} does not fit 32 bits")))
}

/// Deflates bytes that are kept for ever and read seldom.
pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Inflates to exactly `length` bytes; a stored stream that gives more or fewer is damaged.
pub(crate) fn inflate(what: &'static str, stored: &[u8], length: i64) -> Result<Vec<u8>> {
    let length = unsigned(what, length)?;
    let mut bytes = Vec::new();
    DeflateDecoder::new(stored)
        .take(length.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| StoreError::damaged(what, error))?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(StoreError::damaged(what, format!("it should inflate to {length} bytes")))
    }
}

#[cfg(test)]
mod tests {
    use firstline_core::lifecycle::CaseState;

    use super::*;

    #[test]
    fn codes_are_those_of_serde_and_unknown_ones_are_loud() {
        for state in CaseState::ALL {
            assert_eq!(from_code::<CaseState>("state", &code(&state)).unwrap(), state);
        }
        assert_eq!(code(&CaseState::WaitingOnApplicant), "waiting_on_applicant");
        assert_eq!(from_code::<CaseState>("state", "lost").unwrap_err().code(), "damaged");
    }

    #[test]
    fn a_stream_that_inflates_to_another_length_is_damaged() {
        let stored = deflate(&[7; 10_000]).unwrap();
        assert_eq!(inflate("blob", &stored, 10_000).unwrap(), vec![7; 10_000]);
        assert_eq!(inflate("blob", &stored, 9_999).unwrap_err().code(), "damaged");
        assert_eq!(inflate("blob", &stored, 10_001).unwrap_err().code(), "damaged");
    }
}
