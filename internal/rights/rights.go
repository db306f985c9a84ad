// Package rights keeps data-subject requests: who asked, who decided, and
// what was carried out. A colleague cannot carry out what they asked for in
// person; a token that may decide may, and its maker answers for it.
package rights

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/ledger"
)

// Erasure is the kind of a request to shred a record.
const Erasure = "erase"

// The states of a request.
const (
	Asked   = "open"
	Carried = "done"
	Refused = "refused"
)

// Request is one data-subject request.
type Request struct {
	ID         slovo.RequestID
	Customer   slovo.CustomerID
	Kind       string
	State      string
	AskedBy    slovo.StaffID // the account, also where its program asked
	AskedToken slovo.TokenID // the program's token; "" for a colleague
	AskedAt    time.Time
	DecidedBy  slovo.StaffID
	DecidedAt  time.Time
	Ground     string // one of Grounds, where refused
}

// The lawful grounds for not carrying a request out.
const (
	IdentityNotProven = "identity_not_proven" // nobody could tell that the customer asked
	LegalHold         = "legal_hold"          // a court or an authority wants the data kept
	OwedByLaw         = "owed_by_law"         // a law tells the company to keep it
	Unfounded         = "unfounded"           // nothing is kept, or the same was asked just before
)

// Grounds returns every ground that Refuse takes.
func Grounds() []string { return []string{IdentityNotProven, LegalHold, OwedByLaw, Unfounded} }

// Store keeps requests. Its methods join the transaction that the context
// carries.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	Requests
	Records
}

// Requests keeps them by customer.
type Requests interface {
	PutRequest(ctx context.Context, r Request) error
	// Request returns the request, or slovo.ErrNotFound.
	Request(ctx context.Context, id slovo.RequestID) (Request, error)
	// OpenRequests returns requests that wait, the oldest first.
	OpenRequests(ctx context.Context, limit int) ([]Request, error)
	// DecideRequest moves an open request to its state; slovo.ErrConflict
	// where it was decided before.
	DecideRequest(ctx context.Context, r Request) error
}

// Records tells in what state a customer's record is.
type Records interface {
	gate.Lockable
	// Once keeps the result under the owner's key, or returns the one of before.
	Once(ctx context.Context, o gate.Once, result string, now time.Time) (prior string, err error)
	// OpenRequestOf returns the customer's request of the kind that waits,
	// or slovo.ErrNotFound.
	OpenRequestOf(ctx context.Context, c slovo.CustomerID, kind string) (Request, error)
}

// Eraser shreds a record, together with what also writes; *gate.Gate does.
type Eraser interface {
	Erase(ctx context.Context, a slovo.Actor, request slovo.RequestID, also func(context.Context) error) (slovo.EntryID, error)
	EraseAgain(ctx context.Context, a slovo.Actor, c slovo.CustomerID, request string, also func(context.Context) error) (bool, error)
}

// Rights takes requests and carries them out. Safe for concurrent use.
type Rights struct {
	store   Store
	gate    Eraser
	ledger  gate.Writer
	charter func() *charter.Charter
	now     slovo.Clock
}

// New returns the room that works by the charter in force.
func New(store Store, g Eraser, l gate.Writer, c func() *charter.Charter, now slovo.Clock) *Rights {
	return &Rights{store: store, gate: g, ledger: l, charter: c, now: now}
}

// steady is the room under the charter that is in force now: each ask is
// answered by one.
func (r *Rights) steady() *Rights {
	one := *r
	one.charter = charter.Steady(r.charter)
	return &one
}

// Ask puts a customer's wish to be erased down, for a person to decide. A
// customer who has asked already has one request, and gets it again. A
// *gate.Denial where the actor serves no purpose of the customer's, or the
// record is erased; slovo.ErrNotFound where there is none.
func (r *Rights) Ask(ctx context.Context, a slovo.Actor, c slovo.CustomerID, once gate.Once) (slovo.RequestID, error) {
	r = r.steady()
	var denial *gate.Denial
	var id slovo.RequestID
	err := r.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		id, denial, err = r.ask(ctx, a, c, once)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("rights: request of %s: %w", c, err)
	}
	if denial != nil {
		return "", denial
	}
	return id, nil
}

// ask runs inside the transaction.
func (r *Rights) ask(ctx context.Context, a slovo.Actor, c slovo.CustomerID, once gate.Once) (slovo.RequestID, *gate.Denial, error) {
	customer, err := gate.LockStanding(ctx, r.store, c)
	if err != nil {
		return "", nil, err
	}
	c = customer.ID
	if reasons := r.mayAsk(a, customer); len(reasons) > 0 {
		denial, err := r.deny(ctx, a, c, "", reasons)
		return "", denial, err
	}
	waiting, err := r.store.OpenRequestOf(ctx, c, Erasure)
	known := err == nil
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return "", nil, err
	}
	if !known {
		waiting.ID = slovo.NewRequestID(c)
	}
	if once.Key != "" {
		prior, err := r.store.Once(ctx, once, string(waiting.ID), r.now())
		if err != nil || prior != string(waiting.ID) {
			return slovo.RequestID(prior), nil, err
		}
	}
	if known {
		return waiting.ID, nil, nil
	}
	return waiting.ID, nil, r.put(ctx, a, c, waiting.ID)
}

func (r *Rights) put(ctx context.Context, a slovo.Actor, c slovo.CustomerID, id slovo.RequestID) error {
	err := r.store.PutRequest(ctx, Request{
		ID: id, Customer: c, Kind: Erasure, State: Asked, AskedBy: a.Account, AskedToken: a.Token, AskedAt: r.now(),
	})
	if err != nil {
		return err
	}
	_, err = r.ledger.Append(ctx, r.draft(a, c, id, ledger.Done))
	return err
}

// mayAsk lets whoever serves the customer pass the wish on, and whoever
// decides on requests.
func (r *Rights) mayAsk(a slovo.Actor, customer gate.Customer) []gate.Reason {
	var reasons []gate.Reason
	if !r.charter().ServesOne(a, customer.Purposes) && !r.decides(a.Role) {
		reasons = append(reasons, gate.Reason{Code: gate.RoleNotAllowed})
	}
	if !customer.Erased.IsZero() {
		reasons = append(reasons, gate.Reason{Code: gate.Erased})
	}
	return reasons
}

func (r *Rights) decides(role string) bool {
	declared := r.charter().Roles[role]
	return declared.MayDo("requests") || declared.MayDo("approve")
}

// Confirm carries the request out: when it returns, the record and its
// history are shredded. It takes somebody who decides on requests and did
// not ask for this one in person; a program's request they all may confirm,
// by a token of theirs too: whoever makes such a token gives that power
// away. A *gate.Denial else, or where the record must be kept; slovo.ErrConflict
// where the request was decided before.
func (r *Rights) Confirm(ctx context.Context, a slovo.Actor, id slovo.RequestID) (slovo.EntryID, error) {
	r = r.steady()
	request, err := r.waiting(ctx, a, id, true)
	if err != nil {
		return "", err
	}
	request.State, request.DecidedBy, request.DecidedAt = Carried, a.Account, r.now()
	entry, err := r.gate.Erase(ctx, a, id, func(ctx context.Context) error { return r.store.DecideRequest(ctx, request) })
	if err != nil {
		return entry, fmt.Errorf("rights: request %s: %w", id, err)
	}
	return entry, nil
}

// Redo carries out again what an erasure did that a database which was put
// back does not know of; line is its line in the journal. It tells whether
// there was anything left to erase.
func (r *Rights) Redo(ctx context.Context, a slovo.Actor, line ledger.Line) (bool, error) {
	return r.gate.EraseAgain(ctx, a, line.Entry.Customer(), line.Subject, func(ctx context.Context) error {
		request, err := r.store.Request(ctx, slovo.RequestID(line.Subject))
		if errors.Is(err, slovo.ErrNotFound) || err == nil && request.State != Asked {
			return nil
		}
		if err != nil {
			return err
		}
		request.State, request.DecidedBy, request.DecidedAt = Carried, a.Account, r.now()
		return r.store.DecideRequest(ctx, request)
	})
}

// Refuse decides that the request is not carried out, on one of Grounds:
// the customer will be told which, and the log keeps it. It takes somebody
// who decides on requests, the one who asked among them: it undoes no more
// than the asking. slovo.ErrInvalid for another ground, a *gate.Denial for
// who may not decide, slovo.ErrConflict where the request was decided before.
func (r *Rights) Refuse(ctx context.Context, a slovo.Actor, id slovo.RequestID, ground string) (slovo.EntryID, error) {
	r = r.steady()
	request, err := r.waiting(ctx, a, id, false)
	if err != nil {
		return "", err
	}
	if !slices.Contains(Grounds(), ground) {
		return "", fmt.Errorf("rights: request %s: a refusal takes one of the known grounds: %w", id, slovo.ErrInvalid)
	}
	request.State, request.DecidedBy, request.DecidedAt, request.Ground = Refused, a.Account, r.now(), ground
	var entry slovo.EntryID
	err = r.store.Atomic(ctx, func(ctx context.Context) error {
		if err := r.store.Lock(ctx, request.Customer); err != nil {
			return err
		}
		if err := r.store.DecideRequest(ctx, request); err != nil {
			return err
		}
		draft := r.draft(a, request.Customer, id, ledger.Refused)
		draft.Reasons = []string{ground}
		entry, err = r.ledger.Append(ctx, draft)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("rights: request %s: %w", id, err)
	}
	return entry, nil
}

// waiting returns an open request that the actor may decide on. What is
// refused here is written down.
func (r *Rights) waiting(ctx context.Context, a slovo.Actor, id slovo.RequestID, second bool) (Request, error) {
	request, err := r.store.Request(ctx, id)
	if errors.Is(err, slovo.ErrNotFound) && !r.decides(a.Role) {
		return Request{}, &gate.Denial{Reasons: []gate.Reason{{Code: gate.RoleNotAllowed}}} // what there is, is not theirs to learn
	}
	if err != nil {
		return Request{}, fmt.Errorf("rights: request %s: %w", id, err)
	}
	var reasons []gate.Reason
	switch {
	case !r.decides(a.Role):
		reasons = []gate.Reason{{Code: gate.RoleNotAllowed}}
	case second && request.AskedToken == "" && request.AskedBy == a.Account:
		reasons = []gate.Reason{{Code: gate.NeedsApproval, Own: gate.OwnRequest}}
	case request.State != Asked:
		return Request{}, fmt.Errorf("rights: request %s is decided: %w", id, slovo.ErrConflict)
	default:
		return request, nil
	}
	var denial *gate.Denial
	err = r.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		denial, err = r.deny(ctx, a, request.Customer, id, reasons)
		return err
	})
	if err != nil {
		return Request{}, fmt.Errorf("rights: request %s: %w", id, err)
	}
	return Request{}, denial
}

// Request returns the one request, decided or not, to whoever decides on
// them: a *gate.Denial to others, slovo.ErrNotFound where there is none.
func (r *Rights) Request(ctx context.Context, a slovo.Actor, id slovo.RequestID) (Request, error) {
	if !r.decides(a.Role) {
		return Request{}, &gate.Denial{Reasons: []gate.Reason{{Code: gate.RoleNotAllowed}}}
	}
	request, err := r.store.Request(ctx, id)
	if err != nil {
		return Request{}, fmt.Errorf("rights: request %s: %w", id, err)
	}
	return request, nil
}

// Open returns the requests that wait, the oldest first, to whoever
// decides on them.
func (r *Rights) Open(ctx context.Context, a slovo.Actor, limit int) ([]Request, error) {
	r = r.steady()
	if !r.decides(a.Role) {
		return nil, &gate.Denial{Reasons: []gate.Reason{{Code: gate.RoleNotAllowed}}}
	}
	list, err := r.store.OpenRequests(ctx, limit)
	if err != nil {
		return nil, fmt.Errorf("rights: open requests: %w", err)
	}
	return list, nil
}

// deny writes the refusal of the asking or the deciding itself.
func (r *Rights) deny(ctx context.Context, a slovo.Actor, c slovo.CustomerID, id slovo.RequestID, reasons []gate.Reason) (*gate.Denial, error) {
	return gate.Deny(ctx, r.ledger, r.draft(a, c, id, ledger.Refused), reasons)
}

func (r *Rights) draft(a slovo.Actor, c slovo.CustomerID, id slovo.RequestID, outcome ledger.Outcome) ledger.Draft {
	return ledger.Draft{
		Customer: c, Actor: a, Act: ledger.ActRequest, Outcome: outcome, Subject: string(id), Charter: r.charter().Hash,
	}
}
