package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/rights"
	"slovo/internal/text"
)

// Rights keeps data-subject requests; *rights.Rights is one.
type Rights interface {
	Ask(ctx context.Context, a slovo.Actor, c slovo.CustomerID, once gate.Once) (slovo.RequestID, error)
	Confirm(ctx context.Context, a slovo.Actor, id slovo.RequestID) (slovo.EntryID, error)
	Refuse(ctx context.Context, a slovo.Actor, id slovo.RequestID, ground string) (slovo.EntryID, error)
	Open(ctx context.Context, a slovo.Actor, limit int) ([]rights.Request, error)
}

type requestsIn struct {
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type requestsOut struct {
	Body struct {
		Requests []request `json:"requests" nullable:"false" doc:"The oldest first."`
	}
}

type request struct {
	ID       string    `json:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta-8w2mzq7r5c8x1"`
	Customer string    `json:"customer"`
	Kind     string    `json:"kind" example:"erase"`
	AskedBy  string    `json:"asked_by" doc:"The account that passed it on."`
	AskedAt  time.Time `json:"asked_at"`
}

func (s *service) openRequests(ctx context.Context, c *caller, in *requestsIn) (*requestsOut, error) {
	list, err := s.Rights.Open(ctx, c.Actor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &requestsOut{}
	out.Body.Requests = make([]request, len(list))
	for i, r := range list {
		out.Body.Requests[i] = request{string(r.ID), string(r.Customer), r.Kind, string(r.AskedBy), r.AskedAt.UTC()}
	}
	return out, nil
}

type confirmIn struct {
	ID string `path:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta-8w2mzq7r5c8x1" doc:"The request's id."`
}

func (s *service) confirm(ctx context.Context, c *caller, in *confirmIn) (*entryOut, error) {
	id, err := requestIDOf(in.ID)
	if err != nil {
		return nil, err
	}
	entry, err := s.Rights.Confirm(ctx, c.Actor, id)
	return told(entry), err
}

type refuseIn struct {
	ID   string `path:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta-8w2mzq7r5c8x1" doc:"The request's id."`
	Body struct {
		Ground ground `json:"ground"`
	}
}

// ground is why a request may lawfully be refused.
type ground string

// Schema implements huma.SchemaProvider: every ground, and what it says.
func (ground) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Examples: []any{rights.OwedByLaw}, Description: "Why the request is not carried out:\n"}
	for _, g := range rights.Grounds() {
		s.Enum = append(s.Enum, g)
		s.Description += "\n* `" + g + "`: " + text.T(slovo.EN, "ground."+g)
	}
	return s
}

func (s *service) refuseRequest(ctx context.Context, c *caller, in *refuseIn) (*entryOut, error) {
	id, err := requestIDOf(in.ID)
	if err != nil {
		return nil, err
	}
	entry, err := s.Rights.Refuse(ctx, c.Actor, id, string(in.Body.Ground))
	return told(entry), err
}

func (s *service) requests(on *registrar) {
	register(on, http.MethodGet, "/requests", listRequests, s.openRequests)
	register(on, http.MethodPost, "/requests/{id}/confirm", confirmRequest, s.confirm)
	register(on, http.MethodPost, "/requests/{id}/refusal", refuseRequest, s.refuseRequest)
}
