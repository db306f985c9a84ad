package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

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
	if err := l.verifyHalves(ctx, &r, keysGone); err != nil {
		return r, err
	}
	if err := l.verifyCounters(ctx, &r); err != nil {
		return r, err
	}
	claims, err := l.claims(ctx, &r, against)
	if err != nil {
		return r, err
	}
	return r, l.verifyTree(ctx, &r, claims)
}

// verifyHalves walks all lines by customer and number.
func (l *Ledger) verifyHalves(ctx context.Context, r *Report, keysGone func(context.Context, slovo.CustomerID) (bool, error)) error {
	var last slovo.EntryID
	for {
		list, err := l.store.EntriesAfter(ctx, last, page)
		if err != nil {
			return fmt.Errorf("ledger: verify: %w", err)
		}
		for _, e := range list {
			if e.Number != nextNumber(last, e.Customer) {
				r.find(string(e.ID()), "numbers are not gapless before this entry")
			}
			last = e.ID()
			r.Entries++
			if err := l.verifyEntry(ctx, r, e, keysGone); err != nil {
				return err
			}
		}
		if len(list) < page {
			return nil
		}
	}
}

func nextNumber(last slovo.EntryID, c slovo.CustomerID) int64 {
	if last.Customer() == c {
		return last.Number() + 1
	}
	return 1
}

// verifyEntry opens both halves and compares them with the leaf.
func (l *Ledger) verifyEntry(ctx context.Context, r *Report, e Entry, keysGone func(context.Context, slovo.CustomerID) (bool, error)) error {
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
	}
	if e.Customer == slovo.Firm {
		return nil
	}
	return l.verifyCustomerHalf(ctx, r, e, keysGone)
}

func (l *Ledger) verifyCustomerHalf(ctx context.Context, r *Report, e Entry, keysGone func(context.Context, slovo.CustomerID) (bool, error)) error {
	var mine CustomerHalf
	plain, err := l.openPlain(ctx, e, false, e.CustomerHalf, &mine)
	switch {
	case errors.Is(err, slovo.ErrNotFound):
		gone, err := keysGone(ctx, e.Customer)
		if err != nil {
			return err
		}
		if !gone {
			r.find(string(e.ID()), "the customer's half has lost its key, yet the customer was not erased")
		}
		r.Shredded++
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

// verifyCounters compares each customer's count with the lines that are there.
func (l *Ledger) verifyCounters(ctx context.Context, r *Report) error {
	var after slovo.CustomerID
	for {
		list, err := l.store.Counters(ctx, after, page)
		if err != nil {
			return fmt.Errorf("ledger: verify: %w", err)
		}
		for _, c := range list {
			after = c.Customer
			newest, err := l.store.EntriesOf(ctx, c.Customer, 1<<62-1, 1)
			if err != nil {
				return fmt.Errorf("ledger: verify: %w", err)
			}
			if len(newest) == 0 || newest[0].Number != c.Entries {
				r.find(string(c.Customer), "%d entries were counted, the last is missing", c.Entries)
			}
		}
		if len(list) < page {
			return nil
		}
	}
}

// claims collects the trees that checkpoints vouch for, by size.
func (l *Ledger) claims(ctx context.Context, r *Report, against [][]byte) (map[int64][]tlog.Hash, error) {
	claims := map[int64][]tlog.Hash{}
	claim := func(where string, signed []byte) {
		r.Checkpoints++
		tree, err := OpenCheckpoint(signed, l.key.Public)
		if err != nil {
			r.find(where, "the checkpoint's signature does not hold")
			return
		}
		claims[tree.N] = append(claims[tree.N], tree.Hash)
	}
	for from := int64(0); ; {
		list, err := l.store.CheckpointsFrom(ctx, from, page)
		if err != nil {
			return nil, fmt.Errorf("ledger: verify: %w", err)
		}
		for _, c := range list {
			from = c.Size + 1
			claim(fmt.Sprintf("checkpoint %d", c.Size), c.Note)
		}
		if len(list) < page {
			break
		}
	}
	if kept, err := l.outside.Load(); err == nil {
		claim("checkpoint outside", kept)
	} else if !errors.Is(err, slovo.ErrNotFound) {
		return nil, fmt.Errorf("ledger: checkpoint outside: %w", err)
	} else {
		r.find("checkpoint outside", "there is none")
	}
	for _, signed := range against {
		claim("checkpoint given", signed)
	}
	return claims, nil
}

// verifyTree builds the tree anew from the leaves, and holds every claim,
// the stored size and the stored tiles against it.
func (l *Ledger) verifyTree(ctx context.Context, r *Report, claims map[int64][]tlog.Hash) error {
	stored, err := l.tree(ctx)
	if err != nil {
		r.find("tree", "the stored tiles do not make a tree")
	} else {
		claims[stored.N] = append(claims[stored.N], stored.Hash)
	}
	var built rising
	check := func() {
		for _, root := range claims[built.size] {
			if root != built.root() {
				r.find(fmt.Sprintf("size %d", built.size), "the entries do not make the tree that was signed")
			}
		}
		delete(claims, built.size)
	}
	check()
	for {
		list, err := l.store.LeavesFrom(ctx, built.size, page)
		if err != nil {
			return fmt.Errorf("ledger: verify: %w", err)
		}
		for _, e := range list {
			if e.Index != built.size {
				r.find(fmt.Sprintf("index %d", built.size), "the leaf is missing, or stands twice")
				return nil
			}
			built.add(tlog.RecordHash(e.Leaf))
			check()
		}
		if len(list) < page {
			break
		}
	}
	r.Sequenced = built.size
	for size := range claims {
		r.find(fmt.Sprintf("size %d", size), "a checkpoint vouches for %d entries, only %d are here", size, built.size)
	}
	return nil
}

// rising is a Merkle tree of which only the roots of its full subtrees are
// kept, largest first.
type rising struct {
	size  int64
	roots []tlog.Hash
}

func (t *rising) add(h tlog.Hash) {
	for range bits.TrailingZeros64(^uint64(t.size)) { //nolint:gosec // sizes are not negative
		h = tlog.NodeHash(t.roots[len(t.roots)-1], h)
		t.roots = t.roots[:len(t.roots)-1]
	}
	t.roots = append(t.roots, h)
	t.size++
}

func (t *rising) root() tlog.Hash {
	if t.size == 0 {
		empty, _ := tlog.TreeHash(0, nil)
		return empty
	}
	h := t.roots[len(t.roots)-1]
	for i := len(t.roots) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.roots[i], h)
	}
	return h
}
