-- Projections: current state, written only by applying entries, and rebuilt from them at will.

CREATE TABLE user_account (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    login TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 1 AND 64),
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('underwriter', 'approver', 'compliance', 'policy_owner', 'admin')),
    public_key BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32),
    enrolled_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE active_pack (
    product TEXT PRIMARY KEY,
    pack BLOB NOT NULL CHECK (length(pack) = 32),
    version TEXT NOT NULL,
    activated_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE case_file (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    number TEXT NOT NULL UNIQUE,
    application BLOB NOT NULL CHECK (length(application) = 32),
    product TEXT NOT NULL,
    scene TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'ready', 'in_review', 'waiting_on_applicant',
        'awaiting_approval', 'decided', 'withdrawn')),
    received_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (currency IN ('CNY', 'HKD', 'USD', 'CAD', 'EUR')),
    requested_fen INTEGER NOT NULL CHECK (requested_fen >= 0),
    owner BLOB CHECK (owner IS NULL OR length(owner) = 16),
    owner_until_ms INTEGER,
    assessment BLOB CHECK (assessment IS NULL OR length(assessment) = 32),
    pack BLOB CHECK (pack IS NULL OR length(pack) = 32),
    recommended_kind TEXT CHECK (recommended_kind IS NULL OR recommended_kind IN ('approve', 'counteroffer', 'decline')),
    recommended_fen INTEGER CHECK (recommended_fen IS NULL OR recommended_fen >= 0),
    risk_grade TEXT,
    points INTEGER,
    triggers TEXT NOT NULL DEFAULT '[]' CHECK (json_type(triggers) = 'array'),
    knock_outs TEXT NOT NULL DEFAULT '[]' CHECK (json_type(knock_outs) = 'array'),
    proposal INTEGER,
    proposed_kind TEXT CHECK (proposed_kind IS NULL OR proposed_kind IN ('approve', 'counteroffer', 'decline')),
    proposed_fen INTEGER CHECK (proposed_fen IS NULL OR proposed_fen >= 0),
    proposed_by BLOB CHECK (proposed_by IS NULL OR length(proposed_by) = 16),
    decision INTEGER,
    decided_kind TEXT CHECK (decided_kind IS NULL OR decided_kind IN ('approve', 'counteroffer', 'decline')),
    decided_fen INTEGER CHECK (decided_fen IS NULL OR decided_fen >= 0),
    decided_by BLOB CHECK (decided_by IS NULL OR length(decided_by) = 16),
    decided_ms INTEGER,
    overrides TEXT NOT NULL DEFAULT '[]' CHECK (json_type(overrides) = 'array'),
    referred_role TEXT CHECK (referred_role IS NULL OR referred_role IN ('underwriter', 'approver')),
    referred_user BLOB CHECK (referred_user IS NULL OR length(referred_user) = 16),
    CHECK ((owner IS NULL) = (owner_until_ms IS NULL)),
    CHECK ((state = 'in_review') = (owner IS NOT NULL)),
    CHECK ((state = 'awaiting_approval') <= (proposal IS NOT NULL)),
    CHECK ((state = 'decided') = (decision IS NOT NULL)),
    CHECK ((decision IS NULL) = (decided_kind IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX case_file_by_due ON case_file (due_ms, id);
CREATE INDEX case_file_by_state ON case_file (state, due_ms, id);
CREATE INDEX case_file_by_owner ON case_file (owner, due_ms, id) WHERE owner IS NOT NULL;
CREATE INDEX case_file_in_review ON case_file (due_ms, id) WHERE state IN ('received', 'ready', 'in_review');
CREATE INDEX case_file_open ON case_file (due_ms, id) WHERE state NOT IN ('decided', 'withdrawn');

CREATE TABLE case_statement (
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    file BLOB NOT NULL CHECK (length(file) = 32),
    position INTEGER NOT NULL,
    imported_ms INTEGER NOT NULL,
    PRIMARY KEY (case_id, file)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_statement_by_file ON case_statement (file, case_id);

CREATE TABLE case_vendor_result (
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    result BLOB NOT NULL CHECK (length(result) = 32),
    position INTEGER NOT NULL,
    PRIMARY KEY (case_id, result)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
