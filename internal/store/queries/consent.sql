-- name: PutWish :execrows
INSERT INTO wishes (customer_id, channel, kind, source, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (customer_id, channel, kind) DO NOTHING;

-- name: Wishes :many
SELECT * FROM wishes WHERE customer_id = $1 ORDER BY channel, kind;

-- name: DeleteWishes :execrows
DELETE FROM wishes WHERE customer_id = $1;
