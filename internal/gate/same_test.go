package gate_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// one is a record of a name and an e-mail address.
func one(name, email string, then func(context.Context, gate.Added) error) gate.NewCustomer {
	return gate.NewCustomer{
		Fields: gatetest.Values(map[string]string{"name": name, "email": email}), Purposes: []string{"support"}, Source: "test", Then: then,
	}
}

// TestWhoIsTheSame: the same address and name are found among the records
// that stood and those that come along, in any order and alphabet; one alone
// makes nobody the same.
func TestWhoIsTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		stood := k.Add(t, map[string]string{"name": "Захарова Анна", "email": "anna@example.org"})
		k.Add(t, map[string]string{"name": "Пётр Захаров", "email": "anna@example.org"}) // of the same family
		told := map[slovo.CustomerID][]slovo.CustomerID{}
		then := func(_ context.Context, added gate.Added) error {
			told[added.ID] = added.Same
			return nil
		}
		added, err := k.Gate.AddMany(t.Context(), gatetest.Actor("owner", "owner"), []gate.NewCustomer{
			one("Анна Захарова", "Anna@Example.org", then), one("Anna Zakharova", "anna@example.org", then),
			one("Анна Захарова", "other@example.org", then), one("Пётр Захаров", "anna@example.org", nil),
		})
		if err != nil {
			t.Fatal(err)
		}
		first, second := added[0].ID, added[1].ID
		if diff := cmp.Diff([]slovo.CustomerID{stood}, told[first]); diff != "" {
			t.Errorf("the first (-want +got):\n%s", diff)
		}
		if len(told[second]) != 2 || len(told[added[2].ID]) != 0 || len(told) != 3 {
			t.Errorf("same as the second %v, as another's address %v, of %d", told[second], told[added[2].ID], len(told))
		}
		entries, err := k.Ledger.Of(t.Context(), slovo.Firm, 0, 10)
		if err != nil || len(entries) != 1 {
			t.Fatalf("%d entries of the firm, %v", len(entries), err)
		}
		half, err := k.Ledger.OpenFirm(t.Context(), entries[0])
		if err != nil || half.Act != ledger.ActSearch || half.Count != 6 {
			t.Errorf("the comparison's entry: %+v, %v", half, err)
		}
	})
}

// TestAnAddressOfManyIsNobodysOwn: no@example.org is in half of all tables.
func TestAnAddressOfManyIsNobodysOwn(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	var records []gate.NewCustomer
	same := 0
	for range 40 {
		records = append(records, one("Анна Захарова", "no@example.org", func(_ context.Context, added gate.Added) error {
			same += len(added.Same)
			return nil
		}))
	}
	if _, err := k.Gate.AddMany(t.Context(), gatetest.Actor("owner", "owner"), records); err != nil || same != 0 {
		t.Errorf("%d are the same, %v", same, err)
	}
}

// TestThenFailsTheWhole: what was to be done with the record is done or
// there is no record.
func TestThenFailsTheWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		broken := errors.New("broken")
		_, err := k.Gate.AddMany(t.Context(), gatetest.Actor("owner", "owner"), []gate.NewCustomer{
			one("Анна Захарова", "anna@example.org", func(context.Context, gate.Added) error { return broken }),
		})
		ids, listed := k.Store.CustomersAfter(t.Context(), "", 10)
		if !errors.Is(err, broken) || listed != nil || len(ids) != 0 {
			t.Errorf("%d records, %v, %v", len(ids), err, listed)
		}
	})
}

// TestASourceTellsOfEvents: clocks start when the source says, and only
// those that a source may tell of.
func TestASourceTellsOfEvents(t *testing.T) {
	noted := &noting{Store: storetest.Open(t, storetest.SQLite(t))}
	k := gatetest.New(t, noted)
	long := gatetest.Noon.AddDate(-2, 0, 0)
	with := func(events ...gate.Event) gate.NewCustomer {
		n := one("Анна Захарова", "anna@example.org", nil)
		n.Events = events
		return n
	}
	added, err := k.Gate.AddMany(t.Context(), gatetest.Actor("owner", "owner"), []gate.NewCustomer{
		with(gate.Event{Name: "created", At: long}, gate.Event{Name: "order_closed", At: long.Add(time.Hour)}),
		with(gate.Event{Name: "consent_withdrawn", At: long}), with(gate.Event{Name: "no_such", At: long}),
		with(gate.Event{Name: "created", At: gatetest.Noon.Add(time.Hour)}), with(gate.Event{Name: "created", At: long}, gate.Event{Name: "created", At: long}),
	})
	if err != nil || added[0].Err != nil {
		t.Fatal(added, err)
	}
	for i, bad := range added[1:] {
		if !errors.Is(bad.Err, slovo.ErrInvalid) {
			t.Errorf("record %d: %v", i+1, bad.Err)
		}
	}
	want := []gate.Event{{Name: "created", At: long}, {Name: "order_closed", At: long.Add(time.Hour)}}
	if diff := cmp.Diff(want, noted.events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// noting is a store that notes the events it is given.
type noting struct {
	gatetest.Store
	events []gate.Event
}

func (n *noting) PutEvent(ctx context.Context, c slovo.CustomerID, event string, at time.Time) error {
	n.events = append(n.events, gate.Event{Name: event, At: at})
	return n.Store.PutEvent(ctx, c, event, at)
}
