package gate_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// newcomers are n records of their own source ids.
func newcomers(n int) []gate.NewCustomer {
	records := make([]gate.NewCustomer, n)
	for i := range records {
		records[i] = gate.NewCustomer{
			Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support", "fulfil", "payment"}, Source: "test", SourceID: strconv.Itoa(i),
		}
	}
	return records
}

func TestAddMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		owner := gatetest.Actor("owner", "owner")
		records := newcomers(502) // more than one transaction takes
		records[1].Fields["phone"] = slovo.NewValue("nobody's")
		records[3].SourceID = records[2].SourceID
		added, err := k.Gate.AddMany(t.Context(), owner, records)
		if err != nil || len(added) != len(records) {
			t.Fatalf("%d added, %v", len(added), err)
		}
		var bad *gate.BadField
		if !errors.As(added[1].Err, &bad) || bad.Field != "phone" || added[1].ID != "" {
			t.Errorf("a bad phone: %+v", added[1])
		}
		if !added[3].Known || added[3].ID != added[2].ID || added[2].Known {
			t.Errorf("one source id twice: %+v and %+v", added[2], added[3])
		}
		again, err := k.Gate.AddMany(t.Context(), owner, records[498:])
		if err != nil || !again[0].Known || again[0].ID != added[498].ID {
			t.Errorf("again: %+v, %v", again, err)
		}
		entries, err := k.Ledger.Of(t.Context(), added[501].ID, 0, 10)
		if err != nil || len(entries) != 1 {
			t.Errorf("%d entries of a new customer, %v", len(entries), err)
		}
	})
}

func TestAddManyIsRefusedWhole(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	records := newcomers(3)
	records[2].Purposes = []string{"support", "promo"} // which needs consent
	_, err := k.Gate.AddMany(t.Context(), gatetest.Actor("owner", "owner"), records)
	var denial *gate.Denial
	if !errors.As(err, &denial) || denial.Entry == "" {
		t.Fatalf("%v", err)
	}
	if ids, err := k.Store.CustomersAfter(t.Context(), "", 10); err != nil || len(ids) != 0 {
		t.Errorf("%d customers, %v", len(ids), err)
	}
}

// Two programs count from one: the second one's file must not vanish behind
// the first one's ids.
func TestAddManyTellsAnothersRecordFromAKnownOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		owner := gatetest.Actor("owner", "owner")
		told := 0
		records := newcomers(1)
		if _, err := k.Gate.AddMany(t.Context(), owner, records); err != nil {
			t.Fatal(err)
		}
		with := func(change map[string]string) gate.NewCustomer {
			one := newcomers(1)[0]
			for name := range one.Fields {
				if value, changed := change[name]; changed {
					one.Fields[name] = slovo.NewValue(value)
				} else if len(change) > 1 {
					delete(one.Fields, name)
				}
			}
			one.Then = func(context.Context, gate.Added) error { told++; return nil }
			return one
		}
		another := map[string]string{"phone": "+79005550199", "email": "boris@example.org", "name": "Борис Совин"}
		moved := map[string]string{"phone": "+79005550199"}
		added, err := k.Gate.AddMany(t.Context(), owner, []gate.NewCustomer{with(nil), with(moved), with(another)})
		if err != nil {
			t.Fatal(err)
		}
		for i, other := range []bool{false, false, true} {
			if !added[i].Known || added[i].Other != other {
				t.Errorf("record %d: %+v", i, added[i])
			}
		}
		if told != 2 {
			t.Errorf("%d of the records did their part, and the other's must not", told)
		}
	})
}
