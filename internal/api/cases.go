package api

import (
	"context"
	"net/http"
	"time"

	"slovo"
	"slovo/internal/verify"
)

// OnCase is a path under one case.
type OnCase struct {
	ID string `path:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta-8w2mzq7r5c8x1" doc:"The case's id."`
}

type openIn struct {
	Idempotent
	Body struct {
		Customer string `json:"customer,omitempty" maxLength:"100" doc:"Whose case it is. A case without a customer (an unknown caller, an anonymous chat) is not built yet."`
		Channel  string `json:"channel" enum:"phone,email,chat,in_person,portal,task" example:"phone" doc:"How the customer is spoken to; task where nobody is on the line."`
		Purpose  string `json:"purpose" maxLength:"100" example:"support" doc:"What for, as the charter declares."`
	}
}

type openOut struct {
	Body struct {
		ID string `json:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta-8w2mzq7r5c8x1"`
	}
}

func (s *service) open(ctx context.Context, c *caller, in *openIn) (*openOut, error) {
	if in.Body.Customer == "" {
		return nil, errNotYet
	}
	customer, err := customerID(in.Body.Customer)
	if err != nil {
		return nil, err
	}
	id, err := s.Cases.Open(ctx, c.Actor, customer, slovo.Channel(in.Body.Channel), in.Body.Purpose, c.once(in.Key))
	if err != nil {
		return nil, err
	}
	out := &openOut{}
	out.Body.ID = string(id)
	return out, nil
}

type closeIn struct{ OnCase }

func (s *service) close(ctx context.Context, c *caller, in *closeIn) (*nothing, error) {
	id, err := caseID(in.ID)
	if err != nil {
		return nil, err
	}
	return &nothing{}, s.Cases.Close(ctx, c.Actor, id)
}

type codeIn struct {
	OnCase
	Body struct {
		Kind string `json:"kind" enum:"sms_code,email_code,portal_code" example:"sms_code"`
	}
}

func (s *service) sendCode(_ context.Context, _ *caller, in *codeIn) (*nothing, error) {
	if _, err := caseID(in.ID); err != nil {
		return nil, err
	}
	return nil, errNotYet
}

type verifyIn struct {
	OnCase
	Body struct {
		Factors []factor `json:"factors" nullable:"false" minItems:"1" maxItems:"10" doc:"All together: two different ones at least, and all must be right."`
	}
}

type factor struct {
	Kind   string `json:"kind" maxLength:"40" example:"pin" doc:"A factor that the charter takes."`
	Answer secret `json:"answer"`
}

type verifyOut struct {
	Body struct {
		Passed bool       `json:"passed" doc:"Whether all were right. Which was not is never told."`
		Level  string     `json:"level,omitempty" enum:"low,normal,high" doc:"What the case has reached, where it passed."`
		Until  *time.Time `json:"until,omitempty" doc:"How long it opens fields, where it passed; an idle case ends sooner."`
	}
}

// verification says passed or not, and nothing else of a try that failed.
// It keeps nothing of its answer and knows no idempotency key: each try
// counts.
func (s *service) verification(ctx context.Context, c *caller, in *verifyIn) (*verifyOut, error) {
	id, err := caseID(in.ID)
	if err != nil {
		return nil, err
	}
	answers := make([]verify.Answer, len(in.Body.Factors))
	for i, f := range in.Body.Factors {
		answers[i] = verify.Answer{Kind: f.Kind, Answer: f.Answer.Value}
	}
	result, err := s.Verifier.Try(ctx, c.Actor, id, answers)
	if err != nil {
		return nil, err
	}
	out := &verifyOut{}
	if result.Passed {
		until := result.Until.UTC().Truncate(time.Second)
		out.Body.Passed, out.Body.Level, out.Body.Until = true, string(result.Level), &until
	}
	return out, nil
}

func (s *service) cases(on *registrar) {
	const path = "/cases"
	register(on, http.MethodPost, path, openCase, s.open)
	register(on, http.MethodPost, path+"/{id}/close", closeCase, s.close)
	register(on, http.MethodPost, path+"/{id}/codes", sendCode, s.sendCode)
	register(on, http.MethodPost, path+"/{id}/verification", tryFactors, s.verification)
}
