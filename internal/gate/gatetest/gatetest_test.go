package gatetest_test

import (
	"testing"

	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// TestKit is the kit's own promise: a customer added, verified, revealed
// and erased, and a ledger that tells of it.
func TestKit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		anna, agent := k.Add(t, gatetest.Anna()), gatetest.Agent("ivan")
		matter := k.Verified(t, anna, agent)
		opened, entry, err := k.Gate.Reveal(t.Context(), gate.Ask{
			Actor: agent, Customer: anna, Fields: []string{"phone"}, Purpose: "support", Case: matter.ID,
		})
		if err != nil || len(opened) != 1 || opened[0].Value.Show() != "+79161234567" {
			t.Fatalf("Reveal: %v, %v", opened, err)
		}
		k.Sequence(t)
		if _, err := k.Ledger.Receipt(t.Context(), entry); err != nil {
			t.Error(err)
		}
		k.Erase(t, anna)
	})
}
