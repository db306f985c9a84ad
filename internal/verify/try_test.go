package verify_test

import (
	"errors"
	"fmt"
	"slices"
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
	"slovo/internal/text"
	"slovo/internal/verify"
)

func TestTryIsRefusedBeforeAnythingIsCompared(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		id := o.phone(t, c)
		for _, tt := range []struct {
			name    string
			answers []verify.Answer
		}{
			{"nothing", nil},
			{"one factor", pair(pin)[:1]},
			{"one factor twice", []verify.Answer{say(verify.PIN, pin), say(verify.PIN, pin)}},
			{"a birth date", append(pair(pin), say("birth_date", "1990-01-01"))},
			{"a code that slovo cannot send yet", append(pair(pin), say(verify.SMSCode, "123456"))},
			{"a passkey", []verify.Answer{say(verify.Passkey, "x")}},
			{"a napkin for a document", append(pair(pin), say(verify.Document, "napkin"))},
		} {
			if _, err := o.v.Try(t.Context(), agent, id, tt.answers); !errors.Is(err, slovo.ErrInvalid) {
				t.Errorf("%s: %v, want invalid", tt.name, err)
			}
		}
		o.Charter.Verification.Factors = []string{verify.CardLast4, verify.AccountNumber}
		if _, err := o.v.Try(t.Context(), agent, id, pair(pin)); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("a factor that the charter does not take: %v", err)
		}
		if n := len(o.entries(t, c, ledger.ActVerify)); n != 1 { // the enrollment's
			t.Errorf("%d entries of what was never looked at", n-1)
		}
		if state, err := o.v.State(t.Context(), agent, id); err != nil || state.FailuresLeft != 5 {
			t.Errorf("failures left: %d, want 5: %v", state.FailuresLeft, err)
		}
	})
}

func TestTryDenied(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		closed := o.Case(t, c, agent, slovo.ChannelPhone)
		o.Atomic(t, func(ctx ctx) error { return o.store.CloseCase(ctx, closed.ID, o.Clock.Now()) })
		program := slovo.Actor{Account: agent.Account, Role: "agent", Token: "t", Purposes: []string{"fulfil"}}
		on := func(channel slovo.Channel) slovo.CaseID { return o.Case(t, c, agent, channel).ID }
		for _, tt := range []struct {
			name    string
			actor   slovo.Actor
			id      slovo.CaseID
			answers []verify.Answer
			want    gate.Code
		}{
			{"a colleague's case", other, on(slovo.ChannelPhone), pair(pin), gate.NoCase},
			{"a closed case", agent, closed.ID, pair(pin), gate.CaseClosed},
			{"a token for another purpose", program, on(slovo.ChannelPhone), pair(pin), gate.RoleNotAllowed},
			{"a PIN by e-mail", agent, on(slovo.ChannelEmail), pair(pin), gate.ChannelNotAllowed},
			{"a PIN in a chat", agent, on(slovo.ChannelChat), pair(pin), gate.ChannelNotAllowed},
			{"a card in the portal", agent, on(slovo.ChannelPortal), pair(pin), gate.ChannelNotAllowed},
			{"a document on the phone", agent, on(slovo.ChannelPhone), append(pair(pin), say(verify.Document, "passport")), gate.ChannelNotAllowed},
			{"a task", agent, on(slovo.ChannelTask), account(), gate.ChannelNotAllowed},
		} {
			before := len(o.entries(t, c, ledger.ActVerify))
			result, err := o.v.Try(t.Context(), tt.actor, tt.id, tt.answers)
			refused(t, err, tt.want)
			if diff := cmp.Diff(verify.Result{}, result); diff != "" {
				t.Errorf("%s: result:\n%s", tt.name, diff)
			}
			if n := len(o.entries(t, c, ledger.ActVerify)); n != before+1 {
				t.Errorf("%s: %d entries, want one", tt.name, n-before)
			}
		}
		if state, _ := o.v.State(t.Context(), agent, on(slovo.ChannelPhone)); state.FailuresLeft != 5 {
			t.Errorf("failures left: %d, want 5", state.FailuresLeft)
		}
		if _, err := o.v.Try(t.Context(), agent, slovo.NewCaseID(c), pair(pin)); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("no such case: %v", err)
		}
	})
}

func TestTry(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c, bare := o.anna(t), o.Add(t, map[string]string{"name": "Пётр", "email": "p@example.com"})
		number := gatetest.Anna()["account"]
		for _, tt := range []struct {
			name     string
			customer slovo.CustomerID
			answers  []verify.Answer
			want     charter.Level
			points   int
		}{
			{"a wrong PIN", c, pair("804173"), "", 0},
			{"wrong digits", c, []verify.Answer{say(verify.PIN, pin), say(verify.CardLast4, "4243")}, "", 0},
			{"both wrong", c, []verify.Answer{say(verify.PIN, "0"), say(verify.CardLast4, "")}, "", 0},
			{"nothing is kept to compare with", bare, pair(pin), "", 0},
			{"no facts and no PIN, all empty", bare, []verify.Answer{say(verify.PIN, ""), say(verify.AccountNumber, "")}, "", 0},
			{"facts only", c, account(), charter.Low, 2},
			{"PIN and card", c, pair(pin), charter.Normal, 3},
			{"a PIN said in groups", c, pair(" 80 41 72"), charter.Normal, 3},
			{"PIN and account", c, []verify.Answer{say(verify.AccountNumber, number), say(verify.PIN, pin)}, charter.Normal, 3},
			{"all three", c, append(pair(pin), say(verify.AccountNumber, number)), charter.Normal, 4},
		} {
			got := o.try(t, agent, o.phone(t, tt.customer), tt.answers)
			want := verify.Result{FailuresLeft: got.FailuresLeft}
			if tt.points > 0 {
				want.Passed, want.Level, want.Points = true, tt.want, tt.points
				want.Until = gatetest.Noon.Add(15 * time.Minute)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
		if state, _ := o.v.State(t.Context(), agent, o.phone(t, c)); state.FailuresLeft != 2 {
			t.Errorf("failures left: %d, want 2", state.FailuresLeft)
		}
	})
}

// A try's entry tells the kinds and the points, and nothing of an answer.
func TestTryIsWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		id := o.phone(t, c)
		o.try(t, agent, id, pair("917350"))
		o.try(t, agent, id, pair(pin))
		got := o.entries(t, c, ledger.ActVerify)[1:]
		if len(got) != 2 {
			t.Fatalf("%d entries, want 2", len(got))
		}
		for i, want := range []ledger.FirmHalf{
			{Outcome: ledger.Refused, Reasons: []string{"unverified"}},
			{Outcome: ledger.Done, Level: 3},
		} {
			want.Account, want.Case, want.Channel, want.Purpose = agent.Account, id, slovo.ChannelPhone, "support"
			want.Fields = []string{verify.PIN, verify.CardLast4}
			if want.Outcome == ledger.Done {
				want.Fields = append(want.Fields, "email") // the letter's
			}
			have := ledger.FirmHalf{
				Outcome: got[i].Outcome, Reasons: got[i].Reasons, Level: got[i].Level, Account: got[i].Account,
				Case: got[i].Case, Channel: got[i].Channel, Purpose: got[i].Purpose, Fields: got[i].Fields,
			}
			if diff := cmp.Diff(want, have); diff != "" {
				t.Errorf("entry %d (-want +got):\n%s", i, diff)
			}
			if whole := fmt.Sprintf("%+v", got[i]); strings.Contains(whole, pin) || strings.Contains(whole, "917350") || strings.Contains(whole, "4242") {
				t.Errorf("an answer stands in the entry: %s", whole)
			}
		}
	})
}

func TestAPassOpensFieldsOfItsLevelUntilItEnds(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		id := o.phone(t, c)
		ask := gate.Ask{Actor: agent, Customer: c, Fields: []string{"phone"}, Purpose: "support", Case: id}
		_, _, err := o.Gate.Reveal(t.Context(), ask)
		refused(t, err, gate.Unverified)
		o.try(t, agent, id, account()) // low: not enough for a phone
		_, _, err = o.Gate.Reveal(t.Context(), ask)
		refused(t, err, gate.Unverified)
		o.try(t, agent, id, []verify.Answer{say(verify.PIN, pin)}) // a lone factor adds to what has passed
		opened, _, err := o.Gate.Reveal(t.Context(), ask)
		if err != nil || len(opened) != 1 || opened[0].Value.Show() != gatetest.Anna()["phone"] {
			t.Fatalf("Reveal: %v", err)
		}
		o.Clock.Move(5 * time.Minute) // idle
		_, _, err = o.Gate.Reveal(t.Context(), ask)
		refused(t, err, gate.GrantExpired)
		if _, err := o.v.Try(t.Context(), agent, id, []verify.Answer{say(verify.PIN, pin)}); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("a lone factor after the end: %v, want invalid", err)
		}
		o.try(t, agent, id, pair(pin))
		if _, _, err := o.Gate.Reveal(t.Context(), ask); err != nil {
			t.Errorf("verified anew: %v", err)
		}
	})
}

// Every pass is told to the customer, once for a grant, and a mail that is
// broken stops none.
func TestAPassIsTold(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		code, id := o.seed(t, c), o.phone(t, c)
		o.try(t, agent, id, pair("111111"))
		o.try(t, agent, id, pair(pin))
		told := o.post.take()
		if len(told) != 1 || told[0].To.Show() != gatetest.Anna()["email"] {
			t.Fatalf("%d letters, want one", len(told))
		}
		noData(t, told[0])
		for _, want := range []string{"15:00 (MSK)", "1\u00a0декабря", "1\u00a0December", "по телефону", "by phone", o.Charter.Controller.Contact.Phone} {
			if !strings.Contains(told[0].Text, want) {
				t.Errorf("the letter says no %q: %s", want, told[0].Text)
			}
		}
		if strings.Contains(told[0].Text, pin) || strings.Contains(told[0].Text, "4242") {
			t.Errorf("the letter holds an answer: %s", told[0].Text)
		}
		o.try(t, agent, id, []verify.Answer{say(verify.TOTP, code())})
		o.try(t, agent, id, pair(pin))
		if n := len(o.post.take()); n != 0 {
			t.Errorf("%d more letters for the same grant", n)
		}
		o.post.broken = true
		if got := o.try(t, agent, o.phone(t, c), pair(pin)); !got.Passed {
			t.Errorf("with a broken mail: %+v", got)
		}
		o.v.Post = nil
		if got := o.try(t, agent, o.phone(t, c), pair(pin)); !got.Passed {
			t.Errorf("without mail: %+v", got)
		}
	})
}

// Two proofs that the channel does not take are two reasons, each with its
// kind and its own remedy.
func TestARefusedFactorIsNamed(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		_, err := o.v.Try(t.Context(), agent, o.Case(t, c, agent, slovo.ChannelChat).ID, append(pair(pin), say(verify.Document, "passport")))
		var denial *gate.Denial
		if !errors.As(err, &denial) || len(denial.Reasons) != 3 {
			t.Fatalf("got %v, want three reasons", err)
		}
		told := map[string]string{}
		for _, r := range denial.Reasons {
			for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
				remedy := text.Remedy(lang, string(r.Code), text.Data(r.Gaps()))
				if told[remedy] != "" || r.Code != gate.ChannelNotAllowed {
					t.Errorf("%s of %s and %s: %q", r.Code, r.Field, told[remedy], remedy)
				}
				told[remedy] = r.Field
			}
		}
	})
}

func TestAddingFactors(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		code, id := o.seed(t, c), o.phone(t, c)
		first := o.try(t, agent, id, pair(pin))
		o.Clock.Move(time.Minute)
		if got := o.try(t, agent, id, pair("111111")); got.Passed || got.Points != 0 || !got.Until.IsZero() {
			t.Errorf("a failed try shows %+v", got)
		}
		again := o.try(t, agent, id, pair(pin))
		if again.Points != 3 {
			t.Errorf("the same factors count twice: %d points", again.Points)
		}
		if want := first.Until.Add(time.Minute); !again.Until.Equal(want) {
			t.Errorf("a whole pass ends at %v, want %v", again.Until, want)
		}
		o.Clock.Move(time.Minute)
		up := o.try(t, agent, id, []verify.Answer{say(verify.TOTP, code())})
		if up.Level != charter.High || up.Points != 6 {
			t.Errorf("after the code: %+v", up)
		}
		if !up.Until.Equal(again.Until) {
			t.Errorf("a lone factor moved the end from %v to %v", again.Until, up.Until)
		}
		state, err := o.v.State(t.Context(), agent, id)
		want := verify.State{
			Points: 6, Level: charter.High, Until: up.Until, FailuresLeft: 4,
			Passed: []string{verify.CardLast4, verify.PIN, verify.TOTP},
			Kinds:  []string{verify.PIN, verify.CardLast4, verify.AccountNumber, verify.TOTP},
		}
		if diff := cmp.Diff(want, state); err != nil || diff != "" {
			t.Errorf("State: %v (-want +got):\n%s", err, diff)
		}
	})
}

// A grant is one call's: nothing passes to another case, nor to a colleague.
func TestAGrantStaysWithItsCase(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		first, second := o.phone(t, c), o.phone(t, c)
		o.try(t, agent, first, pair(pin))
		if state, err := o.v.State(t.Context(), agent, second); err != nil || state.Points != 0 || len(state.Passed) != 0 {
			t.Errorf("the next call begins with %+v: %v", state, err)
		}
		var denial *gate.Denial
		if _, err := o.v.State(t.Context(), other, first); !errors.As(err, &denial) || !denial.Has(gate.NoCase) {
			t.Errorf("a colleague sees the state: %v", err)
		}
		o.Atomic(t, func(ctx ctx) error { return o.store.CloseCase(ctx, first, o.Clock.Now()) })
		if _, err := o.store.Grant(t.Context(), first); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("the closed case keeps its grant: %v", err)
		}
	})
}

func TestUsableKinds(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		for channel, want := range map[slovo.Channel][]string{
			slovo.ChannelPhone:    {"pin", "card_last4", "account_number", "totp"},
			slovo.ChannelEmail:    {"account_number", "totp"},
			slovo.ChannelChat:     {"account_number", "totp"},
			slovo.ChannelInPerson: {"pin", "card_last4", "account_number", "totp", "document"},
			slovo.ChannelPortal:   {"pin", "account_number", "totp"},
			slovo.ChannelTask:     {},
		} {
			state, err := o.v.State(t.Context(), agent, o.Case(t, c, agent, channel).ID)
			if diff := cmp.Diff(want, state.Kinds); err != nil || diff != "" || !state.NoPIN {
				t.Errorf("%s: no PIN %v, %v (-want +got):\n%s", channel, state.NoPIN, err, diff)
			}
		}
	})
}

func TestTOTP(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		code := o.seed(t, c)
		with := func(code string) []verify.Answer { return []verify.Answer{say(verify.TOTP, code), account()[0]} }
		on := func() slovo.CaseID { return o.Case(t, c, agent, slovo.ChannelChat).ID }
		old, now := code(), ""
		o.Clock.Move(time.Minute)
		if o.try(t, agent, on(), with(old)).Passed {
			t.Error("a code two steps old passed")
		}
		now = code()
		if got := o.try(t, agent, on(), []verify.Answer{say(verify.TOTP, now), say(verify.AccountNumber, "1")}); got.Passed {
			t.Error("a right code passed with a wrong number")
		}
		if got := o.try(t, agent, on(), with(now[:3]+" "+now[3:])); !got.Passed || got.Points != 4 {
			t.Errorf("the code of now, which a failed try does not use up: %+v", got)
		}
		if o.try(t, agent, on(), with(now)).Passed {
			t.Error("a code passed twice")
		}
		o.Clock.Move(30 * time.Second)
		before := code()
		o.Clock.Move(30 * time.Second)
		if !o.try(t, agent, on(), with(before)).Passed {
			t.Error("the code of the step before did not pass")
		}
	})
}

func TestACodePassesOnceHoweverManyTryAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.Charter.Verification.Lock.Failures = 50 // not what is tested here
		c := o.anna(t)
		code := o.seed(t, c)()
		var passed atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			id := o.Case(t, c, agent, slovo.ChannelChat).ID
			wg.Go(func() {
				if result, err := o.v.Try(t.Context(), agent, id, []verify.Answer{say(verify.TOTP, code), account()[0]}); err == nil && result.Passed {
					passed.Add(1)
				}
			})
		}
		wg.Wait()
		if passed.Load() != 1 {
			t.Errorf("one code passed %d times", passed.Load())
		}
	})
}

func TestFiveFailuresCloseTheAssistedChannels(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		code, id := o.seed(t, c), o.phone(t, c)
		o.Clock.Move(time.Minute)
		for left := 4; left >= 0; left-- {
			if got := o.try(t, agent, id, pair("111111")); got.Passed || got.FailuresLeft != left {
				t.Fatalf("failure: %+v, want %d left", got, left)
			}
		}
		told := o.post.take()
		if len(told) != 1 || told[0].To.Show() != gatetest.Anna()["email"] {
			t.Fatalf("the customer was told %d times, want once", len(told))
		}
		noData(t, told[0])
		for _, channel := range []slovo.Channel{slovo.ChannelPhone, slovo.ChannelPortal, slovo.ChannelInPerson} {
			answers := []verify.Answer{say(verify.PIN, pin), account()[0]}
			_, err := o.v.Try(t.Context(), agent, o.Case(t, c, agent, channel).ID, answers)
			refused(t, err, gate.TooManyAttempts)
		}
		_, err := o.v.Try(t.Context(), other, o.Case(t, c, other, slovo.ChannelChat).ID, []verify.Answer{say(verify.TOTP, code()), account()[0]})
		refused(t, err, gate.TooManyAttempts)
		here := o.Case(t, c, agent, slovo.ChannelInPerson).ID
		if got := o.try(t, agent, here, apps(code())); got.Level != charter.High {
			t.Errorf("a document and a code in person: %+v", got)
		}
		if state, _ := o.v.State(t.Context(), agent, id); !state.Locked || state.FailuresLeft != 0 {
			t.Errorf("State: %+v", state)
		}
		stranger := o.anna(t) // another customer is not shut out
		if got := o.try(t, agent, o.phone(t, stranger), pair(pin)); !got.Passed {
			t.Errorf("another customer: %+v", got)
		}
		o.Clock.Move(24*time.Hour + time.Second)
		if got := o.try(t, agent, id, pair(pin)); !got.Passed || got.FailuresLeft != 5 {
			t.Errorf("a day later: %+v", got)
		}
	})
}

func TestFiftyTriesAtOnceAreNoMoreThanFive(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.anna(t)
		cases := make([]slovo.CaseID, 50)
		agents := make([]slovo.Actor, len(cases))
		for i := range cases {
			agents[i] = gatetest.Agent(fmt.Sprintf("agent%d", i))
			cases[i] = o.Case(t, c, agents[i], slovo.ChannelPhone).ID
		}
		var looked, stopped, odd atomic.Int32
		var wg sync.WaitGroup
		for i := range cases {
			wg.Go(func() {
				result, err := o.v.Try(t.Context(), agents[i], cases[i], pair(fmt.Sprintf("%06d", 111111+i)))
				var denial *gate.Denial
				switch {
				case err == nil && !result.Passed:
					looked.Add(1)
				case errors.As(err, &denial) && denial.Has(gate.TooManyAttempts):
					stopped.Add(1)
				default:
					odd.Add(1)
					t.Errorf("try %d: %+v, %v", i, result, err)
				}
			})
		}
		wg.Wait()
		if looked.Load() != 5 || stopped.Load() != 45 {
			t.Errorf("%d were looked at and %d stopped, want 5 and 45", looked.Load(), stopped.Load())
		}
		if n := len(o.post.take()); n != 1 {
			t.Errorf("the customer was told %d times, want once", n)
		}
		if n := len(o.entries(t, c, ledger.ActVerify)); n != 51 {
			t.Errorf("%d entries, want one for each try and the enrollment's", n)
		}
	})
}

func TestTenFailuresOfOneAgentAlertTheOwner(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		var last slovo.CaseID
		for range 2 {
			last = o.phone(t, o.Add(t, gatetest.Anna()))
			for range 5 {
				o.try(t, agent, last, []verify.Answer{say(verify.AccountNumber, "7"), say(verify.CardLast4, "0000")})
			}
		}
		letters := o.post.take()
		if n := len(letters); n != 3 || letters[2].To.Show() != o.Charter.Controller.Officer.Email || strings.Contains(letters[2].Text, string(agent.Account)) {
			t.Fatalf("%d letters, want two to customers and one to the officer that names nobody: %+v", n, letters)
		}
		third := o.Add(t, gatetest.Anna())
		if got := o.try(t, agent, o.phone(t, third), account()); !got.Passed {
			t.Errorf("the agent is told of, and works on: %+v", got)
		}
		for range 4 {
			last = o.phone(t, o.Add(t, gatetest.Anna()))
			for range 5 {
				o.try(t, agent, last, []verify.Answer{say(verify.AccountNumber, "7"), say(verify.CardLast4, "0000")})
			}
		}
		for range 3 {
			if _, err := o.v.Try(t.Context(), agent, o.phone(t, third), account()); !errors.Is(err, slovo.ErrTooMany) {
				t.Fatalf("the thirty-first: %v, want too many", err)
			}
		}
		if got := o.try(t, other, o.Case(t, third, other, slovo.ChannelPhone).ID, account()); !got.Passed {
			t.Errorf("a colleague: %+v", got)
		}
		alerts := o.entries(t, slovo.Firm, ledger.ActVerify)
		if len(alerts) != 1 || alerts[0].Subject != string(agent.Account) || alerts[0].Count != 10 ||
			!slices.Equal(alerts[0].Reasons, []string{"too_many_attempts"}) {
			t.Errorf("alerts: %+v", alerts)
		}
		o.Clock.Move(time.Hour + time.Second)
		if got := o.try(t, agent, o.phone(t, third), account()); !got.Passed {
			t.Errorf("an hour later: %+v", got)
		}
	})
}
