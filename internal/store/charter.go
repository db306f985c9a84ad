package store

import (
	"context"
	"errors"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/store/gen"
)

// KeepCharter keeps the charter's file under its hash, and tells whether
// another one, or none, was in force before.
func (s *Store) KeepCharter(ctx context.Context, c *charter.Charter, text []byte, now time.Time) (fresh bool, err error) {
	last, err := s.q(ctx).LastCharter(ctx)
	if err = known(err); err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return false, err
	}
	if err == nil && last.Hash == c.Hash {
		return false, nil
	}
	return true, known(s.q(ctx).PutCharter(ctx, gen.PutCharterParams{
		Hash: c.Hash, CharterID: c.ID, Version: int64(c.Version), Body: text, PublishedAt: slovo.Micros(now),
	}))
}
