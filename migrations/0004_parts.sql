-- A document may hold several statements: which one of them a statement is, where it is not the only one.

ALTER TABLE statement ADD COLUMN part_of BLOB CHECK (part_of IS NULL OR length(part_of) = 32);
ALTER TABLE statement ADD COLUMN part_number INTEGER
    CHECK ((part_number IS NULL) = (part_of IS NULL) AND (part_number IS NULL OR part_number > 0));

PRAGMA user_version = 4;
