package gate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"slovo"
	"slovo/internal/field"
)

// settling is how long a changed contact waits before anything that opens
// the record is sent to it: time for the customer to hear of the change.
const settling = 72 * time.Hour

// imported is how close to the record's making a first value is written
// to count as brought in with it. In a record from a file that is no change:
// a record made by hand or by a program may be made to be verified by.
const imported = time.Minute

// Contact is an address on record to which a letter can go.
type Contact struct {
	Field   string
	Value   slovo.Value
	Written time.Time
	// Settled: not changed lately, not brought by a merge, and no other
	// customer's too. Only to
	// such a contact may go what opens the record.
	Settled bool
	// Settles is when it is, as far as time alone decides; zero: it does not.
	Settles time.Time
}

// Contacts opens the customer's e-mail addresses for a letter that slovo
// itself writes and sends. It is a use: whoever calls writes its entry in
// the same transaction, and no value goes anywhere but into the letter.
func (g *Gate) Contacts(ctx context.Context, c slovo.CustomerID) ([]Contact, error) {
	g = g.steady()
	customer, err := g.store.Customer(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("gate: contacts of %s: %w", c, err)
	}
	sealed, err := g.store.Record(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("gate: contacts of %s: %w", c, err)
	}
	var list []Contact
	for _, cell := range sealed.Cells {
		if declared := g.charter().Fields[cell.Field]; declared.Type != field.Email || !declared.Shown() {
			continue
		}
		contact, err := g.contact(ctx, customer, Record{sealed.Key, []slovo.Cell{cell}})
		if err != nil {
			return nil, err
		}
		list = append(list, contact)
	}
	return list, nil
}

// contact opens the one cell of the record.
func (g *Gate) contact(ctx context.Context, customer Customer, one Record) (Contact, error) {
	cell := one.Cells[0]
	opened, err := g.open(customer.ID, one, one.fields())
	if err != nil {
		return Contact{}, err
	}
	written, err := g.store.Written(ctx, customer.ID, cell.Field)
	if err != nil {
		return Contact{}, fmt.Errorf("gate: %s of %s: %w", cell.Field, customer.ID, err)
	}
	shared, err := g.shared(ctx, cell.Field, opened[0].Value)
	if err != nil {
		return Contact{}, err
	}
	first := customer.Imported && cell.Version == 1 && !written.IsZero() && written.Sub(customer.Made) < imported
	settles := written.Add(settling)
	switch {
	case shared || written.IsZero():
		settles = time.Time{}
	case first:
		settles = written
	}
	return Contact{
		Field: cell.Field, Value: opened[0].Value, Written: written,
		Settles: settles, Settled: !settles.IsZero() && !settles.After(g.now()),
	}, nil
}

// shared tells whether more than one customer has the value. A field that
// is not searched exactly cannot be looked up, and is taken as not shared.
func (g *Gate) shared(ctx context.Context, name string, v slovo.Value) (bool, error) {
	declared := g.charter().Fields[name]
	if declared.Search != "exact" {
		return false, nil
	}
	holders, err := g.store.Find(ctx, g.exact(name, declared.Type, v.Show()), "", 2)
	if err != nil {
		return false, fmt.Errorf("gate: holders of a %s: %w", name, err)
	}
	return len(holders) > 1, nil
}

// Echoes tells whether the secret is taken from a number on record: the
// phone, the account, the card's last four. It is a use.
func (g *Gate) Echoes(ctx context.Context, c slovo.CustomerID, secret slovo.Value) (bool, error) {
	g = g.steady()
	sealed, err := g.store.Record(ctx, c)
	if err != nil {
		return false, fmt.Errorf("gate: numbers of %s: %w", c, err)
	}
	opened, err := g.open(c, sealed, sealed.fields())
	if errors.Is(err, slovo.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, o := range opened {
		if g.echoes(c, o, secret.Show()) {
			return true, nil
		}
	}
	return false, nil
}

func (g *Gate) echoes(c slovo.CustomerID, o Opened, secret string) bool {
	declared := g.charter().Fields[o.Field]
	switch declared.Type {
	case field.Phone, field.AccountNumber, field.CardLast4:
	default:
		return false
	}
	if declared.Shown() {
		return secret != "" && strings.Contains(digits(o.Value.Show()), secret)
	}
	// What is never shown is kept as a hash: compare each run of four.
	for i := 0; i+4 <= len(secret); i++ {
		if g.keys.fact(c, o.Field, secret[i:i+4]) == o.Value.Show() {
			return true
		}
	}
	return false
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
