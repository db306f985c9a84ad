-- name: PutProposal :execrows
INSERT INTO merge_proposals (customer_id, other_id, state, proposed_at) VALUES ($1, $2, 'open', $3)
ON CONFLICT (customer_id, other_id) DO NOTHING;

-- name: ReopenProposal :execrows
UPDATE merge_proposals SET state = 'open', proposed_at = $1
WHERE customer_id = $2 AND other_id = $3 AND state = 'dismissed';

-- name: DismissProposal :execrows
UPDATE merge_proposals SET state = 'dismissed' WHERE customer_id = $1 AND other_id = $2 AND state = 'open';

-- name: OpenProposal :one
SELECT * FROM merge_proposals WHERE customer_id = $1 AND other_id = $2 AND state = 'open';

-- name: OpenProposals :many
SELECT * FROM merge_proposals WHERE state = 'open'
  AND (proposed_at > sqlc.arg(after_at)
    OR proposed_at = sqlc.arg(after_at) AND customer_id > sqlc.arg(after_id)
    OR proposed_at = sqlc.arg(after_at) AND customer_id = sqlc.arg(after_id) AND other_id > sqlc.arg(after_other))
ORDER BY proposed_at, customer_id, other_id LIMIT sqlc.arg(most);

-- name: DeleteProposals :execrows
DELETE FROM merge_proposals WHERE customer_id = $1 OR other_id = $1;

-- name: MarkMerged :execrows
UPDATE customers SET merged_into = sqlc.arg(keep)
WHERE customer_id = sqlc.arg(other) AND merged_into = '' AND erased_at = 0;

-- name: RepointMerged :execrows
UPDATE customers SET merged_into = sqlc.arg(keep) WHERE merged_into = sqlc.arg(other);

-- name: MergedRecords :many
SELECT customer_id FROM customers WHERE merged_into = $1 ORDER BY customer_id;

-- name: CopyEvents :execrows
INSERT INTO events (customer_id, event, at)
SELECT CAST(sqlc.arg(keep) AS TEXT), e.event, e.at FROM events e WHERE e.customer_id = sqlc.arg(other) AND e.event <> 'created'
ON CONFLICT (customer_id, event, at) DO NOTHING;

-- name: CopyWishes :execrows
INSERT INTO wishes (customer_id, channel, kind, source, at)
SELECT CAST(sqlc.arg(keep) AS TEXT), w.channel, w.kind, w.source, w.at FROM wishes w WHERE w.customer_id = sqlc.arg(other)
ON CONFLICT (customer_id, channel, kind) DO NOTHING;

-- name: MoveSources :execrows
UPDATE sources SET customer_id = sqlc.arg(keep) WHERE customer_id = sqlc.arg(other) AND customer_id <> '';

-- name: CloseCases :execrows
UPDATE cases SET closed_at = $1 WHERE customer_id = $2 AND closed_at = 0;

-- name: DeleteCell :execrows
DELETE FROM cells WHERE customer_id = $1 AND field = $2;

-- name: CountWaiting :one
SELECT count(*) FROM requests WHERE customer_id = $1 AND state = 'open';
