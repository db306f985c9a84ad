package today

import (
	"context"
	"fmt"
	"time"

	"slovo"
)

// How old the last backup and the last drill may be.
const (
	BackupWithin = 24 * time.Hour
	DrillWithin  = 90 * 24 * time.Hour
)

// Kept is when the last backup and the last drill that held were made; the
// zero time where none was. Founded is when the company's log began.
type Kept struct{ Backup, Drill, Founded time.Time }

// Backups watches whether there is one to go back to.
type Backups struct {
	Last func(ctx context.Context) (Kept, error)
	Now  slovo.Clock
}

// IDs implements Watch.
func (Backups) IDs() []string { return []string{"backup", "drill"} }

// Checks implements Watch.
func (b Backups) Checks(ctx context.Context) ([]Check, error) {
	last, err := b.Last(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: backups: %w", err)
	}
	now := b.Now()
	return []Check{
		recent("backup", last.Backup, last.Founded, BackupWithin, now),
		recent("drill", last.Drill, last.Founded, DrillWithin, now),
	}, nil
}

// recent: the last one is not older than that. Where there was none it is
// unknown for as long as a new company has to make its first. A time to come
// is no time at which something was made.
func recent(id string, last, founded time.Time, within time.Duration, now time.Time) Check {
	c := Check{ID: id, State: Failed, Args: map[string]any{"N": 0}}
	if last.IsZero() || last.After(now.Add(time.Minute)) {
		if now.Sub(founded) <= within {
			c.State = Unknown
		}
		return c
	}
	hours := int(now.Sub(last) / time.Hour)
	c.Args["N"], c.Args["Days"] = hours, hours/24
	if now.Sub(last) <= within {
		c.State = Passed
	}
	return c
}
