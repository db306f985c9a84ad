-- 0002_customers.sql: customers, their sealed fields, and how they are found.

-- +goose Up
CREATE TABLE customers (
    customer_id TEXT    PRIMARY KEY,
    made_at     BIGINT  NOT NULL,
    source      TEXT    NOT NULL,
    imported    BIGINT  NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
    erased_at   BIGINT  NOT NULL DEFAULT 0,
    frozen      BIGINT  NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
    restricted  BIGINT  NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1)),
    held        BIGINT  NOT NULL DEFAULT 0 CHECK (held IN (0, 1))
);

-- Two keys per customer, record and history, wrapped by the key of the
-- installation. Erasure writes zeros over both.
CREATE TABLE customer_keys (
    customer_id TEXT  NOT NULL,
    kind        TEXT  NOT NULL CHECK (kind IN ('record', 'history')),
    wrapped     BYTEA NOT NULL,
    PRIMARY KEY (customer_id, kind)
);

CREATE TABLE cells (
    customer_id TEXT   NOT NULL,
    field       TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    sealed      BYTEA  NOT NULL,
    written_at  BIGINT NOT NULL,
    PRIMARY KEY (customer_id, field)
);

CREATE TABLE customer_purposes (
    customer_id TEXT   NOT NULL,
    purpose     TEXT   NOT NULL,
    since       BIGINT NOT NULL,
    PRIMARY KEY (customer_id, purpose)
);

CREATE TABLE events (
    customer_id TEXT   NOT NULL,
    event       TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (customer_id, event, at)
);

-- Looked up over all customers, so keyed by the value looked up: a keyed
-- hash of a field's value or of a name's word-start; never unique.
CREATE TABLE lookups (
    hash        BYTEA NOT NULL,
    customer_id TEXT  NOT NULL,
    field       TEXT  NOT NULL,
    PRIMARY KEY (hash, customer_id, field)
);
CREATE INDEX lookups_customer ON lookups (customer_id, field);

-- A keyed hash of whose source it is and of the source's own id for a
-- customer, so that the same row comes in once. Erasure leaves the hash and
-- takes the customer's id: who was erased does not come in again.
CREATE TABLE sources (
    hash        BYTEA PRIMARY KEY,
    customer_id TEXT NOT NULL
);
CREATE INDEX sources_customer ON sources (customer_id) WHERE customer_id <> '';

-- A write that was done under an idempotency key, so that it is done once.
-- key is a keyed hash of the caller's. Erasure leaves owner and key, so that
-- the write is not done anew, and empties the rest.
CREATE TABLE onces (
    owner       TEXT   NOT NULL,
    key         TEXT   NOT NULL,
    customer_id TEXT   NOT NULL,
    request     BYTEA  NOT NULL,
    result      TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    PRIMARY KEY (owner, key)
);
CREATE INDEX onces_customer ON onces (customer_id) WHERE customer_id <> '';

-- +goose Down
SELECT 1;
