package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
	"slovo/internal/ledger"
)

// viewEvery is how often the same agent's look at the same masked record in
// the same case is written down anew.
const viewEvery = 15 * time.Minute

// Event is a moment that starts a clock of the customer's.
type Event struct {
	Name string
	At   time.Time
}

// Masked is a record as everybody sees it before a customer is verified.
type Masked struct {
	ID       slovo.CustomerID
	Made     time.Time
	Purposes []string
	Fields   []MaskedField
	Frozen   bool
}

// MaskedField keeps the shape of a value and hides the rest.
type MaskedField struct {
	Name   string
	Mask   string
	Points int  // that it takes to open
	Never  bool // it is only compared, never shown
}

// View returns the masked record: the fields of those of the customer's
// purposes that the actor serves, or of all, for who decides on customers'
// requests and must see whose. The look is written down, once per agent,
// customer, case and quarter of an hour.
func (g *Gate) View(ctx context.Context, a slovo.Actor, c slovo.CustomerID, in slovo.CaseID) (Masked, error) {
	g = g.steady()
	customer, err := Standing(ctx, g.store, c)
	if err != nil {
		return Masked{}, fmt.Errorf("gate: view %s: %w", c, err)
	}
	c = customer.ID
	mine := g.mine(a, customer.Purposes)
	if g.charter().Roles[a.Role].MayDo("requests") && a.Purposes == nil {
		mine = customer.Purposes
	}
	var reasons []Reason
	if len(mine) == 0 && customer.Erased.IsZero() {
		reasons = append(reasons, g.notMine(a, "", customer.Purposes))
	}
	if !customer.Erased.IsZero() {
		reasons = append(reasons, Reason{Code: Erased})
	}
	ask := Ask{Actor: a, Customer: c, Case: in}
	seen, of, err := g.viewedCase(ctx, ask)
	if err != nil {
		return Masked{}, err
	}
	if reasons = append(reasons, against(ask, seen, of)...); len(reasons) > 0 {
		return Masked{}, g.refuse(ctx, ask, ledger.ActView, Facts{Case: seen}, reasons)
	}
	if err := g.noteView(ctx, a, View{Customer: c, Agent: a.Account, Case: in}); err != nil {
		return Masked{}, err
	}
	fields, err := g.masked(ctx, c, mine)
	return Masked{ID: c, Made: customer.Made, Purposes: mine, Fields: fields, Frozen: customer.Frozen}, err
}

// mine returns those of the purposes that the actor works for.
func (g *Gate) mine(a slovo.Actor, purposes []string) []string {
	return slices.DeleteFunc(slices.Clone(purposes), func(p string) bool { return !g.works(a, p) })
}

// viewedCase compares the case that a look names, if any, with the look, and
// tells whose it is.
func (g *Gate) viewedCase(ctx context.Context, look Ask) (CaseFacts, slovo.CustomerID, error) {
	matter, err := g.matter(ctx, look.Case)
	if err != nil {
		return CaseFacts{}, "", fmt.Errorf("gate: view %s: %w", look.Customer, err)
	}
	of, err := g.owner(ctx, matter, look.Customer)
	if err != nil {
		return CaseFacts{}, "", fmt.Errorf("gate: view %s: %w", look.Customer, err)
	}
	return caseFacts(look, matter, of), of, nil
}

// against lets a look name no case, or the agent's own with the customer;
// a closed one may still be looked back on, also under the id that the
// customer had before a merge.
func against(look Ask, seen CaseFacts, of slovo.CustomerID) []Reason {
	switch {
	case look.Case == "":
		return nil
	case !seen.Known || !seen.Mine:
		return []Reason{{Code: NoCase}}
	case of != look.Customer:
		return []Reason{{Code: OtherCustomer}}
	}
	return nil
}

// noteView appends the view's entry, unless one stands for this quarter.
func (g *Gate) noteView(ctx context.Context, a slovo.Actor, v View) error {
	if at, err := g.store.Viewed(ctx, v); err == nil && g.now().Sub(at) < viewEvery {
		return nil
	} else if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return fmt.Errorf("gate: view %s: %w", v.Customer, err)
	}
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		if err := g.store.PutView(ctx, v, g.now()); err != nil {
			return err
		}
		_, err := g.ledger.Append(ctx, ledger.Draft{
			Customer: v.Customer, Actor: a, Case: v.Case, Act: ledger.ActView,
			Outcome: ledger.Done, Charter: g.charter().Hash,
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("gate: view %s: %w", v.Customer, err)
	}
	return nil
}

// masked opens the fields of the purposes inside the gate, and lets only
// their masks out.
func (g *Gate) masked(ctx context.Context, c slovo.CustomerID, purposes []string) ([]MaskedField, error) {
	sealed, err := g.store.Record(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("gate: view %s: %w", c, err)
	}
	sealed = sealed.held(g.charter(), purposes)
	opened, err := g.open(c, sealed, sealed.fields())
	if err != nil {
		return nil, err
	}
	list := make([]MaskedField, len(opened))
	for i, o := range opened {
		declared := g.charter().Fields[o.Field]
		list[i] = MaskedField{
			Name: o.Field, Mask: mask(declared, o.Value),
			Points: g.charter().Verification.Points[declared.Level], Never: !declared.Shown(),
		}
	}
	return list, nil
}

func mask(declared charter.Field, v slovo.Value) string {
	if !declared.Shown() {
		return field.Mask(declared.Type, "all", "")
	}
	return field.Mask(declared.Type, declared.Mask, v.Show())
}

// held is the record without the fields that none of the purposes holds.
func (s Record) held(c *charter.Charter, purposes []string) Record {
	s.Cells = slices.DeleteFunc(s.Cells, func(cell slovo.Cell) bool { return !held(c, purposes, cell.Field) })
	return s
}

// fields are the names of all that the record has.
func (s Record) fields() []string {
	list := make([]string, len(s.Cells))
	for i, cell := range s.Cells {
		list[i] = cell.Field
	}
	return list
}
