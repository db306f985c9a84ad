-- 0011_charter_wordings.sql: the very texts of consents that each charter's version was published with.

-- +goose Up
-- A charter names its texts' files, which can be written anew. What people
-- agreed to is what was published: wording is the hash over all of them,
-- which the log's entry holds too; empty where there were none.
ALTER TABLE charter_versions ADD COLUMN wording TEXT NOT NULL DEFAULT '';

CREATE TABLE charter_wordings (
    version BIGINT NOT NULL,
    file    TEXT   NOT NULL,
    body    BYTEA  NOT NULL,
    PRIMARY KEY (version, file)
);

-- +goose Down
SELECT 1;
