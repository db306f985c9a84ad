package verify_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/verify"
)

// walk is one customer's day: any tries, in any cases, by any agents, and
// beside the real rooms a plain reckoning of what they must answer.
type walk struct {
	*office
	t        *testing.T
	customer slovo.CustomerID
	cases    []*line
	failures []time.Time
	tries    int // that must have an entry
}

// line is what the reckoning knows of a case.
type line struct {
	gate.Case
	closed bool
	kinds  []string
	until  time.Time
	used   time.Time
}

var right = map[string]string{
	verify.PIN: pin, verify.CardLast4: "4242", verify.AccountNumber: gatetest.Anna()["account"], verify.Document: "passport",
}

// Whatever is tried: passed means that every answer was right, two kinds
// at least, allowed over the channel, in an own open case and before five
// failures; points are those of the kinds that passed and are still alive;
// each try has its one entry.
func TestAnyDay(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		rapid.Check(t, func(r *rapid.T) {
			w := &walk{office: o, t: t, customer: o.anna(t), tries: 1}
			defer o.Clock.Move(25 * time.Hour) // the next day's agents have failed nobody
			for range rapid.IntRange(1, 12).Draw(r, "steps") {
				w.step(r)
			}
			if n := len(o.entries(t, w.customer, ledger.ActVerify)); n != w.tries {
				r.Fatalf("%d entries for %d tries", n, w.tries)
			}
		})
	})
}

func (w *walk) step(r *rapid.T) {
	switch act := rapid.IntRange(0, 9).Draw(r, "act"); {
	case len(w.cases) == 0 || act == 0:
		channel := rapid.SampledFrom([]slovo.Channel{slovo.ChannelPhone, slovo.ChannelPhone, slovo.ChannelInPerson, slovo.ChannelChat}).Draw(r, "channel")
		who := rapid.SampledFrom([]slovo.Actor{agent, other}).Draw(r, "opens")
		w.cases = append(w.cases, &line{Case: w.Case(w.t, w.customer, who, channel)})
	case act == 1:
		w.Clock.Move(rapid.SampledFrom([]time.Duration{time.Minute, 4 * time.Minute, 6 * time.Minute, 25 * time.Hour}).Draw(r, "later"))
	case act == 2:
		w.close(rapid.SampledFrom(w.cases).Draw(r, "closes"))
	default:
		w.try(r, rapid.SampledFrom(w.cases).Draw(r, "case"))
	}
}

func (w *walk) close(l *line) {
	if !l.closed {
		w.Atomic(w.t, func(ctx ctx) error { return w.store.CloseCase(ctx, l.ID, w.Clock.Now()) })
	}
	l.closed, l.kinds = true, nil
}

// try makes a try, and holds its answer against the reckoning's.
func (w *walk) try(r *rapid.T, l *line) {
	kinds := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{verify.PIN, verify.CardLast4, verify.AccountNumber, verify.Document}), 1, 3, rapid.ID).Draw(r, "kinds")
	wrong := rapid.SampledFrom([]string{"", "", "", verify.CardLast4, verify.AccountNumber, verify.PIN}).Draw(r, "wrong")
	who := rapid.SampledFrom([]slovo.Actor{{Account: l.Agent, Role: "agent"}, {Account: l.Agent, Role: "agent"}, other}).Draw(r, "who")
	var answers []verify.Answer
	for _, kind := range kinds {
		said := right[kind]
		if kind == wrong {
			said = "9999"
		}
		answers = append(answers, say(kind, said))
	}
	if w.failedLately(time.Hour) >= 9 {
		w.Clock.Move(25 * time.Hour) // how one agent is stopped has a test of its own
	}
	want := w.reckon(l, who, kinds, !slices.Contains(kinds, wrong))
	result, err := w.v.Try(w.t.Context(), who, l.ID, answers)
	if got := w.said(result, err); got != want {
		r.Fatalf("%v by %s over %s, wrong %q: %s, want %s", kinds, who.Account, l.Channel, wrong, got, want)
	}
	if result.Passed && result.FailuresLeft != max(0, 5-w.failedLately(24*time.Hour)) {
		r.Fatalf("%d failures left, want %d less", result.FailuresLeft, w.failedLately(24*time.Hour))
	}
}

func (w *walk) failedLately(per time.Duration) int {
	since, n := w.Clock.Now().Add(-per), 0
	for _, at := range w.failures {
		if at.After(since) {
			n++
		}
	}
	return n
}

// reckon says what the answer must be, and remembers it.
func (w *walk) reckon(l *line, who slovo.Actor, kinds []string, allRight bool) string {
	now := w.Clock.Now()
	if !l.until.After(now) || !l.used.Add(5*time.Minute).After(now) {
		l.kinds = nil
	}
	here := l.Channel == slovo.ChannelInPerson && slices.Contains(kinds, verify.Document)
	all := slices.Concat(l.kinds, kinds)
	slices.Sort(all)
	all = slices.Compact(all)
	w.tries++
	switch {
	case who.Account != l.Agent:
		return string(gate.NoCase)
	case l.closed:
		return string(gate.CaseClosed)
	case slices.ContainsFunc(kinds, func(kind string) bool { return !verify.Allowed(kind, l.Channel) }):
		return string(gate.ChannelNotAllowed)
	case len(all) < 2:
		w.tries--
		return "invalid"
	case w.failedLately(24*time.Hour) >= 5 && (!here || len(all) == len(l.kinds)+1):
		return string(gate.TooManyAttempts)
	case !allRight:
		w.failures = append(w.failures, now)
		return "not passed"
	}
	if len(kinds) >= 2 || len(l.kinds) == 0 {
		l.until = now.Add(15 * time.Minute)
	}
	l.kinds, l.used = all, now
	points := 0
	for _, kind := range all {
		points += verify.Points(kind)
	}
	return passed(points, l.until, verify.Reached(w.Charter.Verification, points))
}

func passed(points int, until time.Time, level charter.Level) string {
	return fmt.Sprintf("%d points, %s, until %s", points, level, until.Format(time.RFC3339))
}

// said puts the room's answer into the reckoning's words.
func (*walk) said(result verify.Result, err error) string {
	var denial *gate.Denial
	switch {
	case errors.As(err, &denial):
		return string(denial.Reasons[0].Code)
	case errors.Is(err, slovo.ErrInvalid):
		return "invalid"
	case err != nil:
		return err.Error()
	case !result.Passed:
		return "not passed"
	}
	return passed(result.Points, result.Until, result.Level)
}
