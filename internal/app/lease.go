package app

import (
	"context"
	"time"

	"slovo"
	"slovo/internal/store"
)

// Several processes can serve one PostgreSQL. One of them at a time folds the
// log into the tree and publishes it: the one that holds the lease. It is no
// lock. A process that was held up, and whose lease another took meanwhile,
// changes nothing, because the tree's size moves by compare-and-set, and only
// what is read back committed is signed.
const (
	logLease   = "log"
	leaseFor   = 10 * time.Second
	renewAfter = 3 * time.Second
	tryEvery   = time.Second
)

// lease is this process's hold on the work; nobody else's hands touch it.
type lease struct {
	store *store.Store
	owner string
	asked time.Time
	until time.Time
}

func newLease(s *store.Store) *lease { return &lease{store: s, owner: slovo.RandomText(10)} }

// held tells whether the work is this process's now. Where nobody else can
// be there it always is.
func (l *lease) held(ctx context.Context, now time.Time) (bool, error) {
	mine := now.Before(l.until)
	wait := tryEvery
	if mine {
		wait = renewAfter
	}
	if !l.store.Shared() || now.Sub(l.asked) < wait {
		return mine || !l.store.Shared(), nil
	}
	taken, err := l.store.TakeLease(ctx, logLease, l.owner, now, now.Add(leaseFor))
	if err != nil {
		return false, err
	}
	if l.asked, l.until = now, (time.Time{}); taken {
		l.until = now.Add(leaseFor)
	}
	return taken, nil
}

// drop lets the next one begin at once.
func (l *lease) drop(ctx context.Context) error {
	if !l.store.Shared() {
		return nil
	}
	return l.store.DropLease(ctx, logLease, l.owner)
}
