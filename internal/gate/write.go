package gate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
)

// NewCustomer is a record to be written first.
type NewCustomer struct {
	Fields   map[string]slovo.Value
	Purposes []string
	Source   string // "api", "shop", …: see ValidSource
	SourceID string // the source's own id; "" where it has none; only its keyed hash is kept
	// Events are moments that the source tells of: see ToldBySource.
	Events []Event
	// Then, where AddMany writes the record or knows it, joins the record's
	// transaction; with it goes the search for who is the same.
	Then func(ctx context.Context, added Added) error
}

// ToldBySource tells whether a file or another system may say when the
// event was: what customers agreed to is nobody's to tell but theirs.
func ToldBySource(c *charter.Charter, event string) bool {
	declared, ok := c.Events[event]
	return ok && (!declared.Automatic || event == "created" || event == "last_contact")
}

// BadField tells which field's value cannot be taken, and why; never the value.
type BadField struct {
	Field string
	Cause error
}

// Error names the field and the cause.
func (b *BadField) Error() string { return fmt.Sprintf("gate: field %s: %v", b.Field, b.Cause) }

// Unwrap makes a BadField a slovo.ErrInvalid.
func (b *BadField) Unwrap() error { return slovo.ErrInvalid }

// Add writes a new record and its first entry. Under an idempotency key,
// or a source's id that is known, it writes nothing and returns the
// customer of then. A source's ids are known to the account that gave them
// and to no other. A *Denial where the actor's role may not add for the
// purposes, or the key or the source's id is of a customer who was erased; a
// *BadField where a value cannot be taken.
func (g *Gate) Add(ctx context.Context, a slovo.Actor, n NewCustomer, once Once) (slovo.CustomerID, error) {
	g = g.steady()
	if reasons := g.mayAdd(a, n); len(reasons) > 0 {
		return "", g.refuseFirm(ctx, a, ledger.ActAdd, reasons)
	}
	normal, err := g.taken(n)
	if err != nil {
		return "", err
	}
	var id slovo.CustomerID
	err = g.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		id, err = g.add(ctx, a, n, normal, once)
		return err
	})
	if again := (*replay)(nil); errors.As(err, &again) {
		return slovo.CustomerID(again.result), nil
	}
	if errors.Is(err, ErrForgotten) {
		return "", g.refuseFirm(ctx, a, ledger.ActAdd, []Reason{{Code: Erased}})
	}
	if err != nil {
		return "", fmt.Errorf("gate: add: %w", err)
	}
	return id, nil
}

// mayAdd asks for the duty in every purpose, and for every field a purpose
// that holds it: what nobody needs is not stored.
func (g *Gate) mayAdd(a slovo.Actor, n NewCustomer) []Reason {
	c := g.charter()
	var reasons []Reason
	if len(n.Purposes) == 0 {
		reasons = append(reasons, Reason{Code: UndeclaredPurpose})
	}
	for _, name := range n.Purposes {
		p, declared := c.Purposes[name]
		switch {
		case !declared:
			reasons = append(reasons, Reason{Code: UndeclaredPurpose})
		case !c.Adds(a, name):
			reasons = append(reasons, Reason{Code: RoleNotAllowed})
		case !g.fits(a, name, charter.Add):
			reasons = append(reasons, Reason{Code: RoleNotAllowed, Condition: true, Because: p.When.Why})
		case len(p.Consents) > 0:
			reasons = append(reasons, Reason{Code: NoConsent})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.Fields)) {
		if _, declared := c.Fields[name]; !declared {
			reasons = append(reasons, Reason{Code: UndeclaredField, Field: name})
		} else if !held(c, n.Purposes, name) {
			reasons = append(reasons, Reason{Code: FieldNotInPurpose, Field: name})
		}
	}
	return reasons
}

func held(c *charter.Charter, purposes []string, field string) bool {
	return slices.ContainsFunc(purposes, func(p string) bool { return c.Purposes[p].Holds(field) })
}

// normalize brings every value into its field's normal form. Empty ones
// are left out: nothing is not a value.
func (g *Gate) normalize(given map[string]slovo.Value) (map[string]string, error) {
	normal := make(map[string]string, len(given))
	for name, value := range given {
		if strings.TrimSpace(value.Show()) == "" {
			continue
		}
		text, err := g.charter().Fields[name].Normalize(value.Show())
		if err != nil {
			return nil, &BadField{name, err}
		}
		normal[name] = text
	}
	if len(normal) == 0 {
		return nil, fmt.Errorf("gate: no field has a value: %w", slovo.ErrInvalid)
	}
	return normal, nil
}

// add runs inside the transaction.
func (g *Gate) add(ctx context.Context, a slovo.Actor, n NewCustomer, normal map[string]string, once Once) (slovo.CustomerID, error) {
	id := slovo.NewCustomerID()
	if prior, err := g.prior(ctx, g.sourceHash("account", string(a.Account), n), once, id); err != nil || prior != "" {
		return prior, err
	}
	if err := g.putNew(ctx, a, id, n, normal, false); err != nil {
		return "", err
	}
	return id, g.putLookups(ctx, g.lookups(id, normal))
}

// putNew writes the record, its keys and its first entry, but not what
// finds it: the caller may have that of many to keep at once.
func (g *Gate) putNew(ctx context.Context, a slovo.Actor, id slovo.CustomerID, n NewCustomer, normal map[string]string, imported bool) error {
	if err := g.store.PutCustomer(ctx, Customer{ID: id, Made: g.now(), Source: n.Source, Imported: imported}); err != nil {
		return err
	}
	key, err := g.keys.newCustomer(ctx, id)
	if err != nil {
		return err
	}
	versions := map[string]int64{}
	for name, text := range normal {
		versions[name] = 1
		if err := g.put(ctx, key, slovo.Cell{Customer: id, Field: name, Version: 1}, text); err != nil {
			return err
		}
	}
	if err := g.store.PutPurposes(ctx, id, n.Purposes, g.now()); err != nil {
		return err
	}
	told, err := g.putEvents(ctx, id, n.Events)
	if err != nil {
		return err
	}
	_, err = g.ledger.Append(ctx, ledger.Draft{
		Customer: id, Actor: a, Act: ledger.ActAdd, Purpose: strings.Join(n.Purposes, " "), Outcome: ledger.Done,
		Fields: slices.Sorted(maps.Keys(normal)), Subject: strings.Join(told, " "), Charter: g.charter().Hash, Versions: versions,
	})
	return err
}

// putEvents starts the record's clocks, and returns the names of those that
// the source told of. A record is created now, unless its source had it before.
func (g *Gate) putEvents(ctx context.Context, id slovo.CustomerID, events []Event) ([]string, error) {
	var told []string
	for _, e := range events {
		told = append(told, e.Name)
		if err := g.store.PutEvent(ctx, id, e.Name, e.At); err != nil {
			return nil, err
		}
	}
	if slices.Contains(told, "created") {
		return told, nil
	}
	return told, g.store.PutEvent(ctx, id, "created", g.now())
}

// mayTell asks that each event is one that a source may tell of, once, and
// that it lies between the year 1900 and now.
func (g *Gate) mayTell(events []Event) error {
	for i, e := range events {
		twice := slices.ContainsFunc(events[:i], func(before Event) bool { return before.Name == e.Name })
		if !ToldBySource(g.charter(), e.Name) || twice || e.At.Year() < 1900 || e.At.After(g.now().Add(time.Minute)) {
			return fmt.Errorf("gate: event: not one of the source's, or not between the year 1900 and now: %w", slovo.ErrInvalid)
		}
	}
	return nil
}

// prior returns the customer whom the source's id is tied to already, if
// any. A key that was used already is a *replay: whoever runs the
// transaction undoes it, so that no source is tied to a customer who is not.
func (g *Gate) prior(ctx context.Context, source []byte, once Once, id slovo.CustomerID) (slovo.CustomerID, error) {
	owner := id
	if source != nil {
		var err error
		if owner, err = g.store.ClaimSource(ctx, source, id); err != nil {
			return "", err
		}
	}
	if err := g.claim(ctx, once, string(owner)); err != nil || owner == id {
		return "", err
	}
	return owner, nil
}

// replay undoes a write that was done before under the same key.
type replay struct{ result string } // of then

// Error says what a caller should never see.
func (*replay) Error() string { return "gate: done already under this key" }

// claim keeps the result under the key, or returns the *replay of the first.
func (g *Gate) claim(ctx context.Context, once Once, result string) error {
	if once.Key == "" {
		return nil
	}
	first, err := g.store.Once(ctx, once, result, g.now())
	if err == nil && first != result {
		return &replay{first}
	}
	return err
}

// Correct writes fields of a verified customer anew, all or none, each
// under its next version. Fields take the points that the charter asks for
// a change. Under a key that was used it writes nothing and returns the
// entry of then.
func (g *Gate) Correct(ctx context.Context, ask Ask, values map[string]slovo.Value, once Once) (slovo.EntryID, error) {
	g = g.steady()
	var err error
	if ask.Customer, err = g.resolve(ctx, ask.Customer); err != nil {
		return "", fmt.Errorf("gate: correct %s: %w", ask.Customer, err)
	}
	ask.Fields = slices.Sorted(maps.Keys(values))
	return g.decideAndWrite(ctx, ask, charter.Correct, ledger.ActCorrect, once, func(ctx context.Context, d *ledger.Draft) error {
		normal, err := g.normalize(values)
		if err != nil {
			return err
		}
		d.Fields = slices.Sorted(maps.Keys(normal))
		d.Versions, err = g.rewrite(ctx, ask.Customer, normal)
		return err
	})
}

// rewrite puts the values under their next versions, and returns the
// versions of the whole record.
func (g *Gate) rewrite(ctx context.Context, c slovo.CustomerID, normal map[string]string) (map[string]int64, error) {
	sealed, err := g.store.Record(ctx, c)
	if err != nil {
		return nil, err
	}
	key, err := g.keys.recordKey(c, sealed)
	if err != nil {
		return nil, err
	}
	versions := map[string]int64{}
	for _, cell := range sealed.Cells {
		versions[cell.Field] = cell.Version
	}
	for name, text := range normal {
		versions[name]++
		if err := g.put(ctx, key, slovo.Cell{Customer: c, Field: name, Version: versions[name]}, text); err != nil {
			return nil, err
		}
	}
	return versions, g.putLookups(ctx, g.lookups(c, normal))
}

// refuseFirm writes down a refusal that is about no one customer.
func (g *Gate) refuseFirm(ctx context.Context, a slovo.Actor, act ledger.Act, reasons []Reason) error {
	entry, err := g.write(ctx, ledger.Draft{
		Customer: slovo.Firm, Actor: a, Act: act, Outcome: ledger.Refused,
		Reasons: CodesOf(reasons), Charter: g.charter().Hash,
	})
	if err != nil {
		return err
	}
	return &Denial{Reasons: reasons, Entry: entry}
}

// Event sets a moment that starts a clock of the customer's. The event is
// one that the charter declares and slovo does not set itself; the actor
// works for a purpose of the customer's. Under a key that was used it writes
// nothing and returns the entry of then.
func (g *Gate) Event(ctx context.Context, a slovo.Actor, c slovo.CustomerID, event Event, once Once) (slovo.EntryID, error) {
	g = g.steady()
	customer, err := Standing(ctx, g.store, c)
	if err != nil {
		return "", fmt.Errorf("gate: event of %s: %w", c, err)
	}
	declared, ok := g.charter().Events[event.Name]
	if !ok || declared.Automatic {
		return "", fmt.Errorf("gate: event: not one that the charter lets others set: %w", slovo.ErrInvalid)
	}
	if event.At.Year() < 1900 || event.At.After(g.now().Add(time.Minute)) {
		return "", fmt.Errorf("gate: an event's time lies between the year 1900 and now: %w", slovo.ErrInvalid)
	}
	if !g.charter().ServesOne(a, customer.Purposes) {
		return "", g.refuseFirm(ctx, a, ledger.ActEvent, []Reason{{Code: RoleNotAllowed}})
	}
	var entry slovo.EntryID
	err = g.store.Atomic(ctx, func(ctx context.Context) error {
		customer, err := LockStanding(ctx, g.store, c)
		if err != nil {
			return err
		}
		if err := g.store.PutEvent(ctx, customer.ID, event.Name, event.At); err != nil {
			return err
		}
		entry, err = g.ledger.Append(ctx, ledger.Draft{
			Customer: customer.ID, Actor: a, Act: ledger.ActEvent, Outcome: ledger.Done, Subject: event.Name, Charter: g.charter().Hash,
		})
		if err != nil {
			return err
		}
		return g.claim(ctx, once, string(entry))
	})
	if again := (*replay)(nil); errors.As(err, &again) {
		return slovo.EntryID(again.result), nil
	}
	return entry, err
}
