-- name: KeepCharterText :exec
INSERT INTO charters (hash, charter_id, version, body, published_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (hash) DO NOTHING;

-- name: PutCharterVersion :exec
INSERT INTO charter_versions (version, charter_id, hash, wording, effective_at, published_at, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: PutCharterWording :exec
INSERT INTO charter_wordings (version, file, body) VALUES ($1, $2, $3);

-- name: CharterWordings :many
SELECT file, body FROM charter_wordings WHERE version = $1 ORDER BY file;

-- name: CharterVersions :many
SELECT * FROM charter_versions ORDER BY version DESC;

-- name: CharterText :one
SELECT body FROM charters WHERE hash = $1;

-- name: CountKeptFor :one
SELECT COUNT(*) FROM customer_purposes WHERE purpose = $1;

-- name: CountValues :one
SELECT COUNT(*) FROM cells WHERE field = $1;
