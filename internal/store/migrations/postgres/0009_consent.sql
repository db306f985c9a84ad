-- 0009_consent.sql: what customers are known to want, by channel.

-- +goose Up
-- One row for each channel and kind: a claim stays to be seen beside the
-- suppression that came after it, and neither is written over.
CREATE TABLE wishes (
    customer_id TEXT   NOT NULL,
    channel     TEXT   NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('claimed', 'suppressed')),
    source      TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (customer_id, channel, kind)
);

-- +goose Down
SELECT 1;
