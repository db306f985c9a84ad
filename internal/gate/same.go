package gate

import (
	"context"
	"errors"
	"maps"
	"slices"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/ledger"
)

// mostAlike is how many records may share an e-mail address and still be
// compared: an address that more have is nobody's own.
const mostAlike = 20

// alike returns the customers whose record has the same e-mail address and
// the same name as each of the fresh ones, by the fresh one's place. It is a
// use: the address is looked up by its keyed hash, names are compared inside
// the gate, and one entry tells of it where a record was opened for it.
func (g *Gate) alike(ctx context.Context, a slovo.Actor, ids []slovo.CustomerID, normal []map[string]string) ([][]slovo.CustomerID, error) {
	same := make([][]slovo.CustomerID, len(ids))
	mail, name := g.fieldOf(field.Email), g.fieldOf(field.Name)
	if mail == "" || name == "" || g.charter().Fields[mail].Search != "exact" {
		return same, nil
	}
	fresh := make(map[slovo.CustomerID]string, len(ids))
	for i, id := range ids {
		fresh[id] = normal[i][name]
	}
	opened := 0
	for i, id := range ids {
		if normal[i][mail] == "" || normal[i][name] == "" {
			continue
		}
		holders, err := g.store.Find(ctx, g.exact(mail, field.Email, normal[i][mail]), "", mostAlike+1)
		if err != nil || len(holders) > mostAlike {
			if err != nil {
				return nil, err
			}
			continue
		}
		for _, other := range holders {
			theirs, here := fresh[other]
			if other == id || here && slices.Index(ids, other) > i {
				continue
			}
			if !here {
				opened++
				if theirs, err = g.nameOf(ctx, other, name); err != nil {
					return nil, err
				}
			}
			if sameName(theirs, normal[i][name]) {
				same[i] = append(same[i], other)
			}
		}
	}
	return same, g.compared(ctx, a, opened, mail, name)
}

// compared writes down that so many records were opened to be compared.
func (g *Gate) compared(ctx context.Context, a slovo.Actor, opened int, fields ...string) error {
	if opened == 0 {
		return nil
	}
	_, err := g.ledger.Append(ctx, ledger.Draft{
		Customer: slovo.Firm, Actor: a, Act: ledger.ActSearch, Fields: fields, Outcome: ledger.Done,
		Count: int64(opened), Charter: g.charter().Hash,
	})
	return err
}

// fieldOf is the charter's first field of the type, by name; "" where it has none.
func (g *Gate) fieldOf(t field.Type) string {
	fields := g.charter().Fields
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if fields[name].Type == t {
			return name
		}
	}
	return ""
}

// nameOf opens the customer's name inside the gate; "" where there is none.
func (g *Gate) nameOf(ctx context.Context, c slovo.CustomerID, name string) (string, error) {
	sealed, err := g.store.Record(ctx, c)
	if err != nil {
		return "", err
	}
	opened, err := g.open(c, sealed, []string{name})
	if errors.Is(err, slovo.ErrNotFound) || err == nil && len(opened) == 0 {
		return "", nil // erased, or without a name
	}
	if err != nil {
		return "", err
	}
	return opened[0].Value.Show(), nil
}

// sameName compares the words in whatever order and alphabet they stand.
func sameName(a, b string) bool {
	words := slices.Sorted(slices.Values(field.Words(a)))
	return len(words) > 0 && slices.Equal(words, slices.Sorted(slices.Values(field.Words(b))))
}
