-- Rows of statements by the thousand, encoded, instead of a table row for each: they are written once and read whole. The rows that
-- are here already are carried over by the program (crates/store/src/migrate/carry.rs) before the next migration drops their table.
-- A currency is any of ISO 4217; the program knows the list.

CREATE TABLE statement_made_anew (
    id INTEGER PRIMARY KEY,
    file BLOB NOT NULL UNIQUE CHECK (length(file) = 32),
    canonical_hash BLOB NOT NULL CHECK (length(canonical_hash) = 32),
    layout TEXT NOT NULL,
    encoding TEXT NOT NULL,
    header_line INTEGER NOT NULL CHECK (header_line BETWEEN 0 AND 4294967295),
    kind TEXT NOT NULL CHECK (kind IN ('wallet', 'bank_debit', 'bank_credit')),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    preamble TEXT NOT NULL CHECK (json_valid(preamble)),
    row_count INTEGER NOT NULL CHECK (row_count >= 0),
    first_at TEXT,
    last_at TEXT,
    part_of BLOB CHECK (part_of IS NULL OR length(part_of) = 32),
    part_number INTEGER
        CHECK ((part_number IS NULL) = (part_of IS NULL) AND (part_number IS NULL OR part_number > 0))
) STRICT;

INSERT INTO statement_made_anew (id, file, canonical_hash, layout, encoding, header_line, kind, currency, preamble, row_count,
    first_at, last_at, part_of, part_number)
SELECT id, file, canonical_hash, layout, encoding, header_line, kind, currency, preamble, row_count, first_at, last_at, part_of,
    part_number
FROM statement;

-- Some rows of a statement, which rise by line from chunk to chunk. `stored` is deflated; `length` is of the plain bytes, whose form
-- is that of crates/store/src/statements/chunk.rs.
CREATE TABLE statement_rows (
    statement INTEGER NOT NULL REFERENCES statement_made_anew (id),
    first_line INTEGER NOT NULL CHECK (first_line >= 0),
    last_line INTEGER NOT NULL CHECK (last_line BETWEEN first_line AND 4294967295),
    row_count INTEGER NOT NULL CHECK (row_count BETWEEN 1 AND last_line - first_line + 1),
    length INTEGER NOT NULL CHECK (length > 0),
    stored BLOB NOT NULL,
    PRIMARY KEY (statement, last_line)
) STRICT;

PRAGMA user_version = 7;
