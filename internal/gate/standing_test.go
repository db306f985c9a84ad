package gate_test

import (
	"context"
	"errors"
	"testing"

	"slovo"
	"slovo/internal/gate"
)

// row is a store of which records know, and in which order they were locked.
// then happens once, at the first lock: somebody else's transaction.
type row struct {
	merged map[slovo.CustomerID]slovo.CustomerID
	locked []slovo.CustomerID
	then   func()
}

func (r *row) Customer(_ context.Context, id slovo.CustomerID) (gate.Customer, error) {
	into, ok := r.merged[id]
	if !ok {
		return gate.Customer{}, slovo.ErrNotFound
	}
	return gate.Customer{ID: id, Merged: into}, nil
}

func (r *row) Lock(_ context.Context, id slovo.CustomerID) error {
	r.locked = append(r.locked, id)
	if r.then != nil {
		r.then()
		r.then = nil
	}
	return nil
}

func TestLockStanding(t *testing.T) {
	for _, tt := range []struct {
		name   string
		id     slovo.CustomerID
		meets  func(*row)
		want   slovo.CustomerID
		locked int
	}{
		{"nobody", "x", nil, "", 0},
		{"its own", "kept", nil, "kept", 1},
		{"merged before", "other", nil, "kept", 1},
		{"merged while it waited", "kept", func(r *row) { r.merged["kept"], r.merged["other"] = "elder", "elder" }, "elder", 2},
		{"what it was merged into was merged while it waited", "other", func(r *row) { r.merged["kept"], r.merged["other"] = "elder", "elder" }, "elder", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &row{merged: map[slovo.CustomerID]slovo.CustomerID{"elder": "", "kept": "", "other": "kept"}}
			if tt.meets != nil {
				r.then = func() { tt.meets(r) }
			}
			got, err := gate.LockStanding(t.Context(), r, tt.id)
			if tt.want == "" {
				if !errors.Is(err, slovo.ErrNotFound) {
					t.Errorf("LockStanding: %v, want slovo.ErrNotFound", err)
				}
			} else if err != nil || got.ID != tt.want || len(r.locked) != tt.locked || r.locked[tt.locked-1] != tt.want {
				t.Errorf("LockStanding(%s) = %s, %v after locking %v; want %s locked last", tt.id, got.ID, err, r.locked, tt.want)
			}
		})
	}
}
