package app

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// sequenceEvery is how often the log is folded into the tree, at the latest.
const sequenceEvery = 300 * time.Millisecond

// logKeeper keeps the log of a company that is served.
type logKeeper struct {
	*Company

	lease     *lease
	published time.Time
	before    int64 // the size that was published last
}

// keepLog sequences entries as they come, publishes by the charter's
// period, and keeps the last checkpoint outside.
func (c *Company) keepLog(ctx context.Context) error {
	k := &logKeeper{Company: c, lease: newLease(c.store)}
	tick := time.NewTicker(sequenceEvery)
	defer tick.Stop()
	var told time.Time
	for {
		err := k.once(ctx, time.Now())
		if err != nil && ctx.Err() == nil && time.Since(told) > time.Minute {
			slog.Error("app: the log is not sequenced or not published", "cause", err)
			told = time.Now()
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), k.lease.drop(context.WithoutCancel(ctx)))
		case <-tick.C:
		}
	}
}

// once does what is due, or sees to it that another process does.
func (k *logKeeper) once(ctx context.Context, now time.Time) error {
	mine, err := k.lease.held(ctx, now)
	if err != nil {
		return err
	}
	if !mine {
		return k.follow(ctx, now)
	}
	if err := k.sequence(ctx); err != nil {
		return err
	}
	if now.Sub(k.published) < k.editions.Charter().Ledger.Publish.Duration() {
		return nil
	}
	return k.publish(ctx, now)
}

func (k *logKeeper) publish(ctx context.Context, now time.Time) error {
	signed, err := k.ledger.Publish(ctx)
	if err != nil {
		return err
	}
	k.published = now
	k.health.published.Store(now.UnixMicro())
	// Whoever wrote the entries of then has long been answered.
	err = k.journal.Seen(k.before)
	k.before = signed.Size
	return err
}

// follow keeps the checkpoint of a log that another process sequences, and
// is ready for as long as that one keeps up.
func (k *logKeeper) follow(ctx context.Context, now time.Time) error {
	if err := k.ledger.KeepOutside(ctx); err != nil {
		return err
	}
	waiting, err := k.store.Unsequenced(ctx, 1)
	if err == nil && (len(waiting) == 0 || now.Sub(waiting[0].At) < staleAfter) {
		k.health.sequenced.Store(now.UnixMicro())
	}
	return err
}
