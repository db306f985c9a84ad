package verify_test

import (
	"errors"
	"testing"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/verify"
)

// high verifies the customer, who is here with a document, at the level high.
func (o *office) high(t *testing.T, c slovo.CustomerID) slovo.CaseID {
	t.Helper()
	here := o.Case(t, c, agent, slovo.ChannelInPerson).ID
	if !o.try(t, agent, here, []verify.Answer{say(verify.Document, "passport"), say(verify.PIN, pin)}).Passed {
		t.Fatal("the document and the PIN do not pass")
	}
	return here
}

func TestAnAuthenticatorBesideThePIN(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		secret, err := o.v.AdmitTOTP(t.Context(), agent, o.high(t, c))
		if err != nil {
			t.Fatal(err)
		}
		seed := o.newSeed(t, secret, slovo.Value{})
		right := slovo.NewValue(codeOf(t, secretOf(t, seed), o.Clock.Now()))
		if err := o.v.SetByLink(t.Context(), secret, verify.Own{PIN: slovo.NewValue("739518")}); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("a PIN behind a link for an authenticator: %v", err)
		}
		if err := o.v.SetTOTP(t.Context(), secret, verify.Own{Mark: seed.Mark, Code: slovo.NewValue("000000")}); !errors.Is(err, verify.ErrWrongCode) {
			t.Errorf("a wrong code: %v", err)
		}
		if err := o.v.SetTOTP(t.Context(), secret, verify.Own{Mark: seed.Mark, Code: right}); err != nil {
			t.Fatal(err)
		}
		if told := o.post.take(); len(told) != 2 { // the pass, and what was set
			t.Errorf("%d letters to the contacts, want 2", len(told))
		}
		if err := o.v.SetTOTP(t.Context(), secret, verify.Own{Mark: seed.Mark, Code: right}); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("the link again: %v", err)
		}
		o.onlyLater(t, c, seed, right)
		if _, err := o.v.AdmitTOTP(t.Context(), agent, o.high(t, c)); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("a second authenticator: %v", err)
		}
	})
}

func TestAdmitTOTPRefuses(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c, fresh := o.anna(t), o.Add(t, gatetest.Anna())
		here := o.Case(t, c, agent, slovo.ChannelInPerson).ID
		_, err := o.v.AdmitTOTP(t.Context(), agent, here)
		refused(t, err, gate.Unverified)
		o.try(t, agent, here, pair(pin)) // normal
		_, err = o.v.AdmitTOTP(t.Context(), agent, here)
		refused(t, err, gate.Unverified)
		_, err = o.v.AdmitTOTP(t.Context(), agent, o.phone(t, c))
		refused(t, err, gate.ChannelNotAllowed)
		verified := o.high(t, c)
		_, err = o.v.AdmitTOTP(t.Context(), gatetest.Agent("oleg"), verified)
		refused(t, err, gate.NoCase)
		if got := o.entries(t, c, ledger.ActEnroll); len(got) != 5 || got[4].Outcome != ledger.Refused {
			t.Errorf("%d entries of setting factors, want the PIN's and four refusals", len(got))
		}

		for range o.Charter.Verification.Lock.Failures {
			o.try(t, gatetest.Agent("oleg"), o.Case(t, c, gatetest.Agent("oleg"), slovo.ChannelPhone).ID, pair("000000"))
		}
		_, err = o.v.AdmitTOTP(t.Context(), agent, verified)
		refused(t, err, gate.TooManyAttempts)
		o.Clock.Move(16 * time.Minute)
		_, err = o.v.AdmitTOTP(t.Context(), agent, verified)
		refused(t, err, gate.Unverified)

		nopin := o.Case(t, fresh, agent, slovo.ChannelInPerson).ID
		o.try(t, agent, nopin, []verify.Answer{say(verify.Document, "passport"), say(verify.CardLast4, "4242"), account()[0]})
		if _, err := o.v.AdmitTOTP(t.Context(), agent, nopin); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("without a PIN: %v", err)
		}
	})
}

// A link for the first PIN connects no authenticator alone.
func TestALinkSetsWhatItIsFor(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		secret, err := o.v.Admit(t.Context(), agent, o.Case(t, c, agent, slovo.ChannelInPerson).ID, "passport", say(verify.CardLast4, "4242"))
		if err != nil {
			t.Fatal(err)
		}
		seed := o.newSeed(t, secret, slovo.Value{})
		own := verify.Own{Mark: seed.Mark, Code: slovo.NewValue(codeOf(t, secretOf(t, seed), o.Clock.Now()))}
		if err := o.v.SetTOTP(t.Context(), secret, own); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("SetTOTP: %v, want not found", err)
		}
	})
}
