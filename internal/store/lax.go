package store

import (
	"context"
	"fmt"

	"slovo/internal/store/gen"
)

// Lax names the engine's setting by which an acknowledged commit could be
// lost when the power fails; "" where there is none.
func (s *Store) Lax(ctx context.Context) (string, error) {
	lax, err := s.engine.lax(ctx)
	if err != nil {
		return "", fmt.Errorf("store: durability: %w", err)
	}
	return lax, nil
}

// lax asks the connection that writes.
func (s *sqlite) lax(ctx context.Context) (string, error) {
	var level int // 2 is FULL, 3 EXTRA
	err := s.atomic(ctx, func(db gen.DBTX) error { return db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&level) })
	if level < 2 {
		return "synchronous", err
	}
	return "", err
}

func (p *postgres) lax(ctx context.Context) (string, error) {
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var set string
		if err := p.db.QueryRowContext(ctx, "SHOW "+name).Scan(&set); err != nil {
			return "", err
		}
		if set == "off" {
			return name, nil
		}
	}
	return "", nil
}
