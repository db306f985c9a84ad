package gate

import (
	"context"
	"fmt"
	"slices"

	"slovo"
	"slovo/internal/ledger"
)

// ManyAtMost is how many records one AddMany takes: others who write wait
// for its transaction.
const ManyAtMost = 500

// Added is what became of one record of many.
type Added struct {
	ID    slovo.CustomerID
	Known bool  // its source's id was there already, and nothing was written
	Err   error // a *BadField, or a slovo.ErrInvalid, where it was not taken
}

// AddMany writes many new records, each with its first entry, in one
// transaction: all that can be taken are durable when it returns nil. A
// record whose values cannot be taken fails alone. A *Denial where the
// actor's role may not add for one of the purposes: then nothing is written.
func (g *Gate) AddMany(ctx context.Context, a slovo.Actor, records []NewCustomer) ([]Added, error) {
	if len(records) > ManyAtMost {
		return nil, fmt.Errorf("gate: add %d records: at most %d at once: %w", len(records), ManyAtMost, slovo.ErrInvalid)
	}
	if reasons := g.mayAddAll(a, records); len(reasons) > 0 {
		return nil, g.refuseFirm(ctx, a, ledger.ActAdd, reasons)
	}
	added, normal := make([]Added, len(records)), make([]map[string]string, len(records))
	for i, n := range records {
		normal[i], added[i].Err = g.normalize(n.Fields)
	}
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		for i, n := range records {
			if added[i].Err != nil {
				continue
			}
			var err error
			if added[i].ID, added[i].Known, err = g.addOnce(ctx, a, n, normal[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("gate: add many: %w", err)
	}
	return added, nil
}

// mayAddAll gathers the reasons against any of the records, each once.
func (g *Gate) mayAddAll(a slovo.Actor, records []NewCustomer) []Reason {
	var all []Reason
	for _, n := range records {
		for _, reason := range g.mayAdd(a, n) {
			if !slices.Contains(all, reason) {
				all = append(all, reason)
			}
		}
	}
	return all
}

// addOnce writes the record unless its source's id is there already.
func (g *Gate) addOnce(ctx context.Context, a slovo.Actor, n NewCustomer, normal map[string]string) (slovo.CustomerID, bool, error) {
	id := slovo.NewCustomerID()
	prior, err := g.prior(ctx, n, Once{}, id)
	if err != nil || prior != "" {
		return prior, true, err
	}
	return id, false, g.putNew(ctx, a, id, n, normal)
}
