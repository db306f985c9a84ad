-- name: WatchedAccounts :many
SELECT s.login, s.made_at, s.totp_step,
       CAST(CASE WHEN s.totp IS NULL THEN 0 ELSE 1 END AS BIGINT) AS coded,
       CAST(CASE WHEN EXISTS (SELECT 1 FROM tokens t WHERE t.staff_id = s.id AND t.revoked_at = 0 AND t.expires_at > $1)
            THEN 1 ELSE 0 END AS BIGINT) AS token
FROM staff s WHERE s.blocked = 0 ORDER BY s.login;

-- name: WatchedTokens :many
SELECT t.label, t.network, t.made_at, t.seen_at,
       CAST(CASE WHEN s.totp_step > 0 AND t.made_by <> t.staff_id THEN 1 ELSE 0 END AS BIGINT) AS borrowed
FROM tokens t JOIN staff s ON s.id = t.staff_id
WHERE t.revoked_at = 0 AND t.expires_at > $1 AND s.blocked = 0 AND s.role = t.role ORDER BY t.label, t.id;

-- name: AlertedAgents :many
SELECT s.login FROM quotas q JOIN staff s ON q.owner = 'staff/' || s.id
WHERE q.kind = 'alerts' AND q.began > $1 ORDER BY s.login;

-- name: WaitingSince :many
SELECT asked_at FROM requests WHERE state = $1 ORDER BY asked_at;

-- name: CountTasksDue :one
SELECT count(*) FROM tasks WHERE done_at = 0 AND due_at < $1;

-- name: CountProposals :one
SELECT count(*) FROM merge_proposals WHERE state = 'open';

-- name: CountLocked :one
SELECT count(*) FROM (
    SELECT customer_id FROM attempts WHERE at > sqlc.arg(since) AND state <> 'passed'
    GROUP BY customer_id HAVING count(*) >= CAST(sqlc.arg(failures) AS BIGINT)
) AS locked;

-- name: CountSuppressed :one
SELECT count(DISTINCT customer_id) FROM wishes WHERE kind = 'suppressed';

-- name: CountClaimed :one
SELECT count(DISTINCT w.customer_id) FROM wishes w
WHERE w.kind = 'claimed' AND NOT EXISTS (
    SELECT 1 FROM wishes n WHERE n.customer_id = w.customer_id AND n.channel = w.channel AND n.kind = 'suppressed');

-- name: CountKept :one
SELECT count(*) FROM customers WHERE erased_at = 0 AND merged_into = '';

-- name: CountWithoutPIN :one
SELECT count(*) FROM customers c WHERE c.erased_at = 0 AND c.merged_into = '' AND NOT EXISTS (
    SELECT 1 FROM factors f WHERE f.customer_id = c.customer_id AND f.kind = $1);
