package staff

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/ledger"
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
		err = o.Store.Atomic(ctx, func(ctx context.Context) error {
			if err := o.Store.SeeAccount(ctx, s.Account, now); err != nil {
				return err
			}
			return o.Store.SeeSession(ctx, s.Hash, now)
		})
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

// Sessions returns the account's running sessions, the last used first:
// one's own, or a colleague's for somebody whose duty it is.
func (o *Office) Sessions(ctx context.Context, by slovo.Actor, id slovo.StaffID) ([]Session, error) {
	if by.Account != id || by.Program() || id == "" {
		if err := o.permit(by, dutyStaff); err != nil {
			return nil, err
		}
	}
	all, err := o.Store.SessionsOf(ctx, id, o.Now())
	return slices.DeleteFunc(all, func(s Session) bool { return !s.runs(o.Now()) }), err
}

// ID is what a session is called by where its secret must not stand.
func (s Session) ID() string { return hex.EncodeToString(s.Hash[:8]) }

// Opens tells whether the secret is the session's.
func (s Session) Opens(secret slovo.Value) bool {
	return subtle.ConstantTimeCompare(s.Hash, hashOf(secret.Show())) == 1
}

// EndOwn ends those of one's own running sessions that are called by the
// ids, and writes it down; slovo.ErrNotFound where none is.
func (o *Office) EndOwn(ctx context.Context, by slovo.Actor, ids ...string) error {
	running, err := o.Sessions(ctx, by, by.Account)
	if err != nil {
		return err
	}
	running = slices.DeleteFunc(running, func(s Session) bool { return !slices.Contains(ids, s.ID()) })
	if len(running) == 0 {
		return fmt.Errorf("staff: session: %w", slovo.ErrNotFound)
	}
	return o.Store.Atomic(ctx, func(ctx context.Context) error {
		for _, s := range running {
			if err := o.Store.EndSession(ctx, s.Hash, o.Now()); err != nil {
				return err
			}
		}
		return o.write(ctx, by, ledger.ActStaff, string(by.Account), "session_ended")
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
