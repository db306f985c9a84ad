-- name: PutCase :exec
INSERT INTO cases (customer_id, id, channel, endpoint, purpose, agent, opened_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: FindCase :one
SELECT * FROM cases WHERE customer_id = $1 AND id = $2;

-- name: CloseCase :execrows
UPDATE cases SET closed_at = $1 WHERE customer_id = $2 AND id = $3 AND closed_at = 0;

-- name: CountOpenTalks :one
SELECT count(*) FROM cases
WHERE customer_id = $1 AND closed_at = 0 AND channel <> 'task';

-- name: CasesOf :many
SELECT * FROM cases WHERE agent = $1 AND opened_at < $2 ORDER BY opened_at DESC, id LIMIT $3;

-- name: Grant :one
SELECT * FROM grants WHERE customer_id = $1 AND case_id = $2;

-- name: Situation :one
SELECT c.*, CAST(COALESCE((
    SELECT string_agg(p.purpose, ' ' ORDER BY p.purpose) FROM customer_purposes p WHERE p.customer_id = c.customer_id
), '') AS TEXT) AS purposes,
    (SELECT count(*) FROM attempts a WHERE a.customer_id = c.customer_id AND a.state <> 'passed' AND a.at > sqlc.arg(since)) AS failures,
    COALESCE(m.id, '') AS case_id, COALESCE(m.channel, '') AS channel, COALESCE(m.endpoint, '') AS endpoint,
    COALESCE(m.purpose, '') AS purpose, COALESCE(m.agent, '') AS agent,
    COALESCE(m.opened_at, 0) AS opened_at, COALESCE(m.closed_at, 0) AS closed_at,
    COALESCE(g.case_id, '') AS grant_case, COALESCE(g.agent, '') AS grant_agent, COALESCE(g.channel, '') AS grant_channel,
    COALESCE(g.endpoint, '') AS grant_endpoint, COALESCE(g.kinds, '') AS kinds, COALESCE(g.points, 0) AS points,
    COALESCE(g.until, 0) AS until, COALESCE(g.used_at, 0) AS used_at
FROM customers c
LEFT JOIN cases m ON m.customer_id = c.customer_id AND m.id = sqlc.arg(case_id)
LEFT JOIN grants g ON g.customer_id = c.customer_id AND g.case_id = sqlc.arg(case_id)
WHERE c.customer_id = sqlc.arg(customer_id);

-- name: PutGrant :exec
INSERT INTO grants (customer_id, case_id, agent, channel, endpoint, kinds, points, until, used_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (customer_id, case_id) DO UPDATE
SET agent = excluded.agent, channel = excluded.channel, endpoint = excluded.endpoint,
    kinds = excluded.kinds, points = excluded.points, until = excluded.until, used_at = excluded.used_at;

-- name: TouchGrant :execrows
UPDATE grants SET used_at = $1 WHERE customer_id = $2 AND case_id = $3;

-- name: DropGrant :execrows
DELETE FROM grants WHERE customer_id = $1 AND case_id = $2;

-- name: DropGrants :execrows
DELETE FROM grants WHERE customer_id = $1;

-- name: Viewed :one
SELECT at FROM views WHERE customer_id = $1 AND agent = $2 AND case_id = $3;

-- name: PutView :exec
INSERT INTO views (customer_id, agent, case_id, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (customer_id, agent, case_id) DO UPDATE SET at = excluded.at;

-- name: UseQuota :one
INSERT INTO quotas (owner, kind, began, used)
VALUES (sqlc.arg(owner), sqlc.arg(kind), sqlc.arg(now), sqlc.arg(add))
ON CONFLICT (owner, kind) DO UPDATE
SET used = CASE WHEN quotas.began <= sqlc.arg(since) THEN excluded.used ELSE quotas.used + excluded.used END,
    began = CASE WHEN quotas.began <= sqlc.arg(since) THEN excluded.began ELSE quotas.began END
RETURNING used;

-- name: Quota :one
SELECT * FROM quotas WHERE owner = $1 AND kind = $2;

-- name: PutFactor :exec
INSERT INTO factors (customer_id, kind, secret, step, set_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (customer_id, kind) DO UPDATE
SET secret = excluded.secret, step = excluded.step, set_at = excluded.set_at;

-- name: Factor :one
SELECT * FROM factors WHERE customer_id = $1 AND kind = $2;

-- name: Factors :many
SELECT kind FROM factors WHERE customer_id = $1 ORDER BY kind;

-- name: StepFactor :execrows
UPDATE factors SET step = sqlc.arg(new_step)
WHERE customer_id = sqlc.arg(customer_id) AND kind = sqlc.arg(kind) AND step < sqlc.arg(new_step);

-- name: DeleteFactors :execrows
DELETE FROM factors WHERE customer_id = $1;

-- name: PutLink :exec
INSERT INTO links (hash, customer_id, sets, made_at, expires_at) VALUES ($1, $2, $3, $4, $5);

-- name: Link :one
SELECT * FROM links WHERE hash = $1;

-- name: UseLink :execrows
UPDATE links SET used_at = $1 WHERE hash = $2 AND used_at = 0;

-- name: DeleteLinks :execrows
DELETE FROM links WHERE customer_id = $1;

-- name: PutAttempt :exec
INSERT INTO attempts (customer_id, id, agent, state, here, at) VALUES ($1, $2, $3, 'open', $4, $5);

-- name: EndAttempt :execrows
UPDATE attempts SET state = $1 WHERE customer_id = $2 AND id = $3 AND state = 'open';

-- name: DropAttempt :execrows
DELETE FROM attempts WHERE customer_id = $1 AND id = $2 AND state = 'open';

-- name: CountFailures :one
SELECT count(*) FROM attempts WHERE customer_id = $1 AND state <> 'passed' AND at > $2;

-- name: CountFailuresHere :one
SELECT count(*) FROM attempts WHERE customer_id = $1 AND here = 1 AND state <> 'passed' AND at > $2;

-- name: CountAgentFailures :one
SELECT count(*) FROM attempts WHERE agent = $1 AND state = 'failed' AND at > $2;

-- name: CountAgentTries :one
SELECT count(*) FROM attempts WHERE agent = $1 AND state <> 'passed' AND at > $2;

-- name: PutRequest :exec
INSERT INTO requests (customer_id, id, kind, state, asked_by, asked_token, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: OpenRequestOf :one
SELECT * FROM requests WHERE customer_id = $1 AND kind = $2 AND state = 'open' ORDER BY asked_at, id LIMIT 1;

-- name: Request :one
SELECT * FROM requests WHERE customer_id = $1 AND id = $2;

-- name: RequestsIn :many
SELECT * FROM requests WHERE state = sqlc.arg(state)
  AND (asked_at > sqlc.arg(after_at) OR (asked_at = sqlc.arg(after_at) AND id > sqlc.arg(after_id)))
ORDER BY asked_at, id LIMIT sqlc.arg(most);

-- name: DecideRequest :execrows
UPDATE requests SET state = $1, decided_by = $2, decided_at = $3, ground = $4
WHERE customer_id = $5 AND id = $6 AND state = 'open';
