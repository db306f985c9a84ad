package store

import (
	"context"
	"time"

	"slovo"
	"slovo/internal/store/gen"
	"slovo/internal/verify"
)

// Factor implements verify.Factors.
func (s *Store) Factor(ctx context.Context, c slovo.CustomerID, kind string) (verify.Factor, error) {
	r, err := s.q(ctx).Factor(ctx, string(c), kind)
	return verify.Factor{Customer: c, Kind: kind, Secret: r.Secret, Step: r.Step, Set: slovo.Time(r.SetAt)}, known(err)
}

// PutFactor implements verify.Factors.
func (s *Store) PutFactor(ctx context.Context, f verify.Factor) error {
	return known(s.q(ctx).PutFactor(ctx, gen.PutFactorParams{
		CustomerID: string(f.Customer), Kind: f.Kind, Secret: f.Secret, Step: f.Step, SetAt: slovo.Micros(f.Set),
	}))
}

// StepFactor implements verify.Factors.
func (s *Store) StepFactor(ctx context.Context, c slovo.CustomerID, kind string, step int64) error {
	return moved(s.q(ctx).StepFactor(ctx, step, string(c), kind))
}

// PutAttempt implements verify.Attempts.
func (s *Store) PutAttempt(ctx context.Context, a verify.Attempt) error {
	return known(s.q(ctx).PutAttempt(ctx, gen.PutAttemptParams{
		CustomerID: string(a.Customer), ID: a.ID, Agent: string(a.Agent), Here: bit(a.Here), At: slovo.Micros(a.At),
	}))
}

// EndAttempt implements verify.Attempts.
func (s *Store) EndAttempt(ctx context.Context, a verify.Attempt, passed bool) error {
	state := "failed"
	if passed {
		state = "passed"
	}
	return moved(s.q(ctx).EndAttempt(ctx, state, string(a.Customer), a.ID))
}

// DropAttempt implements verify.Attempts.
func (s *Store) DropAttempt(ctx context.Context, a verify.Attempt) error {
	_, err := s.q(ctx).DropAttempt(ctx, string(a.Customer), a.ID)
	return known(err)
}

// AgentFailures implements verify.Attempts.
func (s *Store) AgentFailures(ctx context.Context, agent slovo.StaffID, since time.Time) (int, error) {
	n, err := s.q(ctx).CountAgentFailures(ctx, string(agent), slovo.Micros(since))
	return int(n), known(err)
}

// AgentTries implements verify.Attempts.
func (s *Store) AgentTries(ctx context.Context, agent slovo.StaffID, since time.Time) (int, error) {
	n, err := s.q(ctx).CountAgentTries(ctx, string(agent), slovo.Micros(since))
	return int(n), known(err)
}

// FailuresHere implements verify.Attempts.
func (s *Store) FailuresHere(ctx context.Context, c slovo.CustomerID, since time.Time) (int, error) {
	n, err := s.q(ctx).CountFailuresHere(ctx, string(c), slovo.Micros(since))
	return int(n), known(err)
}

// PutLink implements verify.Links.
func (s *Store) PutLink(ctx context.Context, l verify.Link) error {
	return known(s.q(ctx).PutLink(ctx, gen.PutLinkParams{
		Hash: l.Hash, CustomerID: string(l.Customer), Sets: l.Sets, MadeAt: slovo.Micros(l.Made), ExpiresAt: slovo.Micros(l.Expires),
	}))
}

// Link implements verify.Links.
func (s *Store) Link(ctx context.Context, hash []byte) (verify.Link, error) {
	r, err := s.q(ctx).Link(ctx, hash)
	return verify.Link{
		Hash: r.Hash, Customer: slovo.CustomerID(r.CustomerID), Sets: r.Sets, Made: slovo.Time(r.MadeAt),
		Expires: slovo.Time(r.ExpiresAt), Used: slovo.Time(r.UsedAt),
	}, known(err)
}

// UseLink implements verify.Links.
func (s *Store) UseLink(ctx context.Context, hash []byte, now time.Time) error {
	return moved(s.q(ctx).UseLink(ctx, slovo.Micros(now), hash))
}

// DropLinks implements verify.Links.
func (s *Store) DropLinks(ctx context.Context, c slovo.CustomerID) error {
	_, err := s.q(ctx).DeleteLinks(ctx, string(c))
	return known(err)
}
