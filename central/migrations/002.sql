-- Branches of forked ledgers, incarnations that terminals open by themselves, and what officers decide of
-- them.
ALTER TABLE devices ADD COLUMN own INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN enrolled_by TEXT;
ALTER TABLE devices ADD COLUMN certificate_generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnations ADD COLUMN prev_inc INTEGER;
ALTER TABLE incarnations ADD COLUMN prev_seq INTEGER;
ALTER TABLE incarnations ADD COLUMN prev_head TEXT;
ALTER TABLE incarnations ADD COLUMN revoked_ms INTEGER;
ALTER TABLE enrol_slots ADD COLUMN made_by TEXT;

-- Where a forked ledger parts. Without a row a ledger has one branch, 0.
CREATE TABLE branches (
    device     INTEGER NOT NULL REFERENCES devices (id),
    inc        INTEGER NOT NULL,
    branch     INTEGER NOT NULL,
    parent     INTEGER,
    first_seq  INTEGER NOT NULL,
    revoked_ms INTEGER,
    PRIMARY KEY (device, inc, branch)
) STRICT;

-- Rows that a terminal has pruned and central lost: only the hash after the last of them is known.
CREATE TABLE holes (
    device    INTEGER NOT NULL REFERENCES devices (id),
    inc       INTEGER NOT NULL,
    branch    INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL,
    hash      BLOB NOT NULL,
    sig       BLOB NOT NULL,
    PRIMARY KEY (device, inc, branch, last_seq)
) STRICT;

-- A certificate is good while its generation is the device's; one without a row is of generation 0.
CREATE TABLE certificates (
    sha256     TEXT PRIMARY KEY,
    device     INTEGER NOT NULL REFERENCES devices (id),
    generation INTEGER NOT NULL
) STRICT;

CREATE TABLE used_nonces (
    nonce TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT;

-- Two branches may have a check-in at one seq.
CREATE TEMP TABLE attendance_before AS SELECT * FROM attendance;
DROP TABLE attendance;

-- Projection: one row a check-in, made from records alone and made again at will.
CREATE TABLE attendance (
    record INTEGER PRIMARY KEY REFERENCES records (id),
    device INTEGER NOT NULL REFERENCES devices (id),
    inc    INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    badge  TEXT NOT NULL,
    person TEXT,
    at_ms  INTEGER NOT NULL,
    day    TEXT NOT NULL,
    dir    TEXT NOT NULL,
    marks  TEXT NOT NULL,
    UNIQUE (device, inc, branch, seq)
) STRICT;
CREATE INDEX attendance_day ON attendance (day, at_ms, record);
INSERT INTO attendance (record, device, inc, branch, seq, badge, person, at_ms, day, dir, marks)
SELECT record, device, inc, 0, seq, badge, person, at_ms, day, dir, marks FROM attendance_before;
DROP TABLE attendance_before;
