package verify

import (
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

// ErrNotPassed says that what was said beside the document is not on record.
var ErrNotPassed = fmt.Errorf("verify: not passed: %w", slovo.ErrDenied)

// hereLife is how long the page that the agent hands over stays open.
const hereLife = 10 * time.Minute

// Admit lets a customer who is here set the first factor: the agent has
// seen a document, and one fact of the record is right. It returns the
// secret of a one-time link whose page is handed to the customer, so that
// no agent sees what is set. It is a try like any other, counts as one and
// gives its grant, but is refused while failures have closed the assisted
// channels: the letter's link is then the way. ErrNotPassed where the fact is wrong, slovo.ErrConflict
// where a PIN is set already.
func (v *Verifier) Admit(ctx context.Context, a slovo.Actor, id slovo.CaseID, document string, fact Answer) (slovo.Value, error) {
	v = v.steady()
	answers := []Answer{{Document, slovo.NewValue(document)}, fact}
	if err := v.mayEnroll(answers, fact.Kind); err != nil {
		return slovo.Value{}, err
	}
	secret, set := slovo.NewValue(slovo.RandomText(32)), false
	t := &try{actor: a, id: id, answers: answers, also: func(ctx context.Context) error {
		var err error
		if set, err = v.has(ctx, id.Customer(), PIN); err != nil || set {
			return err // the try has passed all the same
		}
		now := v.Now()
		return v.putLink(ctx, Link{Hash: hashOf(secret), Customer: id.Customer(), Sets: PIN, Made: now, Expires: now.Add(hereLife)})
	}}
	result, err := v.run(ctx, t)
	switch {
	case err != nil:
		return slovo.Value{}, err
	case !result.Passed:
		return slovo.Value{}, ErrNotPassed
	case set:
		return slovo.Value{}, fmt.Errorf("verify: PIN of %s is set already: %w", id.Customer(), slovo.ErrConflict)
	}
	return secret, nil
}

// EnrollInPerson is Admit and SetByLink in one, for a counter where the
// customer types the PIN into the same form. A *password.Weak where the
// PIN is easy to guess.
func (v *Verifier) EnrollInPerson(ctx context.Context, a slovo.Actor, id slovo.CaseID, document string, fact Answer, pin slovo.Value) error {
	v = v.steady()
	if err := password.CheckPIN(bare(pin), fact.Answer.Show()); err != nil {
		return err
	}
	secret, err := v.Admit(ctx, a, id, document, fact)
	if err != nil {
		return err
	}
	return v.SetByLink(ctx, secret, Own{PIN: pin})
}

func (v *Verifier) mayEnroll(answers []Answer, fact string) error {
	if !factors[fact].fact {
		return fmt.Errorf("verify: a first PIN takes a fact of the record beside the document: %w", slovo.ErrInvalid)
	}
	if err := v.taken(PIN); err != nil {
		return err
	}
	return v.wellFormed(answers)
}

// taken refuses a kind that the charter does not take.
func (v *Verifier) taken(kind string) error {
	if !slices.Contains(v.Charter().Verification.Factors, kind) {
		return fmt.Errorf("verify: factor %s is not one that the charter takes: %w", kind, slovo.ErrInvalid)
	}
	return nil
}

func (v *Verifier) has(ctx context.Context, c slovo.CustomerID, kind string) (bool, error) {
	_, err := v.Store.Factor(ctx, c, kind)
	if errors.Is(err, slovo.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("verify: %s of %s: %w", kind, c, err)
	}
	return true, nil
}

// unset is refused where the customer has a factor of the kind.
func (v *Verifier) unset(ctx context.Context, c slovo.CustomerID, kind string, refused error) error {
	set, err := v.has(ctx, c, kind)
	if err == nil && set {
		err = fmt.Errorf("verify: %s of %s is set already: %w", kind, c, refused)
	}
	return err
}

// hashed makes the factor out of a PIN: Argon2id over a keyed hash, whose
// key the database holds only sealed.
func (v *Verifier) hashed(ctx context.Context, c slovo.CustomerID, pin slovo.Value) (Factor, error) {
	hash, err := v.Hasher.Hash(ctx, v.Keys.Pepper(c, bare(pin)))
	return Factor{Customer: c, Kind: PIN, Secret: []byte(hash), Set: v.Now()}, err
}

// echo refuses a PIN that stands in the customer's own numbers. It is asked
// only behind a link, and so of somebody who has proved something: the
// answer says something about the record.
func (v *Verifier) echo(ctx context.Context, c slovo.CustomerID, pin slovo.Value) error {
	taken, err := v.Gate.Echoes(ctx, c, bare(pin))
	if err != nil {
		return err
	}
	if taken {
		return &password.Weak{Code: password.Personal}
	}
	return nil
}

// set keeps the first factors with one entry, and returns the contacts to
// tell. slovo.ErrConflict where there is one of a kind already: changing it
// takes more than this.
func (v *Verifier) set(ctx context.Context, c slovo.CustomerID, chosen []Factor) ([]gate.Contact, error) {
	var kinds []string
	for _, f := range chosen {
		if err := v.unset(ctx, c, f.Kind, slovo.ErrConflict); err != nil {
			return nil, err
		}
		if err := v.Store.PutFactor(ctx, f); err != nil {
			return nil, err
		}
		kinds = append(kinds, f.Kind)
	}
	contacts, err := v.Gate.Contacts(ctx, c)
	if err != nil {
		return nil, err
	}
	_, err = v.Ledger.Append(ctx, ledger.Draft{
		Customer: c, Act: ledger.ActEnroll, Outcome: ledger.Done, Channel: slovo.ChannelPortal,
		Fields: append(kinds, fieldsOf(contacts)...), Charter: v.Charter().Hash,
	})
	return contacts, err
}

// fieldsOf names the fields that the letters took their addresses from.
func fieldsOf(contacts []gate.Contact) []string {
	var names []string
	for _, c := range contacts {
		names = append(names, c.Field)
	}
	return names
}
