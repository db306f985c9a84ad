package gate_test

import (
	"context"
	"errors"
	"testing"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// Whoever may not merge the two for having written one is shown neither, and
// both logs tell of it.
func TestTheLookIsRefusedLikeTheAct(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		n := gate.NewCustomer{Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support"}, Source: "test"}
		fake, err := k.Gate.Add(t.Context(), mergerVera, n, gate.Once{})
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Gate.Propose(t.Context(), mergerVera, k.elder, fake); err != nil {
			t.Fatal(err)
		}
		_, err = k.Gate.Merging(t.Context(), mergerVera, k.elder, fake)
		has(t, err, gate.NeedsApproval)
		if denial := (*gate.Denial)(nil); !errors.As(err, &denial) || denial.Reasons[0].Own != gate.OwnRecord {
			t.Errorf("refused with %+v, want it told that a record was the actor's own", err)
		}
		for _, c := range []slovo.CustomerID{k.elder, fake} {
			if acts := k.acts(t, c); acts[len(acts)-1] != ledger.ActView {
				t.Errorf("acts are %v, want the refusal in both logs", acts)
			}
		}
	})
}

// between does something once a list of proposals was read.
type between struct {
	*store.Store
	then func()
}

func (b *between) ProposalsAfter(ctx context.Context, after gate.Proposal, limit int) ([]gate.Proposal, error) {
	list, err := b.Store.ProposalsAfter(ctx, after, limit)
	if b.then != nil {
		b.then()
	}
	return list, err
}

func TestProposalsLeaveOutWhatWasJustMerged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b := &between{Store: s}
		k := &twins{Kit: gatetest.New(t, b)}
		k.elder, k.younger = k.Add(t, gatetest.Anna()), k.Add(t, gatetest.Anna())
		k.propose(t)
		b.then = func() {
			if _, err := k.Gate.Merge(t.Context(), mergerBoris, k.elder, k.younger, gate.Once{}); err != nil {
				t.Fatal(err)
			}
		}
		if list, err := k.Gate.Proposals(t.Context(), mergerVera, 10); err != nil || len(list) != 0 {
			t.Errorf("Proposals: %+v, %v; want none", list, err)
		}
	})
}
