package gate

import (
	"context"
	"fmt"

	"slovo"
)

// Probe opens up to n sealed fields of customers taken at random, each in
// its place, to see that a copy can be opened. No value leaves; broken are
// those that do not open.
func (g *Gate) Probe(ctx context.Context, n int) (opened int, broken []Finding, err error) {
	begin := slovo.NewCustomerID() // a random place; from there to the end, then what lies before it
	for _, part := range []struct{ after, last slovo.CustomerID }{{begin, ""}, {"", begin}} {
		for after := part.after; opened+len(broken) < n; {
			ids, err := g.store.CustomersAfter(ctx, after, n)
			if err != nil {
				return opened, broken, fmt.Errorf("gate: probe: %w", err)
			}
			for _, id := range ids {
				if part.last != "" && id > part.last {
					ids = nil
					break
				}
				one, bad, err := g.probeRecord(ctx, id, n-opened-len(broken))
				if err != nil {
					return opened, broken, err
				}
				after, opened, broken = id, opened+one, append(broken, bad...)
			}
			if len(ids) < n {
				break
			}
		}
	}
	return opened, broken, nil
}

// probeRecord opens up to n fields of one record.
func (g *Gate) probeRecord(ctx context.Context, id slovo.CustomerID, n int) (opened int, broken []Finding, err error) {
	cells, err := g.store.Cells(ctx, id)
	if err != nil {
		return 0, nil, fmt.Errorf("gate: probe %s: %w", id, err)
	}
	if len(cells) == 0 || n <= 0 {
		return 0, nil, nil // erased, or merged
	}
	key, err := g.keys.customerKey(ctx, id, record)
	if err != nil {
		return 0, []Finding{{id, "the record's key does not open"}}, nil //nolint:nilerr // that is what was found
	}
	for _, cell := range cells[:min(n, len(cells))] {
		if _, err := g.keys.vault.Open(key, cell.Sealed, cellPlace(cell)); err != nil {
			broken = append(broken, Finding{id, "field " + cell.Field + " does not open in its place"})
			continue
		}
		opened++
	}
	return opened, broken, nil
}
