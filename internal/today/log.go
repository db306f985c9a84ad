package today

import (
	"context"
	"fmt"
	"sync"
	"time"

	"slovo"
)

// Signed watches, at every look, that the log still is what the last
// checkpoint outside the database vouches for.
type Signed struct {
	// Holds is nil where the log holds; changed where it is older or another.
	Holds func(ctx context.Context) (changed bool, err error)
}

// IDs implements Watch.
func (Signed) IDs() []string { return []string{"signed"} }

// Checks implements Watch.
func (s Signed) Checks(ctx context.Context) ([]Check, error) {
	changed, err := s.Holds(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: log: %w", err)
	}
	c := Check{ID: "signed", State: Passed}
	if changed {
		c.State = Failed
	}
	return []Check{c}, nil
}

// Whole reads the log from its beginning to its end, as `slovo ledger
// verify` does.
type Whole struct {
	// Verify returns how many entries there are and what was found.
	Verify func(ctx context.Context) (entries, findings int, err error)
}

// IDs implements Watch.
func (Whole) IDs() []string { return []string{"whole"} }

// Checks implements Watch.
func (w Whole) Checks(ctx context.Context) ([]Check, error) {
	entries, findings, err := w.Verify(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: whole log: %w", err)
	}
	c := Check{ID: "whole", State: Passed, Args: map[string]any{"N": findings, "Of": entries}}
	if findings > 0 {
		c.State = Failed
	}
	return []Check{c}, nil
}

// How long what was measured in the background is told as known. It is
// measured every hour, or less often where that takes long.
const stale = 26 * time.Hour

// Slow is a Watch that is measured in the background, and tells what it
// found last. Before that, and when that is too long ago, its checks are
// unknown. Safe for concurrent use.
type Slow struct {
	Watch Watch
	Now   slovo.Clock

	mu   sync.Mutex
	last []Check
	err  error
	at   time.Time
}

// IDs implements Watch.
func (s *Slow) IDs() []string { return s.Watch.IDs() }

// Checks implements Watch.
func (s *Slow) Checks(context.Context) ([]Check, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil || s.Now().Sub(s.at) > stale {
		return nil, s.err
	}
	return s.last, nil
}

// Measure asks the watch, and keeps what it tells.
func (s *Slow) Measure(ctx context.Context) {
	at := s.Now()
	found, err := s.Watch.Checks(ctx)
	if ctx.Err() != nil {
		return // stopped, not measured
	}
	for i := range found {
		found[i].At = at
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last, s.err, s.at = found, err, at
}
