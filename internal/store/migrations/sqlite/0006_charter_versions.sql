-- 0006_charter_versions.sql: which charters were published, and from when each is in force.

-- +goose Up
-- A version is published once. Its text lies in charters under its hash. In
-- force is the highest whose moment has come.
CREATE TABLE charter_versions (
    version      INTEGER PRIMARY KEY,
    charter_id   TEXT    NOT NULL,
    hash         TEXT    NOT NULL,
    effective_at INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    published_by TEXT    NOT NULL
) STRICT;

-- Of charters that came into force under one number, the last counts.
INSERT INTO charter_versions (version, charter_id, hash, effective_at, published_at, published_by)
SELECT c.version, c.charter_id, c.hash, c.published_at, c.published_at, '' FROM charters c
WHERE NOT EXISTS (
    SELECT 1 FROM charters d WHERE d.version = c.version
    AND (d.published_at > c.published_at OR (d.published_at = c.published_at AND d.hash > c.hash))
);

-- +goose Down
SELECT 1;
