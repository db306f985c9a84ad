-- name: PutTask :exec
INSERT INTO tasks (customer_id, id, case_id, purpose, kind, due_at, for_id, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: Task :one
SELECT * FROM tasks WHERE customer_id = $1 AND id = $2;

-- name: FinishTask :execrows
UPDATE tasks SET done_at = $1 WHERE customer_id = $2 AND id = $3 AND done_at = 0;

-- name: TasksFor :many
SELECT * FROM tasks WHERE for_id = $1 AND done_at = 0 ORDER BY due_at, id LIMIT $2;

-- name: TasksOf :many
SELECT * FROM tasks WHERE customer_id = $1 AND done_at = 0 ORDER BY due_at, id;

-- name: DeleteTasks :execrows
DELETE FROM tasks WHERE customer_id = $1;

-- name: OpenCasesOf :many
SELECT * FROM cases WHERE agent = $1 AND closed_at = 0 ORDER BY opened_at, id LIMIT $2;
