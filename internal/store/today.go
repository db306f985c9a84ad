package store

import (
	"context"
	"time"

	"slovo"
	"slovo/internal/rights"
	"slovo/internal/store/gen"
	"slovo/internal/today"
)

// codeStep is how long one code of an account is good for: the step that
// was spent last tells when the account signed in last.
const codeStep = 30 * time.Second

// WatchedAccounts implements today.People.
func (s *Store) WatchedAccounts(ctx context.Context, now time.Time) ([]today.Account, error) {
	rows, err := s.q(ctx).WatchedAccounts(ctx, slovo.Micros(now))
	return each(rows, func(r gen.WatchedAccountsRow) today.Account {
		a := today.Account{Login: r.Login, Coded: r.Coded == 1, Made: slovo.Time(r.MadeAt), Token: r.Token == 1}
		if r.TotpStep > 0 {
			a.Seen = time.Unix(r.TotpStep*int64(codeStep/time.Second), 0)
		}
		return a
	}), known(err)
}

// WatchedTokens implements today.People.
func (s *Store) WatchedTokens(ctx context.Context, now time.Time) ([]today.Token, error) {
	rows, err := s.q(ctx).WatchedTokens(ctx, slovo.Micros(now))
	return each(rows, func(r gen.WatchedTokensRow) today.Token {
		token := today.Token{Label: r.Label, Bound: r.Network != "", Borrowed: r.Borrowed == 1, Made: slovo.Time(r.MadeAt)}
		if r.SeenAt > 0 {
			token.Seen = slovo.Time(r.SeenAt)
		}
		return token
	}), known(err)
}

// AlertedAgents implements today.People.
func (s *Store) AlertedAgents(ctx context.Context, since time.Time) ([]string, error) {
	logins, err := s.q(ctx).AlertedAgents(ctx, slovo.Micros(since))
	return logins, known(err)
}

// WaitingSince implements today.Waiting.
func (s *Store) WaitingSince(ctx context.Context) ([]time.Time, error) {
	rows, err := s.q(ctx).WaitingSince(ctx, rights.Asked)
	return each(rows, slovo.Time), known(err)
}

// CountTasksDue implements today.Waiting.
func (s *Store) CountTasksDue(ctx context.Context, before time.Time) (int, error) {
	n, err := s.q(ctx).CountTasksDue(ctx, slovo.Micros(before))
	return int(n), known(err)
}

// CountProposals implements today.Waiting.
func (s *Store) CountProposals(ctx context.Context) (int, error) {
	n, err := s.q(ctx).CountProposals(ctx)
	return int(n), known(err)
}

// CountLocked implements today.Waiting.
func (s *Store) CountLocked(ctx context.Context, since time.Time, failures int) (int, error) {
	n, err := s.q(ctx).CountLocked(ctx, slovo.Micros(since), int64(failures))
	return int(n), known(err)
}

// CountWishes implements today.Many.
func (s *Store) CountWishes(ctx context.Context) (claimed, suppressed int, err error) {
	yes, err := s.q(ctx).CountClaimed(ctx)
	if err != nil {
		return 0, 0, known(err)
	}
	no, err := s.q(ctx).CountSuppressed(ctx)
	return int(yes), int(no), known(err)
}

// CountWithoutPIN implements today.Many.
func (s *Store) CountWithoutPIN(ctx context.Context) (without, all int, err error) {
	kept, err := s.q(ctx).CountKept(ctx)
	if err != nil {
		return 0, 0, known(err)
	}
	n, err := s.q(ctx).CountWithoutPIN(ctx, "pin")
	return int(n), int(kept), known(err)
}
