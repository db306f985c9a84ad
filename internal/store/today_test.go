package store_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/desk"
	"slovo/internal/gate"
	"slovo/internal/rights"
	"slovo/internal/staff"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
	"slovo/internal/today"
	"slovo/internal/verify"
)

var monday = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// atomic writes, or ends the test.
func atomic(t *testing.T, s *store.Store, do func(ctx context.Context) error) {
	t.Helper()
	if err := s.Atomic(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func TestWatchedAccountsAndTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		atomic(t, s, func(ctx context.Context) error {
			made := monday.Add(-time.Hour)
			seen := staff.Secrets{Hash: "h", Seed: []byte("seed")}
			return errors.Join(
				s.PutAccount(ctx, staff.Account{ID: "1", Login: "anna", Role: "owner", Made: made}, seen),
				s.SpendStep(ctx, "1", seen, monday.Unix()/30),
				s.PutAccount(ctx, staff.Account{ID: "2", Login: "oleg", Role: "agent", Made: made}, staff.Secrets{Hash: "h"}),
				s.PutAccount(ctx, staff.Account{ID: "3", Login: "gone", Role: "agent", Made: made, Blocked: true}, staff.Secrets{Hash: "h"}),
				s.ChangeAccount(ctx, staff.Account{ID: "3", Role: "agent", Blocked: true}),
				s.PutToken(ctx, staff.Token{ID: "a", Account: "2", Role: "agent", Label: "shop", Made: made, Expires: monday.Add(1e9)}, []byte("a")),
				s.PutToken(ctx, staff.Token{
					ID: "b", Account: "2", Role: "agent", Label: "site", Made: made, Expires: monday.Add(1e9),
					Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
				}, []byte("b")),
				s.SeeToken(ctx, "b", monday),
				s.PutToken(ctx, staff.Token{ID: "c", Account: "1", Role: "owner", Label: "over", Expires: monday}, []byte("c")),
				s.PutToken(ctx, staff.Token{ID: "d", Account: "1", Role: "owner", Label: "revoked", Expires: monday.Add(1e9)}, []byte("d")),
				s.RevokeToken(ctx, "d", monday),
				s.PutToken(ctx, staff.Token{ID: "f", Account: "1", Maker: "1", Role: "owner", Label: "hers", Made: made, Expires: monday.Add(1e9)}, []byte("f")),
				s.PutToken(ctx, staff.Token{ID: "g", Account: "1", Maker: "2", Role: "owner", Label: "his", Made: made, Expires: monday.Add(1e9)}, []byte("g")),
				s.PutToken(ctx, staff.Token{ID: "e", Account: "3", Role: "agent", Label: "blocked", Expires: monday.Add(1e9)}, []byte("e")),
			)
		})
		accounts, err := s.WatchedAccounts(t.Context(), monday)
		for i := range accounts {
			accounts[i].Seen = accounts[i].Seen.UTC()
		}
		want := []today.Account{
			{Login: "anna", Coded: true, Made: monday.Add(-time.Hour), Seen: monday, Token: true},
			{Login: "oleg", Made: monday.Add(-time.Hour), Seen: time.Time{}, Token: true},
		}
		if diff := cmp.Diff(want, accounts); err != nil || diff != "" {
			t.Errorf("accounts: %v (-want +got):\n%s", err, diff)
		}
		tokens, err := s.WatchedTokens(t.Context(), monday)
		programs := []today.Token{
			{Label: "hers", Made: monday.Add(-time.Hour)},
			{Label: "his", Borrowed: true, Made: monday.Add(-time.Hour)},
			{Label: "shop", Made: monday.Add(-time.Hour)},
			{Label: "site", Bound: true, Made: monday.Add(-time.Hour), Seen: monday},
		}
		if diff := cmp.Diff(programs, tokens); err != nil || diff != "" {
			t.Errorf("tokens: %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestWhatWaitsIsCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		atomic(t, s, func(ctx context.Context) error {
			return errors.Join(
				s.PutRequest(ctx, rights.Request{ID: "c1-r1", Customer: "c1", Kind: "erase", State: rights.Asked, AskedAt: monday}),
				s.PutRequest(ctx, rights.Request{ID: "c2-r2", Customer: "c2", Kind: "erase", State: rights.Asked, AskedAt: monday}),
				s.DecideRequest(ctx, rights.Request{ID: "c2-r2", Customer: "c2", State: rights.Refused, DecidedAt: monday}),
				s.PutTask(ctx, desk.Task{ID: "c1-t1", Customer: "c1", Due: monday.Add(-1e6)}),
				s.PutTask(ctx, desk.Task{ID: "c1-t2", Customer: "c1", Due: monday}),
				s.PutTask(ctx, desk.Task{ID: "c2-t3", Customer: "c2", Due: monday.Add(-1e6)}),
				s.FinishTask(ctx, "c2-t3", monday),
			)
		})
		asked, err := s.WaitingSince(t.Context())
		if diff := cmp.Diff([]time.Time{monday}, asked); err != nil || diff != "" {
			t.Errorf("asked: %v (-want +got):\n%s", err, diff)
		}
		if n, err := s.CountTasksDue(t.Context(), monday); n != 1 || err != nil {
			t.Errorf("%d tasks are late, want 1: %v", n, err)
		}
		if n, err := s.CountProposals(t.Context()); n != 0 || err != nil {
			t.Errorf("%d proposals, want none: %v", n, err)
		}
	})
}

func TestWishesAreCountedByCustomer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		wish := func(ctx context.Context, c slovo.CustomerID, k consent.Kind, over consent.Channel) error {
			_, err := s.PutWish(ctx, c, consent.Wish{Kind: k, Channel: over, Source: "x", At: monday})
			return err
		}
		atomic(t, s, func(ctx context.Context) error {
			return errors.Join(
				wish(ctx, "both", consent.Claimed, consent.Email), wish(ctx, "both", consent.Suppressed, consent.Email),
				wish(ctx, "two", consent.Claimed, consent.Email), wish(ctx, "two", consent.Claimed, consent.SMS),
				wish(ctx, "part", consent.Claimed, consent.Email), wish(ctx, "part", consent.Suppressed, consent.SMS),
			)
		})
		claimed, suppressed, err := s.CountWishes(t.Context())
		if claimed != 2 || suppressed != 2 || err != nil {
			t.Errorf("%d claimed, %d suppressed, want 2 and 2: %v", claimed, suppressed, err)
		}
	})
}

func TestCustomersAreCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		try := func(ctx context.Context, c slovo.CustomerID, id string, at time.Time) error {
			return s.PutAttempt(ctx, verify.Attempt{Customer: c, ID: id, Agent: "vera", At: at})
		}
		atomic(t, s, func(ctx context.Context) error {
			return errors.Join(
				s.PutCustomer(ctx, gate.Customer{ID: "c1", Made: monday}), s.PutCustomer(ctx, gate.Customer{ID: "c2", Made: monday}),
				s.PutFactor(ctx, verify.Factor{Customer: "c1", Kind: "pin", Secret: []byte("x"), Set: monday}),
				s.PutFactor(ctx, verify.Factor{Customer: "c2", Kind: "totp", Secret: []byte("x"), Set: monday}),
				try(ctx, "c1", "a", monday.Add(1e9)), try(ctx, "c1", "b", monday.Add(2e9)),
				try(ctx, "c2", "c", monday.Add(1e9)), try(ctx, "c2", "d", monday),
			)
		})
		if n, err := s.CountLocked(t.Context(), monday, 2); n != 1 || err != nil {
			t.Errorf("%d customers failed twice since, want 1: %v", n, err)
		}
		if without, all, err := s.CountWithoutPIN(t.Context()); without != 1 || all != 2 || err != nil {
			t.Errorf("%d of %d are without a PIN, want 1 of 2: %v", without, all, err)
		}
	})
}
