-- Roles. An officer until now was BKD's. opd: whose officer, empty for all. ethics: was let to cases of ethics.
UPDATE accounts SET role = 'bkd_officer' WHERE role = 'officer';
ALTER TABLE accounts ADD COLUMN opd TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN ethics INTEGER NOT NULL DEFAULT 0;

-- given: the password was made by somebody else and must be replaced first. An ended account keeps its name.
ALTER TABLE accounts ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN ended_ms INTEGER;

-- stage: how far the sign-in has come, open at its end. Staff sign in anew, with a second factor.
DELETE FROM sessions WHERE account IN (SELECT name FROM accounts WHERE role <> 'person');
ALTER TABLE sessions ADD COLUMN stage TEXT NOT NULL DEFAULT 'open';
ALTER TABLE sessions ADD COLUMN seen_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';

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
