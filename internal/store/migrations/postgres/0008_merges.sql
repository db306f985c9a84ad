-- 0008_merges.sql: records that were merged, and those that might be.

-- +goose Up
-- The record that answers for this one since they were merged.
ALTER TABLE customers ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX customers_merged ON customers (merged_into) WHERE merged_into <> '';

-- Two records of the same e-mail and name. customer_id is the elder, which
-- would be kept. What was dismissed stays, so that it is not proposed anew.
CREATE TABLE merge_proposals (
    customer_id TEXT   NOT NULL,
    other_id    TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('open', 'dismissed')),
    proposed_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, other_id)
);
CREATE INDEX merge_proposals_open ON merge_proposals (proposed_at, customer_id, other_id) WHERE state = 'open';
CREATE INDEX merge_proposals_other ON merge_proposals (other_id);

-- +goose Down
SELECT 1;
