-- Corrections that stand in a case: a projection like the others. `position` is that of the entry in the decision log.

CREATE TABLE case_correction (
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    position INTEGER NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('row', 'counterparty')),
    file BLOB NOT NULL CHECK (length(file) = 32),
    line INTEGER NOT NULL CHECK (line BETWEEN 0 AND 4294967295),
    category TEXT NOT NULL CHECK (length(category) BETWEEN 1 AND 64),
    corrected_by BLOB NOT NULL CHECK (length(corrected_by) = 16),
    corrected_ms INTEGER NOT NULL,
    PRIMARY KEY (case_id, position),
    UNIQUE (case_id, scope, file, line)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 5;
