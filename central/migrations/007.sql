-- What an officer found who looked at a check-in; hash is the record's, so that it holds wherever the record stands.
CREATE TABLE reviews (
    hash    BLOB PRIMARY KEY,
    verdict TEXT NOT NULL,
    officer TEXT NOT NULL,
    at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Check-ins that were drawn by lot to be looked at, whatever their marks; week is its Monday.
CREATE TABLE samples (
    hash BLOB PRIMARY KEY,
    week TEXT NOT NULL,
    opd  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The weeks that were drawn, those without a check-in too.
CREATE TABLE sample_weeks (
    week     TEXT PRIMARY KEY,
    drawn_ms INTEGER NOT NULL
) STRICT;

-- Projection: what waits to be looked at, and perhaps some that was.
CREATE TABLE review_queue (
    record INTEGER PRIMARY KEY REFERENCES records (id)
) STRICT;
INSERT INTO review_queue (record) SELECT record FROM attendance WHERE marks <> '';
