//! Applications as they came in, one a case.

use firstline_core::{Application, CaseId, ContentHash, canonical};

use crate::codec;
use crate::connection::Read;
use crate::documents::Insertion;
use crate::error::{Result, StoreError};
use crate::links;
use crate::transaction::WriteTransaction;

/// Where an application already is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundApplication {
    /// Its case.
    pub case: CaseId,
    /// The hash of its canonical bytes.
    pub hash: ContentHash,
}

/// Inserts a case's application and its links to other cases.
///
/// The same application again (same reference, same bytes) is [`Insertion::Same`] and changes nothing, whatever `case` is;
/// the same reference with other bytes is refused as `duplicate`.
pub async fn insert(
    tx: &mut WriteTransaction,
    case: CaseId,
    application: &Application,
) -> Result<(ContentHash, Insertion)> {
    let bytes = canonical::to_bytes(application);
    let hash = ContentHash::of(&bytes);
    if let Some(found) = find_by_ref(tx, &application.application_ref).await? {
        if found.hash == hash {
            return Ok((hash, Insertion::Same));
        }
        return Err(StoreError::duplicate("application", &application.application_ref));
    }
    let (id, name) = (case.0.as_bytes().as_slice(), hash.0.as_slice());
    let reference = &application.application_ref;
    let applicant_name = application.applicant.name.expose();
    sqlx::query!(
        "INSERT INTO application (case_id, hash, application_ref, applicant_name, bytes) VALUES (?, ?, ?, ?, ?)",
        id,
        name,
        reference,
        applicant_name,
        bytes
    )
    .execute(tx.connection())
    .await?;
    links::insert(tx, case, &application.applicant).await?;
    Ok((hash, Insertion::New))
}

/// Finds an application by the sender's reference.
pub async fn find_by_ref(from: &mut impl Read, application_ref: &str) -> Result<Option<FoundApplication>> {
    let row =
        sqlx::query!("SELECT case_id, hash FROM application WHERE application_ref = ?", application_ref)
            .fetch_optional(from.connection())
            .await?;
    row.map(|row| {
        Ok(FoundApplication {
            case: codec::case_id(&row.case_id)?,
            hash: codec::hash("application", &row.hash)?,
        })
    })
    .transpose()
}

/// Reads a case's application, checked against its hash.
pub async fn load(from: &mut impl Read, case: CaseId) -> Result<Application> {
    let id = case.0.as_bytes().as_slice();
    let row = sqlx::query!("SELECT hash, bytes FROM application WHERE case_id = ?", id)
        .fetch_optional(from.connection())
        .await?
        .ok_or_else(|| StoreError::missing("application of case", case))?;
    if ContentHash::of(&row.bytes) != codec::hash("application", &row.hash)? {
        return Err(StoreError::damaged("application", format!("its bytes have another hash, case {case}")));
    }
    canonical::from_bytes(&row.bytes).map_err(|error| StoreError::damaged("application", error))
}
