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
