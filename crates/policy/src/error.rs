//! Why a pack is refused, with the place.

use std::fmt;

/// A place in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackPlace {
    /// The file, by its path in the pack.
    pub file: String,
    /// The row of a table, or the name of a case or an item.
    pub row: Option<String>,
    /// The column of a table, or the field of an item.
    pub column: Option<String>,
}

impl PackPlace {
    pub(crate) fn file(file: &str) -> Self {
        PackPlace { file: file.to_owned(), row: None, column: None }
    }

    pub(crate) fn row(mut self, row: &str) -> Self {
        self.row = Some(row.to_owned());
        self
    }

    pub(crate) fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

impl fmt::Display for PackPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = &self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        Ok(())
    }
}

/// Why a pack is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The folder or a file in it cannot be read.
    #[error("{path}: {problem}")]
    Unreadable {
        /// The path.
        path: String,
        /// Why.
        problem: String,
    },
    /// There is no shipped pack of this name.
    #[error("no pack named {0:?} is shipped")]
    NotShipped(String),
    /// Something in it does not hold.
    #[error("{place}: {problem}")]
    Refused {
        /// Where.
        place: PackPlace,
        /// What is wrong, in words.
        problem: String,
    },
}

pub(crate) fn refused(place: PackPlace, problem: impl Into<String>) -> PackError {
    PackError::Refused { place, problem: problem.into() }
}
