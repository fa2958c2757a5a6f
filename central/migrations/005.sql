-- Projection: which record names which sealed photograph; the photographs themselves are files.
CREATE TABLE evidence (
    record INTEGER NOT NULL REFERENCES records (id),
    device INTEGER NOT NULL REFERENCES devices (id),
    sha256 TEXT NOT NULL,
    PRIMARY KEY (record, sha256)
) STRICT;
CREATE INDEX evidence_sha256 ON evidence (sha256, device);
