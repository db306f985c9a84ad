package gate

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"slovo"
)

// Finding is one difference between the vault and what the log says of it.
type Finding struct {
	Customer slovo.CustomerID
	What     string
}

// pageOfCustomers is how many are read at a time.
const pageOfCustomers = 500

// CheckVault opens every sealed field in its place, and compares the
// versions with those given by the log: want returns them for a customer,
// from the last entry that wrote the record.
func (g *Gate) CheckVault(ctx context.Context, want func(context.Context, slovo.CustomerID) (map[string]int64, error)) ([]Finding, error) {
	findings := []Finding{}
	var after slovo.CustomerID
	for {
		ids, err := g.store.CustomersAfter(ctx, after, pageOfCustomers)
		if err != nil {
			return nil, fmt.Errorf("gate: check vault: %w", err)
		}
		for _, id := range ids {
			after = id
			what, err := g.checkRecord(ctx, id, want)
			if err != nil {
				return nil, err
			}
			for _, w := range what {
				findings = append(findings, Finding{id, w})
			}
		}
		if len(ids) < pageOfCustomers {
			return findings, nil
		}
	}
}

func (g *Gate) checkRecord(ctx context.Context, id slovo.CustomerID, want func(context.Context, slovo.CustomerID) (map[string]int64, error)) ([]string, error) {
	cells, err := g.store.Cells(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("gate: check %s: %w", id, err)
	}
	customer, err := g.store.Customer(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("gate: check %s: %w", id, err)
	}
	if !customer.Erased.IsZero() {
		return erasedRecord(cells), nil
	}
	versions, err := want(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("gate: check %s: %w", id, err)
	}
	return g.compare(ctx, id, cells, versions), nil
}

func erasedRecord(cells []slovo.Cell) []string {
	if len(cells) > 0 {
		return []string{"the customer was erased, yet the record has fields"}
	}
	return nil
}

func (g *Gate) compare(ctx context.Context, id slovo.CustomerID, cells []slovo.Cell, versions map[string]int64) []string {
	key, err := g.keys.customerKey(ctx, id, record)
	if err != nil {
		return []string{"the record's key does not open"}
	}
	var what []string
	for _, cell := range cells {
		if _, err := g.keys.vault.Open(key, cell.Sealed, cellPlace(cell)); err != nil {
			what = append(what, "field "+cell.Field+" does not open in its place")
		}
		if versions[cell.Field] != cell.Version {
			what = append(what, fmt.Sprintf("field %s has version %d, the log says %d", cell.Field, cell.Version, versions[cell.Field]))
		}
		delete(versions, cell.Field)
	}
	for _, missing := range slices.Sorted(maps.Keys(versions)) {
		what = append(what, "field "+missing+" is missing")
	}
	return what
}
