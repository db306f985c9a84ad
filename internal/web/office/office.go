// Package office holds the pages of those who keep the company's word in
// order: what customers asked to be done, colleagues, programs, the charter.
package office

import (
	"context"

	"slovo"
	"slovo/internal/rights"
	"slovo/internal/web/visit"
)

// Requests are what customers ask to be done with their data.
type Requests interface {
	Open(ctx context.Context, a slovo.Actor, limit int) ([]rights.Request, error)
	Request(ctx context.Context, a slovo.Actor, id slovo.RequestID) (rights.Request, error)
	Confirm(ctx context.Context, a slovo.Actor, id slovo.RequestID) (slovo.EntryID, error)
	Refuse(ctx context.Context, a slovo.Actor, id slovo.RequestID, ground string) (slovo.EntryID, error)
}

// Pages are the office's. All fields are needed.
type Pages struct {
	*visit.Frame
	Requests    Requests
	Staff       Staff
	Credentials Credentials
	Sessions    Sessions
	Tokens      Tokens
	Editions    Editions
	Publisher   Publisher
	Imports     Imports
}
