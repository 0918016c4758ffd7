-- Layouts that people have described, the latest under each name: a projection.

CREATE TABLE column_mapping (
    layout TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    mapping TEXT NOT NULL,
    saved_by BLOB NOT NULL CHECK (length(saved_by) = 16),
    saved_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 6;
