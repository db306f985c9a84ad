-- 0002_customers.sql: customers, their sealed fields, and how they are found.

-- +goose Up
CREATE TABLE customers (
    customer_id TEXT    PRIMARY KEY,
    made_at     INTEGER  NOT NULL,
    source      TEXT    NOT NULL,
    imported    INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
    erased_at   INTEGER  NOT NULL DEFAULT 0,
    frozen      INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
    restricted  INTEGER NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1)),
    held        INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1))
) STRICT;

-- Two keys per customer, record and history, wrapped by the key of the
-- installation. Erasure writes zeros over both, where they lie. The rows stay, and
-- come in the order in which they were made (so not WITHOUT ROWID): a page that
-- SQLite splits, or joins with its neighbor, keeps bytes that no delete wipes.
CREATE TABLE customer_keys (
    customer_id TEXT  NOT NULL,
    kind        TEXT  NOT NULL CHECK (kind IN ('record', 'history')),
    wrapped     BLOB NOT NULL,
    PRIMARY KEY (customer_id, kind)
) STRICT;

CREATE TABLE cells (
    customer_id TEXT   NOT NULL,
    field       TEXT   NOT NULL,
    version     INTEGER NOT NULL,
    sealed      BLOB  NOT NULL,
    written_at  INTEGER NOT NULL,
    PRIMARY KEY (customer_id, field)
) STRICT;

CREATE TABLE customer_purposes (
    customer_id TEXT   NOT NULL,
    purpose     TEXT   NOT NULL,
    since       INTEGER NOT NULL,
    PRIMARY KEY (customer_id, purpose)
) STRICT;

CREATE TABLE events (
    customer_id TEXT   NOT NULL,
    event       TEXT   NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (customer_id, event, at)
) STRICT;

-- Looked up over all customers, so keyed by the value looked up: a keyed
-- hash of a field's value or of a name's word-start; never unique.
CREATE TABLE lookups (
    hash        BLOB NOT NULL,
    customer_id TEXT  NOT NULL,
    field       TEXT  NOT NULL,
    PRIMARY KEY (hash, customer_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookups_customer ON lookups (customer_id, field);

-- A keyed hash of whose source it is and of the source's own id for a
-- customer, so that the same row comes in once. Erasure leaves the hash and
-- takes the customer's id: who was erased does not come in again.
CREATE TABLE sources (
    hash        BLOB PRIMARY KEY,
    customer_id TEXT NOT NULL
) STRICT;
CREATE INDEX sources_customer ON sources (customer_id) WHERE customer_id <> '';

-- A write that was done under an idempotency key, so that it is done once.
-- key is a keyed hash of the caller's. Erasure leaves owner and key, so that
-- the write is not done anew, and empties the rest.
CREATE TABLE onces (
    owner       TEXT   NOT NULL,
    key         TEXT   NOT NULL,
    customer_id TEXT   NOT NULL,
    request     BLOB  NOT NULL,
    result      TEXT   NOT NULL,
    made_at     INTEGER NOT NULL,
    PRIMARY KEY (owner, key)
) STRICT;
CREATE INDEX onces_customer ON onces (customer_id) WHERE customer_id <> '';

-- +goose Down
SELECT 1;
