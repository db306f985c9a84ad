package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// fresh returns an address of each engine at which nothing is yet.
var fresh = map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}

func eachFresh(t *testing.T, test func(t *testing.T, s *store.Store, to string)) {
	t.Helper()
	for name, address := range fresh {
		t.Run(name, func(t *testing.T) { test(t, storetest.Open(t, address(t)), address(t)) })
	}
}

// wrapped stands for a wrapped key: it must be in one part alone.
var wrapped = bytes.Repeat([]byte("WRAPPED-KEY-"), 6)

// putKeys writes rows of many pages, with a key beside each.
func putKeys(ctx context.Context, s *store.Store, from, to int) error {
	return s.Atomic(ctx, func(ctx context.Context) error {
		for i := from; i < to; i++ {
			c := slovo.CustomerID(fmt.Sprintf("c%06d", i))
			if _, err := s.NextNumber(ctx, c); err != nil {
				return err
			}
			if err := s.PutCustomerKey(ctx, c, "record", wrapped); err != nil {
				return err
			}
			if err := s.PutEvent(ctx, c, "order_closed", time.Unix(1, 0)); err != nil {
				return err
			}
		}
		return nil
	})
}

func ignore(int64, int64) {}

func partOf(t *testing.T, open func(context.Context) (io.ReadCloser, error)) []byte {
	t.Helper()
	from, err := open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(from)
	if err := errors.Join(err, from.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestACopyIsTheDatabaseAsOfOneMoment(t *testing.T) {
	eachFresh(t, func(t *testing.T, s *store.Store, to string) {
		if err := putKeys(t.Context(), s, 0, 20_000); err != nil {
			t.Fatal(err)
		}
		c := copyUnderWrites(t, s)
		data, keys := partOf(t, c.Data), partOf(t, c.Keys)
		if bytes.Contains(data, wrapped) {
			t.Error("a wrapped key lies in the data's part")
		}
		if err := store.LoadData(t.Context(), to, bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
		if err := store.LoadKeys(t.Context(), to, bytes.NewReader(keys)); err != nil {
			t.Fatal(err)
		}
		loaded := storetest.Open(t, to)
		counts, err := loaded.Counts(t.Context())
		if diff := cmp.Diff(c.Counts, counts); diff != "" || err != nil {
			t.Errorf("rows (-copied +loaded): %v\n%s", err, diff)
		}
		// A transaction came whole or not at all.
		if counts["counters"] != counts["events"] || counts["events"] != counts["customer_keys"] || counts["counters"]%50 != 0 {
			t.Errorf("half a transaction was copied: %v", counts)
		}
		if found, err := loaded.Damage(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("damage: %v, %v", found, err)
		}
		if err := store.LoadData(t.Context(), to, bytes.NewReader(data)); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("loaded over a database: %v", err)
		}
	})
}

// copyUnderWrites copies while others write, some of whom are refused.
func copyUnderWrites(t *testing.T, s *store.Store) *store.Copy {
	t.Helper()
	scratch := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	begun := make(chan struct{})
	writers.Go(func() {
		for i := 20_000; ctx.Err() == nil; i += 50 {
			if err := putKeys(t.Context(), s, i, i+50); err != nil {
				t.Error(err)
			}
			_ = s.Atomic(t.Context(), func(ctx context.Context) error {
				_, err := s.NextNumber(ctx, "refused")
				return errors.Join(err, errors.New("refused"))
			})
			if i == 20_000 {
				close(begun)
			}
		}
	})
	<-begun
	c, err := s.Copy(t.Context(), scratch, ignore)
	stop()
	writers.Wait()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if left, _ := os.ReadDir(scratch); len(left) > 0 {
			t.Errorf("the copy left %v", left)
		}
	})
	return c
}

func TestACopyThatIsGivenUpLeavesNothing(t *testing.T) {
	s, scratch := storetest.Open(t, storetest.SQLite(t)), t.TempDir()
	if err := putKeys(t.Context(), s, 0, 20_000); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err := s.Copy(ctx, scratch, func(int64, int64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(scratch, "*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	c, err := s.Copy(t.Context(), scratch, ignore)
	if err != nil {
		t.Fatalf("the next copy: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
