-- reported_ms: all that the terminal recorded before then has come; judged_ms: what of it the judge has taken up.
ALTER TABLE devices ADD COLUMN reported_ms INTEGER;
ALTER TABLE devices ADD COLUMN judged_ms INTEGER;

-- 1: the person chose the direction on the screen; else it is the terminal's guess.
ALTER TABLE attendance ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0;
CREATE INDEX attendance_person ON attendance (person, day);
CREATE INDEX attendance_badge ON attendance (badge, day);

-- Projection: what each person's day was by the rules, and why; made from records, papers and rules, and made again at
-- will. why is JSON (docs/rules.md), rules the digest of the rule book, cause what had it judged again.
CREATE TABLE verdicts (
    person      TEXT NOT NULL,
    day         TEXT NOT NULL,
    opd         TEXT NOT NULL,
    office      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    code        TEXT NOT NULL,
    paper       TEXT NOT NULL,
    so_far      TEXT NOT NULL,
    in_finding  TEXT NOT NULL,
    in_minutes  INTEGER NOT NULL,
    in_missing  INTEGER NOT NULL,
    in_level    INTEGER NOT NULL,
    in_bp       INTEGER NOT NULL,
    in_record   INTEGER,
    in_paper    INTEGER,
    out_finding TEXT NOT NULL,
    out_minutes INTEGER NOT NULL,
    out_missing INTEGER NOT NULL,
    out_level   INTEGER NOT NULL,
    out_bp      INTEGER NOT NULL,
    out_record  INTEGER,
    out_paper   INTEGER,
    bp          INTEGER NOT NULL,
    profile     TEXT NOT NULL,
    marks       TEXT NOT NULL,
    why         TEXT NOT NULL,
    rules       TEXT NOT NULL,
    judged_ms   INTEGER NOT NULL,
    cause       TEXT NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_day ON verdicts (day, opd);
CREATE INDEX verdicts_unknown ON verdicts (opd, office, day) WHERE code = 'BD';

-- What a day was held to be before, once something had been found; never changed, never removed.
CREATE TABLE old_verdicts (
    id          INTEGER PRIMARY KEY,
    person      TEXT NOT NULL,
    day         TEXT NOT NULL,
    code        TEXT NOT NULL,
    bp          INTEGER NOT NULL,
    why         TEXT NOT NULL,
    rules       TEXT NOT NULL,
    judged_ms   INTEGER NOT NULL,
    replaced_ms INTEGER NOT NULL,
    cause       TEXT NOT NULL
) STRICT;
CREATE INDEX old_verdicts_day ON old_verdicts (person, day);

-- Days that wait to be judged again, and what for.
CREATE TABLE judge_queue (
    person TEXT NOT NULL,
    day    TEXT NOT NULL,
    cause  TEXT NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;

-- Projection: requests for leave, duty and corrections, and outages of terminals, as they stand; made from central's own
-- records. id is the record of the request; state pending, approved, rejected, withdrawn.
CREATE TABLE papers (
    id         INTEGER PRIMARY KEY REFERENCES records (id),
    person     TEXT NOT NULL,
    code       TEXT NOT NULL,
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL,
    from_min   INTEGER,
    to_min     INTEGER,
    side       TEXT,
    at_s       INTEGER,
    state      TEXT NOT NULL,
    asked_ms   INTEGER NOT NULL,
    asked_by   TEXT NOT NULL,
    decided_ms INTEGER,
    decided_by TEXT
) STRICT;
CREATE INDEX papers_person ON papers (person, first_day);
CREATE INDEX papers_state ON papers (state, asked_ms);
CREATE TABLE outages (
    id         INTEGER PRIMARY KEY REFERENCES records (id),
    device     INTEGER NOT NULL REFERENCES devices (id),
    from_ms    INTEGER NOT NULL,
    to_ms      INTEGER NOT NULL,
    state      TEXT NOT NULL,
    decided_ms INTEGER,
    decided_by TEXT
) STRICT;
CREATE INDEX outages_device ON outages (device, from_ms);

-- One-off and regional holidays that BKD has added to those of the rules; source names the decree.
CREATE TABLE added_holidays (
    day    TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    name   TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which rule books have judged, by their digest; the newest is the one of now.
CREATE TABLE rule_books (
    digest  TEXT PRIMARY KEY,
    from_ms INTEGER NOT NULL
) STRICT;
