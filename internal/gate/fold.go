package gate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/ledger"
)

// Merging is what a merge would do, told before it is done: there is no way
// back. Nothing of it is a value.
type Merging struct {
	Keep, Other slovo.CustomerID
	Moves       []MaskedField // that the kept record lacks
	Differs     []Differing   // the kept record's stays; the other's is closed
	Closed      []string      // that nobody opens again: what proves who a customer is
	Purposes    []string      // that the kept record gets with the fields
}

// Differing is a field of which the two records have different values.
type Differing struct {
	Name        string
	Keep, Other string // masked; "" where the actor serves no purpose that holds it
}

// Merging tells what Merge would do with the two. It is a look at both
// masked records, and written down like one. A *Denial to whoever may not
// merge them; slovo.ErrNotFound where they were not proposed.
func (g *Gate) Merging(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID) (Merging, error) {
	g = g.steady()
	two, err := g.elder(ctx, keep, other)
	if err != nil {
		return Merging{}, fmt.Errorf("gate: merge %s: %w", keep, err)
	}
	if _, err := g.store.Proposal(ctx, two.keep.ID, two.other.ID); err != nil {
		return Merging{}, fmt.Errorf("gate: merge %s: %w", keep, err)
	}
	reasons, err := g.against(ctx, a, two)
	if err != nil {
		return Merging{}, fmt.Errorf("gate: merge %s: %w", keep, err)
	}
	if len(reasons) > 0 {
		return Merging{}, g.refuseBoth(ctx, a, ledger.ActView, two, reasons)
	}
	for _, c := range []slovo.CustomerID{two.keep.ID, two.other.ID} {
		if err := g.noteView(ctx, a, View{Customer: c, Agent: a.Account}); err != nil {
			return Merging{}, err
		}
	}
	f, err := g.fold(ctx, two)
	if err != nil {
		return Merging{}, fmt.Errorf("gate: merge %s: %w", keep, err)
	}
	return g.told(a, two, f), nil
}

// told masks what a fold would do; of fields of no purpose that the actor
// serves it tells the name alone.
func (g *Gate) told(a slovo.Actor, two pair, f folding) Merging {
	mine := g.mine(a, slices.Concat(two.keep.Purposes, two.other.Purposes))
	masked := func(name string, v slovo.Value) string {
		if !held(g.charter(), mine, name) {
			return ""
		}
		return mask(g.charter().Fields[name], v)
	}
	m := Merging{Keep: two.keep.ID, Other: two.other.ID, Closed: f.closed, Purposes: f.purposes}
	for _, name := range slices.Sorted(maps.Keys(f.moves)) {
		level := g.charter().Fields[name].Level
		m.Moves = append(m.Moves, MaskedField{Name: name, Mask: masked(name, f.moves[name]), Points: g.charter().Verification.Points[level]})
	}
	for _, name := range slices.Sorted(maps.Keys(f.differs)) {
		m.Differs = append(m.Differs, Differing{name, masked(name, f.differs[name][0]), masked(name, f.differs[name][1])})
	}
	return m
}

// Merge makes one customer of two whose e-mail and name are the same, for
// good: there is no way back. The elder record is kept, whichever is named
// first; the other's id answers with it from then on. Fields that the kept
// one lacks move over, with their purposes; where both have a value the kept
// one's stays, and the other's is closed until the customer is erased. What
// proves who a customer is never moves, a contact that moved is trusted with
// nothing, and whatever a verification had opened for either ends. Under a
// key that was used it writes nothing and returns the entry of then.
//
// A *Denial, written down in both logs, where the role may not correct for
// the purposes of both, a record is closed, or the actor wrote one of the
// two by hand: then somebody else must merge them. slovo.ErrNotFound where
// they were not proposed, ErrNotAlike where they are not, or no longer,
// ErrWaiting where a request waits.
func (g *Gate) Merge(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID, once Once) (slovo.EntryID, error) {
	g = g.steady()
	var entry slovo.EntryID
	var denial *Denial
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		entry, denial, err = g.merge(ctx, a, keep, other, once)
		return err
	})
	if again := (*replay)(nil); errors.As(err, &again) {
		return slovo.EntryID(again.result), nil
	}
	if err != nil {
		return "", fmt.Errorf("gate: merge %s: %w", keep, err)
	}
	if denial != nil {
		return denial.Entry, denial
	}
	return entry, g.store.Settle(ctx)
}

// merge runs inside the transaction.
func (g *Gate) merge(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID, once Once) (slovo.EntryID, *Denial, error) {
	two, err := g.pair(ctx, keep, other)
	if errors.Is(err, slovo.ErrConflict) && once.Key != "" {
		// Merged already: by this very ask, perhaps. err undoes the claim, so
		// only the *replay of the first counts.
		return "", nil, errors.Join(g.claim(ctx, once, string(keep)), err)
	}
	if err != nil {
		return "", nil, err
	}
	reasons, err := g.against(ctx, a, two)
	if err != nil {
		return "", nil, err
	}
	if len(reasons) > 0 {
		denial, err := g.denyBoth(ctx, a, ledger.ActMerge, two, reasons)
		return "", denial, err
	}
	if err := g.provable(ctx, two); err != nil {
		return "", nil, err
	}
	f, err := g.fold(ctx, two)
	if err != nil {
		return "", nil, err
	}
	if !f.alike {
		return "", nil, ErrNotAlike
	}
	entry, err := g.carryOut(ctx, a, two, f)
	if err != nil {
		return "", nil, err
	}
	return entry, nil, g.claim(ctx, once, string(entry))
}

// provable asks for the proposal, and for no request that waits. That the
// two are alike is proven anew when both are open.
func (g *Gate) provable(ctx context.Context, two pair) error {
	if _, err := g.store.Proposal(ctx, two.keep.ID, two.other.ID); err != nil {
		return err
	}
	for _, c := range []slovo.CustomerID{two.keep.ID, two.other.ID} {
		if waits, err := g.store.Waiting(ctx, c); err != nil {
			return err
		} else if waits {
			return ErrWaiting
		}
	}
	return nil
}

// against is all that speaks against the actor merging the two. The look and
// the act ask the same, so that nobody is shown what they may not do.
func (g *Gate) against(ctx context.Context, a slovo.Actor, two pair) ([]Reason, error) {
	if reasons := g.mayMerge(a, two); len(reasons) > 0 {
		return reasons, nil
	}
	return g.wroteOne(ctx, a, two)
}

// wroteOne refuses whoever wrote one of the records by hand: a record made
// up to be merged into a customer's needs two people. Who imports writes
// what a file says, and is let through.
func (g *Gate) wroteOne(ctx context.Context, a slovo.Actor, two pair) ([]Reason, error) {
	if !a.Program() && g.charter().Imports(a) {
		return nil, nil
	}
	for _, c := range []slovo.CustomerID{two.keep.ID, two.other.ID} {
		wrote, err := g.wrote(ctx, a.Account, c)
		if err != nil {
			return nil, err
		}
		if wrote {
			return []Reason{{Code: NeedsApproval, Own: OwnRecord}}, nil
		}
	}
	return nil, nil
}

// wrote looks through the customer's whole log. A half that does not open
// could be the one: then it was the actor.
func (g *Gate) wrote(ctx context.Context, account slovo.StaffID, c slovo.CustomerID) (bool, error) {
	by := []ledger.Act{ledger.ActAdd, ledger.ActCorrect, ledger.ActEnroll}
	for below := int64(0); ; {
		lines, err := g.ledger.Of(ctx, c, below, 100)
		if err != nil || len(lines) == 0 {
			return false, err
		}
		for _, line := range lines {
			below = line.Number
			half, err := g.ledger.OpenFirm(ctx, line)
			if err != nil {
				return true, nil //nolint:nilerr // the worst is taken
			}
			if half.Account == account && half.Outcome == ledger.Done && slices.Contains(by, half.Act) {
				return true, nil
			}
		}
		if below <= 1 {
			return false, nil
		}
	}
}

// folding is how two records become one. Values stay inside the gate.
type folding struct {
	alike    bool
	moves    map[string]slovo.Value
	differs  map[string][2]slovo.Value // the kept record's, the other's
	closed   []string                  // left with the other, like what differs
	gone     []string                  // of the other: moved, or the same as the kept one's
	kept     map[string]int64          // versions of the kept record, with what moves
	left     map[string]int64          // versions of what stays with the other
	purposes []string
}

// fold opens both records inside the gate and compares them.
func (g *Gate) fold(ctx context.Context, two pair) (folding, error) {
	mine, kept, err := g.whole(ctx, two.keep.ID)
	if err != nil {
		return folding{}, err
	}
	theirs, left, err := g.whole(ctx, two.other.ID)
	if err != nil {
		return folding{}, err
	}
	f := folding{
		moves: map[string]slovo.Value{}, differs: map[string][2]slovo.Value{}, kept: kept, left: left,
		alike: g.sameOne(mine, theirs),
	}
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		declared := g.charter().Fields[name]
		value, both := mine[name]
		switch {
		case declared.Type.Proves() || !declared.Shown() || !held(g.charter(), two.other.Purposes, name):
			f.closed = append(f.closed, name)
			continue
		case !both:
			f.moves[name], f.kept[name] = theirs[name], 1
		case field.Key(declared.Type, value.Show()) != field.Key(declared.Type, theirs[name].Show()):
			f.differs[name] = [2]slovo.Value{value, theirs[name]}
			continue
		}
		f.gone = append(f.gone, name)
		delete(f.left, name)
	}
	f.purposes = g.brought(two, f.gone)
	return f, nil
}

// brought are the other's purposes that come over with a field.
func (g *Gate) brought(two pair, fields []string) []string {
	var list []string
	for _, p := range two.other.Purposes {
		holds := slices.ContainsFunc(fields, func(name string) bool { return held(g.charter(), []string{p}, name) })
		if holds && !slices.Contains(two.keep.Purposes, p) {
			list = append(list, p)
		}
	}
	return list
}

// whole opens the record, and returns its versions too.
func (g *Gate) whole(ctx context.Context, c slovo.CustomerID) (map[string]slovo.Value, map[string]int64, error) {
	sealed, err := g.store.Record(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	opened, err := g.open(c, sealed, sealed.fields())
	if err != nil {
		return nil, nil, err
	}
	values, versions := map[string]slovo.Value{}, map[string]int64{}
	for i, o := range opened {
		values[o.Field], versions[o.Field] = o.Value, sealed.Cells[i].Version
	}
	return values, versions, nil
}

// carryOut writes the fold: the fields first, then everything that is not
// sealed, then an entry in each log.
func (g *Gate) carryOut(ctx context.Context, a slovo.Actor, two pair, f folding) (slovo.EntryID, error) {
	key, err := g.keys.customerKey(ctx, two.keep.ID, record)
	if err != nil {
		return "", err
	}
	moved := map[string]string{}
	for name, value := range f.moves {
		moved[name] = value.Show()
		// Nobody who was verified wrote it: its time is never.
		cell := slovo.Cell{Customer: two.keep.ID, Field: name, Version: f.kept[name]}
		if err := g.putAt(ctx, key, cell, moved[name], time.Time{}); err != nil {
			return "", err
		}
	}
	for _, name := range f.gone {
		if err := g.store.DropCell(ctx, two.other.ID, name); err != nil {
			return "", err
		}
	}
	if err := g.store.Fold(ctx, two.keep.ID, two.other.ID, f.purposes, g.now()); err != nil {
		return "", err
	}
	if err := g.putLookups(ctx, g.lookups(two.keep.ID, moved)); err != nil {
		return "", err
	}
	d := ledger.Draft{
		Actor: a, Act: ledger.ActMerge, Outcome: ledger.Done, Charter: g.charter().Hash,
		Fields: slices.Sorted(maps.Keys(moved)),
	}
	d.Customer, d.Subject, d.Versions = two.other.ID, string(two.keep.ID), f.left
	if _, err := g.ledger.Append(ctx, d); err != nil {
		return "", err
	}
	d.Customer, d.Subject, d.Versions = two.keep.ID, string(two.other.ID), f.kept
	return g.ledger.Append(ctx, d)
}
