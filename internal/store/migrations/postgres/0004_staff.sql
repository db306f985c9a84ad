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
    made_at     BIGINT  NOT NULL
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

-- Failed sign-ins, per login and per address, for throttling.
CREATE TABLE signins (
    owner TEXT   NOT NULL,
    at    BIGINT NOT NULL,
    id    TEXT   NOT NULL,
    PRIMARY KEY (owner, at, id)
);

CREATE TABLE tokens (
    id         TEXT   PRIMARY KEY,
    hash       BYTEA  NOT NULL UNIQUE,
    staff_id   TEXT   NOT NULL,
    label      TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    purposes   TEXT   NOT NULL,
    network    TEXT   NOT NULL,
    quota      BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE charters (
    hash         TEXT   PRIMARY KEY,
    charter_id   TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    body         BYTEA  NOT NULL,
    published_at BIGINT NOT NULL
);

-- +goose Down
SELECT 1;
