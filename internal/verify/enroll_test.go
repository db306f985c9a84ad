package verify_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/password"
	"slovo/internal/post"
	"slovo/internal/verify"
)

func TestEnrollInPerson(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		here := o.Case(t, c, agent, slovo.ChannelInPerson).ID
		card, secret := say(verify.CardLast4, "4242"), slovo.NewValue(pin)
		for _, tt := range []struct {
			name     string
			document string
			fact     verify.Answer
			pin      slovo.Value
			want     error
		}{
			{"no document", "", card, secret, slovo.ErrInvalid},
			{"a PIN for a fact", "passport", say(verify.PIN, pin), secret, slovo.ErrInvalid},
			{"a weak PIN", "passport", card, slovo.NewValue("123456"), slovo.ErrInvalid},
			{"a PIN of the card's digits", "passport", card, slovo.NewValue("4242"), slovo.ErrInvalid},
			{"a wrong fact", "passport", say(verify.CardLast4, "4243"), secret, verify.ErrNotPassed},
			{"a wrong fact of another kind", "passport", say(verify.AccountNumber, "1"), secret, verify.ErrNotPassed},
		} {
			if err := o.v.EnrollInPerson(t.Context(), agent, here, tt.document, tt.fact, tt.pin); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
			}
		}
		err := o.v.EnrollInPerson(t.Context(), agent, o.phone(t, c), "passport", card, secret)
		refused(t, err, gate.ChannelNotAllowed)
		if len(o.post.take()) != 0 {
			t.Error("letters tell of what did not happen")
		}
		if err := o.v.EnrollInPerson(t.Context(), agent, here, "passport", card, secret); err != nil {
			t.Fatal(err)
		}
		told := o.post.take()
		if len(told) != 2 || told[1].To.Show() != gatetest.Anna()["email"] { // the pass, and what was set
			t.Fatalf("%d letters to the contacts, want 2", len(told))
		}
		noData(t, told[0])
		noData(t, told[1])
		if got := o.try(t, agent, o.phone(t, c), pair(pin)); !got.Passed {
			t.Errorf("the PIN does not pass: %+v", got)
		}
		if err := o.v.EnrollInPerson(t.Context(), agent, here, "passport", card, slovo.NewValue("731908")); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("a second PIN: %v, want a conflict", err)
		}
		got := o.entries(t, c, ledger.ActEnroll)
		if len(got) != 1 || !cmp.Equal(got[0].Fields, []string{"pin", "email"}) {
			t.Errorf("entries: %+v", got)
		}
	})
}

// noData fails the test where the letter holds anything of the record's.
func noData(t *testing.T, l post.Letter) {
	t.Helper()
	for name, value := range gatetest.Anna() {
		for _, part := range append(strings.Fields(value), value) {
			if len(part) > 4 && strings.Contains(l.Subject+l.Text, part) {
				t.Errorf("the letter holds %s: %s", name, l.Text)
			}
		}
	}
	if all := l.Subject + l.Text; !strings.Contains(all, "Лавка") || !strings.Contains(all, "Lavka") {
		t.Errorf("the letter is not in both languages: %s", l.Text)
	}
}

// A wrong fact beside a document is a failure like any other, or staff
// could guess the digits that way.
func TestAdmitCounts(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		here := o.Case(t, c, agent, slovo.ChannelInPerson).ID
		for range o.Charter.Verification.Lock.Failures {
			if _, err := o.v.Admit(t.Context(), agent, here, "passport", say(verify.CardLast4, "0001")); !errors.Is(err, verify.ErrNotPassed) {
				t.Fatalf("Admit: %v, want not passed", err)
			}
		}
		_, err := o.v.Admit(t.Context(), agent, here, "passport", say(verify.CardLast4, "4242"))
		refused(t, err, gate.TooManyAttempts)
		if state, _ := o.v.State(t.Context(), agent, here); !state.Locked {
			t.Error("the assisted channels are still open")
		}
	})
}

// While failures have closed the assisted channels no first PIN is set in
// person either: beside the document, which is the agent's word, one fact
// would be all that is compared, and a right guess a PIN of the guesser's.
func TestNoFirstPINWhileLocked(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		for range o.Charter.Verification.Lock.Failures {
			o.try(t, gatetest.Agent("oleg"), o.Case(t, c, gatetest.Agent("oleg"), slovo.ChannelPhone).ID, pair(pin))
		}
		here := o.Case(t, c, agent, slovo.ChannelInPerson).ID
		_, err := o.v.Admit(t.Context(), agent, here, "passport", say(verify.CardLast4, "4242"))
		refused(t, err, gate.TooManyAttempts)
		o.Clock.Move(o.Charter.Verification.Lock.Per.Duration() + time.Second)
		if _, err := o.v.Admit(t.Context(), agent, here, "passport", say(verify.CardLast4, "4242")); err != nil {
			t.Errorf("a day later: %v", err)
		}
	})
}

func TestAdmittedPageIsOpenForTenMinutes(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		secret, err := o.v.Admit(t.Context(), agent, o.Case(t, c, agent, slovo.ChannelInPerson).ID, "id_card", say(verify.CardLast4, "4242"))
		if err != nil {
			t.Fatal(err)
		}
		o.Clock.Move(10 * time.Minute)
		if err := o.v.SetByLink(t.Context(), secret, verify.Own{PIN: slovo.NewValue(pin)}); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("ten minutes later: %v", err)
		}
	})
}

func TestInvite(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Import(t, gatetest.Anna())
		if err := o.v.Invite(t.Context(), agent, c); err != nil {
			t.Fatal(err)
		}
		sent := o.post.take()
		if len(sent) != 1 || sent[0].To.Show() != gatetest.Anna()["email"] {
			t.Fatalf("%d letters", len(sent))
		}
		noData(t, sent[0])
		secret := link(t, sent[0])
		if got := o.entries(t, c, ledger.ActInvite); len(got) != 1 || !cmp.Equal(got[0].Fields, []string{"email"}) {
			t.Errorf("entries: %+v", got)
		}
		for weak, want := range map[string]password.Code{"123456": password.Walk, "4242": password.Repeated, "424280": password.Personal, "916123": password.Personal} {
			var got *password.Weak
			if err := o.v.SetByLink(t.Context(), secret, verify.Own{PIN: slovo.NewValue(weak)}); !errors.As(err, &got) || got.Code != want {
				t.Errorf("PIN %s: %v, want %s", weak, err, want)
			}
		}
		if err := o.v.SetByLink(t.Context(), secret, verify.Own{PIN: slovo.NewValue(pin)}); err != nil {
			t.Fatal(err)
		}
		if told := o.post.take(); len(told) != 1 || strings.Contains(told[0].Text, secret.Show()) {
			t.Errorf("%d letters tell of the PIN, want 1 without the link", len(told))
		}
		if got := o.try(t, agent, o.phone(t, c), pair(pin)); !got.Passed {
			t.Errorf("the PIN does not pass: %+v", got)
		}
		for name, err := range map[string]error{
			"the link again":   o.v.SetByLink(t.Context(), secret, verify.Own{PIN: slovo.NewValue("731908")}),
			"the link's state": o.v.LinkState(t.Context(), secret),
		} {
			if !errors.Is(err, slovo.ErrConflict) {
				t.Errorf("%s: %v, want a conflict", name, err)
			}
		}
		if err := o.v.LinkState(t.Context(), slovo.NewValue("made up")); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("a made-up link: %v", err)
		}
		if err := o.v.Invite(t.Context(), agent, c); !errors.Is(err, slovo.ErrDenied) {
			t.Errorf("a change by link: %v, want denied", err)
		}
	})
}

func TestInviteIsRefused(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		without := o.Add(t, map[string]string{"name": "Пётр", "phone": "+79161234568"})
		if err := o.v.Invite(t.Context(), agent, without); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("no address: %v", err)
		}
		one, _ := o.Add(t, gatetest.Anna()), o.Add(t, gatetest.Anna())
		if err := o.v.Invite(t.Context(), agent, one); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("an address that two customers share: %v", err)
		}
		err := o.v.Invite(t.Context(), gatetest.Actor("d", "dispatcher"), one)
		refused(t, err, gate.RoleNotAllowed)
		if err := o.v.Invite(t.Context(), agent, slovo.NewCustomerID()); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		gone := o.Add(t, map[string]string{"name": "Яна", "email": "yana@example.com"})
		o.Erase(t, gone)
		err = o.v.Invite(t.Context(), agent, gone)
		refused(t, err, gate.Erased)
		o.v.Post = nil
		if err := o.v.Invite(t.Context(), agent, one); !errors.Is(err, slovo.ErrUnavailable) {
			t.Errorf("no mail server: %v", err)
		}
		if letters := o.post.take(); len(letters) != 0 {
			t.Errorf("%d letters went out", len(letters))
		}
	})
}

// change writes a field anew, as a verified customer would have it.
func (o *office) change(t *testing.T, c slovo.CustomerID, field, value string) {
	t.Helper()
	matter := o.Case(t, c, agent, slovo.ChannelPhone)
	o.Grant(t, matter, 5)
	ask := gate.Ask{Actor: agent, Customer: c, Purpose: "support", Case: matter.ID}
	if _, err := o.Gate.Correct(t.Context(), ask, gatetest.Values(map[string]string{field: value}), gate.Once{}); err != nil {
		t.Fatal(err)
	}
}

func TestAChangedAddressWaits72Hours(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Import(t, gatetest.Anna())
		if err := o.v.Invite(t.Context(), agent, c); err != nil {
			t.Fatal(err)
		}
		old := link(t, o.post.take()[0])
		o.Clock.Move(time.Hour)
		o.change(t, c, "email", "thief@example.com")
		if err := o.v.LinkState(t.Context(), old); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("a link sent before the change: %v", err)
		}
		o.Clock.Move(72*time.Hour - time.Second)
		if err := o.v.Invite(t.Context(), agent, c); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("a second too early: %v", err)
		}
		o.Clock.Move(time.Second)
		if err := o.v.Invite(t.Context(), agent, c); err != nil {
			t.Errorf("after 72 hours: %v", err)
		}
		late := o.Add(t, map[string]string{"name": "Пётр", "phone": "+79161234568"})
		o.Clock.Move(time.Hour)
		o.change(t, late, "email", "later@example.com") // its first version, yet a change
		if err := o.v.Invite(t.Context(), agent, late); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("an address added later: %v", err)
		}
	})
}

// A record made by hand or by a program may have been made to be verified by,
// so its address waits as a changed one does; only a file's does not.
func TestAnAddressOfANewRecordWaits72Hours(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c, made := o.Add(t, gatetest.Anna()), o.Clock.Now()
		for range 2 { // at once, and a second too early
			var early *verify.Unsettled
			err := o.v.Invite(t.Context(), agent, c)
			if !errors.As(err, &early) || !errors.Is(err, slovo.ErrConflict) || !early.Until.Equal(made.Add(72*time.Hour)) {
				t.Errorf("a new record: %v", err)
			}
			o.Clock.Move(72*time.Hour - time.Second - o.Clock.Now().Sub(made))
		}
		if len(o.post.take()) != 0 {
			t.Error("a link went out")
		}
		o.Clock.Move(time.Second)
		if err := o.v.Invite(t.Context(), agent, c); err != nil {
			t.Errorf("after 72 hours: %v", err)
		}
	})
}

func TestLinksRunOutAndReplaceEachOther(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Import(t, gatetest.Anna())
		var links []slovo.Value
		for range 3 {
			if err := o.v.Invite(t.Context(), agent, c); err != nil {
				t.Fatal(err)
			}
			links = append(links, link(t, o.post.take()[0]))
		}
		if err := o.v.Invite(t.Context(), agent, c); !errors.Is(err, slovo.ErrTooMany) {
			t.Errorf("the fourth in a day: %v", err)
		}
		for i, want := range []error{slovo.ErrNotFound, slovo.ErrNotFound, nil} {
			if err := o.v.LinkState(t.Context(), links[i]); !errors.Is(err, want) {
				t.Errorf("link %d: %v, want %v", i, err, want)
			}
		}
		for range 10 {
			_ = o.v.SetByLink(t.Context(), links[2], verify.Own{PIN: slovo.NewValue("424280")})
		}
		if err := o.v.SetByLink(t.Context(), links[2], verify.Own{PIN: slovo.NewValue(pin)}); !errors.Is(err, slovo.ErrTooMany) {
			t.Errorf("after ten tries: %v, want too many", err)
		}
		o.Clock.Move(24 * time.Hour)
		if err := o.v.LinkState(t.Context(), links[2]); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("a day later: %v", err)
		}
	})
}

func TestALinkSetsOncePerLinkHoweverManyTryAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Import(t, gatetest.Anna())
		if err := o.v.Invite(t.Context(), agent, c); err != nil {
			t.Fatal(err)
		}
		secret := link(t, o.post.take()[0])
		var set atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if o.v.SetByLink(t.Context(), secret, verify.Own{PIN: slovo.NewValue(pin)}) == nil {
					set.Add(1)
				}
			})
		}
		wg.Wait()
		if set.Load() != 1 || len(o.entries(t, c, ledger.ActEnroll)) != 1 {
			t.Errorf("one link set a PIN %d times", set.Load())
		}
	})
}

func TestAPINAndAnAuthenticatorBehindOneLink(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Import(t, gatetest.Anna())
		if err := o.v.Invite(t.Context(), agent, c); err != nil {
			t.Fatal(err)
		}
		secret := link(t, o.post.take()[0])
		seed, earlier := o.newSeed(t, secret, slovo.Value{}), o.newSeed(t, secret, slovo.Value{})
		if seed.Secret == earlier.Secret || seed != o.newSeed(t, secret, seed.Mark) {
			t.Error("a seed comes back without its mark, or does not with it")
		}
		code := slovo.NewValue(codeOf(t, secretOf(t, seed), o.Clock.Now()))
		for name, own := range map[string]verify.Own{
			"a wrong code":        {Mark: seed.Mark, Code: slovo.NewValue("12")},
			"no mark":             {Code: code},
			"another seed's code": {Mark: earlier.Mark, Code: code},
		} {
			own.PIN = slovo.NewValue(pin)
			if err := o.v.SetByLink(t.Context(), secret, own); !errors.Is(err, verify.ErrWrongCode) {
				t.Errorf("%s: %v, want a wrong code", name, err)
			}
		}
		if _, err := o.store.Factor(t.Context(), c, verify.PIN); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("a wrong code has set the PIN: %v", err)
		}
		own := verify.Own{PIN: slovo.NewValue(pin), Mark: seed.Mark, Code: slovo.NewValue(code.Show()[:3] + " " + code.Show()[3:])}
		if err := o.v.SetByLink(t.Context(), secret, own); err != nil {
			t.Fatal(err)
		}
		o.onlyLater(t, c, seed, code)
		if got := o.entries(t, c, ledger.ActEnroll); len(got) != 1 || !cmp.Equal(got[0].Fields, []string{"pin", "totp", "email"}) {
			t.Errorf("entries: %+v", got)
		}
		if told := o.post.take(); len(told) != 2 { // what was set, and the pass by it
			t.Errorf("%d letters, want 2", len(told))
		}
		if err := o.v.SetByLink(t.Context(), secret, own); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("the link again: %v, want a conflict", err)
		}
		if _, err := o.v.NewSeed(t.Context(), secret, seed.Mark); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("the seed again: %v, want a conflict", err)
		}
	})
}

// onlyLater passes with the PIN and a code, not with the code that set it.
func (o *office) onlyLater(t *testing.T, c slovo.CustomerID, seed verify.Seed, used slovo.Value) {
	t.Helper()
	answers := func(code slovo.Value) []verify.Answer {
		return []verify.Answer{say(verify.PIN, pin), {Kind: verify.TOTP, Answer: code}}
	}
	if o.try(t, agent, o.phone(t, c), answers(used)).Passed {
		t.Error("the code that set the seed passed again")
	}
	o.Clock.Move(30 * time.Second)
	if !o.try(t, agent, o.phone(t, c), answers(slovo.NewValue(codeOf(t, secretOf(t, seed), o.Clock.Now())))).Passed {
		t.Error("the PIN and the next code do not pass")
	}
}

func (o *office) newSeed(t *testing.T, secret, mark slovo.Value) verify.Seed {
	t.Helper()
	seed, err := o.v.NewSeed(t.Context(), secret, mark)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// Where the charter takes no codes the page offers none, and a code that
// comes all the same sets nothing.
func TestNoAuthenticatorWithoutTheCharter(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Import(t, gatetest.Anna())
		if err := o.v.Invite(t.Context(), agent, c); err != nil {
			t.Fatal(err)
		}
		secret := link(t, o.post.take()[0])
		without := *o.Charter
		without.Verification.Factors = []string{verify.PIN, verify.CardLast4}
		o.v.Charter = func() *charter.Charter { return &without }
		if _, err := o.v.NewSeed(t.Context(), secret, slovo.Value{}); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("NewSeed: %v, want invalid", err)
		}
		own := verify.Own{PIN: slovo.NewValue(pin), Code: slovo.NewValue("000000")}
		if err := o.v.SetByLink(t.Context(), secret, own); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("SetByLink: %v, want invalid", err)
		}
	})
}

// A letter that cannot go out undoes nothing that was done, but an
// invitation without its letter is said to have failed.
func TestABrokenPost(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Import(t, gatetest.Anna())
		o.post.broken = true
		if err := o.v.Invite(t.Context(), agent, c); !errors.Is(err, slovo.ErrUnavailable) {
			t.Errorf("Invite: %v", err)
		}
		here := o.Case(t, c, agent, slovo.ChannelInPerson).ID
		if err := o.v.EnrollInPerson(t.Context(), agent, here, "passport", say(verify.CardLast4, "4242"), slovo.NewValue(pin)); err != nil {
			t.Errorf("EnrollInPerson: %v", err)
		}
	})
}

// Erasure takes factors and links along.
func TestErasureShredsFactors(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		id := o.phone(t, c)
		o.try(t, agent, id, pair(pin))
		o.Erase(t, c)
		if _, err := o.store.Factor(t.Context(), c, verify.PIN); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("the PIN's hash is still there: %v", err)
		}
		_, err := o.v.Try(t.Context(), agent, id, pair(pin))
		refused(t, err, gate.Erased)
	})
}

// A case that closes while the answers are compared gives no grant.
func TestACaseClosedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		id := o.phone(t, c)
		o.v.Gate = closing{o.v.Gate, func() {
			o.Atomic(t, func(ctx ctx) error { return o.store.CloseCase(ctx, id, o.Clock.Now()) })
		}}
		_, err := o.v.Try(t.Context(), agent, id, pair(pin))
		refused(t, err, gate.CaseClosed)
		if _, err := o.store.Grant(t.Context(), id); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("there is a grant: %v", err)
		}
	})
}

type closing struct {
	verify.Gate
	close func()
}

func (g closing) Match(ctx context.Context, c slovo.CustomerID, field string, answer slovo.Value) (bool, error) {
	g.close()
	return g.Gate.Match(ctx, c, field, answer)
}

// What could not be looked at, because too much was going on, costs the
// customer nothing.
func TestAFullQueueIsNoFailure(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		id := o.phone(t, c)
		o.v.Gate = full{o.v.Gate}
		if _, err := o.v.Try(t.Context(), agent, id, pair(pin)); !errors.Is(err, slovo.ErrTooMany) {
			t.Fatalf("Try: %v", err)
		}
		if state, _ := o.v.State(t.Context(), agent, id); state.FailuresLeft != 5 {
			t.Errorf("failures left: %d, want 5", state.FailuresLeft)
		}
	})
}

type full struct{ verify.Gate }

func (full) Match(context.Context, slovo.CustomerID, string, slovo.Value) (bool, error) {
	return false, slovo.ErrTooMany
}
