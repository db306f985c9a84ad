package verify_test

import (
	"context"
	"errors"
	"fmt"
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
	"slovo/internal/password"
	"slovo/internal/verify"
)

const flood = 200 // tries at once

// guess is a document that the agent says to have seen, and a card.
func guess(last4 string) []verify.Answer {
	return []verify.Answer{say(verify.Document, "passport"), say(verify.CardLast4, last4)}
}

// apps is a document with a code from an app.
func apps(code string) []verify.Answer {
	return []verify.Answer{say(verify.Document, "passport"), say(verify.TOTP, code)}
}

// flooded makes many guesses at once, and tells how many were looked at and
// how many were stopped, for the agent's failures or the customer's.
func (o *office) flooded(t *testing.T, agents []slovo.Actor, customers []slovo.CustomerID, with func(string) []verify.Answer) (looked, agentsEnd, customersEnd int32) {
	t.Helper()
	var none, paced, shut atomic.Int32
	var wg sync.WaitGroup
	for i := range flood {
		who := agents[i%len(agents)]
		id := o.Case(t, customers[i%len(customers)], who, slovo.ChannelInPerson).ID
		wg.Go(func() {
			result, err := o.v.Try(t.Context(), who, id, with(fmt.Sprintf("%04d", i)))
			var denial *gate.Denial
			switch {
			case err == nil && !result.Passed:
				none.Add(1)
			case errors.As(err, &denial) && denial.Has(gate.TooManyAttempts):
				shut.Add(1)
			case errors.Is(err, slovo.ErrTooMany):
				paced.Add(1)
			default:
				t.Errorf("try %d: %+v, %v", i, result, err)
			}
		})
	}
	wg.Wait()
	return none.Load(), paced.Load(), shut.Load()
}

func TestOneAgentsFloodIsNoMoreThanThirtyAnHour(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		var many []slovo.CustomerID
		for range 20 {
			many = append(many, o.Add(t, gatetest.Anna()))
		}
		looked, paced, shut := o.flooded(t, []slovo.Actor{agent}, many, guess)
		if looked != 30 || paced != flood-30 || shut != 0 {
			t.Errorf("%d looked at, %d of the agent's and %d of the customers' stopped, want 30, 170, 0", looked, paced, shut)
		}
	})
}

func TestManyAgentsFloodOverOneCustomerIsNoMoreThanTenADay(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		code := o.seed(t, c)
		var agents []slovo.Actor
		for i := range 25 {
			agents = append(agents, gatetest.Agent(fmt.Sprintf("agent%d", i)))
		}
		looked, paced, shut := o.flooded(t, agents, []slovo.CustomerID{c}, apps)
		if looked != 10 || shut != flood-10 || paced != 0 {
			t.Errorf("%d looked at, %d of the customer's and %d of the agents' stopped, want 10, 190, 0", looked, shut, paced)
		}
		told := o.post.take()
		if len(told) != 2 { // that the assisted channels are closed, and the counter
			t.Errorf("the customer was told %d times, want 2", len(told))
		}
		for _, letter := range told {
			noData(t, letter)
		}
		here := o.Case(t, c, other, slovo.ChannelInPerson).ID
		_, err := o.v.Try(t.Context(), other, here, apps(code()))
		refused(t, err, gate.TooManyAttempts)
		o.Clock.Move(24*time.Hour + time.Second)
		if got := o.try(t, other, here, apps(code())); !got.Passed {
			t.Errorf("a day later: %+v", got)
		}
	})
}

// What passes is nobody's failure: a counter with a queue is not stopped.
func TestPassesAreNotCounted(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		for i := range 12 {
			if got := o.try(t, agent, o.Case(t, c, agent, slovo.ChannelInPerson).ID, guess("4242")); !got.Passed || got.FailuresLeft != 5 {
				t.Fatalf("pass %d: %+v", i, got)
			}
		}
	})
}

// hashes counts what PINs are compared with.
type hashes struct {
	verify.Hasher
	dummy, kept atomic.Int32
}

func (h *hashes) Verify(ctx context.Context, hash string, secret slovo.Value) (bool, error) {
	if hash == password.Dummy {
		h.dummy.Add(1)
	} else {
		h.kept.Add(1)
	}
	return h.Hasher.Verify(ctx, hash, secret)
}

// locked fails five times by phone, and returns the right codes of an app.
func (o *office) locked(t *testing.T, c slovo.CustomerID) (code func() string) {
	t.Helper()
	code = o.seed(t, c)
	for range 5 {
		o.try(t, other, o.Case(t, c, other, slovo.ChannelPhone).ID, pair("111111"))
	}
	return code
}

// Five failures are all that a PIN, a card or an account ever gets in a day:
// a document beside it in person, which is only the agent's word, or one in
// the grant already, makes no sixth.
func TestALockedCustomersSecretsAreNotLookedAt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		code := o.locked(t, c)
		counted := &hashes{Hasher: hasher}
		o.v.Hasher = counted
		here, number := o.Case(t, c, agent, slovo.ChannelInPerson).ID, gatetest.Anna()["account"]
		seen, pins := say(verify.Document, "passport"), int32(0)
		for range 2 { // before and after a document is in the grant
			for _, answers := range [][]verify.Answer{
				guess("4242"), guess("0001"),
				{seen, say(verify.AccountNumber, number)},
				append(guess("4242"), say(verify.AccountNumber, number)),
				{seen, say(verify.PIN, pin)},
				{seen, say(verify.PIN, "111111")},
				append(guess("4242"), say(verify.PIN, pin)),
				append(apps(code()), say(verify.PIN, pin)),
				{say(verify.CardLast4, "4242"), say(verify.PIN, pin)}, // no document
			} {
				_, err := o.v.Try(t.Context(), agent, here, answers)
				refused(t, err, gate.TooManyAttempts)
				if slices.ContainsFunc(answers, func(a verify.Answer) bool { return a.Kind == verify.PIN }) {
					pins++
				}
			}
			if got := o.try(t, agent, here, apps(code())); got.Level != charter.High {
				t.Errorf("a document and a code: %+v", got)
			}
			o.Clock.Move(time.Minute)
		}
		if counted.kept.Load() != 0 || counted.dummy.Load() != pins {
			t.Errorf("%d PINs compared with the kept one, %d hashes for show; want 0 and %d", counted.kept.Load(), counted.dummy.Load(), pins)
		}
		state, err := o.v.State(t.Context(), agent, here)
		if diff := cmp.Diff([]string{verify.TOTP, verify.Document}, state.Kinds); err != nil || diff != "" {
			t.Errorf("what may still be asked for: %v (-want +got):\n%s", err, diff)
		}
	})
}

// What a customer is told of the lock holds for what was passed before it.
func TestALockShutsGrantsFromBefore(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		before, here, unseen := o.phone(t, c), o.Case(t, c, agent, slovo.ChannelInPerson).ID, o.Case(t, c, agent, slovo.ChannelInPerson).ID
		o.try(t, agent, before, pair(pin))
		o.try(t, agent, here, append(pair(pin), say(verify.Document, "passport")))
		o.try(t, agent, unseen, pair(pin))
		o.locked(t, c)
		for _, tt := range []struct {
			name   string
			id     slovo.CaseID
			open   bool
			points int
		}{{"by phone", before, false, 0}, {"here with a document", here, true, 6}, {"here without", unseen, false, 0}} {
			_, _, err := o.Gate.Reveal(t.Context(), gate.Ask{
				Actor: agent, Customer: c, Fields: []string{"phone"}, Purpose: "support", Case: tt.id,
			})
			var denial *gate.Denial
			if tt.open && err != nil || !tt.open && (!errors.As(err, &denial) || !denial.Has(gate.TooManyAttempts)) {
				t.Errorf("%s: %v", tt.name, err)
			}
			if state, err := o.v.State(t.Context(), agent, tt.id); err != nil || state.Points != tt.points || !state.Locked {
				t.Errorf("%s: %+v, %v", tt.name, state, err)
			}
		}
	})
}
