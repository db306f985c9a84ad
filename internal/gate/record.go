package gate

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/gate/internal/vault"
)

// lengths of keyed hashes, in bytes: whole for exact values, short for
// word-starts, whose candidates are confirmed inside the gate.
const (
	exactHash = 16
	startHash = 6
)

func cellPlace(c slovo.Cell) vault.Place {
	return vault.Place{Kind: "cell", Customer: c.Customer, Name: c.Field, Version: c.Version}
}

// open opens the named fields of the record; those that it does not hold
// are left out. slovo.ErrNotFound once the customer is shredded.
func (g *Gate) open(c slovo.CustomerID, s Record, fields []string) ([]Opened, error) {
	key, err := g.keys.recordKey(c, s)
	if err != nil {
		return nil, fmt.Errorf("gate: key of %s: %w", c, err)
	}
	var opened []Opened
	for _, cell := range s.Cells {
		if !slices.Contains(fields, cell.Field) {
			continue
		}
		plain, err := g.keys.vault.Open(key, cell.Sealed, cellPlace(cell))
		if err != nil {
			return nil, fmt.Errorf("gate: %s of %s: %w", cell.Field, c, err)
		}
		opened = append(opened, Opened{cell.Field, slovo.NewValue(string(plain))})
	}
	return opened, nil
}

// put seals the value in the cell's place, keeps it, and forgets what found
// the value before it.
func (g *Gate) put(ctx context.Context, key []byte, cell slovo.Cell, normal string) error {
	return g.putAt(ctx, key, cell, normal, g.now())
}

func (g *Gate) putAt(ctx context.Context, key []byte, cell slovo.Cell, normal string, at time.Time) error {
	if !g.charter().Fields[cell.Field].Shown() {
		normal = g.keys.fact(cell.Customer, cell.Field, normal)
	}
	var err error
	if cell.Sealed, err = g.keys.vault.Seal(key, []byte(normal), cellPlace(cell)); err != nil {
		return err
	}
	if err := g.store.PutCell(ctx, cell, at); err != nil || cell.Version == 1 {
		return err
	}
	return g.store.DeleteLookups(ctx, cell.Customer, cell.Field)
}

// lookups are what the customer's values are found by, as the charter declares.
func (g *Gate) lookups(c slovo.CustomerID, normal map[string]string) []Lookup {
	var list []Lookup
	for name, text := range normal {
		declared := g.charter().Fields[name]
		if declared.Search != "" {
			list = append(list, Lookup{g.exact(name, declared.Type, text), c, name})
		}
		if declared.Search == "words" {
			for _, start := range field.Starts(field.Words(text)) {
				list = append(list, Lookup{g.start(name, start), c, name})
			}
		}
	}
	return list
}

// putLookups keeps them in the order in which their index lies, so that
// many cost little more than a few.
func (g *Gate) putLookups(ctx context.Context, list []Lookup) error {
	slices.SortFunc(list, func(a, b Lookup) int { return slices.Compare(a.Hash, b.Hash) })
	return g.store.PutLookups(ctx, list)
}

func (g *Gate) exact(name string, t field.Type, normal string) []byte {
	return vault.Hash(g.keys.blind, exactHash, "exact", name, field.Key(t, normal))
}

func (g *Gate) start(name, start string) []byte {
	return vault.Hash(g.keys.blind, startHash, "start", name, start)
}

// Match tells whether the answer is the field's value. It is a use: the
// value is compared inside the gate and does not leave it. A record without
// the field, or an answer not of the field's form, does not match.
func (g *Gate) Match(ctx context.Context, c slovo.CustomerID, name string, answer slovo.Value) (bool, error) {
	g = g.steady()
	declared, ok := g.charter().Fields[name]
	if !ok {
		return false, fmt.Errorf("gate: match %s: %w", name, slovo.ErrNotFound)
	}
	sealed, err := g.store.Record(ctx, c)
	if err != nil {
		return false, fmt.Errorf("gate: match %s of %s: %w", name, c, err)
	}
	opened, err := g.open(c, sealed, []string{name})
	if errors.Is(err, slovo.ErrNotFound) || err == nil && len(opened) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	normal, err := declared.Normalize(answer.Show())
	if err != nil {
		return false, nil //nolint:nilerr // an answer of another form is a wrong answer
	}
	if !declared.Shown() {
		normal = g.keys.fact(c, name, normal)
	}
	return subtle.ConstantTimeCompare([]byte(normal), []byte(opened[0].Value.Show())) == 1, nil
}
