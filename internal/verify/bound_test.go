package verify_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/verify"
)

const flood = 200 // tries at once

// guess is a document that the agent says to have seen, and a card.
func guess(last4 string) []verify.Answer {
	return []verify.Answer{say(verify.Document, "passport"), say(verify.CardLast4, last4)}
}

// flooded makes many guesses at once, and tells how many were looked at and
// how many were stopped, for the agent's failures or the customer's.
func (o *office) flooded(t *testing.T, agents []slovo.Actor, customers []slovo.CustomerID) (looked, agentsEnd, customersEnd int32) {
	t.Helper()
	var none, paced, shut atomic.Int32
	var wg sync.WaitGroup
	for i := range flood {
		who := agents[i%len(agents)]
		id := o.Case(t, customers[i%len(customers)], who, slovo.ChannelInPerson).ID
		wg.Go(func() {
			result, err := o.v.Try(t.Context(), who, id, guess(fmt.Sprintf("%04d", i)))
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

func TestOneAgentsFloodIsNoMoreThanTenAnHour(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		var many []slovo.CustomerID
		for range 20 {
			many = append(many, o.Add(t, gatetest.Anna()))
		}
		for _, customers := range [][]slovo.CustomerID{many, {o.Add(t, gatetest.Anna())}} {
			looked, paced, shut := o.flooded(t, []slovo.Actor{agent}, customers)
			if looked != 10 || paced != flood-10 || shut != 0 {
				t.Errorf("over %d customers: %d looked at, %d of the agent's and %d of the customers' stopped, want 10, 190, 0",
					len(customers), looked, paced, shut)
			}
			o.Clock.Move(time.Hour + time.Second)
		}
	})
}

func TestManyAgentsFloodOverOneCustomerIsNoMoreThanTenADay(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		var agents []slovo.Actor
		for i := range 25 {
			agents = append(agents, gatetest.Agent(fmt.Sprintf("agent%d", i)))
		}
		looked, paced, shut := o.flooded(t, agents, []slovo.CustomerID{c})
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
		_, err := o.v.Try(t.Context(), other, here, guess("4242"))
		refused(t, err, gate.TooManyAttempts)
		o.Clock.Move(24*time.Hour + time.Second)
		if got := o.try(t, other, here, guess("4242")); !got.Passed {
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

// With the document in the grant already, one fact beside it would be told
// right or wrong alone.
func TestALockedCustomersFactsAreNotToldOneByOne(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		for range 5 {
			o.try(t, other, o.Case(t, c, other, slovo.ChannelPhone).ID, pair("111111"))
		}
		here, number := o.Case(t, c, agent, slovo.ChannelInPerson).ID, gatetest.Anna()["account"]
		seen := say(verify.Document, "passport")
		o.try(t, agent, here, []verify.Answer{seen, say(verify.AccountNumber, number)})
		for _, answers := range [][]verify.Answer{
			guess("4242"), guess("0001"),
			append(guess("4242"), say(verify.AccountNumber, number)),
			{seen, say(verify.PIN, pin)},
			{say(verify.CardLast4, "4242"), say(verify.PIN, pin)}, // no document
		} {
			_, err := o.v.Try(t.Context(), agent, here, answers)
			refused(t, err, gate.TooManyAttempts)
		}
		if got := o.try(t, agent, here, append(guess("4242"), say(verify.PIN, "804173"))); got.Passed {
			t.Errorf("two new factors, one wrong: %+v", got)
		}
		if got := o.try(t, agent, here, append(guess("4242"), say(verify.PIN, pin))); got.Level != charter.High {
			t.Errorf("two new factors: %+v", got)
		}
	})
}
