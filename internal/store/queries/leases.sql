-- name: TakeLease :execrows
INSERT INTO leases (name, owner, until_at) VALUES (sqlc.arg(name), sqlc.arg(owner), sqlc.arg(until))
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until_at = excluded.until_at
WHERE leases.owner = excluded.owner OR leases.until_at <= sqlc.arg(now);

-- name: DropLease :exec
DELETE FROM leases WHERE name = $1 AND owner = $2;
