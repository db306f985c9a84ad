package gate

import (
	"context"
	"errors"
	"fmt"

	"slovo"
	"slovo/internal/ledger"
)

// Erase shreds the customer's two keys, and with them every sealed field
// and every customer's half of the log; what finds the customer goes too.
// It is done when Erase returns: no key is readable in the store's files.
// The firm's halves stay, so that an auditor still sees who did what.
// Whether it may be done is the matter of the request, which the entry
// names; a hold is a *Denial. also, where it is not nil, writes in the
// erasure's own transaction.
func (g *Gate) Erase(ctx context.Context, a slovo.Actor, request slovo.RequestID, also func(context.Context) error) (slovo.EntryID, error) {
	g = g.steady()
	c := request.Customer()
	var entry slovo.EntryID
	var reasons []Reason
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		if err := g.store.Lock(ctx, c); err != nil {
			return err
		}
		customer, err := g.store.Customer(ctx, c)
		if err != nil {
			return err
		}
		draft := ledger.Draft{
			Customer: c, Actor: a, Act: ledger.ActErase, Outcome: ledger.Done,
			Subject: string(request), Charter: g.charter().Hash, Outlasts: true,
		}
		if customer.Merged != "" {
			return fmt.Errorf("merged already: %w", slovo.ErrConflict)
		}
		if reasons = mayErase(customer); len(reasons) > 0 {
			draft.Outcome, draft.Reasons = ledger.Refused, CodesOf(reasons)
		}
		if entry, err = g.ledger.Append(ctx, draft); err != nil || len(reasons) > 0 {
			return err
		}
		if also != nil {
			if err := also(ctx); err != nil {
				return err
			}
		}
		return g.shred(ctx, draft)
	})
	if err != nil {
		return "", fmt.Errorf("gate: erase %s: %w", c, err)
	}
	if len(reasons) > 0 {
		return entry, &Denial{Reasons: reasons, Entry: entry}
	}
	return entry, g.store.Settle(ctx)
}

// EraseAgain shreds a customer of a database that was put back, who had been
// erased after it was copied: what was in the way then, or is in the way
// there, is not asked. Each record that was merged had a line of its own.
// It tells whether there was anything left to erase.
func (g *Gate) EraseAgain(ctx context.Context, a slovo.Actor, c slovo.CustomerID, request string, also func(context.Context) error) (bool, error) {
	erased := false
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		if err := g.store.Lock(ctx, c); err != nil {
			return err
		}
		customer, err := g.store.Customer(ctx, c)
		if err != nil || !customer.Erased.IsZero() {
			return err
		}
		erased = true
		_, err = g.ledger.Append(ctx, ledger.Draft{
			Customer: c, Actor: a, Act: ledger.ActErase, Outcome: ledger.Done,
			Subject: request, Charter: g.charter().Hash, Outlasts: true,
		})
		if err != nil {
			return err
		}
		if err := also(ctx); err != nil {
			return err
		}
		return g.store.Shred(ctx, c, g.now())
	})
	if errors.Is(err, slovo.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("gate: erase %s again: %w", c, err)
	}
	return erased, g.store.Settle(ctx)
}

// shred shreds the customer, and with it every record that was merged into
// this one, whose logs tell of it too.
func (g *Gate) shred(ctx context.Context, d ledger.Draft) error {
	merged, err := g.store.MergedInto(ctx, d.Customer)
	if err != nil {
		return err
	}
	if err := g.store.Shred(ctx, d.Customer, g.now()); err != nil {
		return err
	}
	for _, id := range merged {
		d.Customer = id
		if _, err := g.ledger.Append(ctx, d); err != nil {
			return err
		}
		if err := g.store.Shred(ctx, id, g.now()); err != nil {
			return err
		}
	}
	return nil
}

func mayErase(c Customer) []Reason {
	var reasons []Reason
	if !c.Erased.IsZero() {
		reasons = append(reasons, Reason{Code: Erased})
	}
	if c.Held {
		reasons = append(reasons, Reason{Code: LegalHold})
	}
	return reasons
}
