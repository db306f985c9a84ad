package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/text"
)

// try is one attempt on its way.
type try struct {
	actor   slovo.Actor
	id      slovo.CaseID
	answers []Answer
	least   int // factors that it takes, with those that the case has passed

	matter  gate.Case
	attempt Attempt
	entry   slovo.EntryID

	also func(context.Context) error // in the transaction of a try that passes

	letters []string       // that something is closed to them
	tell    []gate.Contact // whom they go to
}

func (t *try) kinds() []string {
	kinds := make([]string, len(t.answers))
	for i, answer := range t.answers {
		kinds[i] = answer.Kind
	}
	return kinds
}

// run puts the try down as not passed, compares, and then writes how it
// ended: however many tries come at once, no more than the few are looked
// at. Once begun it is carried through, whoever hangs up.
func (v *Verifier) run(ctx context.Context, t *try) (Result, error) {
	if err := v.reserve(ctx, t); err != nil {
		if errors.Is(err, slovo.ErrTooMany) {
			err = errors.Join(err, v.alert(ctx, t.actor))
		}
		return Result{}, errors.Join(err, v.idle(ctx, t, err))
	}
	ctx = context.WithoutCancel(ctx)
	p, err := v.compare(ctx, t)
	if err != nil {
		// Nothing is said about the answers, so this was no failure of theirs.
		return Result{}, errors.Join(err, v.release(ctx, t))
	}
	return v.conclude(ctx, t, p)
}

// reserve takes one of the customer's few failures and one of the agent's,
// in a transaction of its own that other tries for the customer, and other
// tries of the agent, wait for.
func (v *Verifier) reserve(ctx context.Context, t *try) error {
	var reasons []gate.Reason
	err := v.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := v.Store.Lock(ctx, t.id.Customer()); err != nil {
			return err
		}
		err := v.pace(ctx, t.actor)
		if err != nil {
			return err
		}
		if reasons, err = v.against(ctx, t); err != nil {
			return err
		}
		if len(reasons) > 0 {
			return v.note(ctx, t, ledger.Refused, 0, reasons)
		}
		t.attempt = Attempt{
			Customer: t.id.Customer(), ID: slovo.RandomText(10), Agent: t.actor.Account, Here: open(t), At: v.Now(),
		}
		return v.Store.PutAttempt(ctx, t.attempt)
	})
	return t.denied(err, reasons)
}

// release gives the reserved failure back.
func (v *Verifier) release(ctx context.Context, t *try) error {
	return v.Store.Atomic(ctx, func(ctx context.Context) error { return v.Store.DropAttempt(ctx, t.attempt) })
}

// denied tells a fault from a refusal that was written down.
func (t *try) denied(err error, reasons []gate.Reason) error {
	if err != nil {
		return fmt.Errorf("verify: case %s: %w", t.id, err)
	}
	if len(reasons) > 0 {
		return &gate.Denial{Reasons: reasons, Entry: t.entry}
	}
	return nil
}

// against returns what stands in the way of looking at the answers.
func (v *Verifier) against(ctx context.Context, t *try) ([]gate.Reason, error) {
	reasons, err := v.stands(ctx, t)
	if err != nil || len(reasons) > 0 {
		return reasons, err
	}
	for _, kind := range t.kinds() {
		if !Allowed(kind, t.matter.Channel) {
			reasons = append(reasons, gate.Reason{Code: gate.ChannelNotAllowed, Field: kind, Factor: true})
		}
	}
	if len(reasons) > 0 {
		return reasons, nil
	}
	grant, err := v.alive(ctx, t.actor, t.matter)
	if err != nil {
		return nil, err
	}
	if len(union(grant.Kinds, t.kinds())) < t.least {
		return nil, fmt.Errorf("at least %d different factors are needed: %w", t.least, slovo.ErrInvalid)
	}
	shut, err := v.shut(ctx, t, grant)
	if err == nil && shut {
		reasons = []gate.Reason{{Code: gate.TooManyAttempts}}
	}
	return reasons, err
}

// stands reads the case and the record, as they are in this transaction.
func (v *Verifier) stands(ctx context.Context, t *try) ([]gate.Reason, error) {
	customer, err := v.Store.Customer(ctx, t.id.Customer())
	if err != nil {
		return nil, err
	}
	if t.matter, err = v.Store.Case(ctx, t.id); err != nil {
		return nil, err
	}
	if reasons := own(t.actor, t.matter); len(reasons) > 0 {
		return reasons, nil
	}
	return state(customer), nil
}

// state tells whether the record is closed to everybody.
func state(c gate.Customer) []gate.Reason {
	var reasons []gate.Reason
	if !c.Erased.IsZero() {
		reasons = append(reasons, gate.Reason{Code: gate.Erased})
	}
	if c.Frozen {
		reasons = append(reasons, gate.Reason{Code: gate.Frozen})
	}
	return reasons
}

// conclude writes how the try ended, and the grant where it passed, with
// one entry, in one transaction.
func (v *Verifier) conclude(ctx context.Context, t *try, p proof) (Result, error) {
	var result Result
	var reasons []gate.Reason
	err := v.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := v.Store.Lock(ctx, t.id.Customer()); err != nil {
			return err
		}
		var err error
		// The case may have been closed, the record frozen meanwhile.
		if reasons, err = v.stands(ctx, t); err != nil {
			return err
		}
		passed, err := v.spend(ctx, t, p)
		if err != nil {
			return err
		}
		if err := v.Store.EndAttempt(ctx, t.attempt, passed); err != nil {
			return err
		}
		if len(reasons) > 0 {
			return v.note(ctx, t, ledger.Refused, 0, reasons)
		}
		result, err = v.settle(ctx, t, passed)
		return err
	})
	if err := t.denied(err, reasons); err != nil {
		return Result{}, err
	}
	if result.Passed {
		if len(t.tell) > 0 {
			v.later(ctx, t.tell, letterPassed, v.passing(t))
		}
		return result, nil
	}
	for _, letter := range t.letters {
		v.tell(ctx, t.tell, letter)
	}
	return result, v.alert(ctx, t.actor)
}

// spend uses a one-time code up. Who comes second with it has not passed.
func (v *Verifier) spend(ctx context.Context, t *try, p proof) (bool, error) {
	if !p.right || p.step == 0 {
		return p.right, nil
	}
	err := v.Store.StepFactor(ctx, t.id.Customer(), TOTP, p.step)
	if errors.Is(err, slovo.ErrConflict) {
		return false, nil
	}
	return err == nil, err
}

// settle writes the grant and the entry, and says what the asker is told.
func (v *Verifier) settle(ctx context.Context, t *try, passed bool) (Result, error) {
	rule := v.Charter().Verification
	grant, err := v.alive(ctx, t.actor, t.matter)
	if err != nil {
		return Result{}, err
	}
	failures, err := v.failures(ctx, t.id.Customer())
	if err != nil {
		return Result{}, err
	}
	if !passed {
		// A failed try shows nothing of what earlier ones have reached.
		if err := v.warn(ctx, t, failures); err != nil {
			return Result{}, err
		}
		return Result{FailuresLeft: left(rule, failures)},
			v.note(ctx, t, ledger.Refused, grant.Points, []gate.Reason{{Code: gate.Unverified}})
	}
	if err := v.toTell(ctx, t, grant); err != nil {
		return Result{}, err
	}
	grant = v.extend(t, grant)
	if len(grant.Kinds) >= rule.FactorsAtLeast {
		if err := v.Store.PutGrant(ctx, grant); err != nil {
			return Result{}, err
		}
	}
	if err := v.note(ctx, t, ledger.Done, grant.Points, nil); err != nil {
		return Result{}, err
	}
	return Result{
		Passed: true, Level: Reached(rule, grant.Points), Points: grant.Points, Until: grant.Until,
		FailuresLeft: left(rule, failures),
	}, t.also(ctx)
}

// toTell finds whom to tell that somebody was verified: once for a grant, at
// its beginning.
func (v *Verifier) toTell(ctx context.Context, t *try, before gate.Grant) error {
	t.tell = nil
	if v.Post == nil || len(before.Kinds) > 0 {
		return nil
	}
	var err error
	t.tell, err = v.Gate.Contacts(ctx, t.id.Customer())
	return err
}

// passing tells when it was, by the company's clock, and over what.
func (v *Verifier) passing(t *try) func(slovo.Lang) []any {
	now, over := v.Charter().Local(v.Now()), t.matter.Channel
	return func(lang slovo.Lang) []any {
		return []any{
			"When", text.Date(lang, now, now) + ", " + text.Hour(now) + " (" + now.Format("MST") + ")",
			"Over", text.T(lang, "charter.word.channel."+string(over)),
		}
	}
}

// extend adds the try's kinds to the grant. A try that would pass alone
// begins the grant's time anew; a lone factor adds to what is left of it.
func (v *Verifier) extend(t *try, grant gate.Grant) gate.Grant {
	now, rule := v.Now(), v.Charter().Verification
	grant.Case, grant.Agent, grant.Used = t.id, t.actor.Account, now
	grant.Channel, grant.Endpoint = t.matter.Channel, t.matter.Endpoint
	grant.Kinds = union(grant.Kinds, t.kinds())
	grant.Points = sum(grant.Kinds)
	if len(t.answers) >= rule.FactorsAtLeast || grant.Until.IsZero() {
		grant.Until = now.Add(rule.Grant.For.Duration())
	}
	return grant
}

// alive returns the case's grant if it still opens something for the
// actor, else an empty one.
func (v *Verifier) alive(ctx context.Context, a slovo.Actor, matter gate.Case) (gate.Grant, error) {
	grant, err := v.Store.Grant(ctx, matter.ID)
	if errors.Is(err, slovo.ErrNotFound) {
		return gate.Grant{}, nil
	}
	if err != nil {
		return gate.Grant{}, fmt.Errorf("verify: grant of %s: %w", matter.ID, err)
	}
	if !grant.Fits(a, matter) || !grant.Ends(v.Charter().Verification.Grant).After(v.Now()) {
		return gate.Grant{}, nil
	}
	return grant, nil
}

// note writes the try's entry: which kinds, how it ended, never an answer.
func (v *Verifier) note(ctx context.Context, t *try, outcome ledger.Outcome, points int, reasons []gate.Reason) error {
	var err error
	t.entry, err = v.Ledger.Append(ctx, ledger.Draft{
		Customer: t.id.Customer(), Actor: t.actor, Case: t.id, Channel: t.matter.Channel, Act: ledger.ActVerify,
		Purpose: t.matter.Purpose, Fields: append(t.kinds(), fieldsOf(t.tell)...), Outcome: outcome, Reasons: gate.CodesOf(reasons), Level: points,
		Subject: t.document(), Charter: v.Charter().Hash,
	})
	return err
}

// document returns which paper the agent has seen, if any.
func (t *try) document() string {
	for _, answer := range t.answers {
		if answer.Kind == Document {
			return answer.Answer.Show() // one of a list of words, wellFormed saw to that
		}
	}
	return ""
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
