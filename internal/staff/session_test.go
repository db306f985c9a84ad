package staff_test

import (
	"bytes"
	"crypto/sha256"
	"testing"
	"time"

	"slovo"
)

func TestSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		idle, kept, ended := o.signIn(anna), o.signIn(anna), o.signIn(anna)
		start := o.now
		want(t, "EndSession", o.EndSession(t.Context(), ended), nil)
		want(t, "EndSession of none", o.EndSession(t.Context(), slovo.NewValue("none")), nil)
		for _, tt := range []struct {
			name   string
			after  time.Duration
			secret slovo.Value
			want   error
		}{
			{"no session", 0, slovo.Value{}, slovo.ErrUnauthenticated},
			{"ended", 0, ended, slovo.ErrUnauthenticated},
			{"used", 25 * time.Minute, kept, nil},
			{"used within half an hour of its use", 50 * time.Minute, kept, nil},
			{"idle for half an hour", 50 * time.Minute, idle, slovo.ErrUnauthenticated},
			{"idle for half an hour after use", 80 * time.Minute, kept, slovo.ErrUnauthenticated},
		} {
			o.now = start.Add(tt.after)
			_, err := o.SessionActor(t.Context(), tt.secret)
			want(t, tt.name, err, tt.want)
		}
	})
}

func TestSessionsEndAfterTwelveHours(t *testing.T) {
	o := sqlite(t)
	secret := o.signIn(o.hire("anna", "agent"))
	end := o.now.Add(12 * time.Hour)
	for o.now.Before(end.Add(-time.Minute)) {
		o.now = o.now.Add(20 * time.Minute)
		if !o.now.Before(end) {
			break
		}
		_, err := o.SessionActor(t.Context(), secret)
		want(t, "in use", err, nil)
	}
	o.now = end
	_, err := o.SessionActor(t.Context(), secret)
	want(t, "after twelve hours", err, slovo.ErrUnauthenticated)
}

// A page a second must not cost a write a second.
func TestSessionIsSeenOnceAMinute(t *testing.T) {
	o := sqlite(t)
	secret := o.signIn(o.hire("anna", "agent"))
	hash := sha256.Sum256([]byte(secret.Show()))
	start := o.now
	for _, tt := range []struct{ after, want time.Duration }{
		{59 * time.Second, 0},
		{61 * time.Second, 61 * time.Second},
		{120 * time.Second, 61 * time.Second},
		{121 * time.Second, 121 * time.Second},
	} {
		o.now = start.Add(tt.after)
		_, err := o.SessionActor(t.Context(), secret)
		want(t, "in use", err, nil)
		s, err := o.Store.Session(t.Context(), hash[:])
		if err != nil || s.Seen.Sub(start) != tt.want {
			t.Errorf("after %v: seen after %v, want %v: %v", tt.after, s.Seen.Sub(start), tt.want, err)
		}
		if bytes.Contains(s.Hash, []byte(secret.Show())) {
			t.Error("the secret is kept")
		}
	}
}
