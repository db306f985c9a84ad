-- 0005_tasks.sql: what is still to be done for a customer.

-- +goose Up
CREATE TABLE tasks (
    customer_id TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    due_at      INTEGER NOT NULL,
    for_id      TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    done_at     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (customer_id, id)
) STRICT;
CREATE INDEX tasks_for ON tasks (for_id, done_at, due_at);

-- An agent's open cases are looked up at every visit of the first page.
CREATE INDEX cases_open ON cases (agent, closed_at, opened_at);

-- +goose Down
SELECT 1;
