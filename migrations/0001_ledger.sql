-- The ledger: entries verbatim, payloads that can be erased, the tree, signed checkpoints.
-- Hashes are 32 bytes, ids 16, times milliseconds since 1970 UTC.

CREATE TABLE workspace (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    created_ms INTEGER NOT NULL
) STRICT;

-- Secret bytes that only the open database gives away.
CREATE TABLE secret (
    name TEXT PRIMARY KEY CHECK (name IN ('device_signing_seed', 'blind_index_key')),
    bytes BLOB NOT NULL CHECK (length(bytes) = 32)
) STRICT, WITHOUT ROWID;

-- One log per class on this device. `origin` is the name in its checkpoints.
CREATE TABLE log (
    id INTEGER PRIMARY KEY CHECK (id IN (1, 2)),
    class TEXT NOT NULL UNIQUE CHECK (class IN ('decision', 'access')),
    origin TEXT NOT NULL UNIQUE,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;

-- `bytes` is hashed and never rewritten; a person's signature stands in it. The columns after it repeat what the bytes say, so
-- that lists have an index; verification compares them with the bytes.
CREATE TABLE entry (
    log INTEGER NOT NULL REFERENCES log (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    bytes BLOB NOT NULL,
    event TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor BLOB NOT NULL CHECK (length(actor) = 16),
    case_id BLOB CHECK (case_id IS NULL OR length(case_id) = 16),
    PRIMARY KEY (log, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_by_case ON entry (case_id, log, position) WHERE case_id IS NOT NULL;
CREATE INDEX entry_by_event ON entry (log, event, position);
CREATE INDEX entry_by_actor ON entry (log, actor, position);

CREATE TRIGGER entry_is_never_updated BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry is never changed');
END;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry is never deleted');
END;

-- What the entry commits to. Erasing a payload is deleting its row; the entry and every proof stay.
CREATE TABLE payload (
    log INTEGER NOT NULL,
    position INTEGER NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    bytes BLOB NOT NULL,
    PRIMARY KEY (log, position),
    FOREIGN KEY (log, position) REFERENCES entry (log, position)
) STRICT, WITHOUT ROWID;

-- Complete subtrees: level 0 holds leaf hashes, a node at `level` covers 2^level leaves from `position` * 2^level.
CREATE TABLE merkle_node (
    log INTEGER NOT NULL REFERENCES log (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 62),
    position INTEGER NOT NULL CHECK (position >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (log, level, position)
) STRICT, WITHOUT ROWID;

-- The signed note, verbatim; one for each transaction that appended.
CREATE TABLE checkpoint (
    log INTEGER NOT NULL REFERENCES log (id),
    size INTEGER NOT NULL CHECK (size > 0),
    note BLOB NOT NULL,
    PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;

-- Who else holds a checkpoint: another device, the hub, a printed sheet.
CREATE TABLE witness (
    log INTEGER NOT NULL REFERENCES log (id),
    size INTEGER NOT NULL CHECK (size > 0),
    holder TEXT NOT NULL,
    held_ms INTEGER NOT NULL,
    PRIMARY KEY (log, size, holder)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
