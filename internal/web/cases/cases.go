// Package cases holds the pages on which staff work with a customer: find,
// open a case, verify, reveal, and give the receipt.
package cases

import (
	"context"
	"time"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/desk"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/staff"
	"slovo/internal/verify"
	"slovo/internal/web/visit"
)

// Gate is the door to customers' data.
type Gate interface {
	Search(ctx context.Context, a slovo.Actor, field string, typed slovo.Value) (gate.Found, error)
	View(ctx context.Context, a slovo.Actor, c slovo.CustomerID, in slovo.CaseID) (gate.Masked, error)
	Reveal(ctx context.Context, ask gate.Ask) ([]gate.Opened, slovo.EntryID, error)
	Why(ctx context.Context, ask gate.Ask) ([]gate.Reason, error)
}

// Writer is the door by which customers' data is written.
type Writer interface {
	Correct(ctx context.Context, ask gate.Ask, values map[string]slovo.Value, once gate.Once) (slovo.EntryID, error)
	Event(ctx context.Context, a slovo.Actor, c slovo.CustomerID, event gate.Event, once gate.Once) (slovo.EntryID, error)
}

// Reader tells who may read a customer's history, and what started the
// customer's clocks.
type Reader interface {
	MayRead(ctx context.Context, a slovo.Actor, c slovo.CustomerID) error
	Audits(a slovo.Actor) bool
	Events(ctx context.Context, a slovo.Actor, c slovo.CustomerID) ([]gate.Event, error)
}

// Tasks are what is still to be done for customers.
type Tasks interface {
	AddTask(ctx context.Context, a slovo.Actor, in slovo.CaseID, kind string, due time.Time, who slovo.StaffID) (slovo.TaskID, error)
	FinishTask(ctx context.Context, a slovo.Actor, id slovo.TaskID) error
	Tasks(ctx context.Context, a slovo.Actor, limit int) ([]desk.Task, error)
	TasksOf(ctx context.Context, a slovo.Actor, c slovo.CustomerID) ([]desk.Task, error)
}

// Colleagues are known by the login that colleagues call each other by.
type Colleagues interface {
	ByLogin(ctx context.Context, login string) (staff.Account, error)
}

// Wishes are what customers are known to want.
type Wishes interface {
	Of(ctx context.Context, a slovo.Actor, c slovo.CustomerID) ([]consent.Wish, error)
}

// Matters are the cases with customers.
type Matters interface {
	Open(ctx context.Context, a slovo.Actor, c slovo.CustomerID, ch slovo.Channel, purpose string, once gate.Once) (slovo.CaseID, error)
	Close(ctx context.Context, a slovo.Actor, id slovo.CaseID) error
	Case(ctx context.Context, a slovo.Actor, id slovo.CaseID) (gate.Case, error)
	Mine(ctx context.Context, a slovo.Actor, limit int) ([]gate.Case, error)
}

// Verifier asks customers to prove who they are.
type Verifier interface {
	Try(ctx context.Context, a slovo.Actor, id slovo.CaseID, answers []verify.Answer) (verify.Result, error)
	State(ctx context.Context, a slovo.Actor, id slovo.CaseID) (verify.State, error)
}

// Enroller lets customers set their first factors.
type Enroller interface {
	Admit(ctx context.Context, a slovo.Actor, id slovo.CaseID, document string, fact verify.Answer) (secret slovo.Value, err error)
	AdmitTOTP(ctx context.Context, a slovo.Actor, id slovo.CaseID) (secret slovo.Value, err error)
	Invite(ctx context.Context, a slovo.Actor, c slovo.CustomerID) error
}

// Log is what was written down.
type Log interface {
	Of(ctx context.Context, c slovo.CustomerID, below int64, limit int) ([]ledger.Entry, error)
	OpenCustomer(ctx context.Context, e ledger.Entry) (ledger.CustomerHalf, error)
	OpenFirm(ctx context.Context, e ledger.Entry) (ledger.FirmHalf, error)
	Receipt(ctx context.Context, id slovo.EntryID) (ledger.Receipt, error)
}

// Merger makes one customer of two records.
type Merger interface {
	Proposals(ctx context.Context, a slovo.Actor, limit int) ([]gate.Proposal, error)
	Merging(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID) (gate.Merging, error)
	Merge(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID, once gate.Once) (slovo.EntryID, error)
	Dismiss(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID) error
}

// Pages are those on which staff work with a customer. All fields are needed.
type Pages struct {
	*visit.Frame
	Gate       Gate
	Writer     Writer
	Reader     Reader
	Matters    Matters
	Tasks      Tasks
	Colleagues Colleagues
	Verifier   Verifier
	Enroller   Enroller
	Wishes     Wishes
	Merger     Merger
	Log        Log
}
