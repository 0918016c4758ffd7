//! The queue: cases in the order they are due, page by page, and the next one to take.

use chrono::{DateTime, Utc};
use firstline_core::CaseId;
use firstline_core::applicant::Personal;
use firstline_core::decision::Role;
use firstline_core::lifecycle::CaseState;

use crate::cases::{self, CaseFile, CaseRow};
use crate::codec;
use crate::connection::Read;
use crate::error::{Result, StoreError};
use crate::ids::UserId;

/// Which cases a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueView {
    /// Every case.
    All,
    /// Every case that is neither decided nor withdrawn.
    Open,
    /// Cases received, ready or in review: the underwriters' work.
    Review,
    /// Cases in one state.
    In(CaseState),
    /// Cases a person has.
    OwnedBy(UserId),
}

/// What narrows a list further. An empty one narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// The product.
    pub product: Option<String>,
    /// Grades; empty keeps all.
    pub risk_grades: Vec<String>,
    /// What it is for.
    pub scene: Option<String>,
    /// The code of a review trigger or a knock-out.
    pub code: Option<String>,
    /// Part of the applicant's name, of the case's number or of the sender's reference.
    pub text: Option<String>,
}

/// Where a page ended: the key of its last case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueKey {
    /// When the case is due, in milliseconds since 1970.
    pub due_ms: i64,
    /// The case.
    pub id: CaseId,
}

/// One case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueItem {
    /// The case.
    pub case: CaseFile,
    /// The applicant's name; personal.
    pub applicant_name: Personal,
    /// The sender's reference.
    pub application_ref: String,
}

impl QueueItem {
    /// The key to ask for the next page with.
    pub fn key(&self) -> QueueKey {
        QueueKey { due_ms: self.case.due_at.timestamp_millis(), id: self.case.id }
    }
}

/// How many cases stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// By state; a state without cases is absent.
    pub by_state: std::collections::BTreeMap<CaseState, u64>,
    /// Open cases past the time they were due.
    pub overdue: u64,
    /// Cases the asking person has.
    pub owned: u64,
}

struct Found {
    id: Vec<u8>,
    applicant_name: String,
    application_ref: String,
}

/// The filter's values as the query compares them.
struct Narrowing<'a> {
    product: Option<&'a str>,
    risk_grades: Option<String>,
    scene: Option<&'a str>,
    code: Option<&'a str>,
    text: Option<&'a str>,
}

impl<'a> Narrowing<'a> {
    fn of(filter: &'a QueueFilter) -> Result<Self> {
        let grades = serde_json::to_string(&filter.risk_grades)
            .map_err(|error| StoreError::refused("queue filter", error))?;
        Ok(Narrowing {
            product: filter.product.as_deref(),
            risk_grades: (!filter.risk_grades.is_empty()).then_some(grades),
            scene: filter.scene.as_deref(),
            code: filter.code.as_deref(),
            text: filter.text.as_deref(),
        })
    }
}

/// Repeats one query over the cases a filter leaves, with another driver, each of which has its index in due order. The index is
/// named, since the planner knows no numbers.
macro_rules! cases_where {
    ($row:ident, $columns:literal, $index:literal, $driver:literal, $end:literal, $filter:expr, $after:expr, $limit:expr
        $(, $bound:expr)?) => {{
        let Narrowing { product, risk_grades, scene, code, text } = $filter;
        let (due, id): (i64, &[u8]) = $after;
        let limit: u32 = $limit;
        sqlx::query_as!(
            $row,
            "SELECT " + $columns + " FROM case_file INDEXED BY " + $index + " CROSS JOIN application ON application.case_id = case_file.id
             WHERE (case_file.due_ms, case_file.id) > (?1, ?2)
               AND (?3 IS NULL OR case_file.product = ?3)
               AND (?4 IS NULL OR case_file.risk_grade IN (SELECT value FROM json_each(?4)))
               AND (?5 IS NULL OR case_file.scene = ?5)
               AND (?6 IS NULL OR EXISTS (SELECT 1 FROM json_each(case_file.triggers) WHERE value = ?6)
                    OR EXISTS (SELECT 1 FROM json_each(case_file.knock_outs) WHERE value = ?6))
               AND (?7 IS NULL OR instr(application.applicant_name, ?7) OR instr(case_file.number, ?7)
                    OR instr(application.application_ref, ?7))"
                + $driver
                + $end,
            due,
            id,
            product,
            risk_grades,
            scene,
            code,
            text,
            limit
            $(, $bound)?
        )
    }};
}

/// Runs one query over the cases of a view.
macro_rules! in_view {
    ($row:ident, $columns:literal, $end:literal, $fetch:ident, $view:expr, $filter:expr, $after:expr, $limit:expr,
        $connection:expr) => {
        match $view {
            QueueView::All => {
                cases_where!($row, $columns, "case_file_by_due", "", $end, $filter, $after, $limit)
                    .$fetch($connection)
                    .await?
            }
            QueueView::Open => {
                cases_where!(
                    $row,
                    $columns,
                    "case_file_open",
                    " AND case_file.state NOT IN ('decided', 'withdrawn')",
                    $end,
                    $filter,
                    $after,
                    $limit
                )
                .$fetch($connection)
                .await?
            }
            QueueView::Review => {
                cases_where!(
                    $row,
                    $columns,
                    "case_file_in_review",
                    " AND case_file.state IN ('received', 'ready', 'in_review')",
                    $end,
                    $filter,
                    $after,
                    $limit
                )
                .$fetch($connection)
                .await?
            }
            QueueView::In(state) => {
                let state = codec::code(&state);
                cases_where!(
                    $row,
                    $columns,
                    "case_file_by_state",
                    " AND case_file.state = ?9",
                    $end,
                    $filter,
                    $after,
                    $limit,
                    state
                )
                .$fetch($connection)
                .await?
            }
            QueueView::OwnedBy(owner) => {
                let owner = owner.0.as_bytes().as_slice();
                cases_where!(
                    $row,
                    $columns,
                    "case_file_by_owner",
                    " AND case_file.owner = ?9",
                    $end,
                    $filter,
                    $after,
                    $limit,
                    owner
                )
                .$fetch($connection)
                .await?
            }
        }
    };
}

/// A page of cases in the order they are due, after a key.
pub async fn page(
    from: &mut impl Read,
    view: QueueView,
    filter: &QueueFilter,
    after: Option<QueueKey>,
    limit: u32,
) -> Result<Vec<QueueItem>> {
    let start = after.map_or((i64::MIN, Vec::new()), |key| (key.due_ms, key.id.0.as_bytes().to_vec()));
    let after = (start.0, start.1.as_slice());
    let narrowing = Narrowing::of(filter)?;
    let found = in_view!(
        Found,
        "case_file.id, application.applicant_name, application.application_ref",
        " ORDER BY case_file.due_ms, case_file.id LIMIT ?8",
        fetch_all,
        view,
        narrowing,
        after,
        limit,
        from.connection()
    );
    let mut items = Vec::with_capacity(found.len());
    for found in found {
        items.push(found_item(from, found).await?);
    }
    Ok(items)
}

struct Count {
    count: i64,
}

/// How many cases a view and a filter leave.
pub async fn count(from: &mut impl Read, view: QueueView, filter: &QueueFilter) -> Result<u64> {
    let narrowing = Narrowing::of(filter)?;
    let after = (i64::MIN, [].as_slice());
    let found = in_view!(
        Count,
        r#"count(*) AS "count!: i64""#,
        " LIMIT ?8",
        fetch_one,
        view,
        narrowing,
        after,
        1,
        from.connection()
    );
    codec::unsigned("cases", found.count)
}

/// One case as a list shows it.
pub async fn item(from: &mut impl Read, case: CaseId) -> Result<QueueItem> {
    let id = case.0.as_bytes().as_slice();
    let found = sqlx::query_as!(
        Found,
        "SELECT case_id AS id, applicant_name, application_ref FROM application WHERE case_id = ?",
        id
    )
    .fetch_optional(from.connection())
    .await?
    .ok_or_else(|| StoreError::missing("case", case))?;
    found_item(from, found).await
}

async fn found_item(from: &mut impl Read, found: Found) -> Result<QueueItem> {
    Ok(QueueItem {
        case: cases::load(from, codec::case_id(&found.id)?).await?,
        applicant_name: Personal(found.applicant_name),
        application_ref: found.application_ref,
    })
}

/// Counts cases by state, those overdue, and those a person has.
pub async fn counts(from: &mut impl Read, now: DateTime<Utc>, person: UserId) -> Result<QueueCounts> {
    let rows = sqlx::query!(r#"SELECT state, count(*) AS "count!: i64" FROM case_file GROUP BY state"#)
        .fetch_all(from.connection())
        .await?;
    let mut counts = QueueCounts::default();
    for row in rows {
        counts.by_state.insert(codec::from_code("case", &row.state)?, codec::unsigned("cases", row.count)?);
    }
    let now = now.timestamp_millis();
    let overdue = sqlx::query!(
        r#"SELECT count(*) AS "count!: i64" FROM case_file
           WHERE due_ms < ? AND state NOT IN ('decided', 'withdrawn')"#,
        now
    )
    .fetch_one(from.connection())
    .await?;
    counts.overdue = codec::unsigned("cases", overdue.count)?;
    let person = person.0.as_bytes().as_slice();
    let owned = sqlx::query!(r#"SELECT count(*) AS "count!: i64" FROM case_file WHERE owner = ?"#, person)
        .fetch_one(from.connection())
        .await?;
    counts.owned = codec::unsigned("cases", owned.count)?;
    Ok(counts)
}

/// The case a person should take next: the one due first among those ready, and those whose owner let the time run out.
///
/// A case referred to a role or a person waits for them.
pub async fn next(
    from: &mut impl Read,
    now: DateTime<Utc>,
    person: UserId,
    role: Role,
) -> Result<Option<CaseFile>> {
    let (now, person, role) = (now.timestamp_millis(), person.0.as_bytes().as_slice(), codec::code(&role));
    let row = sqlx::query_as!(
        CaseRow,
        "SELECT * FROM case_file INDEXED BY case_file_open
         WHERE state NOT IN ('decided', 'withdrawn')
           AND (state = 'ready' OR (state = 'in_review' AND owner_until_ms < ?1))
           AND (referred_role IS NULL OR referred_role = ?2)
           AND (referred_user IS NULL OR referred_user = ?3)
         ORDER BY due_ms, id LIMIT 1",
        now,
        role,
        person
    )
    .fetch_optional(from.connection())
    .await?;
    row.map(TryInto::try_into).transpose()
}
