-- The terminal's records (docs/formats.md 2). Written by hadir-kiosk alone.
-- The last pruned row of an inc stays with line NULL as its anchor.
CREATE TABLE records (
    inc  INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    line TEXT,
    hash BLOB NOT NULL,
    sig  BLOB NOT NULL,
    PRIMARY KEY (inc, seq)
) STRICT;
