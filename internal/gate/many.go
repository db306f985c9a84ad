package gate

import (
	"context"
	"errors"
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
	Err   error // a *BadField, a slovo.ErrInvalid, or a *Denial of one who was erased
}

// AddMany writes new records, each with its first entry, in transactions of
// at most five hundred. A record whose values cannot be taken fails alone,
// and so does one whose source's id is of a customer who was erased. It is
// the company's own import: whoever runs it, a source's ids are the same.
// A *Denial where the actor's role may not add for one of the purposes: then
// nothing is written. After another error the records of earlier
// transactions stand; their sources' ids keep a second try from doubling them.
func (g *Gate) AddMany(ctx context.Context, a slovo.Actor, records []NewCustomer) ([]Added, error) {
	g = g.steady()
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

// addSome writes records in one transaction. What can be made ready before
// it is: nobody else writes meanwhile.
func (g *Gate) addSome(ctx context.Context, a slovo.Actor, records []NewCustomer) ([]Added, error) {
	added, normal := make([]Added, len(records)), make([]map[string]string, len(records))
	ids, lookups := slovo.NewCustomerIDs(len(records)), make([][]Lookup, len(records))
	for i, n := range records {
		normal[i], added[i].Err = g.taken(n)
		lookups[i] = g.lookups(ids[i], normal[i])
	}
	var forgotten []int
	var denial *Denial
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		var fresh []Lookup
		forgotten, denial = nil, nil
		for i, n := range records {
			if added[i].Err != nil {
				continue
			}
			prior, err := g.prior(ctx, g.sourceHash("import", "", n), Once{}, ids[i])
			if errors.Is(err, ErrForgotten) {
				forgotten = append(forgotten, i)
				continue
			}
			if err != nil {
				return err
			}
			if prior != "" {
				added[i].ID, added[i].Known = prior, true
				continue
			}
			if err := g.putNew(ctx, a, ids[i], n, normal[i]); err != nil {
				return err
			}
			added[i].ID, fresh = ids[i], append(fresh, lookups[i]...)
		}
		if err := g.putLookups(ctx, fresh); err != nil || len(forgotten) == 0 {
			return err
		}
		var err error
		denial, err = g.denyForgotten(ctx, a)
		return err
	})
	for _, i := range forgotten {
		added[i].Err = denial
	}
	return added, err
}

// denyForgotten writes down, once for a transaction, that records of erased
// customers were not taken.
func (g *Gate) denyForgotten(ctx context.Context, a slovo.Actor) (*Denial, error) {
	reasons := []Reason{{Code: Erased}}
	entry, err := g.ledger.Append(ctx, ledger.Draft{
		Customer: slovo.Firm, Actor: a, Act: ledger.ActAdd, Outcome: ledger.Refused,
		Reasons: codes(reasons), Charter: g.charter().Hash,
	})
	return &Denial{Reasons: reasons, Entry: entry}, err
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
