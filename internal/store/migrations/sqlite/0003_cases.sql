-- 0003_cases.sql: cases, factors, attempts, grants, views and quotas.

-- +goose Up
CREATE TABLE cases (
    customer_id TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    channel     TEXT   NOT NULL,
    endpoint    TEXT   NOT NULL,
    purpose     TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    opened_at   INTEGER NOT NULL,
    closed_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (customer_id, id)
) STRICT;
CREATE INDEX cases_agent ON cases (agent, opened_at);

-- A customer's own factors. secret is what the kind says: a PIN's hash, a
-- sealed TOTP seed. step is the last TOTP step used.
CREATE TABLE factors (
    customer_id TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    secret      BLOB  NOT NULL,
    step        INTEGER NOT NULL DEFAULT 0,
    set_at      INTEGER NOT NULL,
    PRIMARY KEY (customer_id, kind)
) STRICT;

-- One-time links by which a customer sets a factor: sets is its kind.
CREATE TABLE links (
    hash        BLOB  PRIMARY KEY,
    customer_id TEXT   NOT NULL,
    sets        TEXT   NOT NULL,
    made_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX links_customer ON links (customer_id);

-- A try of factors. It is put down before anything is compared, and counts
-- against the customer's few until it has passed.
CREATE TABLE attempts (
    customer_id TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    agent       TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('open', 'passed', 'failed')),
    here        INTEGER NOT NULL CHECK (here IN (0, 1)), -- in person, with a document
    at          INTEGER  NOT NULL,
    PRIMARY KEY (customer_id, id)
) STRICT;
CREATE INDEX attempts_agent ON attempts (agent, at);

-- What a passed verification opened: agent x case x endpoint, until.
CREATE TABLE grants (
    customer_id TEXT   NOT NULL,
    case_id     TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    channel     TEXT   NOT NULL,
    endpoint    TEXT   NOT NULL,
    kinds       TEXT   NOT NULL,
    points      INTEGER NOT NULL,
    until       INTEGER NOT NULL,
    used_at     INTEGER NOT NULL,
    PRIMARY KEY (customer_id, case_id)
) STRICT;

-- When an agent last had the masked record written down for a case.
CREATE TABLE views (
    customer_id TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    case_id     TEXT   NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (customer_id, agent, case_id)
) STRICT;

-- What an agent has used of a quota in the window that began at.
CREATE TABLE quotas (
    owner  TEXT   NOT NULL,
    kind   TEXT   NOT NULL,
    began  INTEGER NOT NULL,
    used   INTEGER NOT NULL,
    PRIMARY KEY (owner, kind)
) STRICT;

-- Data-subject requests.
CREATE TABLE requests (
    customer_id  TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    asked_by     TEXT   NOT NULL,
    asked_token  TEXT   NOT NULL DEFAULT '',
    asked_at     INTEGER NOT NULL,
    decided_by   TEXT   NOT NULL DEFAULT '',
    decided_at   INTEGER NOT NULL DEFAULT 0,
    ground       TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (customer_id, id)
) STRICT;
CREATE INDEX requests_state ON requests (state, asked_at);

-- +goose Down
SELECT 1;
