package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"slovo"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// appendTo appends one entry about the customer.
func appendTo(t testing.TB, k *gatetest.Kit, c slovo.CustomerID) slovo.EntryID {
	t.Helper()
	var id slovo.EntryID
	k.Atomic(t, func(ctx context.Context) error {
		var err error
		id, err = k.Ledger.Append(ctx, draft(c))
		return err
	})
	return id
}

func draft(c slovo.CustomerID) ledger.Draft {
	return ledger.Draft{
		Customer: c, Actor: gatetest.Agent("ivan"), Channel: slovo.ChannelPhone, Act: ledger.ActReveal,
		Purpose: "support", Fields: []string{"phone", "email"}, Outcome: ledger.Done, Level: 3,
		Charter: "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069",
	}
}

// stays is for Verify: nobody was erased.
func stays(context.Context, slovo.CustomerID) (bool, error) { return false, nil }

// sound verifies the whole log and wants no finding.
func sound(t testing.TB, k *gatetest.Kit) ledger.Report {
	t.Helper()
	report, err := k.Ledger.Verify(t.Context(), stays)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		t.Errorf("Verify: %s: %s", f.Where, f.What)
	}
	return report
}

func TestNumbersAreGaplessAndTheTreeNeverForks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		rival := k.Over(t, s) // another process over the same store
		customers := []slovo.CustomerID{slovo.Firm}
		for range 3 {
			customers = append(customers, k.Add(t, gatetest.Anna()))
		}
		const each = 25
		appending, stop := make(chan struct{}), sync.WaitGroup{}
		for _, l := range []*ledger.Ledger{k.Ledger, rival.Ledger} {
			stop.Go(func() { sequenceUntil(t, l, appending) })
		}
		var wg sync.WaitGroup
		for _, c := range customers {
			for range each {
				wg.Go(func() { appendTo(t, k, c) })
			}
		}
		wg.Wait()
		close(appending)
		stop.Wait()
		rival.Sequence(t)
		if want, report := int64(4*each+3), sound(t, k); report.Sequenced != want || report.Entries != want {
			t.Errorf("%d entries, %d in the tree, want %d", report.Entries, report.Sequenced, want)
		}
		for _, c := range customers[1:] {
			list, err := k.Ledger.Of(t.Context(), c, 0, 1000)
			if err != nil || len(list) != each+1 || list[0].Number != each+1 {
				t.Errorf("%s: %d entries, want %d: %v", c, len(list), each+1, err)
			}
		}
	})
}

func sequenceUntil(t *testing.T, l *ledger.Ledger, done chan struct{}) {
	for {
		if _, err := l.Sequence(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := l.Publish(t.Context()); err != nil {
			t.Error(err)
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

func TestAnEntryOfAFailedTransactionDoesNotStand(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		anna := k.Add(t, gatetest.Anna())
		broken := errors.New("broken")
		err := s.Atomic(t.Context(), func(ctx context.Context) error {
			if _, err := k.Ledger.Append(ctx, draft(anna)); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if id := appendTo(t, k, anna); id.Number() != 2 {
			t.Errorf("the next number is %d, want 2", id.Number())
		}
		k.Sequence(t)
		sound(t, k)
	})
}

// TestAKeyThatWasRolledBackIsNotUsed: the year's key is made by the year's
// first entry, and goes with it when that entry does not stand. What comes
// after must open in another process too.
func TestAKeyThatWasRolledBackIsNotUsed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		anna := k.Add(t, gatetest.Anna())
		for range 3 { // years
			k.Clock.Move(366 * 24 * 3600e9)
			_ = s.Atomic(t.Context(), func(ctx context.Context) error {
				_, err := k.Ledger.Append(ctx, draft(anna))
				return errors.Join(err, errors.New("broken"))
			})
			appendTo(t, k, anna)
		}
		k.Sequence(t)
		sound(t, k.Over(t, s))
	})
}

func TestVersions(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	k := gatetest.New(t, s)
	anna := k.Add(t, map[string]string{"name": "Анна", "phone": "+79161234567"})
	for range 120 {
		appendTo(t, k, anna)
	}
	got, err := k.Ledger.Versions(t.Context(), anna)
	if err != nil || fmt.Sprint(got) != "map[name:1 phone:1]" {
		t.Errorf("Versions: %v, %v", got, err)
	}
	if got, err := k.Ledger.Versions(t.Context(), "nobody"); err != nil || len(got) != 0 {
		t.Errorf("Versions of nobody: %v, %v", got, err)
	}
}
