package staff_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"slovo"
	"slovo/internal/staff"
)

// waits returns until when err says to wait; the test fails where it does not.
func waits(t *testing.T, what string, err error) time.Time {
	t.Helper()
	var wait *staff.Wait
	if !errors.As(err, &wait) || !errors.Is(err, slovo.ErrTooMany) {
		t.Fatalf("%s: %v, want a wait", what, err)
	}
	return wait.Until
}

func TestFiveFailuresFromOnePlace(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		entries := len(o.book.drafts)
		for range 5 {
			_, err := o.SignIn(t.Context(), o.wrong("anna", strange))
			want(t, "failure", err, slovo.ErrUnauthenticated)
			o.now = o.now.Add(time.Minute)
		}
		for range 3 { // hammering neither lengthens the wait nor floods the ledger
			_, err := o.SignIn(t.Context(), o.right(anna, strange))
			if until := waits(t, "sixth", err); !until.Equal(noon.Add(15 * time.Minute)) {
				t.Errorf("wait until %v, want a quarter of an hour after the first", until)
			}
		}
		if got := o.book.last(); len(o.book.drafts) != entries+1 || got != "sign_in refused "+string(anna.ID)+" [too_many_attempts login_and_network]" {
			t.Errorf("%d entries, the last %q", len(o.book.drafts)-entries, got)
		}
		_, err := o.SignIn(t.Context(), o.right(anna, home))
		want(t, "from elsewhere", err, nil)
		o.now = noon.Add(15 * time.Minute)
		_, err = o.SignIn(t.Context(), o.right(anna, strange))
		want(t, "after the wait", err, nil)
	})
}

// What is counted is not whether the login exists.
func TestUnknownLoginsWaitToo(t *testing.T) {
	o := sqlite(t)
	for range 5 {
		_, err := o.SignIn(t.Context(), o.wrong("nobody", strange))
		want(t, "failure", err, slovo.ErrUnauthenticated)
	}
	_, err := o.SignIn(t.Context(), o.wrong("NOBODY", strange))
	waits(t, "sixth", err)
	if got := o.book.last(); got != "sign_in refused  [too_many_attempts login_and_network]" {
		t.Errorf("entry %q", got)
	}
}

func TestSuccessEmptiesThePair(t *testing.T) {
	o := sqlite(t)
	anna := o.hire("anna", "agent")
	for range 3 {
		for range 4 {
			_, err := o.SignIn(t.Context(), o.wrong("anna", home))
			want(t, "failure", err, slovo.ErrUnauthenticated)
		}
		o.signIn(anna)
	}
}

// A hundred at once are not all the first.
func TestTriesAtOnceAreCounted(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("anna", "agent")
		var looked atomic.Int64
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() {
				if _, err := o.SignIn(t.Context(), o.wrong("anna", strange)); errors.Is(err, slovo.ErrUnauthenticated) {
					looked.Add(1)
				} else if !errors.Is(err, slovo.ErrTooMany) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if looked.Load() > 5 {
			t.Errorf("%d passwords looked at, want 5 at most", looked.Load())
		}
	})
}

// fill puts failures into a bucket without the work of making them.
func (o *office) fill(owner string, n int) {
	o.t.Helper()
	err := o.Store.Atomic(o.t.Context(), func(ctx context.Context) error {
		for range n {
			try := staff.SignIn{Owner: owner, ID: slovo.RandomText(8), At: o.now, Until: o.now.Add(time.Hour)}
			if err := o.Store.PutSignIn(ctx, try); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// However many machines a stranger has, the owner gets in from where the
// owner has been before.
func TestStrangersDoNotShutTheOwnerOut(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		o.signIn(anna) // from home
		for i := range 50 {
			_, err := o.SignIn(t.Context(), o.wrong("anna", netip.AddrFrom4([4]byte{203, 0, 113, byte(i)})))
			want(t, "failure", err, slovo.ErrUnauthenticated)
		}
		o.now = o.now.Add(time.Hour)
		_, err := o.SignIn(t.Context(), o.right(anna, strange))
		if until := waits(t, "from a strange place", err); until.Sub(o.now) != 23*time.Hour {
			t.Errorf("wait of %v, want until a day after the failures", until.Sub(o.now))
		}
		o.fill("all", 300)
		_, err = o.SignIn(t.Context(), o.right(anna, home))
		want(t, "from home", err, nil)
		boris := o.hire("boris", "agent")
		_, err = o.SignIn(t.Context(), o.right(boris, strange))
		waits(t, "another, under a flood", err)
		if got := o.book.last(); !strings.HasSuffix(got, "[too_many_attempts all]") {
			t.Errorf("entry %q", got)
		}
		o.now = o.now.Add(time.Hour)
		_, err = o.SignIn(t.Context(), o.right(boris, strange))
		want(t, "after the flood", err, nil)
	})
}

// Whatever else fails behind the address of an office, who signed in from
// there lately signs in; who did not waits.
func TestANetworkThatIsFullIsOpenToItsOwn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna, boris := o.hire("anna", "agent"), o.hire("boris", "agent")
		o.signIn(anna) // from home
		for i := range 30 {
			_, err := o.SignIn(t.Context(), o.wrong("login"+string(rune('A'+i)), home))
			want(t, "failure", err, slovo.ErrUnauthenticated)
		}
		_, err := o.SignIn(t.Context(), o.right(boris, home))
		waits(t, "who was never here", err)
		o.signIn(anna)
	})
}

// Failures in a row are bounded, at the usual places and elsewhere apart,
// until a right sign-in or a new password ends the row.
func TestNoMoreThanAHundredInARow(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		o.signIn(anna)
		fail := func(from netip.Addr) int {
			looked := 0
			for range 60 {
				for range 6 {
					if _, err := o.SignIn(t.Context(), o.wrong("anna", from)); errors.Is(err, slovo.ErrUnauthenticated) {
						looked++
					}
				}
				o.now = o.now.Add(6 * time.Hour)
			}
			return looked
		}
		if got := fail(strange); got != 60 {
			t.Errorf("%d passwords looked at from elsewhere, want 60", got)
		}
		_, err := o.SignIn(t.Context(), o.right(anna, strange))
		waits(t, "from elsewhere", err)
		o.signIn(anna) // at home as ever, and the row is over
		o.now = o.now.Add(time.Minute)
		_, err = o.SignIn(t.Context(), o.right(anna, strange))
		want(t, "from elsewhere after it", err, nil)
		if got := fail(home); got != 40 {
			t.Errorf("%d passwords looked at from a usual place, want 40", got)
		}
		_, err = o.SignIn(t.Context(), o.right(anna, home))
		waits(t, "from home", err)
		want(t, "SetPassword", o.SetPassword(t.Context(), operator, anna.ID, slovo.NewValue(goodPassword)), nil)
		_, err = o.SignIn(t.Context(), o.right(anna, home))
		want(t, "with a new password", err, nil)
	})
}

// One address, many logins; an IPv6 user has a whole /64.
func TestOneNetworkManyLogins(t *testing.T) {
	for _, tt := range []struct{ name, first, second, other string }{
		{"IPv4", "192.0.2.1", "192.0.2.1", "192.0.2.2"},
		{"IPv4 in IPv6", "192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"},
		{"IPv6", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9%eth0", "2001:db8:1:3::1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := sqlite(t)
			for i := range 30 {
				_, err := o.SignIn(t.Context(), o.wrong("login"+string(rune('A'+i)), netip.MustParseAddr(tt.first)))
				want(t, "failure", err, slovo.ErrUnauthenticated)
			}
			_, err := o.SignIn(t.Context(), o.wrong("one.more", netip.MustParseAddr(tt.second)))
			waits(t, "same network", err)
			_, err = o.SignIn(t.Context(), o.wrong("one.more", netip.MustParseAddr(tt.other)))
			want(t, "another network", err, slovo.ErrUnauthenticated)
		})
	}
}

// Logins are where people type their passwords by mistake.
func TestBucketsKeepNoLogin(t *testing.T) {
	o := sqlite(t)
	_, err := o.SignIn(t.Context(), o.wrong("my-secret-password", strange))
	want(t, "failure", err, slovo.ErrUnauthenticated)
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("the answer %q holds what was typed", err)
	}
	for _, owner := range []string{"login:my-secret-password", "my-secret-password"} {
		if found, _ := o.Store.SignInsAfter(t.Context(), owner, noon.Add(-time.Hour), 1); len(found) != 0 {
			t.Errorf("a bucket in clear: %v", found)
		}
	}
}

func TestSweepForgets(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		session := o.signIn(anna)
		o.fill("all", 3)
		o.now = o.now.Add(37 * time.Hour)
		want(t, "Sweep", o.Sweep(t.Context()), nil)
		left, err := o.Store.SignInsAfter(t.Context(), "all", noon.Add(-time.Hour), 10)
		if err != nil || len(left) != 0 {
			t.Errorf("tries left: %v, %v", left, err)
		}
		_, err = o.SessionActor(t.Context(), session)
		want(t, "session", err, slovo.ErrUnauthenticated)
	})
}
