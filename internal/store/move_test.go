package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// filled is a store with some thousand rows, names among them that languages
// sort otherwise than bytes.
func filled(t *testing.T, address string) *store.Store {
	t.Helper()
	s := storetest.Open(t, address)
	if _, err := s.Installation(t.Context(), "mine", time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	err := s.Atomic(t.Context(), func(ctx context.Context) error {
		for i := range 2500 {
			id := slovo.CustomerID(fmt.Sprintf("%c%d_%c", "aAzZ"[i%4], i, "eEéЁ"[i%4]))
			if _, err := s.NextNumber(ctx, id); err != nil {
				return err
			}
			if err := s.PutCustomerKey(ctx, id, "record", []byte{byte(i), 0, 255}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAMoveTakesEveryRow(t *testing.T) {
	from, to := filled(t, storetest.SQLite(t)), storetest.Open(t, storetest.Postgres(t))
	first, err := from.Move(t.Context(), to, func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	here, err := from.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	there, err := to.Counts(t.Context())
	if diff := cmp.Diff(here, there); diff != "" || err != nil || first.Rows < 5000 {
		t.Errorf("%+v, %v: %s", first, err, diff)
	}
	again, err := from.Move(t.Context(), to, func(int64, int64) { t.Error("rows went over twice") })
	if diff := cmp.Diff(first, again); diff != "" || err != nil {
		t.Errorf("a second time: %s, %v", diff, err)
	}
	key, err := to.CustomerKey(t.Context(), "a0_e", "record")
	if err != nil || !cmp.Equal(key, []byte{0, 0, 255}) {
		t.Errorf("a key: %v, %v", key, err)
	}
}

// TestAMoveGoesOnWhereItWas stops in the middle.
func TestAMoveGoesOnWhereItWas(t *testing.T) {
	from, to := filled(t, storetest.SQLite(t)), storetest.Open(t, storetest.Postgres(t))
	ctx, stop := context.WithCancel(t.Context())
	if _, err := from.Move(ctx, to, func(done, _ int64) {
		if done > 2000 {
			stop()
		}
	}); err == nil {
		t.Fatal("it was not stopped")
	}
	before, err := to.Counts(t.Context())
	if err != nil || before["counters"]+before["customer_keys"] == 0 {
		t.Fatalf("nothing had gone over: %v, %v", before, err)
	}
	if _, err := from.Move(t.Context(), to, func(int64, int64) {}); err != nil {
		t.Error(err)
	}
}

func TestAMoveSeesWhatDiffers(t *testing.T) {
	from := filled(t, storetest.SQLite(t))
	t.Run("a row that was changed", func(t *testing.T) {
		to := storetest.Open(t, storetest.Postgres(t))
		if _, err := from.Move(t.Context(), to, func(int64, int64) {}); err != nil {
			t.Fatal(err)
		}
		if _, err := to.NextNumber(t.Context(), "a0_e"); err != nil {
			t.Fatal(err)
		}
		if _, err := from.Move(t.Context(), to, func(int64, int64) {}); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("it says %v", err)
		}
	})
	t.Run("another company", func(t *testing.T) {
		to := storetest.Open(t, storetest.Postgres(t))
		if _, err := to.Installation(t.Context(), "another", time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		if _, err := from.Move(t.Context(), to, func(int64, int64) {}); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("it says %v", err)
		}
	})
}
