-- With what a person opens an account, once: the slot finds the code, of the rest only a hash is kept.
CREATE TABLE person_codes (
    slot       TEXT PRIMARY KEY,
    person     TEXT NOT NULL UNIQUE REFERENCES people (person),
    secret     TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    wrong      INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Salt and bits are the typo check that terminals get; the hash is for central alone.
CREATE TABLE pins (
    person TEXT PRIMARY KEY REFERENCES people (person),
    hash   TEXT NOT NULL,
    salt   TEXT NOT NULL,
    bits   INTEGER NOT NULL,
    set_ms INTEGER NOT NULL
) STRICT;

-- Records whose sealed PIN has come and waits to be opened; what came of it, by the record's hash as in reviews.
CREATE TABLE pin_queue (
    record INTEGER PRIMARY KEY REFERENCES records (id)
) STRICT;
CREATE TABLE pin_verdicts (
    hash    BLOB PRIMARY KEY,
    verdict TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys of people's phones. from_ms: since when codes count, null until a terminal has seen the phone behind the
-- person's printed badge. listed: it stands in rosters.
CREATE TABLE phones (
    phone         TEXT PRIMARY KEY,
    person        TEXT NOT NULL,
    pub           TEXT NOT NULL UNIQUE,
    browser       TEXT NOT NULL,
    registered_ms INTEGER NOT NULL,
    from_ms       INTEGER,
    ended_ms      INTEGER,
    listed        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX phones_person ON phones (person);
CREATE INDEX phones_browser ON phones (browser);

-- Projection: a phone's code that a terminal saw behind a printed badge, of_seq being the check-in by that badge.
CREATE TABLE phone_claims (
    record INTEGER PRIMARY KEY REFERENCES records (id),
    device INTEGER NOT NULL REFERENCES devices (id),
    inc    INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    of_seq INTEGER NOT NULL,
    phone  TEXT NOT NULL,
    code   TEXT NOT NULL
) STRICT;
CREATE INDEX phone_claims_phone ON phone_claims (phone);

-- phone_proof: terminal (its roster had the key), central (the code in the record is by a registered key), none.
ALTER TABLE attendance ADD COLUMN phone TEXT;
ALTER TABLE attendance ADD COLUMN step INTEGER;
ALTER TABLE attendance ADD COLUMN phone_proof TEXT;
CREATE INDEX attendance_phone ON attendance (phone, step) WHERE phone IS NOT NULL;
