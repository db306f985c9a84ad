package api

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"slovo"
	"slovo/internal/ledger"
)

type entriesIn struct {
	OnCustomer
	Below int64 `query:"below" minimum:"0" doc:"Only lines with smaller numbers; 0 begins at the newest."`
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type entriesOut struct {
	Link string `header:"Link" doc:"The next page, where there is one: rel=next."`
	Body struct {
		Entries []line `json:"entries" nullable:"false" doc:"Newest first."`
	}
}

// line is one entry as its customer may see it.
type line struct {
	ID        string    `json:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta-7"`
	Number    int64     `json:"number" doc:"Gapless, so that nothing can be left out unseen."`
	At        time.Time `json:"at"`
	Act       string    `json:"act,omitempty" example:"reveal"`
	Purpose   string    `json:"purpose,omitempty" example:"support"`
	Fields    []string  `json:"fields,omitempty" doc:"Names of fields, never values."`
	Outcome   string    `json:"outcome,omitempty" enum:"done,refused"`
	Channel   string    `json:"channel,omitempty" example:"phone"`
	Role      string    `json:"role,omitempty" example:"agent"`
	Colleague string    `json:"colleague,omitempty" doc:"The colleague's pseudonym with this customer."`
	Shredded  bool      `json:"shredded,omitempty" doc:"The customer was erased, and with them what the line says; the firm's own half stands."`
	Firm      *firm     `json:"firm,omitempty" doc:"For who reads the log by duty: who did it. It outlives an erasure."`
}

// firm is what the firm's half tells an auditor.
type firm struct {
	Account  string   `json:"account,omitempty"`
	Token    string   `json:"token,omitempty"`
	Role     string   `json:"role,omitempty"`
	Act      string   `json:"act" example:"reveal"`
	Purpose  string   `json:"purpose,omitempty"`
	Fields   []string `json:"fields,omitempty" doc:"Names of fields, never values."`
	Outcome  string   `json:"outcome" enum:"done,refused"`
	Reasons  []string `json:"reasons,omitempty"`
	Case     string   `json:"case,omitempty"`
	Channel  string   `json:"channel,omitempty"`
	Level    int      `json:"level,omitempty" doc:"Points that the verification had reached."`
	Approval string   `json:"approval,omitempty"`
	Subject  string   `json:"subject,omitempty" doc:"The request, event or account that it was about."`
	Charter  string   `json:"charter,omitempty" doc:"SHA-256 of the charter in force."`
}

func (s *service) entries(ctx context.Context, c *caller, in *entriesIn) (*entriesOut, error) {
	id, err := s.mayRead(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.Ledger.Of(ctx, id, in.Below, in.Limit)
	if err != nil {
		return nil, err
	}
	audits := s.Gate.Audits(c.Actor)
	out := &entriesOut{}
	out.Body.Entries = make([]line, len(list))
	for i, e := range list {
		if out.Body.Entries[i], err = s.line(ctx, e); err != nil {
			return nil, err
		}
		if audits {
			if out.Body.Entries[i].Firm, err = s.firm(ctx, e); err != nil {
				return nil, err
			}
		}
	}
	if n := len(list); n == in.Limit && list[n-1].Number > 1 {
		out.Link = fmt.Sprintf(`<%s/customers/%s/entries?below=%d&limit=%d>; rel="next"`, root, id, list[n-1].Number, in.Limit)
	}
	return out, nil
}

func (s *service) line(ctx context.Context, e ledger.Entry) (line, error) {
	half, err := s.Ledger.OpenCustomer(ctx, e)
	if errors.Is(err, slovo.ErrNotFound) {
		return line{ID: string(e.ID()), Number: e.Number, At: e.At.UTC(), Shredded: true}, nil
	}
	return line{
		ID: string(e.ID()), Number: half.Number, At: half.At.Time(), Act: string(half.Act), Purpose: half.Purpose,
		Fields: half.Fields, Outcome: string(half.Outcome), Channel: string(half.Channel), Role: half.Role,
		Colleague: half.Colleague,
	}, err
}

func (s *service) firm(ctx context.Context, e ledger.Entry) (*firm, error) {
	half, err := s.Ledger.OpenFirm(ctx, e)
	if err != nil {
		return nil, err
	}
	return &firm{
		Account: string(half.Account), Token: string(half.Token), Role: half.Role, Act: string(half.Act),
		Purpose: half.Purpose, Fields: half.Fields, Outcome: string(half.Outcome), Reasons: half.Reasons,
		Case: string(half.Case), Channel: string(half.Channel), Level: half.Level, Approval: half.Approval,
		Subject: half.Subject, Charter: hex.EncodeToString(half.Charter),
	}, nil
}

// mayRead reads the customer's id, and asks the gate whether the caller may
// look into that customer's history.
func (s *service) mayRead(ctx context.Context, c *caller, text string) (slovo.CustomerID, error) {
	id, err := customerID(text)
	if err != nil {
		return "", err
	}
	return id, s.Gate.MayRead(ctx, c.Actor, id)
}

type receiptIn struct {
	OnCustomer
	Entry string `path:"entry" example:"0f3k9w2mzq7r5c8x1d4v6h0jta-7" doc:"The entry's id."`
}

type receiptOut struct {
	Body receipt
}

// receipt is the log's own; it documents itself as one object, whose
// inside is checked by whoever verifies it.
type receipt struct{ ledger.Receipt }

func (s *service) receipt(ctx context.Context, c *caller, in *receiptIn) (*receiptOut, error) {
	customer, err := customerID(in.ID)
	if err != nil {
		return nil, err
	}
	entry, err := entryID(customer, in.Entry)
	if err != nil {
		return nil, err
	}
	if err := s.Gate.MayRead(ctx, c.Actor, customer); err != nil {
		return nil, err
	}
	proof, err := s.Ledger.Receipt(ctx, entry)
	if err != nil {
		return nil, err
	}
	return &receiptOut{receipt{proof}}, nil
}

func (s *service) history(on *registrar) {
	const path = "/customers/{id}/entries"
	register(on, http.MethodGet, path, listEntries, s.entries)
	register(on, http.MethodGet, path+"/{entry}/receipt", getReceipt, s.receipt)
}
