package gate_test

import (
	"testing"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store/storetest"
)

// TestAnAskIsAnsweredByOneCharter asks a gate whose charter changes each
// time that it is looked at: an ask must look once.
func TestAnAskIsAnsweredByOneCharter(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	ivan, anna := gatetest.Agent("ivan"), k.Add(t, gatetest.Anna())
	matter := k.Verified(t, anna, ivan)
	k.Grant(t, matter, k.Charter.Verification.Points[charter.High]) // a change may take more than a look
	ask := gate.Ask{Actor: ivan, Customer: anna, Fields: []string{"phone"}, Purpose: "support", Case: matter.ID}
	looked := 0
	g := gate.New(k.Store, k.Ledger, k.Keys, func() *charter.Charter { looked++; return k.Charter }, k.Clock.Now)
	for name, do := range map[string]func() error{
		"reveal": func() error { _, _, err := g.Reveal(t.Context(), ask); return err },
		"why":    func() error { _, err := g.Why(t.Context(), ask); return err },
		"view":   func() error { _, err := g.View(t.Context(), ivan, anna, matter.ID); return err },
		"search": func() error {
			_, err := g.Search(t.Context(), ivan, "name", slovo.NewValue("Захарова"))
			return err
		},
		"read":    func() error { return g.MayRead(t.Context(), ivan, anna) },
		"match":   func() error { _, err := g.Match(t.Context(), anna, "phone", slovo.NewValue("1")); return err },
		"contact": func() error { _, err := g.Contacts(t.Context(), anna); return err },
		"add": func() error {
			n := gate.NewCustomer{Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support"}, Source: "test"}
			_, err := g.AddMany(t.Context(), gatetest.Actor("owner", "owner"), []gate.NewCustomer{n, n})
			return err
		},
		"correct": func() error {
			_, err := g.Correct(t.Context(), ask, gatetest.Values(map[string]string{"phone": "+79161234568"}), gate.Once{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			looked = 0
			if err := do(); err != nil {
				t.Fatal(err)
			}
			if looked != 1 {
				t.Errorf("the charter was looked at %d times, want once", looked)
			}
		})
	}
}
