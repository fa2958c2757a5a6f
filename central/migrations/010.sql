-- Days are texts like 2026-11-24; both ends belong to a row, an open end is null.
CREATE TABLE posts (
    person     TEXT NOT NULL REFERENCES people (person),
    first_day  TEXT NOT NULL,
    last_day   TEXT,
    employment TEXT NOT NULL,
    level      TEXT NOT NULL,
    title      TEXT NOT NULL,
    opd        TEXT NOT NULL,
    unit       TEXT NOT NULL,
    office     TEXT NOT NULL,
    superior   TEXT REFERENCES people (person),
    PRIMARY KEY (person, first_day)
) STRICT, WITHOUT ROWID;

-- Who acts for a person who is away.
CREATE TABLE deputies (
    person    TEXT NOT NULL REFERENCES people (person),
    first_day TEXT NOT NULL,
    last_day  TEXT,
    deputy    TEXT NOT NULL REFERENCES people (person),
    PRIMARY KEY (person, first_day)
) STRICT, WITHOUT ROWID;

-- A work plan or a deduction profile, and whom it holds for; an empty text asks for nothing.
CREATE TABLE assignments (
    kind      TEXT NOT NULL,
    person    TEXT NOT NULL,
    opd       TEXT NOT NULL,
    unit      TEXT NOT NULL,
    office    TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day  TEXT,
    name      TEXT NOT NULL,
    PRIMARY KEY (kind, person, opd, unit, office, first_day)
) STRICT, WITHOUT ROWID;

-- The shift of a person's day, or OFF.
CREATE TABLE rosters (
    person TEXT NOT NULL REFERENCES people (person),
    day    TEXT NOT NULL,
    shift  TEXT NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX rosters_day ON rosters (day);

-- The zone of an office's clock.
CREATE TABLE offices (
    opd    TEXT NOT NULL,
    office TEXT NOT NULL,
    zone   TEXT NOT NULL,
    PRIMARY KEY (opd, office)
) STRICT, WITHOUT ROWID;
