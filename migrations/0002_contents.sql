-- Contents: what came in or was worked out, named by its hash, written once. Personal data lives here and in payloads.

-- Bytes as received: statement files, pack files. `stored` may be deflated; `hash` and `length` are of the plain bytes.
CREATE TABLE document (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    length INTEGER NOT NULL CHECK (length >= 0),
    encoding TEXT NOT NULL CHECK (encoding IN ('plain', 'deflate')),
    stored BLOB NOT NULL
) STRICT;

CREATE TABLE application (
    case_id BLOB PRIMARY KEY CHECK (length(case_id) = 16),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    application_ref TEXT NOT NULL UNIQUE,
    applicant_name TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Keyed hashes of what identifies a person, so that the same one is found in other cases without a plain column.
CREATE TABLE case_link (
    kind TEXT NOT NULL CHECK (kind IN ('id_number', 'mobile', 'bank_card')),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    case_id BLOB NOT NULL REFERENCES application (case_id),
    PRIMARY KEY (kind, digest, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_link_by_case ON case_link (case_id, kind, digest);

-- A statement as read from one file. `canonical_hash` is of its canonical bytes, and is checked when it is rebuilt from its rows.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    file BLOB NOT NULL UNIQUE CHECK (length(file) = 32),
    canonical_hash BLOB NOT NULL CHECK (length(canonical_hash) = 32),
    layout TEXT NOT NULL,
    encoding TEXT NOT NULL,
    header_line INTEGER NOT NULL CHECK (header_line BETWEEN 0 AND 4294967295),
    kind TEXT NOT NULL CHECK (kind IN ('wallet', 'bank_debit', 'bank_credit')),
    currency TEXT NOT NULL CHECK (currency IN ('CNY', 'HKD', 'USD', 'CAD', 'EUR')),
    preamble TEXT NOT NULL CHECK (json_valid(preamble)),
    row_count INTEGER NOT NULL CHECK (row_count >= 0),
    first_at TEXT,
    last_at TEXT
) STRICT;

-- One row of a statement. Amounts in fen of the statement's currency.
CREATE TABLE transaction_row (
    statement INTEGER NOT NULL REFERENCES statement (id),
    line INTEGER NOT NULL CHECK (line BETWEEN 0 AND 4294967295),
    at TEXT NOT NULL,
    has_time INTEGER NOT NULL CHECK (has_time IN (0, 1)),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'neutral')),
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    refunded_fen INTEGER NOT NULL CHECK (refunded_fen >= 0),
    balance_fen INTEGER,
    status TEXT NOT NULL CHECK (status IN ('settled', 'refunded', 'pending', 'closed')),
    counterparty TEXT NOT NULL,
    counterparty_account TEXT NOT NULL,
    description TEXT NOT NULL,
    provider_type TEXT NOT NULL,
    method TEXT NOT NULL,
    order_id TEXT NOT NULL,
    merchant_order_id TEXT NOT NULL,
    PRIMARY KEY (statement, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE vendor_result (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    case_id BLOB NOT NULL REFERENCES application (case_id),
    kind TEXT NOT NULL,
    obtained_ms INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX vendor_result_by_case ON vendor_result (case_id, obtained_ms, kind, hash);

-- Immutable, replayable. `sequence` is the order they were made in.
CREATE TABLE assessment (
    sequence INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    case_id BLOB NOT NULL REFERENCES application (case_id),
    as_of_ms INTEGER NOT NULL,
    pack BLOB NOT NULL CHECK (length(pack) = 32),
    length INTEGER NOT NULL CHECK (length > 0),
    stored BLOB NOT NULL
) STRICT;

CREATE INDEX assessment_by_case ON assessment (case_id, sequence);

-- A product pack, so that every pack a case was assessed with can be loaded again.
CREATE TABLE pack (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    product TEXT NOT NULL,
    version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX pack_by_product ON pack (product, version);

CREATE TABLE pack_file (
    pack BLOB NOT NULL REFERENCES pack (hash),
    path TEXT NOT NULL,
    document BLOB NOT NULL REFERENCES document (hash),
    PRIMARY KEY (pack, path)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;
