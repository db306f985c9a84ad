package gate_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMayRead(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	anna, gone := k.Add(t, gatetest.Anna()), k.Add(t, gatetest.Anna())
	k.Erase(t, gone)
	bound := func(role string, purposes ...string) slovo.Actor {
		a := gatetest.Actor(role, role)
		a.Token, a.Purposes = "t", purposes
		return a
	}
	for _, tt := range []struct {
		name  string
		who   slovo.Actor
		whose slovo.CustomerID
		want  gate.Code // "" for yes
	}{
		{"a role that serves none of the purposes", gatetest.Actor("m", "marketer"), anna, gate.RoleNotAllowed},
		{"a token for another purpose", bound("agent", "promo"), anna, gate.RoleNotAllowed},
		{"a reader by duty, with a token for another purpose", bound("auditor", "promo"), anna, gate.RoleNotAllowed},
		{"whoever served the purpose, after an erasure", gatetest.Agent("ivan"), gone, gate.Erased},
		{"whoever serves the purpose", gatetest.Agent("ivan"), anna, ""},
		{"a token for the purpose", bound("agent", "support"), anna, ""},
		{"a reader by duty", gatetest.Actor("a", "auditor"), anna, ""},
		{"a reader by duty, after an erasure", gatetest.Actor("a", "auditor"), gone, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := k.Gate.MayRead(t.Context(), tt.who, tt.whose)
			var denial *gate.Denial
			if errors.As(err, &denial) != (tt.want != "") || tt.want != "" && (!denial.Has(tt.want) || denial.Entry == "") {
				t.Errorf("MayRead: %v, want %q", err, tt.want)
			}
		})
	}
	if err := k.Gate.MayRead(t.Context(), gatetest.Actor("a", "auditor"), slovo.NewCustomerID()); !errors.Is(err, slovo.ErrNotFound) {
		t.Errorf("MayRead of nobody: %v", err)
	}
}

// TestAnEventHappensOnce: forty at once under one key write one moment and
// one entry; another moment under it is refused.
func TestAnEventHappensOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		c, vera := k.Add(t, gatetest.Anna()), gatetest.Agent("vera")
		once := gate.Once{Owner: "vera", Key: "k", Request: []byte("r")}
		closed := gate.Event{Name: "order_closed", At: k.Clock.Now().Add(-time.Hour)}
		entries := make([]slovo.EntryID, 40)
		var wg sync.WaitGroup
		for i := range entries {
			wg.Go(func() {
				var err error
				if entries[i], err = k.Gate.Event(t.Context(), vera, c, closed, once); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if written := slices.Compact(entries); len(written) != 1 {
			t.Errorf("%d entries were returned, want one", len(written))
		}
		if list, err := k.Ledger.Of(t.Context(), c, 0, 10); err != nil || len(list) != 2 {
			t.Errorf("%d entries, want the record's and the event's: %v", len(list), err)
		}
		if events, err := k.Gate.Events(t.Context(), vera, c); err != nil || len(events) != 2 {
			t.Errorf("events: %v, %v", events, err)
		}
		once.Request = []byte("another")
		if _, err := k.Gate.Event(t.Context(), vera, c, closed, once); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("another request under the key: %v, want ErrConflict", err)
		}
	})
}

// TestEventsAreForWhoMayReadTheHistory: the latest first, and nothing to
// whom the customer is none of theirs.
func TestEventsAreForWhoMayReadTheHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		c, vera := k.Add(t, gatetest.Anna()), gatetest.Agent("vera")
		closed := k.Clock.Now().Add(-time.Hour)
		if _, err := k.Gate.Event(t.Context(), vera, c, gate.Event{Name: "order_closed", At: closed}, gate.Once{}); err != nil {
			t.Fatal(err)
		}
		events, err := k.Gate.Events(t.Context(), vera, c)
		if err != nil || len(events) != 2 || events[0].Name != "created" || !events[1].At.Equal(closed) {
			t.Errorf("events: %v, %v", events, err)
		}
		var denial *gate.Denial
		if _, err := k.Gate.Events(t.Context(), gatetest.Actor("oleg", "marketer"), c); !errors.As(err, &denial) {
			t.Errorf("a marketer: %v, want a refusal", err)
		}
	})
}
