-- name: Installation :one
SELECT id FROM installation ORDER BY made_at LIMIT 1;

-- name: PutInstallation :exec
INSERT INTO installation (id, made_at) VALUES ($1, $2);

-- name: Key :one
SELECT wrapped FROM keys WHERE name = $1;

-- name: PutKey :execrows
INSERT INTO keys (name, wrapped, made_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING;

-- name: PutCustomer :exec
INSERT INTO customers (customer_id, made_at, source, imported) VALUES ($1, $2, $3, $4);

-- name: Customer :one
SELECT c.*, CAST(COALESCE((
    SELECT string_agg(p.purpose, ' ' ORDER BY p.purpose) FROM customer_purposes p WHERE p.customer_id = c.customer_id
), '') AS TEXT) AS purposes
FROM customers c WHERE c.customer_id = $1;

-- name: Customers :many
SELECT customer_id FROM customers WHERE customer_id > $1 ORDER BY customer_id LIMIT $2;

-- name: MarkErased :execrows
UPDATE customers SET erased_at = $1, source = '' WHERE customer_id = $2 AND erased_at = 0;

-- name: CustomerKey :one
SELECT wrapped FROM customer_keys WHERE customer_id = $1 AND kind = $2;

-- name: PutCustomerKey :exec
INSERT INTO customer_keys (customer_id, kind, wrapped) VALUES ($1, $2, $3);

-- name: BlankCustomerKey :execrows
UPDATE customer_keys SET wrapped = $1 WHERE customer_id = $2 AND kind = $3;

-- name: CustomerKeys :many
SELECT kind, wrapped FROM customer_keys WHERE customer_id = $1 ORDER BY kind;

-- name: Record :many
SELECT k.wrapped, COALESCE(c.field, '') AS field, COALESCE(c.version, 0) AS version, c.sealed
FROM customer_keys k LEFT JOIN cells c ON c.customer_id = k.customer_id
WHERE k.customer_id = $1 AND k.kind = 'record' ORDER BY c.field;

-- name: Cells :many
SELECT * FROM cells WHERE customer_id = $1 ORDER BY field;

-- name: CellWritten :one
SELECT written_at FROM cells WHERE customer_id = $1 AND field = $2;

-- name: PutCell :exec
INSERT INTO cells (customer_id, field, version, sealed, written_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (customer_id, field) DO UPDATE
SET version = excluded.version, sealed = excluded.sealed, written_at = excluded.written_at;

-- name: DeleteCells :execrows
DELETE FROM cells WHERE customer_id = $1;

-- name: PutPurpose :exec
INSERT INTO customer_purposes (customer_id, purpose, since) VALUES ($1, $2, $3)
ON CONFLICT (customer_id, purpose) DO NOTHING;

-- name: DeletePurposes :execrows
DELETE FROM customer_purposes WHERE customer_id = $1;

-- name: PutEvent :exec
INSERT INTO events (customer_id, event, at) VALUES ($1, $2, $3)
ON CONFLICT (customer_id, event, at) DO NOTHING;

-- name: EventsOf :many
SELECT event, at FROM events WHERE customer_id = $1 ORDER BY at DESC, event;

-- name: DeleteEvents :execrows
DELETE FROM events WHERE customer_id = $1;

-- name: Find :many
SELECT customer_id, field FROM lookups
WHERE hash = $1 AND customer_id > $2 ORDER BY customer_id, field LIMIT $3;

-- name: PutLookup :exec
INSERT INTO lookups (hash, customer_id, field) VALUES ($1, $2, $3)
ON CONFLICT (hash, customer_id, field) DO NOTHING;

-- name: DeleteLookups :execrows
DELETE FROM lookups WHERE customer_id = $1 AND field = $2;

-- name: DeleteAllLookups :execrows
DELETE FROM lookups WHERE customer_id = $1;

-- name: ClaimSource :execrows
INSERT INTO sources (hash, customer_id) VALUES ($1, $2)
ON CONFLICT (hash) DO NOTHING;

-- name: CustomerOfSource :one
SELECT customer_id FROM sources WHERE hash = $1;

-- name: ForgetSources :execrows
UPDATE sources SET customer_id = '' WHERE customer_id = $1 AND customer_id <> '';

-- name: ClaimOnce :execrows
INSERT INTO onces (owner, key, customer_id, request, result, made_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (owner, key) DO NOTHING;

-- name: Once :one
SELECT * FROM onces WHERE owner = $1 AND key = $2;

-- name: ForgetOnces :execrows
UPDATE onces SET customer_id = '', request = sqlc.arg(nothing), result = ''
WHERE customer_id = sqlc.arg(customer_id) AND customer_id <> '';
