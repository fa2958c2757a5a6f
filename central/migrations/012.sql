-- document: SHA-256 of the file in `documents`; decision: the record that ended it.
ALTER TABLE papers ADD COLUMN document TEXT;
ALTER TABLE papers ADD COLUMN decision INTEGER;
ALTER TABLE outages ADD COLUMN decision INTEGER;
CREATE UNIQUE INDEX outages_gap ON outages (device, from_ms);

-- Documents that came and that no paper names yet; gone after a day.
CREATE TABLE waiting_documents (
    sha256    TEXT NOT NULL,
    uploader  TEXT NOT NULL,
    stored_ms INTEGER NOT NULL,
    PRIMARY KEY (sha256, uploader)
) STRICT, WITHOUT ROWID;
