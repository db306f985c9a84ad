package verify

import (
	"context"
	"time"

	"slovo"
	"slovo/internal/gate"
)

// Store keeps factors, attempts, links and grants. Its methods join the
// transaction that the context carries.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	Matters
	Factors
	Attempts
	Links
	Grants
}

// Matters tells whom an attempt is about.
type Matters interface {
	gate.Lockable
	// Case returns the matter, or slovo.ErrNotFound.
	Case(ctx context.Context, id slovo.CaseID) (gate.Case, error)
	// UseQuota adds to what the owner used of the kind in a window that
	// began after since, or begins one now; it returns the sum.
	UseQuota(ctx context.Context, owner, kind string, add int, since, now time.Time) (int, error)
}

// Factors keeps customers' own factors.
type Factors interface {
	// Factor returns the factor, or slovo.ErrNotFound.
	Factor(ctx context.Context, c slovo.CustomerID, kind string) (Factor, error)
	PutFactor(ctx context.Context, f Factor) error
	// StepFactor moves the last step used; slovo.ErrConflict where that
	// step, or a later one, was used already.
	StepFactor(ctx context.Context, c slovo.CustomerID, kind string, step int64) error
}

// Factor is one factor as it is kept: a PIN's hash, a sealed seed.
type Factor struct {
	Customer slovo.CustomerID
	Kind     string
	Secret   []byte
	Step     int64 // the last 30 seconds whose code was used
	Set      time.Time
}

// Attempts counts tries.
type Attempts interface {
	// PutAttempt keeps a try that has not ended: it counts as a failure of
	// the customer's until it has.
	PutAttempt(ctx context.Context, a Attempt) error
	EndAttempt(ctx context.Context, a Attempt, passed bool) error
	// DropAttempt forgets a try whose answers nobody could look at.
	DropAttempt(ctx context.Context, a Attempt) error
	// AgentFailures counts the agent's failed attempts since, with anybody.
	AgentFailures(ctx context.Context, agent slovo.StaffID, since time.Time) (int, error)
	// AgentTries counts those and the agent's that have not ended.
	AgentTries(ctx context.Context, agent slovo.StaffID, since time.Time) (int, error)
	// FailuresHere counts the customer's attempts since, with a document in
	// person, that have not passed.
	FailuresHere(ctx context.Context, c slovo.CustomerID, since time.Time) (int, error)
}

// Attempt is one try for one customer.
type Attempt struct {
	Customer slovo.CustomerID
	ID       string
	Agent    slovo.StaffID
	Here     bool // in person, with a document
	At       time.Time
}

// Links keeps one-time links, by the hash of their secret.
type Links interface {
	PutLink(ctx context.Context, l Link) error
	// Link returns the link, or slovo.ErrNotFound.
	Link(ctx context.Context, hash []byte) (Link, error)
	// UseLink uses the link up; slovo.ErrConflict where it was used.
	UseLink(ctx context.Context, hash []byte, now time.Time) error
	DropLinks(ctx context.Context, c slovo.CustomerID) error
}

// Link is one way for a customer to set a factor.
type Link struct {
	Hash     []byte
	Customer slovo.CustomerID
	Sets     string // PIN: the first, with or without an authenticator; TOTP: that alone
	Made     time.Time
	Expires  time.Time
	Used     time.Time
}

// Grants keeps what passed, and counts what did not.
type Grants interface {
	// Grant returns the case's grant, or slovo.ErrNotFound.
	Grant(ctx context.Context, id slovo.CaseID) (gate.Grant, error)
	PutGrant(ctx context.Context, g gate.Grant) error
	// Failures counts the customer's attempts since that have not passed.
	Failures(ctx context.Context, c slovo.CustomerID, since time.Time) (int, error)
}

// Gate compares and opens inside itself what this room may not see.
type Gate interface {
	Match(ctx context.Context, c slovo.CustomerID, field string, answer slovo.Value) (bool, error)
	Echoes(ctx context.Context, c slovo.CustomerID, secret slovo.Value) (bool, error)
	Contacts(ctx context.Context, c slovo.CustomerID) ([]gate.Contact, error)
}

// Keys seals customers' factors; *gate.Keyring does.
type Keys interface {
	SealFactor(ctx context.Context, c slovo.CustomerID, kind string, plain []byte) ([]byte, error)
	OpenFactor(ctx context.Context, c slovo.CustomerID, kind string, sealed []byte) ([]byte, error)
	Pepper(c slovo.CustomerID, secret slovo.Value) slovo.Value
}
