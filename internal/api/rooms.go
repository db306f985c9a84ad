package api

import (
	"context"
	"net/netip"

	"slovo"
	"slovo/internal/edition"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/verify"
)

// Gate opens, compares and writes customers' data; *gate.Gate is one.
type Gate interface {
	Reader
	Writer
}

// Reader lets something of a record out.
type Reader interface {
	Reveal(ctx context.Context, ask gate.Ask) ([]gate.Opened, slovo.EntryID, error)
	View(ctx context.Context, a slovo.Actor, c slovo.CustomerID, in slovo.CaseID) (gate.Masked, error)
	Search(ctx context.Context, a slovo.Actor, name string, typed slovo.Value) (gate.Found, error)
	// MayRead lets an actor at the customer's history, or is a *gate.Denial.
	MayRead(ctx context.Context, a slovo.Actor, c slovo.CustomerID) error
	// Audits tells whether the actor reads the firm's halves too.
	Audits(a slovo.Actor) bool
}

// Writer changes a record.
type Writer interface {
	Add(ctx context.Context, a slovo.Actor, n gate.NewCustomer, once gate.Once) (slovo.CustomerID, error)
	Correct(ctx context.Context, ask gate.Ask, values map[string]slovo.Value, once gate.Once) (slovo.EntryID, error)
	Event(ctx context.Context, a slovo.Actor, c slovo.CustomerID, event gate.Event, once gate.Once) (slovo.EntryID, error)
}

// Ledger is the log; *ledger.Ledger is one.
type Ledger interface {
	Log
	History
}

// Log is what everybody may read.
type Log interface {
	Last(ctx context.Context) (ledger.Checkpoint, error)
	ReadTile(ctx context.Context, path string) ([]byte, error)
	PublicKey() string
}

// History is what is told of one customer.
type History interface {
	Of(ctx context.Context, c slovo.CustomerID, below int64, limit int) ([]ledger.Entry, error)
	OpenCustomer(ctx context.Context, e ledger.Entry) (ledger.CustomerHalf, error)
	OpenFirm(ctx context.Context, e ledger.Entry) (ledger.FirmHalf, error)
	Receipt(ctx context.Context, id slovo.EntryID) (ledger.Receipt, error)
}

// Tokens knows programs by their secrets.
type Tokens interface {
	TokenActor(ctx context.Context, secret slovo.Value, addr netip.Addr) (slovo.Actor, error)
}

// Cases opens and closes cases.
type Cases interface {
	Open(ctx context.Context, a slovo.Actor, c slovo.CustomerID, ch slovo.Channel, purpose string, once gate.Once) (slovo.CaseID, error)
	Close(ctx context.Context, a slovo.Actor, id slovo.CaseID) error
}

// Verifier tries customers' factors.
type Verifier interface {
	Try(ctx context.Context, a slovo.Actor, id slovo.CaseID, answers []verify.Answer) (verify.Result, error)
}

// Editions knows what was published; *edition.Publisher is one.
type Editions interface {
	InForce() edition.Version
	Versions(ctx context.Context) ([]edition.Version, error)
	Text(ctx context.Context, hash string) ([]byte, error)
	Wordings(ctx context.Context, hash string) (map[string][]byte, error)
}
