package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/desk"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var (
	agent = gatetest.Agent("vera")
	other = gatetest.Agent("oleg")
)

// office is a company with a desk.
type office struct {
	*gatetest.Kit
	d     *desk.Desk
	store *store.Store
}

func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		kit := gatetest.New(t, s)
		current := func() *charter.Charter { return kit.Charter }
		test(t, &office{Kit: kit, d: desk.New(s, kit.Ledger, current, kit.Clock.Now), store: s})
	})
}

func (o *office) refusals(t *testing.T, c slovo.CustomerID) []ledger.FirmHalf {
	t.Helper()
	lines, err := o.Ledger.Of(t.Context(), c, 1<<40, 100)
	if err != nil {
		t.Fatal(err)
	}
	var halves []ledger.FirmHalf
	for _, line := range lines {
		half, err := o.Ledger.OpenFirm(t.Context(), line)
		if err != nil {
			t.Fatal(err)
		}
		if half.Act == ledger.ActCase {
			halves = append(halves, half)
		}
	}
	return halves
}

func TestOpen(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c, gone := o.Add(t, gatetest.Anna(), "support", "fulfil"), o.Add(t, gatetest.Anna())
		supported := o.Add(t, gatetest.Anna())
		o.Erase(t, gone)
		bound := slovo.Actor{Account: agent.Account, Role: "agent", Token: "t", Purposes: []string{"fulfil"}}
		for _, tt := range []struct {
			name     string
			actor    slovo.Actor
			customer slovo.CustomerID
			channel  slovo.Channel
			purpose  string
			want     []gate.Code
		}{
			{"no such purpose", agent, c, slovo.ChannelPhone, "gossip", []gate.Code{gate.UndeclaredPurpose}},
			{"a role that does not serve it", gatetest.Actor("d", "dispatcher"), c, slovo.ChannelPhone, "support", []gate.Code{gate.RoleNotAllowed}},
			{"a role that only sends", gatetest.Actor("m", "marketer"), c, slovo.ChannelTask, "promo", []gate.Code{gate.FieldNotInPurpose, gate.RoleNotAllowed}},
			{"a token for another purpose", bound, c, slovo.ChannelPhone, "support", []gate.Code{gate.RoleNotAllowed}},
			{"a purpose that talks to nobody", agent, c, slovo.ChannelPhone, "fulfil", []gate.Code{gate.ChannelNotAllowed}},
			{"a purpose that the record is not kept for", gatetest.Actor("d", "dispatcher"), supported, slovo.ChannelTask, "fulfil", []gate.Code{gate.FieldNotInPurpose}},
			{"no such channel", agent, c, "telepathy", "support", []gate.Code{gate.ChannelNotAllowed}},
			{"erased", agent, gone, slovo.ChannelPhone, "support", []gate.Code{gate.Erased}},
			{"a phone call", agent, c, slovo.ChannelPhone, "support", nil},
			{"a task", gatetest.Actor("d", "dispatcher"), c, slovo.ChannelTask, "fulfil", nil},
			{"a program's chat", slovo.Actor{Account: agent.Account, Role: "agent", Token: "t"}, c, slovo.ChannelChat, "support", nil},
		} {
			before := len(o.refusals(t, tt.customer))
			id, err := o.d.Open(t.Context(), tt.actor, tt.customer, tt.channel, tt.purpose, gate.Once{})
			if diff := cmp.Diff(tt.want, codes(err)); diff != "" {
				t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
			}
			if n := len(o.refusals(t, tt.customer)) - before; (n == 1) != (tt.want != nil) {
				t.Errorf("%s: %d entries", tt.name, n)
			}
			if tt.want != nil {
				continue
			}
			got, err := o.d.Case(t.Context(), tt.actor, id)
			want := gate.Case{ID: id, Channel: tt.channel, Endpoint: got.Endpoint, Purpose: tt.purpose, Agent: tt.actor.Account, Opened: gatetest.Noon}
			if diff := cmp.Diff(want, got); err != nil || diff != "" || len(got.Endpoint) < 16 || id.Customer() != tt.customer {
				t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
			}
		}
		if _, err := o.d.Open(t.Context(), agent, slovo.NewCustomerID(), slovo.ChannelPhone, "support", gate.Once{}); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		for _, half := range o.refusals(t, c) {
			if half.Purpose == "gossip" || half.Channel == "telepathy" {
				t.Errorf("a word that the charter does not know stands in the entry: %+v", half)
			}
		}
	})
}

func codes(err error) []gate.Code {
	var denial *gate.Denial
	if !errors.As(err, &denial) || denial.Entry == "" {
		return nil
	}
	var list []gate.Code
	for _, r := range denial.Reasons {
		list = append(list, r.Code)
	}
	return list
}

func TestOpenOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		once := gate.Once{Owner: "vera", Key: "k", Request: []byte("phone")}
		ids := make([]slovo.CaseID, 8)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				var err error
				if ids[i], err = o.d.Open(t.Context(), agent, c, slovo.ChannelPhone, "support", once); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] || id == "" {
				t.Errorf("one key, two cases: %s and %s", ids[0], id)
			}
		}
		if list, err := o.d.Mine(t.Context(), agent, 10); err != nil || len(list) != 1 {
			t.Errorf("%d cases, want 1: %v", len(list), err)
		}
		once.Request = []byte("chat")
		if _, err := o.d.Open(t.Context(), agent, c, slovo.ChannelChat, "support", once); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("the key for another request: %v", err)
		}
	})
}

func TestClose(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		id, err := o.d.Open(t.Context(), agent, c, slovo.ChannelPhone, "support", gate.Once{})
		if err != nil {
			t.Fatal(err)
		}
		matter, err := o.d.Case(t.Context(), agent, id)
		if err != nil {
			t.Fatal(err)
		}
		o.Grant(t, matter, 3)
		ask := gate.Ask{Actor: agent, Customer: c, Fields: []string{"phone"}, Purpose: "support", Case: id}
		if _, _, err := o.Gate.Reveal(t.Context(), ask); err != nil {
			t.Fatal(err)
		}
		var denial *gate.Denial
		if err := o.d.Close(t.Context(), other, id); !errors.As(err, &denial) || !denial.Has(gate.NoCase) {
			t.Errorf("a colleague closes it: %v", err)
		}
		if err := o.d.Close(t.Context(), agent, slovo.NewCaseID(c)); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("no such case: %v", err)
		}
		o.Clock.Move(time.Minute)
		if err := o.d.Close(t.Context(), agent, id); err != nil {
			t.Fatal(err)
		}
		if _, err := o.store.Grant(t.Context(), id); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("the grant stands: %v", err)
		}
		if _, _, err := o.Gate.Reveal(t.Context(), ask); !errors.As(err, &denial) || !denial.Has(gate.CaseClosed) {
			t.Errorf("Reveal in a closed case: %v", err)
		}
		if got, err := o.d.Case(t.Context(), agent, id); err != nil || !got.Closed.Equal(gatetest.Noon.Add(time.Minute)) {
			t.Errorf("closed at %v: %v", got.Closed, err)
		}
		if err := o.d.Close(t.Context(), agent, id); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("closed twice: %v", err)
		}
	})
}

func TestMine(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		var want []slovo.CaseID
		for range 3 {
			id, err := o.d.Open(t.Context(), agent, c, slovo.ChannelPhone, "support", gate.Once{})
			if err != nil {
				t.Fatal(err)
			}
			want = append([]slovo.CaseID{id}, want...)
			o.Clock.Move(time.Second)
		}
		if _, err := o.d.Open(t.Context(), other, c, slovo.ChannelPhone, "support", gate.Once{}); err != nil {
			t.Fatal(err)
		}
		list, err := o.d.Mine(t.Context(), agent, 10)
		var got []slovo.CaseID
		for _, matter := range list {
			got = append(got, matter.ID)
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("Mine: %v (-want +got):\n%s", err, diff)
		}
		if list, _ := o.d.Mine(t.Context(), agent, 2); len(list) != 2 {
			t.Errorf("two were asked for, %d came", len(list))
		}
	})
}

// Without its entry a refusal does not stand either, and nothing opens.
func TestARefusalThatCannotBeWrittenIsAFault(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		d := desk.New(o.store, full{}, func() *charter.Charter { return o.Charter }, o.Clock.Now)
		_, err := d.Open(t.Context(), agent, o.Add(t, gatetest.Anna()), slovo.ChannelPhone, "gossip", gate.Once{})
		if !errors.Is(err, slovo.ErrUnavailable) {
			t.Errorf("Open: %v, want unavailable", err)
		}
	})
}

type full struct{}

func (full) Append(context.Context, ledger.Draft) (slovo.EntryID, error) {
	return "", slovo.ErrUnavailable
}
