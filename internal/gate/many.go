package gate

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
	Known bool               // its source's id was there already, and nothing was written
	Other bool               // known, yet none of what it can be found by is that record's: perhaps another source's id
	Same  []slovo.CustomerID // who has the same e-mail address and name; only where NewCustomer.Then asks
	Err   error              // a *BadField, a slovo.ErrInvalid, or a *Denial of one who was erased
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

// adding is records on their way into one transaction.
type adding struct {
	records []NewCustomer
	ids     []slovo.CustomerID
	normal  []map[string]string
	lookups [][]Lookup
	added   []Added
}

// addSome writes records in one transaction. What can be made ready before
// it is: nobody else writes meanwhile. One transaction follows the other, so
// that of two records that are the same each second one finds the first.
func (g *Gate) addSome(ctx context.Context, a slovo.Actor, records []NewCustomer) ([]Added, error) {
	r := g.prepare(records)
	g.adds.Lock()
	defer g.adds.Unlock()
	err := g.store.Atomic(ctx, func(ctx context.Context) error { return g.addAll(ctx, a, r) })
	return r.added, err
}

func (g *Gate) prepare(records []NewCustomer) *adding {
	r := &adding{
		records: records, ids: slovo.NewCustomerIDs(len(records)), normal: make([]map[string]string, len(records)),
		lookups: make([][]Lookup, len(records)), added: make([]Added, len(records)),
	}
	for i, n := range records {
		if r.normal[i], r.added[i].Err = g.taken(n); r.added[i].Err == nil {
			r.lookups[i] = g.lookups(r.ids[i], r.normal[i])
		}
	}
	return r
}

// addAll runs inside the transaction, again from the beginning where the
// store has to try twice.
func (g *Gate) addAll(ctx context.Context, a slovo.Actor, r *adding) error {
	var fresh []Lookup
	var forgotten []int
	for i := range r.records {
		if r.added[i].Err != nil && !errors.Is(r.added[i].Err, slovo.ErrDenied) {
			continue
		}
		written, err := g.addOne(ctx, a, r, i)
		switch {
		case errors.Is(err, ErrForgotten):
			forgotten = append(forgotten, i)
		case err != nil:
			return err
		case written:
			fresh = append(fresh, r.lookups[i]...)
		}
	}
	if err := g.putLookups(ctx, fresh); err != nil {
		return err
	}
	if err := g.forget(ctx, a, r, forgotten); err != nil {
		return err
	}
	if err := g.tellOthers(ctx, r); err != nil {
		return err
	}
	return g.then(ctx, a, r)
}

// addOne writes one record, or finds that its source's id is known.
func (g *Gate) addOne(ctx context.Context, a slovo.Actor, r *adding, i int) (bool, error) {
	prior, err := g.prior(ctx, g.sourceHash("import", "", r.records[i]), Once{}, r.ids[i])
	if err != nil {
		return false, err
	}
	if prior != "" {
		r.added[i] = Added{ID: prior, Known: true}
		return false, nil
	}
	r.added[i] = Added{ID: r.ids[i]}
	return true, g.putNew(ctx, a, r.ids[i], r.records[i], r.normal[i], true)
}

// tellOthers marks the known records that seem to be about somebody else.
// Nothing is opened for it: keyed hashes are compared, of what is searched
// for exactly.
func (g *Gate) tellOthers(ctx context.Context, r *adding) error {
	for i, one := range r.added {
		if !one.Known {
			continue
		}
		other, err := g.isOther(ctx, one.ID, r.normal[i])
		if err != nil {
			return err
		}
		r.added[i].Other = other
	}
	return nil
}

// isOther tells whether the customer is found by none of the values. Where
// no value can be searched for exactly, nothing is known, and it is not.
func (g *Gate) isOther(ctx context.Context, c slovo.CustomerID, normal map[string]string) (bool, error) {
	compared := false
	for _, name := range slices.Sorted(maps.Keys(normal)) {
		declared := g.charter().Fields[name]
		if declared.Search == "" || normal[name] == "" {
			continue
		}
		compared = true
		u := g.under([][]byte{g.exact(name, declared.Type, normal[name])})
		u.from = c
		if found, err := u.next(ctx); err != nil || found == c {
			return false, err
		}
	}
	if !compared {
		return false, nil
	}
	// What a merge did not take over is gone, and its row is still theirs.
	merged, err := g.store.MergedInto(ctx, c)
	return len(merged) == 0, err
}

// forget refuses the records of customers who were erased.
func (g *Gate) forget(ctx context.Context, a slovo.Actor, r *adding, forgotten []int) error {
	if len(forgotten) == 0 {
		return nil
	}
	denial, err := g.denyForgotten(ctx, a)
	for _, i := range forgotten {
		r.added[i] = Added{Err: denial}
	}
	return err
}

// then lets the caller of each record do its part of the transaction.
func (g *Gate) then(ctx context.Context, a slovo.Actor, r *adding) error {
	var ids []slovo.CustomerID
	var normal []map[string]string
	var at []int
	for i, n := range r.records {
		if n.Then != nil && r.added[i].Err == nil && !r.added[i].Known {
			ids, normal, at = append(ids, r.ids[i]), append(normal, r.normal[i]), append(at, i)
		}
	}
	same, err := g.alike(ctx, a, ids, normal)
	if err != nil {
		return err
	}
	for n, i := range at {
		r.added[i].Same = same[n]
	}
	for i, n := range r.records {
		if n.Then == nil || r.added[i].Err != nil || r.added[i].Other {
			continue
		}
		if err := n.Then(ctx, r.added[i]); err != nil {
			return err
		}
	}
	return nil
}

// denyForgotten writes down, once for a transaction, that records of erased
// customers were not taken.
func (g *Gate) denyForgotten(ctx context.Context, a slovo.Actor) (*Denial, error) {
	return Deny(ctx, g.ledger, ledger.Draft{
		Customer: slovo.Firm, Actor: a, Act: ledger.ActAdd, Charter: g.charter().Hash,
	}, []Reason{{Code: Erased}})
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
