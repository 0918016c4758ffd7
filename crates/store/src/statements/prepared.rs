//! Making a statement ready to be inserted, so that the one writer does no more than write.

use chrono::NaiveDateTime;
use firstline_core::statement::{Statement, StatementKind, StatementPart, Transaction};
use firstline_core::{ContentHash, Currency, canonical};

use super::chunk;
use crate::codec;
use crate::error::{Result, StoreError};

/// A statement checked, hashed and encoded, which any thread can do; [`super::insert_prepared`] writes it.
#[derive(Debug)]
pub struct PreparedStatement {
    pub(super) file: ContentHash,
    pub(super) part: Option<StatementPart>,
    pub(super) hash: ContentHash,
    pub(super) layout: String,
    pub(super) encoding: String,
    pub(super) header_line: u32,
    pub(super) kind: StatementKind,
    pub(super) currency: Currency,
    pub(super) preamble: String,
    pub(super) rows: u32,
    pub(super) first_at: Option<String>,
    pub(super) last_at: Option<String>,
    pub(super) chunks: Vec<PreparedChunk>,
}

/// Some rows of a statement, encoded and deflated.
#[derive(Debug)]
pub(crate) struct PreparedChunk {
    pub(crate) first_line: u32,
    pub(crate) last_line: u32,
    pub(crate) rows: u32,
    pub(crate) length: i64,
    pub(crate) stored: Vec<u8>,
}

impl PreparedStatement {
    /// Prepares a statement.
    ///
    /// Refused: a row in another currency than the statement's, a line out of order, an amount below zero, a name that is not
    /// that of its part.
    pub fn new(statement: &Statement) -> Result<Self> {
        if statement.part.is_some_and(|part| part.name() != statement.file) {
            return Err(StoreError::refused("statement", "its name is not that of its part of the document"));
        }
        let preamble = serde_json::to_string(&statement.preamble)
            .map_err(|error| StoreError::refused("statement", error))?;
        let rows = u32::try_from(statement.transactions.len())
            .map_err(|error| StoreError::refused("statement", error))?;
        let times = || statement.transactions.iter().map(|row| row.at);
        Ok(PreparedStatement {
            file: statement.file,
            part: statement.part,
            hash: canonical::hash(statement),
            layout: statement.layout.clone(),
            encoding: statement.encoding.clone(),
            header_line: statement.header_line,
            kind: statement.kind,
            currency: statement.currency,
            preamble,
            rows,
            first_at: times().min().map(time_text),
            last_at: times().max().map(time_text),
            chunks: chunks_of(&statement.transactions, statement.currency)?,
        })
    }

    /// The statement's name.
    pub fn file(&self) -> ContentHash {
        self.file
    }

    /// Which one it is, where its document holds several.
    pub fn part(&self) -> Option<StatementPart> {
        self.part
    }

    /// The layout's name.
    pub fn layout(&self) -> &str {
        &self.layout
    }

    /// How many rows it has.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// About how many bytes it takes up.
    pub fn size(&self) -> usize {
        self.preamble.len() + self.chunks.iter().map(|chunk| chunk.stored.len()).sum::<usize>()
    }
}

/// The rows of a statement in chunks, checked: lines rise, one currency, no amount below zero.
pub(crate) fn chunks_of(rows: &[Transaction], currency: Currency) -> Result<Vec<PreparedChunk>> {
    if !rows.is_sorted_by(|row, next| row.line < next.line) {
        return Err(StoreError::refused("statement", "its lines do not rise"));
    }
    rows.chunks(chunk::CHUNK_ROWS)
        .map(|rows| {
            let bytes = chunk::encode(rows, currency)?;
            Ok(PreparedChunk {
                first_line: rows.first().map_or(0, |row| row.line),
                last_line: rows.last().map_or(0, |row| row.line),
                // No more than `CHUNK_ROWS`.
                rows: rows.len() as u32,
                length: codec::signed("statement rows", bytes.len() as u64)?,
                stored: codec::deflate(&bytes)?,
            })
        })
        .collect()
}

/// A row's time as its column has it, such as `2026-11-20T08:15:00`.
pub(super) fn time_text(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// A row's time from its column.
pub(super) fn time(text: &str) -> Result<NaiveDateTime> {
    text.parse().map_err(|error| StoreError::damaged("statement", format!("{text:?}: {error}")))
}
