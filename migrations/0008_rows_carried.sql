-- The rows stand in `statement_rows` by now.

DROP TABLE transaction_row;
DROP TABLE statement;
ALTER TABLE statement_made_anew RENAME TO statement;

PRAGMA user_version = 8;
