package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/password"
)

// Of so many failures of an agent in an hour the owner is told. The agent
// goes on working: two bad callers are enough for ten.
const (
	agentFailures = 10
	agentWindow   = time.Hour
)

// So many end the agent's tries for the hour: that is six customers shut out,
// which no bad luck explains, and each customer has only five tries to lose.
const agentStop = 30

// So many failures with a document in person end such tries for the
// customer's day: that a document was seen is only the agent's word.
const (
	hereFailures = 10
	hereWindow   = 24 * time.Hour
)

// pace stops an agent who has failed too often. Tries that have not ended
// count as failures, and the agent's other tries, with whomever, wait for
// this transaction: however many come at once, each sees those before it.
func (v *Verifier) pace(ctx context.Context, a slovo.Actor) error {
	now := v.Now()
	since := now.Add(-agentWindow)
	// Nothing is added: writing the row is a lock that every engine has.
	if _, err := v.Store.UseQuota(ctx, "staff/"+string(a.Account), "tries", 0, since, now); err != nil {
		return err
	}
	n, err := v.Store.AgentTries(ctx, a.Account, since)
	if err == nil && n >= agentStop {
		err = fmt.Errorf("agent %s: failures in an hour: %w", a.Account, slovo.ErrTooMany)
	}
	return err
}

// shut tells whether earlier failures stand in the try's way.
func (v *Verifier) shut(ctx context.Context, t *try, grant gate.Grant) (bool, error) {
	failures, err := v.failures(ctx, t.id.Customer())
	if err != nil {
		return false, err
	}
	locked := failures >= v.Charter().Verification.Lock.Failures
	if !open(t) || locked && (guesses(t) || lone(t, grant)) {
		return locked, nil
	}
	here, err := v.Store.FailuresHere(ctx, t.id.Customer(), v.Now().Add(-hereWindow))
	return here >= hereFailures, err
}

// open tells whether the try may be made though the assisted channels are
// closed: a customer who is here with a document cannot be shut out by a
// stranger's guesses. Such tries have bounds of their own.
func open(t *try) bool {
	return t.matter.Channel == slovo.ChannelInPerson && slices.Contains(t.kinds(), Document)
}

// guesses tells whether a factor of the try is one that can be guessed. All
// such share the customer's few failures, and once those are used up none is
// looked at over any channel, a document beside it or not.
func guesses(t *try) bool {
	return slices.ContainsFunc(t.kinds(), func(kind string) bool { return factors[kind].guess })
}

// idle does the work of a PIN's comparison where it is not looked at, so that
// a refusal takes as long as an answer.
func (v *Verifier) idle(ctx context.Context, t *try, refused error) error {
	var denial *gate.Denial
	if !errors.As(refused, &denial) || !denial.Has(gate.TooManyAttempts) || !slices.Contains(t.kinds(), PIN) {
		return nil
	}
	_, err := v.Hasher.Verify(ctx, password.Dummy, v.Keys.Pepper(t.id.Customer(), slovo.NewValue("")))
	return err
}

// lone tells whether only one of the try's factors is new to the case: its
// answer would then tell of that one alone.
func lone(t *try, grant gate.Grant) bool {
	return len(union(grant.Kinds, t.kinds())) == len(grant.Kinds)+1
}

// failures counts the customer's.
func (v *Verifier) failures(ctx context.Context, c slovo.CustomerID) (int, error) {
	since := v.Now().Add(-v.Charter().Verification.Lock.Per.Duration())
	n, err := v.Store.Failures(ctx, c, since)
	if err != nil {
		return 0, fmt.Errorf("verify: failures of %s: %w", c, err)
	}
	return n, nil
}

// warn finds whom to tell, and what, when the failures close the assisted
// channels or the way in person, once each in the time that it stays closed.
func (v *Verifier) warn(ctx context.Context, t *try, failures int) error {
	if t.tell, t.letters = nil, nil; v.Post == nil {
		return nil
	}
	if lock := v.Charter().Verification.Lock; failures >= lock.Failures {
		if err := v.once(ctx, t, letterLocked, lock.Per.Duration()); err != nil {
			return err
		}
	}
	if t.attempt.Here {
		here, err := v.Store.FailuresHere(ctx, t.id.Customer(), v.Now().Add(-hereWindow))
		if err == nil && here >= hereFailures {
			err = v.once(ctx, t, letterLockedHere, hereWindow)
		}
		if err != nil {
			return err
		}
	}
	if len(t.letters) == 0 {
		return nil
	}
	var err error
	t.tell, err = v.Gate.Contacts(ctx, t.id.Customer())
	return err
}

// once has the letter sent if none of the kind went out in the window.
func (v *Verifier) once(ctx context.Context, t *try, letter string, window time.Duration) error {
	now := v.Now()
	times, err := v.Store.UseQuota(ctx, "customer/"+string(t.id.Customer()), letter, 1, now.Add(-window), now)
	if err == nil && times == 1 {
		t.letters = append(t.letters, letter)
	}
	return err
}

// alert writes one entry of the firm's an hour about an agent whose tries
// fail often, and sends a letter to whoever answers for personal data. The
// letter names nobody: who it is stands on the owner's first page.
func (v *Verifier) alert(ctx context.Context, a slovo.Actor) error {
	now := v.Now()
	n, err := v.Store.AgentFailures(ctx, a.Account, now.Add(-agentWindow))
	if err != nil || n < agentFailures {
		return err
	}
	fresh := false
	err = v.Store.Atomic(ctx, func(ctx context.Context) error {
		fresh = false
		told, err := v.Store.UseQuota(ctx, "staff/"+string(a.Account), "alerts", 1, now.Add(-agentWindow), now)
		if err != nil || told > 1 {
			return err
		}
		fresh = true
		_, err = v.Ledger.Append(ctx, ledger.Draft{
			Customer: slovo.Firm, Actor: a, Act: ledger.ActVerify, Outcome: ledger.Refused,
			Reasons: []string{string(gate.TooManyAttempts)}, Subject: string(a.Account), Count: int64(n),
			Charter: v.Charter().Hash,
		})
		return err
	})
	if company := v.Charter().Controller; err == nil && fresh {
		to := slovo.NewValue(cmp.Or(company.Officer.Email, company.Contact.Email))
		v.later(ctx, []gate.Contact{{Value: to}}, letterAgent, nil)
	}
	return err
}
