package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"slovo"
	"slovo/internal/backup"
	"slovo/internal/today"
)

// alarmEvery is how often the server looks whether a backup is due, and
// says so for as long as it is.
const alarmEvery = time.Hour

// kept tells when the last backup and drill that held were made.
func (c *Company) kept(ctx context.Context) (today.Kept, error) {
	first, err := c.store.Entry(ctx, slovo.EntryIDOf(slovo.Firm, 1))
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return today.Kept{}, fmt.Errorf("app: log's beginning: %w", err)
	}
	made, err := c.lastResult(lastBackup)
	if err != nil {
		return today.Kept{}, err
	}
	drilled, err := c.lastResult(lastDrill)
	return today.Kept{Backup: made, Drill: drilled, Founded: first.At}, err
}

// lastResult is when the last backup or drill that held was made; the zero
// time where there was none. One that the log's key did not sign is none.
func (c *Company) lastResult(name string) (time.Time, error) {
	signed, err := c.resultFile(name).Load()
	if errors.Is(err, slovo.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("app: last result: %w", err)
	}
	r, err := backup.ReadResult(signed, c.PublicKey())
	if err != nil || !r.OK || r.Drill != (name == lastDrill) {
		return time.Time{}, nil //nolint:nilerr // a result that nobody signed is none
	}
	return r.At, nil
}

// alarm says in the program's log, every hour, that there is no backup of
// the last day, until there is one.
func (c *Company) alarm(ctx context.Context) error {
	tick := time.NewTicker(alarmEvery)
	defer tick.Stop()
	for {
		c.sound(ctx, time.Now())
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// sound looks once.
func (c *Company) sound(ctx context.Context, now time.Time) {
	last, err := c.kept(ctx)
	if err != nil {
		if ctx.Err() == nil {
			slog.ErrorContext(ctx, "app: it is not known when the last backup was made", "cause", err)
		}
		return
	}
	if since := last.Backup; now.Sub(since) > today.BackupWithin && now.Sub(last.Founded) > today.BackupWithin {
		slog.ErrorContext(ctx, "app: there is no backup of the last 24 hours: run slovo backup", "last", since)
	}
}

// backupSeconds is a figure for whoever watches the server: when the last
// one that held was made, 0 where none was.
func (c *Company) backupSeconds(name string) func() float64 {
	return func() float64 {
		at, err := c.lastResult(name)
		if err != nil || at.IsZero() {
			return 0
		}
		return float64(at.UnixMicro()) / 1e6
	}
}
