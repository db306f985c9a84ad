-- name: NextNumber :one
INSERT INTO counters (customer_id, entries) VALUES ($1, 1)
ON CONFLICT (customer_id) DO UPDATE SET entries = counters.entries + 1
RETURNING entries;

-- name: LockCustomer :execrows
UPDATE counters SET entries = entries WHERE customer_id = $1;

-- name: PutEntry :exec
INSERT INTO entries (customer_id, number, made_at, leaf, customer_half, firm_half)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: Entry :one
SELECT * FROM entries WHERE customer_id = $1 AND number = $2;

-- name: EntriesOf :many
SELECT * FROM entries WHERE customer_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3;

-- name: EntriesAfter :many
SELECT * FROM entries WHERE customer_id > sqlc.arg(after) OR (customer_id = sqlc.arg(after) AND number > sqlc.arg(number))
ORDER BY customer_id, number LIMIT sqlc.arg(most);

-- name: LeavesFrom :many
SELECT * FROM entries WHERE leaf_index >= $1 ORDER BY leaf_index, customer_id, number LIMIT $2;

-- name: Counters :many
SELECT * FROM counters WHERE customer_id > $1 ORDER BY customer_id LIMIT $2;

-- name: TreeSize :one
SELECT size FROM tree WHERE id = 1;

-- name: Unsequenced :many
SELECT * FROM entries WHERE leaf_index IS NULL ORDER BY made_at, customer_id, number LIMIT $1;

-- name: SetLeafIndex :execrows
UPDATE entries SET leaf_index = $1 WHERE customer_id = $2 AND number = $3 AND leaf_index IS NULL;

-- name: MoveTree :execrows
UPDATE tree SET size = sqlc.arg(new_size) WHERE id = 1 AND size = sqlc.arg(old_size);

-- name: Tile :one
SELECT data FROM tiles WHERE level = $1 AND n = $2;

-- name: PutTile :exec
INSERT INTO tiles (level, n, data) VALUES ($1, $2, $3)
ON CONFLICT (level, n) DO UPDATE SET data = excluded.data;

-- name: PutCheckpoint :exec
INSERT INTO checkpoints (size, note, made_at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING;

-- name: LastCheckpoint :one
SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1;

-- name: CheckpointsFrom :many
SELECT * FROM checkpoints WHERE size >= $1 ORDER BY size LIMIT $2;
