package staff

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"slovo"
)

// How long a session lasts: half an hour unused, twelve hours in all. It
// is seen at most once a minute, so that pages do not each cost a write.
const (
	idleFor     = 30 * time.Minute
	absoluteFor = 12 * time.Hour
	seeEvery    = time.Minute
	secretBytes = 32
)

func (o *Office) newSession(id slovo.StaffID) (slovo.Value, Session) {
	secret, now := slovo.RandomText(secretBytes), o.Now()
	return slovo.NewValue(secret), Session{
		Hash: hashOf(secret), Account: id, Made: now, Seen: now, Expires: now.Add(absoluteFor),
	}
}

// hashOf is what is kept of a secret. The secret is random and long, so a
// plain hash is enough, and a stolen database opens no session.
func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// runs tells whether the session still counts.
func (s Session) runs(now time.Time) bool {
	return s.Ended.IsZero() && now.Before(s.Expires) && now.Before(s.Seen.Add(idleFor))
}

// errSession is the one answer to a session or token that opens nothing.
var errSession = fmt.Errorf("staff: session: %w", slovo.ErrUnauthenticated)

// SessionActor returns the colleague whose running session the secret
// opens, and keeps it from going idle.
func (o *Office) SessionActor(ctx context.Context, secret slovo.Value) (slovo.Actor, error) {
	s, err := o.Store.Session(ctx, hashOf(secret.Show()))
	if err != nil {
		return slovo.Actor{}, unknown(err)
	}
	now := o.Now()
	if !s.runs(now) {
		return slovo.Actor{}, errSession
	}
	account, err := o.Store.Account(ctx, s.Account)
	if err != nil {
		return slovo.Actor{}, unknown(err)
	}
	if account.Blocked {
		return slovo.Actor{}, errSession
	}
	if now.Sub(s.Seen) >= seeEvery {
		err = o.Store.Atomic(ctx, func(ctx context.Context) error { return o.Store.SeeSession(ctx, s.Hash, now) })
	}
	return account.Actor(), err
}

// unknown makes nothing found the one answer.
func unknown(err error) error {
	if errors.Is(err, slovo.ErrNotFound) {
		return errSession
	}
	return err
}

// EndSession ends the session that the secret opens; one that has ended or
// never was is no error.
func (o *Office) EndSession(ctx context.Context, secret slovo.Value) error {
	return o.Store.Atomic(ctx, func(ctx context.Context) error {
		return o.Store.EndSession(ctx, hashOf(secret.Show()), o.Now())
	})
}

// EndAll ends all sessions of the account and revokes its tokens: their
// own, or a colleague's on behalf of somebody whose duty it is.
func (o *Office) EndAll(ctx context.Context, by slovo.Actor, id slovo.StaffID) error {
	if by.Account == id && !by.Program() && id != "" {
		return o.Store.Atomic(ctx, func(ctx context.Context) error { return o.endAll(ctx, by, id, "ended") })
	}
	return o.change(ctx, by, id, func(context.Context, Account) error { return nil }, "ended")
}

// Sweep forgets tries whose window is over and sessions that expired more
// than a day ago.
func (o *Office) Sweep(ctx context.Context) error {
	return o.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := o.Store.SweepSignIns(ctx, o.Now()); err != nil {
			return err
		}
		return o.Store.SweepSessions(ctx, o.Now().Add(-day))
	})
}
