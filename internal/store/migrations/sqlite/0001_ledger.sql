-- 0001_ledger.sql: installation, keys, entries, and the tree over them.

-- +goose Up
-- One row: who this installation is. The id is bound into every ciphertext.
CREATE TABLE installation (
    id      TEXT   PRIMARY KEY,
    made_at INTEGER NOT NULL
) STRICT;

-- Keys of the installation, each wrapped by the key that lies outside:
-- blind, pepper, pseudonym, factor, signer, audit-2026 …
CREATE TABLE keys (
    name    TEXT   PRIMARY KEY,
    wrapped BLOB  NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- How many entries a customer (or the firm) has: the gapless number.
CREATE TABLE counters (
    customer_id TEXT   PRIMARY KEY,
    entries     INTEGER NOT NULL
) STRICT;

-- An entry lies with its customer. leaf is what the tree commits to and
-- outlives both halves; leaf_index is NULL until it is sequenced.
CREATE TABLE entries (
    customer_id   TEXT   NOT NULL,
    number        INTEGER NOT NULL,
    made_at       INTEGER NOT NULL,
    leaf          BLOB  NOT NULL,
    customer_half BLOB,
    firm_half     BLOB,
    leaf_index    INTEGER,
    PRIMARY KEY (customer_id, number)
) STRICT;
CREATE INDEX entries_unsequenced ON entries (made_at) WHERE leaf_index IS NULL;
CREATE INDEX entries_leaf ON entries (leaf_index) WHERE leaf_index IS NOT NULL;

-- The tree lies apart: its size moves by compare-and-set in the
-- transaction of the leaves; its hashes are kept as the tiles it publishes.
CREATE TABLE tree (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER  NOT NULL
) STRICT;
INSERT INTO tree (id, size) VALUES (1, 0);

CREATE TABLE tiles (
    level INTEGER NOT NULL,
    n     INTEGER  NOT NULL,
    data  BLOB   NOT NULL,
    PRIMARY KEY (level, n)
) STRICT;
CREATE TABLE checkpoints (
    size    INTEGER PRIMARY KEY,
    note    BLOB  NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- +goose Down
SELECT 1;
