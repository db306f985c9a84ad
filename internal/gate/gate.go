package gate

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
)

// Gate is the one door to customers' data. Safe for concurrent use.
type Gate struct {
	store   Store
	ledger  Ledger
	keys    *Keyring
	charter func() *charter.Charter
	now     slovo.Clock
	adds    *sync.Mutex // held by the one transaction of AddMany
}

// Writer is where a room writes down what was done and what was refused.
type Writer interface {
	Append(ctx context.Context, d ledger.Draft) (slovo.EntryID, error)
}

// Ledger is where the gate writes its decisions down.
type Ledger interface {
	Writer
	// Of and OpenFirm read back who wrote a record.
	Of(ctx context.Context, c slovo.CustomerID, below int64, limit int) ([]ledger.Entry, error)
	OpenFirm(ctx context.Context, e ledger.Entry) (ledger.FirmHalf, error)
}

// New returns the gate that enforces the charter in force.
func New(store Store, l Ledger, keys *Keyring, charter func() *charter.Charter, now slovo.Clock) *Gate {
	return &Gate{store: store, ledger: l, keys: keys, charter: charter, now: now, adds: new(sync.Mutex)}
}

// steady is the gate under the charter that is in force now. Each ask is
// answered by one: a charter that comes into force meanwhile is the next
// ask's, so that an entry names the very text that decided.
func (g *Gate) steady() *Gate {
	one := *g
	one.charter = charter.Steady(g.charter)
	return &one
}

// Ask is one wish to use one customer's data.
type Ask struct {
	Actor    slovo.Actor
	Customer slovo.CustomerID
	Fields   []string
	Purpose  string
	Case     slovo.CaseID
}

// The kinds of quota that the charter knows.
const (
	quotaReveals  = "reveals"
	quotaSearches = "searches"
)

// mostFields is how many fields one ask may name: more than any record has.
const mostFields = 100

// Opened is one field's value, on its way to whom it was opened for.
type Opened struct {
	Field string
	Value slovo.Value
}

// Reveal opens the wanted fields, all or none, for a verified customer's
// case. Nothing is opened before its entry is durable. A refusal is
// written down too, and returned as *Denial.
func (g *Gate) Reveal(ctx context.Context, ask Ask) ([]Opened, slovo.EntryID, error) {
	g = g.steady()
	if len(ask.Fields) > mostFields {
		return nil, "", fmt.Errorf("gate: %d fields at once, %d at the most: %w", len(ask.Fields), mostFields, slovo.ErrInvalid)
	}
	var err error
	if ask.Customer, err = g.resolve(ctx, ask.Customer); err != nil {
		return nil, "", fmt.Errorf("gate: reveal %s: %w", ask.Customer, err)
	}
	var sealed Record
	entry, err := g.decideAndWrite(ctx, ask, charter.See, ledger.ActReveal, Once{}, func(ctx context.Context, _ *ledger.Draft) error {
		var err error
		if sealed, err = g.store.Record(ctx, ask.Customer); err != nil {
			return err
		}
		return g.store.TouchGrant(ctx, ask.Case, g.now())
	})
	if err != nil {
		return nil, entry, err
	}
	opened, err := g.open(ask.Customer, sealed, ask.Fields)
	return opened, entry, err
}

// Why tells what Reveal would answer, and does nothing: no entry, no
// opening, no quota used. A nil list means yes.
func (g *Gate) Why(ctx context.Context, ask Ask) ([]Reason, error) {
	g = g.steady()
	var err error
	if ask.Customer, err = g.resolve(ctx, ask.Customer); err != nil {
		return nil, fmt.Errorf("gate: why %s: %w", ask.Customer, err)
	}
	f, err := g.facts(ctx, ask, charter.See)
	if err != nil {
		return nil, err
	}
	if f.Staff.OverQuota, err = g.overQuota(ctx, ask.Actor, quotaReveals, len(ask.Fields)); err != nil {
		return nil, err
	}
	return Decide(f), nil
}

// decideAndWrite gathers the facts in the entry's own transaction, decides,
// and appends the entry together with what act writes. What act returns as
// an error undoes all of it.
func (g *Gate) decideAndWrite(ctx context.Context, ask Ask, duty charter.Duty, name ledger.Act, once Once, act func(context.Context, *ledger.Draft) error) (slovo.EntryID, error) {
	var entry slovo.EntryID
	var reasons []Reason
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		if err := g.store.Lock(ctx, ask.Customer); err != nil {
			return err
		}
		f, err := g.facts(ctx, ask, duty)
		if err != nil {
			return err
		}
		if reasons, err = g.decide(ctx, ask, duty, f); err != nil {
			return err
		}
		draft := g.draft(ask, name, f)
		if len(reasons) > 0 {
			draft.Outcome, draft.Reasons = ledger.Refused, CodesOf(reasons)
		} else if err := act(ctx, &draft); err != nil {
			return err
		}
		if entry, err = g.ledger.Append(ctx, draft); err != nil || len(reasons) > 0 {
			return err
		}
		return g.claim(ctx, once, string(entry))
	})
	if again := (*replay)(nil); errors.As(err, &again) {
		return slovo.EntryID(again.result), nil
	}
	if err != nil {
		return "", fmt.Errorf("gate: %s %s: %w", name, ask.Customer, err)
	}
	if len(reasons) > 0 {
		return entry, &Denial{Reasons: reasons, Entry: entry}
	}
	return entry, nil
}

// draft is the entry of the ask, as far as the ask tells.
func (g *Gate) draft(ask Ask, act ledger.Act, f Facts) ledger.Draft {
	c := g.charter()
	d := ledger.Draft{
		Customer: ask.Customer, Actor: ask.Actor, Act: act, Outcome: ledger.Done,
		Level: f.Grant.Points, Channel: f.Case.Channel, Charter: c.Hash,
	}
	// Words that nobody knows could hold anything, a value among it.
	if f.Case.Known {
		d.Case = ask.Case
	}
	if f.Purpose.Declared {
		d.Purpose = ask.Purpose
	}
	for _, field := range f.Fields {
		if field.Declared {
			d.Fields = append(d.Fields, field.Name)
		}
	}
	return d
}

// decide is Decide. What is to be shown also takes its fields off the
// actor's quota, where everything else says yes; where something says no, the
// quota is only looked at.
func (g *Gate) decide(ctx context.Context, ask Ask, duty charter.Duty, f Facts) ([]Reason, error) {
	if duty != charter.See {
		return Decide(f), nil
	}
	over := g.use
	if len(Decide(f)) > 0 {
		over = g.overQuota
	}
	var err error
	if f.Staff.OverQuota, err = over(ctx, ask.Actor, quotaReveals, len(ask.Fields)); err != nil {
		return nil, err
	}
	return Decide(f), nil
}

// refuse writes the refusal down and returns it.
func (g *Gate) refuse(ctx context.Context, ask Ask, act ledger.Act, f Facts, reasons []Reason) error {
	draft := g.draft(ask, act, f)
	draft.Outcome, draft.Reasons = ledger.Refused, CodesOf(reasons)
	entry, err := g.write(ctx, draft)
	if err != nil {
		return err
	}
	return &Denial{Reasons: reasons, Entry: entry}
}

// write appends an entry that stands alone.
func (g *Gate) write(ctx context.Context, d ledger.Draft) (slovo.EntryID, error) {
	var entry slovo.EntryID
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		entry, err = g.ledger.Append(ctx, d)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("gate: %s %s: %w", d.Act, d.Customer, err)
	}
	return entry, nil
}

// use adds to what the actor used of the quota, and tells whether that
// went over: another ask may have come between.
func (g *Gate) use(ctx context.Context, a slovo.Actor, kind string, n int) (over bool, err error) {
	limit, window := g.quota(a, kind)
	now := g.now()
	used, err := g.store.UseQuota(ctx, quotaOwner(a), kind, n, now.Add(-window), now)
	if err != nil {
		return false, fmt.Errorf("gate: quota of %s: %w", quotaOwner(a), err)
	}
	return used > limit, nil
}

// overQuota tells whether n more would go over.
func (g *Gate) overQuota(ctx context.Context, a slovo.Actor, kind string, n int) (bool, error) {
	limit, window := g.quota(a, kind)
	used, err := g.store.Used(ctx, quotaOwner(a), kind, g.now().Add(-window))
	if err != nil {
		return false, fmt.Errorf("gate: quota of %s: %w", quotaOwner(a), err)
	}
	return used+n > limit, nil
}

// quota is how much of the kind the actor may use, and in what time: a
// token's own number, for each kind alike, where it has one; else the role's.
func (g *Gate) quota(a slovo.Actor, kind string) (int, time.Duration) {
	limit, per := g.charter().Staff.Quota(kind, a.Role)
	if a.Program() && a.Quota > 0 {
		limit = a.Quota
	}
	return limit, per.Duration()
}

// quotaOwner counts a program's uses apart from those of its account.
func quotaOwner(a slovo.Actor) string {
	if a.Program() {
		return "token/" + string(a.Token)
	}
	return "staff/" + string(a.Account)
}
