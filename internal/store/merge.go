package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/store/gen"
)

// PutProposal implements gate.Proposals.
func (s *Store) PutProposal(ctx context.Context, p gate.Proposal) (bool, error) {
	at := slovo.Micros(p.At)
	fresh, err := s.q(ctx).PutProposal(ctx, string(p.Keep), string(p.Other), at)
	if err == nil && fresh == 0 {
		fresh, err = s.q(ctx).ReopenProposal(ctx, at, string(p.Keep), string(p.Other))
	}
	return fresh == 1, about("proposal", p.Keep, err)
}

// Proposal implements gate.Proposals.
func (s *Store) Proposal(ctx context.Context, keep, other slovo.CustomerID) (gate.Proposal, error) {
	row, err := s.q(ctx).OpenProposal(ctx, string(keep), string(other))
	if err != nil {
		return gate.Proposal{}, about("proposal", keep, err)
	}
	return proposal(row), nil
}

// ProposalsAfter implements gate.Proposals.
func (s *Store) ProposalsAfter(ctx context.Context, after gate.Proposal, limit int) ([]gate.Proposal, error) {
	rows, err := s.q(ctx).OpenProposals(ctx, slovo.Micros(after.At), string(after.Keep), string(after.Other), int32(limit)) //nolint:gosec // pages are small
	if err != nil {
		return nil, fmt.Errorf("store: proposals: %w", known(err))
	}
	return each(rows, proposal), nil
}

// DismissProposal implements gate.Proposals.
func (s *Store) DismissProposal(ctx context.Context, keep, other slovo.CustomerID) error {
	return about("proposal", keep, found(s.q(ctx).DismissProposal(ctx, string(keep), string(other))))
}

func proposal(r gen.MergeProposal) gate.Proposal {
	return gate.Proposal{Keep: slovo.CustomerID(r.CustomerID), Other: slovo.CustomerID(r.OtherID), At: slovo.Time(r.ProposedAt)}
}

// Waiting implements gate.Folds.
func (s *Store) Waiting(ctx context.Context, c slovo.CustomerID) (bool, error) {
	n, err := s.q(ctx).CountWaiting(ctx, string(c))
	return n > 0, about("requests of", c, err)
}

// DropCell implements gate.Folds.
func (s *Store) DropCell(ctx context.Context, c slovo.CustomerID, field string) error {
	return about(field+" of", c, found(s.q(ctx).DeleteCell(ctx, string(c), field)))
}

// MergedInto implements gate.Customers.
func (s *Store) MergedInto(ctx context.Context, c slovo.CustomerID) ([]slovo.CustomerID, error) {
	rows, err := s.q(ctx).MergedRecords(ctx, string(c))
	return each(rows, func(id string) slovo.CustomerID { return slovo.CustomerID(id) }), about("merged into", c, err)
}

// Fold implements gate.Folds.
func (s *Store) Fold(ctx context.Context, keep, other slovo.CustomerID, purposes []string, now time.Time) error {
	if err := s.PutPurposes(ctx, keep, purposes, now); err != nil {
		return err
	}
	q, k, o := s.q(ctx), string(keep), string(other)
	done := func(_ int64, err error) error { return known(err) }
	err := errors.Join(
		done(q.CopyEvents(ctx, k, o)), done(q.DeleteEvents(ctx, o)),
		done(q.CopyWishes(ctx, k, o)), done(q.DeleteWishes(ctx, o)),
		done(q.MoveSources(ctx, k, o)), done(q.DeleteAllLookups(ctx, o)), done(q.DeletePurposes(ctx, o)),
		done(q.DeleteFactors(ctx, o)), done(q.DeleteLinks(ctx, o)), done(q.DeleteLinks(ctx, k)),
		done(q.DropGrants(ctx, o)), done(q.DropGrants(ctx, k)), done(q.CloseCases(ctx, slovo.Micros(now), o)),
		done(q.DeleteProposals(ctx, o)), done(q.RepointMerged(ctx, k, o)), moved(q.MarkMerged(ctx, k, o)),
	)
	if err != nil {
		return fmt.Errorf("store: merge %s into %s: %w", other, keep, err)
	}
	return nil
}
