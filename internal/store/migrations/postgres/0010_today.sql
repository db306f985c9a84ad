-- 0010_today.sql: what the first page counts at every look.

-- +goose Up
CREATE INDEX tasks_due ON tasks (due_at) WHERE done_at = 0;
CREATE INDEX attempts_at ON attempts (at);

-- +goose Down
SELECT 1;
