package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/password"
)

// EnrollInPerson sets a customer's first PIN: the agent has seen a document
// and one fact of the record is right. The customer types the PIN; the
// agent never sees it. It is a try like any other, counts as one and gives
// its grant. A *gate.Denial where the fact is wrong, slovo.ErrConflict
// where a PIN is set already, a *password.Weak where the PIN is easy to guess.
func (v *Verifier) EnrollInPerson(ctx context.Context, a slovo.Actor, id slovo.CaseID, document string, fact Answer, pin slovo.Value) error {
	answers := []Answer{{Document, slovo.NewValue(document)}, fact}
	if err := v.mayEnroll(answers, fact.Kind); err != nil {
		return err
	}
	if err := password.CheckPIN(pin, fact.Answer.Show()); err != nil {
		return err
	}
	set, err := v.hashed(ctx, id.Customer(), pin)
	if err != nil {
		return err
	}
	t := &try{actor: a, id: id, answers: answers, set: &set, pin: pin}
	result, err := v.run(ctx, t)
	switch {
	case err != nil:
		return err
	case !result.Passed:
		return &gate.Denial{Reasons: []gate.Reason{{Code: gate.Unverified}}, Entry: t.entry}
	case t.kept:
		return fmt.Errorf("verify: PIN of %s is set already: %w", id.Customer(), slovo.ErrConflict)
	}
	v.tell(ctx, t.tell, letterSet)
	return nil
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

// hashed makes the factor out of a PIN: Argon2id over a keyed hash, whose
// key is not in the database.
func (v *Verifier) hashed(ctx context.Context, c slovo.CustomerID, pin slovo.Value) (Factor, error) {
	hash, err := v.Hasher.Hash(ctx, v.Keys.Pepper(c, bare(pin)))
	return Factor{Customer: c, Kind: PIN, Secret: []byte(hash), Set: v.Now()}, err
}

// echo refuses a PIN that stands in the customer's own numbers. It is asked
// only of somebody who has proved who they are: the answer says something
// about the record.
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

// first sets the factor that the passed try is there for, unless the
// customer has one.
func (v *Verifier) first(ctx context.Context, t *try) error {
	if t.set == nil {
		return nil
	}
	d := ledger.Draft{
		Customer: t.id.Customer(), Actor: t.actor, Case: t.id, Channel: t.matter.Channel,
		Purpose: t.matter.Purpose, Subject: t.document(),
	}
	var err error
	t.tell, err = v.set(ctx, *t.set, d)
	if t.kept = errors.Is(err, slovo.ErrConflict); t.kept {
		return nil // the try has passed all the same
	}
	return err
}

// set keeps a first factor with its entry, and returns the contacts to
// tell. slovo.ErrConflict where there is one already: changing it takes
// more than this.
func (v *Verifier) set(ctx context.Context, f Factor, d ledger.Draft) ([]gate.Contact, error) {
	if _, err := v.Store.Factor(ctx, f.Customer, f.Kind); err == nil {
		return nil, fmt.Errorf("verify: %s of %s is set already: %w", f.Kind, f.Customer, slovo.ErrConflict)
	} else if !errors.Is(err, slovo.ErrNotFound) {
		return nil, err
	}
	if err := v.Store.PutFactor(ctx, f); err != nil {
		return nil, err
	}
	contacts, err := v.Gate.Contacts(ctx, f.Customer)
	if err != nil {
		return nil, err
	}
	d.Act, d.Outcome, d.Charter = ledger.ActEnroll, ledger.Done, v.Charter().Hash
	d.Fields = append(d.Fields, f.Kind)
	for _, contact := range contacts {
		d.Fields = append(d.Fields, contact.Field)
	}
	_, err = v.Ledger.Append(ctx, d)
	return contacts, err
}
