package store

import (
	"context"
	"fmt"
	"time"

	"slovo"
)

// Shared tells whether other processes can work on the same database.
func (s *Store) Shared() bool { return !s.engine.alone() }

// TakeLease tells whether the owner holds the lease of that name until then:
// it was free, its own, or had run out.
func (s *Store) TakeLease(ctx context.Context, name, owner string, now, until time.Time) (bool, error) {
	var rows int64
	err := s.Atomic(ctx, func(ctx context.Context) error {
		var err error
		rows, err = s.q(ctx).TakeLease(ctx, name, owner, slovo.Micros(until), slovo.Micros(now))
		return known(err)
	})
	if err != nil {
		return false, fmt.Errorf("store: lease %s: %w", name, err)
	}
	return rows == 1, nil
}

// DropLease lets another owner take it at once.
func (s *Store) DropLease(ctx context.Context, name, owner string) error {
	return s.Atomic(ctx, func(ctx context.Context) error { return known(s.q(ctx).DropLease(ctx, name, owner)) })
}
