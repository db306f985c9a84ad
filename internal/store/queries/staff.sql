-- name: PutAccount :exec
INSERT INTO staff (id, login, name, role, password, totp, totp_step, blocked, made_at, one_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: ChangeAccount :execrows
UPDATE staff SET name = $1, role = $2, blocked = $3 WHERE id = $4;

-- name: Account :one
SELECT * FROM staff WHERE id = $1;

-- name: AccountByLogin :one
SELECT * FROM staff WHERE login = $1;

-- name: AccountsAfter :many
SELECT * FROM staff WHERE login > $1 ORDER BY login LIMIT $2;

-- name: ActiveInRole :one
SELECT count(*) FROM staff WHERE role = $1 AND blocked = 0 AND one_time = 0;

-- name: SetPassword :execrows
UPDATE staff SET password = $1 WHERE id = $2;

-- name: SetOneTime :execrows
UPDATE staff SET one_time = $1 WHERE id = $2;

-- name: SeeAccount :exec
UPDATE staff SET seen_at = $1 WHERE id = $2 AND seen_at < $1;

-- name: SetSeed :execrows
UPDATE staff SET totp = $1, totp_step = 0 WHERE id = $2;

-- name: SpendStep :execrows
UPDATE staff SET totp_step = sqlc.arg(step)
WHERE id = sqlc.arg(id) AND totp_step < sqlc.arg(step) AND blocked = 0
  AND password = sqlc.arg(password) AND totp = sqlc.arg(totp);

-- name: PutSignIn :exec
INSERT INTO signins (owner, at, id, until_at) VALUES ($1, $2, $3, $4);

-- name: SignInsAfter :many
SELECT * FROM signins WHERE owner = $1 AND at > $2 ORDER BY at DESC, id DESC LIMIT $3;

-- name: DropSignIn :exec
DELETE FROM signins WHERE owner = $1 AND at = $2 AND id = $3;

-- name: DropSignInsOf :exec
DELETE FROM signins WHERE owner = $1;

-- name: SweepSignIns :exec
DELETE FROM signins WHERE until_at <= $1;

-- name: PutSession :exec
INSERT INTO sessions (hash, staff_id, made_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5);

-- name: Session :one
SELECT * FROM sessions WHERE hash = $1;

-- name: SeeSession :exec
UPDATE sessions SET seen_at = $1 WHERE hash = $2;

-- name: SessionsOf :many
SELECT * FROM sessions WHERE staff_id = $1 AND ended_at = 0 AND expires_at > $2 ORDER BY seen_at DESC, hash;

-- name: EndSession :exec
UPDATE sessions SET ended_at = $1 WHERE hash = $2 AND ended_at = 0;

-- name: EndSessionsOf :exec
UPDATE sessions SET ended_at = $1 WHERE staff_id = $2 AND ended_at = 0;

-- name: SweepSessions :exec
DELETE FROM sessions WHERE expires_at < $1;

-- name: PutToken :exec
INSERT INTO tokens (id, hash, staff_id, made_by, label, role, purposes, network, quota, made_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: Token :one
SELECT * FROM tokens WHERE id = $1;

-- name: TokenByHash :one
SELECT * FROM tokens WHERE hash = $1;

-- name: TokensOf :many
SELECT * FROM tokens WHERE staff_id = $1 ORDER BY made_at, id;

-- name: TokensAfter :many
SELECT * FROM tokens WHERE id > $1 ORDER BY id LIMIT $2;

-- name: SeeToken :exec
UPDATE tokens SET seen_at = $1 WHERE id = $2 AND seen_at < $1;

-- name: RevokeToken :exec
UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at = 0;

-- name: RevokeTokensOf :exec
UPDATE tokens SET revoked_at = $1 WHERE staff_id = $2 AND revoked_at = 0;
