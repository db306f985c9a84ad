-- 0012_leases.sql: what one process of several does for all of them.

-- +goose Up
-- Whoever holds the name until then does the work. It is no lock: what is
-- done under it must bear a second who does it at the same time.
CREATE TABLE leases (
    name     TEXT   PRIMARY KEY,
    owner    TEXT   NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;

-- +goose Down
SELECT 1;
