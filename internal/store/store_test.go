package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"slovo"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestAtomicUndoesOnlyTheCallerWhoFailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		broken := errors.New("broken")
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				c := slovo.CustomerID(fmt.Sprintf("c%02d", i))
				err := s.Atomic(t.Context(), func(ctx context.Context) error {
					if _, err := s.NextNumber(ctx, c); err != nil {
						return err
					}
					if i%3 == 0 {
						return broken
					}
					return nil
				})
				if (i%3 == 0) != errors.Is(err, broken) {
					t.Errorf("caller %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		counters, err := s.Counters(t.Context(), "", 100)
		if err != nil || len(counters) != 40 {
			t.Errorf("%d counters stand, want 40: %v", len(counters), err)
		}
	})
}

func TestAtomicInsideAtomicIsOneTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		broken := errors.New("broken")
		err := s.Atomic(t.Context(), func(ctx context.Context) error {
			if err := s.Atomic(ctx, func(ctx context.Context) error {
				_, err := s.NextNumber(ctx, "c")
				return err
			}); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Fatalf("Atomic: %v, want broken", err)
		}
		if counters, err := s.Counters(t.Context(), "", 1); err != nil || len(counters) != 0 {
			t.Errorf("the inner work stands: %v, %v", counters, err)
		}
	})
}

func TestAPanicFailsItsCallerOnly(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	if err := s.Atomic(t.Context(), func(context.Context) error { panic("at the disco") }); err == nil {
		t.Error("Atomic returned nil after a panic")
	}
	err := s.Atomic(t.Context(), func(ctx context.Context) error {
		_, err := s.NextNumber(ctx, "c")
		return err
	})
	if err != nil {
		t.Errorf("the next caller: %v", err)
	}
}

func TestFilesAreTheirOwnersOnly(t *testing.T) {
	dir := t.TempDir()
	s := storetest.Open(t, "sqlite:"+filepath.Join(dir, "slovo.db"))
	if err := s.Atomic(t.Context(), func(ctx context.Context) error { _, err := s.NextNumber(ctx, "c"); return err }); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 2 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

func TestAWriteAfterCloseIsRefused(t *testing.T) {
	s, err := store.Open(t.Context(), storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Atomic(t.Context(), func(context.Context) error { return nil }); !errors.Is(err, slovo.ErrUnavailable) {
		t.Errorf("Atomic after Close: %v, want unavailable", err)
	}
}

func TestNumbersAreGaplessUnderLoad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var mu sync.Mutex
		seen := map[int64]bool{}
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				_ = s.Atomic(t.Context(), func(ctx context.Context) error {
					n, err := s.NextNumber(ctx, "c")
					mu.Lock()
					defer mu.Unlock()
					seen[n] = err == nil
					return err
				})
			})
		}
		wg.Wait()
		for n := int64(1); n <= 40; n++ {
			if !seen[n] {
				t.Errorf("number %d is missing", n)
			}
		}
	})
}
