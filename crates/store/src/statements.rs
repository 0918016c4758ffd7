//! Statements as read: what each file says of itself, and its rows.
//!
//! A statement is stored once, under its name, however many cases it is given to; which cases those are is a
//! projection. It is rebuilt exactly: the rebuilt value must have the hash the stored one had.

mod row;

use chrono::{DateTime, NaiveDateTime, Utc};
use firstline_core::statement::{Preamble, Statement, StatementKind, StatementPart, Transaction};
use firstline_core::{CaseId, ContentHash, Currency, canonical};

use self::row::StoredRow;
use crate::codec;
use crate::connection::Read;
use crate::documents::Insertion;
use crate::error::{Result, StoreError};
use crate::transaction::WriteTransaction;

/// How many rows go into the database in one statement.
const ROWS_AT_ONCE: usize = 5_000;

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
/// Refused, before anything is written: a row in another currency than the statement's, a line out of order, a NUL character.
pub async fn insert(tx: &mut WriteTransaction, statement: &Statement) -> Result<(ContentHash, Insertion)> {
    let hash = canonical::hash(statement);
    let file = statement.file.0.as_slice();
    let found = sqlx::query!("SELECT canonical_hash FROM statement WHERE file = ?", file)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(found) = found {
        return Ok((codec::hash("statement", &found.canonical_hash)?, Insertion::Same));
    }
    let rows = row::to_stored(statement)?;
    if statement.part.is_some_and(|part| part.name() != statement.file) {
        return Err(StoreError::refused("statement", "its name is not that of its part of the document"));
    }
    let id = insert_head(tx, statement, hash).await?;
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        insert_rows(tx, id, chunk).await?;
    }
    Ok((hash, Insertion::New))
}

async fn insert_head(tx: &mut WriteTransaction, statement: &Statement, hash: ContentHash) -> Result<i64> {
    let (file, canonical_hash) = (statement.file.0.as_slice(), hash.0.as_slice());
    let (layout, encoding, header_line) = (&statement.layout, &statement.encoding, statement.header_line);
    let (kind, currency) = (codec::code(&statement.kind), statement.currency.code());
    let preamble = serde_json::to_string(&statement.preamble)
        .map_err(|error| StoreError::refused("statement", error))?;
    let part_of = statement.part.as_ref().map(|part| part.of.0.as_slice());
    let part_number = statement.part.map(|part| part.number);
    let row_count = codec::signed("statement", statement.transactions.len() as u64)?;
    let times = || statement.transactions.iter().map(|row| row.at);
    let (first_at, last_at) = (times().min().map(row::time_text), times().max().map(row::time_text));
    let done = sqlx::query!(
        "INSERT INTO statement (file, canonical_hash, layout, encoding, header_line, kind, currency, preamble,
            row_count, first_at, last_at, part_of, part_number)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        file,
        canonical_hash,
        layout,
        encoding,
        header_line,
        kind,
        currency,
        preamble,
        row_count,
        first_at,
        last_at,
        part_of,
        part_number
    )
    .execute(tx.connection())
    .await?;
    Ok(done.last_insert_rowid())
}

/// Inserts rows as one JSON array: one fixed statement and one trip to the database, whatever their number.
async fn insert_rows(tx: &mut WriteTransaction, statement: i64, rows: &[StoredRow<'_>]) -> Result<()> {
    let rows = serde_json::to_string(rows).map_err(|error| StoreError::refused("statement row", error))?;
    sqlx::query!(
        "INSERT INTO transaction_row (statement, line, at, has_time, direction, amount_fen, refunded_fen, balance_fen,
            status, counterparty, counterparty_account, description, provider_type, method, order_id,
            merchant_order_id)
         SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
            value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13,
            value ->> 14
         FROM json_each(?2)",
        statement,
        rows
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

async fn rows(
    from: &mut impl Read,
    statement: i64,
    currency: Currency,
    after_line: i64,
    limit: i64,
) -> Result<Vec<Transaction>> {
    let found = sqlx::query!(
        r#"SELECT json_group_array(json_array(line, at, has_time, direction, amount_fen, refunded_fen, balance_fen,
             status, counterparty, counterparty_account, description, provider_type, method, order_id,
             merchant_order_id) ORDER BY line) AS "rows!: String"
           FROM (SELECT * FROM transaction_row WHERE statement = ?1 AND line > ?2 ORDER BY line LIMIT ?3)"#,
        statement,
        after_line,
        limit
    )
    .fetch_one(from.connection())
    .await?
    .rows;
    row::from_stored(&found, currency)
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
    rows(from, head.id, currency, after_line.map_or(-1, i64::from), i64::from(limit)).await
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
            first: row.first_at.as_deref().map(row::time).transpose()?,
            last: row.last_at.as_deref().map(row::time).transpose()?,
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
