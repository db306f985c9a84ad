package intake

import (
	"context"
	"fmt"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
)

// Writer writes entries; *ledger.Ledger is one.
type Writer interface {
	Append(ctx context.Context, d ledger.Draft) (slovo.EntryID, error)
}

// Store makes what is written durable, all or nothing.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
}

// Log is the firm's: what is done with files of customers is written there.
// That a customer's record came of one stands in the customer's own entry.
type Log struct {
	Store   Store
	Ledger  Writer
	Charter func() *charter.Charter
}

// What entries of the act import are about.
const (
	uploaded    = "upload"  // a file came in by the console
	storing     = "store"   // its rows are being stored
	rejectsRead = "rejects" // the rows that were not taken were given out
)

// Stores writes down that the actor has a file's rows stored.
func (l Log) Stores(ctx context.Context, a slovo.Actor) error { return l.write(ctx, a, storing, 0) }

// GivesRejects writes down that rows that were not taken are written to a
// file of the actor's.
func (l Log) GivesRejects(ctx context.Context, a slovo.Actor) error {
	return l.write(ctx, a, rejectsRead, 0)
}

// write returns when the entry is durable.
func (l Log) write(ctx context.Context, a slovo.Actor, what string, rows int) error {
	err := l.Store.Atomic(ctx, func(ctx context.Context) error {
		_, err := l.Ledger.Append(ctx, ledger.Draft{
			Customer: slovo.Firm, Actor: a, Act: ledger.ActImport, Outcome: ledger.Done,
			Subject: what, Count: int64(rows), Charter: l.Charter().Hash,
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("intake: log of %s: %w", what, err)
	}
	return nil
}
