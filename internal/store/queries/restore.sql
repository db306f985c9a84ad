-- What a restore changes before anything is served.

-- name: Uproot :exec
UPDATE entries SET leaf_index = NULL WHERE leaf_index IS NOT NULL;

-- name: DeleteTiles :exec
DELETE FROM tiles WHERE level >= 0;

-- name: DeleteCheckpoints :exec
DELETE FROM checkpoints WHERE size >= 0;

-- name: EmptyTree :exec
UPDATE tree SET size = 0 WHERE id = 1;

-- name: EndAllSessions :exec
UPDATE sessions SET ended_at = $1 WHERE ended_at = 0;

-- name: DeleteAllGrants :exec
DELETE FROM grants WHERE until >= 0;

-- name: DeleteAllLinks :exec
DELETE FROM links WHERE made_at >= 0;
