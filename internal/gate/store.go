package gate

import (
	"context"
	"fmt"
	"time"

	"slovo"
)

// Store keeps records, keys, cases, grants and quotas. Its methods join the
// transaction that the context carries.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	// Settle leaves no deleted key readable in the store's own files.
	Settle(ctx context.Context) error
	KeyStore
	Customers
	Records
	Moments
	Lookups
	Doors
	Cases
	Situations
	Grants
	Uses
	Proposals
	Folds
}

// KeyStore keeps wrapped keys.
type KeyStore interface {
	// Installation returns this installation's id, made at the first call.
	Installation(ctx context.Context, fresh string, now time.Time) (string, error)
	// Key returns the named key; where there is none it keeps the fresh one.
	Key(ctx context.Context, name string, fresh func() ([]byte, error), now time.Time) ([]byte, error)
	// CustomerKey returns the customer's key of the kind ("record",
	// "history"), or slovo.ErrNotFound once it is shredded.
	CustomerKey(ctx context.Context, c slovo.CustomerID, kind string) ([]byte, error)
	PutCustomerKey(ctx context.Context, c slovo.CustomerID, kind string, wrapped []byte) error
}

// Customers keeps who there is and in what state.
type Customers interface {
	Lockable
	PutCustomer(ctx context.Context, c Customer) error
	// MergedInto returns the records that were merged into this one, by id.
	MergedInto(ctx context.Context, c slovo.CustomerID) ([]slovo.CustomerID, error)
	// Shred deletes keys, cells, look-ups, factors, grants and where the
	// record came from, and marks the customer erased. Of its sources' ids and
	// idempotency keys it leaves the bare hashes, which answer ErrForgotten.
	Shred(ctx context.Context, id slovo.CustomerID, now time.Time) error
}

// Records keeps the sealed fields.
type Records interface {
	// Record returns the record as it is kept; an empty one once it is shredded.
	Record(ctx context.Context, c slovo.CustomerID) (Record, error)
	// Cells returns its cells alone, whatever became of the key.
	Cells(ctx context.Context, c slovo.CustomerID) ([]slovo.Cell, error)
	PutCell(ctx context.Context, cell slovo.Cell, now time.Time) error
	// Written tells when the field was written last, or slovo.ErrNotFound; the
	// zero time for one that came by a merge.
	Written(ctx context.Context, c slovo.CustomerID, field string) (time.Time, error)
	PutPurposes(ctx context.Context, c slovo.CustomerID, purposes []string, now time.Time) error
	PutEvent(ctx context.Context, c slovo.CustomerID, event string, at time.Time) error
}

// Moments tells what started the customer's clocks.
type Moments interface {
	// EventsOf returns the customer's events, the latest first.
	EventsOf(ctx context.Context, c slovo.CustomerID) ([]Event, error)
}

// Lookups finds customers by keyed hashes.
type Lookups interface {
	// PutLookups keeps what finds customers; what stands already, stays.
	PutLookups(ctx context.Context, list []Lookup) error
	DeleteLookups(ctx context.Context, c slovo.CustomerID, field string) error
	// Find returns customers under the hash, by id, after the given one.
	Find(ctx context.Context, hash []byte, after slovo.CustomerID, limit int) ([]slovo.CustomerID, error)
	// CustomersAfter returns all customers, by id, after the given one.
	CustomersAfter(ctx context.Context, after slovo.CustomerID, limit int) ([]slovo.CustomerID, error)
}

// Proposals keeps which records may be one customer's.
type Proposals interface {
	// PutProposal tells whether the proposal is new; one that was dismissed
	// is again.
	PutProposal(ctx context.Context, p Proposal) (bool, error)
	// Proposal returns the open one, or slovo.ErrNotFound.
	Proposal(ctx context.Context, keep, other slovo.CustomerID) (Proposal, error)
	// ProposalsAfter returns open ones, the oldest first, after the given one.
	ProposalsAfter(ctx context.Context, after Proposal, limit int) ([]Proposal, error)
	// DismissProposal closes it for good; slovo.ErrNotFound where none is open.
	DismissProposal(ctx context.Context, keep, other slovo.CustomerID) error
}

// Folds makes one record of two.
type Folds interface {
	// Fold adds the purposes to the kept record; moves the other's events
	// (but its making), wishes and sources' ids; deletes its look-ups,
	// purposes, factors, proposals, and both records' links and grants; closes
	// its cases; and lets it, and what was merged into it, answer with the
	// kept one. slovo.ErrConflict where it is merged or erased already.
	Fold(ctx context.Context, keep, other slovo.CustomerID, purposes []string, now time.Time) error
	// Waiting tells whether a request of the customer's waits for a decision.
	Waiting(ctx context.Context, c slovo.CustomerID) (bool, error)
	// DropCell deletes a field that the kept record has.
	DropCell(ctx context.Context, c slovo.CustomerID, field string) error
}

// Lookup is a keyed hash by which a customer is found, out of a field.
type Lookup struct {
	Hash     []byte
	Customer slovo.CustomerID
	Field    string
}

// Doors keeps what makes a write happen once.
type Doors interface {
	// Once keeps the result under the owner's key. Where the key was used
	// already it returns the result of then, or slovo.ErrConflict if the
	// request was another one; ErrForgotten where it was about a customer
	// who is erased.
	Once(ctx context.Context, o Once, result string, now time.Time) (prior string, err error)
	// ClaimSource ties the hash of a source's id to the customer, or returns
	// the one that it is tied to already; ErrForgotten where that one is erased.
	ClaimSource(ctx context.Context, hash []byte, c slovo.CustomerID) (slovo.CustomerID, error)
}

// Situations tells all that a decision asks of the store, read at once.
type Situations interface {
	// Situation is of the customer and of the customer's case, with failed
	// attempts since; slovo.ErrNotFound where there is no such customer.
	Situation(ctx context.Context, c slovo.CustomerID, in slovo.CaseID, since time.Time) (Situation, error)
}

// Situation is a customer's state and what is open with the customer.
type Situation struct {
	Customer Customer
	Case     Case  // empty where the customer has no such case
	Grant    Grant // empty where the case has none
	Failures int
}

// Cases keeps the matters with customers.
type Cases interface {
	PutCase(ctx context.Context, c Case) error
	// Case returns the matter, or slovo.ErrNotFound.
	Case(ctx context.Context, id slovo.CaseID) (Case, error)
	// CloseCase closes it and drops its grant; slovo.ErrConflict if it was closed.
	CloseCase(ctx context.Context, id slovo.CaseID, now time.Time) error
	// Talking tells whether a case with somebody on the line is open.
	Talking(ctx context.Context, c slovo.CustomerID) (bool, error)
}

// Grants keeps what passed verifications opened, and what failed.
type Grants interface {
	// Grant returns the case's grant, or slovo.ErrNotFound.
	Grant(ctx context.Context, id slovo.CaseID) (Grant, error)
	PutGrant(ctx context.Context, g Grant) error
	TouchGrant(ctx context.Context, id slovo.CaseID, now time.Time) error
}

// Uses keeps quotas and views.
type Uses interface {
	// UseQuota adds to what the owner used of the kind in a window that
	// began after since, or begins a window now; it returns the sum.
	UseQuota(ctx context.Context, owner, kind string, add int, since, now time.Time) (int, error)
	// Used returns the sum without adding.
	Used(ctx context.Context, owner, kind string, since time.Time) (int, error)
	// Viewed tells when the agent last had the view written down.
	Viewed(ctx context.Context, v View) (time.Time, error)
	PutView(ctx context.Context, v View, now time.Time) error
}

// Customer is a record's state, with nothing of its content.
type Customer struct {
	ID         slovo.CustomerID
	Made       time.Time
	Source     string
	Imported   bool // it came by the company's own import, from a file
	Purposes   []string
	Erased     time.Time
	Frozen     bool             // the customer's own switch
	Restricted bool             // the law's: kept, not used
	Held       bool             // may not be erased
	Merged     slovo.CustomerID // the record that answers for this one; "": its own
}

// Record is a record as it is kept: its key, wrapped by the installation's,
// and its cells.
type Record struct {
	Key   []byte
	Cells []slovo.Cell
}

// Case is one matter with one customer over one channel.
type Case struct {
	ID       slovo.CaseID
	Channel  slovo.Channel
	Endpoint string // this call, this chat session: random, nothing of the customer
	Purpose  string
	Agent    slovo.StaffID
	Opened   time.Time
	Closed   time.Time
}

// Grant is what a passed verification opened in a case.
type Grant struct {
	Case     slovo.CaseID
	Agent    slovo.StaffID
	Channel  slovo.Channel
	Endpoint string
	Kinds    []string // of the factors that passed
	Points   int
	Until    time.Time
	Used     time.Time
}

// View is one agent's look at one masked record in one case, or in none.
type View struct {
	Customer slovo.CustomerID
	Agent    slovo.StaffID
	Case     slovo.CaseID
}

// ErrForgotten tells that what was named belonged to a customer who is
// erased: nothing is left of whom it was, and it is not to be used again.
var ErrForgotten = fmt.Errorf("gate: of a customer who was erased: %w", slovo.ErrConflict)

// Once names a write that must happen once. Owner is the account; Request
// is a hash of what was asked, so that a key is not used for two things.
// Key outlives the customer, so it is no caller's own text but a keyed hash.
type Once struct {
	Owner   string
	Key     string
	Request []byte
}
