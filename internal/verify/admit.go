package verify

import (
	"context"
	"fmt"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/ledger"
)

// AdmitTOTP lets a customer who has a PIN, and who is here and verified at
// the level high in this case, connect an authenticator. Like Admit it
// returns the secret of a one-time link: its page asks NewSeed for what to
// show, and SetTOTP for the end. A *gate.Denial where the case, its channel,
// its verification or earlier failures stand in the way; slovo.ErrConflict
// where no PIN is set yet, or an authenticator is.
func (v *Verifier) AdmitTOTP(ctx context.Context, a slovo.Actor, id slovo.CaseID) (slovo.Value, error) {
	v = v.steady()
	if err := v.taken(TOTP); err != nil {
		return slovo.Value{}, err
	}
	secret := slovo.NewValue(slovo.RandomText(32))
	t := &try{actor: a, id: id}
	var reasons []gate.Reason
	err := v.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := v.Store.Lock(ctx, id.Customer()); err != nil {
			return err
		}
		var err error
		if reasons, err = v.mayAdmitTOTP(ctx, t); err != nil {
			return err
		}
		if len(reasons) > 0 {
			t.entry, err = v.Ledger.Append(ctx, ledger.Draft{
				Customer: id.Customer(), Actor: a, Case: id, Act: ledger.ActEnroll, Fields: []string{TOTP},
				Outcome: ledger.Refused, Reasons: gate.CodesOf(reasons), Charter: v.Charter().Hash,
			})
			return err
		}
		now := v.Now()
		return v.putLink(ctx, Link{
			Hash: hashOf(secret), Customer: id.Customer(), Sets: TOTP, Made: now, Expires: now.Add(hereLife),
		})
	})
	if err := t.denied(err, reasons); err != nil {
		return slovo.Value{}, err
	}
	return secret, nil
}

// mayAdmitTOTP returns what stands in the way, as it is in this transaction.
func (v *Verifier) mayAdmitTOTP(ctx context.Context, t *try) ([]gate.Reason, error) {
	reasons, err := v.stands(ctx, t)
	if err != nil || len(reasons) > 0 {
		return reasons, err
	}
	if t.matter.Channel != slovo.ChannelInPerson {
		return []gate.Reason{{Code: gate.ChannelNotAllowed, Field: TOTP, Factor: true}}, nil
	}
	rule := v.Charter().Verification
	grant, err := v.alive(ctx, t.actor, t.matter)
	if err != nil {
		return nil, err
	}
	if missing := rule.Points[charter.High] - grant.Points; missing > 0 {
		return []gate.Reason{{Code: gate.Unverified, Missing: missing}}, nil
	}
	failures, err := v.failures(ctx, t.id.Customer())
	if err != nil {
		return nil, err
	}
	if failures >= rule.Lock.Failures {
		return []gate.Reason{{Code: gate.TooManyAttempts}}, nil
	}
	set, err := v.has(ctx, t.id.Customer(), PIN)
	if err == nil && !set {
		err = fmt.Errorf("the first PIN comes before an authenticator: %w", slovo.ErrConflict)
	}
	if err != nil {
		return nil, err
	}
	return nil, v.unset(ctx, t.id.Customer(), TOTP, slovo.ErrConflict)
}

// SetTOTP connects the authenticator whose seed NewSeed made for the link of
// AdmitTOTP, and uses the link up. own needs no PIN. ErrWrongCode leaves the
// link as it was; slovo.ErrNotFound for a link that is for something else.
func (v *Verifier) SetTOTP(ctx context.Context, secret slovo.Value, own Own) error {
	v = v.steady()
	l, err := v.behind(ctx, secret, TOTP)
	if err != nil {
		return err
	}
	app, err := v.authenticator(ctx, l.Customer, secret, own)
	if err != nil {
		return err
	}
	return v.byLink(ctx, l, []Factor{app})
}
