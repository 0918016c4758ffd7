//! Layouts that people describe: saved in the record, read by ever after.

use firstline_core::canonical;
use firstline_intake::statement::ColumnMapping as Described;
use firstline_store::event::ColumnMappingSaved;
use firstline_store::{Reader, column_mappings, users};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::session;
use crate::view;
use crate::wire::{AppError, ColumnMapping, ErrorCode, SavedMapping};
use crate::{Desk, clock};

/// The most mappings that are in force at once: every reader of a file is told all of them.
const MAPPINGS_MAX: usize = 100;

impl Desk {
    /// Saves a mapping under its layout's name, in the place of one that had it. From now on files with its header are read by
    /// it, and the record says so.
    pub async fn save_column_mapping(&self, mapping: ColumnMapping) -> Result<SavedMapping, AppError> {
        let open = self.open().await?;
        open.require(session::imports(open.session.role))?;
        let described = checked(&mapping)?;
        let others = in_force(&mut open.store.read().await?).await?;
        refuse_beside(&described, &others)?;
        let content = String::from_utf8(canonical::to_bytes(&described)).map_err(AppError::internal)?;
        let hash = canonical::hash(&described);
        let event = ColumnMappingSaved { layout: mapping.layout.clone(), mapping: hash, content };
        let moment = clock::now();
        let mut tx = open.store.begin().await?;
        open.record(&mut tx, moment, None, event.into()).await?;
        tx.commit().await?;
        Ok(SavedMapping {
            mapping,
            hash: hash.to_string(),
            saved_by: open.session.display_name.clone(),
            saved_at: view::moment(moment.at),
        })
    }

    /// The mappings in force, by name.
    pub async fn column_mappings(&self) -> Result<Vec<SavedMapping>, AppError> {
        let open = self.open().await?;
        open.require(session::imports(open.session.role))?;
        let mut reader = open.store.read().await?;
        let users = users::all(&mut reader).await?;
        let mut mappings = Vec::new();
        for saved in column_mappings::all(&mut reader).await? {
            let by = users.iter().find(|user| user.id == saved.saved_by);
            mappings.push(SavedMapping {
                mapping: serde_json::from_str(&saved.content).map_err(AppError::internal)?,
                hash: saved.hash.to_string(),
                saved_by: by.map(|user| user.display_name.clone()).unwrap_or_default(),
                saved_at: view::moment(saved.saved_at),
            });
        }
        Ok(mappings)
    }
}

/// Refuses a mapping beside which another of the same header would be in force: which of them reads a file would be by chance.
fn refuse_beside(mapping: &Described, others: &[Described]) -> Result<(), AppError> {
    let mut others = others.iter().filter(|other| other.layout != mapping.layout);
    if let Some(other) = others.clone().find(|other| mapping.has_header_of(other)) {
        let message = format!("{} has this header already; save it under that name", other.layout);
        return Err(AppError::new(ErrorCode::BadInput, message)
            .about("layout")
            .with("fault", "header_taken"));
    }
    if others.nth(MAPPINGS_MAX - 1).is_some() {
        let message =
            format!("there are {MAPPINGS_MAX} mappings already; save it in the place of one of them");
        return Err(AppError::new(ErrorCode::BadInput, message).about("layout").with("fault", "too_many"));
    }
    Ok(())
}

/// The mappings in force, as files are read by them.
pub(crate) async fn in_force(reader: &mut Reader) -> Result<Vec<Described>, AppError> {
    let saved = column_mappings::all(reader).await?;
    saved.iter().map(|saved| serde_json::from_str(&saved.content).map_err(AppError::internal)).collect()
}

/// A mapping that files can be read by, or what is wrong with it and where.
pub(crate) fn checked(mapping: &ColumnMapping) -> Result<Described, AppError> {
    let described: Described = same(mapping).map_err(|_| {
        let message = format!("{:?} is not the code of a currency", mapping.currency);
        AppError::new(ErrorCode::BadInput, message).about("currency")
    })?;
    described.check().map_err(|fault| {
        AppError::new(ErrorCode::BadInput, fault.to_string()).about(fault.field()).with("fault", fault.code())
    })?;
    Ok(described)
}

/// The types of the wire and of the reader write the same values; only the currency is any text on the wire.
fn same<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(value)?)
}
