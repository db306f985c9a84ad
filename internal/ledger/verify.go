package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"slovo"
)

// page is how many rows a verification reads at once.
const page = 1000

// Finding is one thing that is not as it was written.
type Finding struct {
	Where string `json:"where"` // an entry's id, an index, a checkpoint's size
	What  string `json:"what"`
}

// Report is what a verification of the whole log found.
type Report struct {
	Entries     int64     `json:"entries"`
	Sequenced   int64     `json:"sequenced"`
	Shredded    int64     `json:"shredded"` // customers' halves gone with their keys
	Checkpoints int       `json:"checkpoints"`
	Findings    []Finding `json:"findings"`
}

// OK tells that nothing was found.
func (r Report) OK() bool { return len(r.Findings) == 0 }

func (r *Report) find(where, what string, args ...any) {
	r.Findings = append(r.Findings, Finding{where, fmt.Sprintf(what, args...)})
}

// Verify reads the whole log: every customer's numbers are gapless, every
// half that can be opened is the one its leaf commits to, the leaves make
// the tree, and the tree holds every checkpoint ever signed: those stored,
// the one kept outside, and those given as against. keysGone tells of
// customers that were erased; elsewhere an unopened half is a finding.
func (l *Ledger) Verify(ctx context.Context, keysGone func(context.Context, slovo.CustomerID) (bool, error), against ...[]byte) (Report, error) {
	r := Report{Findings: []Finding{}}
	customers, err := l.verifyHalves(ctx, &r, keysGone)
	if err != nil {
		return r, err
	}
	if err := l.verifyCounters(ctx, &r, customers); err != nil {
		return r, err
	}
	claims, err := l.claims(ctx, &r, against)
	if err != nil {
		return r, err
	}
	return r, l.verifyTree(ctx, &r, claims)
}

// verifyHalves walks all lines by customer and number, and returns how many
// customers have lines.
func (l *Ledger) verifyHalves(ctx context.Context, r *Report, keysGone func(context.Context, slovo.CustomerID) (bool, error)) (customers int, err error) {
	var last slovo.EntryID
	var of history
	for {
		list, err := l.store.EntriesAfter(ctx, last, page)
		if err != nil {
			return 0, fmt.Errorf("ledger: verify: %w", err)
		}
		for _, e := range list {
			if last.Customer() != e.Customer {
				of.end(r)
				of, customers = history{customer: e.Customer}, customers+1
			}
			if e.Number != nextNumber(last, e.Customer) {
				r.find(string(e.ID()), "numbers are not gapless before this entry")
			}
			last = e.ID()
			r.Entries++
			if err := l.verifyEntry(ctx, r, e, &of, keysGone); err != nil {
				return 0, err
			}
		}
		if len(list) < page {
			of.end(r)
			return customers, nil
		}
	}
}

// history is what one customer's lines tell of the customer's keys.
type history struct {
	customer slovo.CustomerID
	shredded bool // a customer's half has lost its key
	erased   bool // an entry tells of an erasure
}

// end looks back on a customer's lines: keys that are gone, and a record
// that is marked erased, prove nothing without the entry of it.
func (h history) end(r *Report) {
	if h.shredded && !h.erased {
		r.find(string(h.customer), "the history has lost its key, yet no entry tells of an erasure")
	}
}

func nextNumber(last slovo.EntryID, c slovo.CustomerID) int64 {
	if last.Customer() == c {
		return last.Number() + 1
	}
	return 1
}

// verifyEntry opens both halves and compares them with the leaf.
func (l *Ledger) verifyEntry(ctx context.Context, r *Report, e Entry, of *history, keysGone func(context.Context, slovo.CustomerID) (bool, error)) error {
	id := string(e.ID())
	if len(e.Leaf) != LeafSize {
		r.find(id, "the leaf is %d bytes long", len(e.Leaf))
		return nil
	}
	var firm FirmHalf
	if plain, err := l.openPlain(ctx, e, true, e.FirmHalf, &firm); err != nil {
		r.find(id, "the firm's half does not open")
	} else if !bytes.Equal(commit(firmPrefix, firm.Salt, plain), e.Leaf[commitSize:]) {
		r.find(id, "the firm's half is not the one committed to")
	} else if firm.Number != e.Number || firm.Customer != e.Customer || firm.At != stamp(e.At) {
		r.find(id, "the firm's half tells of another entry or time")
	} else if firm.Act == ActErase && firm.Outcome == Done {
		of.erased = true
	}
	if e.Customer == slovo.Firm {
		return nil
	}
	return l.verifyCustomerHalf(ctx, r, e, of, keysGone)
}

func (l *Ledger) verifyCustomerHalf(ctx context.Context, r *Report, e Entry, of *history, keysGone func(context.Context, slovo.CustomerID) (bool, error)) error {
	var mine CustomerHalf
	plain, err := l.openPlain(ctx, e, false, e.CustomerHalf, &mine)
	switch {
	case errors.Is(err, slovo.ErrNotFound):
		gone, err := keysGone(ctx, e.Customer)
		if err != nil && !errors.Is(err, slovo.ErrNotFound) { // a record that is gone was not erased
			return err
		}
		if !gone {
			r.find(string(e.ID()), "the customer's half has lost its key, yet the customer was not erased")
		}
		r.Shredded++
		of.shredded = true
	case err != nil:
		r.find(string(e.ID()), "the customer's half does not open")
	case !bytes.Equal(commit(customerPrefix, mine.Salt, plain), e.Leaf[:commitSize]):
		r.find(string(e.ID()), "the customer's half is not the one committed to")
	}
	return nil
}

func (l *Ledger) openPlain(ctx context.Context, e Entry, firm bool, sealed []byte, half any) ([]byte, error) {
	plain, err := l.sealer.OpenHalf(ctx, e.half(firm), sealed)
	if err != nil {
		return nil, err
	}
	return plain, decode(plain, half)
}

// verifyCounters compares each customer's count with the lines that are
// there. The log may grow meanwhile: a count is read before the lines, and
// once more before more lines than were counted are a finding.
func (l *Ledger) verifyCounters(ctx context.Context, r *Report, customers int) error {
	var after slovo.CustomerID
	counted := 0
	for {
		list, err := l.store.Counters(ctx, after, page)
		if err != nil {
			return fmt.Errorf("ledger: verify: %w", err)
		}
		for _, c := range list {
			if err := l.verifyCounter(ctx, r, c, after); err != nil {
				return err
			}
			after = c.Customer
			counted++
		}
		if len(list) < page {
			break
		}
	}
	if counted < customers {
		r.find("counters", "%d customers have entries, only %d are counted", customers, counted)
	}
	return nil
}

func (l *Ledger) verifyCounter(ctx context.Context, r *Report, c Counter, before slovo.CustomerID) error {
	newest, err := l.Of(ctx, c.Customer, 0, 1)
	if err != nil {
		return fmt.Errorf("ledger: verify: %w", err)
	}
	if len(newest) == 0 || newest[0].Number < c.Entries {
		r.find(string(c.Customer), "%d entries were counted, the last is missing", c.Entries)
		return nil
	}
	if newest[0].Number == c.Entries {
		return nil
	}
	again, err := l.store.Counters(ctx, before, 1)
	if err != nil {
		return fmt.Errorf("ledger: verify: %w", err)
	}
	if len(again) == 1 && again[0] == c {
		r.find(string(c.Customer), "there are %d entries, only %d were counted", newest[0].Number, c.Entries)
	}
	return nil
}
