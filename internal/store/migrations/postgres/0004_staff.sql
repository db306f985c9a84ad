-- 0004_staff.sql: accounts, sessions, programs' tokens, and the charters in force.

-- +goose Up
CREATE TABLE staff (
    id          TEXT    PRIMARY KEY,
    login       TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    password    TEXT    NOT NULL,
    totp        BYTEA,
    totp_step   BIGINT  NOT NULL DEFAULT 0,
    blocked     BIGINT  NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    made_at     BIGINT  NOT NULL,
    seen_at     BIGINT  NOT NULL DEFAULT 0, -- when the account was last used
    one_time    BIGINT NOT NULL DEFAULT 0 CHECK (one_time IN (0, 1)) -- the password is to be changed at once
);

CREATE TABLE sessions (
    hash       BYTEA  PRIMARY KEY,
    staff_id   TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sessions_staff ON sessions (staff_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Tries to sign in, as buckets count them; owner is a blurred login, a
-- network or both, and until_at is when the row may be forgotten.
CREATE TABLE signins (
    owner    TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    id       TEXT   NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (owner, at, id)
);
CREATE INDEX signins_until ON signins (until_at);

CREATE TABLE tokens (
    id         TEXT   PRIMARY KEY,
    hash       BYTEA  NOT NULL UNIQUE,
    staff_id   TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,
    label      TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    purposes   TEXT   NOT NULL,
    network    TEXT   NOT NULL,
    quota      BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL DEFAULT 0,
    seen_at    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX tokens_staff ON tokens (staff_id);

CREATE TABLE charters (
    hash         TEXT   PRIMARY KEY,
    charter_id   TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    body         BYTEA  NOT NULL,
    published_at BIGINT NOT NULL
);

-- +goose Down
SELECT 1;
