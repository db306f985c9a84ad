package staff_test

import (
	"errors"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/staff"
)

func TestSignInGivesOneAnswer(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna, boris := o.hire("anna", "agent"), o.hire("boris", "agent")
		want(t, "block", o.SetBlocked(t.Context(), operator, boris.ID, true), nil)
		good := o.right(anna, home)
		but := func(change func(*staff.Attempt)) staff.Attempt {
			a := good
			change(&a)
			return a
		}
		used := o.code(anna)
		o.signIn(anna)
		o.now = noon
		texts := map[string]bool{}
		for i, tt := range []struct {
			name string
			give staff.Attempt
		}{
			{"nothing", staff.Attempt{Addr: home}},
			{"unknown", but(func(a *staff.Attempt) { a.Login = "nobody" })},
			{"blocked", o.right(boris, home)},
			{"wrong password", but(func(a *staff.Attempt) { a.Password = slovo.NewValue("x") })},
			{"no code", but(func(a *staff.Attempt) { a.Code = slovo.Value{} })},
			{"wrong code", but(func(a *staff.Attempt) { a.Code = slovo.NewValue("12345") })},
			{"a colleague's code", but(func(a *staff.Attempt) { a.Code = o.code(boris) })},
			{"a code older than the last used", but(func(a *staff.Attempt) { a.Code = used })},
		} {
			tt.give.Addr = netip.AddrFrom4([4]byte{203, 0, 113, byte(i)})
			_, err := o.SignIn(t.Context(), tt.give)
			want(t, tt.name, err, slovo.ErrUnauthenticated)
			if err != nil {
				texts[err.Error()] = true
			}
		}
		if len(texts) != 1 {
			t.Errorf("answers %v, want one", texts)
		}
	})
}

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		try := o.right(anna, home)
		try.Login, try.Code = " ANNA", slovo.NewValue(try.Code.Show()[:3]+" "+try.Code.Show()[3:])
		in, err := o.SignIn(t.Context(), try)
		want(t, "SignIn", err, nil)
		actor, err := o.SessionActor(t.Context(), in.Secret)
		if err != nil || actor.Account != anna.ID || actor.Role != "agent" || actor.Program() {
			t.Errorf("actor %+v, %v", actor, err)
		}
		_, err = o.SignIn(t.Context(), try)
		want(t, "the same code again", err, slovo.ErrUnauthenticated)
	})
}

// A code is good in its own half-minute and in the one to either side.
func TestCodesDrift(t *testing.T) {
	o := sqlite(t)
	anna := o.hire("anna", "agent")
	for _, tt := range []struct {
		drift time.Duration
		want  error
	}{
		{-60 * time.Second, slovo.ErrUnauthenticated},
		{60 * time.Second, slovo.ErrUnauthenticated},
		{-30 * time.Second, nil},
		{0, nil},
		{30 * time.Second, nil},
	} {
		o.now = o.now.Add(10 * time.Minute)
		try := o.right(anna, home)
		o.now = o.now.Add(-tt.drift)
		_, err := o.SignIn(t.Context(), try)
		want(t, tt.drift.String(), err, tt.want)
		o.now = o.now.Add(tt.drift)
	}
}

// Of many who come with the same code at once, one is let in.
func TestOneCodeOneSession(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		var in atomic.Int64
		var all sync.WaitGroup
		for i := range 8 {
			try := o.right(anna, netip.AddrFrom4([4]byte{203, 0, 113, byte(i)}))
			all.Go(func() {
				if _, err := o.SignIn(t.Context(), try); err == nil {
					in.Add(1)
				} else if !errors.Is(err, slovo.ErrUnauthenticated) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d let in, want 1", in.Load())
		}
	})
}

// A stopwatch must not tell which logins exist: the medians of an unknown
// login, a wrong password and a wrong code lie close together.
func TestSignInTakesTheSameTime(t *testing.T) {
	o := sqlite(t)
	anna := o.hire("anna", "agent")
	right := o.right(anna, home)
	tries := []staff.Attempt{
		{Login: "nobody", Password: right.Password, Code: right.Code},
		{Login: "anna", Password: slovo.NewValue("x"), Code: right.Code},
		{Login: "anna", Password: right.Password, Code: slovo.NewValue("x")},
	}
	took := make([][]time.Duration, len(tries))
	for range 9 {
		for i, try := range tries {
			o.now = o.now.Add(24 * time.Hour)
			start := time.Now()
			_, err := o.SignIn(t.Context(), try)
			took[i] = append(took[i], time.Since(start))
			want(t, "SignIn", err, slovo.ErrUnauthenticated)
		}
	}
	var medians []time.Duration
	for _, each := range took {
		slices.Sort(each)
		medians = append(medians, each[len(each)/2])
	}
	if slowest, fastest := slices.Max(medians), slices.Min(medians); slowest > 2*fastest {
		t.Errorf("medians %v: more than twice apart", medians)
	}
}

// Nothing but the password and a fresh code opens a session, whatever came before.
func TestOnlyTheRightAttemptOpens(t *testing.T) {
	o := sqlite(t)
	anna := o.hire("anna", "agent")
	rapid.Check(t, func(r *rapid.T) {
		o.now = o.now.Add(9 * 24 * time.Hour) // so seldom that nothing is throttled
		try := o.right(anna, home)
		secret := rapid.SampledFrom([]string{goodPassword, "", goodPassword + " ", "qwerty", rapid.String().Draw(r, "text")}).Draw(r, "password")
		code := rapid.SampledFrom([]string{try.Code.Show(), "", "000000", rapid.StringMatching(`[0-9]{5,7}`).Draw(r, "digits")}).Draw(r, "code")
		right := secret == goodPassword && code == try.Code.Show()
		try.Password, try.Code = slovo.NewValue(secret), slovo.NewValue(code)
		if _, err := o.SignIn(t.Context(), try); (err == nil) != right {
			r.Fatalf("SignIn: %v, want it right: %v", err, right)
		}
	})
}
