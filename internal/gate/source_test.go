package gate_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func sourced(source, id string) gate.NewCustomer {
	return gate.NewCustomer{
		Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support"}, Source: source, SourceID: id,
	}
}

// TestASourceIsItsOwners: a guessed id neither finds nor takes another
// account's customer, nor one of the company's own import.
func TestASourceIsItsOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		shop := slovo.Actor{Account: "shop", Role: "agent", Token: "t1"}
		renewed := slovo.Actor{Account: "shop", Role: "agent", Token: "t2"}
		thief := slovo.Actor{Account: "thief", Role: "agent", Token: "t3"}
		add := func(a slovo.Actor) slovo.CustomerID {
			t.Helper()
			id, err := k.Gate.Add(t.Context(), a, sourced("shop", "17"), gate.Once{})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		taken := add(thief)
		many, err := k.Gate.AddMany(t.Context(), gatetest.Actor("os/root", "owner"), []gate.NewCustomer{sourced("shop", "17")})
		if err != nil || many[0].Known {
			t.Fatalf("the import found another's: %+v, %v", many, err)
		}
		first := add(shop)
		if first == taken || first == many[0].ID || add(shop) != first || add(renewed) != first || add(thief) != taken {
			t.Error("a source's id is not bound to its account")
		}
		again, err := k.Gate.AddMany(t.Context(), gatetest.Actor("os/petr", "owner"), []gate.NewCustomer{sourced("shop", "17")})
		if err != nil || !again[0].Known || again[0].ID != many[0].ID {
			t.Errorf("another operator's import: %+v, %v", again, err)
		}
	})
}

func TestASourceIsAShortName(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	for _, bad := range []string{"", "Shop", "магазин", "a b", strings.Repeat("a", 65), "4111111111111111", "shop:4111-1111-1111-1111"} {
		if _, err := k.Gate.Add(t.Context(), gatetest.Agent("ivan"), sourced(bad, ""), gate.Once{}); !errors.Is(err, slovo.ErrInvalid) || bad != "" && strings.Contains(err.Error(), bad) {
			t.Errorf("source %q: %v", bad, err)
		}
		many, err := k.Gate.AddMany(t.Context(), gatetest.Actor("owner", "owner"), []gate.NewCustomer{sourced(bad, "1")})
		if err != nil || !errors.Is(many[0].Err, slovo.ErrInvalid) {
			t.Errorf("source %q of many: %+v, %v", bad, many, err)
		}
	}
	if _, err := k.Gate.Add(t.Context(), gatetest.Agent("ivan"), sourced("shop_2.eu:main-1", ""), gate.Once{}); err != nil {
		t.Error(err)
	}
}

// TestWhoIsErasedStaysErased: neither the row nor the key that the customer
// came by brings the customer back, or tells the id.
func TestWhoIsErasedStaysErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		ivan, owner := gatetest.Agent("ivan"), gatetest.Actor("owner", "owner")
		once := gate.Once{Owner: "ivan", Key: "k", Request: []byte("hash")}
		id, err := k.Gate.Add(t.Context(), ivan, sourced("shop", "17"), once)
		if err != nil {
			t.Fatal(err)
		}
		many, err := k.Gate.AddMany(t.Context(), owner, []gate.NewCustomer{sourced("shop", "17"), sourced("shop", "18")})
		if err != nil {
			t.Fatal(err)
		}
		k.Erase(t, id)
		k.Erase(t, many[0].ID)

		keyed := once
		keyed.Request = []byte("another")
		for name, try := range map[string]struct {
			gate.NewCustomer
			gate.Once
		}{
			"the row":                {sourced("shop", "17"), gate.Once{}},
			"the key":                {sourced("shop", ""), once},
			"both":                   {sourced("shop", "17"), once},
			"the key, anything else": {sourced("shop", "99"), keyed},
		} {
			var denial *gate.Denial
			if got, err := k.Gate.Add(t.Context(), ivan, try.NewCustomer, try.Once); !errors.As(err, &denial) || !denial.Has(gate.Erased) || denial.Entry == "" || got != "" {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
		again, err := k.Gate.AddMany(t.Context(), owner, []gate.NewCustomer{sourced("shop", "17"), sourced("shop", "18"), sourced("shop", "19")})
		if err != nil {
			t.Fatal(err)
		}
		var denial *gate.Denial
		if !errors.As(again[0].Err, &denial) || !denial.Has(gate.Erased) || denial.Entry == "" || again[0].ID != "" || again[0].Known {
			t.Errorf("the import of an erased row: %+v", again[0])
		}
		if !again[1].Known || again[2].Known || again[2].Err != nil {
			t.Errorf("rows beside an erased one: %+v", again[1:])
		}
		if c, err := s.Customer(t.Context(), id); err != nil || c.Source != "" {
			t.Errorf("after the erasure the source reads %q, %v", c.Source, err)
		}
		if all, err := s.CustomersAfter(t.Context(), "", 10); err != nil || len(all) != 4 {
			t.Errorf("%d customers, want 4: %v", len(all), err)
		}
	})
}

// TestASourcesIDIsNowhere looks into the files: the id may be an e-mail
// address, or a card's number.
func TestASourcesIDIsNowhere(t *testing.T) {
	folder := t.TempDir()
	k := gatetest.New(t, storetest.Open(t, "sqlite:"+filepath.Join(folder, "slovo.db")))
	const card, email, source = "4111111111111111", "anna@shop.example", "corner-shop-source"
	id, err := k.Gate.Add(t.Context(), gatetest.Agent("ivan"), sourced(source, card), gate.Once{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Gate.AddMany(t.Context(), gatetest.Actor("owner", "owner"), []gate.NewCustomer{sourced("shop", email)}); err != nil {
		t.Fatal(err)
	}
	holds := func(text string) bool {
		for _, content := range files(t, folder) {
			if bytes.Contains(content, []byte(text)) {
				return true
			}
		}
		return false
	}
	if holds(card) || holds(email) {
		t.Error("a source's id lies in the files")
	}
	if !holds(source) {
		t.Error("the test does not see what lies in the files")
	}
	k.Erase(t, id)
	if holds(source) {
		t.Error("the source outlives the erasure")
	}
}
