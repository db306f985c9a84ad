package app

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"slovo/internal/charter"
	"slovo/internal/ledger"
	"slovo/internal/today"
)

// Measuring in the background: every hour, and never for more than a tenth
// of the time.
const (
	measureEvery = time.Hour
	measureShare = 10
)

// watches are all that the first page is told by. A new one takes one line.
func (c *Company) watches() []today.Watch {
	watches := []today.Watch{
		today.Doors{People: c.store, Now: time.Now},
		today.Machine{
			Key:     func() (fs.FileInfo, error) { return os.Stat(c.key) },
			Address: c.Settings.URL,
		},
		today.Notice{InForce: c.inForce, Published: c.published, Folder: os.DirFS(c.Dir), File: charterFile, Now: time.Now},
		today.Work{Waiting: c.store, Charter: c.editions.Charter, Now: time.Now},
		today.Signed{Holds: c.logHolds},
		today.Backups{Last: c.kept, Now: time.Now},
		today.NotYet{"devices", "training"},
	}
	for _, slow := range c.slow {
		watches = append(watches, slow)
	}
	return watches
}

// slowly are the watches that look at all there is.
func (c *Company) slowly() []*today.Slow {
	return []*today.Slow{
		{Watch: today.Customers{Many: c.store}, Now: time.Now},
		{Watch: today.Whole{Verify: c.verifyLog}, Now: time.Now},
	}
}

func (c *Company) inForce(ctx context.Context) (*charter.Charter, []byte, error) {
	now := c.editions.Charter()
	text, err := c.editions.Text(ctx, now.Hash)
	return now, text, err
}

// published are the charters in force and to come, and their consents'
// texts, by their hashes.
func (c *Company) published() []string {
	var known []string
	for _, one := range c.editions.Known() {
		known = append(known, one.Hash)
		for _, consent := range one.Consents {
			known = slices.AppendSeq(known, maps.Values(consent.Words))
		}
	}
	return known
}

// logHolds tells whether the log is another than the checkpoint outside says.
func (c *Company) logHolds(ctx context.Context) (changed bool, err error) {
	err = c.ledger.CheckOutside(ctx)
	if errors.Is(err, ledger.ErrOlder) {
		return true, nil
	}
	return false, err
}

func (c *Company) verifyLog(ctx context.Context) (entries, findings int, err error) {
	report, err := c.ledger.Verify(ctx, c.erased)
	return int(report.Entries), len(report.Findings), err
}

// measure lets the slow watches look, at once and then every hour, until
// the context ends.
func (c *Company) measure(ctx context.Context) error {
	for {
		began := time.Now()
		for _, slow := range c.slow {
			slow.Measure(ctx)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(max(measureEvery, measureShare*time.Since(began))):
		}
	}
}
