-- What hadir-sync knows of central. Written by hadir-sync alone.

-- The newest signed file of each kind (roster, policy, keys), bytes as received.
CREATE TABLE files (
    kind     TEXT NOT NULL PRIMARY KEY,
    version  INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    etag     TEXT NOT NULL,
    received TEXT NOT NULL
) STRICT;

-- The newest receipt of each incarnation, and how far it reaches.
CREATE TABLE receipts (
    inc      INTEGER NOT NULL PRIMARY KEY,
    acked    INTEGER NOT NULL,
    head     BLOB NOT NULL,
    receipt  TEXT NOT NULL,
    received TEXT NOT NULL
) STRICT;

-- Signed server times that answered our own nonce, by the steady clock of their boot.
CREATE TABLE anchors (
    boot      TEXT NOT NULL,
    up_ms     INTEGER NOT NULL,
    server_ms INTEGER NOT NULL,
    unc_ms    INTEGER NOT NULL,
    PRIMARY KEY (boot, up_ms)
) STRICT;

-- One row: how talking to central went last.
CREATE TABLE contact (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    ok_at     TEXT,
    tried_at  TEXT,
    since     TEXT,
    connected INTEGER NOT NULL,
    failures  INTEGER NOT NULL,
    problem   TEXT,
    retry_at  TEXT,
    night     TEXT
) STRICT;

-- The newest checkpoint of each log that was verified here. The one taken last is what central is told of.
CREATE TABLE checkpoints (
    origin   TEXT NOT NULL PRIMARY KEY,
    size     INTEGER NOT NULL,
    note     TEXT NOT NULL,
    taken    INTEGER NOT NULL,
    received TEXT NOT NULL
) STRICT;

-- What hadir-sync has found and hadir-kiosk is to write into the ledger.
CREATE TABLE alarms (
    id     INTEGER NOT NULL PRIMARY KEY,
    code   TEXT NOT NULL,
    detail TEXT NOT NULL,
    at     TEXT NOT NULL,
    UNIQUE (code, detail)
) STRICT;
