//! Statements as read: what each file says of itself, and its rows.
//!
//! A statement is stored once, under its name, however many cases it is given to; which cases those are is a
//! projection. It is rebuilt exactly: the rebuilt value must have the hash the stored one had.

mod chunk;
mod prepared;

use chrono::{DateTime, NaiveDateTime, Utc};
use firstline_core::statement::{Preamble, Statement, StatementKind, StatementPart, Transaction};
use firstline_core::{CaseId, ContentHash, Currency, canonical};

use self::prepared::PreparedChunk;
use crate::codec;
use crate::connection::Read;
use crate::documents::Insertion;
use crate::error::{Result, StoreError};
use crate::transaction::WriteTransaction;

#[cfg(test)]
pub(crate) use self::chunk::decode as rows_of;
pub use self::prepared::PreparedStatement;
pub(crate) use self::prepared::chunks_of;

/// What a list of statements shows of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementSummary {
    /// The statement's name.
    pub file: ContentHash,
    /// The hash of the statement's canonical bytes.
    pub statement: ContentHash,
    /// The layout's name.
    pub layout: String,
    /// The encoding the bytes were read in.
    pub encoding: String,
    /// Wallet or bank.
    pub kind: StatementKind,
    /// The currency of its rows.
    pub currency: Currency,
    /// How many rows it has.
    pub rows: u32,
    /// The earliest row.
    pub first: Option<NaiveDateTime>,
    /// The latest row.
    pub last: Option<NaiveDateTime>,
    /// When it joined the case.
    pub imported_at: DateTime<Utc>,
}

/// Inserts a statement and its rows; the same file again changes nothing.
///
/// Refused, before anything is written: what [`PreparedStatement::new`] refuses.
pub async fn insert(tx: &mut WriteTransaction, statement: &Statement) -> Result<(ContentHash, Insertion)> {
    insert_prepared(tx, &PreparedStatement::new(statement)?).await
}

/// Inserts what was made ready before; the same file again changes nothing.
pub async fn insert_prepared(
    tx: &mut WriteTransaction,
    statement: &PreparedStatement,
) -> Result<(ContentHash, Insertion)> {
    let file = statement.file.0.as_slice();
    let found = sqlx::query!("SELECT canonical_hash FROM statement WHERE file = ?", file)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(found) = found {
        return Ok((codec::hash("statement", &found.canonical_hash)?, Insertion::Same));
    }
    let id = insert_head(tx, statement).await?;
    for chunk in &statement.chunks {
        insert_chunk(tx, id, chunk).await?;
    }
    Ok((statement.hash, Insertion::New))
}

async fn insert_head(tx: &mut WriteTransaction, statement: &PreparedStatement) -> Result<i64> {
    let (file, canonical_hash) = (statement.file.0.as_slice(), statement.hash.0.as_slice());
    let (kind, currency) = (codec::code(&statement.kind), statement.currency.code());
    let part_of = statement.part.as_ref().map(|part| part.of.0.as_slice());
    let part_number = statement.part.map(|part| part.number);
    let done = sqlx::query!(
        "INSERT INTO statement (file, canonical_hash, layout, encoding, header_line, kind, currency, preamble,
            row_count, first_at, last_at, part_of, part_number)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        file,
        canonical_hash,
        statement.layout,
        statement.encoding,
        statement.header_line,
        kind,
        currency,
        statement.preamble,
        statement.rows,
        statement.first_at,
        statement.last_at,
        part_of,
        part_number
    )
    .execute(tx.connection())
    .await?;
    Ok(done.last_insert_rowid())
}

async fn insert_chunk(tx: &mut WriteTransaction, statement: i64, chunk: &PreparedChunk) -> Result<()> {
    sqlx::query!(
        "INSERT INTO statement_rows (statement, first_line, last_line, row_count, length, stored)
         VALUES (?, ?, ?, ?, ?, ?)",
        statement,
        chunk.first_line,
        chunk.last_line,
        chunk.rows,
        chunk.length,
        chunk.stored
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

struct Head {
    id: i64,
    file: Vec<u8>,
    canonical_hash: Vec<u8>,
    layout: String,
    encoding: String,
    header_line: i64,
    kind: String,
    currency: String,
    preamble: String,
    part_of: Option<Vec<u8>>,
    part_number: Option<i64>,
}

impl Head {
    fn part(&self) -> Result<Option<StatementPart>> {
        let Some((of, number)) = self.part_of.as_ref().zip(self.part_number) else { return Ok(None) };
        let part =
            StatementPart { of: codec::hash("statement", of)?, number: codec::small("statement", number)? };
        Ok(Some(part))
    }
}

async fn head(from: &mut impl Read, file: ContentHash) -> Result<Head> {
    let name = file.0.as_slice();
    sqlx::query_as!(
        Head,
        r#"SELECT id AS "id!", file, canonical_hash, layout, encoding, header_line, kind, currency, preamble,
             part_of, part_number
           FROM statement WHERE file = ?"#,
        name
    )
    .fetch_optional(from.connection())
    .await?
    .ok_or_else(|| StoreError::missing("statement", file))
}

/// Reads whole chunks: those with lines after one, in order, at most so many (all of them where negative).
async fn rows(
    from: &mut impl Read,
    statement: i64,
    currency: Currency,
    after_line: i64,
    chunks_max: i64,
) -> Result<Vec<Transaction>> {
    let chunks = sqlx::query!(
        "SELECT row_count, length, stored FROM statement_rows WHERE statement = ? AND last_line > ?
         ORDER BY last_line LIMIT ?",
        statement,
        after_line,
        chunks_max
    )
    .fetch_all(from.connection())
    .await?;
    let mut rows = Vec::new();
    for chunk in chunks {
        let bytes = codec::inflate("statement rows", &chunk.stored, chunk.length)?;
        let count = codec::small("statement rows", chunk.row_count)?;
        rows.extend(chunk::decode(&bytes, count as usize, currency)?);
    }
    Ok(rows)
}

/// Reads a whole statement, exactly as it was inserted.
pub async fn load(from: &mut impl Read, file: ContentHash) -> Result<Statement> {
    let head = head(from, file).await?;
    let currency = codec::currency("statement", &head.currency)?;
    let preamble: Preamble =
        serde_json::from_str(&head.preamble).map_err(|error| StoreError::damaged("statement", error))?;
    let statement = Statement {
        file: codec::hash("statement", &head.file)?,
        part: head.part()?,
        layout: head.layout,
        encoding: head.encoding,
        header_line: codec::small("statement", head.header_line)?,
        kind: codec::from_code("statement", &head.kind)?,
        currency,
        preamble,
        transactions: rows(from, head.id, currency, -1, -1).await?,
    };
    if canonical::hash(&statement) == codec::hash("statement", &head.canonical_hash)? {
        Ok(statement)
    } else {
        Err(StoreError::damaged("statement", format!("its rows are not those that were read from {file}")))
    }
}

/// Reads rows of a statement in the file's order, after a line, at most `limit`.
pub async fn page(
    from: &mut impl Read,
    file: ContentHash,
    after_line: Option<u32>,
    limit: u32,
) -> Result<Vec<Transaction>> {
    let head = head(from, file).await?;
    let currency = codec::currency("statement", &head.currency)?;
    // The first chunk may begin before the rows that are asked for.
    let chunks_max = i64::from(limit) / chunk::CHUNK_ROWS as i64 + 2;
    let mut rows = rows(from, head.id, currency, after_line.map_or(-1, i64::from), chunks_max).await?;
    rows.retain(|row| after_line.is_none_or(|after| row.line > after));
    rows.truncate(limit as usize);
    Ok(rows)
}

struct Summary {
    file: Vec<u8>,
    canonical_hash: Vec<u8>,
    layout: String,
    encoding: String,
    kind: String,
    currency: String,
    row_count: i64,
    first_at: Option<String>,
    last_at: Option<String>,
    imported_ms: i64,
}

impl TryFrom<Summary> for StatementSummary {
    type Error = StoreError;

    fn try_from(row: Summary) -> Result<Self> {
        Ok(StatementSummary {
            file: codec::hash("statement", &row.file)?,
            statement: codec::hash("statement", &row.canonical_hash)?,
            layout: row.layout,
            encoding: row.encoding,
            kind: codec::from_code("statement", &row.kind)?,
            currency: codec::currency("statement", &row.currency)?,
            rows: codec::small("statement", row.row_count)?,
            first: row.first_at.as_deref().map(prepared::time).transpose()?,
            last: row.last_at.as_deref().map(prepared::time).transpose()?,
            imported_at: codec::time("statement", row.imported_ms)?,
        })
    }
}

/// A case's statements, by file hash: the order an assessment reads them in.
pub async fn of_case(from: &mut impl Read, case: CaseId) -> Result<Vec<StatementSummary>> {
    let id = case.0.as_bytes().as_slice();
    let rows = sqlx::query_as!(
        Summary,
        "SELECT statement.file, canonical_hash, layout, encoding, kind, currency, row_count, first_at, last_at,
            imported_ms
         FROM case_statement CROSS JOIN statement ON statement.file = case_statement.file
         WHERE case_id = ? ORDER BY case_statement.file",
        id
    )
    .fetch_all(from.connection())
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The cases a file was given to, by id; more than one is worth a look.
pub async fn cases_of(from: &mut impl Read, file: ContentHash) -> Result<Vec<CaseId>> {
    let name = file.0.as_slice();
    let rows = sqlx::query!("SELECT case_id FROM case_statement WHERE file = ? ORDER BY case_id", name)
        .fetch_all(from.connection())
        .await?;
    rows.iter().map(|row| codec::case_id(&row.case_id)).collect()
}

/// Whether a case already has a file.
pub async fn is_in_case(from: &mut impl Read, case: CaseId, file: ContentHash) -> Result<bool> {
    let (id, name) = (case.0.as_bytes().as_slice(), file.0.as_slice());
    let found = sqlx::query!("SELECT position FROM case_statement WHERE case_id = ? AND file = ?", id, name)
        .fetch_optional(from.connection())
        .await?;
    Ok(found.is_some())
}

/// How many rows all statements have together.
pub async fn row_count(from: &mut impl Read) -> Result<u64> {
    let row = sqlx::query!(r#"SELECT coalesce(sum(row_count), 0) AS "rows!: i64" FROM statement"#)
        .fetch_one(from.connection())
        .await?;
    codec::unsigned("statements", row.rows)
}
