-- 0001_ledger.sql: installation, keys, entries, and the tree over them.

-- +goose Up
-- One row: who this installation is. The id is bound into every ciphertext.
CREATE TABLE installation (
    id      TEXT   PRIMARY KEY,
    made_at BIGINT NOT NULL
);

-- Keys of the installation, each wrapped by the key that lies outside:
-- blind, pepper, pseudonym, factor, signer, audit-2026 …
CREATE TABLE keys (
    name    TEXT   PRIMARY KEY,
    wrapped BYTEA  NOT NULL,
    made_at BIGINT NOT NULL
);

-- How many entries a customer (or the firm) has: the gapless number.
CREATE TABLE counters (
    customer_id TEXT   PRIMARY KEY,
    entries     BIGINT NOT NULL
);

-- An entry lies with its customer. leaf is what the tree commits to and
-- outlives both halves; leaf_index is NULL until it is sequenced.
CREATE TABLE entries (
    customer_id   TEXT   NOT NULL,
    number        BIGINT NOT NULL,
    made_at       BIGINT NOT NULL,
    leaf          BYTEA  NOT NULL,
    customer_half BYTEA,
    firm_half     BYTEA,
    leaf_index    BIGINT,
    PRIMARY KEY (customer_id, number)
);
CREATE INDEX entries_unsequenced ON entries (made_at) WHERE leaf_index IS NULL;
CREATE INDEX entries_leaf ON entries (leaf_index) WHERE leaf_index IS NOT NULL;

-- The tree lies apart: its size moves by compare-and-set in the
-- transaction of the leaves; its hashes are kept as the tiles it publishes.
CREATE TABLE tree (
    id   BIGINT  PRIMARY KEY CHECK (id = 1),
    size BIGINT  NOT NULL
);
INSERT INTO tree (id, size) VALUES (1, 0);

CREATE TABLE tiles (
    level BIGINT  NOT NULL,
    n     BIGINT  NOT NULL,
    data  BYTEA   NOT NULL,
    PRIMARY KEY (level, n)
);
CREATE TABLE checkpoints (
    size    BIGINT PRIMARY KEY,
    note    BYTEA  NOT NULL,
    made_at BIGINT NOT NULL
);

-- +goose Down
SELECT 1;
