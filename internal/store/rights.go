package store

import (
	"context"

	"slovo"
	"slovo/internal/rights"
	"slovo/internal/store/gen"
)

// PutRequest implements rights.Requests.
func (s *Store) PutRequest(ctx context.Context, r rights.Request) error {
	return known(s.q(ctx).PutRequest(ctx, gen.PutRequestParams{
		CustomerID: string(r.Customer), ID: string(r.ID), Kind: r.Kind, State: r.State,
		AskedBy: string(r.AskedBy), AskedToken: string(r.AskedToken), AskedAt: slovo.Micros(r.AskedAt),
	}))
}

// Request implements rights.Requests.
func (s *Store) Request(ctx context.Context, id slovo.RequestID) (rights.Request, error) {
	row, err := s.q(ctx).Request(ctx, string(id.Customer()), string(id))
	if err != nil {
		return rights.Request{}, about("request", id, err)
	}
	return request(row), nil
}

// OpenRequests implements rights.Requests.
func (s *Store) OpenRequests(ctx context.Context, limit int) ([]rights.Request, error) {
	rows, err := s.q(ctx).RequestsIn(ctx, rights.Asked, 0, "", int32(limit)) //nolint:gosec // pages are small
	return each(rows, request), known(err)
}

// OpenRequestOf implements rights.Records.
func (s *Store) OpenRequestOf(ctx context.Context, c slovo.CustomerID, kind string) (rights.Request, error) {
	row, err := s.q(ctx).OpenRequestOf(ctx, string(c), kind)
	return request(row), known(err)
}

// DecideRequest implements rights.Requests.
func (s *Store) DecideRequest(ctx context.Context, r rights.Request) error {
	return moved(s.q(ctx).DecideRequest(ctx, gen.DecideRequestParams{
		State: r.State, DecidedBy: string(r.DecidedBy), DecidedAt: slovo.Micros(r.DecidedAt), Ground: r.Ground,
		CustomerID: string(r.Customer), ID: string(r.ID),
	}))
}

func request(r gen.Request) rights.Request {
	return rights.Request{
		ID: slovo.RequestID(r.ID), Customer: slovo.CustomerID(r.CustomerID), Kind: r.Kind, State: r.State,
		AskedBy: slovo.StaffID(r.AskedBy), AskedToken: slovo.TokenID(r.AskedToken), AskedAt: slovo.Time(r.AskedAt),
		DecidedBy: slovo.StaffID(r.DecidedBy), DecidedAt: slovo.Time(r.DecidedAt), Ground: r.Ground,
	}
}
