-- Times are milliseconds since 1970 UTC, ids lower-case hex as in docs/formats.md.
CREATE TABLE devices (
    id                   INTEGER PRIMARY KEY,
    dev                  TEXT NOT NULL UNIQUE,
    opd                  TEXT NOT NULL,
    office               TEXT NOT NULL,
    kiosk                TEXT NOT NULL,
    zone                 TEXT NOT NULL,
    enrolled_ms          INTEGER NOT NULL,
    revoked_ms           INTEGER,
    certificate_until_ms INTEGER NOT NULL,
    last_contact_ms      INTEGER,
    seq_terminal         INTEGER NOT NULL DEFAULT 0,
    clock_state          TEXT
, own INTEGER NOT NULL DEFAULT 0, enrolled_by TEXT, certificate_generation INTEGER NOT NULL DEFAULT 0, reported_ms INTEGER, judged_ms INTEGER) STRICT;

-- confirmed_by names the two officers.
CREATE TABLE incarnations (
    device       INTEGER NOT NULL REFERENCES devices (id),
    inc          INTEGER NOT NULL,
    ledger_key   TEXT NOT NULL UNIQUE,
    opened_ms    INTEGER NOT NULL,
    confirmed_ms INTEGER,
    confirmed_by TEXT, prev_inc INTEGER, prev_seq INTEGER, prev_head TEXT, revoked_ms INTEGER,
    PRIMARY KEY (device, inc)
) STRICT;

-- A line is kept as the bytes that were signed.
CREATE TABLE records (
    id          INTEGER PRIMARY KEY,
    device      INTEGER NOT NULL REFERENCES devices (id),
    inc         INTEGER NOT NULL,
    branch      INTEGER NOT NULL DEFAULT 0,
    seq         INTEGER NOT NULL,
    line        BLOB NOT NULL,
    hash        BLOB NOT NULL,
    sig         BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    quarantine  TEXT,
    UNIQUE (device, inc, branch, seq)
) STRICT;

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

CREATE TABLE alarms (
    id     INTEGER PRIMARY KEY,
    device INTEGER NOT NULL REFERENCES devices (id),
    code   TEXT NOT NULL,
    inc    INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    at_ms  INTEGER NOT NULL,
    UNIQUE (device, code, inc, seq)
) STRICT;

CREATE TABLE people (
    person TEXT PRIMARY KEY,
    nip    TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL,
    opd    TEXT NOT NULL,
    unit   TEXT NOT NULL,
    office TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    active INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX people_opd ON people (opd, office);

CREATE TABLE badges (
    badge      TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES people (person),
    key_id     INTEGER NOT NULL,
    expires    TEXT NOT NULL,
    revoked_ms INTEGER
) STRICT;
CREATE INDEX badges_person ON badges (person);

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
    marks  TEXT NOT NULL, earliest_ms INTEGER, latest_ms INTEGER, phone TEXT, step INTEGER, phone_proof TEXT, chosen INTEGER NOT NULL DEFAULT 0,
    UNIQUE (device, inc, branch, seq)
) STRICT;
CREATE INDEX attendance_day ON attendance (day, at_ms, record);

-- Rows go once their answer can no longer be asked for again.
CREATE TABLE enrol_slots (
    slot           TEXT PRIMARY KEY,
    secret         TEXT NOT NULL,
    opd            TEXT NOT NULL,
    office         TEXT NOT NULL,
    kiosk          TEXT NOT NULL,
    zone           TEXT NOT NULL,
    expires_ms     INTEGER NOT NULL,
    wrong          INTEGER NOT NULL DEFAULT 0,
    used_ms        INTEGER,
    request_sha256 TEXT,
    answer         TEXT
, made_by TEXT) STRICT;

-- opd: whose officer, empty for all. ethics: was let to cases of ethics. given: the password was made by somebody else
-- and must be replaced first. An ended account keeps its name.
CREATE TABLE accounts (
    name       TEXT PRIMARY KEY,
    password   TEXT NOT NULL,
    role       TEXT NOT NULL,
    person     TEXT NOT NULL,
    created_ms INTEGER NOT NULL
, opd TEXT NOT NULL DEFAULT '', ethics INTEGER NOT NULL DEFAULT 0, given INTEGER NOT NULL DEFAULT 0, ended_ms INTEGER) STRICT;

-- stage: how far the sign-in has come, open at its end.
CREATE TABLE sessions (
    id_sha256  TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES accounts (name),
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
, stage TEXT NOT NULL DEFAULT 'open', seen_ms INTEGER NOT NULL DEFAULT 0, agent TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE sign_in_failures (
    account TEXT NOT NULL,
    at_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failures_account ON sign_in_failures (account, at_ms);

-- Every version that was ever signed; the bytes of the newest only. dev is empty for policy and keys.
CREATE TABLE signed_files (
    kind       TEXT NOT NULL,
    dev        TEXT NOT NULL,
    version    INTEGER NOT NULL,
    issued_ms  INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    content    TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    file       BLOB,
    PRIMARY KEY (kind, dev, version)
) STRICT;

-- Rises with each change to people or badges, so that a roster is built again only then.
CREATE TABLE generations (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;
INSERT INTO generations (name, value) VALUES ('people', 1);

-- The log over all records: RFC 6962's tree, its signed checkpoints, and the epochs that they belong to.
CREATE TABLE log_epochs (
    epoch     INTEGER PRIMARY KEY,
    origin    TEXT NOT NULL UNIQUE,
    log_key   TEXT NOT NULL,
    opened_ms INTEGER NOT NULL,
    halted_ms INTEGER,
    halted_by TEXT
) STRICT;

-- The leaves in the order of commits; code is what people quote of one.
CREATE TABLE log_leaves (
    position INTEGER PRIMARY KEY,
    record   INTEGER NOT NULL UNIQUE REFERENCES records (id),
    code     TEXT NOT NULL
) STRICT;
CREATE INDEX log_leaves_code ON log_leaves (code);

-- Every complete subtree, leaves too: 2^level leaves from position * 2^level on.
CREATE TABLE log_nodes (
    level    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_checkpoints (
    epoch     INTEGER NOT NULL REFERENCES log_epochs (epoch),
    size      INTEGER NOT NULL,
    note      TEXT NOT NULL,
    signed_ms INTEGER NOT NULL,
    PRIMARY KEY (epoch, size)
) STRICT;

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

-- Projection: which record names which sealed photograph; the photographs themselves are files.
CREATE TABLE evidence (
    record INTEGER NOT NULL REFERENCES records (id),
    device INTEGER NOT NULL REFERENCES devices (id),
    sha256 TEXT NOT NULL,
    PRIMARY KEY (record, sha256)
) STRICT;
CREATE INDEX evidence_sha256 ON evidence (sha256, device);
-- What may be erased of a record: the values whose digests its line holds. An erased one keeps its row without them,
-- so that the same value sent again does not bring it back. person is whose it is, where that is one person.
CREATE TABLE sides (
    record INTEGER NOT NULL REFERENCES records (id),
    field  TEXT NOT NULL,
    person TEXT,
    salt   TEXT,
    value  TEXT,
    PRIMARY KEY (record, field)
) STRICT;
CREATE INDEX sides_person ON sides (person);

-- People who were erased, and since when no page of this file holds anything of them.
CREATE TABLE erasures (
    person      TEXT PRIMARY KEY,
    erased_ms   INTEGER NOT NULL,
    scrubbed_ms INTEGER
) STRICT;

-- Terminals that held a roster then; roster is the least version without the person. done_ms: it told that it has
-- one, and nothing older.
CREATE TABLE erasure_terminals (
    person  TEXT NOT NULL REFERENCES erasures (person),
    device  INTEGER NOT NULL REFERENCES devices (id),
    roster  INTEGER NOT NULL,
    done_ms INTEGER,
    PRIMARY KEY (person, device)
) STRICT;
CREATE INDEX erasure_terminals_open ON erasure_terminals (device) WHERE done_ms IS NULL;

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

-- phone_proof of attendance: terminal (its roster had the key), central (the code in the record is by a registered
-- key), none.
CREATE INDEX attendance_phone ON attendance (phone, step) WHERE phone IS NOT NULL;

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

-- chosen of attendance: the person chose the direction on the screen; else it is the terminal's guess.
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
, document TEXT, decision INTEGER) STRICT;
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
, decision INTEGER) STRICT;
CREATE INDEX outages_device ON outages (device, from_ms);
CREATE UNIQUE INDEX outages_gap ON outages (device, from_ms);

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
-- Second factors: RFC 6238. proved_ms is null until a first code has shown that an app has the secret; step is the
-- newest whose code was used.
CREATE TABLE factors (
    account   TEXT PRIMARY KEY REFERENCES accounts (name),
    secret    TEXT NOT NULL,
    proved_ms INTEGER,
    step      INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Each in place of one code, once.
CREATE TABLE recovery_codes (
    sha256  TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name)
) STRICT;
CREATE INDEX recovery_codes_account ON recovery_codes (account);

-- Who has looked at whose data. One row a viewer, role, kind, day and reason; lists count once a day, single looks each
-- time. why is what the viewer has given as a reason, where one is asked for.
CREATE TABLE person_views (
    id       INTEGER PRIMARY KEY,
    person   TEXT NOT NULL,
    viewer   TEXT NOT NULL,
    role     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    day      TEXT NOT NULL,
    why      TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms  INTEGER NOT NULL,
    times    INTEGER NOT NULL,
    UNIQUE (person, day, viewer, role, kind, why)
) STRICT;
CREATE INDEX person_views_viewer ON person_views (viewer);

-- Documents that came and that no paper names yet; gone after a day.
CREATE TABLE waiting_documents (
    sha256    TEXT NOT NULL,
    uploader  TEXT NOT NULL,
    stored_ms INTEGER NOT NULL,
    PRIMARY KEY (sha256, uploader)
) STRICT, WITHOUT ROWID;

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
