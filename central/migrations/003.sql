-- The log over all records: RFC 6962's tree, its signed checkpoints, and the epochs that they belong to.
CREATE TABLE log_epochs (
    epoch     INTEGER PRIMARY KEY,
    origin    TEXT NOT NULL UNIQUE,
    log_key   TEXT NOT NULL,
    opened_ms INTEGER NOT NULL,
    halted_ms INTEGER,
    halted_by TEXT
) STRICT;

-- The leaves in the order of commits; code is what people quote of one.
CREATE TABLE log_leaves (
    position INTEGER PRIMARY KEY,
    record   INTEGER NOT NULL UNIQUE REFERENCES records (id),
    code     TEXT NOT NULL
) STRICT;
CREATE INDEX log_leaves_code ON log_leaves (code);

-- Every complete subtree, leaves too: 2^level leaves from position * 2^level on.
CREATE TABLE log_nodes (
    level    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_checkpoints (
    epoch     INTEGER NOT NULL REFERENCES log_epochs (epoch),
    size      INTEGER NOT NULL,
    note      TEXT NOT NULL,
    signed_ms INTEGER NOT NULL,
    PRIMARY KEY (epoch, size)
) STRICT;
