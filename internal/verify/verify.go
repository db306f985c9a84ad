// Package verify holds customers' factors, the attempts to prove them and
// the grants that a passed attempt gives. No customer data goes to a
// person over any channel until that person has passed two factors.
package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/post"
)

// Hasher compares PINs with what is kept of them, slowly.
type Hasher interface {
	Hash(ctx context.Context, secret slovo.Value) (string, error)
	Verify(ctx context.Context, hash string, secret slovo.Value) (bool, error)
}

// Verifier compares what a customer says with what is kept. All its fields
// are needed but Post, without which no letter goes out, and Later. Safe for
// concurrent use.
type Verifier struct {
	Store   Store
	Gate    Gate
	Keys    Keys
	Ledger  gate.Writer
	Hasher  Hasher                  // shared by the whole program
	Charter func() *charter.Charter // the one in force
	Now     slovo.Clock

	Post post.Sender
	Link func(secret string) string // the page's address behind a one-time link
	// Later runs what nobody waits for; nil: at once.
	Later func(work func())
}

// steady is the verifier under the charter that is in force now: each ask
// is answered by one.
func (v *Verifier) steady() *Verifier {
	one := *v
	one.Charter = charter.Steady(v.Charter)
	return &one
}

// Answer is what the customer said, or what the agent saw.
type Answer struct {
	Kind   string
	Answer slovo.Value
}

// Result is the one answer to a try: never which factor failed.
type Result struct {
	Passed       bool
	Level        charter.Level // reached, "" for none
	Points       int
	Until        time.Time
	FailuresLeft int
}

// Try compares all answers and, where all are right, lets the case's agent
// open fields of the level reached. It takes as long whichever of them is
// wrong, and where nothing is kept to compare with. A *gate.Denial where
// the case, the channel or earlier failures stand in the way;
// slovo.ErrTooMany for an agent with too many failures in an hour.
func (v *Verifier) Try(ctx context.Context, a slovo.Actor, id slovo.CaseID, answers []Answer) (Result, error) {
	v = v.steady()
	if err := v.wellFormed(answers); err != nil {
		return Result{}, err
	}
	return v.run(ctx, &try{
		actor: a, id: id, answers: answers, least: v.Charter().Verification.FactorsAtLeast,
		also: func(context.Context) error { return nil },
	})
}

// wellFormed refuses what cannot be compared, before anything is counted.
func (v *Verifier) wellFormed(answers []Answer) error {
	if len(answers) == 0 {
		return fmt.Errorf("verify: no factors were given: %w", slovo.ErrInvalid)
	}
	var seen []string
	for _, answer := range answers {
		switch kind := answer.Kind; {
		case Points(kind) == 0:
			return fmt.Errorf("verify: a factor of no known kind proves nothing: %w", slovo.ErrInvalid)
		case !Available(kind):
			return fmt.Errorf("verify: factor %s is not available yet: %w", kind, slovo.ErrInvalid)
		case !slices.Contains(v.Charter().Verification.Factors, kind):
			return fmt.Errorf("verify: factor %s is not one that the charter takes: %w", kind, slovo.ErrInvalid)
		case slices.Contains(seen, kind):
			return fmt.Errorf("verify: factor %s was given twice: %w", kind, slovo.ErrInvalid)
		case kind == Document && !slices.Contains(documents, answer.Answer.Show()):
			return fmt.Errorf("verify: a document of no known kind: %w", slovo.ErrInvalid)
		}
		seen = append(seen, answer.Kind)
	}
	return nil
}

// State is what a case's agent may know of its verification.
type State struct {
	Points       int
	Level        charter.Level
	Passed       []string // the kinds that the points come from
	Until        time.Time
	FailuresLeft int
	Locked       bool
	Kinds        []string // usable over the case's channel; where Locked those alone that nobody can guess
	NoPIN        bool     // the first PIN can still be set in person or by a link
}

// State tells how far the case's verification has come.
func (v *Verifier) State(ctx context.Context, a slovo.Actor, id slovo.CaseID) (State, error) {
	v = v.steady()
	matter, err := v.Store.Case(ctx, id)
	if err != nil {
		return State{}, fmt.Errorf("verify: case %s: %w", id, err)
	}
	if reasons := own(a, matter); len(reasons) > 0 {
		return State{}, &gate.Denial{Reasons: reasons}
	}
	failures, err := v.failures(ctx, id.Customer())
	if err != nil {
		return State{}, err
	}
	grant, err := v.alive(ctx, a, matter)
	if err != nil {
		return State{}, err
	}
	rule := v.Charter().Verification
	locked := failures >= rule.Lock.Failures
	if locked && !grant.Here() {
		grant = gate.Grant{} // the gate opens nothing by it
	}
	_, err = v.Store.Factor(ctx, id.Customer(), PIN)
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return State{}, fmt.Errorf("verify: PIN of %s: %w", id.Customer(), err)
	}
	return State{
		Points: grant.Points, Level: Reached(rule, grant.Points), Passed: grant.Kinds, Until: grant.Until,
		FailuresLeft: left(rule, failures), Locked: locked,
		Kinds: v.usable(matter.Channel, locked), NoPIN: err != nil && slices.Contains(rule.Factors, PIN),
	}, nil
}

// usable returns what may be asked for over the channel: what the charter
// takes, slovo can check, and some field holds where it is a record's fact.
func (v *Verifier) usable(over slovo.Channel, locked bool) []string {
	kinds := []string{}
	for _, kind := range v.Charter().Verification.Factors {
		if locked && (factors[kind].guess || over != slovo.ChannelInPerson) {
			continue
		}
		if Available(kind) && Allowed(kind, over) && (!factors[kind].fact || len(v.fields(kind)) > 0) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// fields returns the charter's fields of the fact's type.
func (v *Verifier) fields(kind string) []string {
	var names []string
	for name, f := range v.Charter().Fields {
		if string(f.Type) == kind {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// own tells what stands between the actor and the case.
func own(a slovo.Actor, matter gate.Case) []gate.Reason {
	switch {
	case matter.Agent != a.Account:
		return []gate.Reason{{Code: gate.NoCase}}
	case !a.BoundTo(matter.Purpose):
		return []gate.Reason{{Code: gate.RoleNotAllowed}}
	case !matter.Closed.IsZero():
		return []gate.Reason{{Code: gate.CaseClosed}}
	}
	return nil
}

func left(rule charter.Verification, failures int) int { return max(0, rule.Lock.Failures-failures) }
