-- Projection: cases of discipline, made from central's own records. days is JSON (docs/formats.md 2), tab the list of the
-- queue in which it stands, entry its newest one; seen by whoever decides next.
CREATE TABLE cases (
    number      TEXT PRIMARY KEY,
    person      TEXT NOT NULL,
    opd         TEXT NOT NULL,
    regime      TEXT NOT NULL,
    mode        TEXT NOT NULL,
    threshold   TEXT NOT NULL,
    article     TEXT NOT NULL,
    sanctions   TEXT NOT NULL,
    day         TEXT NOT NULL,
    count       INTEGER NOT NULL,
    days        TEXT NOT NULL,
    salary_stop TEXT NOT NULL,
    rules       TEXT NOT NULL,
    opened_ms   INTEGER NOT NULL,
    state       TEXT NOT NULL,
    tab         TEXT NOT NULL,
    entry       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_person ON cases (person);
CREATE INDEX cases_tab ON cases (tab, opened_ms);

-- Projection: what happened in a case. changed is JSON: the days that count no longer, and what they are now.
CREATE TABLE case_entries (
    record   INTEGER PRIMARY KEY REFERENCES records (id),
    number   TEXT NOT NULL,
    act      TEXT NOT NULL,
    state    TEXT NOT NULL,
    day      TEXT NOT NULL,
    at_ms    INTEGER NOT NULL,
    by       TEXT NOT NULL,
    sanction TEXT NOT NULL,
    rule     TEXT NOT NULL,
    changed  TEXT NOT NULL
) STRICT;
CREATE INDEX case_entries_number ON case_entries (number);

-- Whom anything counts against: few of all verdicts.
CREATE INDEX verdicts_counted ON verdicts (person, day) WHERE code = 'TK' OR in_missing + out_missing > 0;

-- People whose absence waits to be added up again, from the year of first_day on.
CREATE TABLE case_queue (
    person    TEXT PRIMARY KEY,
    first_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Projection: cases of ethics, kept apart. members is the council, ids with spaces; verdict empty until there is one.
CREATE TABLE ethics_cases (
    number    TEXT PRIMARY KEY,
    person    TEXT NOT NULL,
    opened_ms INTEGER NOT NULL,
    state     TEXT NOT NULL,
    members   TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    entry     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ethics_entries (
    record INTEGER PRIMARY KEY REFERENCES records (id),
    number TEXT NOT NULL,
    state  TEXT NOT NULL,
    at_ms  INTEGER NOT NULL,
    by     TEXT NOT NULL
) STRICT;
CREATE INDEX ethics_entries_number ON ethics_entries (number);
