-- 0004_staff.sql: accounts, sessions, programs' tokens, and the charters in force.

-- +goose Up
CREATE TABLE staff (
    id          TEXT    PRIMARY KEY,
    login       TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    password    TEXT    NOT NULL,
    totp        BLOB,
    totp_step   INTEGER  NOT NULL DEFAULT 0,
    blocked     INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    made_at     INTEGER  NOT NULL,
    seen_at     INTEGER  NOT NULL DEFAULT 0, -- when the account was last used
    one_time    INTEGER NOT NULL DEFAULT 0 CHECK (one_time IN (0, 1)) -- the password is to be changed at once
) STRICT;

CREATE TABLE sessions (
    hash       BLOB  PRIMARY KEY,
    staff_id   TEXT   NOT NULL,
    made_at    INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sessions_staff ON sessions (staff_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Tries to sign in, as buckets count them; owner is a blurred login, a
-- network or both, and until_at is when the row may be forgotten.
CREATE TABLE signins (
    owner    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    id       TEXT    NOT NULL,
    until_at INTEGER NOT NULL,
    PRIMARY KEY (owner, at, id)
) STRICT;
CREATE INDEX signins_until ON signins (until_at);

CREATE TABLE tokens (
    id         TEXT   PRIMARY KEY,
    hash       BLOB  NOT NULL UNIQUE,
    staff_id   TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,
    label      TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    purposes   TEXT   NOT NULL,
    network    TEXT   NOT NULL,
    quota      INTEGER NOT NULL,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL DEFAULT 0,
    seen_at    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tokens_staff ON tokens (staff_id);

CREATE TABLE charters (
    hash         TEXT   PRIMARY KEY,
    charter_id   TEXT   NOT NULL,
    version      INTEGER NOT NULL,
    body         BLOB  NOT NULL,
    published_at INTEGER NOT NULL
) STRICT;

-- +goose Down
SELECT 1;
