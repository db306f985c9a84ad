package api

import (
	"context"
	"net/http"
	"time"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/gate"
)

// Merger makes one customer of two records; *gate.Gate is one.
type Merger interface {
	Proposals(ctx context.Context, a slovo.Actor, limit int) ([]gate.Proposal, error)
	Merging(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID) (gate.Merging, error)
	Merge(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID, once gate.Once) (slovo.EntryID, error)
}

// Consents tells what customers are known to want; *consent.Book does.
type Consents interface {
	Of(ctx context.Context, a slovo.Actor, c slovo.CustomerID) ([]consent.Wish, error)
}

type wish struct {
	Channel string    `json:"channel" enum:"email,phone,sms"`
	State   string    `json:"state" enum:"claimed,suppressed" doc:"claimed: an opt-in that came without proof, and is no consent; suppressed: an opt-out, which holds whatever came later."`
	At      time.Time `json:"at"`
	Proof   bool      `json:"proof" doc:"Whether there is proof; of neither state is there any yet."`
}

// wishes are the customer's, as the record's page lists them.
func (s *service) wishes(ctx context.Context, c *caller, id slovo.CustomerID) ([]wish, error) {
	held, err := s.Consents.Of(ctx, c.Actor, id)
	if err != nil {
		return nil, err
	}
	list := make([]wish, len(held))
	for i, w := range held {
		list[i] = wish{Channel: string(w.Channel), State: string(w.Kind), At: w.At.UTC()}
	}
	return list, nil
}

type mergesIn struct {
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type mergesOut struct {
	Body struct {
		Merges []proposed `json:"merges" nullable:"false" doc:"The oldest first."`
	}
}

type proposed struct {
	Keep  string    `json:"keep" doc:"The elder record, which would be kept."`
	Other string    `json:"other"`
	At    time.Time `json:"at" doc:"When it was proposed."`
}

func (s *service) merges(ctx context.Context, c *caller, in *mergesIn) (*mergesOut, error) {
	list, err := s.Merger.Proposals(ctx, c.Actor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &mergesOut{}
	out.Body.Merges = make([]proposed, len(list))
	for i, p := range list {
		out.Body.Merges[i] = proposed{string(p.Keep), string(p.Other), p.At.UTC()}
	}
	return out, nil
}

type mergingIn struct {
	OnCustomer
	Other string `query:"other" required:"true" maxLength:"100" doc:"The other record's id."`
}

type mergingOut struct {
	Body struct {
		Keep     string            `json:"keep" doc:"The record that would be kept."`
		Other    string            `json:"other"`
		Moves    map[string]string `json:"moves" doc:"Fields that the kept record lacks, masked; empty where you serve no purpose that holds it."`
		Differs  map[string]both   `json:"differs" doc:"Fields that have two values: the kept record's stays, also where it is a list, and the other's is closed until the customer is erased."`
		Closed   []string          `json:"closed" nullable:"false" doc:"Fields of the other that never move, because they prove who a customer is; nobody opens them again."`
		Purposes []string          `json:"purposes" nullable:"false" doc:"Purposes that come with the fields."`
	}
}

type both struct {
	Keep  string `json:"keep"`
	Other string `json:"other"`
}

func (s *service) merging(ctx context.Context, c *caller, in *mergingIn) (*mergingOut, error) {
	id, other, err := twoCustomers(in.ID, in.Other)
	if err != nil {
		return nil, err
	}
	m, err := s.Merger.Merging(ctx, c.Actor, id, other)
	if err != nil {
		return nil, err
	}
	out := &mergingOut{}
	b := &out.Body
	b.Keep, b.Other, b.Moves, b.Differs = string(m.Keep), string(m.Other), map[string]string{}, map[string]both{}
	b.Closed, b.Purposes = append([]string{}, m.Closed...), append([]string{}, m.Purposes...)
	for _, f := range m.Moves {
		b.Moves[f.Name] = f.Mask
	}
	for _, f := range m.Differs {
		b.Differs[f.Name] = both{f.Keep, f.Other}
	}
	return out, nil
}

type mergeIn struct {
	OnCustomer
	Idempotent
	Body struct {
		Other string `json:"other" maxLength:"100" doc:"The other record's id. Of the two the elder is kept, whichever is named first."`
	}
}

func (s *service) merge(ctx context.Context, c *caller, in *mergeIn) (*entryOut, error) {
	id, other, err := twoCustomers(in.ID, in.Body.Other)
	if err != nil {
		return nil, err
	}
	entry, err := s.Merger.Merge(ctx, c.Actor, id, other, c.once(in.Key))
	if err != nil {
		return nil, err
	}
	return told(entry), nil
}

func twoCustomers(one, other string) (a, b slovo.CustomerID, err error) {
	if a, err = customerID(one); err == nil {
		b, err = customerID(other)
	}
	return a, b, err
}

func (s *service) merged(on *registrar) {
	register(on, http.MethodGet, "/merges", listMerges, s.merges)
	register(on, http.MethodGet, "/customers/{id}/merge", previewMerge, s.merging)
	register(on, http.MethodPost, "/customers/{id}/merge", mergeCustomers, s.merge)
}
