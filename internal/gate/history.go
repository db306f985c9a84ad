package gate

import (
	"context"
	"fmt"

	"slovo"
	"slovo/internal/ledger"
)

// MayRead lets at the customer's history whoever works for a purpose of the
// customer's, and whoever reads the log by duty; a token that is bound to
// purposes only within them. A refusal is written down, and returned as
// *Denial.
func (g *Gate) MayRead(ctx context.Context, a slovo.Actor, c slovo.CustomerID) error {
	g = g.steady()
	customer, err := Standing(ctx, g.store, c)
	if err != nil {
		return fmt.Errorf("gate: history of %s: %w", c, err)
	}
	if g.Audits(a) || customer.Erased.IsZero() && g.charter().ServesOne(a, customer.Purposes) {
		return nil
	}
	reason := Reason{Code: RoleNotAllowed}
	if !customer.Erased.IsZero() {
		reason.Code = Erased
	}
	return g.refuse(ctx, Ask{Actor: a, Customer: c}, ledger.ActView, Facts{}, []Reason{reason})
}

// Events returns what started the customer's clocks, the latest first, to
// whoever may read the history. Nothing of it is a value.
func (g *Gate) Events(ctx context.Context, a slovo.Actor, c slovo.CustomerID) ([]Event, error) {
	if err := g.MayRead(ctx, a, c); err != nil {
		return nil, err
	}
	c, err := g.resolve(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("gate: events of %s: %w", c, err)
	}
	events, err := g.store.EventsOf(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("gate: events of %s: %w", c, err)
	}
	return events, nil
}

// Audits tells whether the actor reads the log by duty: the firm's halves
// too, which tell who did what, also after the customer was erased.
func (g *Gate) Audits(a slovo.Actor) bool {
	return g.charter().Roles[a.Role].MayDo("read_ledger") && a.Purposes == nil
}
