-- When each record was made: what it proves by itself, and the interval that is sure to hold the true time.
CREATE TABLE record_times (
    record        INTEGER PRIMARY KEY REFERENCES records (id),
    at_ms         INTEGER NOT NULL,
    boot          TEXT NOT NULL,
    up_ms         INTEGER NOT NULL,
    clock_state   TEXT NOT NULL,
    off_ms        INTEGER,
    unc_ms        INTEGER,
    earliest_ms   INTEGER NOT NULL,
    latest_ms     INTEGER NOT NULL
) STRICT;

-- at_ms is from now on the likeliest time within the interval; hadir-central rebuild fills them for what is there.
ALTER TABLE attendance ADD COLUMN earliest_ms INTEGER;
ALTER TABLE attendance ADD COLUMN latest_ms INTEGER;
