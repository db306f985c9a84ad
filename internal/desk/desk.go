// Package desk keeps cases and the channels they run over: one matter with
// one customer, in the hands of one agent, over one call, chat or counter.
// What is still to be done after it are its tasks.
package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/ledger"
)

// Store keeps the cases. Its methods join the transaction that the context
// carries.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	Cases
	Records
	Tasks
	Queues
}

// Cases keeps the matters with customers.
type Cases interface {
	PutCase(ctx context.Context, c gate.Case) error
	// Case returns the matter, or slovo.ErrNotFound.
	Case(ctx context.Context, id slovo.CaseID) (gate.Case, error)
	// CloseCase closes it and drops its grant; slovo.ErrConflict if it was closed.
	CloseCase(ctx context.Context, id slovo.CaseID, now time.Time) error
	// CasesOf returns the agent's cases opened before, newest first.
	CasesOf(ctx context.Context, agent slovo.StaffID, before time.Time, limit int) ([]gate.Case, error)
}

// Records tells in what state a customer's record is.
type Records interface {
	gate.Lockable
	// MergedInto returns the records that were merged into this one, by id.
	MergedInto(ctx context.Context, c slovo.CustomerID) ([]slovo.CustomerID, error)
	// Once keeps the result under the owner's key, or returns the one of before.
	Once(ctx context.Context, o gate.Once, result string, now time.Time) (prior string, err error)
}

// Desk opens and closes cases. Safe for concurrent use.
type Desk struct {
	store   Store
	ledger  gate.Writer
	charter func() *charter.Charter
	now     slovo.Clock
}

// New returns the desk that works by the charter in force.
func New(store Store, l gate.Writer, c func() *charter.Charter, now slovo.Clock) *Desk {
	return &Desk{store: store, ledger: l, charter: c, now: now}
}

// steady is the desk under the charter that is in force now: each ask is
// answered by one.
func (d *Desk) steady() *Desk {
	one := *d
	one.charter = charter.Steady(d.charter)
	return &one
}

// Open begins a matter with the customer over the channel, for the purpose.
// Each case has an endpoint of its own, so that what is proved in one call
// opens nothing in the next. Under an idempotency key that was used it
// returns the case of then. A *gate.Denial where the role does not serve
// the purpose, the record is not kept for it, it is not for the channel, or
// the record is closed;
// slovo.ErrNotFound where there is no such customer.
func (d *Desk) Open(ctx context.Context, a slovo.Actor, c slovo.CustomerID, over slovo.Channel, purpose string, once gate.Once) (slovo.CaseID, error) {
	d = d.steady()
	matter := gate.Case{
		ID: slovo.NewCaseID(c), Channel: over, Endpoint: slovo.RandomText(10),
		Purpose: purpose, Agent: a.Account, Opened: d.now(),
	}
	var denial *gate.Denial
	var id slovo.CaseID
	err := d.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		id, denial, err = d.open(ctx, a, matter, once)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("desk: open a case of %s: %w", c, err)
	}
	if denial != nil {
		return "", denial
	}
	return id, nil
}

// open runs inside the transaction.
func (d *Desk) open(ctx context.Context, a slovo.Actor, matter gate.Case, once gate.Once) (slovo.CaseID, *gate.Denial, error) {
	customer, err := gate.LockStanding(ctx, d.store, matter.ID.Customer())
	if err != nil {
		return "", nil, err
	}
	if customer.ID != matter.ID.Customer() {
		matter.ID = slovo.NewCaseID(customer.ID)
	}
	if reasons := d.against(a, matter, customer); len(reasons) > 0 {
		denial, err := d.refuse(ctx, a, matter, reasons)
		return "", denial, err
	}
	if once.Key != "" {
		prior, err := d.store.Once(ctx, once, string(matter.ID), d.now())
		if err != nil || prior != string(matter.ID) {
			return slovo.CaseID(prior), nil, err
		}
	}
	return matter.ID, nil, d.store.PutCase(ctx, matter)
}

// against returns what stands in the way of opening the case.
func (d *Desk) against(a slovo.Actor, matter gate.Case, customer gate.Customer) []gate.Reason {
	p, declared := d.charter().Purposes[matter.Purpose]
	var reasons []gate.Reason
	no := func(stands bool, code gate.Code) {
		if stands {
			reasons = append(reasons, gate.Reason{Code: code})
		}
	}
	no(!declared, gate.UndeclaredPurpose)
	no(declared && customer.Erased.IsZero() && !slices.Contains(customer.Purposes, matter.Purpose), gate.FieldNotInPurpose)
	no(declared && !d.charter().Serves(a, matter.Purpose), gate.RoleNotAllowed)
	no(declared && !p.Over(matter.Channel), gate.ChannelNotAllowed)
	no(!customer.Erased.IsZero(), gate.Erased)
	no(customer.Frozen, gate.Frozen)
	return reasons
}

// refuse writes the refusal down. A purpose or channel that the charter
// does not know could be any word, so it stays out of the entry.
func (d *Desk) refuse(ctx context.Context, a slovo.Actor, matter gate.Case, reasons []gate.Reason) (*gate.Denial, error) {
	c := d.charter()
	draft := ledger.Draft{
		Customer: matter.ID.Customer(), Actor: a, Act: ledger.ActCase, Charter: c.Hash,
	}
	if p, declared := c.Purposes[matter.Purpose]; declared {
		draft.Purpose = matter.Purpose
		if p.Over(matter.Channel) {
			draft.Channel = matter.Channel
		}
	}
	return gate.Deny(ctx, d.ledger, draft, reasons)
}

// Case returns the actor's own case; a *gate.Denial for a colleague's,
// slovo.ErrNotFound where there is none.
func (d *Desk) Case(ctx context.Context, a slovo.Actor, id slovo.CaseID) (gate.Case, error) {
	matter, err := d.store.Case(ctx, id)
	if err != nil {
		return gate.Case{}, fmt.Errorf("desk: case %s: %w", id, err)
	}
	if matter.Agent != a.Account {
		return gate.Case{}, &gate.Denial{Reasons: []gate.Reason{{Code: gate.NoCase}}}
	}
	return matter, nil
}

// Close ends the case, and with it whatever its verification had opened;
// slovo.ErrConflict where it was closed.
func (d *Desk) Close(ctx context.Context, a slovo.Actor, id slovo.CaseID) error {
	d = d.steady()
	if _, err := d.Case(ctx, a, id); err != nil {
		return err
	}
	err := d.store.Atomic(ctx, func(ctx context.Context) error {
		if err := d.store.Lock(ctx, id.Customer()); err != nil {
			return err
		}
		return d.store.CloseCase(ctx, id, d.now())
	})
	if err != nil {
		return fmt.Errorf("desk: close case %s: %w", id, err)
	}
	return nil
}

// Mine returns the actor's cases, newest first, open and closed.
func (d *Desk) Mine(ctx context.Context, a slovo.Actor, limit int) ([]gate.Case, error) {
	d = d.steady()
	// One moment on, so that a case opened in this very microsecond is there.
	list, err := d.store.CasesOf(ctx, a.Account, d.now().Add(time.Microsecond), limit)
	if err != nil {
		return nil, fmt.Errorf("desk: cases of %s: %w", a.Account, err)
	}
	return list, nil
}
