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
