package rights_test

import (
	"errors"
	"testing"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/rights"
)

// What a customer asked for is decided before the record becomes another's,
// whichever of the two it was asked of.
func TestARequestThatWaitsComesBeforeAMerge(t *testing.T) {
	for _, which := range []int{0, 1} {
		each(t, func(t *testing.T, o *office) {
			elder := o.Add(t, gatetest.Anna())
			o.Clock.Move(time.Minute)
			both := [2]slovo.CustomerID{elder, o.Add(t, gatetest.Anna())}
			if err := o.Gate.Propose(t.Context(), agent, both[0], both[1]); err != nil {
				t.Fatal(err)
			}
			request := o.ask(t, owner, both[which])
			merge := func() error {
				_, err := o.Gate.Merge(t.Context(), agent, both[0], both[1], gate.Once{})
				return err
			}
			if err := merge(); !errors.Is(err, gate.ErrWaiting) {
				t.Fatalf("Merge while a request of record %d waits: %v, want ErrWaiting", which, err)
			}
			for _, c := range both {
				if customer, err := o.store.Customer(t.Context(), c); err != nil || customer.Merged != "" {
					t.Errorf("merged all the same: %+v, %v", customer, err)
				}
			}
			if _, err := o.Refuse(t.Context(), officer, request, rights.IdentityNotProven); err != nil {
				t.Fatal(err)
			}
			if err := merge(); err != nil {
				t.Fatalf("Merge once it was decided: %v", err)
			}
			first, second := o.ask(t, owner, both[1]), o.ask(t, owner, both[0])
			if first != second || first.Customer() != elder {
				t.Errorf("asked under either id: %s and %s, want one request of %s", first, second, elder)
			}
		})
	}
}
