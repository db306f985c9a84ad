package gate

import (
	"context"
	"fmt"
	"slices"

	"slovo"
	"slovo/internal/ledger"
)

// manyAtOnce is how many records one transaction of AddMany takes: others
// who write wait for it.
const manyAtOnce = 500

// Added is what became of one record of many.
type Added struct {
	ID    slovo.CustomerID
	Known bool  // its source's id was there already, and nothing was written
	Err   error // a *BadField, or a slovo.ErrInvalid, where it was not taken
}

// AddMany writes new records, each with its first entry, in transactions of
// at most five hundred. A record whose values cannot be taken fails alone.
// A *Denial where the actor's role may not add for one of the purposes: then
// nothing is written. After another error the records of earlier
// transactions stand; their sources' ids keep a second try from doubling them.
func (g *Gate) AddMany(ctx context.Context, a slovo.Actor, records []NewCustomer) ([]Added, error) {
	if reasons := g.mayAddAll(a, records); len(reasons) > 0 {
		return nil, g.refuseFirm(ctx, a, ledger.ActAdd, reasons)
	}
	added := make([]Added, 0, len(records))
	for some := range slices.Chunk(records, manyAtOnce) {
		more, err := g.addSome(ctx, a, some)
		if err != nil {
			return added, fmt.Errorf("gate: add many: %w", err)
		}
		added = append(added, more...)
	}
	return added, nil
}

// addSome writes records in one transaction. Values are judged before it.
func (g *Gate) addSome(ctx context.Context, a slovo.Actor, records []NewCustomer) ([]Added, error) {
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
	return added, err
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
