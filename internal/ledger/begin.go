package ledger

import (
	"context"
	"fmt"

	"slovo"
)

// Begin begins a new log with the draft as its first entry. The entries
// there are follow it when they are sequenced, as old as they are. It is for
// a database that was put back: the old log has gone on meanwhile, and a
// second end of it would be a fork. The ledger's key must be a new one.
func (l *Ledger) Begin(ctx context.Context, d Draft) (slovo.EntryID, error) {
	var first slovo.EntryID
	err := l.store.Atomic(ctx, func(ctx context.Context) error {
		if err := l.store.Uproot(ctx); err != nil {
			return err
		}
		var err error
		if first, err = l.Append(ctx, d); err != nil {
			return err
		}
		e, err := l.store.Entry(ctx, first)
		if err != nil {
			return err
		}
		g, err := l.growth(ctx, []Entry{e})
		if err != nil {
			return err
		}
		return l.store.Grow(ctx, g)
	})
	if err != nil {
		return "", fmt.Errorf("ledger: begin: %w", err)
	}
	return first, nil
}
