package store_test

import (
	"testing"
	"time"

	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestOneAtATimeHoldsALease(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
		for i, step := range []struct {
			owner string
			after time.Duration
			want  bool
		}{
			{"a", 0, true},
			{"b", time.Second, false},
			{"a", 2 * time.Second, true}, // its own, longer
			{"b", 11 * time.Second, false},
			{"b", 12 * time.Second, true}, // it had run out
			{"a", 13 * time.Second, false},
		} {
			at := now.Add(step.after)
			got, err := s.TakeLease(t.Context(), "log", step.owner, at, at.Add(10*time.Second))
			if got != step.want || err != nil {
				t.Errorf("step %d: %v, %v", i, got, err)
			}
		}
		if err := s.DropLease(t.Context(), "log", "a"); err != nil { // not its own
			t.Error(err)
		}
		if got, err := s.TakeLease(t.Context(), "log", "a", now, now); got || err != nil {
			t.Errorf("another's lease was dropped: %v", err)
		}
		if err := s.DropLease(t.Context(), "log", "b"); err != nil {
			t.Error(err)
		}
		if got, err := s.TakeLease(t.Context(), "log", "a", now, now); !got || err != nil {
			t.Errorf("a free one: %v, %v", got, err)
		}
	})
}
