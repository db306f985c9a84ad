package rights_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/rights"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var (
	agent   = gatetest.Agent("vera")
	owner   = gatetest.Actor("anna", "owner")
	officer = gatetest.Actor("ilya", "officer")
)

type office struct {
	*gatetest.Kit
	*rights.Rights
	store *store.Store
}

func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		kit := gatetest.New(t, s)
		current := func() *charter.Charter { return kit.Charter }
		test(t, &office{Kit: kit, Rights: rights.New(s, kit.Gate, kit.Ledger, current, kit.Clock.Now), store: s})
	})
}

func (o *office) ask(t *testing.T, a slovo.Actor, c slovo.CustomerID) slovo.RequestID {
	t.Helper()
	id, err := o.Ask(t.Context(), a, c, gate.Once{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// acts returns what the firm's halves of the customer's last entries say.
func (o *office) acts(t *testing.T, c slovo.CustomerID) []string {
	t.Helper()
	lines, err := o.Ledger.Of(t.Context(), c, 1<<40, 100)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, line := range slices.Backward(lines) {
		half, err := o.Ledger.OpenFirm(t.Context(), line)
		if err != nil {
			t.Fatal(err)
		}
		if half.Act == ledger.ActRequest || half.Act == ledger.ActErase {
			list = append(list, string(half.Act)+" "+string(half.Outcome)+" by "+string(half.Account))
		}
	}
	return list
}

func denied(t *testing.T, err error, code gate.Code) {
	t.Helper()
	var denial *gate.Denial
	if !errors.As(err, &denial) || !denial.Has(code) {
		t.Fatalf("got %v, want a denial: %s", err, code)
	}
}

func TestAsk(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		_, err := o.Ask(t.Context(), gatetest.Actor("m", "marketer"), c, gate.Once{})
		denied(t, err, gate.RoleNotAllowed)
		if _, err := o.Ask(t.Context(), agent, slovo.NewCustomerID(), gate.Once{}); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		once := gate.Once{Owner: "vera", Key: "k", Request: []byte("r")}
		id, err := o.Ask(t.Context(), agent, c, once)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if again, err := o.Ask(t.Context(), agent, c, once); err != nil || again != id {
				t.Errorf("the same key: %s, %v, want %s", again, err, id)
			}
		}
		if other := o.ask(t, officer, c); other != id {
			t.Errorf("a customer has two open requests: %s and %s", id, other)
		}
		want := []string{"request refused by m", "request done by vera"}
		if diff := cmp.Diff(want, o.acts(t, c)); diff != "" {
			t.Errorf("entries (-want +got):\n%s", diff)
		}
		list, err := o.Open(t.Context(), owner, 10)
		wanted := []rights.Request{{
			ID: id, Customer: c, Kind: rights.Erasure, State: rights.Asked, AskedBy: "vera", AskedAt: gatetest.Noon,
		}}
		if diff := cmp.Diff(wanted, list); err != nil || diff != "" {
			t.Errorf("Open: %v (-want +got):\n%s", err, diff)
		}
		_, err = o.Open(t.Context(), agent, 10)
		denied(t, err, gate.RoleNotAllowed)
		one, err := o.Request(t.Context(), officer, id)
		if diff := cmp.Diff(wanted[0], one); err != nil || diff != "" {
			t.Errorf("Request: %v (-want +got):\n%s", err, diff)
		}
		_, err = o.Request(t.Context(), agent, id)
		denied(t, err, gate.RoleNotAllowed)
		if _, err := o.Request(t.Context(), owner, slovo.NewRequestID(c)); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("no such request: %v", err)
		}
	})
}

// A refused asking leaves no key behind that answers for it.
func TestARefusedAskKeepsNoKey(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		once := gate.Once{Owner: "m", Key: "k", Request: []byte("r")}
		for range 2 {
			_, err := o.Ask(t.Context(), gatetest.Actor("m", "marketer"), c, once)
			denied(t, err, gate.RoleNotAllowed)
		}
	})
}

func TestConfirmTakesTwoPeople(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		byOwner := o.ask(t, owner, c)
		program := slovo.Actor{Account: "ilya", Role: "agent", Token: "t"}
		for _, tt := range []struct {
			name string
			who  slovo.Actor
			want gate.Code
		}{
			{"who asked", owner, gate.NeedsApproval},
			{"an agent", agent, gate.RoleNotAllowed},
			{"a program of an agent's", program, gate.RoleNotAllowed},
		} {
			if _, err := o.Confirm(t.Context(), tt.who, byOwner); err == nil {
				t.Errorf("%s confirmed", tt.name)
			} else {
				denied(t, err, tt.want)
				var denial *gate.Denial
				if own := errors.As(err, &denial) && denial.Reasons[0].Own == gate.OwnRequest; own != (tt.want == gate.NeedsApproval) {
					t.Errorf("%s: told that it was their own: %v", tt.name, own)
				}
			}
		}
		if _, err := o.Confirm(t.Context(), officer, slovo.NewRequestID(c)); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("no such request: %v", err)
		}
		entry, err := o.Confirm(t.Context(), officer, byOwner)
		if err != nil || entry.Customer() != c {
			t.Fatalf("Confirm: %v", err)
		}
		if cells, err := o.store.Cells(t.Context(), c); err != nil || len(cells) != 0 {
			t.Errorf("%d fields are left: %v", len(cells), err)
		}
		if _, err := o.store.CustomerKey(t.Context(), c, "record"); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("the key is left: %v", err)
		}
		if got, err := o.store.Request(t.Context(), byOwner); err != nil || got.State != rights.Carried || got.DecidedBy != "ilya" || got.DecidedAt.IsZero() {
			t.Errorf("request: %+v, %v", got, err)
		}
		if _, err := o.Confirm(t.Context(), officer, byOwner); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("confirmed twice: %v", err)
		}
		_, err = o.Ask(t.Context(), owner, c, gate.Once{})
		denied(t, err, gate.Erased)
		want := []string{
			"request done by anna", "request refused by anna", "request refused by vera", "request refused by ilya",
			"erase done by ilya", "request refused by anna",
		}
		if diff := cmp.Diff(want, o.acts(t, c)); diff != "" {
			t.Errorf("entries after the erasure (-want +got):\n%s", diff)
		}
	})
}

// A program's request is confirmed by whoever decides, whoever's program it is.
func TestAProgramsRequest(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		program := owner
		program.Token = "t"
		id := o.ask(t, program, c)
		if list, err := o.Open(t.Context(), officer, 10); err != nil || len(list) != 1 || list[0].AskedToken != "t" {
			t.Errorf("Open: %+v, %v", list, err)
		}
		if _, err := o.Confirm(t.Context(), owner, id); err != nil {
			t.Errorf("Confirm: %v", err)
		}
	})
}

func TestRefuse(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		id := o.ask(t, agent, c)
		_, err := o.Refuse(t.Context(), agent, id, rights.Unfounded)
		denied(t, err, gate.RoleNotAllowed)
		for _, ground := range []string{"", "no time", "role_not_allowed"} {
			if _, err := o.Refuse(t.Context(), owner, id, ground); !errors.Is(err, slovo.ErrInvalid) {
				t.Errorf("refused because of %q: %v", ground, err)
			}
		}
		entry, err := o.Refuse(t.Context(), owner, id, rights.OwedByLaw)
		if err != nil {
			t.Fatal(err)
		}
		o.saysWhy(t, c, entry, id, rights.OwedByLaw)
		if _, err := o.Confirm(t.Context(), officer, id); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("Confirm after Refuse: %v", err)
		}
		if _, err := o.Refuse(t.Context(), owner, id, rights.OwedByLaw); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("refused twice: %v", err)
		}
		if list, err := o.Open(t.Context(), owner, 10); err != nil || len(list) != 0 {
			t.Errorf("Open: %+v, %v", list, err)
		}
		o.Clock.Move(time.Hour)
		if again := o.ask(t, agent, c); again == id {
			t.Error("the customer cannot ask again")
		}
	})
}

// saysWhy looks for the ground in the request and in the customer's last entry.
func (o *office) saysWhy(t *testing.T, c slovo.CustomerID, entry slovo.EntryID, id slovo.RequestID, ground string) {
	t.Helper()
	if got, err := o.store.Request(t.Context(), id); err != nil || got.State != rights.Refused || got.Ground != ground {
		t.Errorf("request: %+v, %v", got, err)
	}
	lines, err := o.Ledger.Of(t.Context(), c, 1<<40, 1)
	if err != nil || len(lines) != 1 || lines[0].ID() != entry {
		t.Fatalf("last entry: %+v, %v, want %s", lines, err, entry)
	}
	half, err := o.Ledger.OpenFirm(t.Context(), lines[0])
	if err != nil || half.Subject != string(id) || !slices.Equal(half.Reasons, []string{ground}) {
		t.Errorf("entry: %+v, %v", half, err)
	}
}

func TestConfirmOnceHoweverManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.ask(t, agent, o.Add(t, gatetest.Anna()))
		var carried atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := o.Confirm(t.Context(), owner, id); err == nil {
					carried.Add(1)
				}
			})
		}
		wg.Wait()
		if carried.Load() != 1 {
			t.Errorf("carried out %d times", carried.Load())
		}
	})
}
